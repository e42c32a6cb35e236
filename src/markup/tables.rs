//! Tables. Typst wants every cell of the grid; authors leave some out.

use super::Writer;
use super::blocks::alignment_name;
use crate::document::{
    Cell, ComponentNode, FieldValue, Inline, InlineKind, Table, Visit,
};

/// Whether there is something to jump to or from.
struct Links(bool);

impl Visit for Links {
    fn inline(&mut self, inline: &Inline) {
        self.0 |= matches!(
            inline.kind,
            InlineKind::Link(_)
                | InlineKind::FootnoteReference(_)
                | InlineKind::Footnote(_)
        );
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &ComponentNode) {
        self.0 |= node
            .fields
            .values()
            .any(|field| matches!(field.value, FieldValue::Url(_)));
        self.walk_component(node);
    }
}

impl<'a> Writer<'a> {
    /// A table; with its caption a figure.
    pub(super) fn table(&mut self, table: &'a Table) {
        if table.caption.is_empty() {
            self.push("#");
            self.without_notes(|writer| writer.grid(table));
        } else {
            self.push("#figure(kind: table, caption: ");
            self.content(&table.caption);
            self.push(", ");
            self.grid(table);
            self.push(")");
        }
    }

    fn grid(&mut self, table: &'a Table) {
        let columns = table.columns.len().max(1);
        self.push(&format!("table(columns: {columns}"));
        if table.columns.iter().any(Option::is_some) {
            let names = table
                .columns
                .iter()
                .map(|column| column.map_or("auto", alignment_name));
            let names: String = names.map(|name| format!("{name},")).collect();
            self.push(&format!(", align: ({names})"));
        }
        if !table.head.is_empty() {
            self.push(",\n  table.header(");
            // The head of further pages is decoration to a screen reader, and in that no link
            // is allowed (PDF/UA-1, ISO 14289-1, 7.18.5).
            let mut links = Links(false);
            table
                .head
                .iter()
                .flatten()
                .for_each(|cell| links.blocks(&cell.blocks));
            if links.0 {
                self.push("repeat: false, ");
            }
            self.rows(&table.head, columns);
            self.push(")");
        }
        if !table.body.is_empty() {
            self.push(",\n  ");
            self.rows(&table.body, columns);
        }
        self.push(")");
    }

    /// Rows, filled up where cells are missing.
    fn rows(&mut self, rows: &'a [Vec<Cell>], columns: usize) {
        // For each column: how many more rows a cell from above reaches down.
        let mut reach = vec![0_usize; columns];
        let mut separator = "";
        for (index, row) in rows.iter().enumerate() {
            let left = rows.len() - index;
            if self.row(row, &mut reach, left, separator) {
                separator = ",\n  ";
            }
        }
    }

    /// Writes a row after `separator`; not every row has cells of its own.
    fn row(
        &mut self,
        row: &'a [Cell],
        reach: &mut [usize],
        left: usize,
        separator: &str,
    ) -> bool {
        let mut cells = row.iter();
        let mut column = 0;
        let mut separator = Some(separator);
        while column < reach.len() {
            if let Some(rows) = reach.get_mut(column).filter(|rows| **rows > 0) {
                *rows -= 1;
                column += 1;
                continue;
            }
            self.push(separator.take().unwrap_or(", "));
            let free = reach.iter().skip(column).take_while(|rows| **rows == 0).count();
            column += match cells.next() {
                Some(cell) => self.cell(cell, reach, column, free, left),
                None => {
                    self.push("[]");
                    1
                }
            };
        }
        separator.is_none()
    }

    /// Writes a cell, gives the number of columns it takes.
    fn cell(
        &mut self,
        cell: &'a Cell,
        reach: &mut [usize],
        at: usize,
        free: usize,
        left: usize,
    ) -> usize {
        let columns = usize::from(cell.columns.max(1)).min(free);
        let rows = usize::from(cell.rows.max(1)).min(left);
        for rest in reach.iter_mut().skip(at).take(columns) {
            *rest = rows - 1;
        }
        if columns > 1 || rows > 1 {
            self.push(&format!("table.cell(colspan: {columns}, rowspan: {rows})"));
        }
        self.body(&cell.blocks);
        columns
    }
}
