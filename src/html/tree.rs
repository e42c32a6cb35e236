//! Open elements, and what opens and closes them. A simple form of the HTML standard's
//! tree construction: elements nest as written, missing end tags are supplied where the
//! standard makes them optional, stray ones are ignored.

use super::node::Node;
use super::tokens::{Tag, Token, tokens};
use super::{Piece, elements};
use crate::document::{Inline, InlineKind};
use crate::ledger::Ledger;
use crate::source::Span;

/// An element that is open.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) tag: Tag,
    pub(super) span: Span,
    pub(super) children: Vec<Node>,
}

/// Elements nested deeper than this are unwrapped: nobody writes them, and recursion ends.
const MAX_DEPTH: usize = 40;

/// Builds the nodes of a sequence of pieces.
pub(super) fn build(pieces: Vec<Piece>, ledger: &mut Ledger) -> Vec<Node> {
    let mut tree = Tree { stack: Vec::new(), root: Vec::new(), ledger };
    for piece in pieces {
        match piece {
            Piece::Html(html, span) => tree.html(&html, span),
            Piece::Block(block) => tree.push(Node::Block(block)),
            Piece::Inline(inline) => tree.push(Node::Inline(inline)),
        }
    }
    while tree.close_top() {}
    tree.root
}

struct Tree<'a> {
    stack: Vec<Frame>,
    root: Vec<Node>,
    ledger: &'a mut Ledger,
}

impl Tree<'_> {
    fn html(&mut self, html: &str, base: Span) {
        for (token, at) in tokens(html) {
            let span = Span::new(
                (base.start + at.start).min(base.end),
                (base.start + at.end).min(base.end),
            );
            match token {
                Token::Start(tag) => self.open(tag, span),
                Token::End(name) => self.end(&name),
                Token::Text(text) => self.text(&text, span),
            }
        }
    }

    fn push(&mut self, node: Node) {
        let parent = self.stack.last().map(|frame| frame.tag.name.as_str());
        // A part waits only for the whole it belongs to; anywhere else it is unwrapped.
        let nodes = match elements::part_of(&node) {
            Some(wholes) if !parent.is_some_and(|name| wholes.contains(&name)) => {
                elements::content(node)
            }
            _ => vec![node],
        };
        match self.stack.last_mut() {
            Some(frame) => frame.children.extend(nodes),
            None => self.root.extend(nodes),
        }
    }

    fn open(&mut self, tag: Tag, span: Span) {
        while self.stack.last().is_some_and(|top| closes(&tag.name, &top.tag.name)) {
            self.close_top();
        }
        let is_void = elements::is_void(&tag.name) || tag.self_closing;
        self.stack.push(Frame { tag, span, children: Vec::new() });
        if is_void || self.stack.len() > MAX_DEPTH {
            self.close_top();
        }
    }

    fn end(&mut self, name: &str) {
        // `</br>` is a line break and `</p>` alone nothing worth printing.
        let Some(depth) = self.stack.iter().rposition(|frame| frame.tag.name == name)
        else {
            return;
        };
        // An end tag inside a cell never closes something around its table.
        let barrier = self
            .stack
            .iter()
            .rposition(|frame| matches!(frame.tag.name.as_str(), "td" | "th"));
        if barrier.is_some_and(|barrier| barrier > depth && !is_table_part(name)) {
            return;
        }
        while self.stack.len() > depth && self.close_top() {}
    }

    fn close_top(&mut self) -> bool {
        let Some(frame) = self.stack.pop() else { return false };
        for node in elements::finish(frame, self.ledger) {
            self.push(node);
        }
        true
    }

    fn text(&mut self, text: &str, span: Span) {
        let verbatim =
            self.stack.iter().any(|frame| elements::keeps_blanks(&frame.tag.name));
        let text = if verbatim { text.to_owned() } else { collapsed(text) };
        if !text.is_empty() {
            self.push(Node::Inline(Inline::new(span, InlineKind::Text(text))));
        }
    }
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "table" | "tr" | "tbody" | "thead" | "tfoot" | "td" | "th")
}

/// Whether the start tag `new` ends an open `top` (HTML standard, 13.1.2.4).
fn closes(new: &str, top: &str) -> bool {
    match top {
        "li" => new == "li",
        "dt" | "dd" => matches!(new, "dt" | "dd"),
        "p" => elements::is_block(new),
        "td" | "th" => matches!(new, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot"),
        "tr" => matches!(new, "tr" | "tbody" | "thead" | "tfoot"),
        "thead" | "tbody" => matches!(new, "tbody" | "tfoot" | "thead"),
        "option" => matches!(new, "option" | "optgroup"),
        _ => false,
    }
}

/// Runs of white space count as one blank, except the non-breaking ones.
fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let blank = c.is_ascii_whitespace();
        if !blank {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}
