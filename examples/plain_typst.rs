//! Typst alone on the folder that `offprint export` writes: the measure that the whole
//! process is compared with. Reads the same files and fonts, makes the same kind of PDF.
//!
//! ```sh
//! plain_typst FOLDER OUT.pdf [WORD]
//! ```
//!
//! With a word that is in the markup it prints how many milliseconds it takes to make the PDF
//! again after a letter was added to that: the measure for `watch`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "this is not part of the program"
)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// A folder of files; in the main one a word may be another.
struct Folder(PathBuf, Option<String>);

impl FileLoader for Folder {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = self.0.join(id.get().vpath().get_without_slash());
        let bytes = fs::read(&path).map_err(|error| FileError::from_io(error, &path))?;
        if let Some(word) = self.1.as_ref().filter(|_| path.ends_with("main.typ")) {
            let text =
                String::from_utf8_lossy(&bytes).replacen(word, &format!("{word}e"), 1);
            return Ok(Bytes::from_string(text));
        }
        Ok(Bytes::new(bytes))
    }
}

struct Plain {
    standard: LazyHash<Library>,
    fonts: FontStore,
    files: FileStore<Folder>,
    main: FileId,
}

impl World for Plain {
    fn library(&self) -> &LazyHash<Library> {
        &self.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn fonts(folder: &Path, store: &mut FontStore) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            fonts(&path, store)?;
        } else {
            let bytes = Bytes::new(fs::read(&path)?);
            store.extend(
                Font::iter(bytes).map(|font| (font.clone(), font.info().clone())),
            );
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().ok_or("name the folder of an export")?;
    let output = arguments.next().ok_or("name the PDF to write")?;
    let mut store = FontStore::new();
    fonts(&folder.join("fonts"), &mut store)?;
    store.extend(typst_kit::fonts::embedded());
    let main =
        RootedPath::new(VirtualRoot::Project, VirtualPath::new("/main.typ")?).intern();
    let standard = LazyHash::new(Library::default());
    let mut world = Plain {
        standard,
        fonts: store,
        files: FileStore::new(Folder(folder.clone(), None)),
        main,
    };
    fs::write(&output, print(&world)?)?;
    if let Some(word) = arguments.next() {
        let word = word.to_string_lossy().into_owned();
        world.files = FileStore::new(Folder(folder, Some(word)));
        let start = Instant::now();
        fs::write(output, print(&world)?)?;
        println!("{:.3}", start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(())
}

fn print(world: &Plain) -> Result<Vec<u8>, Box<dyn Error>> {
    let document = typst::compile::<PagedDocument>(world)
        .output
        .map_err(|errors| format!("{errors:?}"))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| error.message().to_string())?;
    let options = PdfOptions { standards, ..PdfOptions::default() };
    Ok(typst_pdf::pdf(&document, &options).map_err(|errors| format!("{errors:?}"))?)
}
