//! Many pages: each is printed for itself, and what is wrong with one keeps no other back.
//! What is up to date is left alone.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::hooks;
use super::isolated::{Limits, Worker};
use super::judge::{look_at_all, remembered};
use super::output::finish;
use super::plan::{Planned, Subject, plan};
use super::print::{Printed, print};
use super::project::Project;
use super::prune::{orphans, prune};
use super::session::Session;
use super::store::{Store, lock, unwritable};
use super::summary::{Built, State, Summary};
use super::workers::{self, Stages};
use crate::compile;
use crate::diagnostic::Diagnostic;
use crate::manifest::Manifest;
use crate::report;

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
    /// Whether what is up to date is made anew.
    pub force: bool,
    /// How many documents are made at once; as many as there are processors unless given.
    pub jobs: Option<usize>,
    /// A manifest from elsewhere: only what has changed since is made, wherever the PDFs are.
    pub since: Option<PathBuf>,
    /// What a document may use; those that have limits are printed in processes of their own.
    pub limits: Limits,
    /// What builds that follow each other know of each other; none for a single one.
    pub session: Option<Arc<Session>>,
    /// Whether what `hooks` asks for is done afterwards.
    pub hooks: bool,
    /// Set from outside, it ends the build after the documents that are being made.
    pub stop: Arc<AtomicBool>,
}

impl BuildOptions {
    /// The folder of the PDFs.
    #[must_use]
    pub fn folder(&self, project: &Project<'_>) -> PathBuf {
        let own = || project.site.root.join(&project.site.paths.output);
        crate::system::normalize(&self.output.clone().unwrap_or_else(own))
    }

    /// The moment that decides what is published, in seconds since 1970.
    #[must_use]
    pub fn now(&self, project: &Project<'_>) -> i64 {
        self.date.unwrap_or_else(|| project.system.now())
    }

