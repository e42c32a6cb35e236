//! Placing drafts into a folder that a server keeps (RFC 3501), where the mail programs of who
//! writes find them.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};

use base64::Engine;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;
use imap::types::{Flag, Name};
use imap::{Authenticator, Client, Error, Session};
use imap_proto::NameAttribute;
use serde::{Deserialize, Serialize};

use super::{Failure, Login, Outcome, tls};
use crate::config::{Encryption, LoginKind, Server};

/// The longest line before the encryption, in bytes.
const LONGEST_LINE: usize = 8192;

/// A line to a server.
enum Line {
    Open(TcpStream),
    Encrypted(Box<tls::Stream>),
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Open(line) => line.read(buffer),
            Self::Encrypted(line) => line.read(buffer),
        }
    }
}

impl Write for Line {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(line) => line.write(buffer),
            Self::Encrypted(line) => line.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(line) => line.flush(),
            Self::Encrypted(line) => line.flush(),
        }
    }
}

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
        let mut client = connect(server, authorities)?;
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
        let found = find(names.iter(), folder).map_err(last)?;
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

fn connect(server: &Server, authorities: &[u8]) -> Result<Client<Line>, Failure> {
    let host = server.host.as_str();
    let line = dial(server)
        .map_err(|error| Failure { text: error.to_string(), is_final: false })?;
    let encrypted = |line| {
        let stream = tls::encrypt(line, host, authorities).map_err(last)?;
        Ok(Client::new(Line::Encrypted(Box::new(stream))))
    };
    match server.encryption {
        Encryption::Tls => greeted(encrypted(line)?),
        Encryption::None => greeted(Client::new(Line::Open(line))),
        Encryption::StartTls => {
            ask_for_tls(&line).map_err(last)?;
            let mut client = encrypted(line)?;
            client.greeting_read = true;
            Ok(client)
        }
    }
}

/// Asks for the encryption of a line (RFC 3501, 6.2.1). It is read letter by letter: what
/// somebody slips in behind the answer is no part of the encrypted line.
fn ask_for_tls(line: &TcpStream) -> Result<(), String> {
    let mut write = line;
    let told = |error: io::Error| error.to_string();
    let greeting = read_line(line).map_err(told)?;
    if !greeting.starts_with("* OK") {
        return Err(greeting);
    }
    write.write_all(b"tls STARTTLS\r\n").map_err(told)?;
    loop {
        let answer = read_line(line).map_err(told)?;
        match answer.strip_prefix("tls ") {
            Some(answer) if answer.starts_with("OK") => return Ok(()),
            Some(answer) => return Err(format!("no encryption: {answer}")),
            None => {}
        }
    }
}

fn read_line(line: &TcpStream) -> io::Result<String> {
    let mut bytes = Vec::new();
    let mut line = line;
    while bytes.len() < LONGEST_LINE {
        let mut byte = [0];
        line.read_exact(&mut byte)?;
        match byte {
            [b'\n'] => return Ok(String::from_utf8_lossy(&bytes).trim().to_owned()),
            [byte] => bytes.push(byte),
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

fn dial(server: &Server) -> io::Result<TcpStream> {
    let mut failed = io::Error::from(io::ErrorKind::NotFound);
    for address in (server.host.as_str(), server.port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, server.timeout) {
            Ok(line) => {
                line.set_read_timeout(Some(server.timeout))?;
                line.set_write_timeout(Some(server.timeout))?;
                return Ok(line);
            }
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn greeted<T: Read + Write>(mut client: Client<T>) -> Result<Client<T>, Failure> {
    let greeting = client.read_greeting().map_err(|error| failure(&error))?;
    if greeting.starts_with(b"* OK") {
        return Ok(client);
    }
    let text = String::from_utf8_lossy(&greeting).trim().to_owned();
    Err(Failure { text, is_final: false })
}

/// The folder for drafts among all folders.
fn find<'n>(
    names: impl Iterator<Item = &'n Name<'n>> + Clone,
    wanted: Option<&str>,
) -> Result<String, String> {
    let last_part = |name: &&'n Name<'n>| {
        let text = name.name();
        let part = name.delimiter().and_then(|delimiter| text.rsplit(delimiter).next());
        part.unwrap_or(text)
    };
    let found = match wanted {
        Some(wanted) => {
            let wanted = encoded(wanted);
            let mut names = names.clone();
            names.find(|name| name.name() == wanted)
        }
        None => {
            let is_meant =
                |name: &&Name<'_>| name.attributes().contains(&NameAttribute::Drafts);
            let is_called = |name: &&'n Name<'n>| {
                last_part(name).eq_ignore_ascii_case("drafts")
                    && !name.attributes().contains(&NameAttribute::NoSelect)
            };
            let meant = names.clone().find(is_meant);
            meant.or_else(|| names.clone().find(is_called))
        }
    };
    match (found, wanted) {
        // It stands between quotation marks in a command.
        (Some(name), _) if name.name().contains(['"', '\\', '\r', '\n']) => {
            Err(format!("the folder `{}` cannot be named in a command", name.name()))
        }
        (Some(name), _) => Ok(name.name().to_owned()),
        (None, Some(wanted)) => Err(format!("there is no folder `{wanted}`")),
        (None, None) => Err("the server does not say which folder is for drafts; name it under `mail: { drafts: … }`".to_owned()),
    }
}

/// The name of a folder as commands have it (RFC 3501, 5.1.3): base64 of UTF-16 for what is not
/// ASCII.
fn encoded(name: &str) -> String {
    let base64 = GeneralPurpose::new(&base64::alphabet::IMAP_MUTF7, NO_PAD);
    let flush = |other: &mut Vec<u16>, out: &mut String| {
        if !other.is_empty() {
            let bytes: Vec<u8> = other.drain(..).flat_map(u16::to_be_bytes).collect();
            out.push('&');
            base64.encode_string(bytes, out);
            out.push('-');
        }
    };
    let mut out = String::new();
    let mut other = Vec::new();
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut other, &mut out);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            other.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    flush(&mut other, &mut out);
    out
}

fn failure(error: &Error) -> Failure {
    let is_final = matches!(error, Error::No(_) | Error::Bad(_));
    Failure { text: explained(error), is_final }
}

fn last(text: String) -> Failure {
    Failure { text, is_final: true }
}

fn explained(error: &Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn names_of_folders_are_encoded() {
        let cases = [
            ("Drafts", "Drafts"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("A & B", "A &- B"),
            // RFC 3501, 5.1.3.
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ];
        for (name, expected) in cases {
            assert_eq!(encoded(name), expected);
        }
    }
}
