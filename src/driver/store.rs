//! The folder of the PDFs: its manifest, its lock, and what is known of files. Only one build
//! at a time works in it.

use std::collections::BTreeMap;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::build::BuildOptions;
use super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::manifest::{self, Document, Line, Manifest, Merged, ReadPart, Shared};
use crate::system::{Digest, Fingerprints, Lock, Seen, System, normalize};

/// What is beside the PDFs and is nobody's business: lock, journal, fingerprints.
pub(super) const PRIVATE: &str = ".offprint";

/// Locks the folder against other builds.
///
/// # Errors
/// `build-running` if there is one, `output-unwritable` if the disk refuses.
pub(super) fn lock(
    project: &Project<'_>,
    options: &BuildOptions,
) -> Result<Lock, Diagnostic> {
    let folder = options.folder(project);
    let path = folder.join(PRIVATE).join("lock");
    project.machine.lock(&path, project.machine.now()).map_err(|error| {
        if error.kind() == ErrorKind::WouldBlock {
            let message =
                format!("another build works in `{}`: {error}", folder.display());
            let hint = "wait until it is done, or give this one another `--output`";
            Diagnostic::error("build-running", message).hint(hint)
        } else {
            unwritable(&path, &error)
        }
    })
}

/// The diagnostic for a file that cannot be written.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let message = format!("cannot write `{}`: {error}", path.display());
    Diagnostic::error("output-unwritable", message)
}

/// The folder of the PDFs, open.
pub(super) struct Store<'s> {
    system: &'s dyn System,
    root: PathBuf,
    /// The folder.
    pub(super) folder: PathBuf,
    /// What is known of files.
    pub(super) fingerprints: Fingerprints<'s>,
    /// What all documents of this build have in common, and its key.
    pub(super) shared: (String, Shared),
    /// The manifest as it was found.
    found: Manifest,
    /// What happened to documents that were not written; those that were are in the journal.
    fates: Mutex<BTreeMap<String, Fate>>,
    /// Whether the PDFs need not be there: the manifest is that of another place.
    elsewhere: bool,
    /// Whether the last build was cut off.
    cut_off: bool,
}

/// What happened to a document that was not written.
enum Fate {
    /// It is that of an earlier state of its page, for this reason.
    Stale(String),
    /// It is no longer there.
    Gone,
}

impl<'s> Store<'s> {
    /// Opens the folder of a build.
    ///
    /// # Errors
    /// When there is a manifest that cannot be read.
    pub(super) fn open(
        project: &Project<'s>,
        options: &BuildOptions,
    ) -> Result<Self, Diagnostic> {
        let system = project.machine;
        let folder = options.folder(project);
        let path = match &options.since {
            Some(path) => path.clone(),
            None => folder.join(manifest::FILE_NAME),
        };
        let mut manifest = read(system, &path, options.since.is_some())?;
        let journal = folder.join(PRIVATE).join("journal");
        let cut_off = system.is_file(&journal);
        if cut_off && options.since.is_none() {
            let read = |part| system.read_part(&journal, part);
            let whole = merged(system, &journal, manifest, &read)?.into_manifest();
            manifest = whole.map_err(|error| unreadable(&journal, &error))?;
        }
        let private = folder.join(PRIVATE);
        let (kept, log) = (private.join("fingerprints"), private.join("written"));
        let mut store = Self {
            system,
            root: normalize(&project.site.root),
            folder,
            fingerprints: Fingerprints::load(system, kept, log),
            shared: Default::default(),
            found: manifest,
            fates: Mutex::default(),
            elsewhere: options.since.is_some(),
            cut_off,
        };
        let shared = store.shared_of(project, options);
        store.shared = (shared.digest(), shared);
        Ok(store)
    }

