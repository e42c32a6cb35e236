//! Mail to the recipients of a table: drafts as files, or messages that are sent, none twice.

mod letters;
mod plan;
mod send;

use std::path::{Path, PathBuf};

use super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::mail::journal::Entry;
use crate::mail::{Message, bytes, mbox};
use crate::table;

use plan::Letter;

pub use send::SendOptions;

/// What is written to whom.
#[derive(Debug, Clone, Default)]
pub struct MailOptions {
    /// The text of the mail, a page.
    pub page: PathBuf,
    /// The table.
    pub table: PathBuf,
    /// How the table is read.
    pub reading: table::Options,
    /// The name of the campaign: the page's own unless given. A recipient gets one message of a
    /// campaign.
    pub campaign: Option<String>,
    /// Where drafts and the journal go; a folder of the campaign's name below `mail` in the
    /// output folder unless given.
    pub output: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Mailed {
    /// Files that were written, or messages that would be sent: address and subject.
    pub lines: Vec<String>,
    /// How many messages the server has taken in this run.
    pub sent: usize,
    /// How many were sent before, or are left out on purpose.
    pub skipped: usize,
    /// Messages that the server does not want.
    pub refused: Vec<Entry>,
    /// Messages that may be tried again.
    pub later: Vec<Entry>,
    /// Messages of which nobody knows whether they were sent.
    pub unknown: Vec<Entry>,
    /// What is wrong; with an error nothing was written or sent, unless `begun`.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the disk refused.
    pub system_failed: bool,
}

impl Mailed {
    fn failed(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics, ..Self::default() }
    }
}

/// Writes a draft for each row: a file that a mail program opens as a message to be sent.
#[must_use]
pub fn mail_drafts(project: &Project<'_>, options: &MailOptions) -> Mailed {
    let plan = match plan::plan(project, options) {
        Ok(plan) => plan,
        Err(told) => return Mailed::failed(told),
    };
    let mut mailed = Mailed {
        diagnostics: plan.diagnostics.clone(),
        ..Mailed::default()
    };
    let width = plan.letters.len().to_string().len();
    for letter in &plan.letters {
        let message = match whole(project, letter, None) {
            Ok(message) => message,
            Err(error) => {
                mailed.system_failed = true;
                mailed.diagnostics.push(error);
                continue;
            }
        };
        let address = letter.to.address.replace(['/', '|'], "_");
        let path = plan.folder.join(format!("{:0width$}-{address}.eml", letter.row));
        match write(project, &path, &bytes(&message)) {
            Ok(()) => mailed.lines.push(path.display().to_string()),
            Err(error) => {
                mailed.system_failed = true;
                mailed.diagnostics.push(error);
            }
        }
    }
    mailed
}

/// Writes all messages into one file that mail programs import.
#[must_use]
pub fn mail_box(project: &Project<'_>, options: &MailOptions, path: &Path) -> Mailed {
    let plan = match plan::plan(project, options) {
        Ok(plan) => plan,
        Err(told) => return Mailed::failed(told),
    };
    let mut mailed = Mailed {
        diagnostics: plan.diagnostics.clone(),
        ..Mailed::default()
    };
    let whole = plan.letters.iter().map(|letter| whole(project, letter, None));
    let written =
        whole
            .collect::<Result<Vec<Message>, Diagnostic>>()
            .and_then(|messages| {
                let messages: Vec<Vec<u8>> = messages.iter().map(bytes).collect();
                write(project, path, &mbox(&messages))
            });
    match written {
        Ok(()) => mailed.lines.push(path.display().to_string()),
        Err(error) => {
            mailed.system_failed = true;
            mailed.diagnostics.push(error);
        }
    }
    mailed
}

/// Says what would be sent, or sends it.
#[must_use]
pub fn mail_send(
    project: &Project<'_>,
    options: &MailOptions,
    sending: &SendOptions,
) -> Mailed {
    match plan::plan(project, options) {
        Ok(plan) => send::send(project, &plan, sending),
        Err(told) => Mailed::failed(told),
    }
}

/// A message with its files.
fn whole(
    project: &Project<'_>,
    letter: &Letter,
    date: Option<i64>,
) -> Result<Message, Diagnostic> {
    let mut message = Message { date, ..letter.message.clone() };
    let read = |path: &Path| {
        project.system.read(path).map_err(|error| {
            let message = format!("cannot read `{}`: {error}", path.display());
            Diagnostic::error("file-unreadable", message)
        })
    };
    if let Some(file) = &letter.file {
        let bytes = read(&file.path)?;
        message
            .attachments
            .push(crate::mail::Attachment { name: file.name.clone(), bytes });
        if let Some(picture) = &file.picture {
            message.picture = Some(read(picture)?);
        }
    }
    Ok(message)
}

fn write(project: &Project<'_>, path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    project.system.write(path, bytes).map_err(|error| {
        let message = format!("cannot write `{}`: {error}", path.display());
        Diagnostic::error("output-unwritable", message)
    })
}

/// The folder of a campaign.
fn folder(project: &Project<'_>, options: &MailOptions, campaign: &str) -> PathBuf {
    let own = || {
        project
            .site
            .root
            .join(&project.site.paths.output)
            .join("mail")
            .join(campaign)
    };
    crate::system::normalize(&options.output.clone().unwrap_or_else(own))
}
