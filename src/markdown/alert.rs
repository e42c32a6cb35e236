//! `> [!NOTE] Title`: a block quote that is a note
//! (`markup/goldmark/blockquotes/blockquotes.go`).

use crate::component::Component;
use crate::document::{Block, BlockKind, ComponentNode, FieldValue, Inline, InlineKind};
use crate::source::Span;

/// The callout that these blocks of a quote are, or the blocks back.
pub(super) fn callout(
    span: Span,
    mut blocks: Vec<Block>,
) -> Result<ComponentNode, Vec<Block>> {
    let Some(marker) = blocks.first().and_then(marker) else { return Err(blocks) };
    let mut node = ComponentNode::new(Component::Callout, "blockquote-alert", Vec::new());
    node = node.with("kind", span, FieldValue::Word(marker.kind));
    if let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = blocks.first_mut() {
        let title = take_first_line(inlines, marker.length);
        if !title.is_empty() {
            node = node.with("title", span, FieldValue::Text(title));
        }
        if inlines.is_empty() {
            blocks.remove(0);
        }
    }
    node.body = blocks;
    Ok(node)
}

struct Marker {
    kind: String,
    /// Bytes of the first text that belong to the marker.
    length: usize,
}

fn marker(block: &Block) -> Option<Marker> {
    let BlockKind::Paragraph(inlines) = &block.kind else { return None };
    let InlineKind::Text(text) = &inlines.first()?.kind else { return None };
    let (kind, rest) = text.strip_prefix("[!")?.split_once(']')?;
    if kind.is_empty() || !kind.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let rest = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    let rest = rest.strip_prefix([' ', '\t', '\u{c}', '\u{b}']).unwrap_or(rest);
    Some(Marker {
        kind: kind.to_ascii_lowercase(),
        length: text.len() - rest.len(),
    })
}

/// Takes the line with the marker out; what follows the marker on it is the title.
fn take_first_line(inlines: &mut Vec<Inline>, length: usize) -> Vec<Inline> {
    let is_break = |inline: &Inline| {
        matches!(inline.kind, InlineKind::SoftBreak | InlineKind::LineBreak)
    };
    let end = inlines.iter().position(is_break).unwrap_or(inlines.len());
    let mut title: Vec<Inline> = inlines.drain(..end).collect();
    if !inlines.is_empty() {
        inlines.remove(0);
    }
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = title.first_mut() {
        text.drain(..length.min(text.len()));
        if text.trim().is_empty() {
            title.remove(0);
        }
    }
    title
}
