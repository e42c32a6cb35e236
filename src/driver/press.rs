//! What prints: Typst with the fonts of the project and of the program, and the brand as far as
//! there are fonts for it. It is made when the first document is laid out, not before.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::brand::Brand;
use crate::diagnostic::Diagnostic;
use crate::system::System;
use crate::world::{Engine, unpacked};

/// The engine, and the brand in fonts that are there.
pub struct Press {
    /// Typst.
    pub engine: Engine,
    /// The brand without families that are not there.
    pub brand: Brand,
    /// A warning for each family that is not there.
    pub warnings: Vec<Diagnostic>,
}

impl Press {
    /// Loads the fonts in `folder`.
    pub(super) fn new(system: &dyn System, folder: &Path, brand: &Brand) -> Self {
        let mut brand = brand.clone();
        let engine = engine(system, folder, &brand);
        let warnings = missing_families(&mut brand, &engine, folder);
        Self { engine, brand, warnings }
    }
}

/// The font files below a folder, in the order of their paths.
fn font_files(system: &dyn System, folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in system.list(folder).unwrap_or_default() {
        if entry.is_dir {
            files.extend(font_files(system, &entry.path, extensions));
            continue;
        }
        let extension = entry
            .path
            .extension()
            .map(|name| name.to_string_lossy().to_lowercase());
        if extension.is_some_and(|extension| extensions.contains(&extension.as_str())) {
            files.push(entry.path);
        }
    }
    files
}

/// The engine with the fonts of the project. Packed fonts are unpacked only if the brand asks
/// for a family that is not there without them.
fn engine(system: &dyn System, folder: &Path, brand: &Brand) -> Engine {
    let load = |extensions: &[&str]| -> Vec<Vec<u8>> {
        let files = font_files(system, folder, extensions);
        files
            .par_iter()
            .filter_map(|path| unpacked(system.read(path).ok()?))
            .collect()
    };
    let plain = Engine::new(load(&["ttf", "otf", "ttc", "otc"]));
    if brand.families().all(|family| plain.has_family(family)) {
        return plain;
    }
    match load(&["woff", "woff2"]) {
        packed if packed.is_empty() => plain,
        packed => Engine::new([load(&["ttf", "otf", "ttc", "otc"]), packed].concat()),
    }
}

/// Families that the brand asks for and that are not there; they are taken out.
fn missing_families(
    brand: &mut Brand,
    engine: &Engine,
    folder: &Path,
) -> Vec<Diagnostic> {
    let missing: Vec<String> = brand
        .families()
        .filter(|family| !engine.has_family(family))
        .map(str::to_owned)
        .collect();
    brand.keep_families(|family| engine.has_family(family));
    let mut told = Vec::new();
    for family in missing {
        let message =
            format!("the brand's font `{family}` is not there; the next one is used");
        let hint =
            format!("put its files (.ttf, .otf, .woff2) into `{}`", folder.display());
        let diagnostic = Diagnostic::warning("brand-font-missing", message).hint(hint);
        if !told.contains(&diagnostic) {
            told.push(diagnostic);
        }
    }
    told
}
