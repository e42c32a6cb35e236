//! What prints: Typst with the fonts of the project and of the program, and the brand as far as
//! there are fonts for it. It is made when the first document is laid out, not before.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::{branding, faces};
use crate::brand::{Brand, Wanted};
use crate::config::Paths;
use crate::diagnostic::Diagnostic;
use crate::system::System;
use crate::world::{Engine, Origin, unpacked};

/// The engine, and the brand in fonts that are there.
pub struct Press {
    /// Typst.
    pub engine: Arc<Engine>,
    /// The brand without families that are not there.
    pub brand: Brand,
    /// What the fonts do not give of what the brand asks for.
    pub problems: Vec<Diagnostic>,
}

impl Press {
    /// Loads the fonts in `folder` and those that the brand lists.
    pub(super) fn new(
        system: &dyn System,
        folder: &Path,
        listed: &[PathBuf],
        brand: &Brand,
    ) -> Self {
        Self::with(Arc::new(loaded(system, folder, listed, brand)), folder, brand)
    }

    /// The same fonts for another brand.
    pub(super) fn with(engine: Arc<Engine>, folder: &Path, brand: &Brand) -> Self {
        let problems = faces::problems(brand, &engine, folder);
        let mut brand = brand.clone();
        brand.keep_families(|family| engine.has_family(family));
        Self { engine, brand, problems }
    }
}

/// The font files below a folder, in the order of their paths.
fn files(system: &dyn System, folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in system.list(folder).unwrap_or_default() {
        if entry.is_dir {
            found.extend(files(system, &entry.path, extensions));
        } else if has_extension(&entry.path, extensions) {
            found.push(entry.path);
        }
    }
    found
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().map(|name| name.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| extensions.contains(&extension.as_str()))
}

const PLAIN: &[&str] = &["ttf", "otf", "ttc", "otc"];
const PACKED: &[&str] = &["woff", "woff2"];

/// The files that the brand lists by their paths.
pub(super) fn listed(
    system: &dyn System,
    root: &Path,
    paths: &Paths,
    brand: &Brand,
) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let (mut found, mut told) = (Vec::new(), Vec::new());
    for Wanted { family, files, .. } in &brand.wanted {
        // Those on the web may lie in the folder of fonts.
        for name in files.iter().filter(|name| !faces::is_address(name)) {
            if let Some(path) = branding::file(system, brand, root, paths, name) {
                found.push(path);
                continue;
            }
            let message = format!("the font file `{name}` of `{family}` is not there");
            let hint = "put it beside the brand file or into the project, and name it by its path";
            let diagnostic = Diagnostic::error("brand-font-missing", message).hint(hint);
            told.push(brand.at(name, diagnostic));
        }
    }
    (found, told)
}

/// The fonts of a project with the paths of their files: those that the brand lists, and those
/// in the project's folder. Packed ones are unpacked.
fn read(
    system: &dyn System,
    folder: &Path,
    listed: &[PathBuf],
    extensions: &[&str],
) -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = listed
        .iter()
        .filter(|path| has_extension(path, extensions))
        .cloned()
        .collect();
    for path in files(system, folder, extensions) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let read = |path: PathBuf| Some((unpacked(system.read(&path).ok()?)?, path));
    let fonts: Vec<_> = paths.into_par_iter().filter_map(read).collect();
    fonts.into_iter().map(|(bytes, path)| (path, bytes)).collect()
}

/// All fonts of a project as files that Typst reads, by number: names may be the same.
pub(super) fn fonts(
    system: &dyn System,
    folder: &Path,
    listed: &[PathBuf],
) -> Vec<(PathBuf, Vec<u8>)> {
    let all = [read(system, folder, listed, PLAIN), read(system, folder, listed, PACKED)];
    let name = |(number, (path, bytes)): (usize, (PathBuf, Vec<u8>))| {
        let is_packed = has_extension(&path, PACKED);
        let path = if is_packed { path.with_extension("ttf") } else { path };
        let file = path.file_name().unwrap_or_default();
        (Path::new(&number.to_string()).join(file), bytes)
    };
    all.concat().into_iter().enumerate().map(name).collect()
}

/// Packed fonts are unpacked only if the brand asks for a family that is not there without, or
/// lists one that is there only because it comes with the program.
fn loaded(
    system: &dyn System,
    folder: &Path,
    listed: &[PathBuf],
    brand: &Brand,
) -> Engine {
    let load = |extensions: &[&str]| read(system, folder, listed, extensions);
    let plain = Engine::new(load(PLAIN));
    let is_own = |wanted: &Wanted| {
        let faces = plain.faces(&wanted.family);
        faces.iter().any(|face| matches!(face.origin, Origin::Project(_)))
    };
    let families = brand.families();
    if families.iter().all(|family| plain.has_family(family))
        && brand.wanted.iter().all(is_own)
    {
        return plain;
    }
    match load(PACKED) {
        packed if packed.is_empty() => plain,
        packed => Engine::new([load(PLAIN), packed].concat()),
    }
}
