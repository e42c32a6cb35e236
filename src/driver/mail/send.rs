//! Sends the messages of a plan.

use std::time::Duration;

use super::super::project::Project;
use super::access::Access;
use super::log::{self, Log, Way};
use super::plan::{Letter, Plan};
use super::{HandOver, Mailed, whole};
use crate::diagnostic::Diagnostic;
use crate::mail::dkim::Signer;
use crate::mail::journal::State;
use crate::mail::smtp::Client;
use crate::mail::{Failure, Outcome, bytes};

/// Sends what is to be sent.
pub(super) fn send(project: &Project<'_>, plan: &Plan, options: &HandOver) -> Mailed {
    log::with(project, plan, options, |log| {
        let access = Access::of(project, "smtp", &project.config.mail.smtp, plan)?;
        let signer = super::access::signer(project)?;
        log.all(plan, &Sending { project, access, signer })
    })
}

struct Sending<'a> {
    project: &'a Project<'a>,
    access: Access<'a>,
    signer: Option<Signer>,
}

impl Way for Sending<'_> {
    type Line = Client;

    fn open(&self) -> Result<Client, Failure> {
        let Access { server, login, authorities } = &self.access;
        Client::connect(server, login.as_ref(), authorities)
            .map_err(|failure| self.access.named(failure))
    }

    fn is_alive(&self, line: &mut Client) -> bool {
        line.is_alive()
    }

    fn hand_over(
        &self,
        log: &mut Log<'_>,
        line: &mut Client,
        letter: &Letter,
    ) -> Result<Outcome, Diagnostic> {
        let message = whole(self.project, letter, Some(self.project.system.now()))?;
        let message = bytes(&message);
        let message = match &self.signer {
            Some(signer) => signer
                .sign(&message)
                .map_err(|why| Diagnostic::error("mail-dkim", why))?,
            None => message,
        };
        let outcome = line.send(&letter.from, &letter.to, &message, || {
            log.note(letter, State::Sending, String::new(), None)
        });
        self.wait();
        outcome
    }

    fn close(&self, line: Client) {
        line.close();
    }
}

impl Sending<'_> {
    /// Keeps to the rate.
    fn wait(&self) {
        let rate = self.project.config.mail.rate.max(1);
        self.project.system.sleep(Duration::from_mins(1) / rate);
    }
}
