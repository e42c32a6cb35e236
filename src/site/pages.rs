//! Reading pages: which files they are, and what their front matter makes of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use super::permalinks::{self, Facts};
use super::{Site, urls};
use crate::diagnostic::Diagnostic;
use crate::front_matter;
use crate::language::Language;
use crate::page::Page;
use crate::source::Source;
use crate::system::System;

/// A page that was read, and what is wrong with its front matter.
pub type ReadPage = (Page, Vec<Diagnostic>);

/// A page that comes from standard input has no file; it is taken for this one.
#[derive(Debug, Clone, Copy)]
pub struct Stdin;

impl Stdin {
    /// The name it is known by.
    pub const NAME: &'static str = "stdin.md";
}

impl Site {
    /// The files of all pages below `folder`, in the order of their paths.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn page_files(
        &self,
        system: &dyn System,
        folder: &Path,
    ) -> Result<Vec<PathBuf>, Diagnostic> {
        let entries = system.list(folder).map_err(|error| {
            Diagnostic::error(
                "folder-unreadable",
                format!("cannot list `{}`: {error}", folder.display()),
            )
        })?;
        let is_bundle = entries.iter().any(|entry| is_leaf_index(&entry.path));
        let mut files = Vec::new();
        for entry in entries {
            let hidden = entry
                .path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if hidden {
                continue;
            }
            if entry.is_dir {
                // Everything below a leaf bundle belongs to it.
                if !is_bundle {
                    files.extend(self.page_files(system, &entry.path)?);
                }
            } else if is_page(&entry.path) && (!is_bundle || is_leaf_index(&entry.path)) {
                files.push(entry.path);
            }
        }
        Ok(files)
    }

    /// Reads the page in `file`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page(
        &self,
        system: &dyn System,
        file: &Path,
        languages: &IndexMap<String, String>,
    ) -> Result<ReadPage, Diagnostic> {
        let source = self.source(system, file)?;
        Ok(self.page_of(system, source, file, languages))
    }

    /// The page that a text is, as if it lay in `file`.
    #[must_use]
    pub fn page_of(
        &self,
        system: &dyn System,
        source: Arc<Source>,
        file: &Path,
        languages: &IndexMap<String, String>,
    ) -> ReadPage {
        let (mut matter, mut diagnostics) = front_matter::read(&source);
        if file.starts_with(&self.content) {
            self.cascade(system, file, &mut matter);
        }
        let path = file.strip_prefix(&self.content).unwrap_or(file);
        let language = self.language(&source, &matter, languages, &mut diagnostics);
        let is_index = file
            .file_stem()
            .is_some_and(|stem| stem == "index" || stem == "_index");
        let bundle = is_index.then(|| file.parent().map(Path::to_owned)).flatten();
        let in_content = file.starts_with(&self.content);
        let mut page = Page {
            source,
            file: file.to_owned(),
            path: path.to_owned(),
            bundle,
            matter,
            language,
            url: None,
        };
        page.url = self.settings.base_url().filter(|_| in_content).map(|base| {
            let path = self.public_path(&page);
            urls::encode(&format!("{}{path}", base.trim_end_matches('/')))
        });
        (page, diagnostics)
    }

    /// The path of a page on the web.
    fn public_path(&self, page: &Page) -> String {
        let (code, folder) = self.language_folder(&page.file);
        let by_name = self.language_suffix(&page.file);
        let path = page.file.strip_prefix(&folder).unwrap_or(&page.path).to_owned();
        let path = match &by_name {
            Some(suffix) => without_suffix(&path, suffix),
            None => path,
        };
        let code = by_name.or(code);
        let language =
            code.as_deref().map_or("", |code| self.settings.language_prefix(code));
        let date = page.date().and_then(Result::ok);
        permalinks::path(
            &self.settings,
            &Facts { path: &path, matter: &page.matter, date, language },
        )
    }

    /// The language whose content folder a file lies in, and that folder.
    fn language_folder(&self, file: &Path) -> (Option<String>, PathBuf) {
        let folder = |code: &str| {
            let folder = self.settings.text(&format!("languages.{code}.contentdir"))?;
            let folder = crate::system::normalize(&self.root.join(folder));
            file.starts_with(&folder).then(|| (Some(code.to_owned()), folder))
        };
        let found = self.settings.languages().find_map(folder);
        found.unwrap_or_else(|| (None, self.content.clone()))
    }

    /// The language that the name of a file gives, `page.sv.md`, if the site has it.
    fn language_suffix(&self, file: &Path) -> Option<String> {
        let stem = file.file_stem()?.to_string_lossy().into_owned();
        let (_, suffix) = stem.rsplit_once('.')?;
        let suffix = suffix.to_lowercase();
        self.settings.languages().any(|code| code == suffix).then_some(suffix)
    }

    /// The language of a page: its own word, that of its file name, that of the site.
    fn language(
        &self,
        source: &Arc<Source>,
        matter: &front_matter::FrontMatter,
        languages: &IndexMap<String, String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Language {
        let site = self
            .settings
            .language()
            .and_then(|name| Language::resolve(&name, languages));
        let fallback = site.unwrap_or(Language { code: "en".to_owned(), region: None });
        for key in ["language", "lang"] {
            let Some(name) = matter.text(key) else { continue };
            match Language::resolve(&name, languages) {
                Some(language) => return language,
                None => {
                    let span =
                        matter.key_span(source, key).unwrap_or_else(|| matter.start());
                    let message = format!(
                        "unknown language `{name}`; the page is set as `{}`",
                        fallback.code
                    );
                    diagnostics.push(
                        Diagnostic::warning("language-unknown", message)
                            .at(source, span)
                            .hint(format!("use a code such as `sv`, or name it in `offprint.yml`: `languages: {{ {name}: sv }}`")),
                    );
                }
            }
        }
        let file = Path::new(source.name());
        let by_place =
            self.language_suffix(file).or_else(|| self.language_folder(file).0);
        by_place
            .and_then(|code| Language::from_code(&code))
            .unwrap_or(fallback)
    }
}

/// Whether a file is a page in Markdown (`media/config.go`).
fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        ["md", "markdown", "mdown"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

fn is_leaf_index(path: &Path) -> bool {
    is_page(path) && path.file_stem().is_some_and(|stem| stem == "index")
}

/// `page.sv.md` → `page.md`.
fn without_suffix(path: &Path, suffix: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let bare = stem
        .get(..stem.len().saturating_sub(suffix.len() + 1))
        .unwrap_or(&stem);
    path.with_file_name(format!("{bare}.md"))
}
