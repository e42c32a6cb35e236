//! Builds the tree from the events of the parser: one open frame for each open element,
//! one small function for each element that closes.

use std::ops::Range;

use pulldown_cmark::{Alignment as Column, CodeBlockKind, Event, Tag};

use super::passthrough::{self, Hidden};
use super::typographer::Typographer;
use super::{Options, Reading, alert, attributes, extras, linkify};
use crate::document::{
    Alignment, Block, BlockKind, Cell, Code, Definition, Footnote, Heading, Image,
    Inline, InlineKind, Link, List, ListItem, Math, Picture, Style, Table, Target,
    plain_text,
};
use crate::source::Span;

/// An element that is open.
struct Frame<'a> {
    tag: Option<Tag<'a>>,
    span: Span,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    /// The text of a code or HTML block.
    text: String,
    items: Vec<ListItem>,
    checked: Option<bool>,
    cells: Vec<Cell>,
    table: Table,
    definitions: Vec<Definition>,
}

/// Elements nested deeper than this are unwrapped: nobody could see their depth, Typst has a
/// limit of its own, and no page may run the program out of stack.
const MAX_DEPTH: usize = 30;

/// Takes events, gives blocks.
pub(super) struct Builder<'a> {
    source: &'a str,
    options: &'a Options,
    stack: Vec<Frame<'a>>,
    root: Frame<'a>,
    footnotes: Vec<(String, Footnote)>,
    typographer: Typographer,
    /// Mathematics that was hidden from the parser, in order.
    math: std::vec::IntoIter<Hidden>,
}

impl<'a> Frame<'a> {
    fn new(tag: Option<Tag<'a>>, span: Span) -> Self {
        Self {
            tag,
            span,
            blocks: Vec::new(),
            inlines: Vec::new(),
            text: String::new(),
            items: Vec::new(),
            checked: None,
            cells: Vec::new(),
            table: Table::default(),
            definitions: Vec::new(),
        }
    }

    /// Text directly in a container, as in a tight list, becomes a block of its own.
    fn flush(&mut self, options: &Options) {
        let inlines = std::mem::take(&mut self.inlines);
        let Some(span) = span_of(&inlines) else { return };
        let inlines = if options.linkify { linkify::linkify(inlines) } else { inlines };
        self.blocks.push(Block::new(span, BlockKind::Plain(inlines)));
    }
}

fn span_of(inlines: &[Inline]) -> Option<Span> {
    inlines.iter().map(|inline| inline.span).reduce(Span::join)
}

impl<'a> Builder<'a> {
    /// A builder for the events of `source`.
    pub(super) fn new(source: &'a str, options: &'a Options, math: Vec<Hidden>) -> Self {
        Self {
            source,
            options,
            stack: Vec::new(),
            root: Frame::new(None, Span::default()),
            footnotes: Vec::new(),
            typographer: Typographer::default(),
            math: math.into_iter(),
        }
    }

    /// What was built.
    pub(super) fn finish(mut self) -> Reading {
        self.root.flush(self.options);
        Reading {
            blocks: self.root.blocks,
            footnotes: self.footnotes,
        }
    }