    /// What all documents of a build have in common.
    fn shared_of(&self, project: &Project<'_>, options: &BuildOptions) -> Shared {
        let mut facts = (*project.opened).clone();
        // Fonts are not loaded to see whether they have changed.
        for path in project.font_files.iter() {
            facts.saw(path, self.fingerprints.seen(path));
        }
        let mut folders = vec![project.fonts_folder()];
        while let Some(folder) = folders.pop() {
            facts.saw(&folder, self.fingerprints.seen(&folder));
            for entry in self.system.list(&folder).unwrap_or_default() {
                if entry.is_dir {
                    folders.push(entry.path);
                } else {
                    facts.saw(&entry.path, self.fingerprints.seen(&entry.path));
                }
            }
        }
        for file in project.font_files.iter() {
            facts.saw(file, self.fingerprints.seen(file));
        }
        Shared {
            program: super::PROGRAM.to_owned(),
            options: options.with_a_say(project),
            inputs: facts
                .paths
                .iter()
                .map(|(path, seen)| (self.name(path), seen.to_text()))
                .collect(),
            variables: facts.variables,
        }
    }

    /// What the manifest said of a PDF.
    pub(super) fn found(&self, output: &Path) -> Option<&Document> {
        self.found.documents.get(&self.key(output))
    }

    /// What earlier documents had in common.
    pub(super) fn shared_found(&self, digest: &str) -> Option<&Shared> {
        self.found.shared.get(digest)
    }

    /// The PDFs that the manifest knows.
    pub(super) fn outputs(&self) -> Vec<PathBuf> {
        self.found.documents.keys().map(|key| self.path(key)).collect()
    }

    /// Whether the file is there as it was written; it need not be if the manifest is that of
    /// another place.
    pub(super) fn is_there(&self, path: &Path, sha256: &str) -> Option<bool> {
        match self.fingerprints.seen(path) {
            _ if self.elsewhere => Some(true),
            Seen::Contents(now) => Some(Some(now) == Digest::parse(sha256)),
            _ => None,
        }
    }

    /// The pictures beside a PDF, with their digests.
    pub(super) fn pictures(
        &self,
        document: &Document,
    ) -> impl Iterator<Item = (PathBuf, String)> {
        let pictures = document.pictures.iter();
        pictures.map(|(name, sha256)| (self.path(name), sha256.clone()))
    }

