//! Many pages: each is printed for itself, and what is wrong with one keeps no other back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::project::Project;
use super::render::{Rendered, render, render_collection};
use crate::config::Collection;
use crate::coverage::Coverage;
use crate::diagnostic::Diagnostic;
use crate::ledger::Totals;
use crate::page::{Page, Unpublished};
use crate::profile::encoded_size;
use crate::report::json::{
    BuildJson, DiagnosticJson, DocumentJson, SkippedJson, TotalsJson,
};
use crate::report::{self, Counts};
use crate::timings::{Stage, Timings};

/// How a build runs.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// The pages, files and folders; none for all of the site.
    pub paths: Vec<PathBuf>,
    /// Where the PDFs go, if not where the project says.
    pub output: Option<PathBuf>,
    /// Whether what is lost is only a warning.
    pub lenient: bool,
    /// Whether drafts are printed, too. Pages named by their file always are.
    pub drafts: bool,
    /// Whether pages with a date to come are printed, too.
    pub future: bool,
    /// Whether expired pages are printed, too.
    pub expired: bool,
    /// The moment that decides what is published, in seconds since 1970; now unless given.
    pub date: Option<i64>,
    /// Whether links to pages that are built, too, lead to their PDFs.
    pub link_pdfs: bool,
    /// Whether nothing is written.
    pub dry: bool,
}

/// What came of one page.
#[derive(Debug)]
pub struct Built {
    /// Its file.
    pub file: PathBuf,
    /// Its PDF.
    pub output: PathBuf,
    /// Whether the PDF was written, or would have been.
    pub written: bool,
    /// The number of its pages.
    pub pages: usize,
    /// Its size in bytes.
    pub bytes: usize,
    /// The pictures of it that were written.
    pub pictures: Vec<PathBuf>,
    /// What was printed, dropped and lost.
    pub totals: Totals,
    /// How much of the page's words is on paper.
    pub coverage: Coverage,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub timings: Timings,
}

/// What came of a build.
#[derive(Debug, Default)]
pub struct Summary {
    /// Each document, in the order of the files.
    pub documents: Vec<Built>,
    /// Pages that are not printed: drafts and their like.
    pub skipped: Vec<(PathBuf, Unpublished)>,
    /// What is wrong beside the documents.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the disk refused.
    pub system_failed: bool,
    /// How long it took from the start to the end.
    pub elapsed: Duration,
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
}

impl Summary {
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
        DocumentJson {
            file: self.file.display().to_string(),
            output: self.output.display().to_string(),
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
    };
    SkippedJson {
        file: file.display().to_string(),
        reason: reason.to_owned(),
    }
}

/// Is told how far a build is, from any thread.
pub trait Progress: Send + Sync {
    /// So many documents will be built.
    fn planned(&self, documents: usize);

    /// One of them is done.
    fn finished(&self, built: &Built);
}

/// The stack of a thread that prints, in bytes. It is reserved, not used.
pub(super) const STACK: usize = 64 * 1024 * 1024;

/// A page that is to be printed.
struct Job {
    page: Page,
    template: String,
    output: PathBuf,
    diagnostics: Vec<Diagnostic>,
    timings: Timings,
}

/// Builds pages.
#[must_use]
pub fn build(project: &Project<'_>, options: &BuildOptions) -> Summary {
    let start = project.system.elapsed();
    let mut summary = Summary::default();
    let files = match project.files(&options.paths) {
        Ok(files) => files,
        Err(errors) => {
            summary.diagnostics = errors;
            return summary;
        }
    };
    let jobs = jobs(project, options, &files, &mut summary);
    if options.link_pdfs {
        let pdf = |job: &Job| Some((job.page.url.clone()?, job.output.clone()));
        // A project is built once; a second build keeps the paths of the first.
        let _ = project.printed.set(jobs.iter().filter_map(pdf).collect());
    }
    let progress = project.progress.as_deref();
    progress.inspect(|told| told.planned(jobs.len()));
    let print = |jobs: Vec<Job>| -> Vec<(Built, bool)> {
        jobs.into_par_iter()
            .map(|job| document(project, options, job))
            .inspect(|(built, _)| {
                progress.inspect(|told| told.finished(built));
            })
            .collect()
    };
    // Layout of nested content needs more stack than a thread usually has.
    let documents = match ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(|| print(jobs)),
        Err(_) => print(jobs),
    };
    let collections = if options.paths.is_empty() {
        project
            .config
            .collections
            .iter()
            .map(|one| {
                collection(project, options, one, &files, &mut summary.diagnostics)
            })
            .collect()
    } else {
        Vec::new()
    };
    for (document, failed) in documents.into_iter().chain(collections) {
        summary.system_failed |= failed;
        summary.documents.push(document);
    }
    summary.elapsed = project.system.elapsed().saturating_sub(start);
    summary
}

