//! What came of a build, document by document.

use std::path::PathBuf;
use std::time::Duration;

use super::hooks::Hooked;
use crate::coverage::Words;
use crate::diagnostic::Diagnostic;
use crate::ledger::Totals;
use crate::page::Unpublished;
use crate::profile::encoded_size;
use crate::report::json::{
    BuildJson, DiagnosticJson, DocumentJson, PrunedJson, SkippedJson, TotalsJson,
};
use crate::report::{self, Counts};
use crate::timings::Timings;

/// Is told how far a build is, from any thread.
pub trait Progress: Send + Sync {
    /// So many documents will be built.
    fn planned(&self, documents: usize);

    /// One of them is done.
    fn finished(&self, built: &Built);
}

/// How a PDF was found before the build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is what its page would give.
    Fresh,
    /// There is none.
    Missing,
    /// Its page would give another; the text says what has changed.
    Stale(String),
}

/// What came of one page.
#[derive(Debug)]
pub struct Built {
    /// Its file.
    pub file: PathBuf,
    /// Its PDF.
    pub output: PathBuf,
    /// How the PDF was found before.
    pub state: State,
    /// Whether the PDF was written, or would have been.
    pub written: bool,
    /// The number of its pages.
    pub pages: usize,
    /// Its size in bytes.
    pub bytes: usize,
    /// The pictures of it that were written.
    pub pictures: Box<[PathBuf]>,
    /// What was printed, dropped and lost.
    pub totals: Totals,
    /// How much of the page's words is on paper.
    pub coverage: Words,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub timings: Timings,
}

/// A PDF whose page is no longer printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// The PDF.
    pub output: PathBuf,
    /// Why its page is not printed.
    pub reason: String,
    /// Whether it was removed.
    pub removed: bool,
}

/// What came of a build.
#[derive(Debug, Default)]
pub struct Summary {
    /// Each document, in the order of the files.
    pub documents: Vec<Built>,
    /// Pages that are not printed: drafts and their like.
    pub skipped: Vec<(PathBuf, Unpublished)>,
    /// PDFs whose pages are no longer printed.
    pub orphans: Vec<Orphan>,
    /// What was done with the PDFs afterwards.
    pub hooks: Vec<Hooked>,
    /// What is wrong beside the documents.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the disk refused.
    pub system_failed: bool,
    /// Whether another build is running in the folder; nothing was done then.
    pub busy: bool,
    /// The number of documents that were left when the build was told to stop.
    pub left: usize,
    /// How long it took from the start to the end.
    pub elapsed: Duration,
}

impl Built {
    /// Whether nothing had to be done.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.state == State::Fresh
    }
}

impl Summary {
    /// All problems.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut all = report::counts(&self.diagnostics);
        for document in &self.documents {
            let own = report::counts(&document.diagnostics);
            all.errors += own.errors;
            all.warnings += own.warnings;
        }
        all
    }

    /// Whether a PDF is missing, or not what its page would give, or without a page.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        !self.orphans.is_empty() || self.documents.iter().any(|one| !one.is_fresh())
    }

    /// The time of each stage, all documents together.
    #[must_use]
    pub fn timings(&self) -> Timings {
        let mut all = Timings::default();
        self.documents.iter().for_each(|document| all.add(&document.timings));
        all
    }

    /// The summary for programs.
    #[must_use]
    pub fn to_json(&self) -> BuildJson {
        let counts = self.counts();
        BuildJson {
            documents: self.documents.iter().map(Built::to_json).collect(),
            skipped: self.skipped.iter().map(skipped).collect(),
            orphans: self.orphans.iter().map(pruned).collect(),
            hooks: self.hooks.iter().map(Hooked::to_json).collect(),
            diagnostics: self.diagnostics.iter().map(DiagnosticJson::from).collect(),
            errors: counts.errors,
            warnings: counts.warnings,
            timings: None,
        }
    }
}

impl Built {
    fn to_json(&self) -> DocumentJson {
        let Totals { printed, dropped, lost } = self.totals;
        let (state, reason) = match &self.state {
            State::Fresh => ("fresh", None),
            State::Missing => ("missing", None),
            State::Stale(reason) => ("stale", Some(reason.clone())),
        };
        DocumentJson {
            file: self.file.display().to_string(),
            output: self.output.display().to_string(),
            state: state.to_owned(),
            reason,
            written: self.written,
            pages: self.pages,
            bytes: self.bytes,
            encoded_bytes: encoded_size(self.bytes),
            pictures: self
                .pictures
                .iter()
                .map(|path| path.display().to_string())
                .collect(),
            coverage: self.coverage.percent(),
            ledger: TotalsJson { printed, dropped, lost },
            diagnostics: self.diagnostics.iter().map(DiagnosticJson::from).collect(),
        }
    }
}

fn skipped((file, why): &(PathBuf, Unpublished)) -> SkippedJson {
    let reason = match why {
        Unpublished::Draft => "draft",
        Unpublished::Future => "future",
        Unpublished::Expired => "expired",
        Unpublished::Headless => "headless",
    };
    SkippedJson {
        file: file.display().to_string(),
        reason: reason.to_owned(),
    }
}

fn pruned(orphan: &Orphan) -> PrunedJson {
    PrunedJson {
        output: orphan.output.display().to_string(),
        reason: orphan.reason.clone(),
        removed: orphan.removed,
    }
}
