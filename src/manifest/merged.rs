//! The manifest after a build: what it was, and what was done since. Documents that were made
//! are read from the journal when their turn comes and put away again: ten thousand of them
//! are never in memory.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};
use std::ops::Range;

use serde::ser::{Error as _, SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::{Document, Line, Manifest, Shared, VERSION};
use crate::system::{Digest, Hasher};

/// Reads a part of the journal, from byte to byte.
pub type ReadPart<'r> = &'r dyn Fn(Range<u64>) -> io::Result<Vec<u8>>;

/// A manifest with a journal.
pub struct Merged<'r> {
    before: Manifest,
    /// Where the journal tells last of each document that was made.
    made: BTreeMap<String, Made>,
    /// Why documents are those of an earlier state of their pages.
    stale: BTreeMap<String, String>,
    read: ReadPart<'r>,
}

/// A document that was made.
struct Made {
    part: Range<u64>,
    /// The key of what it has in common with others.
    shared: Option<Digest>,
}

impl<'r> Merged<'r> {
    /// Looks through a journal; `read` reads it again.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub fn new(
        mut before: Manifest,
        mut journal: impl BufRead,
        read: ReadPart<'r>,
    ) -> io::Result<Self> {
        let mut made = BTreeMap::new();
        let mut line = Vec::new();
        let mut start = 0;
        while journal.read_until(b'\n', &mut line)? > 0 {
            let end = start + u64::try_from(line.len()).unwrap_or(u64::MAX);
            match serde_json::from_slice(&line) {
                Ok(Line::Began(shared)) => {
                    before.shared.insert(shared.digest(), shared);
                }
                Ok(Line::Made(path, document)) => {
                    before.documents.remove(&path);
                    let shared = Digest::parse(&document.shared);
                    made.insert(path, Made { part: start..end, shared });
                }
                // A torn line counts for nothing.
                Err(_) => {}
            }
            line.clear();
            start = end;
        }
        Ok(Self { before, made, stale: BTreeMap::new(), read })
    }

    /// Notes when next something changes by itself, ISO 8601 in UTC.
    pub fn set_next_change(&mut self, next_change: Option<String>) {
        self.before.next_change = next_change;
    }

    /// Notes why a document is that of an earlier state of its page.
    pub fn mark_stale(&mut self, path: &str, reason: String) {
        self.stale.insert(path.to_owned(), reason);
    }

    /// Forgets a document.
    pub fn forget(&mut self, path: &str) {
        self.before.documents.remove(path);
        self.made.remove(path);
    }

    /// Writes the text of the file.
    ///
    /// # Errors
    /// Those of `out` and of reading the journal.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        super::write(self, out)
    }

    /// The SHA-256 of the file, which is not made for that.
    ///
    /// # Errors
    /// Those of reading the journal.
    pub fn to_digest(&self) -> io::Result<Digest> {
        let mut hasher = Hasher::default();
        self.write(&mut hasher)?;
        Ok(hasher.finish())
    }

    /// The manifest with all its documents in memory.
    ///
    /// # Errors
    /// Those of reading the journal.
    pub fn into_manifest(self) -> io::Result<Manifest> {
        let shared = self.shared().map(|(key, one)| (key.clone(), one.clone())).collect();
        let made = self.made.iter();
        let made: Vec<(String, Document)> = made
            .map(|(path, made)| Ok((path.clone(), self.made(path, made)?)))
            .collect::<io::Result<_>>()?;
        let mut manifest = Manifest { shared, ..self.before };
        manifest.documents.extend(made);
        for (path, reason) in self.stale {
            if let Some(document) = manifest.documents.get_mut(&path) {
                document.stale = Some(reason);
            }
        }
        Ok(manifest)
    }

    fn paths(&self) -> BTreeSet<&String> {
        self.before.documents.keys().chain(self.made.keys()).collect()
    }

    /// A document as it is now.
    fn document(&self, path: &str) -> io::Result<Option<Cow<'_, Document>>> {
        let mut document = match self.made.get(path) {
            Some(made) => Some(Cow::Owned(self.made(path, made)?)),
            None => self.before.documents.get(path).map(Cow::Borrowed),
        };
        if let (Some(document), Some(reason)) = (&mut document, self.stale.get(path)) {
            document.to_mut().stale = Some(reason.clone());
        }
        Ok(document)
    }

    fn made(&self, path: &str, made: &Made) -> io::Result<Document> {
        match serde_json::from_slice(&(self.read)(made.part.clone())?)? {
            Line::Made(name, document) if name == path => Ok(*document),
            _ => Err(io::Error::other("the journal has changed")),
        }
    }

    /// What the documents have in common, without what no document refers to.
    fn shared(&self) -> impl Iterator<Item = (&String, &Shared)> {
        let before = self.before.documents.values();
        let made = self.made.values().filter_map(|made| made.shared);
        let used: BTreeSet<Digest> = before
            .filter_map(|one| Digest::parse(&one.shared))
            .chain(made)
            .collect();
        let all = self.before.shared.iter();
        all.filter(move |(key, _)| {
            Digest::parse(key).is_some_and(|key| used.contains(&key))
        })
    }
}

