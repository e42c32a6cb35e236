//! The command line: arguments in, exit code out. What it does is in the library.

mod args;
mod commands;
mod exit;
mod progress;
mod signals;
mod tell;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use exit::Exit;
use offprint::system::Os;

/// The one of the C library keeps what it was given back in pieces too small for the next
/// document.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let system = &Os::new();
    if let Err(exit) = commands::clock(system) {
        return exit.into();
    }
    let exit = match &arguments.command {
        Command::Build(build) => commands::build(system, build, false),
        Command::Check(build) => commands::build(system, build, true),
        Command::Watch(build) => commands::watch(&Os::hurried(), build),
        Command::Serve(serve) => commands::serve(&Os::hurried(), serve),
        Command::Worker(build) => commands::worker(system, build),
        Command::Inspect(inspect) => commands::inspect(system, inspect),
        Command::Export(export) => commands::export(system, export),
        Command::Merge(merge) => commands::merge(system, merge),
        Command::Mail(mail) => commands::mail(system, mail),
        Command::New(new) => commands::new(system, new),
        Command::Fonts(fonts) => commands::fonts(system, fonts),
        Command::Schema(of) => Ok(commands::schema(of)),
        Command::Adopt(adopt) => commands::adopt(system, adopt),
    };
    exit.unwrap_or_else(|exit| exit).into()
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
