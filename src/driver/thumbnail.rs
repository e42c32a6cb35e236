//! Pictures of a document: its cover or any page, and a card for where it is shared.

use std::path::{Path, PathBuf};

use super::project::Project;
use crate::compile::{self, Compiled, Origin};
use crate::diagnostic::Diagnostic;
use crate::raster::{self, Format};
use crate::world::{Files, MAIN};

/// Which pictures are made beside a PDF.
#[derive(Debug, Clone, Default)]
pub struct Thumbnails {
    /// The width of pictures of pages, in pixels; none are made without.
    pub width: Option<u32>,
    /// The pages, the first is 1; the cover unless given.
    pub pages: Vec<usize>,
    /// Whether there is a card for where the document is shared, 1200 × 630 pixels.
    pub card: bool,
    /// The format of all of them.
    pub format: Format,
}

/// A picture of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// What is put between the name of the PDF and the extension: nothing for the cover,
    /// `-3` for page 3, `-card` for the card.
    pub suffix: String,
    /// The end of its name.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Thumbnail {
    /// Its path beside a PDF.
    #[must_use]
    pub fn path(&self, pdf: &Path) -> PathBuf {
        let mut name = pdf.file_stem().unwrap_or_default().to_owned();
        name.push(format!("{}.{}", self.suffix, self.extension));
        pdf.with_file_name(name)
    }
}

/// The width of the card, in pixels.
const CARD_WIDTH: u32 = 1200;

/// What is laid out for the card, in the place of the document.
const CARD: &str = "#import \"/template/card.typ\": card\n#card()\n";

impl Thumbnails {
    /// Whether any is made.
    #[must_use]
    pub fn any(&self) -> bool {
        self.width.is_some() || self.card
    }
}

/// The pictures that are asked for, and what is wrong with them.
pub(super) fn make(
    project: &Project<'_>,
    compiled: &Compiled<'_>,
    files: &Files,
    origin: &Origin,
) -> (Vec<Thumbnail>, Vec<Diagnostic>) {
    let wanted = &project.thumbnails;
    let (mut made, mut told) = (Vec::new(), Vec::new());
    if let Some(width) = wanted.width {
        let cover = [1];
        let pages = if wanted.pages.is_empty() { &cover } else { &wanted.pages[..] };
        for page in pages {
            let suffix = if *page == 1 { String::new() } else { format!("-{page}") };
            let picture = compiled.picture_of(*page, width);
            match picture.and_then(|pixels| raster::encode(pixels, wanted.format)) {
                Some(bytes) => made.push(thumbnail(wanted.format, suffix, bytes)),
                None => told.push(no_page(*page, compiled.pages())),
            }
        }
    }
    if wanted.card {
        let mut files = files.clone();
        files.add(MAIN, CARD.as_bytes());
        let (card, found) =
            compile::compile(&project.press().engine, files, origin.clone());
        told.extend(found);
        let bytes = card
            .and_then(|card| card.picture_of(1, CARD_WIDTH))
            .and_then(|pixels| raster::encode(pixels, wanted.format));
        made.extend(
            bytes.map(|bytes| thumbnail(wanted.format, "-card".to_owned(), bytes)),
        );
    }
    (made, told)
}

fn thumbnail(format: Format, suffix: String, bytes: Vec<u8>) -> Thumbnail {
    Thumbnail { suffix, extension: format.extension(), bytes }
}

fn no_page(page: usize, pages: usize) -> Diagnostic {
    let message = format!("there is no page {page}; the document has {pages}");
    Diagnostic::warning("thumbnail-page-missing", message)
        .hint("name other pages with `--thumbnail-pages`")
}
