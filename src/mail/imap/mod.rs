//! Placing drafts into a folder that a server keeps (RFC 3501), where the mail programs of who
//! writes find them.

mod folder;
mod line;

use imap::types::Flag;
use imap::{Authenticator, Error, Session};
use serde::{Deserialize, Serialize};

use super::{Failure, Login, Outcome};
use crate::config::{LoginKind, Server};
use crate::diagnostic::explained;
use line::Line;

/// How far a folder has got: as long as this is the same, no message has come into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its UIDVALIDITY.
    pub validity: u32,
    /// Its UIDNEXT.
    pub next: u32,
}

/// An account and its folder for drafts.
pub struct Account {
    session: Session<Line>,
    folder: String,
}

impl Account {
    /// Connects, logs in and finds the folder: the one that is called `folder`, else the one that
    /// the server says is for drafts (RFC 6154), else one called `Drafts`. `authorities` are
    /// certificates that are trusted, too.
    ///
    /// # Errors
    /// What went wrong.
    pub fn open(
        server: &Server,
        login: &Login,
        authorities: &[u8],
        folder: Option<&str>,
    ) -> Result<Self, Failure> {
        let mut client = line::connect(server, authorities)?;
        let capabilities = client.capabilities().map_err(|error| failure(&error))?;
        let is_plain = capabilities.has_str("AUTH=PLAIN");
        let token = Token { login, kind: server.login };
        let opened = match server.login {
            LoginKind::Oauth2 => client.authenticate("XOAUTH2", &token),
            LoginKind::Password if is_plain => client.authenticate("PLAIN", &token),
            LoginKind::Password => client.login(&login.user, &login.password),
        };
        let mut session = opened.map_err(|(error, _)| failure(&error))?;
        let names = session.list(None, Some("\"*\"")).map_err(|error| failure(&error))?;
        let found = folder::find(names.iter(), folder).map_err(last)?;
        Ok(Self { session, folder: found })
    }

    /// The name of the folder, as the server has it.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// How far the folder has got; none if the server does not say.
    ///
    /// # Errors
    /// What went wrong.
    pub fn mark(&mut self) -> Result<Option<Mark>, String> {
        let status = self.session.status(&self.folder, "(UIDNEXT UIDVALIDITY)");
        let status = status.map_err(|error| explained(&error))?;
        let mark = status.uid_validity.zip(status.uid_next);
        Ok(mark.map(|(validity, next)| Mark { validity, next }))
    }

    /// Whether the message with this id is in the folder.
    ///
    /// # Errors
    /// What went wrong.
    pub fn holds(&mut self, id: &str) -> Result<bool, String> {
        let told = |error: Error| explained(&error);
        self.session.examine(&self.folder).map_err(told)?;
        let query = format!("HEADER Message-ID \"<{id}>\"");
        let found = self.session.uid_search(query).map_err(told)?;
        // Opened for reading only, so that this removes nothing.
        self.session.close().map_err(told)?;
        Ok(!found.is_empty())
    }

    /// Places a draft.
    pub fn place(&mut self, message: &[u8]) -> Outcome {
        let mut append = self.session.append(&self.folder, message);
        match append.flag(Flag::Draft).flag(Flag::Seen).finish() {
            Ok(_) => Outcome::Sent(format!("in `{}`", self.folder)),
            // The server did not even want to see it, or has seen it and said no.
            Err(error @ (Error::Append | Error::No(_) | Error::Bad(_))) => {
                Outcome::Later(explained(&error))
            }
            Err(error) => Outcome::Unknown(explained(&error)),
        }
    }

    /// Whether another draft may follow on this line.
    #[must_use]
    pub fn is_alive(&mut self) -> bool {
        self.session.noop().is_ok()
    }

    /// Says goodbye.
    pub fn close(mut self) {
        // Whatever it answers, nothing hangs on it.
        let _ = self.session.logout();
    }
}

/// What is sent to log in.
struct Token<'a> {
    login: &'a Login,
    kind: LoginKind,
}

impl Authenticator for Token<'_> {
    type Response = String;

    fn process(&self, _challenge: &[u8]) -> String {
        let Login { user, password } = self.login;
        match self.kind {
            LoginKind::Password => format!("\0{user}\0{password}"),
            LoginKind::Oauth2 => format!("user={user}\x01auth=Bearer {password}\x01\x01"),
        }
    }
}

fn failure(error: &Error) -> Failure {
    let is_final = matches!(error, Error::No(_) | Error::Bad(_));
    Failure { text: explained(error), is_final }
}

fn last(text: String) -> Failure {
    Failure { text, is_final: true }
}
