//! What a page asks about others: their addresses, their PDFs, the titles of sections. Each
//! question is recorded with its answer, not with the files that were read for it: a page is
//! out of date when a page it leads to has moved, not whenever that one is edited.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{MutexGuard, PoisonError};

use super::project::Project;
use crate::page::Page;
use crate::site::Unresolved;
use crate::system::{About, Question, normalize};

impl Project<'_> {
    /// The public address of the page at a path, as links on `page` name it: from the page's
    /// folder, or from the content folder.
    #[must_use]
    pub fn page_url(&self, page: &Page, path: &str) -> Option<String> {
        let folder = page.file.parent().unwrap_or(Path::new("."));
        let rooted = path.trim_start_matches('/');
        let places = [folder.join(path), self.site.content.join(rooted)];
        let file = places.iter().map(|place| normalize(place)).find(|place| {
            self.addresses().contains_key(place) || self.machine.is_file(place)
        });
        let url = file.and_then(|file| self.address(&file));
        self.answered(About::Link, page, path, url.as_deref().unwrap_or_default());
        url
    }

    /// The public address of the page that a `ref` on `page` names.
    ///
    /// # Errors
    /// What is wrong, and the way out.
    pub fn reference(&self, page: &Page, path: &str) -> Result<String, Unresolved> {
        let url = self.referred(page, path);
        let answer = url.as_ref().unwrap_or_else(|error| &error.message);
        self.answered(About::Reference, page, path, answer);
        url
    }

    fn referred(&self, page: &Page, path: &str) -> Result<String, Unresolved> {
        let file = self.site.reference(self.all_files(), page, path)?;
        self.address(&file).ok_or_else(|| Unresolved {
            message: format!("the page `{path}` has no public address"),
            hint: "set `baseURL` in the site's configuration".to_owned(),
        })
    }

    /// The files of all pages of the site.
    pub(super) fn all_files(&self) -> &[PathBuf] {
        self.index.get_or_init(|| {
            self.site
                .page_files(self.machine, &self.site.content)
                .unwrap_or_default()
        })
    }

    /// The addresses that `url` on a page may mean, if it is one of the site and there is
    /// nothing at it.
    #[must_use]
    pub fn missing(&self, page: &Page, url: &str) -> Option<Vec<String>> {
        let near = self.unrecorded().nothing_at(page, url);
        self.answered(About::Missing, page, url, &told(near.as_deref()));
        near
    }

    /// The title that the section in a folder has in the language of a page.
    #[must_use]
    pub fn section_title(&self, page: &Page, folder: &Path) -> Option<String> {
        let inside = self.site.content.join(folder);
        let title = self.site.section_title(self.machine, page, &inside);
        let folder = folder.to_string_lossy().replace('\\', "/");
        self.answered(
            About::Section,
            page,
            &folder,
            title.as_deref().unwrap_or_default(),
        );
        title
    }

    /// The answer to a question that was asked before, as things are now.
    pub(super) fn ask(&self, about: About, page: &Page, of: &str) -> String {
        match about {
            About::Link => self.page_url(page, of).unwrap_or_default(),
            About::Reference => {
                self.reference(page, of).unwrap_or_else(|error| error.message)
            }
            About::Section => self.section_title(page, Path::new(of)).unwrap_or_default(),
            About::Pdf => self.pdf_of(page, of).unwrap_or_default(),
            About::Missing => told(self.missing(page, of).as_deref()),
            About::Listed => self.listed(page, &self.site.content.join(of)),
        }
    }

    /// Notes which pages of a folder are published now; the day may change that, and no file.
    pub(super) fn has_listed(&self, page: &Page, folder: &Path, files: &[PathBuf]) {
        let of = self.in_content(folder);
        self.answered(About::Listed, page, &of, &self.as_list(files));
    }

    fn listed(&self, page: &Page, folder: &Path) -> String {
        let found = super::rows::published(&self.unrecorded(), page, folder);
        let files = found.unwrap_or_default().into_iter().map(|found| found.file);
        self.as_list(&files.collect::<Vec<_>>())
    }

    fn as_list(&self, files: &[PathBuf]) -> String {
        let names: Vec<String> = files.iter().map(|file| self.in_content(file)).collect();
        names.join(" ")
    }

    /// The path of a file or folder below the content folder.
    fn in_content(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.site.content).unwrap_or(path);
        inside.to_string_lossy().replace('\\', "/")
    }

    fn answered(&self, about: About, page: &Page, of: &str, answer: &str) {
        if let Some(record) = self.record {
            let page = page.path.to_string_lossy().replace('\\', "/");
            let question = Question { about, page, of: of.to_owned() };
            record.answer(question, answer.to_owned());
        }
    }

    /// The public address of the page in `file`, read once.
    fn address(&self, file: &Path) -> Option<String> {
        let known = self.addresses().get(file).cloned();
        known.unwrap_or_else(|| {
            let url = self.unrecorded().page(file).ok().and_then(|(page, _)| page.url);
            self.addresses().insert(file.to_owned(), url.clone());
            url
        })
    }

    fn addresses(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Option<String>>> {
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The path from the PDF of `page` to that of the page at `url`, if links shall lead there.
    #[must_use]
    pub fn pdf_of(&self, page: &Page, url: &str) -> Option<String> {
        let printed = self.printed.get()?;
        let path = printed_path(printed, page, url);
        self.answered(About::Pdf, page, url, path.as_deref().unwrap_or_default());
        path
    }
}

/// The answer to what is missing, as it is recorded: the same for all that is there.
fn told(near: Option<&[String]>) -> String {
    near.map(|near| format!("missing {}", near.join(" ")))
        .unwrap_or_default()
}

/// The path from the PDF of `page` to that of the page at `url`.
fn printed_path(
    printed: &BTreeMap<String, PathBuf>,
    page: &Page,
    url: &str,
) -> Option<String> {
    let to = printed.get(url)?;
    let from = printed.get(page.url.as_deref()?)?;
    let from: Vec<_> = from.parent()?.components().collect();
    let to: Vec<_> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - shared);
    let down = to
        .iter()
        .skip(shared)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    Some(up.chain(down).collect::<Vec<_>>().join("/"))
}
