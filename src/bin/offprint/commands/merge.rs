//! `merge`.

use std::path::Path;

use offprint::diagnostic::Diagnostic;
use offprint::driver::{self, MergeOptions, Merged};
use offprint::report;
use offprint::system::System;

use super::open;
use crate::args;
use crate::exit::Exit;
use crate::terminal;

/// `merge`.
pub(crate) fn merge(system: &dyn System, arguments: &args::Merge) -> Result<Exit, Exit> {
    if let Some(folder) = &arguments.join {
        return join(system, folder);
    }
    let (mut project, warnings) =
        open(system, &arguments.common, arguments.page.as_ref())?;
    terminal::diagnostics(&warnings);
    project.size = (&arguments.size).into();
    project.thumbnails = (&arguments.thumbnails).into();
    let options = MergeOptions {
        page: arguments.page.clone().unwrap_or_default(),
        table: arguments.table.clone().unwrap_or_default(),
        reading: (&arguments.reading).into(),
        output: arguments.output.clone(),
        name: arguments.name.clone(),
        shard: arguments.shard,
        lenient: arguments.lenient,
        dry: arguments.check,
    };
    let merged = driver::merge(&project, &options);
    tell(&merged, arguments.check);
    Ok(exit_of(&merged))
}

fn join(system: &dyn System, folder: &Path) -> Result<Exit, Exit> {
    match driver::join(system, folder) {
        Ok(copies) => {
            terminal::result(&folder.join("manifest.json").display().to_string());
            terminal::message(&format!("{copies} copies joined"));
            Ok(Exit::Success)
        }
        Err(errors) => {
            terminal::diagnostics(&errors);
            Err(Exit::Document)
        }
    }
}

fn tell(merged: &Merged, dry: bool) {
    terminal::diagnostics(&merged.diagnostics);
    for copied in &merged.copies {
        // A warning about the page is told once, not for every recipient.
        let errors = copied.diagnostics.iter().filter(|found| found.is_error());
        let errors: Vec<Diagnostic> = errors.cloned().collect();
        if !errors.is_empty() {
            terminal::message(&format!("row {}:", copied.row));
            terminal::diagnostics(&errors);
        }
        if copied.written && !copied.kept {
            terminal::result(&copied.output.display().to_string());
        }
    }
    let kept = merged.copies.iter().filter(|copied| copied.kept).count();
    let written = merged.copies.iter().filter(|copied| copied.written).count() - kept;
    let failed = merged.copies.len() - written - kept;
    let made = if dry { "would be made" } else { "made" };
    let bytes: usize = merged.copies.iter().map(|copied| copied.bytes).sum();
    let mean = bytes.div_ceil(1000 * merged.copies.len().max(1));
    let counts = report::counts(&merged.diagnostics);
    terminal::message(&format!(
        "{written} copies {made}, {kept} were there, {failed} failed; {mean} kB each; {} errors, {} warnings",
        counts.errors + failed,
        counts.warnings
    ));
}

fn exit_of(merged: &Merged) -> Exit {
    let failed = merged.copies.iter().any(|copied| !copied.written);
    match merged.diagnostics.iter().any(Diagnostic::is_error) {
        _ if merged.system_failed => Exit::System,
        true => Exit::Usage,
        false if failed => Exit::Document,
        false => Exit::Success,
    }
}
