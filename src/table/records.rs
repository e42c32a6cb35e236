//! Tables as lists of maps: JSON, JSON Lines and YAML.

use std::sync::Arc;

use super::{MAX_ROWS, Row, Table, columns};
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Value, parse_json, yaml};
use crate::source::{Source, Span};

/// A list of maps.
pub(super) fn json(source: &Arc<Source>) -> (Table, Vec<Diagnostic>) {
    let whole = Span::new(0, source.text().len());
    list(source, parse_json(source, whole), whole)
}

/// A list of maps.
pub(super) fn yaml(source: &Arc<Source>) -> (Table, Vec<Diagnostic>) {
    let whole = Span::new(0, source.text().len());
    list(source, yaml::parse_value(source, whole), whole)
}

/// A map on each line (jsonlines.org).
pub(super) fn json_lines(source: &Arc<Source>) -> (Table, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut told = Vec::new();
    let mut at = 0;
    for line in source.text().split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match parse_json(source, span) {
            Ok(value) => found.push((value, span)),
            Err(error) => told.push(error),
        }
    }
    let (table, more) = table(source, found);
    told.extend(more);
    (table, told)
}

fn list(
    source: &Arc<Source>,
    read: Result<Value, Diagnostic>,
    whole: Span,
) -> (Table, Vec<Diagnostic>) {
    match read {
        // Where each map stands in the text is not known; its number is.
        Ok(Value::List(list)) => {
            let start = Span::new(whole.start, whole.start);
            table(source, list.into_iter().map(|value| (value, start)).collect())
        }
        Ok(Value::Null) => (Table::new(source), Vec::new()),
        Ok(_) => {
            let error = Diagnostic::error("table-invalid", "a table is a list of maps")
                .at(source, Span::new(whole.start, whole.start + 1))
                .hint(
                    "write `- name: …` for each recipient, or `[{\"name\": …}]` in JSON",
                );
            (Table::new(source), vec![error])
        }
        Err(error) => (Table::new(source), vec![error]),
    }
}

fn table(source: &Arc<Source>, found: Vec<(Value, Span)>) -> (Table, Vec<Diagnostic>) {
    let mut table = Table::new(source);
    let mut told = Vec::new();
    for (number, (value, span)) in found.into_iter().take(MAX_ROWS).enumerate() {
        let Value::Map(map) = value else {
            let message = format!("row {} is not a map of names and values", number + 1);
            told.push(Diagnostic::error("table-invalid", message).at(source, span));
            continue;
        };
        let names: Vec<String> = map.keys().cloned().collect();
        let (names, found) = columns(&names, source, span);
        told.extend(found);
        for name in &names {
            if !table.columns.contains(name) {
                table.columns.push(name.clone());
            }
        }
        table.rows.push(Row {
            cells: names.into_iter().zip(map.into_values()).collect(),
            span,
        });
    }
    (table, told)
}
