//! Rows of facts that stand together are one table.

use crate::component::Component;
use crate::document::{
    Block, BlockKind, Cell, ComponentNode, FieldValue, Inline, InlineKind, Link, Table,
};
use crate::language::Language;
use crate::source::Span;

/// The fields that are cells, in order.
const CELLS: &[&str] = &["one", "two", "three", "four"];

/// The blocks with neighbouring facts in one table.
pub(super) fn merged(blocks: Vec<Block>, language: &Language) -> Vec<Block> {
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
                out.extend(table(std::mem::take(&mut rows), language));
                out.push(Block::new(block.span, kind));
            }
        }
    }
    out.extend(table(rows, language));
    out
}

fn table(rows: Vec<(Span, ComponentNode)>, language: &Language) -> Option<Block> {
    let span = rows.iter().map(|(span, _)| *span).reduce(Span::join)?;
    let heads = rows.first().map(|(_, node)| node.word("heads")).unwrap_or_default();
    let body: Vec<Vec<Cell>> =
        rows.iter().map(|(span, node)| cells(*span, node)).collect();
    let columns = body.iter().map(Vec::len).max().unwrap_or_default();
    let heads: Vec<Cell> = heads
        .split(',')
        .filter(|name| !name.trim().is_empty())
        .take(columns)
        .map(|name| cell(span, vec![Inline::text(span, language.head(name))]))
        .collect();
    let table = Table {
        columns: vec![None; columns],
        head: if heads.is_empty() { Vec::new() } else { vec![heads] },
        body,
        ..Table::default()
    };
    Some(Block::new(span, BlockKind::Table(table)))
}

fn cells(span: Span, node: &ComponentNode) -> Vec<Cell> {
    let line = |name: &&str| node.inlines(name).to_vec();
    let mut lines: Vec<Vec<Inline>> = CELLS.iter().map(line).collect();
    // The first fact leads where the row does.
    if let Some(FieldValue::Url(target)) =
        node.fields.get("link").map(|field| &field.value)
        && let Some(first) = lines.first_mut().filter(|line| !line.is_empty())
    {
        let link = Link {
            target: target.clone(),
            content: std::mem::take(first),
        };
        *first = vec![Inline::new(span, InlineKind::Link(link))];
    }
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines.into_iter().map(|line| cell(span, line)).collect()
}

fn cell(span: Span, line: Vec<Inline>) -> Cell {
    let blocks = match line.is_empty() {
        true => Vec::new(),
        false => vec![Block::new(span, BlockKind::Plain(line))],
    };
    Cell { blocks, ..Cell::default() }
}
