//! The one door to the disk, the environment and the clock. Everything else asks a
//! [`System`]; a lint bars the other ways. [`Os`] is the real one, [`Memory`] its twin
//! for tests, [`Recording`] one that remembers what it was asked.

mod child;
mod command;
mod facts;
mod fingerprints;
mod memory;
mod os;
mod recording;
mod watch;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

pub use child::{Answer, Process};
pub use command::{Command, Ended, Outcome};
pub use facts::{About, Digest, Facts, Hasher, Question, Seen, digest};
pub use fingerprints::Fingerprints;
pub use memory::Memory;
pub use os::Os;
pub use recording::Recording;

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its path: the folder's path and the name.
    pub path: PathBuf,
    /// Whether it is a folder itself.
    pub is_dir: bool,
}

/// What tells cheaply that a file has not been touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Whether it is a folder.
    pub is_dir: bool,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
}

/// A lock: it is held as long as this value lives, and no longer than the process.
pub type Lock = Box<dyn std::any::Any + Send>;

/// Folders that are watched.
pub trait Watch: Send {
    /// Waits until something changes and it is quiet again, and gives the paths; none if nothing
    /// has changed for as long as `patience`. `None` once nothing is watched any more.
    fn wait(&mut self, patience: Duration) -> Option<BTreeSet<PathBuf>>;
}

/// Writes a file piece by piece.
pub type Fill<'f> = &'f mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>;

/// What the program may ask of the machine it runs on.
pub trait System: Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Those of the operating system.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// A file to be read piece by piece.
    ///
    /// # Errors
    /// Those of the operating system.
    fn open(&self, path: &Path) -> io::Result<Box<dyn io::Read + Send>>;

    /// A part of a file, from byte to byte.
    ///
    /// # Errors
    /// Those of the operating system; `UnexpectedEof` if the file is shorter.
    fn read_part(&self, path: &Path, part: Range<u64>) -> io::Result<Vec<u8>>;

    /// Writes a file so that nobody ever sees half of it, and makes its folder if need be.
    ///
    /// # Errors
    /// Those of the operating system; the old file is then still there.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.fill(path, &mut |file| file.write_all(bytes))
    }

    /// The same for a file that is too large to be in memory: `with` writes it piece by piece.
    ///
    /// # Errors
    /// Those of the operating system and of `with`; the old file is then still there.
    fn fill(&self, path: &Path, with: Fill<'_>) -> io::Result<()>;

    /// Adds bytes at the end of a file, and makes it if need be.
    ///
    /// # Errors
    /// Those of the operating system.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// The same, and gives back only when the bytes are on the disk.
    ///
    /// # Errors
    /// Those of the operating system.
    fn append_durably(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// Those of the operating system.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Removes what [`System::write`] left behind below a folder when its process was killed.
    /// Nobody may be writing there.
    ///
    /// # Errors
    /// Those of the operating system.
    fn remove_drafts(&self, folder: &Path) -> io::Result<()>;

    /// Locks a file against other processes and writes into it who holds it since `now`.
    ///
    /// # Errors
    /// `WouldBlock` with who holds it if somebody else does, and those of the operating system.
    fn lock(&self, path: &Path, now: i64) -> io::Result<Lock>;

    /// Whether there is a file.
    fn is_file(&self, path: &Path) -> bool;

    /// Whether there is a folder.
    fn is_dir(&self, path: &Path) -> bool;

    /// Size and time of a file or folder; none if there is neither.
    fn stamp(&self, path: &Path) -> Option<Stamp>;

    /// What is in a folder, by name.
    ///
    /// # Errors
    /// Those of the operating system.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// The path with every link in it followed.
    ///
    /// # Errors
    /// Those of the operating system.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// A variable of the environment.
    fn variable(&self, name: &str) -> Option<String>;

    /// The variables of the environment whose names start with `prefix`, by name.
    fn variables(&self, prefix: &str) -> Vec<(String, String)>;

    /// Everything on standard input.
    ///
    /// # Errors
    /// Those of the operating system.
    fn read_stdin(&self) -> io::Result<Vec<u8>>;

    /// Starts this program once more as a process of its own.
    ///
    /// # Errors
    /// Those of the operating system.
    fn start(&self, arguments: &[OsString]) -> io::Result<Box<dyn Process>>;

    /// Runs another program to its end, or to that of its time.
    ///
    /// # Errors
    /// Those of the operating system: there is no such program above all.
    fn run(&self, command: &Command) -> io::Result<Outcome>;

    /// Sends a message to the process that started this one.
    ///
    /// # Errors
    /// When it listens no more.
    fn tell(&self, message: &[u8]) -> io::Result<()>;

    /// Seconds since 1970, UTC; `SOURCE_DATE_EPOCH` if that is set.
    fn now(&self) -> i64;

    /// The time since some moment, by a clock that never goes back. Only for telling how long
    /// something took.
    fn elapsed(&self) -> Duration;

    /// Waits.
    fn sleep(&self, time: Duration);

    /// Watches folders, those with `true` and all below them. What is not there is left out.
    ///
    /// # Errors
    /// Those of the operating system; `Unsupported` for a machine that cannot.
    fn watch(&self, folders: &[(PathBuf, bool)]) -> io::Result<Box<dyn Watch>> {
        let _ = folders;
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// A path without `.` and `..`, decided by its letters alone.
#[must_use]
pub fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::with_capacity(path.as_os_str().len());
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(out.components().next_back(), Some(Component::Normal(_))) =>
            {
                out.pop();
            }
            Component::ParentDir if out.has_root() => {}
            part => out.push(part),
        }
    }
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

/// Reads `path` only if it lies in `root`, links followed.
///
/// # Errors
/// Those of the operating system, and `PermissionDenied` for a file outside `root`.
pub fn read_within(system: &dyn System, root: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let real = system.resolve(path)?;
    if !real.starts_with(system.resolve(root)?) {
        let message = format!("`{}` lies outside the project", path.display());
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
    }
    system.read(&real)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Memory, System, normalize, read_within};

    #[test]
    fn paths_are_normalized() {
        let cases = [
            ("a/./b/../c", "a/c"),
            ("./a", "a"),
            ("a/..", "."),
            ("../a", "../a"),
            ("/../a", "/a"),
        ];
        for (path, normal) in cases {
            assert_eq!(normalize(Path::new(path)), Path::new(normal), "{path}");
        }
    }

    #[test]
    fn nothing_is_read_outside_the_root() {
        let system = Memory::new().with("site/a", "a").with("secret", "b");
        let root = Path::new("site");
        assert_eq!(read_within(&system, root, Path::new("site/a")).unwrap(), b"a");
        assert!(read_within(&system, root, Path::new("site/../secret")).is_err());
        assert!(system.is_file(Path::new("secret")));
    }
}
