//! Page body → document: shortcodes, Markdown and HTML brought together.
//!
//! A shortcode may stand anywhere: in a paragraph, a table, a link, code. So each becomes
//! one character that means nothing to Markdown (a *hole*), the text is read, and the holes
//! in the tree are filled with components. What stands between the tags of a shortcode is
//! read the same way, by itself: Hugo renders it by itself, too (`hugolib/shortcode.go`).

mod columns;
mod data;
mod facts;
mod fields;
mod fill;
mod include;
mod lower;
mod markup;
mod weave;
mod when;

use std::sync::Arc;

use crate::component::InnerKind;
use crate::config::Shortcodes;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document};
use crate::front_matter::Value;
use crate::language::Language;
use crate::ledger::Ledger;
use crate::markdown;
use crate::merge::Reading;
use crate::shortcode;
use crate::source::{Source, Span};

use weave::{Holes, Woven};

/// What the body of a page is read with.
pub struct Context<'a> {
    /// The file.
    pub source: &'a Arc<Source>,
    /// What each shortcode becomes.
    pub shortcodes: &'a Shortcodes,
    /// How Markdown is read.
    pub markdown: &'a markdown::Options,
    /// Whether the site renders raw HTML (`markup.goldmark.renderer.unsafe`).
    pub html: bool,
    /// A parameter of the page or the site.
    pub param: &'a dyn Fn(&str) -> Option<Value>,
    /// A file of the project that a page takes in, or why it cannot.
    pub include: &'a dyn Fn(&str) -> Result<Arc<Source>, String>,
    /// The fields of the page, and who is written to.
    pub merge: &'a Reading<'a>,
    /// The file that takes this one in.
    pub around: Option<&'a Context<'a>>,
    /// Data by its path (see the component `data`), or what is wrong with its file.
    pub data: &'a dyn Fn(&str) -> Result<Option<Value>, Diagnostic>,
    /// The language of the page.
    pub language: &'a Language,
}

/// What came of a body.
#[derive(Debug, Default)]
pub struct Body {
    /// The tree.
    pub document: Document,
    /// The shortcodes as they were written.
    pub nodes: Vec<shortcode::Node>,
    /// What was met.
    pub ledger: Ledger,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the part `body` of the context's file.
#[must_use]
pub fn read(context: &Context<'_>, body: Span) -> Body {
    let takes_inner = |name: &str| context.shortcodes.takes_inner(name);
    let (nodes, diagnostics) = shortcode::parse(context.source, body, &takes_inner);
    let mut ledger = Ledger::default();
    let mut reader = Reader {
        context,
        holes: Holes::new(context.source.slice(body)),
        references: markdown::References::default(),
        footnotes: Vec::new(),
        ledger: &mut ledger,
        diagnostics,
    };
    // Blanks count on the page itself: they may make code.
    let page = reader.weave(&nodes, InnerKind::Raw);
    reader.collect(&page);
    let blocks = reader.blocks(&page);
    let footnotes = std::mem::take(&mut reader.footnotes).into_iter().collect();
    let diagnostics = reader.diagnostics;
    Body {
        document: Document { blocks, footnotes },
        nodes,
        ledger,
        diagnostics,
    }
}

struct Reader<'a> {
    context: &'a Context<'a>,
    holes: Holes,
    references: markdown::References,
    footnotes: Vec<(String, crate::document::Footnote)>,
    ledger: &'a mut Ledger,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn weave(&mut self, nodes: &[shortcode::Node], kind: InnerKind) -> Woven {
        let shortcodes = self.context.shortcodes;
        weave::weave(self.context.source, nodes, kind, &mut self.holes, shortcodes)
    }

    /// Definitions count for the whole page, so all texts are looked at before one is read.
    fn collect(&mut self, woven: &Woven) {
        if woven.holes.is_empty() {
            return;
        }
        self.references.collect(woven.text.text(), self.context.markdown);
        for hole in &woven.holes {
            if let Some(inner) = &hole.inner {
                self.collect_inner(inner);
            }
        }
    }

    fn collect_inner(&mut self, woven: &Woven) {
        self.references.collect(woven.text.text(), self.context.markdown);
        for hole in &woven.holes {
            if let Some(inner) = &hole.inner {
                self.collect_inner(inner);
            }
        }
    }

    /// The blocks of a text, holes filled.
    fn blocks(&mut self, woven: &Woven) -> Vec<Block> {
        let reading =
            markdown::read(&woven.text, self.context.markdown, &self.references);
        let blocks = self.finished(reading.blocks, woven);
        for (label, mut footnote) in reading.footnotes {
            footnote.blocks = self.finished(footnote.blocks, woven);
            if !self.footnotes.iter().any(|(known, _)| *known == label) {
                self.footnotes.push((label, footnote));
            }
        }
        blocks
    }

    fn finished(&mut self, blocks: Vec<Block>, woven: &Woven) -> Vec<Block> {
        let blocks = markup::read(blocks, self.context.html, self.ledger);
        fill::Filler { reader: self, woven }.blocks(blocks)
    }
}
