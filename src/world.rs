//! The world that Typst sees: the files of one document under fixed names, the fonts, and
//! nothing else: no disk, no network, no clock.
//!
//! A process can have no more than 65,535 file ids, so names are the same for every document.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use indexmap::IndexMap;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontStyle, FontVariations};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;

use crate::diagnostic::nearest;

/// What all documents share: Typst's library and the fonts.
pub struct Engine {
    standard: LazyHash<Library>,
    fonts: FontStore,
    /// Where the first faces come from; those behind them are Typst's.
    origins: Vec<Origin>,
    /// The files of templates as they were parsed last: most documents have the same.
    parsed: RwLock<IndexMap<FileId, Source>>,
}

/// Where a face comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file of the project.
    Project(PathBuf),
    /// The program, by the name of the file.
    Program(&'static str),
    /// Typst.
    Typst,
}

/// A face of a family.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// Its weight; of a variable font that of its default instance.
    pub weight: u16,
    /// `normal`, `italic` or `oblique`.
    pub style: &'static str,
    /// What can be varied of a variable font.
    pub axes: Vec<Axis>,
    /// Where it comes from.
    pub origin: Origin,
}

/// An axis of a variable font.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Its tag in OpenType, such as `wght`.
    pub tag: String,
    /// Its least value.
    pub from: f32,
    /// Its greatest value.
    pub to: f32,
}

impl Face {
    /// Whether it is of this weight and style, or can be: Typst sets `wght`, and for slanted
    /// type `ital` or `slnt`, within what the font allows.
    #[must_use]
    pub fn is(&self, weight: u16, style: &str) -> bool {
        let (from, to) = self.weights();
        (from..=to).contains(&f32::from(weight)) && self.has_style(style)
    }

    /// The least and the greatest weight.
    #[must_use]
    pub fn weights(&self) -> (f32, f32) {
        let axis = self.axes.iter().find(|axis| axis.tag == "wght");
        let own = f32::from(self.weight);
        axis.map_or((own, own), |axis| (axis.from, axis.to))
    }

    /// Whether it is `normal`, `italic` or `oblique`, or can be.
    #[must_use]
    pub fn has_style(&self, style: &str) -> bool {
        let can_slant = || {
            self.axes
                .iter()
                .any(|axis| ["ital", "slnt"].contains(&axis.tag.as_str()))
        };
        self.style == style || style != "normal" && can_slant()
    }
}

macro_rules! fonts {
    ($($name:literal),* $(,)?) => { &[$(($name, include_bytes!(concat!("../fonts/", $name)))),*] };
}

/// The fonts that come with the program.
const FONTS: &[(&str, &[u8])] = fonts!(
    "figtree/Figtree-Light.ttf",
    "figtree/Figtree-Regular.ttf",
    "figtree/Figtree-Regular_Italic.ttf",
    "figtree/Figtree-Medium.ttf",
    "figtree/Figtree-SemiBold.ttf",
    "figtree/Figtree-SemiBold_Italic.ttf",
    "figtree/Figtree-Bold.ttf",
    "source-serif-4/SourceSerif4-Light.ttf",
    "source-serif-4/SourceSerif4-Regular.ttf",
    "source-serif-4/SourceSerif4-Regular_Italic.ttf",
    "source-serif-4/SourceSerif4-SemiBold.ttf",
    "source-serif-4/SourceSerif4-SemiBold_Italic.ttf",
    "source-serif-4/SourceSerif4-Bold.ttf",
    "source-serif-4/SourceSerif4-Bold_Italic.ttf",
    "jetbrains-mono/JetBrainsMono-Regular.ttf",
    "jetbrains-mono/JetBrainsMono-Regular_Italic.ttf",
    "jetbrains-mono/JetBrainsMono-Bold.ttf",
    "noto-emoji/NotoEmoji-Regular.ttf",
);

impl Engine {
    /// An engine with the fonts of a project, those of the program, and Typst's own for
    /// mathematics and what no other face has.
    #[must_use]
    pub fn new(project_fonts: Vec<(PathBuf, Vec<u8>)>) -> Self {
        let mut fonts = FontStore::new();
        let mut origins = Vec::new();
        let project = project_fonts.into_iter();
        let project =
            project.map(|(path, bytes)| (Origin::Project(path), Bytes::new(bytes)));
        let own = FONTS
            .iter()
            .map(|(name, bytes)| (Origin::Program(name), Bytes::new(*bytes)));
        for (origin, bytes) in project.chain(own) {
            for font in Font::iter(bytes) {
                origins.push(origin.clone());
                fonts.extend([(font.clone(), font.info().clone())]);
            }
        }
        fonts.extend(typst_kit::fonts::embedded());
        Self {
            standard: LazyHash::new(Library::default()),
            fonts,
            origins,
            parsed: RwLock::default(),
        }
    }

    /// A file of a template, parsed if it is not the one that was parsed last. Typst then
    /// knows it by its hash, and need not look at every node of it again.
    fn parsed(&self, id: FileId, store: &FileStore<Files>) -> FileResult<Source> {
        let bytes = store.file(id)?;
        let parsed = self.parsed.read().unwrap_or_else(PoisonError::into_inner);
        let known = parsed.get(&id).filter(|known| known.text().as_bytes() == &*bytes);
        if let Some(known) = known.cloned() {
            return Ok(known);
        }
        drop(parsed);
        let source = store.source(id)?;
        let mut parsed = self.parsed.write().unwrap_or_else(PoisonError::into_inner);
        parsed.insert(id, source.clone());
        Ok(source)
    }

