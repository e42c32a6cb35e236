//! What was done since the manifest was last written, a line a document. A build that is cut
//! off leaves it behind, and the next one goes on from there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Document, Manifest, Shared};

/// A document that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// The path of the PDF, from the folder of the manifest.
    pub path: String,
    /// What it was made of.
    pub document: Document,
    /// What it has in common with others.
    pub shared: Shared,
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
    /// Adds what a journal says. A line that is torn was the last and counts for nothing.
    pub fn replay(&mut self, journal: &[u8]) {
        let lines = journal.split(|byte| *byte == b'\n');
        for line in lines.filter_map(|line| serde_json::from_slice::<Line>(line).ok()) {
            let Line { path, document, shared } = line;
            self.shared.insert(document.shared.clone(), shared);
            self.documents.insert(path, document);
        }
    }
}
