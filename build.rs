//! Gives the program a digest of what it is made of, so that PDFs of another build of it are
//! out of date.
#![expect(clippy::disallowed_methods, reason = "a build script has no `System`")]

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

/// What has a say in the bytes of a PDF.
const MADE_OF: &[&str] = &["Cargo.lock", "src", "templates", "fonts"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for path in MADE_OF {
        println!("cargo::rerun-if-changed={path}");
        add(Path::new(path), &mut hasher);
    }
    println!("cargo::rustc-env=OFFPRINT_MADE_OF={:016x}", hasher.finish());
}

fn add(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, hasher));
    } else if let Ok(bytes) = fs::read(path) {
        hasher.write(path.to_string_lossy().as_bytes());
        hasher.write(&bytes);
    }
}
