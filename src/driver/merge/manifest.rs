//! What copies there are, and what each was made of: so that a run goes on where the last one
//! ended, mail finds its attachments, and the parts of several machines become one.
//!
//! It is not the manifest of a build: copies are personal. They have no place in a list for the
//! site, no hook uploads them, and no build removes them, as it does not know the table. They
//! go by row, not by page, and ten thousand of them would have to be looked at by every build.
//!
//! While copies are made, each is a line in a journal beside the manifest, and in memory there
//! is nothing of it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::store::unwritable;
use crate::diagnostic::Diagnostic;
use crate::merge::Record;
use crate::system::{Digest, System};

/// The version of the format.
const VERSION: u32 = 1;

/// The copies of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Manifest {
    /// The version of the format.
    pub version: u32,
    /// The page.
    pub page: String,
    /// The number of rows of the table.
    pub rows: usize,
    /// The copies by row.
    pub copies: BTreeMap<usize, Copy>,
}

/// A copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Copy {
    /// The name of its file beside the manifest.
    pub file: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// The number of its pages.
    pub pages: usize,
    /// The SHA-256 of the file.
    pub sha256: Digest,
    /// The SHA-256 of all it is made of.
    pub inputs: Digest,
    /// The SHA-256 of the recipient's values.
    pub record: Digest,
}

/// A copy in the journal.
#[derive(Serialize, Deserialize)]
struct Line {
    row: usize,
    #[serde(flatten)]
    copy: Copy,
}

impl Manifest {
    /// An empty one.
    #[must_use]
    pub(in super::super) fn new(page: String, rows: usize) -> Self {
        Self {
            version: VERSION,
            page,
            rows,
            copies: BTreeMap::new(),
        }
    }

    /// Reads the manifest of a folder, or of a shard in it, with what a run that was cut off has
    /// made. None if there is none that can be read: then everything is made anew.
    #[must_use]
    pub(in super::super) fn read(
        system: &dyn System,
        folder: &Path,
        shard: Option<(usize, usize)>,
    ) -> Option<Self> {
        let bytes = system.read(&path(folder, shard, "json")).ok()?;
        let mut manifest: Self = serde_json::from_slice(&bytes).ok()?;
        if let Ok(journal) = system.open(&path(folder, shard, "journal")) {
            // The last line may have been cut off.
            let lines = BufReader::new(journal).split(b'\n').map_while(Result::ok);
            let lines =
                lines.filter_map(|line| serde_json::from_slice::<Line>(&line).ok());
            manifest.copies.extend(lines.map(|line| (line.row, line.copy)));
        }
        (manifest.version == VERSION).then_some(manifest)
    }

    /// Writes it; the journal is then part of it.
    ///
    /// # Errors
    /// Those of the operating system.
    pub(in super::super) fn write(
        &self,
        system: &dyn System,
        folder: &Path,
        shard: Option<(usize, usize)>,
    ) -> Result<(), Diagnostic> {
        let file = path(folder, shard, "json");
        system
            .fill(&file, &mut |out| {
                serde_json::to_writer_pretty(&mut *out, self)?;
                out.write_all(b"\n")
            })
            .map_err(|error| unwritable(&file, &error))?;
        let journal = path(folder, shard, "journal");
        match system.remove(&journal) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(unwritable(&journal, &error))
            }
            _ => Ok(()),
        }
    }
}

/// Notes a copy in the journal.
///
/// # Errors
/// Those of the operating system.
pub(super) fn note(
    system: &dyn System,
    folder: &Path,
    shard: Option<(usize, usize)>,
    row: usize,
    copy: Copy,
) -> Result<(), Diagnostic> {
    let journal = path(folder, shard, "journal");
    let line = serde_json::to_string(&Line { row, copy }).unwrap_or_default() + "\n";
    system
        .append(&journal, line.as_bytes())
        .map_err(|error| unwritable(&journal, &error))
}

fn path(folder: &Path, shard: Option<(usize, usize)>, extension: &str) -> PathBuf {
    match shard {
        None => folder.join(format!("manifest.{extension}")),
        Some((part, of)) => folder.join(format!("manifest-{part}-of-{of}.{extension}")),
    }
}

/// Joins the manifests of all shards in a folder to one. Gives the number of copies.
///
/// # Errors
/// When a shard is missing, does not belong to the others, or a copy is missing.
pub fn join(system: &dyn System, folder: &Path) -> Result<usize, Vec<Diagnostic>> {
    let shards = shards(system, folder);
    let Some(of) = shards.first().map(|(_, of)| *of) else {
        let message =
            format!("there are no manifests of shards in `{}`", folder.display());
        return Err(vec![
            Diagnostic::error("manifest-missing", message)
                .hint("make them with `offprint merge … --shard 1/4` and so on"),
        ]);
    };
    let mut told = Vec::new();
    let mut whole: Option<Manifest> = None;
    for part in 1..=of {
        let Some(shard) = Manifest::read(system, folder, Some((part, of))) else {
            let message = format!("the manifest of shard {part}/{of} is missing");
            told.push(Diagnostic::error("manifest-missing", message));
            continue;
        };
        match &mut whole {
            None => whole = Some(shard),
            Some(known) if (&known.page, known.rows) == (&shard.page, shard.rows) => {
                known.copies.extend(shard.copies);
            }
            Some(_) => {
                let message = format!(
                    "shard {part}/{of} is of another page or table than the first"
                );
                told.push(Diagnostic::error("manifest-mixed", message));
            }
        }
    }
    let whole = whole.unwrap_or_default();
    let missing: Vec<String> = (1..=whole.rows)
        .filter(|row| !whole.copies.contains_key(row))
        .map(|row| row.to_string())
        .collect();
    if told.is_empty() && !missing.is_empty() {
        let shown: Vec<String> = missing.iter().take(10).cloned().collect();
        let message =
            format!("{} rows have no copy: {}", missing.len(), shown.join(", "));
        told.push(Diagnostic::error("manifest-incomplete", message));
    }
    if !told.is_empty() {
        return Err(told);
    }
    whole.write(system, folder, None).map_err(|error| vec![error])?;
    Ok(whole.copies.len())
}

/// The shards whose manifests are in a folder, those of the largest number of shards.
fn shards(system: &dyn System, folder: &Path) -> Vec<(usize, usize)> {
    let entries = system.list(folder).unwrap_or_default();
    let shard = |path: &Path| {
        let name = path.file_name()?.to_str()?;
        let (part, of) = name
            .strip_prefix("manifest-")?
            .strip_suffix(".json")?
            .split_once("-of-")?;
        Some((part.parse().ok()?, of.parse().ok()?))
    };
    let mut found: Vec<(usize, usize)> =
        entries.iter().filter_map(|entry| shard(&entry.path)).collect();
    let most = found.iter().map(|(_, of)| *of).max();
    found.retain(|(_, of)| Some(*of) == most);
    found
}

/// The SHA-256 of a recipient's values.
#[must_use]
pub(in super::super) fn record_digest(record: &Record) -> Digest {
    Digest::of(serde_json::to_string(record).unwrap_or_default().as_bytes())
}
