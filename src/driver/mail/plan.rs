//! Who gets what, checked from end to end before the first message.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use super::super::fields::unknown;
use super::super::merge::{Recipient, read_table, recipients};
use super::super::project::Project;
use super::copies::{self, File};
use super::letters::Letters;
use super::{MailOptions, folder, unsubscribe, whole};
use crate::address::Mailbox;
use crate::diagnostic::Diagnostic;
use crate::mail::{Message, bytes, message_id};
use crate::merge::{Record, problem};
use crate::page::Page;
use crate::report;
use crate::table::Table;

/// All messages of a campaign.
pub(super) struct Plan {
    /// The messages.
    pub(super) letters: Vec<Letter>,
    /// Who writes.
    pub(super) from: Mailbox,
    /// The name of the campaign.
    pub(super) campaign: String,
    /// Where drafts and the journal go.
    pub(super) folder: PathBuf,
    /// Warnings.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A message without its files.
pub(super) struct Letter {
    /// The number of the row.
    pub(super) row: usize,
    /// Who writes.
    pub(super) from: Mailbox,
    /// Who is written to.
    pub(super) to: Mailbox,
    /// The message.
    pub(super) message: Message,
    /// The file that goes with it.
    pub(super) file: Option<File>,
}

/// What a signature adds to a message, in bytes, at the most.
const SIGNATURE: usize = 1500;

/// Checks page, table and attachments.
pub(super) fn plan(
    project: &Project<'_>,
    options: &MailOptions,
) -> Result<Plan, Vec<Diagnostic>> {
    let (mut page, mut told) =
        project.page(&options.page).map_err(|error| vec![error])?;
    let (table, found) = read_table(project, &options.table, &options.reading)?;
    told.extend(found);
    let (fields, rows, found) = recipients(project, &page, &table);
    told.extend(found);
    let names = fields.mark_front_matter(&mut page);
    told.extend(unknown(&page, &fields, &names));
    let stem = page
        .file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let campaign = options.campaign.clone().unwrap_or(stem);
    if let Some(why) = problem(&campaign) {
        let message = format!("`{campaign}` cannot be the name of a campaign: {why}");
        told.push(Diagnostic::error("mail-campaign", message));
    }
    let from = from(project, &page, &mut told);
    let files = copies::of(project, &page, &table, &mut told);
    if told.iter().any(Diagnostic::is_error) {
        return Err(report::sorted(told));
    }
    let mut writer = Writer {
        project,
        page: &page,
        table: &table,
        campaign: &campaign,
        from: &from,
        suppressed: suppressed(project, &mut told),
        seen: HashMap::new(),
        told: Vec::new(),
        letters: Letters::new(project, &page, &fields),
        written: Vec::new(),
    };
    for (recipient, file) in rows.iter().zip(files) {
        let texts = fields.texts(&recipient.record, &page.language);
        writer.letter(recipient, &texts, file);
    }
    let Writer { told: more, letters, written, .. } = writer;
    told.extend(letters.diagnostics);
    told.extend(more);
    if told.iter().any(Diagnostic::is_error) {
        return Err(report::sorted(told));
    }
    let folder = folder(project, options, &campaign);
    Ok(Plan {
        letters: written,
        from,
        campaign,
        folder,
        diagnostics: report::sorted(told),
    })
}

/// Writes the letters.
struct Writer<'a> {
    project: &'a Project<'a>,
    page: &'a Page,
    table: &'a Table,
    campaign: &'a str,
    from: &'a Mailbox,
    suppressed: BTreeSet<String>,
    seen: HashMap<String, usize>,
    told: Vec<Diagnostic>,
    letters: Letters<'a>,
    written: Vec<Letter>,
}