    /// The faces of a family.
    #[must_use]
    pub fn faces(&self, family: &str) -> Vec<Face> {
        let book = self.fonts.book();
        let face = |index: usize| {
            let info = book.info(index)?;
            let axes = info.axes.iter().map(|axis| Axis {
                tag: axis.tag.to_str_lossy().into_owned(),
                from: axis.min.0,
                to: axis.max.0,
            });
            Some(Face {
                weight: info.variant.weight.to_number(),
                style: match info.variant.style {
                    FontStyle::Normal => "normal",
                    FontStyle::Italic => "italic",
                    FontStyle::Oblique => "oblique",
                },
                axes: axes.collect(),
                origin: self.origins.get(index).cloned().unwrap_or(Origin::Typst),
            })
        };
        book.select_family(&family.to_lowercase()).filter_map(face).collect()
    }

    /// Whether a family has a letter.
    #[must_use]
    pub fn has_letter(&self, family: &str, letter: char) -> bool {
        let book = self.fonts.book();
        let has = |index| {
            book.info(index)
                .is_some_and(|info| info.coverage.contains(u32::from(letter)))
        };
        book.select_family(&family.to_lowercase()).any(has)
    }

    /// Whether an upright face of a family has a feature of OpenType, such as `onum`.
    #[must_use]
    pub fn has_feature(&self, family: &str, tag: [u8; 4]) -> bool {
        let book = self.fonts.book();
        let has = |index: usize| {
            let font = self.fonts.font(index)?;
            let variant = font.info().variant;
            let instance =
                font.instantiate(variant, Abs::pt(10.0), &FontVariations::default());
            let features = instance.ttf().tables().gsub?.features;
            let is_there = features.into_iter().any(|one| one.tag.to_bytes() == tag);
            Some(variant.style == FontStyle::Normal && is_there)
        };
        let mut faces = book.select_family(&family.to_lowercase());
        faces.any(|index| has(index).unwrap_or(false))
    }

    /// The first family that has a letter.
    #[must_use]
    pub fn family_with(&self, letter: char) -> Option<String> {
        let names = self.fonts.book().families().map(|(name, _)| name.to_owned());
        names.into_iter().find(|name| self.has_letter(name, letter))
    }

    /// The family whose name is nearest to this one.
    #[must_use]
    pub fn nearest_family(&self, name: &str) -> Option<&str> {
        nearest(name, self.fonts.book().families().map(|(family, _)| family))
    }

    /// Whether there is a font of this family.
    #[must_use]
    pub fn has_family(&self, name: &str) -> bool {
        self.fonts.book().contains_family(&name.to_lowercase())
    }
}

/// A font file in a format that Typst reads; WOFF and WOFF2 are unpacked. None for what is no
/// font.
#[must_use]
pub fn unpacked(bytes: Vec<u8>) -> Option<Vec<u8>> {
    if bytes.starts_with(b"wOF2") {
        wuff::decompress_woff2(&bytes).ok()
    } else if bytes.starts_with(b"wOFF") {
        wuff::decompress_woff1(&bytes).ok()
    } else {
        Some(bytes)
    }
}

/// The family of a font file that Typst reads.
#[must_use]
pub fn family(bytes: Vec<u8>) -> Option<String> {
    Font::iter(Bytes::new(bytes))
        .next()
        .map(|font| font.info().family.clone())
}

/// The fonts that come with the program, by the names of their files.
pub fn fonts() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FONTS.iter().copied()
}

/// The files of a document by virtual path, `/main.typ` among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(pub IndexMap<String, Arc<[u8]>>);

/// The main file.
pub const MAIN: &str = "/main.typ";

impl Files {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) {
        self.0.insert(path.into(), bytes.into());
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<String> {
        Some(String::from_utf8_lossy(self.0.get(path)?).into_owned())
    }
}

impl FileLoader for Files {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_with_slash();
        let bytes = self.0.get(path).ok_or_else(|| FileError::NotFound(path.into()))?;
        Ok(Bytes::new(Arc::clone(bytes)))
    }
}

/// One document with what all share.
pub(crate) struct World<'e> {
    engine: &'e Engine,
    store: FileStore<Files>,
    main: FileId,
}

impl<'e> World<'e> {
    /// The world of a document. None if a path is not a virtual one, which ours all are.
    pub(crate) fn new(engine: &'e Engine, files: Files) -> Option<Self> {
        let main =
            RootedPath::new(VirtualRoot::Project, VirtualPath::new(MAIN).ok()?).intern();
        Some(Self { engine, store: FileStore::new(files), main })
    }

    /// The files of the document.
    pub(crate) fn files(&self) -> &Files {
        self.store.loader()
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.engine.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main {
            self.store.source(id)
        } else {
            self.engine.parsed(id, &self.store)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.store.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.font(index)
    }

    /// Documents have the date of their page; the day they are built on never shows.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