impl Serialize for Merged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shared: BTreeMap<&String, &Shared> = self.shared().collect();
        let mut fields = serializer.serialize_struct("Manifest", 4)?;
        fields.serialize_field("version", &VERSION)?;
        match &self.before.next_change {
            Some(next_change) => fields.serialize_field("next_change", next_change)?,
            None => fields.skip_field("next_change")?,
        }
        fields.serialize_field("shared", &shared)?;
        fields.serialize_field("documents", &Documents(self))?;
        fields.end()
    }
}

struct Documents<'m>(&'m Merged<'m>);

impl Serialize for Documents<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let paths = self.0.paths();
        let mut map = serializer.serialize_map(Some(paths.len()))?;
        for path in paths {
            if let Some(document) = self.0.document(path).map_err(S::Error::custom)? {
                map.serialize_entry(path, &*document)?;
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::super::{Line, Manifest, Shared, tests::document};
    use super::Merged;

    #[test]
    fn the_text_is_that_of_the_whole_manifest() {
        let one = Shared { program: "1".to_owned(), ..Shared::default() };
        let two = Shared { program: "2".to_owned(), ..Shared::default() };
        let mut before = Manifest::default();
        before.shared.insert(one.digest(), one.clone());
        for path in ["a.pdf", "b.pdf", "c.pdf"] {
            before.documents.insert(path.to_owned(), document(path, &one));
        }
        let made = [("b.pdf", "first"), ("d.pdf", "new"), ("b.pdf", "second")];
        let mut journal = Line::Began(two.clone()).to_text();
        for (path, title) in made {
            let line = Line::Made(path.to_owned(), Box::new(document(title, &two)));
            journal.push_str(&line.to_text());
        }
        journal.push_str("{\"made\":[\"e.pdf\"");
        let read = |part: Range<u64>| {
            let part =
                usize::try_from(part.start).unwrap()..usize::try_from(part.end).unwrap();
            Ok(journal.as_bytes()[part].to_vec())
        };
        let merged = |stale: &[&str], gone: &[&str]| {
            let mut merged =
                Merged::new(before.clone(), journal.as_bytes(), &read).unwrap();
            stale
                .iter()
                .for_each(|path| merged.mark_stale(path, "why".to_owned()));
            gone.iter().for_each(|path| merged.forget(path));
            let mut text = Vec::new();
            merged.write(&mut text).unwrap();
            let text = String::from_utf8(text).unwrap();
            let whole = merged.into_manifest().unwrap();
            assert_eq!(whole.to_text(), text);
            assert_eq!(Manifest::parse(text.as_bytes()), Some(whole.clone()));
            whole
        };
        let whole = merged(&["a.pdf", "b.pdf", "x.pdf"], &["c.pdf"]);
        let told: Vec<_> = whole
            .documents
            .iter()
            .map(|(path, one)| (path.as_str(), one.title.as_str(), one.stale.is_some()))
            .collect();
        let wanted = [
            ("a.pdf", "a.pdf", true),
            ("b.pdf", "second", true),
            ("d.pdf", "new", false),
        ];
        assert_eq!(told, wanted);
        assert_eq!(whole.shared.len(), 2);
        // Nobody refers to the first any more.
        assert_eq!(merged(&[], &["a.pdf", "c.pdf"]).shared.len(), 1);
    }
}
