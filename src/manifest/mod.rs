//! The manifest beside the PDFs: what each was made of, and what it is. From it follows what
//! has to be made again. It holds no times of the machine: the same input gives the same
//! manifest.

mod journal;
mod listing;
mod merged;

use std::collections::BTreeMap;
use std::io;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::coverage::Words;
use crate::diagnostic::Stored;
use crate::ledger::Totals;
use crate::system::{About, Facts, Question, Seen, digest};

pub use journal::Line;
pub use merged::{Merged, ReadPart};

/// The name of the file, in the folder of the PDFs.
pub const FILE_NAME: &str = "manifest.json";

/// The version of the format. A manifest of another version counts as none.
pub const VERSION: u32 = 1;

/// What a folder of PDFs holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// The version of this format.
    pub version: u32,
    /// The moment at which the next page is published or expires, ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_change: Option<String>,
    /// What documents have in common, by its digest.
    pub shared: BTreeMap<String, Shared>,
    /// The documents by the path of their PDF, from the folder of the manifest.
    pub documents: BTreeMap<String, Document>,
}

/// What documents are made of beside their own inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shared {
    /// The program: version and digest of its source.
    pub program: String,
    /// The options that have a say in the PDFs.
    pub options: BTreeMap<String, String>,
    /// Configuration, site settings, brand and fonts: how each path was found.
    pub inputs: BTreeMap<String, String>,
    /// The variables of the environment that were asked for: digests of their values.
    pub variables: BTreeMap<String, String>,
}

/// A PDF and what it was made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// The file of the page, or `collection NAME`.
    pub page: String,
    /// Its public address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its language, a code of BCP 47.
    pub language: String,
    /// The title.
    pub title: String,
    /// The version that stands on the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The date that stands on the document, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The template.
    pub template: String,
    /// The SHA-256 of the PDF, as hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// The number of its pages.
    pub pages: usize,
    /// Pictures beside it, by path from the folder of the manifest: their SHA-256.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pictures: BTreeMap<String, String>,
    /// What was printed, dropped on purpose, and lost.
    pub ledger: Ledger,
    /// How many words the page has, and how many of them are on paper.
    pub coverage: Words,
    /// What documents have in common: a key of `shared`.
    pub shared: String,
    /// The digest of the page as it was read, with what its sections hand down.
    pub content: String,
    /// How each path was found that was asked for: `sha256:…` for a file that was read,
    /// `names:…` for a folder that was listed, `file`, `folder` or `absent`.
    pub inputs: BTreeMap<String, String>,
    /// What was asked about other pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// The warnings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Stored>,
    /// Why the PDF is that of an earlier state of the page, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale: Option<String>,
}

/// A question about other pages, and the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// What about.
    pub about: About,
    /// The file of the page that asked.
    pub page: String,
    /// What it named.
    pub of: String,
    /// The answer.
    pub answer: String,
}

/// The totals of a ledger.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema,
)]
pub struct Ledger {
    /// Printed.
    pub printed: u32,
    /// Dropped on purpose.
    pub dropped: u32,
    /// Lost.
    pub lost: u32,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            version: VERSION,
            next_change: None,
            shared: BTreeMap::new(),
            documents: BTreeMap::new(),
        }
    }
}

impl Manifest {
    /// Reads a manifest. None if it is none of this version: what it says cannot be relied on.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let head: Head = serde_json::from_slice(bytes).ok()?;
        (head.version == VERSION).then(|| serde_json::from_slice(bytes).ok())?
    }

    /// Writes the text of the file.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        write(self, out)
    }

    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = Vec::new();
        // Memory takes it all.
        let _ = self.write(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}

impl Shared {
    /// The key of this among what documents have in common.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(serde_json::to_string(self).unwrap_or_default().as_bytes())
    }

    /// In which respect another differs from this.
    #[must_use]
    pub fn difference(&self, other: &Self) -> String {
        if self.program != other.program {
            return "the program is another".to_owned();
        }
        let maps = [
            (&self.options, &other.options, "the option "),
            (&self.inputs, &other.inputs, ""),
            (&self.variables, &other.variables, "the variable "),
        ];
        for (own, others, kind) in maps {
            let changed = own
                .keys()
                .chain(others.keys())
                .find(|key| own.get(*key) != others.get(*key));
            if let Some(name) = changed {
                return format!("{kind}`{name}` has changed");
            }
        }
        "nothing".to_owned()
    }
}

impl Document {
    /// Writes down what the document was made of; `name` is how the manifest calls a path.
    pub fn set_facts(&mut self, facts: Facts, name: &dyn Fn(&std::path::Path) -> String) {
        let paths = facts.paths.iter();
        self.inputs = paths.map(|(path, seen)| (name(path), seen.to_text())).collect();
        let answer = |(question, answer)| {
            let Question { about, page, of } = question;
            Answer { about, page, of, answer }
        };
        self.answers = facts.answers.into_iter().map(answer).collect();
    }

    /// The first input that is no longer as it was; `now` says how a path is found.
    #[must_use]
    pub fn changed_input(&self, now: &dyn Fn(&str) -> Seen) -> Option<&str> {
        let changed = self.inputs.iter().find(|(path, seen)| {
            Seen::parse(seen).is_none_or(|seen| !seen.holds(&now(path)))
        });
        changed.map(|(path, _)| path.as_str())
    }
}

impl From<Totals> for Ledger {
    fn from(totals: Totals) -> Self {
        let Totals { printed, dropped, lost } = totals;
        Self { printed, dropped, lost }
    }
}

impl From<Ledger> for Totals {
    fn from(ledger: Ledger) -> Self {
        let Ledger { printed, dropped, lost } = ledger;
        Self { printed, dropped, lost }
    }
}

fn write(manifest: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, manifest)?;
    out.write_all(b"\n")
}

/// The JSON Schema of the file.
#[must_use]
pub fn schema() -> serde_json::Value {
    serde_json::to_value(schemars::schema_for!(Manifest)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Document, Ledger, Manifest, Shared};
    use crate::coverage::Words;

    pub(super) fn document(title: &str, shared: &Shared) -> Document {
        Document {
            page: "content/a.md".to_owned(),
            url: None,
            language: "en".to_owned(),
            title: title.to_owned(),
            version: None,
            date: None,
            template: "whitepaper".to_owned(),
            sha256: String::new(),
            bytes: 1,
            pages: 1,
            pictures: Default::default(),
            ledger: Ledger::default(),
            coverage: Words::default(),
            shared: shared.digest(),
            content: String::new(),
            inputs: Default::default(),
            answers: Vec::new(),
            warnings: Vec::new(),
            stale: None,
        }
    }

    #[test]
    fn only_whole_manifests_of_this_version_are_read() {
        let text = Manifest::default().to_text();
        assert_eq!(Manifest::parse(text.as_bytes()), Some(Manifest::default()));
        assert_eq!(Manifest::parse(&text.as_bytes()[..text.len() / 2]), None);
        let other = text.replace("\"version\": 1", "\"version\": 2");
        assert_eq!(Manifest::parse(other.as_bytes()), None);
    }

    #[test]
    fn what_differs_is_named() {
        let mut one = Shared::default();
        one.inputs.insert("_brand.yml".to_owned(), "absent".to_owned());
        let mut other = one.clone();
        assert_eq!(one.digest(), other.digest());
        other.inputs.insert("_brand.yml".to_owned(), "sha256:1".to_owned());
        assert_ne!(one.digest(), other.digest());
        assert_eq!(one.difference(&other), "`_brand.yml` has changed");
    }
}
