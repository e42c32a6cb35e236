//! Writes the messages of a plan as drafts: files that a mail program opens as messages to be
//! sent, or one file that it imports.

use std::path::{Path, PathBuf};

use super::super::project::Project;
use super::plan::{Letter, Plan};
use super::{Mailed, whole};
use crate::diagnostic::Diagnostic;
use crate::mail::{bytes, mbox};

/// Writes a file for each message into the folder of the campaign, or all into the file `mbox`.
pub(super) fn write(project: &Project<'_>, plan: &Plan, mbox: Option<&Path>) -> Mailed {
    let written = match mbox {
        Some(path) => vec![all(project, plan, path)],
        None => {
            let one = |letter| one(project, plan, letter);
            plan.letters.iter().map(one).collect()
        }
    };
    let mut mailed = Mailed {
        diagnostics: plan.diagnostics.clone(),
        ..Mailed::default()
    };
    for file in written {
        match file {
            Ok(path) => mailed.lines.push(path.display().to_string()),
            Err(error) => {
                mailed.system_failed = true;
                mailed.diagnostics.push(error);
            }
        }
    }
    mailed
}

fn one(
    project: &Project<'_>,
    plan: &Plan,
    letter: &Letter,
) -> Result<PathBuf, Diagnostic> {
    let width = plan.letters.len().to_string().len();
    let address = letter.to.address.replace(['/', '|'], "_");
    let path = plan.folder.join(format!("{:0width$}-{address}.eml", letter.row));
    put(project, path, &bytes(&whole(project, letter, None)?))
}

fn all(project: &Project<'_>, plan: &Plan, path: &Path) -> Result<PathBuf, Diagnostic> {
    let message = |letter| Ok(bytes(&whole(project, letter, None)?));
    let messages: Result<Vec<Vec<u8>>, Diagnostic> =
        plan.letters.iter().map(message).collect();
    put(project, path.to_owned(), &mbox(&messages?))
}

fn put(
    project: &Project<'_>,
    path: PathBuf,
    bytes: &[u8],
) -> Result<PathBuf, Diagnostic> {
    match project.system.write(&path, bytes) {
        Ok(()) => Ok(path),
        Err(error) => {
            let message = format!("cannot write `{}`: {error}", path.display());
            Err(Diagnostic::error("output-unwritable", message))
        }
    }
}
