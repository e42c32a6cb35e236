//! Text with a hole for each shortcode.

use std::sync::Arc;

use crate::component::InnerKind;
use crate::config::Shortcodes;
use crate::shortcode::{Node, Shortcode};
use crate::source::{Source, Span, Spliced};

/// A text in which shortcodes are holes.
#[derive(Debug, Default)]
pub(super) struct Woven {
    /// The text.
    pub(super) text: Spliced,
    /// Its holes, in order.
    pub(super) holes: Vec<Hole>,
}

/// A shortcode and what stands in it.
#[derive(Debug)]
pub(super) struct Hole {
    /// The character that stands for it.
    pub(super) mark: char,
    /// The shortcode.
    pub(super) shortcode: Shortcode,
    /// What stands between its tags.
    pub(super) inner: Option<Woven>,
}

impl Woven {
    /// The hole that a character stands for.
    pub(super) fn hole(&self, mark: char) -> Option<&Hole> {
        // Nearly all characters are none, and they need not be looked for.
        let holes = if mark < FIRST { &[][..] } else { &self.holes };
        holes.iter().find(|hole| hole.mark == mark)
    }

    /// Whether a text is made of holes and blanks, with one hole at least.
    pub(super) fn is_holes(&self, text: &str) -> bool {
        let mut found = false;
        let only = text.chars().all(|c| {
            let hole = self.hole(c).is_some();
            found |= hole;
            hole || c.is_whitespace()
        });
        only && found
    }
}

/// Hands out characters that the page does not use: private ones of plane 15.
#[derive(Debug)]
pub(super) struct Holes {
    free: Vec<char>,
}

/// The first character of plane 15.
const FIRST: char = '\u{f0000}';

/// How many holes a page may have. A page with more could not be read by anybody.
const MAX_HOLES: usize = 60_000;

impl Holes {
    pub(super) fn new(page: &str) -> Self {
        let used: std::collections::BTreeSet<char> =
            page.chars().filter(|c| *c >= FIRST).collect();
        let mut free: Vec<char> = (FIRST..='\u{ffffd}')
            .filter(|c| !used.contains(c))
            .take(MAX_HOLES)
            .collect();
        free.reverse();
        Self { free }
    }

    fn next(&mut self) -> Option<char> {
        self.free.pop()
    }
}

/// Weaves nodes into a text. Inside a shortcode (`kind` says how it is read) the blanks by
/// which all lines are indented do not count.
pub(super) fn weave(
    source: &Arc<Source>,
    nodes: &[Node],
    kind: InnerKind,
    holes: &mut Holes,
    shortcodes: &Shortcodes,
) -> Woven {
    let mut weaver = Weaver {
        source,
        indent: 0,
        holes,
        shortcodes,
        woven: Woven::default(),
    };
    weaver.indent = match kind {
        InnerKind::Shortcodes | InnerKind::Text => usize::MAX,
        InnerKind::Markdown => common_indent(source, nodes),
        InnerKind::Raw | InnerKind::None => 0,
    };
    for node in nodes {
        weaver.node(node);
    }
    weaver.woven
}

struct Weaver<'a> {
    source: &'a Arc<Source>,
    indent: usize,
    holes: &'a mut Holes,
    shortcodes: &'a Shortcodes,
    woven: Woven,
}

impl Weaver<'_> {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(span) => self.text(*span),
            Node::Literal { text, span } => self.woven.text.push_for(text, *span),
            // The divider always parts what stands before it from what follows (b.6).
            Node::Divider(span) => self.woven.text.push_for("\n\n", *span),
            Node::Shortcode(shortcode) => self.shortcode(shortcode),
        }
    }

    fn text(&mut self, span: Span) {
        let text = self.source.slice(span);
        let mut at = span.start;
        for line in text.split_inclusive('\n') {
            let starts = self.woven.text.text().ends_with('\n')
                || self.woven.text.text().is_empty();
            let skip = if starts { indent_of(line).min(self.indent) } else { 0 };
            self.woven
                .text
                .push_verbatim(line.get(skip..).unwrap_or_default(), at + skip);
            at += line.len();
        }
    }

    fn shortcode(&mut self, shortcode: &Shortcode) {
        let Some(mark) = self.holes.next() else { return };
        let kind = self.shortcodes.inner_kind(&shortcode.name);
        let inner = shortcode.inner.as_ref().map(|inner| {
            weave(self.source, &inner.nodes, kind, self.holes, self.shortcodes)
        });
        let mut encoded = [0; 4];
        self.woven
            .text
            .push_for(mark.encode_utf8(&mut encoded), shortcode.span);
        self.woven
            .holes
            .push(Hole { mark, shortcode: shortcode.clone(), inner });
    }
}

fn indent_of(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The blanks that every line with something on it starts with; what stands on the line of
/// the opening tag does not count.
fn common_indent(source: &Arc<Source>, nodes: &[Node]) -> usize {
    let text: String = nodes
        .iter()
        .map(|node| match node {
            Node::Text(span) => source.slice(*span),
            Node::Divider(_) => "\n\n",
            Node::Literal { .. } | Node::Shortcode(_) => "x",
        })
        .collect();
    let lines = text.split('\n').skip(1).filter(|line| !line.trim().is_empty());
    lines.map(indent_of).min().unwrap_or(0)
}
