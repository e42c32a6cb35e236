//! Mail to the recipients of a table: drafts as files or in a folder of a server, or messages
//! that are sent; none twice.

mod access;
mod copies;
mod drafts;
mod letters;
mod log;
mod place;
mod plan;
mod send;
mod unsubscribe;

use std::path::{Path, PathBuf};

use super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::mail::Message;
use crate::mail::journal::Entry;
use crate::table;

use plan::Letter;

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

/// How messages are handed over to a server.
#[derive(Debug, Clone, Default)]
pub struct HandOver {
    /// Whether they are. Otherwise it is only said what would be.
    pub really: bool,
    /// Whether a campaign that has begun goes on.
    pub resume: bool,
    /// Whether messages of which nobody knows whether they were handed over are once more.
    pub retry_unknown: bool,
    /// The most messages that are handed over in this run.
    pub limit: Option<usize>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Mailed {
    /// Files that were written, or messages that would be sent: address and subject.
    pub lines: Vec<String>,
    /// How many messages a server has taken in this run.
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

/// Writes a draft for each row: a file that a mail program opens as a message to be sent. With
/// `mbox` all go into that file, which mail programs import.
#[must_use]
pub fn mail_drafts(
    project: &Project<'_>,
    options: &MailOptions,
    mbox: Option<&Path>,
) -> Mailed {
    planned(project, options, |plan| drafts::write(project, plan, mbox))
}

/// Says what would be placed into the folder for drafts of who writes, or places it.
#[must_use]
pub fn mail_place(
    project: &Project<'_>,
    options: &MailOptions,
    placing: &HandOver,
) -> Mailed {
    planned(project, options, |plan| place::place(project, plan, placing))
}

/// Says what would be sent, or sends it.
#[must_use]
pub fn mail_send(
    project: &Project<'_>,
    options: &MailOptions,
    sending: &HandOver,
) -> Mailed {
    planned(project, options, |plan| send::send(project, plan, sending))
}

fn planned(
    project: &Project<'_>,
    options: &MailOptions,
    act: impl FnOnce(&plan::Plan) -> Mailed,
) -> Mailed {
    match plan::plan(project, options) {
        Ok(plan) => act(&plan),
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
