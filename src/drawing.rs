//! Pictures that are PDFs, as drawings (SVG): an accessible PDF may hold no other (PDF/A,
//! PDF/UA), and a drawing stays as sharp as it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_svg::hayro_interpret::InterpreterSettings;
use hayro_svg::hayro_syntax::Pdf;
use hayro_svg::{RenderCache, SvgRenderSettings, convert};

/// Why a PDF is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// It cannot be read, or it has a password.
    Unreadable,
    /// It has text in a font that is not in it.
    WithoutFont,
}

/// The first page of a PDF as SVG.
///
/// # Errors
/// When it cannot be read, or would lose its text.
pub fn of_pdf(bytes: Vec<u8>) -> Result<String, Unusable> {
    let pdf = Pdf::new(Arc::new(bytes)).map_err(|_| Unusable::Unreadable)?;
    let page = pdf.pages().first().ok_or(Unusable::Unreadable)?;
    let asked = Arc::new(AtomicBool::new(false));
    let lacks = Arc::clone(&asked);
    let settings = InterpreterSettings {
        // Only fonts that are not in the file are asked for.
        font_resolver: Arc::new(move |_| {
            lacks.store(true, Ordering::Relaxed);
            None
        }),
        cmap_resolver: Arc::new(|_| None),
        warning_sink: Arc::new(|_| {}),
        render_annotations: false,
    };
    let look = SvgRenderSettings { bg_color: [0, 0, 0, 0] };
    let svg = convert(page, &RenderCache::new(), &settings, &look);
    if asked.load(Ordering::Relaxed) { Err(Unusable::WithoutFont) } else { Ok(svg) }
}

#[cfg(test)]
mod tests {
    use super::{Unusable, of_pdf};

    /// A page of 20 by 10 points with a rectangle on it.
    const PAGE: &str = "%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 20 10]/Contents 4 0 R/Resources<<>>>> endobj
4 0 obj <</Length 15>> stream
1 1 8 8 re f
endstream endobj
trailer <</Root 1 0 R>>
%%EOF";

    #[test]
    fn the_first_page_is_drawn() {
        let svg = of_pdf(PAGE.as_bytes().to_vec()).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("<path"), "{svg}");
        assert_eq!(of_pdf(b"%PDF-1.4 nothing".to_vec()), Err(Unusable::Unreadable));
    }
}