impl Writer<'_> {
    fn wrong(&mut self, row: usize, code: &'static str, message: String, hint: &str) {
        let span = self.table.rows.get(row - 1).map(|row| row.span).unwrap_or_default();
        self.told.push(
            Diagnostic::error(code, format!("row {row}: {message}"))
                .at(&self.table.source, span)
                .hint(hint),
        );
    }

    /// Who is written to; none if nobody is to be, and that is told.
    fn to(&mut self, row: usize, to: Option<String>, record: &Record) -> Option<Mailbox> {
        let to = match to {
            Some(to) => Mailbox::parse(&to),
            None => to_of(record),
        };
        let to = match to {
            Ok(to) => to,
            Err(why) => {
                let message = format!("there is no address to write to: {why}");
                let hint =
                    "the column `email` is used, or what front matter says under `to`";
                self.wrong(row, "mail-address", message, hint);
                return None;
            }
        };
        if self.suppressed.contains(&to.key()) {
            let message = format!(
                "row {row}: `{}` is on the list of those who are never written to",
                to.address
            );
            self.told.push(Diagnostic::warning("mail-suppressed", message));
            return None;
        }
        if let Some(first) = self.seen.insert(to.key(), row) {
            let message =
                format!("`{}` is written to already in row {first}", to.address);
            self.wrong(
                row,
                "mail-twice",
                message,
                "a recipient gets one message of a campaign",
            );
            return None;
        }
        Some(to)
    }

    /// The recipient's ways off the list; none if a value is missing, and that is told.
    fn unsubscribe(&mut self, recipient: &Recipient) -> Option<Vec<String>> {
        let patterns = &self.project.config.mail.unsubscribe;
        let made = patterns
            .iter()
            .map(|pattern| unsubscribe::of(pattern, &recipient.record));
        match made.collect() {
            Ok(made) => Some(made),
            Err(name) => {
                let message = format!("there is no value for `{name}`");
                let hint = "`unsubscribe` in `offprint.yml` names it; it is a column of the table";
                self.wrong(recipient.row, "mail-unsubscribe", message, hint);
                None
            }
        }
    }

    fn letter(
        &mut self,
        recipient: &Recipient,
        texts: &crate::merge::Texts,
        file: Option<File>,
    ) {
        let row = recipient.row;
        let page = self.page;
        let filled = |key: &str| page.matter.text(key).map(|text| texts.fill(&text));
        let Some(to) = self.to(row, filled("to"), &recipient.record) else { return };
        let subject = filled("subject").or_else(|| filled("title")).unwrap_or_default();
        if subject.trim().is_empty() {
            let hint = "write `subject: …` into the front matter";
            return self.wrong(
                row,
                "mail-subject",
                "there is no subject".to_owned(),
                hint,
            );
        }
        let Some(unsubscribe) = self.unsubscribe(recipient) else { return };
        let picture = file
            .as_ref()
            .and_then(|file| file.picture.as_ref().map(|_| file.name.as_str()));
        let (text, html) = self.letters.of(&recipient.record, texts, picture);
        let settings = &self.project.config.mail;
        let message = Message {
            from: Some(self.from.clone()),
            to: Some(to.clone()),
            reply_to: settings.reply_to.clone(),
            subject,
            text,
            html,
            unsubscribe,
            id: message_id(self.campaign, self.from, &to),
            ..Message::default()
        };
        let letter = Letter { row, from: self.from.clone(), to, message, file };
        match whole(self.project, &letter, Some(0)) {
            Err(error) => self.told.push(error),
            Ok(message) => {
                let signed = settings.dkim.as_ref().map_or(0, |_| SIGNATURE);
                let size = bytes(&message).len() + signed;
                let most = settings.max_size;
                if size > most {
                    let message = format!(
                        "the message has {} kB, more than {} kB",
                        size.div_ceil(1000),
                        most / 1000
                    );
                    let hint = "make the copies with `--profile email`, or raise `mail: { max_size: … }`";
                    return self.wrong(row, "mail-too-large", message, hint);
                }
                self.written.push(letter);
            }
        }
    }
}

/// The recipient by the columns that tables usually have.
fn to_of(record: &Record) -> Result<Mailbox, String> {
    let value = |names: &[&str]| {
        names.iter().find_map(|name| {
            let text = record.get(*name)?.to_text().trim().to_owned();
            (!text.is_empty()).then_some(text)
        })
    };
    let address = value(&["email", "e_mail", "epost", "e_post", "mail"]);
    let mut to = Mailbox::parse(&address.ok_or("the row has no e-mail address")?)?;
    if to.name.is_empty() {
        to.name = value(&["name", "namn", "navn"]).unwrap_or_default();
    }
    Ok(to)
}

fn from(project: &Project<'_>, page: &Page, told: &mut Vec<Diagnostic>) -> Mailbox {
    let own = page.matter.text("from").map(|text| Mailbox::parse(&text));
    let found = own.or_else(|| project.config.mail.from.clone().map(Ok));
    let problem = match found {
        Some(Ok(from)) => return from,
        Some(Err(why)) => format!("`from` is no e-mail address: {why}"),
        None => "nobody is named who writes".to_owned(),
    };
    told.push(
        Diagnostic::error("mail-from", problem)
            .at(&page.source, page.matter.start())
            .hint("write `mail: { from: \"Name <name@example.org>\" }` into `offprint.yml`, or `from` into the front matter"),
    );
    Mailbox {
        name: String::new(),
        address: "nobody@localhost".to_owned(),
    }
}

/// Addresses that are never written to.
fn suppressed(project: &Project<'_>, told: &mut Vec<Diagnostic>) -> BTreeSet<String> {
    let Some(path) = &project.config.mail.suppress else { return BTreeSet::new() };
    let path = project.site.root.join(path);
    let text = match project.system.read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            // Without the list somebody might be written to who must not be.
            let message = format!("cannot read `{}`: {error}", path.display());
            told.push(Diagnostic::error("file-unreadable", message));
            return BTreeSet::new();
        }
    };
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| Some(Mailbox::parse(line).ok()?.key()))
        .collect()
}
