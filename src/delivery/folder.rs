//! A folder as a destination. Every file is written beside its place and then put there.

use std::io::{self, ErrorKind, Read};
use std::path::PathBuf;

use super::{CHANGED, Destination, File, Found, Open, unsent};
use crate::diagnostic::Diagnostic;
use crate::system::{System, digest};

/// A folder.
pub struct Folder<'s> {
    system: &'s dyn System,
    root: PathBuf,
}

impl<'s> Folder<'s> {
    /// The folder at this path; it need not be there.
    #[must_use]
    pub fn new(system: &'s dyn System, root: PathBuf) -> Self {
        Self { system, root }
    }

    fn told(&self, name: &str, error: &io::Error) -> Diagnostic {
        let path = self.root.join(name);
        let message = format!("cannot copy to `{}`: {error}", path.display());
        Diagnostic::error("hook-copy", message)
    }
}

impl Destination for Folder<'_> {
    fn name(&self) -> String {
        self.root.display().to_string()
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        match self.system.read(&self.root.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.told(name, &error)),
        }
    }

    fn find(&self, name: &str) -> Result<Found, Diagnostic> {
        let bytes = self.read(name)?;
        Ok(bytes.map_or(Found::Nothing, |bytes| Found::File(digest(&bytes))))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let written = self.system.write(&self.root.join(name), bytes);
        written.map_err(|error| self.told(name, &error))
    }

    fn send(
        &self,
        files: &[(&str, &File)],
        open: Open<'_>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut told = Vec::new();
        for (name, file) in files.iter().take_while(|_| go_on()) {
            let mut bytes = Vec::new();
            let read = open(name).and_then(|mut from| from.read_to_end(&mut bytes));
            match read {
                Err(error) => told.push(unsent(name, &error.to_string())),
                Ok(_) if digest(&bytes) != file.sha256 => {
                    told.push(unsent(name, CHANGED));
                }
                Ok(_) => {
                    if let Err(error) = self.write(name, &bytes) {
                        told.push(error);
                        break;
                    }
                }
            }
        }
        if told.is_empty() { Ok(()) } else { Err(told) }
    }

    fn sweep(&self) -> Result<(), Diagnostic> {
        let swept = self.system.remove_drafts(&self.root);
        swept.map_err(|error| self.told("", &error))
    }

    fn remove(&self, name: &str) -> Result<(), Diagnostic> {
        let removed = self.system.remove(&self.root.join(name));
        removed.map_err(|error| self.told(name, &error))
    }
}