    /// Notes that a build begins. As long as the journal is there, one was cut off.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn begin(&self) -> Result<(), Diagnostic> {
        if self.cut_off {
            // Nobody else works here: what is half written was left behind.
            self.system
                .remove_drafts(&self.folder)
                .map_err(|error| unwritable(&self.folder, &error))?;
        }
        self.fingerprints
            .begin()
            .map_err(|error| unwritable(&self.folder.join(PRIVATE), &error))?;
        let (_, shared) = &self.shared;
        self.note(&Line::Began(shared.clone()))
    }

    /// Takes in a document that was written. It is in the journal at once, for what comes after
    /// may be cut off, and nowhere else: a build of ten thousand documents is small.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn add(
        &self,
        output: &Path,
        document: Document,
    ) -> Result<(), Diagnostic> {
        self.note(&Line::Made(self.key(output), Box::new(document)))
    }

    fn note(&self, line: &Line) -> Result<(), Diagnostic> {
        let journal = self.private("journal");
        self.system
            .append(&journal, line.to_text().as_bytes())
            .map_err(|error| unwritable(&journal, &error))
    }

    /// Notes that the PDF is that of an earlier state of its page.
    pub(super) fn mark_stale(&self, output: &Path, reason: &str) {
        self.befell(output, Fate::Stale(reason.to_owned()));
    }

    /// Forgets a PDF.
    pub(super) fn forget(&self, output: &Path) {
        self.befell(output, Fate::Gone);
    }

    fn befell(&self, output: &Path, fate: Fate) {
        let mut fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        fates.insert(self.key(output), fate);
    }

    /// Writes the manifest if it says anything new, and gives it back if it is `wanted`.
    ///
    /// # Errors
    /// When the disk refuses; the journal is then kept.
    pub(super) fn close(
        mut self,
        next_change: Option<i64>,
        wanted: bool,
    ) -> Result<Option<Manifest>, Diagnostic> {
        let journal = self.private("journal");
        let before = std::mem::take(&mut self.found);
        let read = |part| self.system.read_part(&journal, part);
        let mut merged = merged(self.system, &journal, before, &read)?;
        let fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        for (path, fate) in fates.iter() {
            match fate {
                Fate::Stale(reason) => merged.mark_stale(path, reason.clone()),
                Fate::Gone => merged.forget(path),
            }
        }
        merged.set_next_change(
            next_change
                .and_then(|at| jiff::Timestamp::from_second(at).ok())
                .map(|at| at.to_string()),
        );
        self.write(&merged)?;
        let manifest = wanted.then(|| merged.into_manifest()).transpose();
        let manifest = manifest.map_err(|error| unreadable(&journal, &error))?;
        match self.system.remove(&journal) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(unwritable(&journal, &error));
            }
            _ => {}
        }
        self.fingerprints
            .save()
            .map_err(|error| unwritable(&self.folder.join(PRIVATE), &error))?;
        Ok(manifest)
    }

    /// Writes the manifest if it says anything new.
    fn write(&self, merged: &Merged<'_>) -> Result<(), Diagnostic> {
        let path = self.folder.join(manifest::FILE_NAME);
        let old = self.system.read(&path).map(|old| Digest::of(&old)).ok();
        let written = merged.to_digest().and_then(|new| match old == Some(new) {
            true => Ok(()),
            false => self.system.fill(&path, &mut |file| merged.write(file)),
        });
        written.map_err(|error| unwritable(&path, &error))
    }

    fn private(&self, name: &str) -> PathBuf {
        self.folder.join(PRIVATE).join(name)
    }

    /// How the manifest calls a PDF: its path from the folder.
    pub(super) fn key(&self, output: &Path) -> String {
        slashed(output.strip_prefix(&self.folder).unwrap_or(output))
    }

    /// The PDF or picture that the manifest calls `key`.
    fn path(&self, key: &str) -> PathBuf {
        normalize(&self.folder.join(key))
    }

    /// How the manifest calls an input: its path from the root of the project.
    pub(super) fn name(&self, path: &Path) -> String {
        named(&self.root, path)
    }

    /// The input that the manifest calls `name`.
    pub(super) fn input(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// How the input that the manifest calls `name` is found now.
    pub(super) fn now(&self, name: &str) -> Seen {
        self.fingerprints.seen(&self.input(name))
    }
}

/// How manifests call an input: its path from the root of the project.
pub(super) fn named(root: &Path, path: &Path) -> String {
    let (root, path) = (normalize(root), normalize(path));
    slashed(path.strip_prefix(&root).unwrap_or(&path))
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read `{}`: {error}", path.display());
    Diagnostic::error("manifest-unreadable", message)
}

/// A manifest with what a journal says, if there is one; `read` reads the journal again.
fn merged<'r>(
    system: &dyn System,
    journal: &Path,
    before: Manifest,
    read: ReadPart<'r>,
) -> Result<Merged<'r>, Diagnostic> {
    let file: Box<dyn Read + Send> = match system.open(journal) {
        Err(error) if error.kind() == ErrorKind::NotFound => Box::new(io::empty()),
        opened => opened.map_err(|error| unreadable(journal, &error))?,
    };
    Merged::new(before, BufReader::new(file), read)
        .map_err(|error| unreadable(journal, &error))
}

fn read(system: &dyn System, path: &Path, wanted: bool) -> Result<Manifest, Diagnostic> {
    match system.read(path) {
        Ok(bytes) => match Manifest::parse(&bytes) {
            Some(manifest) => Ok(manifest),
            None if wanted => {
                let message =
                    format!("`{}` is no manifest of this version", path.display());
                Err(Diagnostic::error("manifest-unreadable", message))
            }
            // Then everything is made anew.
            None => Ok(Manifest::default()),
        },
        Err(error) if wanted || error.kind() != ErrorKind::NotFound => {
            Err(unreadable(path, &error))
        }
        Err(_) => Ok(Manifest::default()),
    }
}
