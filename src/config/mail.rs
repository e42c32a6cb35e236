//! `mail` in `offprint.yml`: who writes, and by which server. Passwords never stand there.

use std::path::PathBuf;

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
    /// The server.
    pub server: Server,
}

/// A server that takes messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is encrypted.
    pub encryption: Encryption,
    /// The variable of the environment that holds the name to log in with.
    pub user_variable: String,
    /// The variable of the environment that holds the password.
    pub password_variable: String,
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
            server: Server {
                host: String::new(),
                port: 587,
                encryption: Encryption::StartTls,
                user_variable: "OFFPRINT_SMTP_USER".to_owned(),
                password_variable: "OFFPRINT_SMTP_PASSWORD".to_owned(),
            },
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
        server: server(reader, file.smtp),
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

fn server(reader: &mut Reader<'_>, file: file::Server) -> Server {
    let rest = Mail::default().server;
    let encryption = file.encryption.unwrap_or(rest.encryption);
    let usual = if encryption == Encryption::Tls { 465 } else { rest.port };
    let is_here = matches!(file.host.as_str(), "localhost" | "127.0.0.1" | "::1");
    if encryption == Encryption::None && !is_here {
        let message = "a line is encrypted, unless the server is on this machine";
        reader.error(&["mail", "smtp", "encryption"], message);
    }
    Server {
        host: file.host,
        port: file.port.unwrap_or(usual),
        encryption,
        user_variable: file.user_variable.unwrap_or(rest.user_variable),
        password_variable: file.password_variable.unwrap_or(rest.password_variable),
    }
}
