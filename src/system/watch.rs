//! Watching folders for changes. Folders are watched, not files: however an editor saves (in
//! place, by renaming, by way of a second file), the folder tells.
#![expect(
    clippy::disallowed_methods,
    reason = "a part of the door to the operating system"
)]

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Watch, normalize};

/// How long it has to be quiet until a change is over: editors write, rename and remove in a row.
const QUIET: Duration = Duration::from_millis(20);

/// How many waits for quiet there are before changes are told although there are more.
const MOST_WAITS: usize = 20;

/// The folders that the operating system watches.
pub(super) struct Folders {
    /// Kept alive: without it nothing is watched.
    _watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// The paths that links lead to, and the names that the project knows them by.
    names: Vec<(PathBuf, PathBuf)>,
}

impl Folders {
    /// Watches folders; `true` for all below them, too. What is not there is left out.
    pub(super) fn watch(folders: &[(PathBuf, bool)]) -> io::Result<Self> {
        let (sender, events) = channel();
        let mut watcher =
            notify::recommended_watcher(sender).map_err(io::Error::other)?;
        let mut names = Vec::new();
        for (folder, below) in folders {
            let Ok(real) = std::fs::canonicalize(folder) else { continue };
            let mode = match below {
                true => RecursiveMode::Recursive,
                false => RecursiveMode::NonRecursive,
            };
            watcher.watch(&real, mode).map_err(io::Error::other)?;
            names.push((real, folder.clone()));
        }
        // The longest first: a folder within another may be known by a name of its own.
        names.sort_by_key(|(real, _)| std::cmp::Reverse(real.components().count()));
        Ok(Self { _watcher: watcher, events, names })
    }

    /// The name that the project knows a path by.
    fn name(&self, path: &Path) -> PathBuf {
        let inside = self.names.iter().find_map(|(real, name)| {
            path.strip_prefix(real).ok().map(|rest| name.join(rest))
        });
        normalize(&inside.unwrap_or_else(|| path.to_owned()))
    }

    fn take(&self, event: notify::Result<Event>, changed: &mut BTreeSet<PathBuf>) {
        // What was lost on the way may be anything; the folders themselves stand for it.
        let Ok(event) = event else {
            changed.extend(self.names.iter().map(|(_, name)| name.clone()));
            return;
        };
        if event.need_rescan() {
            changed.extend(self.names.iter().map(|(_, name)| name.clone()));
        }
        if is_change(event.kind) {
            changed.extend(event.paths.iter().map(|path| self.name(path)));
        }
    }
}

impl Watch for Folders {
    fn wait(&mut self, patience: Duration) -> Option<BTreeSet<PathBuf>> {
        let mut changed = BTreeSet::new();
        match self.events.recv_timeout(patience) {
            Ok(event) => self.take(event, &mut changed),
            Err(RecvTimeoutError::Timeout) => return Some(changed),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        for _ in 0..MOST_WAITS {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => self.take(event, &mut changed),
                Err(_) => break,
            }
            while let Ok(event) = self.events.try_recv() {
                self.take(event, &mut changed);
            }
        }
        Some(changed)
    }
}

fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Any | EventKind::Create(_) | EventKind::Remove(_) => true,
        EventKind::Modify(ModifyKind::Metadata(kind)) => {
            // A copy that keeps times sets them last.
            matches!(kind, MetadataKind::WriteTime | MetadataKind::Any)
        }
        EventKind::Modify(_) => true,
        EventKind::Access(_) | EventKind::Other => false,
    }
}
