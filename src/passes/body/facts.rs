//! Rows of facts that stand together are one table.

use crate::component::Component;
use crate::document::{Block, BlockKind, Cell, ComponentNode, Inline, Table};
use crate::source::Span;

/// The blocks with neighbouring facts in one table.
pub(super) fn merged(blocks: Vec<Block>) -> Vec<Block> {
    let is_fact = |block: &Block| matches!(&block.kind, BlockKind::Component(node) if node.component == Component::Facts);
    if !blocks.iter().any(is_fact) {
        return blocks;
    }
    let mut out = Vec::with_capacity(blocks.len());
    let mut rows: Vec<(Span, ComponentNode)> = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Component(node) if node.component == Component::Facts => {
                rows.push((block.span, node));
            }
            kind => {
                out.extend(table(std::mem::take(&mut rows)));
                out.push(Block::new(block.span, kind));
            }
        }
    }
    out.extend(table(rows));
    out
}

fn table(rows: Vec<(Span, ComponentNode)>) -> Option<Block> {
    let span = rows.iter().map(|(span, _)| *span).reduce(Span::join)?;
    let body: Vec<Vec<Cell>> =
        rows.iter().map(|(span, node)| cells(*span, node)).collect();
    let columns = body.iter().map(Vec::len).max().unwrap_or_default();
    let table = Table {
        columns: vec![None; columns],
        body,
        ..Table::default()
    };
    Some(Block::new(span, BlockKind::Table(table)))
}

fn cells(span: Span, node: &ComponentNode) -> Vec<Cell> {
    let cell = |field: &crate::component::Field| {
        let line: Vec<Inline> = node.inlines(field.name).to_vec();
        let blocks = if line.is_empty() {
            Vec::new()
        } else {
            vec![Block::new(span, BlockKind::Plain(line))]
        };
        Cell { blocks, ..Cell::default() }
    };
    let mut cells: Vec<Cell> = node.component.fields().iter().map(cell).collect();
    while cells.last().is_some_and(|cell| cell.blocks.is_empty()) {
        cells.pop();
    }
    cells
}
