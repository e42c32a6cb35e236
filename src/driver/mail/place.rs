//! Places the messages of a plan into the folder for drafts of who writes. What a broken line
//! leaves unknown can be found out, unlike with a message that was sent: the folder is looked at.

use super::super::project::Project;
use super::access::Access;
use super::log::{self, Log, Way};
use super::plan::{Letter, Plan};
use super::{HandOver, Mailed, whole};
use crate::diagnostic::Diagnostic;
use crate::mail::imap::Account;
use crate::mail::journal::State;
use crate::mail::{Failure, Outcome, bytes};

/// Places what is to be placed.
pub(super) fn place(project: &Project<'_>, plan: &Plan, options: &HandOver) -> Mailed {
    log::with(project, plan, options, |log| {
        let access = Access::of(project, "imap", &project.config.mail.imap, plan)?;
        let way = Placing { project, access };
        log.mend()?;
        if !log.unknown(plan).is_empty() {
            let mut account = way
                .open()
                .map_err(|failure| Diagnostic::error("mail-server", failure.text))?;
            way.settle(log, plan, &mut account)?;
            account.close();
        }
        log.all(plan, &way)
    })
}

struct Placing<'a> {
    project: &'a Project<'a>,
    access: Access<'a>,
}

impl Way for Placing<'_> {
    type Line = Account;

    fn open(&self) -> Result<Account, Failure> {
        let Access { server, login, authorities } = &self.access;
        let folder = self.project.config.mail.drafts.as_deref();
        let Some(login) = login else {
            let text = format!(
                "there is no password: set `{}`, or name a program under `password_command`",
                server.password_variable
            );
            return Err(self.access.named(Failure { text, is_final: true }));
        };
        Account::open(server, login, authorities, folder)
            .map_err(|failure| self.access.named(failure))
    }

    /// A message that is in the folder was placed. One that is not was not, if nothing has come
    /// into the folder since; otherwise somebody may have sent or removed it, and it stays
    /// unknown.
    fn settle(
        &self,
        log: &mut Log<'_>,
        plan: &Plan,
        account: &mut Account,
    ) -> Result<(), Diagnostic> {
        let unknown = log.unknown(plan);
        if unknown.is_empty() {
            return Ok(());
        }
        let error = |text: String| Diagnostic::error("mail-server", text);
        let now = account.mark().map_err(error)?;
        for (letter, mark) in unknown {
            if account.holds(&letter.message.id).map_err(error)? {
                let text = format!("found in `{}`", account.folder());
                log.note(letter, State::Sent, text, None)?;
            } else if mark.is_some() && mark == now {
                log.note(letter, State::Later, "it was not placed".to_owned(), None)?;
            }
        }
        Ok(())
    }

    fn is_alive(&self, line: &mut Account) -> bool {
        line.is_alive()
    }

    fn hand_over(
        &self,
        log: &mut Log<'_>,
        line: &mut Account,
        letter: &Letter,
    ) -> Result<Outcome, Diagnostic> {
        let message = whole(self.project, letter, Some(self.project.system.now()))?;
        let mark = match line.mark() {
            Ok(mark) => mark,
            Err(why) => return Ok(Outcome::Later(why)),
        };
        log.note(letter, State::Sending, String::new(), mark)?;
        Ok(line.place(&bytes(&message)))
    }

    fn close(&self, line: Account) {
        line.close();
    }
}
