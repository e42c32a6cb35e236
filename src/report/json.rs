//! Diagnostics and results for programs. The JSON Schemas are made from these types.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Related, Severity};
use crate::timings::{Stage, Timings};

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagnosticJson {
    /// A stable name for the kind of problem.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// The file, if there is a place.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The line of the end.
    pub end_line: Option<usize>,
    /// The column of the end.
    pub end_column: Option<usize>,
    /// The way out.
    pub hint: Option<String>,
    /// Further places.
    pub related: Vec<RelatedJson>,
}

/// A further place of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RelatedJson {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is there.
    pub message: String,
}

/// What came of a build.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BuildJson {
    /// Each document.
    pub documents: Vec<DocumentJson>,
    /// Pages that are not printed.
    pub skipped: Vec<SkippedJson>,
    /// PDFs whose pages are no longer printed.
    pub orphans: Vec<PrunedJson>,
    /// What was done with the PDFs afterwards.
    pub hooks: Vec<HookJson>,
    /// What is wrong beside the documents.
    pub diagnostics: Vec<DiagnosticJson>,
    /// The number of errors.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// How long it took, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timings: Option<TimingsJson>,
}

/// Something that was done with the PDFs after a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HookJson {
    /// The program, the folder or the address of the store.
    pub hook: String,
    /// `done`, `needless` if there was nothing to do, `skipped` or `failed`.
    pub state: String,
    /// Files that were sent.
    pub sent: usize,
    /// Files that were there.
    pub there: usize,
    /// Files that were removed.
    pub removed: usize,
    /// What the program wrote, the last of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub said: String,
}

/// The time of each stage, all documents together, and of the whole; in milliseconds. With
/// several threads the stages take more than the whole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct TimingsJson {
    /// Files are read: front matter, shortcodes, Markdown, HTML.
    pub read: f64,
    /// Levels, links, pictures, and the data of the template.
    pub passes: f64,
    /// Trees become markup.
    pub markup: f64,
    /// Typst lays the pages out.
    pub layout: f64,
    /// Pages become PDFs and pictures.
    pub export: f64,
    /// Files are written.
    pub write: f64,
    /// From the start to the end.
    pub elapsed: f64,
}

impl TimingsJson {
    /// The times of a build that took `elapsed`.
    #[must_use]
    pub fn new(timings: &Timings, elapsed: Duration) -> Self {
        let of = |stage| milliseconds(timings.of(stage));
        Self {
            read: of(Stage::Read),
            passes: of(Stage::Passes),
            markup: of(Stage::Markup),
            layout: of(Stage::Layout),
            export: of(Stage::Export),
            write: of(Stage::Write),
            elapsed: milliseconds(elapsed),
        }
    }
}

/// The JSON Schema of [`BuildJson`].
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(BuildJson).to_value()
}

/// Milliseconds, to a thousandth.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// What came of one page.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentJson {
    /// Its file.
    pub file: String,
    /// Its PDF.
    pub output: String,
    /// How the PDF was found: `fresh`, `stale` or `missing`.
    pub state: String,
    /// What has changed, if it is stale.
    pub reason: Option<String>,
    /// Whether the PDF was written, or would have been.
    pub written: bool,
    /// The number of its pages.
    pub pages: usize,
    /// Its size in bytes.
    pub bytes: usize,
    /// Its size in an e-mail (base64), in bytes.
    pub encoded_bytes: usize,
    /// The pictures of it that were written.
    pub pictures: Vec<String>,
    /// The share of the page's words that is on paper, in percent.
    pub coverage: f64,
    /// What was printed, dropped on purpose, and lost.
    pub ledger: TotalsJson,
    /// What is wrong.
    pub diagnostics: Vec<DiagnosticJson>,
}

/// The totals of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TotalsJson {
    /// Printed.
    pub printed: u32,
    /// Dropped on purpose.
    pub dropped: u32,
    /// Lost.
    pub lost: u32,
}

/// A page that is not printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SkippedJson {
    /// Its file.
    pub file: String,
    /// `draft`, `future` or `expired`.
    pub reason: String,
}

impl DocumentJson {
    /// Whether nothing had to be done.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.state == "fresh"
    }
}

/// A PDF whose page is no longer printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PrunedJson {
    /// The PDF.
    pub output: String,
    /// Why its page is not printed.
    pub reason: String,
    /// Whether it was removed.
    pub removed: bool,
}

impl DiagnosticJson {
    /// Whether it keeps a document from being written.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == "error"
    }
}

impl From<&Diagnostic> for DiagnosticJson {
    fn from(diagnostic: &Diagnostic) -> Self {
        let place = diagnostic.place.as_ref();
        let start = place.map(|place| place.source.position(place.span.start));
        let end = place.map(|place| place.source.position(place.span.end));
        Self {
            code: diagnostic.code.to_owned(),
            severity: match diagnostic.severity {
                Severity::Error => "error".to_owned(),
                Severity::Warning => "warning".to_owned(),
            },
            message: diagnostic.message.clone(),
            file: place.map(|place| place.source.name().to_owned()),
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
            hint: diagnostic.hint.clone(),
            related: diagnostic.related.iter().map(RelatedJson::from).collect(),
        }
    }
}

impl From<&Related> for RelatedJson {
    fn from(related: &Related) -> Self {
        let at = related.place.position();
        Self {
            file: related.place.source.name().to_owned(),
            line: at.line,
            column: at.column,
            message: related.message.clone(),
        }
    }
}
