//! Typst alone on the folder that `offprint export` writes: the measure that the whole
//! process is compared with. Reads the same files and fonts, makes the same kind of PDF.
//!
//! ```sh
//! plain_typst FOLDER OUT.pdf [WORD [COUNT]]
//! ```
//!
//! With a word that is in the markup it prints how many milliseconds it takes to make the PDF
//! again after a letter was added to that: the measure for `watch`. With a count it makes so
//! many PDFs on all cores, each with a number behind the word, as `OUT.pdf.N`, and prints the
//! milliseconds of all: the measure for `merge`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "this is not part of the program"
)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rayon::ThreadPoolBuilder;
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

/// The files that differ from one document to the next.
const OWN: [&str; 2] = ["/main.typ", "/data.json"];

/// A folder of files; in its own ones a word may be another.
struct Folder(PathBuf, Option<(String, String)>);

impl FileLoader for Folder {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = self.0.join(id.get().vpath().get_without_slash());
        let bytes = fs::read(&path).map_err(|error| FileError::from_io(error, &path))?;
        if let Some((word, other)) = &self.1 {
            let text = String::from_utf8_lossy(&bytes).replace(word, other);
            return Ok(Bytes::from_string(text));
        }
        Ok(Bytes::new(bytes))
    }
}

struct Plain {
    standard: LazyHash<Library>,
    fonts: FontStore,
    /// What is the same for all documents: templates, pictures.
    still: FileStore<Folder>,
    own: FileStore<Folder>,
    main: FileId,
}

impl Plain {
    fn new(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut store = FontStore::new();
        fonts(&folder.join("fonts"), &mut store)?;
        store.extend(typst_kit::fonts::embedded());
        let path = VirtualPath::new("/main.typ")?;
        Ok(Self {
            standard: LazyHash::new(Library::default()),
            fonts: store,
            still: FileStore::new(Folder(folder.to_owned(), None)),
            own: FileStore::new(Folder(folder.to_owned(), None)),
            main: RootedPath::new(VirtualRoot::Project, path).intern(),
        })
    }

    /// Takes another document: the same with `other` for `word`.
    fn put(&mut self, folder: &Path, word: &str, other: String) {
        let own = Folder(folder.to_owned(), Some((word.to_owned(), other)));
        self.own = FileStore::new(own);
    }

    fn store(&self, id: FileId) -> &FileStore<Folder> {
        let path = id.get().vpath().get_with_slash();
        if OWN.contains(&path) { &self.own } else { &self.still }
    }
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
        self.store(id).source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.store(id).file(id)
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
    let word = arguments.next().map(|word| word.to_string_lossy().into_owned());
    let count = arguments.next().map(|count| count.to_string_lossy().parse::<usize>());
    match (word, count.transpose()?) {
        (Some(word), Some(count)) => many(&folder, &output, &word, count),
        (word, _) => one(&folder, &output, word.as_deref()),
    }
}

fn one(folder: &Path, output: &Path, word: Option<&str>) -> Result<(), Box<dyn Error>> {
    let mut world = Plain::new(folder)?;
    fs::write(output, print(&world)?)?;
    if let Some(word) = word {
        world.put(folder, word, format!("{word}e"));
        let start = Instant::now();
        fs::write(output, print(&world)?)?;
        println!("{:.3}", start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(())
}

fn many(
    folder: &Path,
    output: &Path,
    word: &str,
    count: usize,
) -> Result<(), Box<dyn Error>> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), String> {
        let mut world = Plain::new(folder).map_err(|error| error.to_string())?;
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return Ok(());
            }
            world.put(folder, word, format!("{word}{number}"));
            let pdf = print(&world).map_err(|error| error.to_string())?;
            let path = format!("{}.{number}", output.display());
            fs::write(path, pdf).map_err(|error| error.to_string())?;
            comemo::evict(10);
        }
    };
    let start = Instant::now();
    // Each thread parts its work with none of the others.
    let alone = || ThreadPoolBuilder::new().num_threads(1).build();
    let cores = std::thread::available_parallelism()?.get();
    std::thread::scope(|scope| -> Result<(), Box<dyn Error>> {
        let pools = (0..cores).map(|_| alone()).collect::<Result<Vec<_>, _>>()?;
        let threads: Vec<_> = pools
            .into_iter()
            .map(|pool| scope.spawn(move || pool.install(work)))
            .collect();
        for thread in threads {
            thread.join().map_err(|_| "a thread panicked")??;
        }
        Ok(())
    })?;
    println!("{:.3}", start.elapsed().as_secs_f64() * 1000.0);
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
