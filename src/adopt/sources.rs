//! Where a site says what it looks like: styles, tokens, Tailwind's configuration, parameters,
//! and the fonts themselves.

use std::path::{Path, PathBuf};

use super::swatches::{Swatch, Swatches};
use super::typefaces::Typefaces;
use crate::front_matter::{Value, read_data};
use crate::site::Site;
use crate::source::Source;
use crate::system::{System, normalize};
use crate::world;

/// Styles larger than this, in bytes, are the work of a program.
const MAX_STYLE: usize = 2_000_000;

/// Files of tokens larger than this are something else.
const MAX_TOKENS: usize = 500_000;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The colours.
    pub(super) swatches: Vec<Swatch>,
    /// The type.
    pub(super) typefaces: Typefaces,
    /// The text of all styles.
    pub(super) styles: String,
}

/// Reads what the site has; `files` are those it publishes or processes.
pub(super) fn read(system: &dyn System, site: &Site, files: &[PathBuf]) -> Found {
    let styles = styles(system, files);
    let tokens = tokens(system, site, files);
    let mut swatches = Swatches::default();
    let mut typefaces = Typefaces::default();
    for value in &tokens {
        swatches.tokens(value);
    }
    if let Some(Value::Map(params)) = site.settings.get("params") {
        swatches.params(params);
    }
    for name in [
        "tailwind.config.js",
        "tailwind.config.cjs",
        "tailwind.config.mjs",
        "tailwind.config.ts",
    ] {
        for folder in ["", "assets", "assets/css"] {
            if let Ok(bytes) = system.read(&normalize(&site.root.join(folder).join(name)))
            {
                swatches.tailwind(&String::from_utf8_lossy(&bytes));
            }
        }
    }
    swatches.styles(&styles);
    for family in families(system, files) {
        typefaces.family(&family);
    }
    typefaces.styles(&styles);
    for value in &tokens {
        typefaces.tokens(value);
    }
    if let Some(Value::Map(params)) = site.settings.get("params") {
        typefaces.params(params);
    }
    typefaces.complete();
    Found { swatches: swatches.0, typefaces, styles }
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

fn styles(system: &dyn System, files: &[PathBuf]) -> String {
    let is_style = |path: &&PathBuf| {
        matches!(extension(path).as_str(), "css" | "scss" | "sass" | "less")
    };
    let texts = files
        .iter()
        .filter(is_style)
        .filter_map(|path| system.read(path).ok());
    let texts = texts.filter(|bytes| bytes.len() < MAX_STYLE);
    texts
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Files of tokens by their usual names, those of the site's own folders first.
fn tokens(system: &dyn System, site: &Site, files: &[PathBuf]) -> Vec<Value> {
    let mut own = Vec::new();
    super::brand::walk(system, &normalize(&site.root.join("data")), &mut own);
    for entry in system.list(&site.root).unwrap_or_default() {
        if !entry.is_dir {
            own.push(entry.path);
        }
    }
    let named = |path: &&PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let words = ["brand", "token", "theme", "color", "palette", "style"];
        matches!(extension(path).as_str(), "json" | "yaml" | "yml" | "toml")
            && words.iter().any(|word| name.contains(word))
            && !name.starts_with("_brand")
    };
    let read = |path: &PathBuf| {
        let bytes = system.read(path).ok().filter(|bytes| bytes.len() < MAX_TOKENS)?;
        let source = Source::new("", String::from_utf8_lossy(&bytes));
        read_data(&source, &extension(path)).ok()
    };
    own.iter().chain(files).filter(named).filter_map(read).collect()
}

/// The families of the font files, as the fonts themselves name them.
fn families(system: &dyn System, files: &[PathBuf]) -> Vec<String> {
    let is_font = |path: &&PathBuf| {
        matches!(extension(path).as_str(), "woff2" | "woff" | "ttf" | "otf")
    };
    let mut out: Vec<String> = Vec::new();
    for path in files.iter().filter(is_font) {
        let bytes = system.read(path).ok().and_then(world::unpacked);
        if let Some(family) = bytes.and_then(world::family)
            && !out.contains(&family)
        {
            out.push(family);
        }
    }
    out
}
