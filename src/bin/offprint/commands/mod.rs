//! The commands, a file each: each calls the library once and tells what came of it. Here is
//! how they open the project and its pages.

mod adopt;
mod build;
mod export;
mod fonts;
mod inspect;
mod mail;
mod merge;
mod new;
mod schema;
mod serve;
mod watch;
mod worker;

use std::path::{Path, PathBuf};

use offprint::diagnostic::Diagnostic;
use offprint::driver::{Live, Project};
use offprint::page::Page;
use offprint::report;
use offprint::site::Settings;
use offprint::system::System;

use crate::args::{Build, Common};
use crate::exit::Exit;
use crate::terminal;

pub(crate) use adopt::adopt;
pub(crate) use build::build;
pub(crate) use export::export;
pub(crate) use fonts::fonts;
pub(crate) use inspect::inspect;
pub(crate) use mail::mail;
pub(crate) use merge::merge;
pub(crate) use new::new;
pub(crate) use schema::schema;
pub(crate) use serve::serve;
pub(crate) use watch::watch;
pub(crate) use worker::worker;

/// Whether the clock may be asked: a moment that is none is not quietly taken for now.
pub(crate) fn clock(system: &dyn System) -> Result<(), Exit> {
    const NAME: &str = "SOURCE_DATE_EPOCH";
    let Some(text) = system.variable(NAME) else { return Ok(()) };
    if text.trim().is_empty() || text.trim().parse::<i64>().is_ok() {
        return Ok(());
    }
    let message =
        format!("`{NAME}` is `{text}`, which is no number of seconds since 1970");
    let hint = "give it one, as `date +%s` prints it, or unset it";
    terminal::diagnostics(&[Diagnostic::error("clock-unreadable", message).hint(hint)]);
    Err(Exit::Usage)
}

fn page(project: &Project<'_>, file: &Path) -> Result<(Page, Vec<Diagnostic>), Exit> {
    project.page(file).map_err(|error| {
        terminal::diagnostics(&[error]);
        Exit::Usage
    })
}

/// The project, to be opened again as often as its files change.
fn live<'s>(system: &'s dyn System, arguments: &'s Build) -> Live<'s> {
    let common = &arguments.common;
    let first = arguments.paths.first().map(PathBuf::as_path);
    let set_up = |project: &mut Project<'s>| {
        project.template.clone_from(&common.template);
        build::set_up(project, arguments);
    };
    let root = root_of(system, common, first);
    Live::open(system, &root, common.config.as_deref(), Box::new(set_up))
}

fn open<'s>(
    system: &'s dyn System,
    common: &Common,
    first: Option<&PathBuf>,
) -> Result<(Project<'s>, Vec<Diagnostic>), Exit> {
    let root = root_of(system, common, first.map(PathBuf::as_path));
    match Project::open(system, &root, common.config.as_deref()) {
        Ok((mut project, warnings)) => {
            project.template.clone_from(&common.template);
            Ok((project, warnings))
        }
        Err(diagnostics) => {
            terminal::diagnostics(&report::sorted(diagnostics));
            Err(Exit::Usage)
        }
    }
}

/// The folder of the project: this one if it is one, else the nearest around the first path
/// that is, else this one.
fn root_of(system: &dyn System, common: &Common, first: Option<&Path>) -> PathBuf {
    let is_root = |folder: &Path| {
        system.is_file(&folder.join(offprint::config::FILE_NAME))
            || Settings::exists(system, folder)
    };
    let here = PathBuf::from(".");
    if common.config.is_some() || is_root(&here) {
        return here;
    }
    let around = first.into_iter().flat_map(Path::ancestors).skip(1);
    let folder = |folder: &Path| {
        if folder.as_os_str().is_empty() { here.clone() } else { folder.to_owned() }
    };
    around
        .map(folder)
        .find(|folder| is_root(folder))
        .unwrap_or_else(|| here.clone())
}
