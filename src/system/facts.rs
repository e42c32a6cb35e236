//! What was asked of the machine and of the site while something was made, with the answers:
//! as long as all answers are the same, it need not be made again. Also that a file was *not*
//! there is an answer: when it appears, what was made without it is out of date.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::Entry;

/// How a path was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// There was nothing, or nothing that may be read.
    Absent,
    /// There was a file; nobody read it.
    File,
    /// There was a folder; nobody listed it.
    Folder,
    /// A file with this digest was read.
    Contents(Digest),
    /// A folder with names of this digest was listed.
    Names(Digest),
}

/// Answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// How paths were found.
    pub paths: BTreeMap<PathBuf, Seen>,
    /// Digests of the values of variables.
    pub variables: BTreeMap<String, String>,
    /// What the site said of other pages.
    pub answers: BTreeMap<Question, String>,
}

/// What one page wants to know of others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Question {
    /// What about.
    pub about: About,
    /// The file of the page that asks.
    pub page: String,
    /// What it named: a path, a reference, an address.
    pub of: String,
}

/// What a page may ask.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// The public address of the page at a path.
    Link,
    /// The public address of what a `ref` names.
    Reference,
    /// The PDF of the page at an address.
    Pdf,
    /// The title of the section in a folder.
    Section,
    /// What may be meant by an address at which there is nothing.
    Missing,
    /// The pages of a folder that are published, as a list shows them.
    Listed,
}

impl Seen {
    /// A file that was read.
    #[must_use]
    pub fn contents(bytes: &[u8]) -> Self {
        Self::Contents(Digest::of(bytes))
    }

    /// A folder that was listed.
    #[must_use]
    pub fn names(entries: &[Entry]) -> Self {
        let mut text = String::new();
        for entry in entries {
            let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
            text.push_str(&name);
            // No name holds either.
            text.push(if entry.is_dir { '/' } else { '\0' });
        }
        Self::Names(Digest::of(text.as_bytes()))
    }

    /// Whether what is known of a path `now` says the same as this.
    #[must_use]
    pub fn holds(&self, now: &Self) -> bool {
        match (self, now) {
            (Self::File, Self::Contents(_)) | (Self::Folder, Self::Names(_)) => true,
            (seen, now) => seen == now,
        }
    }

    /// The words that [`Seen::parse`] reads.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Absent => "absent".to_owned(),
            Self::File => "file".to_owned(),
            Self::Folder => "folder".to_owned(),
            Self::Contents(digest) => format!("sha256:{digest}"),
            Self::Names(digest) => format!("names:{digest}"),
        }
    }

    /// What a text of [`Seen::to_text`] says; none for any other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match (text, text.split_once(':')) {
            ("absent", _) => Some(Self::Absent),
            ("file", _) => Some(Self::File),
            ("folder", _) => Some(Self::Folder),
            (_, Some(("sha256", digest))) => Digest::parse(digest).map(Self::Contents),
            (_, Some(("names", digest))) => Digest::parse(digest).map(Self::Names),
            _ => None,
        }
    }

    /// How much it says: that a file was read says more than that it was there.
    fn weight(&self) -> u8 {
        match self {
            Self::Absent => 0,
            Self::File | Self::Folder => 1,
            Self::Contents(_) | Self::Names(_) => 2,
        }
    }
}

impl Facts {
    /// Adds how a path was found, if that says more than what is known of it.
    pub fn saw(&mut self, path: &Path, seen: Seen) {
        let known = self.paths.get(path);
        if known.is_none_or(|known| known.weight() < seen.weight()) {
            self.paths.insert(path.to_owned(), seen);
        }
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: Self) {
        for (path, seen) in other.paths {
            self.saw(&path, seen);
        }
        self.variables.extend(other.variables);
        self.answers.extend(other.answers);
    }
}

/// A SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// That of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The one that 64 hexadecimal digits in lower case say; none for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks();
        let bytes: Option<Vec<u8>> = pairs
            .iter()
            .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
            .collect();
        let bytes = bytes.filter(|_| rest.is_empty())?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// As hexadecimal digits.
impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| D::Error::custom("64 hexadecimal digits are missing"))
    }
}

/// The SHA-256 of bytes, as hexadecimal digits.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

/// Takes in bytes piece by piece for their SHA-256.
#[derive(Debug, Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes in more of them.
    pub fn update(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.update(bytes);
    }

    /// The SHA-256 of all of them.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Facts, Seen, digest};

    #[test]
    fn digests_are_those_of_sha256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(digest(b""), empty);
    }

    #[test]
    fn what_was_seen_is_written_and_read() {
        let all = [
            Seen::Absent,
            Seen::File,
            Seen::Folder,
            Seen::contents(b"a"),
            Seen::names(&[]),
        ];
        for seen in all {
            assert_eq!(Seen::parse(&seen.to_text()), Some(seen));
        }
        assert_eq!(Seen::parse("sha512:ab"), None);
    }

    #[test]
    fn the_answer_that_says_most_counts() {
        let mut facts = Facts::default();
        let path = Path::new("a");
        facts.saw(path, Seen::File);
        facts.saw(path, Seen::contents(b"a"));
        facts.saw(path, Seen::File);
        assert_eq!(facts.paths[path], Seen::contents(b"a"));
        assert!(Seen::File.holds(&facts.paths[path]));
        assert!(!Seen::Absent.holds(&facts.paths[path]));
    }
}
