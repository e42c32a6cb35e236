//! Personal copies: one page and a table of recipients, one PDF a row.
//!
//! Everything that can be wrong with table and page is told before anything is made. The page
//! is read once, or once for each set of conditions that hold; a row only fills in its values.

mod manifest;
mod plan;
mod run;
mod variant;

use std::path::{Path, PathBuf};

use super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::table;

pub(super) use manifest::{Manifest, record_digest};
pub(super) use plan::{Recipient, read_table, recipients};

pub use manifest::join;

/// How copies are made.
#[derive(Debug, Clone, Default)]
pub struct MergeOptions {
    /// The page.
    pub page: PathBuf,
    /// The table.
    pub table: PathBuf,
    /// How the table is read.
    pub reading: table::Options,
    /// Where the copies go; a folder of the page's name below `merge` in the output folder
    /// unless given.
    pub output: Option<PathBuf>,
    /// How files are named, such as `offer-{company}`.
    pub name: Option<String>,
    /// The part of the rows that is made, and of how many: (1, 4) is the first quarter.
    pub shard: Option<(usize, usize)>,
    /// Whether what is lost is only a warning.
    pub lenient: bool,
    /// Whether nothing is written.
    pub dry: bool,
}

/// What came of a row.
#[derive(Debug)]
pub struct Copied {
    /// The number of the row, the first is 1.
    pub row: usize,
    /// Its PDF.
    pub output: PathBuf,
    /// Whether the PDF was there already, made of the same things.
    pub kept: bool,
    /// Whether the PDF is there now, or would be.
    pub written: bool,
    /// The number of its pages.
    pub pages: usize,
    /// Its size in bytes.
    pub bytes: usize,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What came of a table.
#[derive(Debug, Default)]
pub struct Merged {
    /// The copies in the order of the rows.
    pub copies: Vec<Copied>,
    /// What is wrong with page or table; with an error nothing was made.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the disk refused.
    pub system_failed: bool,
}

/// Makes a copy for each row.
#[must_use]
pub fn merge(project: &Project<'_>, options: &MergeOptions) -> Merged {
    match plan::plan(project, options) {
        Ok(plan) => run::run(project, options, plan),
        Err(diagnostics) => Merged { diagnostics, ..Merged::default() },
    }
}

/// The folder of the copies of a page.
pub(super) fn copies_folder(
    project: &Project<'_>,
    output: Option<&Path>,
    page: &Path,
) -> PathBuf {
    let stem = match page.file_stem() {
        // A bundle is named by its folder.
        Some(stem) if stem == "index" => page.parent().and_then(Path::file_name),
        stem => stem,
    };
    let own = || {
        project
            .site
            .root
            .join(&project.site.paths.output)
            .join("merge")
            .join(stem.unwrap_or_default())
    };
    crate::system::normalize(&output.map_or_else(own, Path::to_owned))
}
