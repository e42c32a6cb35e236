//! PDF export: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once, always tagged, with
//! nothing in it that depends on the day or the machine.

use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::compile::{Compiled, translate};
use crate::diagnostic::Diagnostic;

/// Writes the PDF. `identifier` names the document for good: its public address, or its path.
///
/// # Errors
/// What keeps the document from being accessible, at the lines of the page.
pub fn export(
    compiled: &Compiled<'_>,
    identifier: &str,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| vec![Diagnostic::error("pdf", error.message().to_string())])?;
    let options = PdfOptions {
        ident: Smart::Custom(identifier.to_owned()),
        creator: Smart::Custom(Some(format!("offprint {}", env!("CARGO_PKG_VERSION")))),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&compiled.document, &options).map_err(|errors| {
        errors
            .iter()
            .map(|error| Diagnostic {
                code: "pdf",
                ..translate(&compiled.world, &compiled.origin, error)
            })
            .collect()
    })
}
