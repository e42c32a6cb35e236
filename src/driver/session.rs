//! What builds that follow each other in one process know of each other: which documents have
//! errors, and where the files lie that documents are made of. A single build has none of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::judge::outdated;
use super::output::document;
use super::plan::Planned;
use super::print::Printed;
use super::project::Project;
use super::store::Store;
use super::summary::Built;
use crate::diagnostic::Diagnostic;
use crate::manifest::{Document, Manifest};

/// What is known from earlier builds.
#[derive(Debug, Default)]
pub struct Session {
    failures: Mutex<BTreeMap<PathBuf, Failure>>,
    folders: Mutex<BTreeSet<PathBuf>>,
}

/// A document that had errors.
#[derive(Debug)]
struct Failure {
    /// What it was made of.
    document: Document,
    /// All that is wrong with it.
    diagnostics: Vec<Diagnostic>,
}

impl Session {
    /// Takes in what came of a document. One that ran away, or is at odds with another, is not
    /// remembered: that it has errors does not hang on its own files alone.
    pub(super) fn note(&self, store: &Store<'_>, planned: &Planned, printed: &Printed) {
        let mut failures = locked(&self.failures);
        let is_known = !printed.facts.paths.is_empty() && planned.diagnostics.is_empty();
        if printed.pdf.is_some() || !is_known {
            failures.remove(&planned.output);
            return;
        }
        let failure = Failure {
            document: document(store, planned, printed, &[]),
            diagnostics: printed.diagnostics.clone(),
        };
        failures.insert(planned.output.clone(), failure);
    }

    /// What is told of a document that had errors, if nothing has changed that it was made of.
    pub(super) fn failed(
        &self,
        project: &Project<'_>,
        store: &Store<'_>,
        planned: &Planned,
    ) -> Option<Built> {
        let failures = locked(&self.failures);
        let Failure { document, diagnostics } = failures.get(&planned.output)?;
        let is_same = planned.diagnostics.is_empty()
            && outdated(project, store, planned, document).is_none();
        is_same.then(|| Built {
            state: planned.state.clone(),
            diagnostics: diagnostics.clone(),
            ..Built::known(planned, document)
        })
    }

    /// Notes the folders of all files that documents are made of.
    pub(super) fn follow(&self, root: &Path, manifest: &Manifest) {
        let failures = locked(&self.failures);
        let failed = failures.values().map(|failure| &failure.document);
        let documents = manifest.documents.values().chain(failed);
        let names: BTreeSet<&String> =
            documents.flat_map(|document| document.inputs.keys()).collect();
        let folders = names.into_iter().filter_map(|name| folder_of(&root.join(name)));
        *locked(&self.folders) = folders.collect();
    }

    /// The folders of all files that documents are made of.
    pub(super) fn folders(&self) -> BTreeSet<PathBuf> {
        locked(&self.folders).clone()
    }
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> Option<PathBuf> {
    path.parent().map(crate::system::normalize)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
