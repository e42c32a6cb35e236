//! `worker`: prints what a build with limits asks for. Nobody calls it by hand.

use std::io::BufRead;
use std::sync::mpsc::channel;

use offprint::driver;
use offprint::system::System;

use super::build::{options, set_up};
use super::open;
use crate::args;
use crate::exit::Exit;

/// Prints until nobody asks any more.
pub(crate) fn worker(system: &dyn System, arguments: &args::Build) -> Result<Exit, Exit> {
    let (mut project, _) = open(system, &arguments.common, arguments.paths.first())?;
    set_up(&mut project, arguments);
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
        leave();
    });
    let options = options(arguments, false);
    let worked = driver::work(&project, &options, &mut || lines.recv().ok());
    worked.map_err(|_| Exit::System).map(|()| Exit::Success)
}

/// Whoever asked is gone: what is being printed is for nobody, and it may never end.
#[expect(clippy::exit, reason = "the engine cannot be interrupted from inside")]
fn leave() {
    std::process::exit(0);
}
