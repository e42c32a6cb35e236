//! `mail`.

use offprint::diagnostic::Diagnostic;
use offprint::driver::{self, MailOptions, Mailed, SendOptions};
use offprint::mail::journal::Entry;
use offprint::system::System;

use super::open;
use crate::args;
use crate::exit::Exit;
use crate::terminal;

/// `mail`.
pub(crate) fn mail(system: &dyn System, arguments: &args::Mail) -> Result<Exit, Exit> {
    let (project, warnings) = open(system, &arguments.common, Some(&arguments.page))?;
    terminal::diagnostics(&warnings);
    let options = MailOptions {
        page: arguments.page.clone(),
        table: arguments.table.clone(),
        reading: (&arguments.reading).into(),
        campaign: arguments.campaign.clone(),
        output: arguments.output.clone(),
    };
    let mailed = if arguments.send || arguments.dry_run {
        let sending = SendOptions {
            really: arguments.send,
            resume: arguments.resume,
            retry_unknown: arguments.retry_unknown,
            limit: arguments.limit,
        };
        driver::mail_send(&project, &options, &sending)
    } else if let Some(path) = &arguments.mbox {
        driver::mail_box(&project, &options, path)
    } else {
        driver::mail_drafts(&project, &options)
    };
    terminal::diagnostics(&mailed.diagnostics);
    mailed.lines.iter().for_each(|line| terminal::result(line));
    for (what, list) in [
        ("refused", &mailed.refused),
        ("to be tried again", &mailed.later),
        ("UNKNOWN whether sent", &mailed.unknown),
    ] {
        list.iter().for_each(|entry| terminal::message(&line(what, entry)));
    }
    terminal::message(&summary(&mailed, arguments));
    Ok(exit_of(&mailed))
}

fn line(what: &str, entry: &Entry) -> String {
    format!("row {}, {}: {what}: {}", entry.row, entry.address, entry.text)
}

fn summary(mailed: &Mailed, arguments: &args::Mail) -> String {
    if !arguments.send {
        let what = if arguments.dry_run {
            "would be sent; `--send` sends them"
        } else {
            "written"
        };
        return format!("{} {what}", mailed.lines.len());
    }
    let mut text = format!(
        "{} sent, {} not due, {} refused, {} to be tried again, {} unknown",
        mailed.sent,
        mailed.skipped,
        mailed.refused.len(),
        mailed.later.len(),
        mailed.unknown.len()
    );
    if !mailed.unknown.is_empty() {
        text.push_str("; ask the recipients, or send once more with `--retry-unknown`");
    }
    text
}

fn exit_of(mailed: &Mailed) -> Exit {
    let server = mailed
        .diagnostics
        .iter()
        .any(|found| matches!(found.code, "mail-server" | "mail-running"));
    match mailed.diagnostics.iter().any(Diagnostic::is_error) {
        _ if mailed.system_failed => Exit::System,
        _ if server => Exit::Busy,
        true => Exit::Usage,
        false if !mailed.later.is_empty() => Exit::Busy,
        false if !mailed.refused.is_empty() || !mailed.unknown.is_empty() => {
            Exit::Document
        }
        false => Exit::Success,
    }
}
