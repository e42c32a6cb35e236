//! How paths are found now, each looked at once. Files that have not been touched since they
//! were last read are known by size and time, as Git's index knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Digest, Hasher, Seen, Stamp, System, normalize};

/// The first line of the file that fingerprints are kept in.
const HEAD: &str = "offprint fingerprints 1";

/// Digests of files, with the size and time they had then.
type Known = BTreeMap<Box<Path>, (Stamp, Digest)>;

/// What was looked at, and how it was found.
type Looked = BTreeMap<Box<Path>, (Option<Stamp>, Seen)>;

/// What is known of files and folders.
pub struct Fingerprints<'s> {
    system: &'s dyn System,
    /// Where they are kept.
    file: PathBuf,
    /// What this run writes, a line a file, and is nowhere else: a build of ten thousand
    /// documents is small. It is there as long as a run is not over.
    log: PathBuf,
    /// Digests that earlier runs made.
    kept: Known,
    /// What was looked at in this run.
    seen: Mutex<Looked>,
}

impl<'s> Fingerprints<'s> {
    /// Those that `file` keeps, and those in the `log` of a run that was cut off; none that
    /// are not there or not whole.
    ///
    /// A file as young as the kept ones or younger is not trusted: it may have been changed
    /// again without a change of its time (Git's `racy-git.txt`).
    #[must_use]
    pub fn load(system: &'s dyn System, file: PathBuf, log: PathBuf) -> Self {
        let mut kept = Known::new();
        for path in [&file, &log] {
            let written = system.stamp(path).map_or(i64::MIN, |stamp| stamp.modified);
            let is_old = |(_, (stamp, _)): &(_, (Stamp, _))| stamp.modified < written;
            kept.extend(entries(system, path).into_iter().filter(is_old));
        }
        Self { system, file, log, kept, seen: Mutex::default() }
    }

    /// How `path` is found now: read, listed or absent.
    #[must_use]
    pub fn seen(&self, path: &Path) -> Seen {
        let path = normalize(path).into_boxed_path();
        if let Some((_, seen)) = self.all().get(&*path) {
            return seen.clone();
        }
        let stamp = self.system.stamp(&path);
        let seen = self.look(&path, stamp);
        self.all().insert(path, (stamp, seen.clone()));
        seen
    }

