//! The journal of a campaign on the disk. Before and after every step that cannot be taken back
//! there is a line in it; what is due is read from it.

use std::path::{Path, PathBuf};

use super::super::project::Project;
use super::plan::{Letter, Plan};
use super::{HandOver, Mailed};
use crate::diagnostic::Diagnostic;
use crate::mail::imap::Mark;
use crate::mail::journal::{Entry, Journal, State};
use crate::mail::{Failure, Outcome};

/// After so many connections that fail one after the other no more is tried.
const PATIENCE: usize = 3;

/// How messages are handed over.
pub(super) trait Way {
    /// A line to a server.
    type Line;

    /// Opens a line.
    fn open(&self) -> Result<Self::Line, Failure>;

    /// Finds out, on a line that was just opened, what became of messages of which nobody knows.
    fn settle(
        &self,
        log: &mut Log<'_>,
        plan: &Plan,
        line: &mut Self::Line,
    ) -> Result<(), Diagnostic> {
        let _ = (log, plan, line);
        Ok(())
    }

    /// Whether another message may follow on a line.
    fn is_alive(&self, line: &mut Self::Line) -> bool;

    /// Hands a message over. Before its bytes are, it says so in the log.
    fn hand_over(
        &self,
        log: &mut Log<'_>,
        line: &mut Self::Line,
        letter: &Letter,
    ) -> Result<Outcome, Diagnostic>;

    /// Closes a line.
    fn close(&self, line: Self::Line);
}

/// A journal and what has come of this run.
pub(super) struct Log<'a> {
    project: &'a Project<'a>,
    path: PathBuf,
    journal: Journal,
    options: &'a HandOver,
    mailed: Mailed,
}

