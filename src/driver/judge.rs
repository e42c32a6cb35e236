//! Whether a PDF is what its page would give: decided from the manifest, without laying
//! anything out.

use super::plan::{Planned, Subject};
use super::project::Project;
use super::store::Store;
use super::summary::{Built, State};
use crate::manifest::Document;
use crate::page::Page;
use crate::source::Source;
use crate::system::{About, Digest};
use crate::timings::Timings;

/// How the PDF of a planned document is found.
pub(super) fn judge(
    project: &Project<'_>,
    store: &Store<'_>,
    planned: &Planned,
) -> State {
    let Some(document) = store.found(&planned.output) else { return State::Missing };
    let stale = |reason: String| State::Stale(reason);
    match store.is_there(&planned.output, &document.sha256) {
        None => return State::Missing,
        Some(false) => return stale("the PDF was changed by somebody else".to_owned()),
        Some(true) => {}
    }
    if let Some(reason) = outdated(project, store, planned, document) {
        return stale(reason);
    }
    let mut pictures = store.pictures(document);
    if let Some((path, _)) =
        pictures.find(|(path, sha256)| store.is_there(path, sha256) != Some(true))
    {
        return stale(format!("`{}` is not as it was", path.display()));
    }
    match &document.stale {
        Some(reason) => stale(reason.clone()),
        None => State::Fresh,
    }
}

/// What has changed of all that a document was made of.
pub(super) fn outdated(
    project: &Project<'_>,
    store: &Store<'_>,
    planned: &Planned,
    document: &Document,
) -> Option<String> {
    if document.page != store.name(&planned.file) {
        return Some(format!("it was made of `{}`", document.page));
    }
    if document.shared != store.shared.0 {
        let shared = store.shared_found(&document.shared);
        let why = shared.map(|shared| shared.difference(&store.shared.1));
        return why.or_else(|| Some("the manifest is not whole".to_owned()));
    }
    if document.template != planned.template {
        return Some(format!("the template was `{}`", document.template));
    }
    if let Some(path) = document.changed_input(&|name| store.now(name)) {
        return Some(format!("`{path}` has changed"));
    }
    if Digest::parse(&document.content) != Some(planned.content) {
        return Some("what the site or the day adds to the page has changed".to_owned());
    }
    let answers = document.answers.iter();
    let asked = answers.map(|one| (one.about, &*one.page, &*one.of, &*one.answer));
    changed_answer(project, planned, asked).map(|(about, of)| match about {
        About::Listed => format!("what `{of}` lists has changed"),
        _ => format!("where `{of}` leads has changed"),
    })
}

/// The first question about other pages that has another answer now. Asked was: what about, by
/// which page, of what, and what the answer was.
pub(super) fn changed_answer<'a>(
    project: &Project<'_>,
    planned: &Planned,
    asked: impl Iterator<Item = (About, &'a str, &'a str, &'a str)>,
) -> Option<(About, String)> {
    let mut asked = asked.peekable();
    asked.peek()?;
    let pages = planned.pages(project);
    let changed = asked.find(|(about, page, of, answer)| {
        let mut pages = pages.iter();
        let page =
            pages.find(|one| one.path.to_string_lossy().replace('\\', "/") == *page);
        page.is_none_or(|page| project.ask(*about, page, of) != *answer)
    });
    changed.map(|(about, _, of, _)| (about, of.to_owned()))
}

impl Planned {
    /// The pages of the document, read again.
    fn pages(&self, project: &Project<'_>) -> Vec<Page> {
        match &self.subject {
            Subject::Page => {
                project.page(&self.file).into_iter().map(|read| read.0).collect()
            }
            Subject::Stdin(page) => vec![(**page).clone()],
            Subject::Collection(_, files) => {
                let read = files.iter().filter_map(|file| project.page(file).ok());
                read.map(|(page, _)| page).collect()
            }
        }
    }
}

/// A document that need not be made, as it was told when it was made.
pub(super) fn remembered(
    project: &Project<'_>,
    store: &Store<'_>,
    planned: &Planned,
) -> Option<Built> {
    let document = store.found(&planned.output)?;
    let source = |name: &str| {
        let bytes = project.machine.read(name.as_ref()).ok()?;
        Some(Source::new(name, String::from_utf8_lossy(&bytes).into_owned()))
    };
    let warnings = document.warnings.iter();
    Some(Built {
        diagnostics: warnings.map(|one| one.restore(&source)).collect(),
        ..Built::known(planned, document)
    })
}

impl Built {
    /// A document that is not made now, without what is wrong with it.
    pub(super) fn known(planned: &Planned, document: &Document) -> Self {
        Self {
            file: planned.file.clone(),
            output: planned.output.clone(),
            state: State::Fresh,
            written: false,
            pages: document.pages,
            bytes: document.bytes,
            pictures: Box::default(),
            totals: document.ledger.into(),
            coverage: document.coverage,
            diagnostics: Vec::new(),
            timings: Timings::default(),
        }
    }
}

/// Notes how the PDFs of documents are found.
pub(super) fn look_at_all(
    project: &Project<'_>,
    store: &Store<'_>,
    documents: &mut [Planned],
    force: bool,
) {
    use rayon::prelude::*;
    let state = |planned: &Planned| match judge(project, store, planned) {
        State::Fresh if force => State::Stale("it is made anew in any case".to_owned()),
        State::Fresh if !planned.diagnostics.is_empty() => {
            State::Stale("it is not the only one of its name".to_owned())
        }
        state => state,
    };
    documents
        .par_iter_mut()
        .for_each(|planned| planned.state = state(planned));
}
