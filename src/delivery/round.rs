//! One delivery, from looking what is there to removing what is not wanted any more.

use std::collections::BTreeMap;

use super::errand::{self, Errand};
use super::{Destination, File, Files, Found, Open, is_safe};
use crate::diagnostic::Diagnostic;

/// Reads a manifest: the SHA-256 of the files beside it by their names.
pub type Parse<'a> = &'a dyn Fn(&[u8]) -> Option<BTreeMap<String, String>>;

/// What is to be delivered.
pub struct Round<'a> {
    /// The files.
    pub files: &'a Files,
    /// The name of the manifest.
    pub name: &'a str,
    /// Its bytes.
    pub manifest: &'a [u8],
    /// Gives the bytes of a file.
    pub open: Open<'a>,
    /// What a manifest says of the files beside it: their SHA-256. None if it is none of ours.
    pub parse: Parse<'a>,
    /// Whether files that are no longer wanted may be removed already.
    pub may_remove: bool,
    /// Whether to go on, asked now and then.
    pub go_on: &'a dyn Fn() -> bool,
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Files that were sent.
    pub sent: usize,
    /// Files that were there.
    pub there: usize,
    /// Files that were removed.
    pub removed: usize,
    /// Whether all is as it should be.
    pub complete: bool,
}

/// What the destination is known to have.
struct State {
    /// The manifest as it is there.
    manifest: Option<Vec<u8>>,
    /// What it says.
    listed: BTreeMap<String, String>,
    /// What was on its way when an earlier delivery was cut off.
    errand: Option<Errand>,
}

impl Round<'_> {
    /// Delivers.
    ///
    /// # Errors
    /// What the destination says, and files that are not what the manifest says of them.
    /// Whatever was sent stays, and the next round goes on from there.
    pub fn deliver(
        &self,
        to: &dyn Destination,
    ) -> Result<(Delivered, Vec<Diagnostic>), Vec<Diagnostic>> {
        let state = self.look(to).map_err(|error| vec![error])?;
        let missing = self.missing(to, &state).map_err(|error| vec![error])?;
        let mut done = Delivered {
            there: self.files.len() - missing.len(),
            ..Delivered::default()
        };
        let is_same = state.manifest.as_deref() == Some(self.manifest);
        if missing.is_empty() && is_same && state.errand.is_none() {
            done.complete = true;
            return Ok((done, Vec::new()));
        }
        let errand = self.errand(&state, &missing);
        let one = |error| vec![error];
        if !errand.files.is_empty() && state.errand.as_ref() != Some(&errand) {
            to.write(errand::FILE_NAME, errand.to_text().as_bytes())
                .map_err(one)?;
        }
        to.send(&missing, self.open, self.go_on)?;
        if !(self.go_on)() {
            return Ok((done, Vec::new()));
        }
        done.sent = missing.len();
        if !is_same {
            to.write(self.name, self.manifest).map_err(one)?;
        }
        let told = self.tidy(to, errand, &state, &mut done).map_err(one)?;
        Ok((done, told))
    }

    fn look(&self, to: &dyn Destination) -> Result<State, Diagnostic> {
        let manifest = to.read(self.name)?;
        let listed = match &manifest {
            None => BTreeMap::new(),
            Some(bytes) => (self.parse)(bytes).ok_or_else(|| {
                let message = format!("there is a `{}` in `{}` that is not ours", self.name, to.name());
                Diagnostic::error("hook-foreign", message)
                    .hint("deliver into a folder of its own, or remove that file if it is an old one")
            })?,
        };
        let errand = to.read(errand::FILE_NAME)?.map(|bytes| Errand::parse(&bytes));
        if errand.is_some() {
            to.sweep()?;
        }
        Ok(State { manifest, listed, errand })
    }

    /// The files that are not there. The manifest there is believed, but for what was on its way
    /// when a delivery was cut off: of that only the files themselves can tell.
    fn missing(
        &self,
        to: &dyn Destination,
        state: &State,
    ) -> Result<Vec<(&str, &File)>, Diagnostic> {
        let mut missing = Vec::new();
        for (name, file) in self.files {
            let is_listed = state.listed.get(name) == Some(&file.sha256);
            let is_there = match &state.errand {
                Some(errand) if !is_listed || errand.files.contains_key(name) => {
                    to.find(name)? == Found::File(file.sha256.clone())
                }
                _ => is_listed,
            };
            if !is_there {
                missing.push((name.as_str(), file));
            }
        }
        Ok(missing)
    }

    /// What will be on its way: files to be sent, and those to be removed.
    fn errand(&self, state: &State, missing: &[(&str, &File)]) -> Errand {
        let mut errand = state.errand.clone().unwrap_or_default();
        for (name, file) in missing {
            errand.note(name, &file.sha256);
            if let Some(sha256) = state.listed.get(*name) {
                errand.note(name, sha256);
            }
        }
        for (name, sha256) in &state.listed {
            if !self.files.contains_key(name) {
                errand.note(name, sha256);
            }
        }
        errand
    }

    /// Removes what is not wanted any more, and then the errand. What is not as we left it
    /// stays, with a warning.
    fn tidy(
        &self,
        to: &dyn Destination,
        mut errand: Errand,
        state: &State,
        done: &mut Delivered,
    ) -> Result<Vec<Diagnostic>, Diagnostic> {
        let mut told = Vec::new();
        let is_there = state.errand.is_some() || !errand.files.is_empty();
        errand
            .files
            .retain(|name, _| !self.files.contains_key(name) && is_safe(name));
        done.complete = true;
        if !self.may_remove && !errand.files.is_empty() {
            to.write(errand::FILE_NAME, errand.to_text().as_bytes())?;
            return Ok(told);
        }
        for name in errand.files.keys() {
            match to.find(name)? {
                Found::Nothing => {}
                Found::File(sha256) if errand.knows(name, &sha256) => {
                    to.remove(name)?;
                    done.removed += 1;
                }
                Found::File(_) | Found::Foreign => told.push(foreign(name, to)),
            }
        }
        if is_there {
            to.remove(errand::FILE_NAME)?;
        }
        Ok(told)
    }
}

fn foreign(name: &str, to: &dyn Destination) -> Diagnostic {
    let message = format!(
        "`{name}` in `{}` has no page any more, but somebody else has changed it",
        to.name()
    );
    Diagnostic::warning("output-foreign", message)
        .hint("it stays; remove it by hand if it is not needed")
}
