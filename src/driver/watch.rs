//! Builds that follow the files: after a change what it touches is made again.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::build::{BuildOptions, build};
use super::live::Live;
use super::summary::Summary;
use crate::diagnostic::Diagnostic;

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

/// Builds, waits for changes, and builds again, until the build is told to stop.
///
/// # Errors
/// When the folders cannot be watched.
pub fn watch(
    live: &mut Live<'_>,
    options: &BuildOptions,
    tell: &mut dyn FnMut(&Told<'_>),
) -> io::Result<()> {
    let Some(mut watched) = live.watch()? else { return Ok(()) };
    let mut documents = all(live, options, tell);
    while !options.stop.load(Ordering::Relaxed) {
        let Some(mut changed) = watched.wait(BREATH) else { break };
        changed.retain(|path| !is_ours(live, options, path));
        if changed.is_empty() {
            continue;
        }
        live.changed(&changed);
        if let Some(again) = live.watch()? {
            watched = again;
        }
        // Whoever edits a page waits for that one.
        let touched: Vec<PathBuf> = documents.intersection(&changed).cloned().collect();
        if let Some(project) = live.project().filter(|_| !touched.is_empty()) {
            let options = BuildOptions { paths: touched, ..options.clone() };
            tell(&Told::Touched(&build(project, &options)));
        }
        documents = all(live, options, tell);
    }
    Ok(())
}

/// Makes everything that is out of date; gives the files of all documents.
fn all(
    live: &Live<'_>,
    options: &BuildOptions,
    tell: &mut dyn FnMut(&Told<'_>),
) -> BTreeSet<PathBuf> {
    let Some(project) = live.project() else {
        tell(&Told::Broken(live.problems()));
        return BTreeSet::new();
    };
    let mut summary = build(project, options);
    summary.diagnostics.extend(live.problems().iter().cloned());
    tell(&Told::Built(&summary));
    summary.documents.into_iter().map(|document| document.file).collect()
}

/// Whether a file is one that builds write.
fn is_ours(live: &Live<'_>, options: &BuildOptions, path: &std::path::Path) -> bool {
    live.project().is_some_and(|project| {
        path.starts_with(options.folder(project))
            || path == project.site.root.join("data/documents.json")
    })
}
