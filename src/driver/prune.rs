//! PDFs whose pages are no longer printed. They are removed when all others are made, and only
//! if they are what this program wrote.

use std::collections::BTreeSet;
use std::path::Path;

use super::plan::Plan;
use super::store::{Store, unwritable};
use super::summary::Orphan;
use crate::diagnostic::Diagnostic;
use crate::page::Unpublished;
use crate::system::System;

/// The PDFs of the manifest that the plan of a whole site does not have.
pub(super) fn orphans(
    system: &dyn System,
    store: &Store<'_>,
    plan: &Plan,
) -> Vec<Orphan> {
    let documents = plan.documents.iter();
    let planned: BTreeSet<&Path> =
        documents.map(|planned| planned.output.as_path()).collect();
    let outputs = store.outputs().into_iter();
    outputs
        .filter(|output| !planned.contains(output.as_path()))
        .map(|output| {
            let page = store.found(&output).map_or("", |document| &document.page);
            let skipped = plan.skipped.iter().find(|(file, _)| store.name(file) == page);
            let reason = match skipped {
                Some((_, Unpublished::Draft)) => format!("`{page}` is a draft"),
                Some((_, Unpublished::Future)) => {
                    format!("`{page}` is not yet published")
                }
                Some((_, Unpublished::Expired)) => format!("`{page}` has expired"),
                Some((_, Unpublished::Headless)) => {
                    format!("`{page}` has no page on the web")
                }
                None if system.is_file(&store.input(page)) => {
                    format!("`{page}` is not printed there any more")
                }
                None => format!("`{page}` is no longer there"),
            };
            Orphan { output, reason, removed: false }
        })
        .collect()
}

/// Removes orphans with their pictures, and tells which of them somebody else has changed.
///
/// The diagnostics are errors of the disk and warnings.
pub(super) fn prune(
    system: &dyn System,
    store: &Store<'_>,
    orphans: &mut [Orphan],
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for orphan in orphans {
        let Some(document) = store.found(&orphan.output) else { continue };
        let pdf = (orphan.output.clone(), document.sha256.clone());
        let files: Vec<_> = store.pictures(document).chain([pdf]).collect();
        let (mut removed, mut known) = (true, false);
        for (path, sha256) in files {
            if let Err(diagnostic) = remove(system, store, &path, &sha256) {
                known |= diagnostic.is_error();
                removed &= !diagnostic.is_error() && path != orphan.output;
                told.push(diagnostic);
            }
        }
        orphan.removed = removed;
        // What somebody else has changed stays, and is theirs from now on.
        if !known {
            store.forget(&orphan.output);
        }
    }
    told
}

fn remove(
    system: &dyn System,
    store: &Store<'_>,
    path: &Path,
    sha256: &str,
) -> Result<(), Diagnostic> {
    match store.is_there(path, sha256) {
        None => Ok(()),
        Some(true) if !system.is_file(path) => Ok(()),
        Some(true) => system.remove(path).map_err(|error| unwritable(path, &error)),
        Some(false) => {
            let message = format!(
                "`{}` has no page any more, but somebody else has changed it",
                path.display()
            );
            Err(Diagnostic::warning("output-foreign", message)
                .hint("it stays; remove it by hand if it is not needed"))
        }
    }
}
