//! Handing messages to a server (RFC 5321). The only module that opens a connection.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, response::Response};

use crate::address::Mailbox;
use crate::config::{Encryption, Server};

/// How long a server may take to answer. After the final dot it may look at the message for ten
/// minutes (RFC 5321, 4.5.3.2.6); who hangs up earlier sends twice.
const TIMEOUT: Duration = Duration::from_mins(10);

/// What a server did with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It has it.
    Sent(String),
    /// It does not want it, and never will (5xx).
    Refused(String),
    /// It does not have it; it may be tried again (4xx, or the line broke before the message).
    Later(String),
    /// The line broke after the message, before the answer.
    Unknown(String),
}

/// A connection.
pub struct Client {
    connection: SmtpConnection,
}

/// Name and password for a server.
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

impl Client {
    /// Connects, encrypts the line and logs in.
    ///
    /// # Errors
    /// What went wrong.
    pub fn connect(server: &Server, login: Option<Login>) -> Result<Self, String> {
        let told = |error: Error| explained(&error);
        let tls = TlsParameters::new(server.host.clone()).map_err(told)?;
        let hello = ClientId::default();
        let at_once = (server.encryption == Encryption::Tls).then_some(&tls);
        let address = (server.host.as_str(), server.port);
        let mut connection =
            SmtpConnection::connect(address, Some(TIMEOUT), &hello, at_once, None)
                .map_err(told)?;
        if server.encryption == Encryption::StartTls {
            connection.starttls(&tls, &hello).map_err(told)?;
        }
        if let Some(login) = login {
            let credentials = Credentials::new(login.user, login.password);
            connection.auth(DEFAULT_MECHANISMS, &credentials).map_err(told)?;
        }
        Ok(Self { connection })
    }

    /// Hands a message over. `before` is called when the server waits for its bytes: from then on
    /// nobody knows, until it answers, whether it has it.
    ///
    /// # Errors
    /// That of `before`; then nothing was handed over.
    pub fn send<E>(
        &mut self,
        from: &Mailbox,
        to: &Mailbox,
        message: &[u8],
        before: impl FnOnce() -> Result<(), E>,
    ) -> Result<Outcome, E> {
        if let Err(error) = self.envelope(from, to) {
            return Ok(undelivered(&error));
        }
        before()?;
        Ok(match self.connection.message(message) {
            Ok(response) => Outcome::Sent(said(&response)),
            Err(error) if error.is_permanent() || error.is_transient() => {
                undelivered(&error)
            }
            Err(error) => Outcome::Unknown(explained(&error)),
        })
    }

    /// Whether another message may follow on this line.
    #[must_use]
    pub fn is_alive(&mut self) -> bool {
        !self.connection.has_broken() && self.connection.test_connected()
    }

    /// Says goodbye.
    pub fn close(mut self) {
        // Whatever it answers, nothing hangs on it.
        let _ = self.connection.quit();
    }

    fn envelope(&mut self, from: &Mailbox, to: &Mailbox) -> Result<Response, Error> {
        let address = |mailbox: &Mailbox| mailbox.address.parse::<Address>().ok();
        self.connection.command(Mail::new(address(from), Vec::new()))?;
        if let Some(to) = address(to) {
            self.connection.command(Rcpt::new(to, Vec::new()))?;
        }
        self.connection.command(Data)
    }
}

fn undelivered(error: &Error) -> Outcome {
    match error.is_permanent() {
        true => Outcome::Refused(explained(error)),
        false => Outcome::Later(explained(error)),
    }
}

fn said(response: &Response) -> String {
    response.message().collect::<Vec<_>>().join(" ")
}

/// The error and what led to it, on one line.
fn explained(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = inner.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
