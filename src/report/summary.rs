//! A build as Markdown, for the summary of a CI job.

use super::json::{BuildJson, DiagnosticJson, DocumentJson};
use super::machine::{place, worst_first};

/// How many documents and how many problems are listed; GitHub takes a megabyte.
const MOST: usize = 200;

/// Writes the summary.
pub(super) fn write(build: &BuildJson) -> String {
    let written = build.documents.iter().filter(|document| document.written).count();
    let fresh = build.documents.iter().filter(|document| document.is_fresh()).count();
    let mut text = format!(
        "## offprint\n\n{written} of {} documents built, {fresh} up to date, {} pages not published, {} errors, {} warnings\n",
        build.documents.len(),
        build.skipped.len(),
        build.errors,
        build.warnings
    );
    if !build.documents.is_empty() {
        text.push_str("\n| Document | Pages | Size | On paper | Lost |\n| --- | ---: | ---: | ---: | ---: |\n");
        build
            .documents
            .iter()
            .take(MOST)
            .for_each(|document| text.push_str(&row(document)));
        text.push_str(&more(build.documents.len()));
    }
    let problems = worst_first(build);
    if !problems.is_empty() {
        text.push_str("\n### Problems\n\n");
        problems
            .iter()
            .take(MOST)
            .for_each(|found| text.push_str(&item(found)));
        text.push_str(&more(problems.len()));
    }
    text
}

fn row(document: &DocumentJson) -> String {
    let (name, mark) = match document.written {
        true => (&document.output, ""),
        false if document.is_fresh() => (&document.output, " (up to date)"),
        false => (&document.file, " (not built)"),
    };
    format!(
        "| {}{mark} | {} | {} kB | {:.0} % | {} |\n",
        plain(name),
        document.pages,
        document.bytes.div_ceil(1000),
        document.coverage,
        document.ledger.lost
    )
}

fn item(found: &DiagnosticJson) -> String {
    let at = place(found).map_or(String::new(), |place| format!(" {}", plain(&place)));
    format!(
        "- **{}** ({}){at}: {}\n",
        found.severity,
        plain(&found.code),
        plain(&found.message)
    )
}

fn more(count: usize) -> String {
    match count.checked_sub(MOST) {
        None | Some(0) => String::new(),
        Some(more) => format!("\nand {more} more\n"),
    }
}

/// A text that Markdown leaves alone: what is on a page gives no orders here.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            c if c.is_ascii_punctuation()
                && !matches!(c, '.' | ',' | '/' | '-' | ':' | '`') =>
            {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
