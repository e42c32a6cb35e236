//! What the preview shows, between those who look and the one who makes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

/// How a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody has looked yet.
    #[default]
    Waiting,
    /// Nothing is wrong.
    Fine,
    /// It has warnings.
    Warnings,
    /// It has errors; the PDF would not be written.
    Errors,
}

/// A document in the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Document {
    /// What it is called in addresses.
    pub id: String,
    /// Its file.
    pub file: String,
    /// Its title.
    pub title: String,
    /// How it is.
    pub status: Status,
    /// The number of its pages.
    pub pages: usize,
    /// The number of errors.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// Changes whenever the document does.
    pub version: u64,
}

/// A document that somebody looks at.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Everything about it: pages and regions, problems, ledger, coverage, sources.
    pub details: Value,
    /// The pictures of its pages by their digests.
    pub pages: BTreeMap<String, String>,
    /// Its PDF, if there is no error.
    pub pdf: Option<Vec<u8>>,
    /// The name of its PDF.
    pub name: String,
}

/// What there is to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Files that have changed.
    pub changed: BTreeSet<PathBuf>,
    /// Documents that somebody looks at and that are not there.
    pub wanted: Vec<String>,
    /// Whether the preview ends.
    pub over: bool,
}

/// How many documents are kept whole; of the others only the line in the list.
const KEPT: usize = 8;

#[derive(Default)]
struct Inner {
    version: u64,
    name: String,
    documents: Vec<Document>,
    shown: BTreeMap<String, Arc<Shown>>,
    /// Documents that are looked at, the last one last.
    looked_at: Vec<String>,
    /// What is wrong beside the documents.
    problems: Value,
    work: Work,
}

/// The desk: makers put documents on it, the server shows them.
#[derive(Default)]
pub struct Desk {
    inner: Mutex<Inner>,
    news: Condvar,
}

impl Desk {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something and tells everybody who waits.
    fn change<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        let mut inner = self.inner();
        inner.version += 1;
        let result = change(&mut inner);
        drop(inner);
        self.news.notify_all();
        result
    }

    /// Waits until `ready`, but not for longer than `patience`.
    fn wait(
        &self,
        patience: Duration,
        ready: impl Fn(&Inner) -> bool,
    ) -> MutexGuard<'_, Inner> {
        let waited = self.news.wait_timeout_while(self.inner(), patience, |inner| {
            !ready(inner) && !inner.work.over
        });
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Says which documents there are, and what is wrong beside them. What is known of a
    /// document that was there before stays.
    pub fn set_documents(&self, name: &str, documents: Vec<Document>, problems: Value) {
        self.change(|inner| {
            let known: BTreeMap<String, Document> = std::mem::take(&mut inner.documents)
                .into_iter()
                .map(|document| (document.id.clone(), document))
                .collect();
            inner.documents = documents
                .into_iter()
                .map(|document| match known.get(&document.id) {
                    Some(old) => Document { title: document.title, ..old.clone() },
                    None => document,
                })
                .collect();
            let documents = &inner.documents;
            inner.shown.retain(|id, _| documents.iter().any(|one| one.id == *id));
            name.clone_into(&mut inner.name);
            inner.problems = problems;
        });
    }

    /// Says what is wrong with the project itself; the documents stay as they are.
    pub fn set_problems(&self, problems: Value) {
        self.change(|inner| inner.problems = problems);
    }

    /// Puts a document on the desk; it is kept whole only while somebody looks at it. If it was
    /// not made to be looked at and somebody has begun to, it is asked for again.
    pub fn put(&self, document: Document, shown: Option<Shown>) {
        self.change(|inner| {
            let version = inner.version;
            let id = document.id.clone();
            if let Some(old) = inner.documents.iter_mut().find(|old| old.id == id) {
                *old = Document { version, ..document };
            }
            if !inner.looked_at.contains(&id) {
                return;
            }
            match shown {
                Some(shown) => {
                    inner.shown.insert(id, Arc::new(shown));
                }
                None => inner.work.wanted.push(id),
            }
        });
    }

    /// Notes that files have changed.
    pub fn files_changed(&self, paths: BTreeSet<PathBuf>) {
        self.change(|inner| inner.work.changed.extend(paths));
    }

    /// Ends the preview.
    pub fn end(&self) {
        self.change(|inner| inner.work.over = true);
    }

    /// Waits for something to do, but not for longer than `patience`.
    #[must_use]
    pub fn next_work(&self, patience: Duration) -> Work {
        let has_work = |inner: &Inner| {
            !inner.work.changed.is_empty() || !inner.work.wanted.is_empty()
        };
        let mut inner = self.wait(patience, has_work);
        let over = inner.work.over;
        std::mem::replace(&mut inner.work, Work { over, ..Work::default() })
    }

    /// The documents that somebody looks at, the last one first.
    #[must_use]
    pub fn looked_at(&self) -> Vec<String> {
        self.inner().looked_at.iter().rev().cloned().collect()
    }

    /// Somebody looks at a document. It is asked for unless it is there.
    pub(super) fn look_at(&self, id: &str) {
        let mut inner = self.inner();
        if !inner.documents.iter().any(|document| document.id == id) {
            return;
        }
        inner.looked_at.retain(|known| known != id);
        inner.looked_at.push(id.to_owned());
        while inner.looked_at.len() > KEPT {
            let oldest = inner.looked_at.remove(0);
            inner.shown.remove(&oldest);
        }
        let asked = inner.work.wanted.iter().any(|wanted| wanted == id);
        if !inner.shown.contains_key(id) && !asked {
            inner.work.wanted.push(id.to_owned());
            drop(inner);
            self.news.notify_all();
        }
    }

    /// The list of documents, once it is newer than `version`, or after `patience`.
    pub(super) fn list(&self, version: u64, patience: Duration) -> Value {
        let inner = self.wait(patience, |inner| inner.version > version);
        json!({
            "version": inner.version,
            "name": inner.name,
            "documents": inner.documents,
            "problems": inner.problems,
        })
    }

    /// A document that somebody looks at.
    pub(super) fn shown(&self, id: &str) -> Option<Arc<Shown>> {
        self.inner().shown.get(id).map(Arc::clone)
    }

    /// Whether there is such a document, looked at or not.
    pub(super) fn has(&self, id: &str) -> bool {
        self.inner().documents.iter().any(|document| document.id == id)
    }
}
