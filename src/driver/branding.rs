//! The brand of a project: its file, the pictures it names, the fonts it lists.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::data::picture;
use super::faces::is_address;
use super::project::Project;
use crate::brand::{Brand, BrandAssets, PATH_VARIABLE};
use crate::config::Paths;
use crate::diagnostic::Diagnostic;
use crate::passes::images::Assets;
use crate::source::Source;
use crate::system::{System, normalize};

/// Reads the brand of the project in `root`: the file that the configuration names, or the
/// environment, or `_brand.yml`. Without one the brand has only its `name`.
///
/// # Errors
/// When a file that is named is not there or cannot be read.
pub(super) fn open(
    system: &dyn System,
    root: &Path,
    paths: &Paths,
    name: &str,
) -> Result<(Brand, Vec<Diagnostic>), Diagnostic> {
    let variable = system.variable(PATH_VARIABLE).filter(|path| !path.is_empty());
    let is_usual = paths.brand == Paths::default().brand;
    let named = variable.map(PathBuf::from).filter(|_| is_usual);
    let usual = root.join(&paths.brand);
    let path = named.clone().unwrap_or_else(|| usual.clone());
    // Like other programs, take the folder of a brand file for the file.
    let path =
        if system.is_dir(&path) { path.join(Paths::default().brand) } else { path };
    let path = normalize(&path);
    if named.is_none() && !system.is_file(&path) {
        return Ok((Brand::neutral(name), Vec::new()));
    }
    let open = |path: &Path| source(system, path);
    let source = open(&path).map_err(|error| {
        let message = format!("cannot read `{}`: {error}", path.display());
        let diagnostic = Diagnostic::error("file-unreadable", message);
        match &named {
            Some(_) => {
                diagnostic.hint(format!("the variable `{PATH_VARIABLE}` names it"))
            }
            None => diagnostic,
        }
    })?;
    Ok(Brand::read(&source, name, &open))
}

fn source(system: &dyn System, path: &Path) -> io::Result<Arc<Source>> {
    let text = String::from_utf8_lossy(&system.read(path)?).into_owned();
    Ok(Source::new(path.display().to_string(), text))
}

/// The file that the brand names: from its own folder, from the project, or from the files of
/// the site.
pub(super) fn file(
    system: &dyn System,
    brand: &Brand,
    root: &Path,
    paths: &Paths,
    name: &str,
) -> Option<PathBuf> {
    let relative = name.trim_start_matches('/');
    let site = std::iter::once(root.to_owned())
        .chain(paths.statics.iter().map(|folder| root.join(folder)))
        .chain([root.join(&paths.assets)]);
    let folders = brand.folders.iter().cloned().chain(site);
    folders
        .map(|folder| normalize(&folder.join(relative)))
        .find(|path| system.is_file(path))
}

/// The pictures of the brand.
pub(super) fn assets(
    project: &Project<'_>,
    assets: &mut Assets,
    diagnostics: &mut Vec<Diagnostic>,
) -> BrandAssets {
    let Project { system, brand, site, .. } = project;
    let roots = brand.folders.iter().chain([&site.root]);
    let roots: Vec<&Path> = roots.map(PathBuf::as_path).collect();
    let mut found = BrandAssets::new();
    for name in brand.pictures() {
        let path = file(*system, brand, &site.root, &site.paths, name);
        match path.and_then(|path| picture(*system, &roots, &path, assets)) {
            Some(path) => {
                found.insert(name.to_owned(), path);
            }
            None => {
                let message =
                    format!("the brand's picture `{name}` was not found or is none");
                let hint = if is_address(name) {
                    "nothing is fetched: download it, and name the file from the brand file"
                } else {
                    "name it from the brand file, from the project or from `static/`"
                };
                let diagnostic =
                    Diagnostic::warning("brand-picture-missing", message).hint(hint);
                diagnostics.push(brand.at(name, diagnostic));
            }
        }
    }
    found
}
