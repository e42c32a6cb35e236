//! Handing messages to a server (RFC 5321).

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{
    Credentials, DEFAULT_MECHANISMS, Mechanism,
};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{
    ClientId, Extension, MailBodyParameter, MailParameter,
};
use lettre::transport::smtp::{Error, response::Response};

use super::{Failure, Login, Outcome};
use crate::address::Mailbox;
use crate::config::{Encryption, LoginKind, Server};
use crate::diagnostic::explained;

/// How long a server may look at a message after its final dot (RFC 5321, 4.5.3.2.6). Who hangs
/// up earlier sends twice.
const FINAL: Duration = Duration::from_mins(10);

/// A connection.
pub struct Client {
    connection: SmtpConnection,
    timeout: Duration,
}

impl Client {
    /// Connects, encrypts the line and logs in. `authorities` are certificates that are trusted,
    /// too.
    ///
    /// # Errors
    /// What went wrong.
    pub fn connect(
        server: &Server,
        login: Option<&Login>,
        authorities: &[u8],
    ) -> Result<Self, Failure> {
        let tls = trust(server, authorities).map_err(|error| failure(&error))?;
        let hello = ClientId::default();
        let at_once = (server.encryption == Encryption::Tls).then_some(&tls);
        let address = (server.host.as_str(), server.port);
        let timeout = Some(server.timeout);
        let mut connection =
            SmtpConnection::connect(address, timeout, &hello, at_once, None)
                .map_err(|error| failure(&error))?;
        if server.encryption == Encryption::StartTls {
            connection.starttls(&tls, &hello).map_err(|error| failure(&error))?;
        }
        if let Some(login) = login {
            let mechanisms: &[Mechanism] = match server.login {
                LoginKind::Password => DEFAULT_MECHANISMS,
                LoginKind::Oauth2 => &[Mechanism::Xoauth2],
            };
            let credentials =
                Credentials::new(login.user.clone(), login.password.clone());
            connection
                .auth(mechanisms, &credentials)
                .map_err(|error| failure(&error))?;
        }
        Ok(Self { connection, timeout: server.timeout })
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
        let parse = |mailbox: &Mailbox| mailbox.address.parse::<Address>();
        let (Ok(sender), Ok(recipient)) = (parse(from), parse(to)) else {
            return Ok(Outcome::Refused("the address cannot be sent to".to_owned()));
        };
        let is_ascii = from.address.is_ascii() && to.address.is_ascii();
        let info = self.connection.server_info();
        if !is_ascii && !info.supports_feature(Extension::SmtpUtfEight) {
            let why = "the server takes no addresses beyond ASCII (SMTPUTF8, RFC 6531)";
            return Ok(Outcome::Refused(why.to_owned()));
        }
        if let Err(error) = self.envelope(sender, recipient, is_ascii) {
            return Ok(undelivered(&error));
        }
        before()?;
        // If the line is so broken that this fails, the next step fails, too.
        let _ = self.connection.set_timeout(Some(FINAL.max(self.timeout)));
        let outcome = match self.connection.message(message) {
            Ok(response) => Outcome::Sent(said(&response)),
            Err(error) if error.is_permanent() || error.is_transient() => {
                undelivered(&error)
            }
            Err(error) => Outcome::Unknown(explained(&error)),
        };
        let _ = self.connection.set_timeout(Some(self.timeout));
        Ok(outcome)
    }

    /// Whether another message may follow on this line. What is left of one that was not taken
    /// is forgotten.
    #[must_use]
    pub fn is_alive(&mut self) -> bool {
        !self.connection.has_broken() && self.connection.command(Rset).is_ok()
    }

    /// Says goodbye.
    pub fn close(mut self) {
        // Whatever it answers, nothing hangs on it.
        let _ = self.connection.quit();
    }

    fn envelope(
        &mut self,
        from: Address,
        to: Address,
        is_ascii: bool,
    ) -> Result<Response, Error> {
        let parameters = match is_ascii {
            true => Vec::new(),
            false => vec![
                MailParameter::SmtpUtfEight,
                MailParameter::Body(MailBodyParameter::EightBitMime),
            ],
        };
        self.connection.command(Mail::new(Some(from), parameters))?;
        self.connection.command(Rcpt::new(to, Vec::new()))?;
        self.connection.command(Data)
    }
}

fn trust(server: &Server, authorities: &[u8]) -> Result<TlsParameters, Error> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if !authorities.is_empty() {
        builder = builder.add_root_certificate(Certificate::from_pem(authorities)?);
    }
    builder.build()
}

/// What a connection that failed says. Wrong passwords and servers that are not who they should
/// be do not get better by trying again.
fn failure(error: &Error) -> Failure {
    let text = explained(error);
    let is_final = error.is_permanent()
        || error.is_client()
        || error.is_tls()
        || text.contains("certificate");
    Failure { text, is_final }
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
