//! What was done since the manifest was last written, a line a document. A build that is cut
//! off leaves it behind, and the next one goes on from there.

use serde::{Deserialize, Serialize};

use super::{Document, Shared};

/// A line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Line {
    /// A build began; its documents have this in common.
    Began(Shared),
    /// A PDF was written: its path from the folder of the manifest, and what it was made of.
    Made(String, Box<Document>),
}

impl Line {
    /// The line, with its end.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
