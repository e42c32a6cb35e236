//! Tables of recipients: CSV, JSON, JSON Lines and YAML, read whole. What the values mean is
//! for others to say.

mod csv;
mod encoding;
mod records;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::Diagnostic;
use crate::front_matter::Value;
use crate::merge::normalized;
use crate::source::{Source, Span};

/// How a table is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What parts the cells of a CSV; found out unless given.
    pub delimiter: Option<char>,
    /// The encoding by its name in the WHATWG's list; UTF-8 or what a byte order mark says
    /// unless given.
    pub encoding: Option<String>,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its text.
    pub source: Arc<Source>,
    /// The names of its columns, normalized, in order.
    pub columns: Vec<String>,
    /// Where the names of the columns stand.
    pub head: Span,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its values by the names of the columns.
    pub cells: IndexMap<String, Value>,
    /// Where it stands.
    pub span: Span,
}

impl Table {
    /// A table without rows.
    fn new(source: &Arc<Source>) -> Self {
        Self {
            source: Arc::clone(source),
            columns: Vec::new(),
            head: Span::default(),
            rows: Vec::new(),
        }
    }
}

/// The most rows a table may have.
pub const MAX_ROWS: usize = 1_000_000;

/// Reads a table; its format is told by the extension of `name`.
///
/// # Errors
/// Everything that is wrong with it. The diagnostics beside the table are warnings.
pub fn read(
    name: &str,
    bytes: &[u8],
    options: &Options,
) -> Result<(Table, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (text, mut told) = encoding::decode(name, bytes, options.encoding.as_deref())
        .map_err(|error| vec![error])?;
    let source = Source::new(name, text);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let (table, found) = match extension.as_deref() {
        Some("json") => records::json(&source),
        Some("jsonl" | "ndjson") => records::json_lines(&source),
        Some("yml" | "yaml") => records::yaml(&source),
        _ => csv::read(&source, options.delimiter),
    };
    told.extend(found);
    if table.rows.is_empty() && !told.iter().any(Diagnostic::is_error) {
        let message = format!("the table `{name}` has no rows");
        told.push(
            Diagnostic::error("table-empty", message)
                .hint("a table has a line of column names and a line for each recipient"),
        );
    }
    if told.iter().any(Diagnostic::is_error) { Err(told) } else { Ok((table, told)) }
}

/// The columns of a head, and those that are there twice or have no name.
fn columns(
    names: &[String],
    source: &Arc<Source>,
    head: Span,
) -> (Vec<String>, Vec<Diagnostic>) {
    let mut told = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let column = normalized(name);
        if column.is_empty() {
            let message = format!("column {} has no name", number + 1);
            told.push(
                Diagnostic::error("table-column-unnamed", message)
                    .at(source, head)
                    .hint("name it in the first line, or take it out"),
            );
        } else if columns.contains(&column) {
            let message = format!("the column `{column}` is there twice");
            told.push(
                Diagnostic::error("table-column-twice", message)
                    .at(source, head)
                    .hint("names count without case, blanks and hyphens"),
            );
        }
        columns.push(column);
    }
    (columns, told)
}

#[cfg(test)]
mod tests {
    use super::{Options, read};

    fn rows(name: &str, bytes: &[u8]) -> Vec<Vec<String>> {
        let (table, _) = read(name, bytes, &Options::default()).expect("a table");
        let row =
            |row: &super::Row| row.cells.values().map(|value| value.to_text()).collect();
        std::iter::once(table.columns.clone())
            .chain(table.rows.iter().map(row))
            .collect()
    }

    #[test]
    fn every_format_says_the_same() {
        let expected = [["name", "city"], ["Åsa", "Växjö"], ["Bo", "Å; b"]];
        let csv = "Name,City\nÅsa,Växjö\n\nBo,\"Å; b\"\n";
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(csv.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let latin: Vec<u8> =
            csv.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let semicolons = "sep=;\r\n\u{feff}".replace('\u{feff}', "")
            + "Name;City\r\nÅsa;Växjö\r\nBo;\"Å; b\"\r\n";
        let inputs: Vec<(&str, Vec<u8>)> = vec![
            ("a.csv", csv.into()),
            ("a.csv", format!("\u{feff}{csv}").into()),
            ("a.csv", utf16),
            ("a.csv", latin),
            ("a.csv", semicolons.into()),
            ("a.txt", "Name\tCity\nÅsa\tVäxjö\nBo\tÅ; b".into()),
            ("a.json", r#"[{"Name":"Åsa","City":"Växjö"},{"Name":"Bo","City":"Å; b"}]"#.into()),
            ("a.jsonl", "{\"name\":\"Åsa\",\"city\":\"Växjö\"}\n\n{\"name\":\"Bo\",\"city\":\"Å; b\"}\n".into()),
            ("a.yml", "- { name: Åsa, city: Växjö }\n- name: Bo\n  city: \"Å; b\"\n".into()),
        ];
        for (name, bytes) in inputs {
            assert_eq!(
                rows(name, &bytes),
                expected,
                "{name} {}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }

    #[test]
    fn mistakes_are_told_with_row_and_line() {
        let told = |name: &str, text: &str| -> Vec<String> {
            let errors = read(name, text.as_bytes(), &Options::default()).unwrap_err();
            let line = |found: &crate::diagnostic::Diagnostic| {
                let line = found.place.as_ref().map_or(0, |place| place.position().line);
                format!("{line}: {}", found.message)
            };
            errors.iter().map(line).collect()
        };
        assert_eq!(
            told("a.csv", "a,b\n1\n2,3\n4,5,6\n"),
            [
                "2: row 1 has 1 cell, the head has 2",
                "4: row 3 has 3 cells, the head has 2"
            ]
        );
        assert_eq!(
            told("a.csv", "a,A,\n1,2,3\n"),
            ["1: the column `a` is there twice", "1: column 3 has no name"]
        );
        assert_eq!(told("a.csv", "a,b\n"), ["0: the table `a.csv` has no rows"]);
        assert_eq!(told("a.json", "[1]"), ["1: row 1 is not a map of names and values"]);
        assert_eq!(told("a.jsonl", "{\"a\":1}\n{\"a\":\n").len(), 1);
        assert_eq!(told("a.yml", "a: 1"), ["1: a table is a list of maps"]);
    }
}
