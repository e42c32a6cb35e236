//! What became of every message, written down before and after each step that cannot be taken
//! back. A message that was on its way when the line or the machine broke is *unknown*: the
//! server may have it (RFC 1047), so it is never sent again by itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::imap::Mark;

/// What is known of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is to be sent.
    Planned,
    /// Its bytes are being handed over; found so later, it is unknown.
    Sending,
    /// The server has taken it.
    Sent,
    /// The server does not want it, and never will.
    Refused,
    /// The server did not take it this time; it may be tried again.
    Later,
    /// Nobody knows whether the server has it.
    Unknown,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The id of the message.
    pub id: String,
    /// The number of the row.
    pub row: usize,
    /// The address.
    pub address: String,
    /// What became of it.
    pub state: State,
    /// When, in seconds since 1970.
    pub at: i64,
    /// What the server said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How far the folder for drafts had got before the message was placed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

/// The last that is known of each message, by its id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    /// The entries.
    pub entries: BTreeMap<String, Entry>,
    /// Whether the last line was cut off when the machine broke.
    pub torn: bool,
}

impl Journal {
    /// Reads a journal.
    ///
    /// # Errors
    /// The number of the first line that cannot be read. The last line may be cut off.
    pub fn read(bytes: &[u8]) -> Result<Self, usize> {
        let mut journal = Self {
            torn: !bytes.is_empty() && !bytes.ends_with(b"\n"),
            ..Self::default()
        };
        let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
        let last = lines.len().saturating_sub(1);
        for (number, line) in lines.iter().enumerate() {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match serde_json::from_slice::<Entry>(line) {
                Ok(entry) => journal.note(entry),
                Err(_) if number == last => {}
                Err(_) => return Err(number + 1),
            }
        }
        for entry in journal.entries.values_mut() {
            if entry.state == State::Sending {
                entry.state = State::Unknown;
            }
        }
        Ok(journal)
    }

    /// Takes an entry in.
    pub fn note(&mut self, entry: Entry) {
        self.entries.insert(entry.id.clone(), entry);
    }

    /// What is known of a message.
    #[must_use]
    pub fn state(&self, id: &str) -> Option<State> {
        self.entries.get(id).map(|entry| entry.state)
    }

    /// The messages in a state, in the order of the rows.
    #[must_use]
    pub fn in_state(&self, state: State) -> Vec<&Entry> {
        let mut found: Vec<&Entry> =
            self.entries.values().filter(|entry| entry.state == state).collect();
        found.sort_by_key(|entry| entry.row);
        found
    }
}

impl Entry {
    /// The line of the journal.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Journal, State};

    fn entry(id: &str, state: State) -> Entry {
        Entry {
            id: id.to_owned(),
            row: 1,
            address: "a@b.se".to_owned(),
            state,
            at: 0,
            text: String::new(),
            mark: None,
        }
    }

    /// However much of a journal is on the disk, no message that may have been sent is taken for
    /// one that was not.
    #[test]
    fn a_journal_may_be_cut_anywhere() {
        let steps = [State::Planned, State::Sending, State::Sent];
        let text: String = steps.map(|state| entry("x", state).line()).concat();
        let second = text.find('\n').unwrap() + 1;
        let third = second + text[second..].find('\n').unwrap() + 1;
        for length in 0..=text.len() {
            let journal = Journal::read(&text.as_bytes()[..length]).unwrap();
            let expected = match length {
                length if length + 1 >= text.len() => Some(State::Sent),
                length if length + 1 >= third => Some(State::Unknown),
                length if length + 1 >= second => Some(State::Planned),
                _ => None,
            };
            assert_eq!(journal.state("x"), expected, "{length}");
        }
        assert_eq!(Journal::read(b"nonsense\n{}\n"), Err(1));
    }
}
