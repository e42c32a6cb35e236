//! The floors of the house: a module imports only what stands before it, readers and passes
//! do not import each other, the engine alone names Typst, files stay small.

use std::fs;
use std::path::{Path, PathBuf};

/// All modules in order, with their floors.
const FLOORS: &[(&str, u8)] = &[
    ("source", 0),
    ("diagnostic", 0),
    ("system", 0),
    ("component", 1),
    ("ledger", 1),
    ("coverage", 1),
    ("timings", 1),
    ("front_matter", 1),
    ("settings", 1),
    ("language", 1),
    ("profile", 1),
    ("address", 1),
    ("brand", 1),
    ("config", 1),
    ("document", 1),
    ("page", 1),
    ("icons", 1),
    ("merge", 1),
    ("site", 2),
    ("shortcode", 2),
    ("markdown", 2),
    ("html", 2),
    ("svg", 2),
    ("drawing", 2),
    ("raster", 2),
    ("diagram", 2),
    ("table", 2),
    ("passes", 3),
    ("markup", 3),
    ("template", 3),
    ("frames", 4),
    ("formula", 4),
    ("world", 4),
    ("compile", 4),
    ("pictures", 4),
    ("thumbnail", 4),
    ("view", 4),
    ("inks", 4),
    ("pdf", 4),
    ("manifest", 5),
    ("report", 5),
    ("preview", 5),
    ("mail", 5),
    ("delivery", 5),
    ("starter", 6),
    ("adopt", 6),
    ("driver", 6),
];

/// Floors whose modules never import each other.
const APART: &[u8] = &[2, 3, 5];

/// The most bytes a source file may have.
const MAX_BYTES: usize = 24_000;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            out.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
    out.sort();
    out
}

fn source_files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files(&root)
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("readable");
            (path.strip_prefix(&root).expect("below src").to_owned(), text)
        })
        .collect()
}

/// The module a file belongs to: its first folder, or its own name.
fn module(path: &Path) -> String {
    let first = path
        .components()
        .next()
        .expect("a name")
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn place(name: &str) -> Option<(usize, u8)> {
    FLOORS
        .iter()
        .position(|(known, _)| *known == name)
        .map(|at| (at, FLOORS[at].1))
}

/// The code without comments and without the tests at its end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The modules that a text names as `crate::name`.
fn imports(code: &str) -> Vec<String> {
    let names = code.split("crate::").skip(1);
    let name = |rest: &str| {
        rest.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    names.map(name).collect()
}

#[test]
fn modules_import_only_what_stands_before_them() {
    for (path, text) in source_files() {
        let own = module(&path);
        if matches!(own.as_str(), "lib" | "bin") {
            continue;
        }
        let (at, floor) =
            place(&own).unwrap_or_else(|| panic!("{own} has no floor: add it to FLOORS"));
        for name in imports(&code(&text)) {
            if name == own {
                continue;
            }
            let (other, other_floor) = place(&name)
                .unwrap_or_else(|| panic!("{}: crate::{name}", path.display()));
            assert!(
                other < at,
                "{}: `{own}` imports `{name}` from above",
                path.display()
            );
            let apart = floor == other_floor && APART.contains(&floor);
            assert!(!apart, "{}: `{own}` imports its neighbour `{name}`", path.display());
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_is_small() {
    for (path, text) in source_files() {
        assert!(text.starts_with("//!"), "{} does not open with `//!`", path.display());
        assert!(text.len() <= MAX_BYTES, "{} has {} bytes", path.display(), text.len());
        assert!(
            !code(&text).contains("use super::*"),
            "{} hides what it imports",
            path.display()
        );
    }
}

#[test]
fn only_the_engine_names_typst() {
    for (path, text) in source_files() {
        let floor = place(&module(&path)).map(|(_, floor)| floor);
        if floor == Some(4) {
            continue;
        }
        let named = ["typst::", "typst_", "comemo::"]
            .iter()
            .find(|name| code(&text).contains(**name));
        assert_eq!(named, None, "{}", path.display());
    }
}

/// What opens connections, and the only folder that names it.
const DOORS: &[(&str, &str)] = &[
    ("object_store::", "delivery"),
    ("reqwest::", "delivery"),
    ("tokio::", "delivery"),
    ("lettre::", "mail"),
];

#[test]
fn connections_have_doors_of_their_own() {
    for (path, text) in source_files() {
        let code = code(&text);
        for (name, door) in DOORS {
            let named = code.contains(name) && module(&path) != *door;
            assert!(!named, "{}: `{name}` is `{door}`'s", path.display());
        }
    }
}

#[test]
fn only_one_module_names_serde_yaml() {
    for (path, text) in source_files() {
        let is_border = path.ends_with("front_matter/yaml.rs");
        assert!(is_border || !code(&text).contains("serde_yaml"), "{}", path.display());
    }
}