/// Opens the journal of a plan for as long as `run` takes. With `really` off it is only said what
/// is due.
pub(super) fn with(
    project: &Project<'_>,
    plan: &Plan,
    options: &HandOver,
    run: impl FnOnce(&mut Log<'_>) -> Result<(), Diagnostic>,
) -> Mailed {
    let path = plan.folder.join("journal.jsonl");
    // Two runs at once would send twice.
    let lock = plan.folder.join(".lock");
    let held = project.system.lock(&lock, project.system.now());
    let _held = match held {
        Ok(held) => held,
        Err(error) => {
            let message = format!(
                "the campaign `{}` is being sent by another run: {error}",
                plan.campaign
            );
            return Mailed::failed(vec![Diagnostic::error("mail-running", message)]);
        }
    };
    let journal = match read(project, &path) {
        Ok(journal) => journal,
        Err(error) => return Mailed::failed(vec![error]),
    };
    let begun = !journal.entries.is_empty();
    if options.really && begun && !options.resume && !options.retry_unknown {
        let message = format!("the campaign `{}` has begun already", plan.campaign);
        let hint = "`--resume` sends what has not been sent; another `--campaign` begins anew, and writes to everybody again";
        return Mailed::failed(vec![Diagnostic::error("mail-begun", message).hint(hint)]);
    }
    let mailed = Mailed {
        diagnostics: plan.diagnostics.clone(),
        ..Mailed::default()
    };
    let mut log = Log { project, path, journal, options, mailed };
    if !options.really {
        let due = log.due(plan).into_iter();
        log.mailed.lines = due
            .map(|letter| format!("{}  {}", letter.to, letter.message.subject))
            .collect();
    } else if let Err(error) = run(&mut log) {
        log.mailed.system_failed |= error.code == "output-unwritable";
        log.mailed.diagnostics.push(error);
    }
    let of = |state| log.journal.in_state(state).into_iter().cloned().collect();
    let (refused, later, unknown) =
        (of(State::Refused), of(State::Later), of(State::Unknown));
    Mailed { refused, later, unknown, ..log.mailed }
}

fn read(project: &Project<'_>, path: &Path) -> Result<Journal, Diagnostic> {
    if !project.system.is_file(path) {
        return Ok(Journal::default());
    }
    let bytes = project.system.read(path).map_err(|error| {
        let message = format!("cannot read `{}`: {error}", path.display());
        Diagnostic::error("file-unreadable", message)
    })?;
    Journal::read(&bytes).map_err(|line| {
        let message = format!("line {line} of `{}` cannot be read", path.display());
        Diagnostic::error("mail-journal", message)
            .hint("nothing is sent as long as it is not known what was; mend the line")
    })
}

impl Log<'_> {
    /// The messages that are due.
    fn due<'p>(&mut self, plan: &'p Plan) -> Vec<&'p Letter> {
        let options = self.options;
        let is_due = |letter: &&Letter| match self.journal.state(&letter.message.id) {
            None | Some(State::Planned | State::Later) => true,
            Some(State::Unknown | State::Sending) => options.retry_unknown,
            Some(State::Sent | State::Refused) => false,
        };
        let due: Vec<&Letter> = plan.letters.iter().filter(is_due).collect();
        self.mailed.skipped = plan.letters.len() - due.len();
        due.into_iter().take(options.limit.unwrap_or(usize::MAX)).collect()
    }

    /// The messages of which nobody knows whether they were handed over, with the mark that was
    /// noted before.
    pub(super) fn unknown<'p>(&self, plan: &'p Plan) -> Vec<(&'p Letter, Option<Mark>)> {
        let entry = |letter: &'p Letter| {
            let entry = self.journal.entries.get(&letter.message.id)?;
            (entry.state == State::Unknown).then_some((letter, entry.mark))
        };
        plan.letters.iter().filter_map(entry).collect()
    }

    /// Hands over what is due, on a line that is opened anew when it breaks.
    pub(super) fn all<W: Way>(&mut self, plan: &Plan, way: &W) -> Result<(), Diagnostic> {
        self.mend()?;
        let letters = self.due(plan);
        for letter in &letters {
            if self.journal.state(&letter.message.id).is_none() {
                self.note(letter, State::Planned, String::new(), None)?;
            }
        }
        let mut open: Option<W::Line> = None;
        let mut failures = 0;
        for letter in letters {
            let alive = open
                .take()
                .and_then(|mut line| way.is_alive(&mut line).then_some(line));
            let is_new = alive.is_none();
            let mut line = match alive.map_or_else(|| way.open(), Ok) {
                Ok(line) => line,
                Err(Failure { text, is_final }) => {
                    failures += 1;
                    if is_final || failures >= PATIENCE {
                        return Err(Diagnostic::error("mail-server", text));
                    }
                    self.note(letter, State::Later, text, None)?;
                    continue;
                }
            };
            failures = 0;
            if is_new {
                way.settle(self, plan, &mut line)?;
            }
            // It was found meanwhile.
            if self.journal.state(&letter.message.id) == Some(State::Sent) {
                open = Some(line);
                continue;
            }
            let outcome = way.hand_over(self, &mut line, letter)?;
            self.came_of(letter, outcome)?;
            open = Some(line);
        }
        if let Some(line) = open {
            way.close(line);
        }
        Ok(())
    }

    fn came_of(&mut self, letter: &Letter, outcome: Outcome) -> Result<(), Diagnostic> {
        match outcome {
            Outcome::Sent(text) => {
                self.mailed.sent += 1;
                self.note(letter, State::Sent, text, None)
            }
            Outcome::Refused(text) => self.note(letter, State::Refused, text, None),
            Outcome::Later(text) => self.note(letter, State::Later, text, None),
            Outcome::Unknown(text) => {
                let entry = self.journal.entries.get(&letter.message.id);
                let mark = entry.and_then(|entry| entry.mark);
                self.note(letter, State::Unknown, text, mark)
            }
        }
    }

    /// Ends a line that was cut off when the machine broke.
    pub(super) fn mend(&mut self) -> Result<(), Diagnostic> {
        if std::mem::take(&mut self.journal.torn) {
            self.append("\n")?;
        }
        Ok(())
    }

    /// Writes down what is known of a message.
    pub(super) fn note(
        &mut self,
        letter: &Letter,
        state: State,
        text: String,
        mark: Option<Mark>,
    ) -> Result<(), Diagnostic> {
        let entry = Entry {
            id: letter.message.id.clone(),
            row: letter.row,
            address: letter.to.address.clone(),
            state,
            at: self.project.system.now(),
            text,
            mark,
        };
        self.append(&entry.line())?;
        self.journal.note(entry);
        Ok(())
    }

    fn append(&self, line: &str) -> Result<(), Diagnostic> {
        self.project
            .system
            .append_durably(&self.path, line.as_bytes())
            .map_err(|error| {
                let message = format!("cannot write `{}`: {error}", self.path.display());
                Diagnostic::error("output-unwritable", message)
                    .hint("nothing more is sent: what was could not be written down")
            })
    }
}
