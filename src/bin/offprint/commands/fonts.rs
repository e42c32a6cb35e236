//! `fonts`.

use offprint::diagnostic::Diagnostic;
use offprint::driver::{self, AxisJson, FaceJson, PartJson};
use offprint::report;
use offprint::system::System;

use super::open;
use crate::args::{self, Format};
use crate::exit::Exit;
use crate::terminal;

/// `fonts`.
pub(crate) fn fonts(system: &dyn System, arguments: &args::Fonts) -> Result<Exit, Exit> {
    let (project, warnings) = open(system, &arguments.common, arguments.paths.first())?;
    terminal::diagnostics(&warnings);
    let found = driver::fonts(&project, &arguments.paths).map_err(|errors| {
        terminal::diagnostics(&errors);
        Exit::Usage
    })?;
    match arguments.format {
        Format::Json => terminal::result(
            &serde_json::to_string_pretty(&found.json).unwrap_or_default(),
        ),
        Format::Text => {
            found.json.parts.iter().for_each(part);
            terminal::diagnostics(&report::sorted(found.diagnostics.clone()));
        }
    }
    let wrong = found.diagnostics.iter().any(Diagnostic::is_error);
    Ok(if wrong { Exit::Document } else { Exit::Success })
}

/// A family, a line a face.
fn part(part: &PartJson) {
    let PartJson { part, family, faces } = part;
    for FaceJson { weight, style, from, axes } in faces {
        let from = from.as_deref().unwrap_or("not found");
        let range =
            |axis: &AxisJson| format!("{} {} to {}", axis.tag, axis.from, axis.to);
        let axes: Vec<String> = axes.iter().map(range).collect();
        let note = if axes.is_empty() {
            String::new()
        } else {
            format!(" (variable: {})", axes.join(", "))
        };
        terminal::result(&format!(
            "{part:17} {family:22} {weight} {style:8} {from}{note}"
        ));
    }
}