    /// Takes one event; `range` is its place in the text, `span` in the source.
    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>, span: Span) {
        match event {
            Event::Start(tag) => self.open(tag, span),
            Event::End(_) => self.close(),
            Event::Text(text) => self.text(&text, range, span),
            Event::Code(text) => self.inline(span, InlineKind::Code(text.into_string())),
            Event::Html(text) => self.top().text.push_str(&text),
            Event::InlineHtml(text) => {
                self.inline(span, InlineKind::Html(text.into_string()));
            }
            // The parser's own mathematics is off; Hugo's stands between marks of the site.
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.inline(span, InlineKind::Text(text.into_string()));
            }
            Event::FootnoteReference(label) => {
                self.inline(span, InlineKind::FootnoteReference(label.into_string()));
            }
            Event::SoftBreak if self.options.hard_wraps => {
                self.inline(span, InlineKind::LineBreak);
            }
            Event::SoftBreak => self.inline(span, InlineKind::SoftBreak),
            Event::HardBreak => self.inline(span, InlineKind::LineBreak),
            Event::Rule => self.block(span, BlockKind::Rule),
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    fn top(&mut self) -> &mut Frame<'a> {
        self.stack.last_mut().unwrap_or(&mut self.root)
    }

    fn task(&mut self, done: bool) {
        let item = self
            .stack
            .iter_mut()
            .rev()
            .find(|frame| matches!(frame.tag, Some(Tag::Item)));
        if let Some(item) = item {
            item.checked = Some(done);
        }
    }

    fn inline(&mut self, span: Span, kind: InlineKind) {
        self.top().inlines.push(Inline::new(span, kind));
    }

    fn block(&mut self, span: Span, kind: BlockKind) {
        let options = self.options;
        let top = self.top();
        top.flush(options);
        top.blocks.push(Block::new(span, kind));
    }

    fn text(&mut self, text: &str, range: Range<usize>, span: Span) {
        if matches!(self.top().tag, Some(Tag::CodeBlock(_) | Tag::HtmlBlock)) {
            self.top().text.push_str(text);
            return;
        }
        if text.contains(passthrough::MARK) {
            return self.hidden(text, span);
        }
        let before = self
            .source
            .get(..range.start)
            .and_then(|text| text.chars().next_back());
        let written = self.source.get(range).unwrap_or_default();
        let mark = match self.options.typographer {
            true => self.typographer.mark(written, text, &self.options.quotes, before),
            false => None,
        };
        let text = mark.as_deref().unwrap_or(text);
        match self.top().inlines.last_mut() {
            Some(Inline { kind: InlineKind::Text(before), span: place }) => {
                before.push_str(text);
                *place = place.join(span);
            }
            _ => self.inline(span, InlineKind::Text(text.to_owned())),
        }
    }

    /// Text with hidden mathematics in it.
    fn hidden(&mut self, text: &str, span: Span) {
        for (index, part) in text.split(passthrough::MARK).enumerate() {
            if index > 0
                && let Some(math) = self.math.next()
            {
                let Hidden { tex, block } = math;
                self.inline(
                    span,
                    InlineKind::Math(Math { tex, block, ..Math::default() }),
                );
            }
            let part = part.trim_start_matches(passthrough::FILL);
            if !part.is_empty() {
                self.inline(span, InlineKind::Text(part.to_owned()));
            }
        }
    }

    fn open(&mut self, tag: Tag<'a>, span: Span) {
        let is_inline = matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        );
        if !is_inline {
            self.typographer.reset();
            let options = self.options;
            self.top().flush(options);
        }
        self.stack.push(Frame::new(Some(tag), span));
    }

    fn close(&mut self) {
        let Some(mut frame) = self.stack.pop() else { return };
        let Some(tag) = frame.tag.take() else { return };
        if self.stack.len() >= MAX_DEPTH {
            return self.unwrap(frame);
        }
        match tag {
            Tag::Emphasis => self.styled(Style::Emphasis, frame),
            Tag::Strong => self.styled(Style::Strong, frame),
            Tag::Strikethrough => self.styled(Style::Strikethrough, frame),
            Tag::Superscript => self.styled(Style::Superscript, frame),
            Tag::Subscript => self.styled(Style::Subscript, frame),
            Tag::Link { link_type, dest_url, .. } => {
                let is_email = link_type == pulldown_cmark::LinkType::Email;
                let url = if is_email {
                    format!("mailto:{dest_url}")
                } else {
                    dest_url.into_string()
                };
                let link = Link {
                    target: Target::Written(url),
                    content: frame.inlines,
                };
                self.inline(frame.span, InlineKind::Link(link));
            }
            Tag::Image { dest_url, title, .. } => {
                self.image(frame, dest_url.into_string(), title.into_string());
            }
            Tag::List(_)
            | Tag::Item
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => self.close_list(tag, frame),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                self.close_table(&tag, frame);
            }
            tag => self.close_block(tag, frame),
        }
    }

    /// What stands deeper than anybody can see loses its container, not its text.
    fn unwrap(&mut self, mut frame: Frame<'a>) {
        let cells = frame.table.head.into_iter().chain(frame.table.body).flatten();
        let inside = cells.chain(frame.cells).flat_map(|cell| cell.blocks);
        let items = frame.items.into_iter().flat_map(|item| item.blocks);
        let details = frame.definitions.into_iter().flat_map(|one| one.details).flatten();
        if !frame.text.is_empty() {
            frame.inlines.push(Inline::text(frame.span, frame.text));
        }
        let top = self.stack.last_mut().unwrap_or(&mut self.root);
        top.blocks
            .extend(items.chain(inside).chain(details).chain(frame.blocks));
        top.inlines.append(&mut frame.inlines);
    }

    fn styled(&mut self, style: Style, frame: Frame<'a>) {
        self.inline(frame.span, InlineKind::Styled(style, frame.inlines));
    }

    fn image(&mut self, frame: Frame<'a>, url: String, title: String) {
        let alt = plain_text(&frame.inlines);
        let picture = Picture::Written(url);
        let image = Image {
            picture,
            alt,
            title,
            width: None,
            height: None,
            decorative: false,
        };
        self.inline(frame.span, InlineKind::Image(image));
    }

    fn close_block(&mut self, tag: Tag<'a>, mut frame: Frame<'a>) {
        let span = frame.span;
        match tag {
            Tag::Paragraph => {
                let inlines = self.finished(frame.inlines);
                self.block(span, BlockKind::Paragraph(inlines));
            }
            Tag::Heading { level, id, classes, .. } => {
                let classes = classes
                    .into_iter()
                    .map(pulldown_cmark::CowStr::into_string)
                    .collect();
                let id = id.map(pulldown_cmark::CowStr::into_string);
                let content = self.finished(frame.inlines);
                let heading = Heading { level: level as u8, id, classes, content };
                self.block(span, BlockKind::Heading(heading));
            }
            Tag::BlockQuote(_) => {
                frame.flush(self.options);
                let kind = match alert::callout(span, frame.blocks) {
                    Ok(callout) => BlockKind::Component(callout),
                    Err(blocks) => BlockKind::Quote(blocks),
                };
                self.block(span, kind);
            }
            Tag::CodeBlock(kind) => {
                self.block(span, BlockKind::Code(code(&kind, frame.text)));
            }
            Tag::HtmlBlock => self.block(span, BlockKind::Html(frame.text)),
            Tag::FootnoteDefinition(label) => {
                frame.flush(self.options);
                let footnote = Footnote { span, blocks: frame.blocks };
                self.footnotes.push((label.into_string(), footnote));
            }
            // Nothing else is ever opened: the extensions are off.
            _ => {
                frame.flush(self.options);
                let options = self.options;
                let top = self.top();
                top.flush(options);
                top.blocks.append(&mut frame.blocks);
            }
        }
    }

    fn finished(&self, inlines: Vec<Inline>) -> Vec<Inline> {
        let inlines = extras::extras(inlines, self.options);
        if self.options.linkify { linkify::linkify(inlines) } else { inlines }
    }

    fn close_list(&mut self, tag: Tag<'a>, mut frame: Frame<'a>) {
        let span = frame.span;
        match tag {
            Tag::List(start) => {
                let is_loose = |item: &ListItem| {
                    item.blocks
                        .iter()
                        .any(|block| matches!(block.kind, BlockKind::Paragraph(_)))
                };
                let tight = !frame.items.iter().any(is_loose);
                self.block(
                    span,
                    BlockKind::List(List { start, tight, items: frame.items }),
                );
            }
            Tag::Item => {
                frame.flush(self.options);
                let item =
                    ListItem { span, checked: frame.checked, blocks: frame.blocks };
                self.top().items.push(item);
            }
            Tag::DefinitionListTitle => {
                // Each line is a term of its own.
                let is_break =
                    |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak);
                let lines = frame.inlines.split(is_break).map(<[Inline]>::to_vec);
                let terms: Vec<Vec<Inline>> =
                    lines.map(|line| self.finished(line)).collect();
                let definitions = &mut self.top().definitions;
                match definitions.last_mut() {
                    Some(last) if last.details.is_empty() => last.terms.extend(terms),
                    _ => definitions.push(Definition { terms, details: Vec::new() }),
                }
            }
            Tag::DefinitionListDefinition => {
                frame.flush(self.options);
                let definitions = &mut self.top().definitions;
                match definitions.last_mut() {
                    Some(last) => last.details.push(frame.blocks),
                    None => definitions.push(Definition {
                        terms: Vec::new(),
                        details: vec![frame.blocks],
                    }),
                }
            }
            _ => self.block(span, BlockKind::Definitions(frame.definitions)),
        }
    }

    fn close_table(&mut self, tag: &Tag<'a>, mut frame: Frame<'a>) {
        match tag {
            Tag::TableCell => {
                frame.flush(self.options);
                self.top()
                    .cells
                    .push(Cell { blocks: frame.blocks, ..Cell::default() });
            }
            Tag::TableHead => self.top().table.head.push(frame.cells),
            Tag::TableRow => self.top().table.body.push(frame.cells),
            Tag::Table(columns) => {
                frame.table.columns = columns.iter().map(alignment).collect();
                self.block(frame.span, BlockKind::Table(frame.table));
            }
            _ => {}
        }
    }
}

fn alignment(column: &Column) -> Option<Alignment> {
    match column {
        Column::None => None,
        Column::Left => Some(Alignment::Left),
        Column::Center => Some(Alignment::Center),
        Column::Right => Some(Alignment::Right),
    }
}

fn code(kind: &CodeBlockKind<'_>, mut text: String) -> Code {
    if text.ends_with('\n') {
        text.pop();
    }
    let (language, options, fenced) = match kind {
        CodeBlockKind::Fenced(info) => {
            let (language, options) = attributes::info_string(info);
            (language, options, true)
        }
        CodeBlockKind::Indented => (None, attributes::FenceOptions::default(), false),
    };
    Code {
        language,
        text,
        fenced,
        numbers: options.numbers,
        marked: options.marked,
    }
}