fn jobs(
    project: &Project<'_>,
    options: &BuildOptions,
    files: &[PathBuf],
    summary: &mut Summary,
) -> Vec<Job> {
    let mut jobs = Vec::new();
    let mut taken: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let (now, zone) = (
        options.date.unwrap_or_else(|| project.system.now()),
        project.site.settings.time_zone(),
    );
    for file in files {
        let mut timings = Timings::default();
        let read = timings.measure(project.system, Stage::Read, || project.page(file));
        let (page, mut diagnostics) = match read {
            Ok(read) => read,
            Err(error) => {
                summary.diagnostics.push(error);
                continue;
            }
        };
        let named = options.paths.contains(file);
        let unpublished = page.unpublished(now, &zone).filter(|why| match why {
            Unpublished::Draft => !options.drafts,
            Unpublished::Future => !options.future,
            Unpublished::Expired => !options.expired,
        });
        if let Some(why) = unpublished.filter(|_| !named) {
            summary.skipped.push((file.clone(), why));
            continue;
        }
        let template = project.template_of(&page);
        let template = template
            .or_else(|| named.then(|| crate::config::DEFAULT_TEMPLATE.to_owned()));
        let Some(template) = template else { continue };
        let output = output_of(project, options, &page);
        if let Some(first) = taken.get(&output) {
            let message = format!(
                "`{}` would be written twice, first for `{}`",
                output.display(),
                first.display()
            );
            let hint = "give one of the two pages another name";
            diagnostics.push(
                Diagnostic::error("output-twice", message)
                    .at(&page.source, page.matter.start())
                    .hint(hint),
            );
        } else {
            taken.insert(output.clone(), file.clone());
        }
        jobs.push(Job { page, template, output, diagnostics, timings });
    }
    jobs
}

/// The path of the PDF.
fn output_of(project: &Project<'_>, options: &BuildOptions, page: &Page) -> PathBuf {
    let root = project.site.root.join(&project.site.paths.output);
    let folder = options.output.clone().unwrap_or(root);
    let mut path = project.site.document_path(page).into_os_string();
    path.push(".pdf");
    crate::system::normalize(&folder.join(path))
}

fn document(project: &Project<'_>, options: &BuildOptions, job: Job) -> (Built, bool) {
    let Job { page, template, output, diagnostics, timings } = job;
    let mut rendered = render(project, &page, &template, options.lenient);
    rendered.timings.add(&timings);
    finish(project, options, page.file, output, diagnostics, rendered)
}

/// Builds a collection of the pages that are published.
fn collection(
    project: &Project<'_>,
    options: &BuildOptions,
    collection: &Collection,
    files: &[PathBuf],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Built, bool) {
    let mut pages: Vec<Page> = Vec::new();
    let mut found = Vec::new();
    let (now, zone) = (
        options.date.unwrap_or_else(|| project.system.now()),
        project.site.settings.time_zone(),
    );
    for pattern in &collection.pages {
        let inside = |file: &&PathBuf| {
            file.strip_prefix(&project.site.content)
                .is_ok_and(|path| pattern.is_match(path))
        };
        let read = files.iter().filter(inside).filter_map(|file| project.page(file).ok());
        let mut matching: Vec<(Page, Vec<Diagnostic>)> = read
            .filter(|(page, _)| page.unpublished(now, &zone).is_none())
            .filter(|(page, _)| !pages.iter().any(|known| known.file == page.file))
            .collect();
        matching.sort_by_cached_key(|(page, _)| page.order(&zone));
        for (page, own) in matching {
            pages.push(page);
            found.extend(own);
        }
    }
    if pages.is_empty() {
        let message = format!("the collection `{}` has no pages", collection.name);
        let hint = "its `pages` are patterns for paths below the content folder";
        diagnostics.push(Diagnostic::error("collection-empty", message).hint(hint));
    }
    let folder = options
        .output
        .clone()
        .unwrap_or_else(|| project.site.root.join(&project.site.paths.output));
    let output =
        crate::system::normalize(&folder.join(format!("{}.pdf", collection.name)));
    let rendered = render_collection(project, collection, &pages, options.lenient);
    let file = PathBuf::from(format!("collection {}", collection.name));
    finish(project, options, file, output, found, rendered)
}

/// Writes what was rendered, unless something is wrong with it.
fn finish(
    project: &Project<'_>,
    options: &BuildOptions,
    file: PathBuf,
    output: PathBuf,
    mut diagnostics: Vec<Diagnostic>,
    rendered: Rendered,
) -> (Built, bool) {
    let blocked = diagnostics.iter().any(|found| found.code == "output-twice");
    let Rendered {
        pdf,
        pages,
        thumbnails,
        ledger,
        coverage,
        diagnostics: found,
        mut timings,
    } = rendered;
    diagnostics.extend(found);
    let diagnostics = report::sorted(diagnostics);
    let has_errors = diagnostics.iter().any(Diagnostic::is_error);
    let mut built = Built {
        file,
        output,
        written: false,
        pages,
        bytes: pdf.as_ref().map_or(0, Vec::len),
        pictures: Vec::new(),
        totals: ledger.totals(),
        coverage,
        diagnostics,
        timings,
    };
    let Some(pdf) = pdf.filter(|_| !has_errors && !blocked) else {
        return (built, false);
    };
    if options.dry {
        built.written = true;
        return (built, false);
    }
    let mut write = |path: &Path, bytes: &[u8]| {
        let write = || project.system.write(path, bytes);
        timings.measure(project.system, Stage::Write, write).map_err(|error| {
            let message = format!("cannot write `{}`: {error}", path.display());
            Diagnostic::error("output-unwritable", message)
        })
    };
    let mut failed = write(&built.output, &pdf).err();
    built.written = failed.is_none();
    for thumbnail in thumbnails {
        let path = thumbnail.path(&built.output);
        match write(&path, &thumbnail.bytes) {
            Ok(()) => built.pictures.push(path),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    built.timings = timings;
    let system_failed = failed.is_some();
    built.diagnostics.extend(failed);
    (built, system_failed)
}
