//! `mail` in `offprint.yml`: who writes, and by which server. Passwords and keys never stand
//! there.

use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::file::{self, OneOrMany};
use super::reader::Reader;
use crate::address::Mailbox;
use crate::profile::parse_size;

/// How mail is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Who writes.
    pub from: Option<Mailbox>,
    /// Who gets answers, if not the writer.
    pub reply_to: Option<Mailbox>,
    /// Addresses by which a recipient gets off the list: `https:` or `mailto:`.
    pub unsubscribe: Vec<String>,
    /// A file of addresses that are never written to, one a line.
    pub suppress: Option<PathBuf>,
    /// The most bytes a message may have as it is sent.
    pub max_size: usize,
    /// The most messages a minute.
    pub rate: u32,
    /// The server that sends.
    pub smtp: Server,
    /// The server that keeps the mail of who writes.
    pub imap: Server,
    /// The folder for drafts there; the one that the server says is for them unless given.
    pub drafts: Option<String>,
    /// How messages are signed.
    pub dkim: Option<Dkim>,
}

/// A server for mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is encrypted.
    pub encryption: Encryption,
    /// A file of certificates of authorities that are trusted, too.
    pub ca: Option<PathBuf>,
    /// How long it may take to answer.
    pub timeout: Duration,
    /// What the password is.
    pub login: LoginKind,
    /// The variable of the environment that holds the name to log in with.
    pub user_variable: String,
    /// The variable of the environment that holds the password.
    pub password_variable: String,
    /// A program and its arguments; it writes the password. Empty for none.
    pub password_command: Vec<String>,
}

/// How messages are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dkim {
    /// The domain that signs, in ASCII.
    pub domain: String,
    /// The name of the key in the domain.
    pub selector: String,
    /// The variable of the environment that holds the private key.
    pub key_variable: String,
    /// The file of the private key.
    pub key_file: Option<PathBuf>,
}

/// What a password is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LoginKind {
    /// A password.
    #[default]
    Password,
    /// A token of OAuth 2 (`XOAUTH2`), as Google and Microsoft want it.
    Oauth2,
}

/// How a line is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// Before any message, and not at all without (RFC 3207).
    StartTls,
    /// From the start (RFC 8314).
    Tls,
    /// Not; only for servers on this machine.
    None,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            from: None,
            reply_to: None,
            unsubscribe: Vec::new(),
            suppress: None,
            max_size: 10_000_000,
            rate: 60,
            smtp: Server::usual(587, Encryption::StartTls, "SMTP"),
            imap: Server::usual(993, Encryption::Tls, "IMAP"),
            drafts: None,
            dkim: None,
        }
    }
}

impl Server {
    fn usual(port: u16, encryption: Encryption, name: &str) -> Self {
        Self {
            host: String::new(),
            port,
            encryption,
            ca: None,
            // RFC 5321, 4.5.3.2.
            timeout: Duration::from_mins(5),
            login: LoginKind::Password,
            user_variable: format!("OFFPRINT_{name}_USER"),
            password_variable: format!("OFFPRINT_{name}_PASSWORD"),
            password_command: Vec::new(),
        }
    }
}

/// Checks what the file says.
pub(super) fn read(reader: &mut Reader<'_>, file: file::Mail) -> Mail {
    let rest = Mail::default();
    let max_size = file.max_size.map(|text| parse_size(&text));
    if let Some(Err(why)) = &max_size {
        reader.error(&["mail", "max_size"], why);
    }
    let unsubscribe = file.unsubscribe.map(OneOrMany::into_vec).unwrap_or_default();
    if !unsubscribe.iter().all(|url| is_way_off(url)) {
        let message =
            "`unsubscribe` is an address that starts with `https://` or `mailto:`";
        reader.error(&["mail", "unsubscribe"], message);
    }
    Mail {
        from: mailbox(reader, "from", file.from),
        reply_to: mailbox(reader, "reply_to", file.reply_to),
        unsubscribe,
        suppress: file.suppress,
        max_size: max_size.and_then(Result::ok).unwrap_or(rest.max_size),
        rate: file.rate.unwrap_or(rest.rate).max(1),
        smtp: server(reader, "smtp", file.smtp, rest.smtp, (Encryption::Tls, 465)),
        imap: server(reader, "imap", file.imap, rest.imap, (Encryption::StartTls, 143)),
        drafts: file.drafts,
        dkim: file.dkim.and_then(|file| dkim(reader, file)),
    }
}

fn mailbox(reader: &mut Reader<'_>, key: &str, text: Option<String>) -> Option<Mailbox> {
    let read = Mailbox::parse(&text?);
    if let Err(why) = &read {
        reader.error(&["mail", key], format!("`{key}` is no e-mail address: {why}"));
    }
    read.ok()
}

/// Whether a header may hold the address.
fn is_way_off(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("mailto:"))
        && url
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"<>,\"".contains(&byte))
}

/// `other` is the encryption that has another port than the usual one.
fn server(
    reader: &mut Reader<'_>,
    key: &str,
    file: file::Server,
    rest: Server,
    other: (Encryption, u16),
) -> Server {
    let encryption = file.encryption.unwrap_or(rest.encryption);
    let usual = if encryption == other.0 { other.1 } else { rest.port };
    let is_here = matches!(file.host.as_str(), "localhost" | "127.0.0.1" | "::1");
    if encryption == Encryption::None && !is_here {
        let message = "a line is encrypted, unless the server is on this machine";
        reader.error(&["mail", key, "encryption"], message);
    }
    let password_command = file.password_command.unwrap_or_default();
    if password_command.first().is_some_and(|name| name.contains(' ')) {
        let message =
            "`password_command` is a list: the name of a program, and its arguments";
        reader.error(&["mail", key, "password_command"], message);
    }
    Server {
        host: file.host,
        port: file.port.unwrap_or(usual),
        encryption,
        ca: file.ca,
        timeout: file.timeout.map_or(rest.timeout, Duration::from_secs),
        login: file.login.unwrap_or_default(),
        user_variable: file.user_variable.unwrap_or(rest.user_variable),
        password_variable: file.password_variable.unwrap_or(rest.password_variable),
        password_command,
    }
}

fn dkim(reader: &mut Reader<'_>, file: file::Dkim) -> Option<Dkim> {
    let is_name = |text: &str| {
        let is_label = |label: &str| {
            !label.is_empty()
                && label.bytes().all(|byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
                })
        };
        text.split('.').all(is_label)
    };
    let domain = idna::domain_to_ascii(&file.domain).unwrap_or_default();
    for (key, name) in [("domain", &domain), ("selector", &file.selector)] {
        if !is_name(name) {
            let message = format!("`{key}` is a name of letters, digits and hyphens");
            reader.error(&["mail", "dkim", key], message);
            return None;
        }
    }
    let key_variable = file.key_variable;
    Some(Dkim {
        domain,
        selector: file.selector,
        key_variable: key_variable.unwrap_or_else(|| "OFFPRINT_DKIM_KEY".to_owned()),
        key_file: file.key_file,
    })
}
