//! What of a document can stand in a mail: words, lists, tables and links. The one walk through
//! the document; HTML and plain text are both written from what it gives.

use crate::document::{
    self, Block, BlockKind, ComponentNode, Document, FieldValue, Inline, InlineKind,
    Style, Target,
};

/// A part of a mail.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// Text that is no paragraph of its own, as in the items of a close list.
    Bare(Vec<Span>),
    /// A heading with its level, 1 to 6.
    Heading(u8, Vec<Span>),
    /// A list with its first number, if it has numbers.
    List(Option<u64>, Vec<Vec<Part>>),
    /// A quotation.
    Quote(Vec<Part>),
    /// Code.
    Code(String),
    /// The rows of a table.
    Table(Vec<Vec<Cell>>),
    /// A rule.
    Rule,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// Whether it heads its row or column.
    pub(super) is_head: bool,
    /// How many columns and rows it takes.
    pub(super) size: (u16, u16),
    /// What stands in it.
    pub(super) parts: Vec<Part>,
}

/// Something within a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Span {
    /// Text.
    Text(String),
    /// Code, or the source of a formula.
    Code(String),
    /// Text set apart.
    Styled(Style, Vec<Span>),
    /// A link with its address.
    Link(String, Vec<Span>),
    /// A line ending of the source.
    SoftBreak,
    /// A line ending.
    LineBreak,
}

/// The parts of a document, its footnotes last.
pub(super) fn parts(document: &Document) -> Vec<Part> {
    let mut out = Vec::new();
    blocks(&document.blocks, &mut out);
    for footnote in document.footnotes.values() {
        blocks(&footnote.blocks, &mut out);
    }
    out
}

fn all(list: &[Block]) -> Vec<Part> {
    let mut out = Vec::new();
    blocks(list, &mut out);
    out
}

fn blocks(list: &[Block], out: &mut Vec<Part>) {
    list.iter().for_each(|block| self::block(&block.kind, out));
}

fn block(kind: &BlockKind, out: &mut Vec<Part>) {
    match kind {
        BlockKind::Paragraph(line) => out.push(Part::Paragraph(spans(line))),
        BlockKind::Plain(line) => out.push(Part::Bare(spans(line))),
        BlockKind::Heading(heading) => {
            out.push(Part::Heading(heading.level.clamp(1, 6), spans(&heading.content)));
        }
        BlockKind::List(list) => {
            let items = list.items.iter().map(item).collect();
            out.push(Part::List(list.start, items));
        }
        BlockKind::Quote(inner) => out.push(Part::Quote(all(inner))),
        BlockKind::Code(code) => out.push(Part::Code(code.text.clone())),
        BlockKind::Table(table) => self::table(table, out),
        BlockKind::Definitions(list) => {
            for one in list {
                let term = |term: &Vec<Inline>| {
                    Part::Paragraph(vec![Span::Styled(Style::Strong, spans(term))])
                };
                out.extend(one.terms.iter().map(term));
                one.details.iter().for_each(|detail| blocks(detail, out));
            }
        }
        BlockKind::Rule => out.push(Part::Rule),
        BlockKind::Section(section) => {
            out.push(Part::Heading(2, spans(&section.title)));
            blocks(&section.body, out);
        }
        BlockKind::Anchored(_, inner) | BlockKind::Aligned(_, inner) => {
            blocks(inner, out);
        }
        BlockKind::Foreign(_, inner) => blocks(inner, out),
        BlockKind::Component(node) => component(node, out),
        // HTML was read before; what is left is no text.
        BlockKind::Html(_) => {}
    }
}

/// An item of a list; a task begins with a box.
fn item(item: &document::ListItem) -> Vec<Part> {
    let mut parts = all(&item.blocks);
    if let Some(is_done) = item.checked {
        let tick = Span::Text(if is_done { "☑ " } else { "☐ " }.to_owned());
        match parts.first_mut() {
            Some(Part::Bare(line) | Part::Paragraph(line)) => line.insert(0, tick),
            _ => parts.insert(0, Part::Bare(vec![tick])),
        }
    }
    parts
}

fn table(table: &document::Table, out: &mut Vec<Part>) {
    if !table.caption.is_empty() {
        out.push(Part::Paragraph(spans(&table.caption)));
    }
    let row = |row: &[document::Cell], is_head: bool| -> Vec<Cell> {
        let cell = |cell: &document::Cell| Cell {
            is_head: is_head || cell.heading,
            size: (cell.columns.max(1), cell.rows.max(1)),
            parts: all(&cell.blocks),
        };
        row.iter().map(cell).collect()
    };
    let head = table.head.iter().map(|cells| row(cells, true));
    let body = table.body.iter().map(|cells| row(cells, false));
    out.push(Part::Table(head.chain(body).collect()));
}

/// The texts of a component, its links, and what it holds.
fn component(node: &ComponentNode, out: &mut Vec<Part>) {
    let target = node.fields.values().find_map(|field| match &field.value {
        FieldValue::Url(Target::Url(url)) => Some(url.as_str()),
        _ => None,
    });
    let named = node.fields.iter().filter(|(name, _)| **name != "alt");
    for (_, field) in named {
        if let FieldValue::Text(line) = &field.value {
            out.push(Part::Paragraph(linked(target, spans(line))));
        }
    }
    blocks(&node.body, out);
}

fn linked(target: Option<&str>, line: Vec<Span>) -> Vec<Span> {
    match target {
        Some(url) => vec![Span::Link(url.to_owned(), line)],
        None => line,
    }
}

fn spans(line: &[Inline]) -> Vec<Span> {
    line.iter().flat_map(|inline| span(&inline.kind)).collect()
}

fn span(kind: &InlineKind) -> Vec<Span> {
    let one = match kind {
        InlineKind::Text(text) => Span::Text(text.clone()),
        InlineKind::Code(text) => Span::Code(text.clone()),
        InlineKind::Math(math) => Span::Code(math.tex.clone()),
        InlineKind::Styled(style, inner) => Span::Styled(*style, spans(inner)),
        InlineKind::Link(link) => {
            let target = match &link.target {
                Target::Url(url) => Some(url.as_str()),
                _ => None,
            };
            return linked(target, spans(&link.content));
        }
        InlineKind::Foreign(_, inner) => return spans(inner),
        InlineKind::Image(image) => Span::Text(image.alt.clone()),
        InlineKind::Footnote(inner) => {
            let mut line = spans(inner);
            line.insert(0, Span::Text(" (".to_owned()));
            line.push(Span::Text(")".to_owned()));
            return line;
        }
        InlineKind::SoftBreak => Span::SoftBreak,
        InlineKind::LineBreak => Span::LineBreak,
        InlineKind::Component(node) => {
            let texts = node.fields.values().map(|field| match &field.value {
                FieldValue::Text(line) => spans(line),
                _ => Vec::new(),
            });
            return texts.flatten().collect();
        }
        InlineKind::FootnoteReference(_)
        | InlineKind::Html(_)
        | InlineKind::Anchor(_) => return Vec::new(),
    };
    vec![one]
}
