//! Makes the copies of a plan, on all cores, and remembers which are done.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::super::project::Project;
use super::super::render::print;
use super::super::workers;
use super::manifest::{Copy, Manifest, record_digest, sha256};
use super::plan::{Job, Plan};
use super::{Copied, MergeOptions, Merged};
use crate::diagnostic::Diagnostic;
use crate::report;

/// After so many copies the manifest is written; no more work than this is done again.
const REMEMBERED: usize = 250;

/// What is known of the copies, by all threads.
struct Progress<'a> {
    project: &'a Project<'a>,
    options: &'a MergeOptions,
    folder: &'a Path,
    before: Option<Manifest>,
    now: Mutex<Manifest>,
}

/// Makes the copies.
pub(super) fn run(project: &Project<'_>, options: &MergeOptions, plan: &Plan) -> Merged {
    let page = plan.page.path.display().to_string();
    let progress = Progress {
        project,
        options,
        folder: &plan.folder,
        before: Manifest::read(project.system, &plan.folder, options.shard)
            .filter(|manifest| manifest.page == page),
        now: Mutex::new(Manifest::new(page, plan.rows)),
    };
    let made = workers::each(plan.jobs.iter().collect(), |job| progress.copy(plan, job));
    let mut merged = Merged {
        diagnostics: plan.diagnostics.clone(),
        ..Merged::default()
    };
    for (copied, failed) in made {
        merged.system_failed |= failed;
        merged.copies.push(copied);
    }
    if !options.dry
        && let Err(error) = progress.remember()
    {
        merged.system_failed = true;
        merged.diagnostics.push(error);
    }
    merged
}

impl Progress<'_> {
    fn copy(&self, plan: &Plan, job: &Job) -> (Copied, bool) {
        let record = &job.recipient.record;
        let file = format!("{}.pdf", job.name);
        let mut copied = Copied {
            row: job.recipient.row,
            output: self.folder.join(&file),
            kept: false,
            written: false,
            pages: 0,
            bytes: 0,
            diagnostics: Vec::new(),
        };
        // The plan made a variant for every job.
        let Some(variant) = plan.variants.get(job.variant) else {
            return (copied, false);
        };
        let texts = plan.fields.texts(record, &plan.page.language);
        let (prepared, inputs) = variant.fill(self.project, &texts, record);
        let before = self.before.as_ref().and_then(|known| known.copies.get(&copied.row));
        if let Some(known) =
            before.filter(|known| known.inputs == inputs && known.file == file)
            && self.project.system.is_file(&copied.output)
        {
            (copied.kept, copied.written) = (true, true);
            (copied.pages, copied.bytes) = (known.pages, known.bytes);
            let done = self.done(copied.row, known.clone());
            return finished(copied, done);
        }
        let rendered = print(self.project, &plan.page, prepared, self.options.lenient);
        copied.pages = rendered.pages;
        copied.diagnostics = report::sorted(rendered.diagnostics);
        let Some(pdf) = rendered.pdf else { return (copied, false) };
        copied.bytes = pdf.len();
        copied.written = true;
        if self.options.dry {
            return (copied, false);
        }
        let entry = Copy {
            file,
            bytes: pdf.len(),
            pages: copied.pages,
            sha256: sha256(&pdf),
            inputs,
            record: record_digest(record),
        };
        let write = |path: &Path, bytes: &[u8]| {
            self.project.system.write(path, bytes).map_err(|error| {
                let message = format!("cannot write `{}`: {error}", path.display());
                Diagnostic::error("output-unwritable", message)
            })
        };
        let pictures = || {
            rendered.thumbnails.iter().try_for_each(|picture| {
                write(&picture.path(&copied.output), &picture.bytes)
            })
        };
        let written = write(&copied.output, &pdf).and_then(|()| pictures());
        copied.written = written.is_ok();
        let row = copied.row;
        finished(copied, written.and_then(|()| self.done(row, entry)))
    }

    /// Notes a copy, and now and then writes the notes down.
    fn done(&self, row: usize, entry: Copy) -> Result<(), Diagnostic> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.copies.insert(row, entry);
        if self.options.dry || !now.copies.len().is_multiple_of(REMEMBERED) {
            return Ok(());
        }
        // What an earlier run made and this one has not come to yet is not forgotten.
        let mut whole = self.before.clone().unwrap_or_default();
        whole.copies.extend(now.copies.clone());
        let whole = Manifest { copies: whole.copies, ..now.clone() };
        whole.write(self.project.system, self.folder, self.options.shard)
    }

    fn remember(&self) -> Result<(), Diagnostic> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.write(self.project.system, self.folder, self.options.shard)
    }
}

fn finished(mut copied: Copied, done: Result<(), Diagnostic>) -> (Copied, bool) {
    let failed = done.is_err();
    copied.diagnostics.extend(done.err());
    (copied, failed)
}
