//! Documents brought where they are wanted: into a folder or an object store. Only what the
//! destination lacks is sent, the manifest last; what is cut off is gone on with, and what is
//! no longer there is removed at the very end.
//!
//! What documents are, and when they are sent, is not known here.

mod bucket;
mod errand;
mod folder;
mod headers;
mod round;
mod store;

use std::collections::BTreeMap;
use std::io::{self, Read};

use crate::diagnostic::Diagnostic;

pub use bucket::Bucket;
pub use errand::Errand;
pub use folder::Folder;
pub use round::{Delivered, Parse, Round};
pub use store::open;

/// A file that is delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The SHA-256 of its bytes, as hexadecimal digits.
    pub sha256: String,
    /// Its language, a code of BCP 47.
    pub language: Option<String>,
}

/// Files by their name: a path with slashes from the folder of the manifest.
pub type Files = BTreeMap<String, File>;

/// What there is under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// A file with this SHA-256.
    File(String),
    /// A file that nobody knows the SHA-256 of: it was not delivered from here.
    Foreign,
}

/// Gives the bytes of a file by its name.
pub type Open<'a> = &'a dyn Fn(&str) -> io::Result<Box<dyn Read + Send>>;

/// Where files are brought.
pub trait Destination {
    /// How people call it.
    fn name(&self) -> String;

    /// The bytes of a small file; none if there is no such file.
    ///
    /// # Errors
    /// What the destination says.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Diagnostic>;

    /// What there is under a name.
    ///
    /// # Errors
    /// What the destination says.
    fn find(&self, name: &str) -> Result<Found, Diagnostic>;

    /// Writes a small file, so that nobody ever sees half of it.
    ///
    /// # Errors
    /// What the destination says.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic>;

    /// Writes files, so that nobody ever sees half of one, until `go_on` is false. `open` gives
    /// their bytes; one whose bytes are not those of its SHA-256 is told, and the others are
    /// still written.
    ///
    /// # Errors
    /// What is wrong with files, and what the destination says: then nothing more is sent.
    fn send(
        &self,
        files: &[(&str, &File)],
        open: Open<'_>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<(), Vec<Diagnostic>>;

    /// Clears away what a delivery left behind that was cut off in the middle of a file.
    ///
    /// # Errors
    /// What the destination says.
    fn sweep(&self) -> Result<(), Diagnostic> {
        Ok(())
    }

    /// Removes a file.
    ///
    /// # Errors
    /// What the destination says.
    fn remove(&self, name: &str) -> Result<(), Diagnostic>;
}

/// Whether a name stays where it belongs: what a manifest from elsewhere says is not trusted.
#[must_use]
pub fn is_safe(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && !part.starts_with('.');
    name.split('/').all(part) && !name.contains(['\\', '\0', ':'])
}

/// A file that cannot be sent.
fn unsent(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error("hook-file", format!("`{name}` is not sent: {why}"))
        .hint("build it anew with `--force`")
}

/// Why a file cannot be sent whose bytes are not those that the manifest knows.
const CHANGED: &str = "somebody has changed it since it was built";

#[cfg(test)]
mod tests;
