//! Which files below the content folder are pages, by Hugo's rules
//! (`hugolib/pages_capture.go`), and which of them offprint cannot read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::Site;
use super::names::{Kind, is_foreign_page, is_ignored, is_page};
use crate::diagnostic::Diagnostic;
use crate::system::{Entry, System};

/// The files of a folder of pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Pages, in the order of their paths.
    pub pages: Vec<PathBuf>,
    /// Pages for Hugo that are in a language that offprint does not read, and templates that
    /// make pages (`_content.gotmpl`).
    pub unread: Vec<PathBuf>,
}

impl Listing {
    /// Takes in the files of another folder.
    pub fn append(&mut self, mut other: Self) {
        self.pages.append(&mut other.pages);
        self.unread.append(&mut other.unread);
    }

    /// A warning for each file that is not read.
    pub fn warnings(&self) -> impl Iterator<Item = Diagnostic> {
        self.unread.iter().map(|file| {
            let message = format!("`{}` is not read", file.display());
            let hint = match file.extension().is_some_and(|name| name == "gotmpl") {
                true => "only Hugo can run the template that makes its pages",
                false => "only Markdown is read; write the page in it",
            };
            Diagnostic::warning("page-unread", message).hint(hint)
        })
    }
}

impl Site {
    /// The pages below `folder`.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn listing(
        &self,
        system: &dyn System,
        folder: &Path,
    ) -> Result<Listing, Diagnostic> {
        let patterns = self.settings.list("ignorefiles");
        let mut walk = Walk {
            site: self,
            system,
            ignored: patterns
                .iter()
                .filter_map(|pattern| Regex::new(pattern).ok())
                .collect(),
            seen: BTreeSet::new(),
            listing: Listing::default(),
        };
        walk.folder(folder)?;
        Ok(walk.listing)
    }
}

struct Walk<'a> {
    site: &'a Site,
    system: &'a dyn System,
    ignored: Vec<Regex>,
    /// Folders that were walked: links may lead in circles.
    seen: BTreeSet<PathBuf>,
    listing: Listing,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path) -> Result<(), Diagnostic> {
        let real = self.system.resolve(folder).unwrap_or_else(|_| folder.to_owned());
        if !self.seen.insert(real) {
            return Ok(());
        }
        let entries = self.system.list(folder).map_err(|error| {
            Diagnostic::error(
                "folder-unreadable",
                format!("cannot list `{}`: {error}", folder.display()),
            )
        })?;
        let entries: Vec<Entry> = entries
            .into_iter()
            .filter(|entry| !self.is_ignored(&entry.path))
            .collect();
        let is_leaf = |entry: &Entry| {
            !entry.is_dir
                && is_page(&entry.path)
                && self.site.name(&entry.path).kind == Kind::Leaf
        };
        if entries.iter().any(is_leaf) {
            // Everything in the folder and below belongs to the page.
            let leaves = entries.into_iter().filter(is_leaf).map(|entry| entry.path);
            let leaves: Vec<PathBuf> = leaves.collect();
            leaves.into_iter().for_each(|path| self.file(path));
            return Ok(());
        }
        for entry in entries {
            if entry.is_dir {
                self.folder(&entry.path)?;
            } else {
                self.file(entry.path);
            }
        }
        Ok(())
    }

    fn file(&mut self, path: PathBuf) {
        let edition = self.site.edition(&path);
        if edition.is_some_and(|code| self.site.settings.is_off(&code)) {
            return;
        }
        let is_adapter = path.file_name().is_some_and(|name| {
            name.to_string_lossy().starts_with("_content.")
                && name.to_string_lossy().ends_with(".gotmpl")
        });
        if is_page(&path) {
            // Of `a.md` and `a.markdown` there is only one page.
            let bare = path.with_extension("");
            let twin = self
                .listing
                .pages
                .last()
                .filter(|last| last.with_extension("") == bare);
            match twin {
                Some(_)
                    if path.extension().is_some_and(|extension| extension == "md") =>
                {
                    self.listing.pages.pop();
                    self.listing.pages.push(path);
                }
                Some(_) => {}
                None => self.listing.pages.push(path),
            }
        } else if is_adapter || is_foreign_page(&path) {
            self.listing.unread.push(path);
        }
    }

    fn is_ignored(&self, path: &Path) -> bool {
        let text = path.to_string_lossy();
        is_ignored(path) || self.ignored.iter().any(|pattern| pattern.is_match(&text))
    }
}
