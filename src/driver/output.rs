//! Writing what was printed. The PDF that is there stays until the new one is whole on the
//! disk, and stays for good if there is none.

use std::path::{Path, PathBuf};

use super::plan::{Planned, Subject};
use super::print::{Imprint, Printed};
use super::store::{Store, unwritable};
use super::summary::Built;
use crate::diagnostic::{Diagnostic, Stored};
use crate::manifest::Document;
use crate::system::{System, digest};
use crate::timings::Stage;

/// Writes a document, and tells whether the disk refused; without a `store` it only tells what
/// would be written.
pub(super) fn finish(
    system: &dyn System,
    store: Option<&Store<'_>>,
    planned: Planned,
    mut printed: Printed,
) -> (Built, bool) {
    let pdf = printed.pdf.take();
    let mut pictures = Vec::new();
    let written = match (store, &pdf) {
        (Some(store), Some(pdf)) => {
            write(system, store, &planned, &mut printed, pdf, &mut pictures)
        }
        _ => Ok(()),
    };
    let reason = match (&pdf, &written) {
        (None, _) => Some("the page has errors"),
        (_, Err(_)) => Some("it could not be written"),
        _ => None,
    };
    if let (Some(store), Some(reason)) = (store, reason) {
        store.mark_stale(&planned.output, reason);
    }
    let failed = written.is_err();
    printed.diagnostics.extend(written.err());
    let built = Built {
        file: planned.file,
        output: planned.output,
        state: planned.state,
        written: pdf.is_some() && !failed,
        pages: printed.pages,
        bytes: pdf.map_or(0, |pdf| pdf.len()),
        pictures: pictures.into_boxed_slice(),
        totals: printed.totals,
        coverage: printed.coverage.words,
        diagnostics: printed.diagnostics,
        timings: printed.timings,
    };
    (built, failed)
}

/// The PDF comes last: as long as its digest is not the manifest's, the document is made anew.
fn write(
    system: &dyn System,
    store: &Store<'_>,
    planned: &Planned,
    printed: &mut Printed,
    pdf: &[u8],
    pictures: &mut Vec<PathBuf>,
) -> Result<(), Diagnostic> {
    let mut document = document(store, planned, printed, pdf);
    let timings = &mut printed.timings;
    let mut put = |path: &Path, bytes: &[u8]| {
        let write = || system.write(path, bytes);
        timings
            .measure(system, Stage::Write, write)
            .map_err(|error| unwritable(path, &error))?;
        store.fingerprints.wrote(path, bytes);
        Ok(())
    };
    for thumbnail in &printed.thumbnails {
        let path = thumbnail.path(&planned.output);
        put(&path, &thumbnail.bytes)?;
        document.pictures.insert(store.key(&path), digest(&thumbnail.bytes));
        pictures.push(path);
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
        coverage: printed.coverage.words,
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
