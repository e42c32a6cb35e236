//! The real machine. Only this file may touch disk, environment and clock, and `child` and
//! `command` beside it start processes.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one door to the operating system"
)]

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, IntoInnerError, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::watch::Folders;
use super::{
    Command, Entry, Fill, Lock, Outcome, Process, Stamp, System, Watch, child, command,
};

/// The machine the program runs on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Os {
    hurried: bool,
}

impl Os {
    /// What is written is on the disk when writing is over: neither the end of the program
    /// nor that of the power tears a file.
    #[must_use]
    pub const fn new() -> Self {
        Self { hurried: false }
    }

    /// What is written reaches the disk when the operating system sees fit. The end of the
    /// program tears no file; that of the power may, and the next build finds it by its digest.
    /// For `watch`, where somebody waits for a file that is soon written again.
    #[must_use]
    pub const fn hurried() -> Self {
        Self { hurried: true }
    }
}

impl System for Os {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(path)?))
    }

    fn read_part(&self, path: &Path, part: Range<u64>) -> io::Result<Vec<u8>> {
        let length = part.end.saturating_sub(part.start);
        let mut bytes = Vec::new();
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(part.start))?;
        let read = file.take(length).read_to_end(&mut bytes)?;
        match u64::try_from(read) {
            Ok(read) if read == length => Ok(bytes),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    fn fill(&self, path: &Path, with: Fill<'_>) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let draft = draft_of(path);
        let written = fill_draft(&draft, with, self.hurried)
            .and_then(|()| fs::rename(&draft, path));
        if written.is_err() {
            // The error that led here is the one worth telling.
            let _ = fs::remove_file(&draft);
        }
        written?;
        if self.hurried { Ok(()) } else { sync_folder(folder) }
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        append(path, bytes).map(drop)
    }

    fn append_durably(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let is_new = !path.is_file();
        append(path, bytes)?.sync_all()?;
        match path.parent().filter(|_| is_new) {
            Some(folder) => sync_folder(folder),
            None => Ok(()),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_drafts(&self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                self.remove_drafts(&entry.path())?;
            } else if is_draft(&entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// The lock belongs to the open file: the kernel lets it go when the process ends, however
    /// it ends.
    fn lock(&self, path: &Path, now: i64) -> io::Result<Lock> {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::new(io::ErrorKind::WouldBlock, holder(path)));
            }
        }
        let since = jiff::Timestamp::from_second(now).unwrap_or_default();
        let who = format!("process {} on {} since {since}\n", std::process::id(), host());
        file.set_len(0)?;
        file.write_all(who.as_bytes())?;
        Ok(Box::new(file))
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn is_dir(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(path).ok()?;
        let modified = metadata.modified().ok()?;
        let since = match modified.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => {
                i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |at| -at)
            }
        };
        Some(Stamp {
            is_dir: metadata.is_dir(),
            bytes: metadata.len(),
            modified: since,
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let is_dir = path.is_dir();
            entries.push(Entry { path, is_dir });
        }
        entries.sort();
        Ok(entries)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn variables(&self, prefix: &str) -> Vec<(String, String)> {
        let text = |(name, value): (OsString, OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        let mut all: Vec<(String, String)> =
            std::env::vars_os().filter_map(text).collect();
        all.retain(|(name, _)| name.starts_with(prefix));
        all.sort();
        all
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn start(&self, arguments: &[OsString]) -> io::Result<Box<dyn Process>> {
        Ok(Box::new(child::Real::start(arguments)?))
    }

    fn run(&self, command: &Command) -> io::Result<Outcome> {
        command::run(command)
    }

    fn tell(&self, message: &[u8]) -> io::Result<()> {
        child::write_message(message)
    }

    /// `SOURCE_DATE_EPOCH` as <https://reproducible-builds.org/specs/source-date-epoch/> has it.
    fn now(&self) -> i64 {
        let given = self.variable("SOURCE_DATE_EPOCH");
        if let Some(seconds) = given.and_then(|text| text.trim().parse().ok()) {
            return seconds;
        }
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    fn elapsed(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn watch(&self, folders: &[(PathBuf, bool)]) -> io::Result<Box<dyn Watch>> {
        Ok(Box::new(Folders::watch(folders)?))
    }
}

/// The name of this machine.
fn host() -> String {
    let named = fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let named = named
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok());
    named.map_or_else(|| "this machine".to_owned(), |name| name.trim().to_owned())
}

/// Who holds a lock. One who has just taken it needs a moment to say so.
fn holder(path: &Path) -> String {
    for _ in 0..50 {
        let who = fs::read_to_string(path).unwrap_or_default();
        if who.ends_with('\n') {
            return who.trim().to_owned();
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    "it does not say who it is".to_owned()
}

/// A name beside the file: a rename is atomic only within one file system.
fn draft_of(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}

/// Whether a file has a name of [`draft_of`].
fn is_draft(name: &str) -> bool {
    let inside = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp"));
    let process = inside.and_then(|name| name.rsplit_once('.'));
    process.is_some_and(|(_, process)| process.parse::<u32>().is_ok())
}

fn fill_draft(draft: &Path, with: Fill<'_>, hurried: bool) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(draft)?);
    with(&mut file)?;
    let file = file.into_inner().map_err(IntoInnerError::into_error)?;
    if hurried { Ok(()) } else { file.sync_all() }
}

fn append(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Without this a crash may forget the rename.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{draft_of, is_draft};

    #[test]
    fn drafts_are_known_by_their_names() {
        let draft = draft_of(Path::new("output/a.pdf"));
        assert_eq!(draft.parent(), Some(Path::new("output")));
        assert!(is_draft(&draft.file_name().unwrap().to_string_lossy()));
        for other in ["a.pdf", ".a.tmp", ".a.b.tmp", "a.1.tmp", ".a.1.pdf"] {
            assert!(!is_draft(other), "{other}");
        }
    }
}
