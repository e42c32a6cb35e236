//! Accordions that are older than `details`: a button, and what it opens. On paper the button is
//! a heading, and what it opens a section.

use super::attributes::has_class;
use super::elements::content;
use super::node::{Node, into_blocks, into_inlines};
use super::tokens::Tag;
use crate::document::{Block, BlockKind, Inline, Section};
use crate::source::Span;

/// The mark of a button that opens and closes what follows it.
pub(super) const TOGGLE: &str = "toggle";

/// Whether a button opens and closes what follows it, as accordions do that are older than
/// `details` (and those of the ARIA Authoring Practices and of Bootstrap).
pub(super) fn is_toggle(tag: &Tag) -> bool {
    let folds = |class: &str| class.contains("accordion") || class.starts_with("collaps");
    tag.name == "button"
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
        let section = Section { title, id: None, body: into_blocks(body) };
        Node::Block(Block::new(span, BlockKind::Section(section)))
    }));
    nodes
}
