//! A machine that remembers what it was asked: [`Facts`].

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::facts::digest;
use super::{
    Command, Entry, Facts, Fill, Lock, Outcome, Process, Question, Seen, Stamp, System,
    normalize,
};

/// A machine and the record of what it was asked. Writing is not recorded.
pub struct Recording<'s> {
    inner: &'s dyn System,
    facts: Mutex<Facts>,
    /// The names of files that were asked for by the paths that links led to.
    names: Mutex<BTreeMap<PathBuf, PathBuf>>,
}

impl<'s> Recording<'s> {
    /// A record of what `inner` is asked.
    #[must_use]
    pub fn new(inner: &'s dyn System) -> Self {
        Self {
            inner,
            facts: Mutex::default(),
            names: Mutex::default(),
        }
    }

    /// Adds the answer to a question about the site.
    pub fn answer(&self, question: Question, answer: String) {
        self.facts().answers.insert(question, answer);
    }

    /// What was asked so far, and the answers.
    #[must_use]
    pub fn so_far(&self) -> Facts {
        self.facts().clone()
    }

    /// What was asked, and the answers.
    #[must_use]
    pub fn into_facts(self) -> Facts {
        self.facts.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn saw(&self, path: &Path, seen: Seen) {
        let path = normalize(path);
        // An empty path is no file, but the folder that it stands for is always there.
        if seen == Seen::Absent && path == Path::new(".") {
            return;
        }
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        self.facts().saw(names.get(&path).unwrap_or(&path), seen);
    }
}

impl System for Recording<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let read = self.inner.read(path);
        self.saw(path, read.as_ref().map_or(Seen::Absent, |bytes| Seen::contents(bytes)));
        read
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn io::Read + Send>> {
        self.saw(
            path,
            self.inner
                .read(path)
                .map_or(Seen::Absent, |bytes| Seen::contents(&bytes)),
        );
        self.inner.open(path)
    }

    fn read_part(&self, path: &Path, part: Range<u64>) -> io::Result<Vec<u8>> {
        self.open(path).map(drop)?;
        self.inner.read_part(path, part)
    }

    fn fill(&self, path: &Path, with: Fill<'_>) -> io::Result<()> {
        self.inner.fill(path, with)
    }

    fn append_durably(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.inner.append_durably(path, bytes)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.inner.append(path, bytes)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.inner.remove(path)
    }

    fn remove_drafts(&self, folder: &Path) -> io::Result<()> {
        self.inner.remove_drafts(folder)
    }

    fn lock(&self, path: &Path, now: i64) -> io::Result<Lock> {
        self.inner.lock(path, now)
    }

    fn is_file(&self, path: &Path) -> bool {
        let is_file = self.inner.is_file(path);
        let seen = match is_file {
            true => Seen::File,
            false if self.inner.is_dir(&normalize(path)) => Seen::Folder,
            false => Seen::Absent,
        };
        self.saw(path, seen);
        is_file
    }

    fn is_dir(&self, path: &Path) -> bool {
        let is_dir = self.inner.is_dir(path);
        let seen = match is_dir {
            true => Seen::Folder,
            false if self.inner.is_file(&normalize(path)) => Seen::File,
            false => Seen::Absent,
        };
        self.saw(path, seen);
        is_dir
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.inner.stamp(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let listed = self.inner.list(folder);
        let seen = listed.as_ref().map_or(Seen::Absent, |entries| Seen::names(entries));
        self.saw(folder, seen);
        listed
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let real = self.inner.resolve(path);
        match &real {
            Ok(real) => {
                let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
                names.insert(real.clone(), normalize(path));
            }
            Err(_) => self.saw(path, Seen::Absent),
        }
        real
    }

    fn variable(&self, name: &str) -> Option<String> {
        let value = self.inner.variable(name);
        let seen = value
            .as_ref()
            .map_or_else(String::new, |text| digest(text.as_bytes()));
        self.facts().variables.insert(name.to_owned(), seen);
        value
    }

    fn variables(&self, prefix: &str) -> Vec<(String, String)> {
        let all = self.inner.variables(prefix);
        let mut facts = self.facts();
        for (name, value) in &all {
            facts.variables.insert(name.clone(), digest(value.as_bytes()));
        }
        all
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        self.inner.read_stdin()
    }

    fn start(&self, arguments: &[OsString]) -> io::Result<Box<dyn Process>> {
        self.inner.start(arguments)
    }

    fn run(&self, command: &Command) -> io::Result<Outcome> {
        self.inner.run(command)
    }

    fn tell(&self, message: &[u8]) -> io::Result<()> {
        self.inner.tell(message)
    }

    fn now(&self) -> i64 {
        self.inner.now()
    }

    fn elapsed(&self) -> Duration {
        self.inner.elapsed()
    }

    fn sleep(&self, time: Duration) {
        self.inner.sleep(time);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::system::{Memory, Recording, Seen, System, read_within};

    #[test]
    fn questions_and_answers_are_remembered() {
        let memory = Memory::new().with("site/a.md", "a").with("site/b/c.png", "c");
        let recording = Recording::new(&memory);
        let root = Path::new("site");
        read_within(&recording, root, Path::new("site/a.md")).unwrap();
        assert!(!recording.is_file(Path::new("site/./none")));
        assert!(!recording.is_file(Path::new("site/b")));
        assert!(recording.is_file(Path::new("site/b/c.png")));
        recording.list(root).unwrap();
        let facts = recording.into_facts();
        let seen: Vec<(String, String)> = facts
            .paths
            .iter()
            .map(|(path, seen)| {
                (path.display().to_string(), seen.to_text()[..3].to_owned())
            })
            .collect();
        let expected = [
            ("site", "nam"),
            ("site/a.md", "sha"),
            ("site/b", "fol"),
            ("site/b/c.png", "fil"),
            ("site/none", "abs"),
        ];
        assert_eq!(seen, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert_eq!(facts.paths[Path::new("site/a.md")], Seen::contents(b"a"));
    }
}
