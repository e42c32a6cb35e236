//! Writing what was printed. The PDF that is there stays until the new one is whole on the
//! disk, and stays for good if there is none.

use super::plan::{Planned, Subject};
use super::print::{Imprint, Printed};
use super::store::{Store, unwritable};
use super::summary::{Built, State};
use crate::diagnostic::{Diagnostic, Stored};
use crate::manifest::Document;
use crate::system::{System, digest};
use crate::timings::Stage;

/// What came of a document, and whether the disk refused.
pub(super) type Finished = (Built, bool);

/// Writes a document; without a `store` it only tells what would be written.
pub(super) fn finish(
    system: &dyn System,
    store: Option<&Store<'_>>,
    planned: &Planned,
    state: State,
    printed: Printed,
) -> Finished {
    let mut built = Built {
        file: planned.file.clone(),
        output: planned.output.clone(),
        state,
        written: printed.pdf.is_some(),
        pages: printed.pages,
        bytes: printed.pdf.as_ref().map_or(0, Vec::len),
        pictures: Vec::new(),
        totals: printed.totals,
        coverage: printed.coverage.clone(),
        diagnostics: printed.diagnostics.clone(),
        timings: printed.timings,
    };
    let Some(store) = store else { return (built, false) };
    let written = match &printed.pdf {
        Some(pdf) => write(system, store, planned, &printed, pdf, &mut built),
        None => {
            store.mark_stale(&planned.output, "the page has errors");
            return (built, false);
        }
    };
    let failed = written.err();
    if let Some(error) = failed {
        built.written = false;
        store.mark_stale(&planned.output, "it could not be written");
        built.diagnostics.push(error);
        return (built, true);
    }
    (built, false)
}

/// The PDF comes last: as long as its digest is not the manifest's, the document is made anew.
fn write(
    system: &dyn System,
    store: &Store<'_>,
    planned: &Planned,
    printed: &Printed,
    pdf: &[u8],
    built: &mut Built,
) -> Result<(), Diagnostic> {
    let timings = &mut built.timings;
    let mut put = |path: &std::path::Path, bytes: &[u8]| {
        let write = || system.write(path, bytes);
        timings
            .measure(system, Stage::Write, write)
            .map_err(|error| unwritable(path, &error))?;
        store.fingerprints.wrote(path, bytes);
        Ok(())
    };
    let mut document = document(store, planned, printed, pdf);
    for thumbnail in &printed.thumbnails {
        let path = thumbnail.path(&planned.output);
        put(&path, &thumbnail.bytes)?;
        document.pictures.insert(store.key(&path), digest(&thumbnail.bytes));
        built.pictures.push(path);
    }
    put(&planned.output, pdf)?;
    match planned.subject {
        Subject::Stdin(_) => Ok(()),
        _ => store.add(&planned.output, document),
    }
}

/// The document as the manifest has it.
pub(super) fn document(
    store: &Store<'_>,
    planned: &Planned,
    printed: &Printed,
    pdf: &[u8],
) -> Document {
    let Imprint { url, language, title, version, date } = printed.imprint.clone();
    let mut document = Document {
        page: store.name(&planned.file),
        url,
        language,
        title,
        version,
        date,
        template: planned.template.clone(),
        sha256: digest(pdf),
        bytes: pdf.len(),
        pages: printed.pages,
        pictures: std::collections::BTreeMap::new(),
        ledger: printed.totals.into(),
        coverage: (&printed.coverage).into(),
        shared: store.shared.0.clone(),
        content: printed.content.clone(),
        inputs: std::collections::BTreeMap::new(),
        answers: Vec::new(),
        warnings: printed.diagnostics.iter().map(Stored::from).collect(),
        stale: None,
    };
    document.set_facts(printed.facts.clone(), &|path| store.name(path));
    document
}
