//! Makes the copies of a plan, on all cores, and remembers which are done.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::super::project::Project;
use super::super::render::print;
use super::super::store::unwritable;
use super::super::workers::{self, Stages};
use super::manifest::{Copy, Manifest, note, record_digest};
use super::plan::{Job, Plan};
use super::{Copied, MergeOptions, Merged};
use crate::compile;
use crate::diagnostic::Diagnostic;
use crate::report;
use crate::system::Digest;

/// What all threads work on.
struct Progress<'a> {
    project: &'a Project<'a>,
    options: &'a MergeOptions,
    folder: &'a Path,
    /// What an earlier run has made.
    before: BTreeMap<usize, Copy>,
    /// The rows that this run has come to.
    done: Mutex<BTreeSet<usize>>,
}

/// A copy that is in memory.
struct Made {
    copied: Copied,
    /// What is written: path and bytes.
    files: Vec<(PathBuf, Vec<u8>)>,
    /// What is remembered of it, if it is well.
    entry: Option<Copy>,
}

/// Makes the copies.
pub(super) fn run(
    project: &Project<'_>,
    options: &MergeOptions,
    mut plan: Plan,
) -> Merged {
    // Each is forgotten when it is done.
    let jobs = std::mem::take(&mut plan.jobs);
    let page = plan.page.path.display().to_string();
    let before = Manifest::read(project.system, &plan.folder, options.shard)
        .filter(|manifest| manifest.page == page);
    let before = before.map(|manifest| manifest.copies).unwrap_or_default();
    let mut merged = Merged {
        diagnostics: plan.diagnostics.clone(),
        ..Merged::default()
    };
    let mut manifest = Manifest { copies: before, ..Manifest::new(page, plan.rows) };
    if !options.dry
        && let Err(error) = manifest.write(project.system, &plan.folder, options.shard)
    {
        merged.system_failed = true;
        merged.diagnostics.push(error);
        return merged;
    }
    let progress = Progress {
        project,
        options,
        folder: &plan.folder,
        before: std::mem::take(&mut manifest.copies),
        done: Mutex::default(),
    };
    let stages = Stages {
        begin: || (),
        make: |(): &mut (), job| progress.made(&plan, &job),
        finish: |made| progress.finished(made),
    };
    let all = workers::each(jobs, None, &stages);
    // What follows takes the place of what Typst remembers.
    compile::evict_all();
    merged.system_failed = all.iter().any(|(_, failed)| *failed);
    merged.copies = all.into_iter().map(|(copied, _)| copied).collect();
    if !options.dry
        && let Err(error) = progress.remember(manifest)
    {
        merged.system_failed = true;
        merged.diagnostics.push(error);
    }
    merged
}

impl Progress<'_> {
    fn made(&self, plan: &Plan, job: &Job) -> Made {
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
            return Made { copied, files: Vec::new(), entry: None };
        };
        let texts = plan.fields.texts(record, &plan.page.language);
        let (prepared, inputs) = variant.fill(self.project, &texts, record);
        if let Some(known) = self.kept(&copied, &file, inputs) {
            (copied.kept, copied.written) = (true, true);
            (copied.pages, copied.bytes) = (known.pages, known.bytes);
            return Made { copied, files: Vec::new(), entry: Some(known) };
        }
        let rendered = print(self.project, &plan.page, prepared, self.options.lenient);
        copied.pages = rendered.pages;
        copied.diagnostics = report::sorted(rendered.diagnostics);
        let Some(pdf) = rendered.pdf else {
            return Made { copied, files: Vec::new(), entry: None };
        };
        copied.bytes = pdf.len();
        copied.written = true;
        let entry = Copy {
            file,
            bytes: pdf.len(),
            pages: copied.pages,
            sha256: Digest::of(&pdf),
            inputs,
            record: record_digest(record),
        };
        let mut files = vec![(copied.output.clone(), pdf)];
        files.extend(
            rendered
                .thumbnails
                .into_iter()
                .map(|picture| (picture.path(&copied.output), picture.bytes)),
        );
        Made { copied, files, entry: Some(entry) }
    }

    /// What is known of a copy that is there already, made of the same things.
    fn kept(&self, copied: &Copied, file: &str, inputs: Digest) -> Option<Copy> {
        let known = self.before.get(&copied.row)?;
        let is_same = known.inputs == inputs && known.file == file;
        // A run that was cut off may have put another in its place.
        let is_there = || {
            let bytes = self.project.system.read(&copied.output);
            bytes.is_ok_and(|bytes| Digest::of(&bytes) == known.sha256)
        };
        (is_same && is_there()).then(|| known.clone())
    }

    /// Writes a copy, and tells whether the disk refused.
    fn finished(&self, made: Made) -> (Copied, bool) {
        let Made { mut copied, files, entry } = made;
        let Some(entry) = entry.filter(|_| !self.options.dry) else {
            return (copied, false);
        };
        let write = |(path, bytes): &(PathBuf, Vec<u8>)| {
            let written = self.project.system.write(path, bytes);
            written.map_err(|error| unwritable(path, &error))
        };
        let written = files.iter().try_for_each(write);
        copied.written = written.is_ok();
        let failed = written.and_then(|()| self.done(copied.row, entry)).err();
        let is_failed = failed.is_some();
        copied.diagnostics.extend(failed);
        (copied, is_failed)
    }

    /// Notes a copy.
    fn done(&self, row: usize, entry: Copy) -> Result<(), Diagnostic> {
        if self.before.get(&row) != Some(&entry) {
            note(self.project.system, self.folder, self.options.shard, row, entry)?;
        }
        self.done.lock().unwrap_or_else(PoisonError::into_inner).insert(row);
        Ok(())
    }

    /// Writes down what this run has made, and nothing else.
    fn remember(self, mut manifest: Manifest) -> Result<(), Diagnostic> {
        let (system, shard) = (self.project.system, self.options.shard);
        let whole = Manifest::read(system, self.folder, shard).unwrap_or_default();
        manifest.copies = whole.copies;
        let done = self.done.into_inner().unwrap_or_else(PoisonError::into_inner);
        manifest.copies.retain(|row, _| done.contains(row));
        manifest.write(system, self.folder, shard)
    }
}