    /// Makes ready for what this run writes.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn begin(&self) -> io::Result<()> {
        if self.system.is_file(&self.log) {
            self.keep(&Known::new())?;
        }
        Ok(())
    }

    /// Notes that `bytes` were just written to `path`.
    pub fn wrote(&self, path: &Path, bytes: &[u8]) {
        let path = normalize(path);
        self.all().remove(&*path);
        let digest = Digest::of(bytes);
        let stamp = self.system.stamp(&path);
        let line = stamp.and_then(|stamp| line(&path, &stamp, &digest));
        if let Some(line) = line {
            // What cannot be noted is read again.
            let _ = self.system.append(&self.log, line.as_bytes());
        }
    }

    fn look(&self, path: &Path, stamp: Option<Stamp>) -> Seen {
        let Some(stamp) = stamp else { return Seen::Absent };
        if stamp.is_dir {
            let entries = self.system.list(path);
            return entries.map_or(Seen::Folder, |entries| Seen::names(&entries));
        }
        if let Some((_, digest)) = self.kept.get(path).filter(|(kept, _)| *kept == stamp)
        {
            return Seen::Contents(*digest);
        }
        let read = self.system.read(path);
        read.map_or(Seen::File, |bytes| Seen::contents(&bytes))
    }

    /// Keeps them if they are new. Also what was not asked for in this run stays known.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn save(&self) -> io::Result<()> {
        self.keep(&entries(self.system, &self.log))
    }

    fn keep(&self, added: &Known) -> io::Result<()> {
        let mut now = Hasher::default();
        self.write(added, &mut now)?;
        let old = self.system.read(&self.file).map(|old| Digest::of(&old));
        if old.ok() != Some(now.finish()) {
            self.system.fill(&self.file, &mut |file| self.write(added, file))?;
        }
        match self.system.remove(&self.log) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn write(&self, added: &Known, out: &mut dyn io::Write) -> io::Result<()> {
        let seen = self.all();
        let kept = self.kept.keys().chain(added.keys());
        let paths: BTreeSet<&Path> =
            kept.chain(seen.keys()).map(|path| &**path).collect();
        writeln!(out, "{HEAD}")?;
        for path in paths {
            let known = match seen.get(path) {
                Some((Some(stamp), Seen::Contents(digest))) => Some((stamp, digest)),
                Some(_) => None,
                None => {
                    let known = added.get(path).or_else(|| self.kept.get(path));
                    known.map(|(stamp, digest)| (stamp, digest))
                }
            };
            let line = known.and_then(|(stamp, digest)| line(path, stamp, digest));
            out.write_all(line.unwrap_or_default().as_bytes())?;
        }
        Ok(())
    }

    fn all(&self) -> MutexGuard<'_, Looked> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The line of a file; none if its path does not fit on one.
fn line(path: &Path, stamp: &Stamp, digest: &Digest) -> Option<String> {
    let path = path.to_string_lossy();
    let Stamp { bytes, modified, .. } = stamp;
    (!path.contains('\n')).then(|| format!("{digest} {bytes} {modified} {path}\n"))
}

/// What a file tells, of two lines about one path the later. A line that is not whole counts
/// for nothing.
fn entries(system: &dyn System, file: &Path) -> Known {
    let bytes = system.read(file).unwrap_or_default();
    String::from_utf8_lossy(&bytes).lines().filter_map(entry).collect()
}

fn entry(line: &str) -> Option<(Box<Path>, (Stamp, Digest))> {
    let mut parts = line.splitn(4, ' ');
    let digest = parts.next().and_then(Digest::parse)?;
    let bytes = parts.next()?.parse().ok()?;
    let modified = parts.next()?.parse().ok()?;
    let path = Path::new(parts.next()?).into();
    Some((path, (Stamp { is_dir: false, bytes, modified }, digest)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Fingerprints;
    use crate::system::{Memory, Seen, System};

    fn load(system: &Memory) -> Fingerprints<'_> {
        Fingerprints::load(system, "kept".into(), "log".into())
    }

    #[test]
    fn untouched_files_are_known_and_young_ones_are_not_trusted() {
        let system = Memory::new().with("a", "one");
        let first = load(&system);
        assert_eq!(first.seen(Path::new("a")), Seen::contents(b"one"));
        assert_eq!(first.seen(Path::new("none")), Seen::Absent);
        first.save().unwrap();
        let second = load(&system);
        assert_eq!(second.kept.len(), 1);
        assert_eq!(second.seen(Path::new("./a")), Seen::contents(b"one"));
        // Written after the fingerprints: what they say of it does not count.
        system.write(Path::new("a"), b"two").unwrap();
        assert_eq!(load(&system).seen(Path::new("a")), Seen::contents(b"two"));
        system.write(Path::new("kept"), b"torn").unwrap();
        assert!(load(&system).kept.is_empty());
    }

    #[test]
    fn what_a_run_wrote_is_known_even_if_it_was_cut_off() {
        let system = Memory::new();
        let put = |known: &Fingerprints<'_>, path: &str| {
            assert_eq!(known.seen(Path::new(path)), Seen::Absent);
            system.write(Path::new(path), path.as_bytes()).unwrap();
            known.wrote(Path::new(path), path.as_bytes());
            assert_eq!(known.seen(Path::new(path)), Seen::contents(path.as_bytes()));
        };
        let cut_off = load(&system);
        cut_off.begin().unwrap();
        put(&cut_off, "a");
        put(&cut_off, "b");
        system.append(Path::new("log"), b"0123 4 5").unwrap();
        let next = load(&system);
        assert_eq!(next.kept.len(), 2);
        next.begin().unwrap();
        assert!(!system.is_file(Path::new("log")));
        put(&next, "c");
        next.save().unwrap();
        assert!(!system.is_file(Path::new("log")));
        assert_eq!(load(&system).kept.len(), 3);
    }
}
