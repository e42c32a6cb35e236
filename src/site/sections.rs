//! The pages of sections (`_index.md`), as the pages below ask for them: for what they hand
//! down, and for the names that they give to their part of the address. Each is read once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::Site;
use super::names::{Kind, Name, is_page};
use crate::front_matter::{self, FrontMatter};
use crate::source::Source;
use crate::system::{System, normalize};

/// A folder, and the language that it is looked at in.
type Key = (PathBuf, Option<String>);

/// Sections that were asked for before; none for folders that are no sections.
#[derive(Debug, Clone, Default)]
pub(super) struct Sections(Arc<Mutex<BTreeMap<Key, Option<Arc<Section>>>>>);

/// A section.
#[derive(Debug)]
pub(super) struct Section {
    /// The file of its own page; folders at the top are sections without one, too.
    pub(super) file: Option<PathBuf>,
    /// Its front matter, with what is handed down to it.
    pub(super) matter: FrontMatter,
}

impl Site {
    /// The section in `folder`, in a language of the site.
    pub(super) fn section(
        &self,
        system: &dyn System,
        folder: &Path,
        edition: Option<&str>,
    ) -> Option<Arc<Section>> {
        let key = (normalize(folder), edition.map(str::to_owned));
        let known = self
            .sections
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .cloned();
        if let Some(known) = known {
            return known;
        }
        let read = self.read_section(system, &key.0, edition).map(Arc::new);
        self.sections
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, read.clone());
        read
    }

    fn read_section(
        &self,
        system: &dyn System,
        folder: &Path,
        edition: Option<&str>,
    ) -> Option<Section> {
        let entries = system.list(folder).ok()?;
        let entry = entries.into_iter().find(|entry| {
            !entry.is_dir
                && is_page(&entry.path)
                && self.name(&entry.path).kind == Kind::Branch
                && self.edition(&entry.path).as_deref() == edition
        });
        let is_top = || {
            folder
                .parent()
                .is_some_and(|parent| parent == self.content_folder(edition))
        };
        let mut section = match entry {
            Some(entry) => {
                let bytes = system.read(&entry.path).ok()?;
                let source = Source::new("", String::from_utf8_lossy(&bytes));
                // What is wrong with it is told where the page itself is read.
                let (matter, _) = front_matter::read(&source);
                Section { file: Some(entry.path), matter }
            }
            None if is_top() => Section { file: None, matter: FrontMatter::default() },
            None => return None,
        };
        let file = section.file.clone().unwrap_or_else(|| folder.join("_index.md"));
        self.cascade(system, &file, edition, &mut section.matter);
        Some(section)
    }

    /// The name of a file, taken apart with the languages of the site.
    pub(super) fn name(&self, file: &Path) -> Name {
        Name::of(file, |code| self.settings.has_language(code))
    }
}
