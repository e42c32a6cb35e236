//! Writes the messages of a plan as drafts: files that a mail program opens as messages to be
//! sent, or one file that it imports.

use std::io;
use std::path::{Path, PathBuf};

use super::super::project::Project;
use super::super::store::unwritable;
use super::plan::{Letter, Plan};
use super::{Mailed, whole};
use crate::diagnostic::Diagnostic;
use crate::mail::{add_to_mbox, bytes};

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

/// Writes one message after the other: all of them may be more than there is memory.
fn all(project: &Project<'_>, plan: &Plan, path: &Path) -> Result<PathBuf, Diagnostic> {
    let mut wrong = None;
    let written = project.system.fill(path, &mut |file| {
        plan.letters.iter().try_for_each(|letter| {
            let message = whole(project, letter, None).map_err(|error| {
                wrong = Some(error);
                io::Error::other("a message cannot be made")
            })?;
            add_to_mbox(file, &bytes(&message))
        })
    });
    match (wrong, written) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(unwritable(path, &error)),
        (None, Ok(())) => Ok(path.to_owned()),
    }
}

fn put(
    project: &Project<'_>,
    path: PathBuf,
    bytes: &[u8],
) -> Result<PathBuf, Diagnostic> {
    let written = project.system.write(&path, bytes);
    written.map_err(|error| unwritable(&path, &error)).map(|()| path)
}
