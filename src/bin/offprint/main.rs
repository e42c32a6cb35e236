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

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let exit = match &arguments.command {
        Command::Build(build) => commands::build(&Os, build, false),
        Command::Check(build) => commands::build(&Os, build, true),
        Command::Watch(build) => commands::watch(&Os, build),
        Command::Serve(serve) => commands::serve(&Os, serve),
        Command::Worker(build) => commands::worker(&Os, build),
        Command::Inspect(inspect) => commands::inspect(&Os, inspect),
        Command::Export(export) => commands::export(&Os, export),
        Command::Merge(merge) => commands::merge(&Os, merge),
        Command::Mail(mail) => commands::mail(&Os, mail),
        Command::New(new) => commands::new(&Os, new),
        Command::Fonts(fonts) => commands::fonts(&Os, fonts),
        Command::Schema(of) => Ok(commands::schema(of)),
        Command::Adopt(adopt) => commands::adopt(&Os, adopt),
    };
    exit.unwrap_or_else(|exit| exit).into()
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
