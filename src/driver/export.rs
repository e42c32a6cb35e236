//! A page as a folder that the plain Typst command line compiles.

use std::path::{Path, PathBuf};

use super::prepare::prepare;
use super::project::Project;
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
    let mut write = |name: &Path, bytes: &[u8]| {
        let file = folder.join(name);
        project.system.write(&file, bytes).map_err(|error| {
            let message = format!("cannot write `{}`: {error}", file.display());
            Diagnostic::error("output-unwritable", message)
        })?;
        written.push(file);
        Ok(())
    };
    for (path, bytes) in &prepared.files.0 {
        write(Path::new(path.trim_start_matches('/')), bytes)?;
    }
    let fonts = Path::new("fonts");
    for (name, bytes) in crate::world::fonts() {
        write(&fonts.join(name), bytes)?;
    }
    for (name, bytes) in project.own_fonts() {
        write(&fonts.join("project").join(name), &bytes)?;
    }
    Ok((written, prepared.diagnostics))
}
