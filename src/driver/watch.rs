//! Builds that follow the files: after a change what it touches is made again.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::build::{BuildOptions, build};
use super::live::Live;
use super::session::Session;
use super::summary::{Orphan, Summary};
use crate::diagnostic::Diagnostic;
use crate::system::{Watch, normalize};

/// What is told while files are watched.
pub enum Told<'a> {
    /// The project cannot be opened as its files are now.
    Broken(&'a [Diagnostic]),
    /// Pages were made because of a change in them; the others will be looked at next.
    Touched(&'a Summary),
    /// Everything is up to date, but for what is wrong.
    Built(&'a Summary),
}

/// How often it is looked whether the build is to stop.
const BREATH: Duration = Duration::from_millis(250);

/// How long a page may be gone or empty before that is taken for what its author wants.
const GONE: Duration = Duration::from_millis(300);

/// Builds, waits for changes, and builds again, until the build is told to stop. A document with
/// errors is tried again only if something has changed that it is made of.
///
/// # Errors
/// When the folders cannot be watched.
pub fn watch(
    live: &mut Live<'_>,
    options: &BuildOptions,
    tell: &mut dyn FnMut(&Told<'_>),
) -> io::Result<()> {
    let session = Arc::new(Session::default());
    let first = BuildOptions {
        session: Some(Arc::clone(&session)),
        ..options.clone()
    };
    // What is made anew in any case is so once.
    let later = BuildOptions { force: false, ..first.clone() };
    let Some(watched) = live.watch()? else { return Ok(()) };
    let mut eyes = Eyes { watched, late: BTreeSet::new() };
    let mut news = News { tell, shown: None };
    let mut documents = news.all(live, &first);
    let mut is_new = true;
    while !options.stop.load(Ordering::Relaxed) {
        live.follow(&session.folders());
        if std::mem::take(&mut is_new) && eyes.turn(live)? {
            // What has changed before they were watched was seen by nobody.
            documents = news.all(live, &later);
        }
        let Some(mut changed) = eyes.wait(BREATH) else { break };
        if changed
            .iter()
            .any(|path| documents.contains(path) && live.is_hollow(path))
        {
            changed.extend(eyes.wait(GONE).unwrap_or_default());
        }
        changed.retain(|path| !is_ours(live, options, path));
        if changed.is_empty() {
            continue;
        }
        live.changed(&changed);
        eyes.turn(live)?;
        // Whoever edits a page waits for that one.
        let touched = documents.intersection(&changed);
        news.touched(live, &later, touched.cloned().collect());
        documents = news.all(live, &later);
        is_new = true;
    }
    Ok(())
}

/// What sees the changes.
struct Eyes {
    watched: Box<dyn Watch>,
    /// What was seen when they were turned elsewhere.
    late: BTreeSet<PathBuf>,
}

impl Eyes {
    /// Watches other folders if the project has others now, and says whether it does.
    fn turn(&mut self, live: &mut Live<'_>) -> io::Result<bool> {
        let Some(again) = live.watch()? else { return Ok(false) };
        let mut before = std::mem::replace(&mut self.watched, again);
        self.late.extend(before.wait(Duration::ZERO).unwrap_or_default());
        Ok(true)
    }

    fn wait(&mut self, patience: Duration) -> Option<BTreeSet<PathBuf>> {
        let late = std::mem::take(&mut self.late);
        if late.is_empty() { self.watched.wait(patience) } else { Some(late) }
    }
}

/// What is told, and what was told last: what is as it was is not told again.
struct News<'t> {
    tell: &'t mut dyn FnMut(&Told<'_>),
    /// The errors and what is without a page, as they were shown.
    shown: Option<(Vec<Diagnostic>, Vec<Orphan>)>,
}

impl News<'_> {
    /// Makes everything that is out of date; gives the files of all documents.
    fn all(&mut self, live: &Live<'_>, options: &BuildOptions) -> BTreeSet<PathBuf> {
        let Some(project) = live.project() else {
            self.shown = None;
            (self.tell)(&Told::Broken(live.problems()));
            return BTreeSet::new();
        };
        let mut summary = build(project, options);
        summary.diagnostics.extend(live.problems().iter().cloned());
        let now = (errors(&summary), summary.orphans.clone());
        let is_written = summary.documents.iter().any(|document| document.written);
        let is_known = self.shown.as_ref().is_some_and(|(errors, orphans)| {
            *errors == now.0 && (now.1.is_empty() || *orphans == now.1)
        });
        if is_written || !is_known {
            (self.tell)(&Told::Built(&summary));
            self.shown = Some(now);
        }
        summary.documents.into_iter().map(|document| document.file).collect()
    }

    /// Makes pages that were edited.
    fn touched(&mut self, live: &Live<'_>, options: &BuildOptions, files: Vec<PathBuf>) {
        let Some(project) = live.project() else { return };
        let there = |file: &PathBuf| project.system.is_file(file);
        let paths: Vec<PathBuf> = files.into_iter().filter(there).collect();
        if paths.is_empty() {
            return;
        }
        let summary = build(project, &BuildOptions { paths, ..options.clone() });
        (self.tell)(&Told::Touched(&summary));
        self.shown = Some((errors(&summary), Vec::new()));
    }
}

/// All errors of a build.
fn errors(summary: &Summary) -> Vec<Diagnostic> {
    let own = summary.documents.iter().flat_map(|document| &document.diagnostics);
    let all = summary.diagnostics.iter().chain(own);
    all.filter(|found| found.is_error()).cloned().collect()
}

/// Whether a file is one that builds write.
fn is_ours(live: &Live<'_>, options: &BuildOptions, path: &Path) -> bool {
    live.project().is_some_and(|project| {
        path.starts_with(options.folder(project))
            || project
                .config
                .paths
                .documents
                .as_ref()
                .is_some_and(|list| path == normalize(&project.site.root.join(list)))
    })
}
