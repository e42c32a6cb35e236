//! What was done since the manifest was last written, a line a document. A build that is cut
//! off leaves it behind, and the next one goes on from there.

use std::io::{self, BufRead};

use serde::{Deserialize, Serialize};

use super::{Document, Manifest, Shared};

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

impl Manifest {
    /// Adds what a journal says. A line that is torn counts for nothing.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub fn replay(&mut self, mut journal: impl BufRead) -> io::Result<()> {
        let mut line = Vec::new();
        while journal.read_until(b'\n', &mut line)? > 0 {
            match serde_json::from_slice(&line) {
                Ok(Line::Began(shared)) => {
                    self.shared.insert(shared.digest(), shared);
                }
                Ok(Line::Made(path, document)) => {
                    self.documents.insert(path, *document);
                }
                Err(_) => {}
            }
            line.clear();
        }
        Ok(())
    }
}
