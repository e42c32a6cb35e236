//! What a build tells, and to whom.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use offprint::report::Format;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(crate) struct Reports {
    /// What is written to standard output
    #[arg(long, value_enum, default_value_t = Shown::Text)]
    pub(crate) format: Shown,

    /// Also write a report to a file: .json, .xml (JUnit), .sarif or .md; may be given again
    #[arg(long, value_name = "FILE", value_parser = file)]
    pub(crate) report: Vec<(PathBuf, Format)>,

    /// Print the JSON Schema of `--format json` instead
    #[arg(long)]
    pub(crate) schema: bool,

    /// Tell errors and nothing else
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Also tell pages that are not published, and what was dropped and found of each document
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// Tell how long each stage took
    #[arg(long)]
    pub(crate) timings: bool,
}

/// What is written to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    /// The PDFs, a line each
    Text,
    /// Everything, for programs
    Json,
    /// JUnit's XML
    Junit,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions, and the summary of its step
    Github,
}

/// A file, and the format that its name asks for.
fn file(name: &str) -> Result<(PathBuf, Format), String> {
    let path = PathBuf::from(name);
    let format = Format::of_path(&path)
        .ok_or("a report is a file .json, .xml (JUnit), .sarif or .md (Markdown)")?;
    Ok((path, format))
}
