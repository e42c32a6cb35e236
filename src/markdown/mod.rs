//! Reads Markdown into the document tree: CommonMark 0.31 and what Hugo switches on.
//!
//! It knows nothing of shortcodes and does not interpret HTML: that stays in the tree as
//! it was written, for the passes.

mod alert;
mod attributes;
mod block_attributes;
mod builder;
mod extras;
mod linkify;
mod passthrough;
mod typographer;

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{BrokenLink, CowStr, Event, Options as Extensions, Parser, Tag};

use crate::document::{Block, Footnote};
use crate::language::Quotes;
use crate::source::{Span, Spliced};

pub use attributes::{FenceOptions, fence_options};

/// What the site's `markup.goldmark` switches on; the defaults are Hugo's
/// (`markup/goldmark/goldmark_config/config.go`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Tables.
    pub tables: bool,
    /// Footnotes.
    pub footnotes: bool,
    /// `~~struck through~~`.
    pub strikethrough: bool,
    /// `- [x] tasks`.
    pub tasks: bool,
    /// Definition lists.
    pub definitions: bool,
    /// Addresses in the text become links.
    pub linkify: bool,
    /// Dashes, ellipses and quotation marks as a typesetter sets them.
    pub typographer: bool,
    /// `{#id .class}` after headings.
    pub heading_attributes: bool,
    /// Line endings are kept.
    pub hard_wraps: bool,
    /// `^raised^`.
    pub superscript: bool,
    /// `~lowered~`.
    pub subscript: bool,
    /// `==marked==`.
    pub mark: bool,
    /// `++inserted++`.
    pub insert: bool,
    /// `~~deleted~~`, in the place of strikethrough.
    pub delete: bool,
    /// `{#id .class}` on a line below a block.
    pub block_attributes: bool,
    /// Pairs of marks between which mathematics stands as it is (`passthrough`); whether on
    /// lines of its own.
    pub passthrough: Vec<(String, String, bool)>,
    /// The quotation marks of the language.
    pub quotes: Quotes,
}

impl Options {
    /// Hugo's defaults, with these quotation marks.
    #[must_use]
    pub fn hugo(quotes: Quotes) -> Self {
        Self {
            linkify: true,
            typographer: true,
            hard_wraps: false,
            ..Self::base(quotes, true)
        }
    }

    /// CommonMark and nothing else.
    #[must_use]
    pub fn commonmark(quotes: Quotes) -> Self {
        Self::base(quotes, false)
    }

    fn base(quotes: Quotes, extended: bool) -> Self {
        Self {
            tables: extended,
            footnotes: extended,
            strikethrough: extended,
            tasks: extended,
            definitions: extended,
            linkify: false,
            typographer: false,
            heading_attributes: extended,
            hard_wraps: false,
            superscript: false,
            subscript: false,
            mark: false,
            insert: false,
            delete: false,
            block_attributes: false,
            passthrough: Vec::new(),
            quotes,
        }
    }

    fn extensions(&self) -> Extensions {
        let mut extensions = Extensions::empty();
        extensions.set(Extensions::ENABLE_TABLES, self.tables);
        extensions.set(Extensions::ENABLE_FOOTNOTES, self.footnotes);
        extensions.set(Extensions::ENABLE_STRIKETHROUGH, self.strikethrough);
        extensions.set(Extensions::ENABLE_TASKLISTS, self.tasks);
        extensions.set(Extensions::ENABLE_DEFINITION_LIST, self.definitions);
        extensions.set(Extensions::ENABLE_SMART_PUNCTUATION, self.typographer);
        extensions.set(Extensions::ENABLE_HEADING_ATTRIBUTES, self.heading_attributes);
        extensions
    }
}

/// What a page defines for all of its texts: a page is read in several pieces, its body and
/// the inside of its shortcodes, and a link in one may be defined in another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    links: BTreeMap<String, (String, String)>,
    footnotes: BTreeSet<String>,
}

impl References {
    /// Adds what `text` defines; the first definition of a label counts (CommonMark 4.7).
    pub fn collect(&mut self, text: &str, options: &Options) {
        let parser = Parser::new_ext(text, options.extensions());
        for (label, definition) in parser.reference_definitions().iter() {
            let title = definition.title.as_deref().unwrap_or_default().to_owned();
            let entry = self.links.entry(normal_label(label));
            entry.or_insert_with(|| (definition.dest.to_string(), title));
        }
        for event in parser {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                self.footnotes.insert(label.to_string());
            }
        }
    }

    fn link(&self, link: &BrokenLink<'_>) -> Option<(CowStr<'static>, CowStr<'static>)> {
        let (url, title) = self.links.get(&normal_label(&link.reference))?;
        Some((url.clone().into(), title.clone().into()))
    }

    /// Definitions that make the labels of the other pieces known to the parser. A link
    /// definition ends them: without it an indented first line would belong to the footnote.
    fn preamble(&self, own: &Self) -> String {
        let foreign = self.footnotes.difference(&own.footnotes);
        let mut out: String = foreign.map(|label| format!("[^{label}]: x\n\n")).collect();
        if !out.is_empty() {
            out.push_str("[\u{f8ff}]: x\n\n");
        }
        out
    }
}

/// Labels match without regard to case and to runs of white space (CommonMark 6.3).
fn normal_label(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What was read: the blocks, and the footnotes defined among them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// Footnotes with their labels.
    pub footnotes: Vec<(String, Footnote)>,
}

/// Reads a text. Links and footnotes may be defined in it or in `references`.
#[must_use]
pub fn read(text: &Spliced, options: &Options, references: &References) -> Reading {
    let preamble = match references.footnotes.is_empty() {
        true => String::new(),
        false => {
            let mut own = References::default();
            own.collect(text.text(), options);
            references.preamble(&own)
        }
    };
    let (body, math) = passthrough::hide(text.text(), &options.passthrough);
    let body = if options.typographer { typographer::guillemets(&body) } else { body };
    let whole = format!("{preamble}{body}");
    let find = |link: BrokenLink<'_>| references.link(&link);
    let parser =
        Parser::new_with_broken_link_callback(&whole, options.extensions(), Some(find));
    let mut builder = builder::Builder::new(&whole, options, math);
    for (event, range) in parser.into_offset_iter() {
        if range.start < preamble.len() {
            continue;
        }
        let span = text
            .origin(Span::new(range.start - preamble.len(), range.end - preamble.len()));
        builder.event(event, range, span);
    }
    let mut reading = builder.finish();
    if options.block_attributes {
        reading.blocks = block_attributes::applied(reading.blocks);
        for (_, footnote) in &mut reading.footnotes {
            footnote.blocks =
                block_attributes::applied(std::mem::take(&mut footnote.blocks));
        }
    }
    reading
}
