//! Document → Typst markup and the way back: every stretch of the markup knows the place in
//! the page it came from, so that an error Typst finds can be told there.
//!
//! What is written calls Typst's own elements, and components as functions of the template
//! under the name `t`; the template decides how they look.

mod blocks;
mod components;
pub mod escape;
mod inlines;
mod tables;

use std::collections::BTreeSet;

use crate::document::{Document, Inline, InlineKind, Math, Visit};
use crate::source::Span;

/// Markup and the map back to the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup {
    /// The text of `/main.typ`.
    pub text: String,
    /// Where each stretch came from.
    pub map: SourceMap,
}

/// Where the stretches of a generated text came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Offsets in the text, ascending, and the place each stretch from there came from.
    marks: Vec<(usize, Span)>,
}

impl SourceMap {
    /// The place that the byte at `offset` came from; none for what frames the page.
    #[must_use]
    pub fn origin(&self, offset: usize) -> Option<Span> {
        let after = self.marks.partition_point(|(at, _)| *at <= offset);
        let (_, span) = self.marks.get(after.checked_sub(1)?)?;
        (!span.is_empty()).then_some(*span)
    }
}

/// What is written beside the text of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether the addresses of links to the web are noted at the foot of the page.
    pub print_urls: bool,
}

/// Writes a document as the main file of a project.
#[must_use]
pub fn write(document: &Document, intro: &[Inline], options: Options) -> Markup {
    let mut writer = Writer::new(document);
    writer.push("#import \"/template/template.typ\" as t\n");
    if calls_definitions(document) {
        writer.push("#import \"/template/math.typ\" as tex\n");
    }
    writer.push("\n#show: t.document");
    if !intro.is_empty() {
        writer.push(".with(intro: [");
        writer.inlines(intro);
        writer.push("])");
    }
    writer.push("\n\n");
    writer.print_urls = options.print_urls;
    writer.blocks(&document.blocks);
    writer.push("\n");
    Markup {
        text: writer.text,
        map: SourceMap { marks: writer.marks },
    }
}

/// Whether a formula needs what the template defines for mathematics.
fn calls_definitions(document: &Document) -> bool {
    struct Formulas(bool);
    impl Visit for Formulas {
        fn inline(&mut self, inline: &Inline) {
            if let InlineKind::Math(Math { set: Some(formula), .. }) = &inline.kind {
                self.0 |= formula.markup.contains("tex.");
            }
            self.walk_inline(inline);
        }
    }
    let mut formulas = Formulas(false);
    formulas.document(document);
    formulas.0
}

struct Writer<'a> {
    document: &'a Document,
    text: String,
    marks: Vec<(usize, Span)>,
    current: Span,
    /// Whether a link notes its address; not in headings, tables and notes.
    print_urls: bool,
    /// Footnotes that are written already, or are being written.
    footnotes: BTreeSet<&'a str>,
}

impl<'a> Writer<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            document,
            text: String::new(),
            marks: Vec::new(),
            current: Span::default(),
            print_urls: false,
            footnotes: BTreeSet::new(),
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A string literal.
    fn string(&mut self, text: &str) {
        self.text.push_str(&escape::string(text));
    }

    /// Writes something that came from `span`.
    fn at(&mut self, span: Span, write: impl FnOnce(&mut Self)) {
        let around = self.current;
        self.mark(span);
        write(self);
        self.mark(around);
    }

    /// Writes something in which links note no addresses.
    fn without_notes(&mut self, write: impl FnOnce(&mut Self)) {
        let around = std::mem::take(&mut self.print_urls);
        write(self);
        self.print_urls = around;
    }

    fn mark(&mut self, span: Span) {
        self.current = span;
        let at = self.text.len();
        match self.marks.last_mut() {
            Some(last) if last.0 == at => last.1 = span,
            Some(last) if last.1 == span => {}
            _ => self.marks.push((at, span)),
        }
    }

    /// A comma between arguments, none before the first.
    fn comma(&mut self) {
        if !self.text.ends_with('(') {
            self.push(", ");
        }
    }

    fn label(&mut self, id: &str) {
        if !id.is_empty() {
            self.push("#label(");
            self.string(id);
            self.push(")");
        }
    }
}
