//! Accordions that are older than `details`: a button, and what it opens. On paper the button is
//! a heading, and what it opens a section.

use super::attributes::{has_class, is_hidden};
use super::elements::content;
use super::node::{Node, into_blocks, into_inlines};
use super::tree::Frame;
use crate::document::{Block, BlockKind, Inline, Section};
use crate::source::Span;

/// The mark of a button that opens and closes what follows it.
pub(super) const TOGGLE: &str = "toggle";

/// Whether a button opens and closes what follows it, as accordions do that are older than
/// `details` (and those of the ARIA Authoring Practices and of Bootstrap).
pub(super) fn is_toggle(frame: &Frame) -> bool {
    let tag = &frame.tag;
    let folds = |class: &str| class.contains("accordion") || class.starts_with("collaps");
    // One without words heads nothing: the lines that open a menu.
    let has_words = || !into_inlines(frame.children.clone()).is_empty();
    tag.name == "button"
        && !is_hidden(tag)
        && has_words()
        && (has_class(tag, folds)
            || tag.get("aria-expanded").is_some()
            || ["data-toggle", "data-bs-toggle"]
                .iter()
                .any(|key| tag.get(key) == Some("collapse")))
}

/// The place of such a button, if the node is one.
fn toggle(node: &Node) -> Option<Span> {
    match node {
        Node::Block(Block { kind: BlockKind::Component(component), span }) => {
            (component.name == TOGGLE).then_some(*span)
        }
        _ => None,
    }
}

/// What is in a box: each button that opens something heads a section, up to the next.
pub(super) fn unfolded(children: Vec<Node>) -> Vec<Node> {
    let mut before = Vec::new();
    let mut sections: Vec<(Span, Vec<Inline>, Vec<Node>)> = Vec::new();
    for node in children {
        match (toggle(&node), sections.last_mut()) {
            (Some(span), _) => {
                sections.push((span, into_inlines(content(node)), Vec::new()));
            }
            (None, Some((_, _, body))) => body.push(node),
            (None, None) => before.push(node),
        }
    }
    let blocks = into_blocks(before).into_iter();
    let mut nodes: Vec<Node> = blocks.map(Node::Block).collect();
    nodes.extend(sections.into_iter().map(|(span, title, body)| {
        let body = into_blocks(body);
        // A button that opens what stands elsewhere is only its words.
        let kind = match body.is_empty() {
            true => BlockKind::Paragraph(title),
            false => BlockKind::Section(Section { title, id: None, body }),
        };
        Node::Block(Block::new(span, kind))
    }));
    nodes
}
