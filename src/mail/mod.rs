//! E-mail: a message as data, and as bytes that every program reads the same.
//!
//! The bytes depend on the message alone: boundaries and ids are made of what it says, not of
//! chance. Only [`smtp`] and [`imap`] open connections.

pub mod dkim;
mod html;
pub mod imap;
pub mod journal;
mod mbox;
mod mime;
pub mod smtp;
mod text;
mod tls;
mod words;

use sha2::{Digest, Sha256};

use crate::address::Mailbox;

pub use html::html;
pub use mbox::add_to_mbox;
pub use mime::bytes;
pub use text::text;
pub use tls::certificates;

/// A message.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// Who writes.
    pub from: Option<Mailbox>,
    /// Who is written to.
    pub to: Option<Mailbox>,
    /// Who gets answers, if not the writer.
    pub reply_to: Option<Mailbox>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// A picture that the HTML shows as `cid:cover`.
    pub picture: Option<Vec<u8>>,
    /// Files that go with it.
    pub attachments: Vec<Attachment>,
    /// Addresses by which the recipient gets off the list (RFC 2369): `https:` or `mailto:`.
    pub unsubscribe: Vec<String>,
    /// Its id, without angle brackets.
    pub id: String,
    /// When it is sent, in seconds since 1970. A message without is a draft: the mail program
    /// that sends it sets date and id.
    pub date: Option<i64>,
}

/// A file that goes with a message.
#[derive(Debug, Clone, Default)]
pub struct Attachment {
    /// Its name, in any script.
    pub name: String,
    /// The file: a PDF.
    pub bytes: Vec<u8>,
}

/// Name and password for a server.
pub struct Login {
    /// The name.
    pub user: String,
    /// The password, or the token.
    pub password: String,
}

/// Why there is no line to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub text: String,
    /// Whether trying again is of no use.
    pub is_final: bool,
}

/// What a server did with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It has it.
    Sent(String),
    /// It does not want it, and never will.
    Refused(String),
    /// It does not have it; it may be tried again.
    Later(String),
    /// The line broke after the message, before the answer.
    Unknown(String),
}

/// The id of the message of a campaign to an address: always the same, so that a message that
/// was sent twice is seen to be one.
#[must_use]
pub fn message_id(campaign: &str, from: &Mailbox, to: &Mailbox) -> String {
    let text = format!("{campaign}\0{}\0{}", from.key(), to.key());
    let digest = Sha256::digest(text.as_bytes());
    let id: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let domain = from
        .address
        .rsplit_once('@')
        .map_or("localhost", |(_, domain)| domain);
    format!("{id}@{domain}")
}
