//! `adopt`.

use offprint::system::System;

use crate::args;
use crate::exit::Exit;
use crate::terminal;

/// `adopt`.
pub(crate) fn adopt(system: &dyn System, arguments: &args::Adopt) -> Result<Exit, Exit> {
    let adopted = offprint::adopt::adopt(system, &arguments.site, arguments.update)
        .map_err(|error| {
            let failed = error.code == "output-unwritable";
            terminal::diagnostics(&[error]);
            if failed { Exit::System } else { Exit::Usage }
        })?;
    for path in &adopted.written {
        terminal::result(&path.display().to_string());
    }
    let counts = format!(
        "{} shortcodes mapped, {} of them unsure, {} kept as they were",
        adopted.sure.len() + adopted.unsure.len(),
        adopted.unsure.len(),
        adopted.kept.len()
    );
    terminal::message(&counts);
    if !adopted.unsure.is_empty() {
        terminal::message(&format!("left to decide: {}", adopted.unsure.join(", ")));
    }
    for open in &adopted.open {
        terminal::message(&format!("left to decide: {open}"));
    }
    Ok(Exit::Success)
}
