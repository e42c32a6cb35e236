//! PDF export: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once, always tagged, with
//! nothing in it that depends on the day or the machine.

use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::compile::{Compiled, FAULT, guarded, translate};
use crate::diagnostic::Diagnostic;

/// Writes the PDF. `identifier` names the document for good: its public address, or its path.
/// A document that `has_files` attached is PDF/A-3a.
///
/// # Errors
/// What keeps the document from being accessible, at the lines of the page.
pub fn export(
    compiled: &Compiled<'_>,
    identifier: &str,
    has_files: bool,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    // Only the third part of PDF/A lets files of any kind go with a document.
    let archival = if has_files { PdfStandard::A_3a } else { PdfStandard::A_2a };
    let standards = PdfStandards::new(&[archival, PdfStandard::Ua_1])
        .map_err(|error| vec![Diagnostic::error("pdf", error.message().to_string())])?;
    let options = PdfOptions {
        ident: Smart::Custom(identifier.to_owned()),
        creator: Smart::Custom(Some(format!("offprint {}", env!("CARGO_PKG_VERSION")))),
        standards,
        ..PdfOptions::default()
    };
    let written = guarded(|| typst_pdf::pdf(&compiled.document, &options))
        .map_err(|fault| vec![fault])?;
    written.map_err(|errors| {
        errors
            .iter()
            .map(|error| told(translate(&compiled.world, &compiled.origin, error)))
            .collect()
    })
}

/// What the exporter says, in our words where we have better ones.
fn told(mut diagnostic: Diagnostic) -> Diagnostic {
    if diagnostic.code == FAULT {
        return diagnostic;
    }
    diagnostic.code = "pdf";
    let missing = diagnostic.message.split_once("the text `").and_then(|(_, rest)| {
        let (text, rest) = rest.split_once("` could not be displayed")?;
        Some((text.trim_matches('"').to_owned(), rest.len()))
    });
    if let Some((text, _)) = missing {
        diagnostic.code = "glyph-missing";
        diagnostic.message = format!("no font has the character `{text}`");
        diagnostic.hint = Some(
            "put a font that has it into `fonts/`, or write something else".to_owned(),
        );
    }
    diagnostic
}
