//! `build` and `check`.

use std::time::Duration;

use offprint::diagnostic::Diagnostic;
use offprint::driver::{self, BuildOptions, Limits, Project, Summary};
use offprint::report;
use offprint::system::System;

use super::open;
use crate::args;
use crate::exit::Exit;
use crate::progress::Bar;
use crate::signals;
use crate::tell::Teller;
use crate::terminal;

/// `build` and, if nothing is to be written, `check`.
pub(crate) fn build(
    system: &dyn System,
    arguments: &args::Build,
    dry: bool,
) -> Result<Exit, Exit> {
    if arguments.reports.schema {
        terminal::result(&format!("{:#}", report::json::schema()));
        return Ok(Exit::Success);
    }
    let (mut project, warnings) =
        open(system, &arguments.common, arguments.paths.first())?;
    set_up(&mut project, arguments);
    let bar = (!arguments.reports.quiet).then(Bar::new);
    project.progress = bar.clone().map(|bar| std::sync::Arc::new(bar) as _);
    let mut options = options(arguments, dry);
    options.hooks = !arguments.run.no_hooks;
    signals::watch(&options.stop, bar.clone());
    let mut summary = driver::build(&project, &options);
    bar.inspect(Bar::clear);
    summary.diagnostics.extend(warnings);
    let teller = Teller::new(system, &arguments.reports, arguments.size.profile, dry);
    teller.tell(&summary)?;
    Ok(signals::exit().unwrap_or_else(|| exit_of(&summary, dry)))
}

/// Gives the project what the command line says of how it is printed.
pub(super) fn set_up(project: &mut Project<'_>, arguments: &args::Build) {
    project.for_press = arguments.press;
    project.date = arguments.date;
    project.markup.print_urls |= arguments.print_urls || arguments.press;
    project.size = (&arguments.size).into();
    project.thumbnails = (&arguments.thumbnails).into();
}

/// What is built, and how.
pub(super) fn options(arguments: &args::Build, dry: bool) -> BuildOptions {
    BuildOptions {
        paths: arguments.paths.clone(),
        output: arguments.output.clone(),
        lenient: arguments.lenient,
        drafts: arguments.drafts,
        future: arguments.future,
        expired: arguments.expired,
        date: arguments.date,
        link_pdfs: arguments.link_pdfs,
        dry,
        force: arguments.run.force,
        jobs: arguments.run.jobs.map(usize::from),
        since: arguments.run.since.clone(),
        limits: limits(&arguments.run),
        ..BuildOptions::default()
    }
}

/// What a document may use. Workers have the arguments of the build.
fn limits(run: &args::Run) -> Limits {
    let own = std::env::args_os().skip(2);
    Limits {
        time: run.timeout.map(Duration::from_secs),
        memory: run.memory.and_then(|bytes| u64::try_from(bytes).ok()),
        worker: std::iter::once("worker".into()).chain(own).collect(),
    }
}

fn exit_of(summary: &Summary, dry: bool) -> Exit {
    let beside = summary.diagnostics.iter().any(Diagnostic::is_error);
    match summary.counts().errors {
        _ if summary.busy => Exit::Busy,
        _ if summary.system_failed => Exit::System,
        0 if dry && summary.is_stale() => Exit::Stale,
        0 => Exit::Success,
        _ if beside && summary.documents.is_empty() => Exit::Usage,
        _ => Exit::Document,
    }
}