    /// What has a say in the PDFs, by name. What does not differ from the default is left out.
    pub(super) fn with_a_say(&self, project: &Project<'_>) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let mut set = |name: &str, value: String, default: &str| {
            if value != default {
                all.insert(name.to_owned(), value);
            }
        };
        let plain = crate::markup::Options::default();
        set("press", project.for_press.to_string(), "false");
        set("lenient", self.lenient.to_string(), "false");
        set("link-pdfs", self.link_pdfs.to_string(), "false");
        set("template", project.template.clone().unwrap_or_default(), "");
        set("markup", format!("{:?}", project.markup), &format!("{plain:?}"));
        set("profile", format!("{:?}", project.size.profile), "None");
        set("max-size", format!("{:?}", project.size.most), "None");
        if project.thumbnails.any() {
            set("thumbnails", format!("{:?}", project.thumbnails), "");
        }
        all
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Builds pages.
#[must_use]
pub fn build(project: &Project<'_>, options: &BuildOptions) -> Summary {
    let start = project.system.elapsed();
    let mut summary = built(project, options);
    summary.elapsed = project.system.elapsed().saturating_sub(start);
    summary
}

fn built(project: &Project<'_>, options: &BuildOptions) -> Summary {
    let mut summary = Summary::default();
    // The lock is let go when the build is over.
    let _lock = match options.dry {
        true => None,
        false => match lock(project, options) {
            Ok(lock) => Some(lock),
            Err(error) => {
                summary.busy = error.code == "build-running";
                summary.system_failed = !summary.busy;
                summary.diagnostics.push(error);
                return summary;
            }
        },
    };
    let store = match Store::open(project, options) {
        Ok(store) => store,
        Err(error) => {
            summary.diagnostics.push(error);
            return summary;
        }
    };
    let next_change = run(project, options, &store, &mut summary);
    if options.dry {
        return summary;
    }
    if summary.documents.iter().filter(|one| one.written).count() > compile::MEMORY {
        // What is remembered is that of the last few, and the manifest takes its place.
        compile::evict_all();
    }
    let has_hooks = options.hooks && !project.config.hooks.is_empty();
    let is_listed = project.config.paths.documents.is_some();
    let wanted = has_hooks || is_listed || options.session.is_some();
    let closed = store.close(next_change, wanted).and_then(|manifest| {
        manifest.iter().try_for_each(|manifest| list(project, manifest))?;
        Ok(manifest)
    });
    match closed {
        Ok(None) => {}
        Ok(Some(manifest)) => {
            if let Some(session) = &options.session {
                session.follow(&crate::system::normalize(&project.site.root), &manifest);
            }
            hooks::run(project, options, &manifest, &mut summary);
        }
        Err(error) => {
            summary.system_failed = true;
            summary.diagnostics.push(error);
        }
    }
    summary
}

/// Writes the list of PDFs for the site, if the configuration asks for it and it is new.
fn list(project: &Project<'_>, manifest: &Manifest) -> Result<(), Diagnostic> {
    let Some(path) = &project.config.paths.documents else { return Ok(()) };
    let path = crate::system::normalize(&project.site.root.join(path));
    let text = manifest.listing();
    if project.machine.read(&path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let written = project.machine.write(&path, text.as_bytes());
    written.map_err(|error| unwritable(&path, &error))
}

/// Everything between opening and closing the folder; when next something changes by itself, in
/// seconds since 1970.
fn run(
    project: &Project<'_>,
    options: &BuildOptions,
    store: &Store<'_>,
    summary: &mut Summary,
) -> Option<i64> {
    let mut plan = plan(project, options);
    summary.diagnostics.append(&mut plan.diagnostics);
    look_at_all(project, store, &mut plan.documents, options.force);
    // A build of some pages says nothing about the others.
    let is_whole = options.paths.is_empty() && !has_errors(&summary.diagnostics);
    if is_whole {
        summary.orphans = orphans(project.machine, store, &plan);
    }
    summary.skipped = plan.skipped;
    let (mut places, due) = settled(project, options, store, plan.documents);
    project.progress.as_ref().inspect(|told| told.planned(due.len()));
    if !options.dry
        && !due.is_empty()
        && let Err(error) = store.begin()
    {
        summary.system_failed = true;
        summary.diagnostics.push(error);
        return plan.next_change;
    }
    summary.system_failed |= make(project, options, store, &mut places, due);
    let finished = places.into_iter().filter_map(|place| match place {
        Place::Done(built) => Some(built),
        Place::Due(_) | Place::Taken => {
            summary.left += 1;
            None
        }
    });
    summary.documents = finished.collect();
    if !options.dry {
        for orphan in &summary.orphans {
            store.mark_stale(&orphan.output, &orphan.reason);
        }
    }
    let all_is_well = is_whole && summary.left == 0 && summary.counts().errors == 0;
    if all_is_well && !options.dry {
        let told = prune(project.machine, store, &mut summary.orphans);
        summary.system_failed |= has_errors(&told);
        summary.diagnostics.extend(told);
    }
    plan.next_change
}

/// The place of a document, which holds first what is to be made and then what came of it: ten
/// thousand of them need no second one.
enum Place {
    /// It is to be made.
    Due(Planned),
    /// Somebody makes it.
    Taken,
    /// It is made, or need not be.
    Done(Built),
}

/// Then a vector of places takes over the memory of the plan.
const _: () = assert!(size_of::<Place>() <= size_of::<Planned>());

/// The places of documents, and the numbers of those that are to be made.
fn settled(
    project: &Project<'_>,
    options: &BuildOptions,
    store: &Store<'_>,
    documents: Vec<Planned>,
) -> (Vec<Place>, Vec<usize>) {
    let session = options.session.as_ref().filter(|_| !options.force);
    let place = |planned: Planned| {
        let built = match planned.state {
            State::Fresh => remembered(project, store, &planned),
            _ => session.and_then(|one| one.failed(project, store, &planned)),
        };
        built.map_or_else(|| Place::Due(planned), Place::Done)
    };
    let places: Vec<Place> = documents.into_iter().map(place).collect();
    let numbered = places.iter().enumerate();
    let due = numbered.filter(|(_, place)| matches!(place, Place::Due(_)));
    let due = due.map(|(number, _)| number).collect();
    (places, due)
}

/// Makes the documents with these numbers, and tells whether the disk refused.
fn make(
    project: &Project<'_>,
    options: &BuildOptions,
    store: &Store<'_>,
    places: &mut [Place],
    due: Vec<usize>,
) -> bool {
    let to = (!options.dry).then_some(store);
    let places = Mutex::new(places);
    let refused = AtomicBool::new(false);
    let put = |number: usize, new: Place| {
        let mut places = places.lock().unwrap_or_else(PoisonError::into_inner);
        places.get_mut(number).map(|place| std::mem::replace(place, new))
    };
    let stages = Stages {
        begin: || Worker::new(project.machine, &options.limits),
        make: |worker: &mut Worker<'_>, number: usize| {
            let Some(Place::Due(planned)) = put(number, Place::Taken) else {
                return None;
            };
            let printed = printed(project, options, store, worker, &planned)?;
            Some((number, planned, printed))
        },
        finish: |made: Option<(usize, Planned, Printed)>| {
            let Some((number, planned, printed)) = made else { return };
            let (built, failed) = finish(project.machine, to, planned, printed);
            refused.fetch_or(failed, Ordering::Relaxed);
            project.progress.as_ref().inspect(|told| told.finished(&built));
            put(number, Place::Done(built));
        },
    };
    workers::each(due, options.jobs, &stages);
    refused.into_inner()
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

/// Makes a document. None if the build was told to stop.
fn printed(
    project: &Project<'_>,
    options: &BuildOptions,
    store: &Store<'_>,
    worker: &mut Worker<'_>,
    planned: &Planned,
) -> Option<Printed> {
    if options.is_stopped() {
        return None;
    }
    let mut printed = match &planned.subject {
        // What was read from standard input is nowhere else.
        Subject::Page | Subject::Collection(..) if options.limits.any() => {
            worker.print(project, planned)
        }
        _ => print(project, planned, options.lenient),
    };
    if printed.pdf.is_none() && options.is_stopped() {
        // A terminal tells all processes to stop, those that print, too.
        return None;
    }
    printed.diagnostics.extend(planned.diagnostics.iter().cloned());
    printed.diagnostics = report::sorted(printed.diagnostics);
    if has_errors(&printed.diagnostics) {
        printed.pdf = None;
    }
    if let Some(session) = &options.session {
        session.note(store, planned, &printed);
    }
    Some(printed)
}
