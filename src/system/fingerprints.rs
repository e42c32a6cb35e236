//! How paths are found now, each looked at once. Files that have not been touched since they
//! were last read are known by size and time, as Git's index knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Digest, Hasher, Seen, Stamp, System, digest, normalize};

/// The first line of the file that fingerprints are kept in.
const HEAD: &str = "offprint fingerprints 1";

/// What was looked at, and how it was found.
type Looked = BTreeMap<Box<Path>, (Option<Stamp>, Seen)>;

/// What is known of files and folders.
pub struct Fingerprints<'s> {
    system: &'s dyn System,
    /// Digests that earlier runs made, with the size and time the files had then.
    kept: BTreeMap<Box<Path>, (Stamp, Digest)>,
    /// What was looked at in this run.
    seen: Mutex<Looked>,
}

impl<'s> Fingerprints<'s> {
    /// Those that `file` keeps; none if it is not there or not whole.
    ///
    /// A file as young as the kept ones or younger is not trusted: it may have been changed
    /// again without a change of its time (Git's `racy-git.txt`).
    #[must_use]
    pub fn load(system: &'s dyn System, file: &Path) -> Self {
        let written = system.stamp(file).map_or(i64::MIN, |stamp| stamp.modified);
        let bytes = system.read(file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines();
        let mut kept = BTreeMap::new();
        if lines.next() == Some(HEAD) {
            kept.extend(
                lines
                    .filter_map(entry)
                    .filter(|(_, (stamp, _))| stamp.modified < written),
            );
        }
        Self { system, kept, seen: Mutex::default() }
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

    /// Notes that `bytes` were just written to `path`.
    pub fn wrote(&self, path: &Path, bytes: &[u8]) {
        let path = normalize(path).into_boxed_path();
        let stamp = self.system.stamp(&path);
        self.all().insert(path, (stamp, Seen::contents(bytes)));
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

    /// Keeps them in `file` if they are new. Also what was not asked for in this run stays known.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        let mut now = Hasher::default();
        self.write(&mut now)?;
        let old = self.system.read(file).map(|old| digest(&old));
        if old.ok() == Some(now.finish()) {
            return Ok(());
        }
        self.system.fill(file, &mut |file| self.write(file))
    }

    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let seen = self.all();
        let paths: BTreeSet<&Path> =
            self.kept.keys().chain(seen.keys()).map(|path| &**path).collect();
        writeln!(out, "{HEAD}")?;
        for path in paths {
            let known = match seen.get(path) {
                Some((Some(stamp), Seen::Contents(digest))) => Some((stamp, digest)),
                Some(_) => None,
                None => self.kept.get(path).map(|(stamp, digest)| (stamp, digest)),
            };
            let path = path.to_string_lossy();
            if let Some((Stamp { bytes, modified, .. }, digest)) = known
                && !path.contains('\n')
            {
                writeln!(out, "{digest} {bytes} {modified} {path}")?;
            }
        }
        Ok(())
    }

    fn all(&self) -> MutexGuard<'_, Looked> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
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

    #[test]
    fn untouched_files_are_known_and_young_ones_are_not_trusted() {
        let system = Memory::new().with("a", "one");
        let file = Path::new("kept");
        let first = Fingerprints::load(&system, file);
        assert_eq!(first.seen(Path::new("a")), Seen::contents(b"one"));
        assert_eq!(first.seen(Path::new("none")), Seen::Absent);
        first.save(file).unwrap();
        let second = Fingerprints::load(&system, file);
        assert_eq!(second.kept.len(), 1);
        assert_eq!(second.seen(Path::new("./a")), Seen::contents(b"one"));
        // Written after the fingerprints: what they say of it does not count.
        system.write(Path::new("a"), b"two").unwrap();
        let third = Fingerprints::load(&system, file);
        assert_eq!(third.seen(Path::new("a")), Seen::contents(b"two"));
        system.write(file, b"torn").unwrap();
        assert!(Fingerprints::load(&system, file).kept.is_empty());
    }
}
