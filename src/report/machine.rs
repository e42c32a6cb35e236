//! Reports for machines, all made from the same data: JSON, JUnit, SARIF, Markdown.

use std::path::Path;

use super::json::{BuildJson, DiagnosticJson};
use super::{junit, sarif, summary};

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Our own, with everything; its schema is `schemas/build.schema.json`.
    Json,
    /// JUnit's XML: a test case for each document.
    Junit,
    /// SARIF 2.1.0: a result for each problem.
    Sarif,
    /// Markdown for people: a table of documents, and the worst problems.
    Markdown,
}

impl Format {
    /// The format that the name of a file asks for.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "xml" => Some(Self::Junit),
            "sarif" => Some(Self::Sarif),
            "md" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// The report, with a line ending at its end.
    #[must_use]
    pub fn write(self, build: &BuildJson) -> String {
        let mut text = match self {
            Self::Json => serde_json::to_string_pretty(build).unwrap_or_default(),
            Self::Junit => junit::write(build),
            Self::Sarif => sarif::write(build),
            Self::Markdown => summary::write(build),
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}

/// All problems of a build, each once, errors first, otherwise in the order of the report.
pub(super) fn worst_first(build: &BuildJson) -> Vec<&DiagnosticJson> {
    let own = build.documents.iter().flat_map(|document| &document.diagnostics);
    let mut all: Vec<&DiagnosticJson> = Vec::new();
    for found in build.diagnostics.iter().chain(own) {
        // A page may be printed for itself and in a collection.
        if !all.contains(&found) {
            all.push(found);
        }
    }
    all.sort_by_key(|found| !found.is_error());
    all
}

/// Where a problem is, as compilers write it.
pub(super) fn place(found: &DiagnosticJson) -> Option<String> {
    let file = found.file.as_deref()?;
    let number =
        |number: Option<usize>| number.map_or(String::new(), |n| format!(":{n}"));
    Some(format!("{file}{}{}", number(found.line), number(found.column)))
}
