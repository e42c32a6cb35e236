//! Comma-separated values (RFC 4180), whatever parts them.

use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};

use super::{MAX_ROWS, Row, Table, columns};
use crate::diagnostic::Diagnostic;
use crate::front_matter::Value;
use crate::source::{Source, Span};

/// What may part cells, the likeliest first.
const DELIMITERS: &[char] = &[',', ';', '\t', '|'];

/// Reads the table.
pub(super) fn read(
    source: &Arc<Source>,
    delimiter: Option<char>,
) -> (Table, Vec<Diagnostic>) {
    let text = source.text();
    let (said, skip) = separator_line(text);
    let delimiter = delimiter
        .or(said)
        .unwrap_or_else(|| found_out(text.get(skip..).unwrap_or_default()));
    let Ok(delimiter) = u8::try_from(delimiter) else {
        let message = format!("`{delimiter}` cannot part cells");
        let error = Diagnostic::error("table-delimiter", message)
            .hint("it is one ASCII character, for example `;`");
        return (Table::new(source), vec![error]);
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.get(skip..).unwrap_or_default().as_bytes());
    let mut table = Table::new(source);
    let mut told = Vec::new();
    let mut record = ByteRecord::new();
    let mut has_head = false;
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                told.push(Diagnostic::error("table-invalid", error.to_string()));
                break;
            }
        }
        let span = span(&record, text, skip);
        let cells: Vec<String> = record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).into_owned())
            .collect();
        if !has_head {
            has_head = true;
            table.head = span;
            let (names, found) = columns(&cells, source, span);
            table.columns = names;
            told.extend(found);
            continue;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if let Err(error) = row(&mut table, cells, span) {
            told.push(error);
        }
        if table.rows.len() >= MAX_ROWS {
            let message = format!("the table has more than {MAX_ROWS} rows");
            told.push(Diagnostic::error("table-too-long", message));
            break;
        }
    }
    (table, told)
}

fn row(table: &mut Table, cells: Vec<String>, span: Span) -> Result<(), Diagnostic> {
    let (found, wanted) = (cells.len(), table.columns.len());
    let named = table.columns.iter().cloned();
    let cells = named.zip(cells.into_iter().map(Value::String)).collect();
    table.rows.push(Row { cells, span });
    if found == wanted {
        return Ok(());
    }
    let plural = if found == 1 { "cell" } else { "cells" };
    let number = table.rows.len();
    let message = format!("row {number} has {found} {plural}, the head has {wanted}");
    Err(Diagnostic::error("table-row-length", message)
        .at(&table.source, span)
        .hint("put cells that hold the delimiter in double quotes"))
}

/// The lines of a record, without the line ending.
fn span(record: &ByteRecord, text: &str, skip: usize) -> Span {
    let start = record.position().and_then(|at| usize::try_from(at.byte()).ok());
    let mut start = start.unwrap_or_default() + skip;
    // The reader stands before empty lines that it skips.
    let rest = text.get(start..).unwrap_or_default();
    start += rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let line = text.get(start..).unwrap_or_default();
    let length = line.find(['\r', '\n']).unwrap_or(line.len());
    Span::new(start, start + length)
}

/// Excel's own line before the head: `sep=;`.
fn separator_line(text: &str) -> (Option<char>, usize) {
    let Some(rest) = text.strip_prefix("sep=") else { return (None, 0) };
    let said = rest.chars().next().filter(|c| !matches!(c, '\r' | '\n'));
    let line = text.find('\n').map_or(text.len(), |at| at + 1);
    (said, line)
}

/// The delimiter that is most often in the first line, outside quotes.
fn found_out(text: &str) -> char {
    let mut quoted = false;
    let mut counts = [0_usize; 4];
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            c if !quoted => {
                if let Some(count) =
                    DELIMITERS.iter().zip(&mut counts).find(|(known, _)| **known == c)
                {
                    *count.1 += 1;
                }
            }
            _ => {}
        }
    }
    let best = DELIMITERS.iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    best.map_or(',', |(delimiter, _)| *delimiter)
}
