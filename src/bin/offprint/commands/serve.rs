//! `serve`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Scope};
use std::time::Duration;

use offprint::diagnostic::Diagnostic;
use offprint::driver::{self, Live};
use offprint::preview::{Desk, Server, serve as answer};
use offprint::system::{System, Watch};

use super::build::options;
use super::live;
use crate::args;
use crate::exit::Exit;
use crate::terminal;

/// `serve`.
pub(crate) fn serve(system: &dyn System, arguments: &args::Serve) -> Result<Exit, Exit> {
    let server = Server::listen(arguments.port).map_err(|error| {
        let message = format!("cannot listen on port {}: {error}", arguments.port);
        let hint = "name another port with `--port`, or 0 for any that is free";
        terminal::diagnostics(&[Diagnostic::error("port-taken", message).hint(hint)]);
        Exit::System
    })?;
    let mut live = live(system, &arguments.build);
    terminal::diagnostics(live.problems());
    terminal::result(&server.address());
    terminal::message("the preview is there until this is ended (Ctrl-C)");
    let desk = Arc::new(Desk::default());
    thread::scope(|scope| {
        let mut eyes = Eyes { scope, desk: &desk, closed: Arc::default() };
        eyes.watch(&mut live);
        let shown = Arc::clone(&desk);
        // It ends with the program, whoever still looks.
        thread::spawn(move || answer(&server, &shown));
        let options = options(&arguments.build, true);
        let mut watch = |live: &mut Live<'_>| eyes.watch(live);
        driver::preview(&mut live, &options, &desk, &mut watch);
        eyes.closed.store(true, Ordering::Relaxed);
    });
    Ok(Exit::Success)
}

/// How often it is looked whether the watch is over.
const BREATH: Duration = Duration::from_millis(250);

/// Tells the desk which files change.
struct Eyes<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    desk: &'scope Arc<Desk>,
    /// Ends the watch that is running.
    closed: Arc<AtomicBool>,
}

impl Eyes<'_, '_> {
    /// Watches the folders as they are now, and says whether they are others than before.
    fn watch(&mut self, live: &mut Live<'_>) -> bool {
        match live.watch() {
            Ok(None) => false,
            Ok(Some(watched)) => {
                self.open(watched);
                true
            }
            Err(error) => {
                let message = format!("the folders cannot be watched: {error}");
                let hint = "what is shown stays as it is now";
                let found = Diagnostic::warning("watch-failed", message).hint(hint);
                terminal::diagnostics(&[found]);
                false
            }
        }
    }

    fn open(&mut self, mut watched: Box<dyn Watch>) {
        self.closed.store(true, Ordering::Relaxed);
        self.closed = Arc::default();
        let (desk, closed) = (Arc::clone(self.desk), Arc::clone(&self.closed));
        self.scope.spawn(move || {
            let mut is_last = false;
            while !is_last {
                // What was seen until it was closed is told, too.
                is_last = closed.load(Ordering::Relaxed);
                let Some(changed) = watched.wait(BREATH) else { break };
                if !changed.is_empty() {
                    desk.files_changed(changed);
                }
            }
        });
    }
}
