//! `export`.

use offprint::config::DEFAULT_TEMPLATE;
use offprint::diagnostic::Diagnostic;
use offprint::driver;
use offprint::report;
use offprint::system::System;

use super::{open, page};
use crate::args;
use crate::exit::Exit;
use crate::terminal;

/// `export`.
pub(crate) fn export(
    system: &dyn System,
    arguments: &args::Export,
) -> Result<Exit, Exit> {
    let (project, warnings) = open(system, &arguments.common, Some(&arguments.file))?;
    terminal::diagnostics(&warnings);
    let (page, mut diagnostics) = page(&project, &arguments.file)?;
    let template = project
        .template_of(&page)
        .unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned());
    let (files, found) = driver::export(&project, &page, &template, &arguments.to)
        .map_err(|error| {
            terminal::diagnostics(&[error]);
            Exit::System
        })?;
    diagnostics.extend(found);
    let diagnostics = report::sorted(diagnostics);
    terminal::diagnostics(&diagnostics);
    terminal::result(&arguments.to.join("main.typ").display().to_string());
    let folder = arguments.to.display();
    terminal::message(&format!(
        "{} files; compile them with `typst compile --root {folder} --font-path {folder}/fonts {folder}/main.typ`",
        files.len()
    ));
    Ok(if diagnostics.iter().any(Diagnostic::is_error) {
        Exit::Document
    } else {
        Exit::Success
    })
}
