//! A planned document, printed: its PDF, and what it was made of. Nothing is written here.

use std::path::PathBuf;

use super::plan::{Planned, Subject, content_of, content_of_all};
use super::project::Project;
use super::render::{Look, Rendered, render, render_collection};
use super::thumbnail::Thumbnail;
use crate::coverage::Coverage;
use crate::diagnostic::Diagnostic;
use crate::ledger::Totals;
use crate::page::Page;
use crate::site::ReadPage;
use crate::system::{Facts, Recording, Seen};
use crate::timings::{Stage, Timings};

/// A document that was printed.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// The PDF, if there is one.
    pub(super) pdf: Option<Vec<u8>>,
    /// Pictures of it.
    pub(super) thumbnails: Vec<Thumbnail>,
    /// The number of its pages.
    pub(super) pages: usize,
    /// What was printed, dropped and lost.
    pub(super) totals: Totals,
    /// How much of the words is on paper.
    pub(super) coverage: Coverage,
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What it says of itself.
    pub(super) imprint: Imprint,
    /// The digest of its pages.
    pub(super) content: String,
    /// What was asked while it was made.
    pub(super) facts: Facts,
    /// How long it took.
    pub(super) timings: Timings,
    /// What is looked at in the preview.
    pub(super) look: Option<Look>,
}

/// What a document says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Imprint {
    /// The public address of its page.
    pub url: Option<String>,
    /// Its language.
    pub language: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: Option<String>,
    /// Its date, ISO 8601.
    pub date: Option<String>,
}

/// Prints a planned document.
pub(super) fn print(project: &Project<'_>, planned: &Planned, lenient: bool) -> Printed {
    let mut diagnostics = Vec::new();
    let mut timings = Timings::default();
    let mut read = |files| {
        let read = || read(project, files, &mut diagnostics);
        timings.measure(project.system, Stage::Read, read)
    };
    let pages: Vec<ReadPage> = match &planned.subject {
        Subject::Page => read(std::slice::from_ref(&planned.file)),
        Subject::Stdin(page) => vec![((**page).clone(), Vec::new())],
        Subject::Collection(_, files) => read(files),
    };
    let (pages, found): (Vec<Page>, Vec<Vec<Diagnostic>>) = pages.into_iter().unzip();
    diagnostics.extend(found.into_iter().flatten());
    let contents = pages.iter().map(|page| content_of(project, page));
    let content = match &planned.subject {
        Subject::Collection(..) => content_of_all(contents).to_string(),
        Subject::Page | Subject::Stdin(_) => {
            contents.map(|content| content.to_string()).collect()
        }
    };
    let record = Recording::new(project.machine);
    let rendered = rendered(&project.recorded(&record), planned, &pages, lenient);
    let mut facts = record.into_facts();
    for page in &pages {
        facts.saw(&page.file, Seen::contents(page.source.text().as_bytes()));
    }
    let Rendered {
        pdf,
        pages,
        thumbnails,
        ledger,
        coverage,
        diagnostics: found,
        imprint,
        timings: spent,
        look,
    } = rendered;
    timings.add(&spent);
    diagnostics.extend(found);
    Printed {
        pdf,
        thumbnails,
        pages,
        totals: ledger.totals(),
        coverage,
        diagnostics,
        imprint,
        content,
        facts,
        timings,
        look,
    }
}

fn read(
    project: &Project<'_>,
    files: &[PathBuf],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ReadPage> {
    let mut pages = Vec::new();
    for file in files {
        match project.page(file) {
            Ok(read) => pages.push(read),
            // It was there when the build was planned.
            Err(error) => diagnostics.push(error),
        }
    }
    pages
}

fn rendered(
    project: &Project<'_>,
    planned: &Planned,
    pages: &[Page],
    lenient: bool,
) -> Rendered {
    match (&planned.subject, pages) {
        (Subject::Collection(number, _), pages) => {
            let collection = project.config.collections.get(*number);
            collection.map_or_else(Rendered::default, |collection| {
                render_collection(project, collection, pages, lenient)
            })
        }
        (_, [page]) => render(project, page, &planned.template, lenient),
        _ => Rendered::default(),
    }
}
