//! A machine that exists only in memory, for tests.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{
    Command, Ended, Entry, Fill, Lock, Outcome, Process, Stamp, System, normalize,
};

/// Files, variables and a clock that stands still.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
    /// When files were written: time is the number of writes.
    times: Mutex<BTreeMap<PathBuf, i64>>,
    variables: BTreeMap<String, String>,
    stdin: Vec<u8>,
    /// What was run.
    commands: Mutex<Vec<Command>>,
    /// How long it was waited.
    slept: Mutex<Duration>,
    /// What comes of whatever is run.
    outcome: Option<Outcome>,
}

impl Memory {
    /// An empty machine.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With this file.
    #[must_use]
    pub fn with(self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files().insert(key(path.as_ref()), bytes.into());
        self.touch(key(path.as_ref()));
        self
    }

    /// With this variable.
    #[must_use]
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// With this on standard input.
    #[must_use]
    pub fn with_stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// With this outcome of all programs; they are well unless given.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = Some(outcome);
        self
    }

    /// The programs that were run.
    #[must_use]
    pub fn commands(&self) -> Vec<Command> {
        self.commands.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How long it was waited, all in all.
    #[must_use]
    pub fn slept(&self) -> Duration {
        *self.slept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The paths of all files.
    #[must_use]
    pub fn paths(&self) -> Vec<PathBuf> {
        self.files().keys().cloned().collect()
    }

    fn touch(&self, path: PathBuf) {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = times.values().max().copied().unwrap_or_default();
        times.insert(path, latest + 1);
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name of a file: the root of this machine is its working folder.
fn key(path: &Path) -> PathBuf {
    normalize(path.strip_prefix("/").unwrap_or(path))
}

impl System for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let files = self.files();
        files
            .get(&key(path))
            .cloned()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn io::Read + Send>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }

    fn read_part(&self, path: &Path, part: Range<u64>) -> io::Result<Vec<u8>> {
        let bytes = self.read(path)?;
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let part = bytes.get(place(part.start)..place(part.end));
        part.map(<[u8]>::to_vec).ok_or(io::ErrorKind::UnexpectedEof.into())
    }

    fn fill(&self, path: &Path, with: Fill<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        with(&mut bytes)?;
        self.files().insert(key(path), bytes);
        self.touch(key(path));
        Ok(())
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files().entry(key(path)).or_default().extend(bytes);
        self.touch(key(path));
        Ok(())
    }

    fn append_durably(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.append(path, bytes)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = self.files().remove(&key(path));
        removed.map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Nothing is ever half written.
    fn remove_drafts(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Nobody else is on this machine.
    fn lock(&self, _path: &Path, _now: i64) -> io::Result<Lock> {
        Ok(Box::new(()))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.files().contains_key(&key(path))
    }

    fn is_dir(&self, path: &Path) -> bool {
        let folder = key(path);
        folder == Path::new(".")
            || self
                .files()
                .keys()
                .any(|file| file != &folder && file.starts_with(&folder))
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        let is_dir = self.is_dir(path);
        let bytes = self.files().get(&key(path)).map(|bytes| bytes.len() as u64);
        let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let modified = times.get(&key(path)).copied().unwrap_or_default();
        let stamp = |bytes| Stamp { is_dir, bytes, modified };
        bytes.or(is_dir.then_some(0)).map(stamp)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        if !self.is_dir(folder) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let root = key(folder);
        let mut entries = Vec::new();
        for file in self.files().keys() {
            let rest = if root == Path::new(".") {
                Some(file.as_path())
            } else {
                file.strip_prefix(&root).ok()
            };
            let Some(mut parts) = rest.map(Path::components) else { continue };
            let Some(first) = parts.next() else { continue };
            entries.push(Entry {
                path: folder.join(first),
                is_dir: parts.next().is_some(),
            });
        }
        entries.dedup();
        entries.sort();
        Ok(entries)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(Path::new("/").join(key(path)))
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn variables(&self, prefix: &str) -> Vec<(String, String)> {
        self.variables
            .iter()
            .filter(|(name, _)| name.starts_with(prefix))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        Ok(self.stdin.clone())
    }

    /// There are no other processes on this machine.
    fn start(&self, _arguments: &[OsString]) -> io::Result<Box<dyn Process>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn run(&self, command: &Command) -> io::Result<Outcome> {
        let mut commands = self.commands.lock().unwrap_or_else(PoisonError::into_inner);
        commands.push(command.clone());
        let well = || Outcome {
            ended: Ended::Code(0),
            said: String::new(),
            output: String::new(),
        };
        Ok(self.outcome.clone().unwrap_or_else(well))
    }

    fn tell(&self, _message: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// The first of July 2026.
    fn now(&self) -> i64 {
        1_782_864_000
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    /// Time passes at once.
    fn sleep(&self, time: Duration) {
        *self.slept.lock().unwrap_or_else(PoisonError::into_inner) += time;
    }
}
