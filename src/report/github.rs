//! Annotations of GitHub Actions: workflow commands on standard output. GitHub shows no more
//! than ten errors and ten warnings of a step, so the worst come first and the rest is counted.

use super::json::{BuildJson, DiagnosticJson};
use super::machine::worst_first;

/// How many errors, and how many warnings, GitHub shows of a step
/// (`actions/toolkit`, "Problem matchers: limitations").
const MOST: usize = 10;

/// The annotations, a line each, and a last line that says what came of the build.
#[must_use]
pub fn annotations(build: &BuildJson) -> String {
    let all = worst_first(build);
    let (errors, warnings): (Vec<&DiagnosticJson>, Vec<_>) =
        all.iter().copied().partition(|found| found.is_error());
    let shown = errors.iter().take(MOST).chain(warnings.iter().take(MOST));
    let mut lines: Vec<String> = shown.map(|found| annotation(found)).collect();
    let left = all.len() - lines.len();
    let written = build.documents.iter().filter(|document| document.written).count();
    let mut last = format!(
        "{written} of {} documents; {} errors, {} warnings",
        build.documents.len(),
        build.errors,
        build.warnings
    );
    if left > 0 {
        last.push_str(&format!("; {left} more are in the log"));
    }
    lines.push(last);
    lines.join("\n")
}

fn annotation(found: &DiagnosticJson) -> String {
    let mut properties = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        properties.extend(value.map(|value| format!("{name}={}", property(&value))));
    };
    let number = |number: Option<usize>| number.map(|number| number.to_string());
    add("file", found.file.clone());
    add("line", number(found.line));
    // GitHub takes columns only of what stands on one line.
    if found.line == found.end_line {
        add("col", number(found.column));
        add("endColumn", number(found.end_column));
    } else {
        add("endLine", number(found.end_line));
    }
    add("title", Some(found.code.clone()));
    let hint = found.hint.as_ref().map_or(String::new(), |hint| format!("\n{hint}"));
    let message = data(&format!("{}{hint}", found.message));
    format!("::{} {}::{message}", found.severity, properties.join(","))
}

/// The text of a workflow command (`actions/toolkit`, `command.ts`: `escapeData`).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command (`escapeProperty`).
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
