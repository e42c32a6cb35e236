//! What is on its way to a destination. It lies there as long as something is: whoever comes
//! next, from whatever machine, knows what may be half done, and which files are ours.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The name of the file.
pub(super) const FILE_NAME: &str = "manifest.sending.json";

/// Files that are being sent or removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// By name: the SHA-256 of all that we may have put there.
    pub files: BTreeMap<String, BTreeSet<String>>,
}

impl Errand {
    /// Reads it. What cannot be read says nothing.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    /// The text of the file.
    pub(super) fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Notes that a file may have this SHA-256.
    pub(super) fn note(&mut self, name: &str, sha256: &str) {
        let known = self.files.entry(name.to_owned()).or_default();
        known.insert(sha256.to_owned());
    }

    /// Whether we have put that there.
    pub(super) fn knows(&self, name: &str, sha256: &str) -> bool {
        self.files.get(name).is_some_and(|known| known.contains(sha256))
    }
}
