//! Reading pages: which files they are, and what their front matter makes of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

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
        Ok(self.page_of(source, file, languages))
    }

    /// The page that a text is, as if it lay in `file`.
    #[must_use]
    pub fn page_of(
        &self,
        source: Arc<Source>,
        file: &Path,
        languages: &IndexMap<String, String>,
    ) -> ReadPage {
        let (matter, mut diagnostics) = front_matter::read(&source);
        let path = file.strip_prefix(&self.content).unwrap_or(file);
        let language = self.language(&source, &matter, languages, &mut diagnostics);
        let is_index = file
            .file_stem()
            .is_some_and(|stem| stem == "index" || stem == "_index");
        let bundle = is_index.then(|| file.parent().map(Path::to_owned)).flatten();
        let in_content = file.starts_with(&self.content);
        let url = self.settings.base_url().filter(|_| in_content).map(|base| {
            let path = urls::public_path(path, &matter);
            urls::encode(&format!("{}{path}", base.trim_end_matches('/')))
        });
        let page = Page {
            source,
            file: file.to_owned(),
            path: path.to_owned(),
            bundle,
            matter,
            language,
            url,
        };
        (page, diagnostics)
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
        let stem = Path::new(source.name())
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let suffix = stem
            .as_deref()
            .and_then(|stem| stem.rsplit_once('.'))
            .map(|(_, suffix)| suffix.to_owned());
        let by_name = suffix
            .filter(|suffix| self.settings.get(&format!("languages.{suffix}")).is_some());
        by_name
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
