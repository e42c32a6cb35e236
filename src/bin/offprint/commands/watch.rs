//! `watch`.

use std::io::IsTerminal;

use offprint::diagnostic::Diagnostic;
use offprint::driver::{self, Summary, Told};
use offprint::system::System;

use super::build::options;
use super::live;
use crate::args;
use crate::exit::Exit;
use crate::tell::Teller;
use crate::terminal;

/// `watch`.
pub(crate) fn watch(system: &dyn System, arguments: &args::Build) -> Result<Exit, Exit> {
    let mut live = live(system, arguments);
    let teller = Teller::new(system, &arguments.reports, arguments.size.profile, false);
    // Whether what is on the terminal holds beside what is told next.
    let mut holds = false;
    let show = |summary: &Summary| {
        // A report that cannot be written is told; the next may be.
        let _ = teller.tell(summary);
        if !arguments.reports.quiet {
            terminal::message("watching; Ctrl-C ends it");
        }
    };
    let mut told = |told: &Told<'_>| match told {
        Told::Broken(problems) => {
            clear();
            holds = false;
            terminal::diagnostics(problems);
            terminal::message("waiting until the project can be opened");
        }
        Told::Touched(summary) => {
            clear();
            holds = summary.counts().errors == 0;
            show(summary);
        }
        Told::Built(summary) => {
            if !std::mem::take(&mut holds) {
                clear();
            }
            show(summary);
        }
    };
    driver::watch(&mut live, &options(arguments, false), &mut told).map_err(|error| {
        let message = format!("the folders cannot be watched: {error}");
        terminal::diagnostics(&[Diagnostic::error("watch-failed", message)]);
        Exit::System
    })?;
    Ok(Exit::Success)
}

/// Takes what was told before off the terminal: what is shown is how things are.
fn clear() {
    if std::io::stderr().is_terminal() && std::io::stdout().is_terminal() {
        terminal::message("\x1b[2J\x1b[3J\x1b[H");
    }
}
