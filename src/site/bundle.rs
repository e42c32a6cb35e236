//! The files that belong to a page (`resources/resource/resources.go`,
//! `resources/resource_metadata.go`): by name without regard to case, in the language of the
//! page first, under the names that front matter gives them.

use std::path::{Path, PathBuf};

use globset::GlobBuilder;

use super::Site;
use super::names::{Name, is_ignored};
use crate::front_matter::{Params, Value};
use crate::page::Page;
use crate::system::{System, normalize};

impl Site {
    /// The file of the page's own that is called `name`.
    pub(super) fn bundled(
        &self,
        system: &dyn System,
        page: &Page,
        name: &str,
    ) -> Option<PathBuf> {
        let bundle = page.bundle.as_ref()?;
        let name = name.trim_start_matches('/').trim_start_matches("./");
        let exact = normalize(&bundle.join(name));
        // A site of one language has no variants: most names are settled here.
        if self.settings.languages().next().is_none() && system.is_file(&exact) {
            return Some(exact);
        }
        if !exact.starts_with(bundle) {
            return system.is_file(&exact).then_some(exact);
        }
        let files = files_below(system, bundle);
        let wanted = name.to_lowercase();
        let fits = |file: &&PathBuf| self.resource_name(bundle, file) == wanted;
        let renamed = || {
            let own = self.entries(page).find(|entry| {
                entry
                    .get("name")
                    .is_some_and(|own| own.to_text().to_lowercase() == wanted)
            })?;
            files
                .iter()
                .find(|file| means(own, &self.resource_name(bundle, file)))
        };
        let in_language = |code: Option<&str>| {
            let mut fitting = files.iter().filter(fits);
            fitting.find(|file| self.name(file).language.as_deref() == code)
        };
        in_language(page.edition.as_deref())
            .or_else(|| in_language(None))
            .or_else(|| files.iter().find(fits))
            .or_else(renamed)
            .cloned()
    }

    /// What front matter says of a file of the page's own, as an alternative text: `params.alt`
    /// or `title`.
    #[must_use]
    pub fn resource_text(&self, page: &Page, file: &Path) -> Option<String> {
        let bundle = page.bundle.as_ref()?;
        let name = self.resource_name(bundle, file);
        let mut fitting = self.entries(page).filter(|entry| means(entry, &name));
        fitting.find_map(|entry| {
            let params = entry.get("params").and_then(Value::as_map);
            let alt = params
                .and_then(|params| params.get("alt"))
                .or_else(|| entry.get("title"))?;
            Some(alt.to_text())
        })
    }

    /// The name of a file in its bundle: lower case, without language.
    fn resource_name(&self, bundle: &Path, file: &Path) -> String {
        let inside = file.strip_prefix(bundle).unwrap_or(file);
        let Name { stem, language, .. } = self.name(inside);
        let bare = match (language, inside.extension()) {
            (Some(_), Some(extension)) => {
                inside.with_file_name(format!("{stem}.{}", extension.to_string_lossy()))
            }
            _ => inside.to_owned(),
        };
        bare.to_string_lossy().replace('\\', "/").to_lowercase()
    }

    /// The entries of `resources` in front matter.
    fn entries<'p>(&self, page: &'p Page) -> impl Iterator<Item = &'p Params> {
        let list = page.matter.params.get("resources").and_then(Value::as_list);
        list.into_iter().flatten().filter_map(Value::as_map)
    }
}

/// Whether an entry of `resources` is about the file of this name.
fn means(entry: &Params, name: &str) -> bool {
    let Some(pattern) = entry.get("src").and_then(Value::as_str) else { return false };
    let glob = GlobBuilder::new(&pattern.to_lowercase())
        .literal_separator(true)
        .build();
    glob.is_ok_and(|glob| glob.compile_matcher().is_match(name))
}

fn files_below(system: &dyn System, folder: &Path) -> Vec<PathBuf> {
    const DEEPEST: usize = 16;
    let mut out = Vec::new();
    collect(system, folder, DEEPEST, &mut out);
    out
}

fn collect(system: &dyn System, folder: &Path, depth: usize, out: &mut Vec<PathBuf>) {
    let entries = system.list(folder).unwrap_or_default();
    for entry in entries.into_iter().filter(|entry| !is_ignored(&entry.path)) {
        match entry.is_dir {
            true if depth > 0 => collect(system, &entry.path, depth - 1, out),
            true => {}
            false => out.push(entry.path),
        }
    }
}
