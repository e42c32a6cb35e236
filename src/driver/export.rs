//! A page as a folder that the plain Typst command line compiles.

use std::path::{Path, PathBuf};

use super::project::Project;
use super::render::prepare;
use crate::diagnostic::Diagnostic;
use crate::page::Page;

/// Writes the files of a document to `folder`; compile it there with
/// `typst compile --root . main.typ`. Gives the paths of the files and what is wrong.
///
/// # Errors
/// When a file cannot be written.
pub fn export(
    project: &Project<'_>,
    page: &Page,
    template: &str,
    folder: &Path,
) -> Result<(Vec<PathBuf>, Vec<Diagnostic>), Diagnostic> {
    let prepared = prepare(project, page, template);
    let mut written = Vec::new();
    for (path, bytes) in &prepared.files.0 {
        let file = folder.join(path.trim_start_matches('/'));
        project.system.write(&file, bytes).map_err(|error| {
            Diagnostic::error(
                "output-unwritable",
                format!("cannot write `{}`: {error}", file.display()),
            )
        })?;
        written.push(file);
    }
    for (name, bytes) in crate::world::fonts() {
        let file = folder.join("fonts").join(name);
        project.system.write(&file, bytes).map_err(|error| {
            Diagnostic::error(
                "output-unwritable",
                format!("cannot write `{}`: {error}", file.display()),
            )
        })?;
        written.push(file);
    }
    Ok((written, prepared.diagnostics))
}
