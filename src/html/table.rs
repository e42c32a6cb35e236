//! HTML tables. Parts close before the whole, so they wait as components marked with the
//! name of their element until the table around them closes.

use super::attributes::{alignment, extent};
use super::node::{Node, into_blocks, into_inlines, into_plain_blocks};
use super::tokens::Tag;
use super::tree::Frame;
use crate::component::Component;
use crate::document::{
    Alignment, Block, BlockKind, Cell, ComponentNode, FieldValue, Inline, InlineKind,
    Table,
};
use crate::source::Span;

/// The nodes of a table or of one of its parts.
pub(super) fn finish(frame: Frame) -> Vec<Node> {
    let span = frame.span;
    let name = frame.tag.name.clone();
    match name.as_str() {
        "table" => whole(frame),
        "colgroup" => Vec::new(),
        "td" | "th" => {
            let blocks = dressed(&frame.tag, span, into_plain_blocks(frame.children));
            let word = |name| FieldValue::Word(extent(&frame.tag, name).to_string());
            let cell = ComponentNode::new(Component::Unwrap, name, blocks)
                .with("columns", span, word("colspan"))
                .with("rows", span, word("rowspan"));
            vec![Node::Block(Block::new(span, BlockKind::Component(cell)))]
        }
        _ => {
            let mut blocks = into_blocks(frame.children);
            if name != "caption" {
                hand_down(&frame.tag, &mut blocks);
            }
            let part = ComponentNode::new(Component::Unwrap, name, blocks);
            vec![Node::Block(Block::new(span, BlockKind::Component(part)))]
        }
    }
}

/// The blocks of a cell as its element aligns and names them.
fn dressed(tag: &Tag, span: Span, mut blocks: Vec<Block>) -> Vec<Block> {
    if let Some(align) = alignment(tag) {
        blocks = vec![Block::new(span, BlockKind::Aligned(align, blocks))];
    }
    if let Some(id) = tag.get("id").filter(|id| !id.is_empty()) {
        blocks = vec![Block::new(span, BlockKind::Anchored(id.to_owned(), blocks))];
    }
    blocks
}

/// What a row or a group of rows says of all its cells: those that say nothing themselves are
/// aligned by it. Its id is that of its first cell.
fn hand_down(tag: &Tag, parts: &mut [Block]) {
    let align = alignment(tag);
    for block in parts.iter_mut() {
        if let BlockKind::Component(part) = &mut block.kind
            && let Some(align) = align
        {
            align_part(part, align);
        }
    }
    let id = tag.get("id").filter(|id| !id.is_empty());
    let first = parts.iter_mut().find_map(|block| match &mut block.kind {
        BlockKind::Component(part) => first_cell(part),
        _ => None,
    });
    if let (Some(id), Some(cell)) = (id, first) {
        let body = std::mem::take(&mut cell.body);
        cell.body =
            vec![Block::new(Span::default(), BlockKind::Anchored(id.to_owned(), body))];
    }
}

fn align_part(part: &mut ComponentNode, align: Alignment) {
    if !matches!(part.name.as_str(), "td" | "th") {
        for block in &mut part.body {
            if let BlockKind::Component(inner) = &mut block.kind {
                align_part(inner, align);
            }
        }
        return;
    }
    if !matches!(part.body.as_slice(), [Block { kind: BlockKind::Aligned(..), .. }]) {
        let body = std::mem::take(&mut part.body);
        part.body = vec![Block::new(Span::default(), BlockKind::Aligned(align, body))];
    }
}

fn first_cell(part: &mut ComponentNode) -> Option<&mut ComponentNode> {
    if matches!(part.name.as_str(), "td" | "th") {
        return Some(part);
    }
    part.body.iter_mut().find_map(|block| match &mut block.kind {
        BlockKind::Component(inner) => first_cell(inner),
        _ => None,
    })
}

#[derive(Default)]
struct Parts {
    table: Table,
    /// What stands in the table but in no cell; a browser shows it before the table.
    before: Vec<Block>,
}

fn whole(frame: Frame) -> Vec<Node> {
    let mut parts = Parts::default();
    let blocks = frame.children.into_iter().filter(|node| !is_blank(node)).collect();
    for block in into_blocks(blocks) {
        parts.section(block, false);
    }
    let Parts { mut table, before } = parts;
    table.columns = vec![None; width(&table)];
    let mut nodes: Vec<Node> = before.into_iter().map(Node::Block).collect();
    if !table.columns.is_empty() {
        nodes.push(Node::Block(Block::new(frame.span, BlockKind::Table(table))));
    }
    nodes
}

fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Inline(Inline { kind: InlineKind::Text(text), .. }) if text.trim().is_empty())
}

impl Parts {
    fn section(&mut self, block: Block, head: bool) {
        let BlockKind::Component(part) = block.kind else {
            self.before.push(block);
            return;
        };
        match part.name.as_str() {
            "thead" => part.body.into_iter().for_each(|row| self.section(row, true)),
            "tbody" | "tfoot" => {
                part.body.into_iter().for_each(|row| self.section(row, false));
            }
            "caption" => {
                self.table.caption =
                    into_inlines(part.body.into_iter().map(Node::Block).collect());
            }
            "tr" => self.row(part.body, head),
            "td" | "th" => {
                self.row(vec![Block::new(block.span, BlockKind::Component(part))], head);
            }
            _ => self.before.push(Block::new(block.span, BlockKind::Component(part))),
        }
    }

    fn row(&mut self, blocks: Vec<Block>, head: bool) {
        let mut cells = Vec::new();
        for block in blocks {
            match block.kind {
                BlockKind::Component(part)
                    if matches!(part.name.as_str(), "td" | "th") =>
                {
                    let number = |name| part.word(name).parse().unwrap_or(1);
                    cells.push(Cell {
                        columns: number("columns"),
                        rows: number("rows"),
                        heading: part.name == "th",
                        blocks: part.body,
                    });
                }
                kind => self.before.push(Block::new(block.span, kind)),
            }
        }
        if cells.is_empty() {
            return;
        }
        // A first row of nothing but `th` heads the table, `thead` or not.
        let first = self.table.body.is_empty() && self.table.head.is_empty();
        if head || (first && cells.iter().all(|cell| cell.heading)) {
            self.table.head.push(cells);
        } else {
            self.table.body.push(cells);
        }
    }
}

/// The number of columns, cells that span rows counted in each of them.
fn width(table: &Table) -> usize {
    let mut reaching: Vec<(usize, usize)> = Vec::new();
    let mut width = 0;
    for row in table.head.iter().chain(&table.body) {
        let above: usize = reaching.iter().map(|(columns, _)| columns).sum();
        let own: usize = row.iter().map(|cell| usize::from(cell.columns.max(1))).sum();
        width = width.max(above + own);
        for (_, rows) in &mut reaching {
            *rows -= 1;
        }
        let spanning = row.iter().filter(|cell| cell.rows > 1);
        reaching.extend(
            spanning.map(|cell| {
                (usize::from(cell.columns.max(1)), usize::from(cell.rows) - 1)
            }),
        );
        reaching.retain(|(_, rows)| *rows > 0);
    }
    width
}
