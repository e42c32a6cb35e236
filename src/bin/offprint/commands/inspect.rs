//! `inspect`.

use std::path::PathBuf;

use offprint::config::DEFAULT_TEMPLATE;
use offprint::driver;
use offprint::system::System;

use super::{open, page};
use crate::args::{self, Format};
use crate::exit::Exit;
use crate::terminal;

/// `inspect`.
pub(crate) fn inspect(
    system: &dyn System,
    arguments: &args::Inspect,
) -> Result<Exit, Exit> {
    if arguments.schema {
        terminal::result(&format!("{:#}", driver::schema()));
        return Ok(Exit::Success);
    }
    // Without `--schema` the parser of the arguments asks for a file.
    let file = arguments.file.clone().unwrap_or_else(|| PathBuf::from("-"));
    let (project, warnings) = open(system, &arguments.common, Some(&file))?;
    let (page, found) = page(&project, &file)?;
    let template = project
        .template_of(&page)
        .unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned());
    let inspection = driver::inspect(&project, &page, &template, found);
    terminal::diagnostics(&warnings);
    let errors = inspection.diagnostics.iter().any(|found| found.severity == "error");
    match arguments.format {
        Format::Json => {
            terminal::result(
                &serde_json::to_string_pretty(&inspection).unwrap_or_default(),
            );
        }
        Format::Text => {
            for heading in &inspection.headings {
                let indent = "  ".repeat(usize::from(heading.level.saturating_sub(1)));
                terminal::result(&format!(
                    "{:>5}  {indent}{}",
                    heading.line, heading.text
                ));
            }
            for entry in &inspection.ledger {
                terminal::result(&format!(
                    "{:>5}  {} {}: {}",
                    entry.line, entry.item, entry.name, entry.fate
                ));
            }
        }
    }
    Ok(if errors { Exit::Document } else { Exit::Success })
}
