//! The languages of a site, each an edition of it with settings of its own: by the name of a
//! file, `page.sv.md`, or by the content folder of a language.

use std::path::{Path, PathBuf};

use super::{Settings, Site};
use crate::system::normalize;

impl Site {
    /// The language of the site that a file belongs to; none if the site configures none.
    #[must_use]
    pub fn edition(&self, file: &Path) -> Option<String> {
        let by_name = self.name(file).language;
        let by_folder = || {
            let mut codes = self.settings.languages();
            codes.find(|code| {
                let folder = self.language_folder(code);
                folder.is_some_and(|folder| file.starts_with(&folder))
            })
        };
        by_name
            .or_else(|| by_folder().map(str::to_owned))
            .or_else(|| self.settings.default_language())
    }

    /// The settings that count for a language of the site.
    #[must_use]
    pub fn settings_of(&self, edition: Option<&str>) -> &Settings {
        edition
            .and_then(|code| self.editions.get(code))
            .unwrap_or(&self.settings)
    }

    /// The folder of the pages of a language.
    pub(super) fn content_folder(&self, edition: Option<&str>) -> PathBuf {
        let own = edition.and_then(|code| self.language_folder(code));
        own.unwrap_or_else(|| self.content.clone())
    }

    fn language_folder(&self, code: &str) -> Option<PathBuf> {
        let folder = self.settings.text(&format!("languages.{code}.contentdir"))?;
        Some(normalize(&self.root.join(folder)))
    }
}
