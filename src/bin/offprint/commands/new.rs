//! `new`.

use std::path::Path;

use offprint::starter;
use offprint::system::System;

use crate::args;
use crate::exit::Exit;
use crate::terminal;

/// `new`.
pub(crate) fn new(system: &dyn System, arguments: &args::New) -> Result<Exit, Exit> {
    let root = arguments.folder.as_deref().unwrap_or(Path::new("."));
    let made = match &arguments.template {
        Some(name) => starter::template(system, root, name),
        None => starter::project(system, root),
    };
    let written = made.map_err(|error| {
        let failed = error.code == "output-unwritable";
        terminal::diagnostics(&[error]);
        if failed { Exit::System } else { Exit::Usage }
    })?;
    for path in written {
        terminal::result(&path.display().to_string());
    }
    Ok(Exit::Success)
}
