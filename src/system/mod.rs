//! The one door to the disk, the environment and the clock. Everything else asks a
//! [`System`]; a lint bars the other ways. [`Os`] is the real one, [`Memory`] its twin
//! for tests.

mod memory;
mod os;

use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

pub use memory::Memory;
pub use os::Os;

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its path: the folder's path and the name.
    pub path: PathBuf,
    /// Whether it is a folder itself.
    pub is_dir: bool,
}

/// What the program may ask of the machine it runs on.
pub trait System: Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Those of the operating system.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Writes a file so that nobody ever sees half of it, and makes its folder if need be.
    ///
    /// # Errors
    /// Those of the operating system; the old file is then still there.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Whether there is a file.
    fn is_file(&self, path: &Path) -> bool;

    /// Whether there is a folder.
    fn is_dir(&self, path: &Path) -> bool;

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

    /// All variables of the environment, by name.
    fn variables(&self) -> Vec<(String, String)>;

    /// Everything on standard input.
    ///
    /// # Errors
    /// Those of the operating system.
    fn read_stdin(&self) -> io::Result<Vec<u8>>;

    /// Seconds since 1970, UTC.
    fn now(&self) -> i64;

    /// The time since some moment, by a clock that never goes back. Only for telling how long
    /// something took.
    fn elapsed(&self) -> Duration;
}

/// A path without `.` and `..`, decided by its letters alone.
#[must_use]
pub fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
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
