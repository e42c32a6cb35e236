//! Reads HTML that stands in Markdown into the document tree: what carries content becomes
//! the same blocks and inlines that Markdown has, the rest is unwrapped or left out, and
//! everything that was met goes into the ledger.
//!
//! Markdown cuts HTML into pieces: a `<div>` here, paragraphs, a `</div>` there. So what is
//! read is a sequence of pieces, HTML source and finished nodes in turn. An end tag never
//! reaches out of the sequence it stands in.

mod attributes;
mod elements;
mod folding;
mod node;
mod table;
mod tokens;
mod tree;

use crate::document::{Block, Inline, InlineKind};
use crate::ledger::Ledger;
use crate::source::Span;

use node::Node;

/// A part of a sequence.
#[derive(Debug, Clone)]
pub enum Piece {
    /// HTML as it was written.
    Html(String, Span),
    /// A block that is finished.
    Block(Block),
    /// An inline that is finished.
    Inline(Inline),
}

/// Reads a sequence of blocks.
#[must_use]
pub fn read_blocks(pieces: Vec<Piece>, ledger: &mut Ledger) -> Vec<Block> {
    node::into_blocks(tree::build(pieces, ledger))
}

/// Reads a line of text. Where the HTML holds blocks they come between the lines.
pub fn read_line(
    pieces: Vec<Piece>,
    ledger: &mut Ledger,
) -> Result<Vec<Inline>, Vec<Block>> {
    let nodes = tree::build(pieces, ledger);
    if nodes.iter().any(|node| matches!(node, Node::Block(_))) {
        return Err(node::into_blocks(nodes));
    }
    Ok(node::into_inlines(nodes))
}

/// Reads a text that is HTML or plain, such as the parameter of a shortcode.
#[must_use]
pub fn read_text(text: &str, span: Span, ledger: &mut Ledger) -> Vec<Inline> {
    if !text.contains(['<', '&']) {
        return vec![Inline::new(span, InlineKind::Text(text.to_owned()))];
    }
    let pieces = vec![Piece::Html(text.to_owned(), span)];
    node::into_inlines(tree::build(pieces, ledger))
}

#[cfg(test)]
mod tests {
    use super::{Piece, read_blocks, read_text};
    use crate::document::{BlockKind, plain_text, plain_text_of_blocks};
    use crate::ledger::{Fate, Ledger};
    use crate::source::Span;

    fn blocks(html: &str) -> (Vec<crate::document::Block>, Ledger) {
        let mut ledger = Ledger::default();
        let pieces = vec![Piece::Html(html.to_owned(), Span::new(0, html.len()))];
        (read_blocks(pieces, &mut ledger), ledger)
    }

    #[test]
    fn text_survives_whatever_the_tags() {
        let cases = [
            ("<p>ett <b>två</b> <i>tre</p> fyra", "ett två tre fyra"),
            ("<div><ul><li>a<li>b</ul></div>", "a b"),
            ("<table><tr><td>a<td>b</table>", "a b"),
            ("<a href=x><div>a</div></a>", "a"),
            ("a</div></p>b", "ab"),
            ("<div>a</div><div>b</div>c", "a b c"),
            ("<td>a</td><figcaption>b</figcaption><summary>c</summary>", "a b c"),
            ("<fieldset><legend>a</legend>b</fieldset>", "a b"),
            ("<table><tr id=x align=center><td id=y>a<td>b</table>", "a b"),
            ("<custom>a</custom>", "a"),
            ("<dl><dt>a<dd>b</dl>", "a b"),
        ];
        for (html, text) in cases {
            let found = plain_text_of_blocks(&blocks(html).0);
            let words = found.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words, text, "{html}");
        }
    }

    #[test]
    fn scripts_are_dropped_and_said() {
        let (tree, ledger) =
            blocks("<script>if (a < b) { x('</p>') }</script><style>p{}</style>");
        assert!(tree.is_empty());
        let fates = ledger
            .entries
            .iter()
            .map(|entry| (entry.name.as_str(), entry.fate.name()));
        assert_eq!(
            fates.collect::<Vec<_>>(),
            [("script", "dropped"), ("style", "dropped")]
        );
        assert!(
            ledger
                .entries
                .iter()
                .all(|entry| matches!(entry.fate, Fate::Dropped(_)))
        );
    }

    #[test]
    fn tables_keep_their_spans() {
        let html = "<table><thead><tr><th colspan=2>H</th></tr></thead>\
                    <tr><td rowspan=\"2\">a</td><td>b</td></tr><tr><td>c</td></tr></table>";
        let (tree, _) = blocks(html);
        let Some(BlockKind::Table(table)) = tree.first().map(|block| &block.kind) else {
            panic!("a table: {tree:?}");
        };
        assert_eq!((table.head.len(), table.body.len(), table.columns.len()), (1, 2, 2));
        assert_eq!(table.head[0][0].columns, 2);
        assert_eq!(table.body[0][0].rows, 2);
    }

    #[test]
    fn parameters_may_hold_entities_and_tags() {
        let inlines =
            read_text("a&nbsp;b <br> c", Span::default(), &mut Ledger::default());
        assert_eq!(plain_text(&inlines), "a\u{a0}b   c");
    }
}
