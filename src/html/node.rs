//! Blocks and inlines side by side, as HTML has them, and how to part them again.

use crate::document::{Block, BlockKind, Inline, InlineKind};
use crate::source::Span;

/// A child of an element.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// A block.
    Block(Block),
    /// An inline.
    Inline(Inline),
}

/// Lines of text become paragraphs.
pub(super) fn into_blocks(nodes: Vec<Node>) -> Vec<Block> {
    group(nodes, BlockKind::Paragraph)
}

/// Lines of text stay without space around them: cells and list items.
pub(super) fn into_plain_blocks(nodes: Vec<Node>) -> Vec<Block> {
    group(nodes, BlockKind::Plain)
}

fn group(nodes: Vec<Node>, line: fn(Vec<Inline>) -> BlockKind) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = Vec::new();
    for node in nodes {
        match node {
            Node::Inline(inline) => open.push(inline),
            Node::Block(block) => {
                flush(&mut open, line, &mut blocks);
                blocks.push(block);
            }
        }
    }
    flush(&mut open, line, &mut blocks);
    blocks
}

fn flush(
    open: &mut Vec<Inline>,
    line: fn(Vec<Inline>) -> BlockKind,
    blocks: &mut Vec<Block>,
) {
    let inlines = trimmed(std::mem::take(open));
    let Some(span) = inlines.iter().map(|inline| inline.span).reduce(Span::join) else {
        return;
    };
    blocks.push(Block::new(span, line(inlines)));
}

/// Blocks within a line give up their lines; what has none stays behind as its text.
pub(super) fn into_inlines(nodes: Vec<Node>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for node in nodes {
        match node {
            Node::Inline(inline) => out.push(inline),
            Node::Block(block) => {
                if !out.is_empty() {
                    out.push(Inline::new(block.span, InlineKind::SoftBreak));
                }
                push_block(block, &mut out);
            }
        }
    }
    trimmed(out)
}

fn push_block(block: Block, out: &mut Vec<Inline>) {
    match block.kind {
        BlockKind::Paragraph(inlines) | BlockKind::Plain(inlines) => out.extend(inlines),
        BlockKind::Heading(heading) => out.extend(heading.content),
        BlockKind::Component(node) => {
            out.push(Inline::new(block.span, InlineKind::Component(node)));
        }
        kind => {
            let text =
                crate::document::plain_text_of_blocks(&[Block::new(block.span, kind)]);
            out.push(Inline::text(block.span, text.trim()));
        }
    }
}

/// A line without blanks at its ends.
pub(super) fn trimmed(mut inlines: Vec<Inline>) -> Vec<Inline> {
    while inlines
        .last_mut()
        .is_some_and(|last| is_blank(last, str::trim_ascii_end))
    {
        inlines.pop();
    }
    let blank = |inline: &mut Inline| is_blank(inline, str::trim_ascii_start);
    let start = inlines
        .iter_mut()
        .position(|inline| !blank(inline))
        .unwrap_or(inlines.len());
    inlines.drain(..start);
    inlines
}

fn is_blank(inline: &mut Inline, trim: fn(&str) -> &str) -> bool {
    match &mut inline.kind {
        InlineKind::Text(text) => {
            *text = trim(text).to_owned();
            text.is_empty()
        }
        InlineKind::SoftBreak => true,
        _ => false,
    }
}
