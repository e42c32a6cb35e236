//! `mail`.

use offprint::diagnostic::Diagnostic;
use offprint::driver::{self, HandOver, MailOptions, Mailed};
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
    let hand_over = HandOver {
        really: !arguments.dry_run,
        resume: arguments.resume,
        retry_unknown: arguments.retry_unknown,
        limit: arguments.limit,
    };
    let mailed = if arguments.imap {
        driver::mail_place(&project, &options, &hand_over)
    } else if arguments.send || arguments.dry_run {
        driver::mail_send(&project, &options, &hand_over)
    } else {
        driver::mail_drafts(&project, &options, arguments.mbox.as_deref())
    };
    terminal::diagnostics(&mailed.diagnostics);
    mailed.lines.iter().for_each(|line| terminal::result(line));
    for (what, list) in [
        ("refused", &mailed.refused),
        ("to be tried again", &mailed.later),
        ("UNKNOWN whether handed over", &mailed.unknown),
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
    let done = if arguments.imap { "placed" } else { "sent" };
    if arguments.dry_run || !(arguments.send || arguments.imap) {
        let what = match (arguments.dry_run, arguments.imap) {
            (false, _) => "written",
            (true, false) => "would be sent; `--send` sends them",
            (true, true) => "would be placed",
        };
        return format!("{} {what}", mailed.lines.len());
    }
    let mut text = format!(
        "{} {done}, {} not due, {} refused, {} to be tried again, {} unknown",
        mailed.sent,
        mailed.skipped,
        mailed.refused.len(),
        mailed.later.len(),
        mailed.unknown.len()
    );
    if !mailed.unknown.is_empty() {
        text.push_str(match arguments.imap {
            true => "; look into the folder, or place once more with `--retry-unknown`",
            false => "; ask the recipients, or send once more with `--retry-unknown`",
        });
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
