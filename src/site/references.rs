//! Which page a `ref` or `relref` names (`hugolib/page__ref.go`, `pagecollections.go`): paths
//! without extension, in lower case, from the page's own folder, then from the content folder,
//! then by name alone.

use std::path::{Path, PathBuf};

use super::Site;
use super::names::Kind;
use crate::diagnostic::nearest;
use crate::page::Page;
use crate::system::normalize;

/// A reference that names no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub hint: String,
}

impl Site {
    /// The file among `files` that `path` on `page` names.
    ///
    /// # Errors
    /// When there is none or more than one: what is wrong, and the way out.
    pub fn reference(
        &self,
        files: &[PathBuf],
        page: &Page,
        path: &str,
    ) -> Result<PathBuf, Unresolved> {
        let wanted = logical(Path::new(path.trim_start_matches('/')));
        let pages = self.in_language_of(files, page);
        let at = |path: &str| {
            pages
                .iter()
                .find(|(known, _)| known == path)
                .map(|(_, file)| (*file).clone())
        };
        if !path.starts_with('/') {
            let own = logical(&normalize(&self.folder_of(page, path).join(path)));
            if let Some(file) = at(&own) {
                return Ok(file);
            }
        }
        if !path.starts_with('.')
            && let Some(file) = at(&wanted)
        {
            return Ok(file);
        }
        let named: Vec<&(String, &PathBuf)> = match path.contains('/') {
            true => Vec::new(),
            false => pages
                .iter()
                .filter(|(known, _)| known.rsplit('/').next() == Some(wanted.as_str()))
                .collect(),
        };
        match named.as_slice() {
            [(_, file)] => Ok((*file).clone()),
            [] => {
                let near =
                    nearest(&wanted, pages.iter().map(|(known, _)| known.as_str()));
                let near = near.map_or(
                    "name it by its path below the content folder".to_owned(),
                    |near| format!("did you mean `/{near}`?"),
                );
                Err(Unresolved {
                    message: format!("there is no page `{path}`"),
                    hint: near,
                })
            }
            several => {
                let paths = several
                    .iter()
                    .map(|(known, _)| format!("`/{known}`"))
                    .collect::<Vec<_>>();
                Err(Unresolved {
                    message: format!("the page reference `{path}` is ambiguous"),
                    hint: format!("it may be {}", paths.join(" or ")),
                })
            }
        }
    }

    /// The pages in the language of `page`, by their logical paths.
    fn in_language_of<'f>(
        &self,
        files: &'f [PathBuf],
        page: &Page,
    ) -> Vec<(String, &'f PathBuf)> {
        let content = self.content_folder(page.edition.as_deref());
        let own = files
            .iter()
            .filter(|file| page.edition.is_none() || self.edition(file) == page.edition);
        own.filter_map(|file| {
            let inside = file.strip_prefix(&content).ok()?;
            let (path, _) = self.logical(inside);
            Some((path.trim_start_matches('/').to_owned(), file))
        })
        .collect()
    }

    /// The folder below the content folder that `path` on a page starts from: a section's own,
    /// that around a bundle, that of a single page. `../x.md`, with its extension, starts from
    /// the folder of the bundle itself.
    fn folder_of(&self, page: &Page, path: &str) -> PathBuf {
        let content = self.content_folder(page.edition.as_deref());
        let inside = page.file.strip_prefix(&content).unwrap_or(&page.path);
        let folder = inside.parent().unwrap_or(Path::new("")).to_owned();
        let is_leaf = self.name(&page.file).kind == Kind::Leaf;
        let is_file = path.starts_with("..") && Path::new(path).extension().is_some();
        match folder.parent() {
            Some(parent) if is_leaf && !is_file => parent.to_owned(),
            _ => folder,
        }
    }
}

/// The logical path of a file (`common/paths/pathparser.go`).
fn logical(path: &Path) -> String {
    let text = path
        .to_string_lossy()
        .replace('\\', "/")
        .to_lowercase()
        .replace(' ', "-");
    let text = text.trim_matches('/').trim_start_matches("./");
    let (folder, name) = text.rsplit_once('/').unwrap_or(("", text));
    let stem = ["md", "markdown", "mdown", "html"]
        .iter()
        .find_map(|extension| name.strip_suffix(extension)?.strip_suffix('.'));
    match stem.unwrap_or(name) {
        "index" | "_index" => folder.to_owned(),
        stem if folder.is_empty() => stem.to_owned(),
        stem => format!("{folder}/{stem}"),
    }
}
