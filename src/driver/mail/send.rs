//! Sends the messages of a plan. Before and after every step that cannot be taken back there is
//! a line in the journal, on the disk.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::project::Project;
use super::plan::{Letter, Plan};
use super::{Mailed, whole};
use crate::diagnostic::Diagnostic;
use crate::mail::bytes;
use crate::mail::journal::{Entry, Journal, State};
use crate::mail::smtp::{Client, Login, Outcome};

/// How messages are sent.
#[derive(Debug, Clone, Default)]
pub struct SendOptions {
    /// Whether they are sent. Otherwise it is only said what would be.
    pub really: bool,
    /// Whether a campaign that has begun goes on.
    pub resume: bool,
    /// Whether messages of which nobody knows whether they were sent are sent once more.
    pub retry_unknown: bool,
    /// The most messages that are sent in this run.
    pub limit: Option<usize>,
}

/// After so many connections that fail one after the other no more is tried.
const PATIENCE: usize = 3;

struct Sender<'a> {
    project: &'a Project<'a>,
    path: PathBuf,
    journal: Journal,
    mailed: Mailed,
}

/// Sends what is to be sent.
pub(super) fn send(project: &Project<'_>, plan: &Plan, options: &SendOptions) -> Mailed {
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
    let mailed = Mailed {
        diagnostics: plan.diagnostics.clone(),
        ..Mailed::default()
    };
    let mut sender = Sender { project, path, journal, mailed };
    let begun = !sender.journal.entries.is_empty();
    if options.really && begun && !options.resume && !options.retry_unknown {
        let message = format!("the campaign `{}` has begun already", plan.campaign);
        let hint = "`--resume` sends what has not been sent; another `--campaign` begins anew, and writes to everybody again";
        return Mailed::failed(vec![Diagnostic::error("mail-begun", message).hint(hint)]);
    }
    let letters = sender.due(plan, options);
    if !options.really {
        for letter in letters {
            sender
                .mailed
                .lines
                .push(format!("{}  {}", letter.to, letter.message.subject));
        }
    } else if let Err(error) = sender.all(&letters) {
        sender.mailed.system_failed |= error.code == "output-unwritable";
        sender.mailed.diagnostics.push(error);
    }
    let of = |state| sender.journal.in_state(state).into_iter().cloned().collect();
    let (refused, later, unknown) =
        (of(State::Refused), of(State::Later), of(State::Unknown));
    Mailed { refused, later, unknown, ..sender.mailed }
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

impl Sender<'_> {
    /// The messages that are due.
    fn due<'p>(&mut self, plan: &'p Plan, options: &SendOptions) -> Vec<&'p Letter> {
        let is_due = |letter: &&Letter| match self.journal.state(&letter.message.id) {
            None | Some(State::Planned | State::Later) => true,
            Some(State::Unknown | State::Sending) => options.retry_unknown,
            Some(State::Sent | State::Refused) => false,
        };
        let due: Vec<&Letter> = plan.letters.iter().filter(is_due).collect();
        self.mailed.skipped = plan.letters.len() - due.len();
        due.into_iter().take(options.limit.unwrap_or(usize::MAX)).collect()
    }

    fn all(&mut self, letters: &[&Letter]) -> Result<(), Diagnostic> {
        if self.journal.torn {
            self.append("\n")?;
        }
        for letter in letters {
            if self.journal.state(&letter.message.id).is_none() {
                self.note(letter, State::Planned, String::new())?;
            }
        }
        let mut client: Option<Client> = None;
        let mut failures = 0;
        for letter in letters {
            let open = client.take().and_then(|mut line| line.is_alive().then_some(line));
            let mut line = match open {
                Some(line) => line,
                None => match self.connect() {
                    Ok(line) => line,
                    Err(error) if failures + 1 >= PATIENCE => return Err(error),
                    Err(error) => {
                        failures += 1;
                        self.note(letter, State::Later, error.message)?;
                        continue;
                    }
                },
            };
            failures = 0;
            self.one(&mut line, letter)?;
            client = Some(line);
            self.wait();
        }
        if let Some(line) = client {
            line.close();
        }
        Ok(())
    }

    fn one(&mut self, line: &mut Client, letter: &Letter) -> Result<(), Diagnostic> {
        let message = whole(self.project, letter, Some(self.project.system.now()))?;
        let message = bytes(&message);
        let outcome = line.send(&letter.from, &letter.to, &message, || {
            self.note(letter, State::Sending, String::new())
        })?;
        match outcome {
            Outcome::Sent(text) => {
                self.mailed.sent += 1;
                self.note(letter, State::Sent, text)
            }
            Outcome::Refused(text) => self.note(letter, State::Refused, text),
            Outcome::Later(text) => self.note(letter, State::Later, text),
            Outcome::Unknown(text) => self.note(letter, State::Unknown, text),
        }
    }

    fn connect(&self) -> Result<Client, Diagnostic> {
        let server = &self.project.config.mail.server;
        let error = |message: String| Diagnostic::error("mail-server", message);
        if server.host.is_empty() {
            let hint =
                "write `mail: { smtp: { host: smtp.example.org } }` into `offprint.yml`";
            return Err(error("no server is named to send by".to_owned()).hint(hint));
        }
        let variable = |name: &str| self.project.system.variable(name);
        let login = variable(&server.user_variable)
            .zip(variable(&server.password_variable))
            .map(|(user, password)| Login { user, password });
        Client::connect(server, login)
            .map_err(|why| error(format!("`{}`: {why}", server.host)))
    }

    fn note(
        &mut self,
        letter: &Letter,
        state: State,
        text: String,
    ) -> Result<(), Diagnostic> {
        let entry = Entry {
            id: letter.message.id.clone(),
            row: letter.row,
            address: letter.to.address.clone(),
            state,
            at: self.project.system.now(),
            text,
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

    /// Keeps to the rate.
    fn wait(&self) {
        let rate = self.project.config.mail.rate.max(1);
        std::thread::sleep(Duration::from_mins(1) / rate);
    }
}
