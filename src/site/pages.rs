//! Reading pages: which files they are, and what their front matter makes of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use super::names::Kind;
use super::{Settings, Site, urls};
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
        self.listing(system, folder).map(|listing| listing.pages)
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
        let in_content = file.starts_with(&self.content);
        let edition = in_content.then(|| self.edition(file)).flatten();
        if in_content {
            self.cascade(system, file, edition.as_deref(), &mut matter);
        }
        let path = file.strip_prefix(&self.content).unwrap_or(file);
        let language = self.language(&source, file, &matter, languages, &mut diagnostics);
        let is_index = self.name(file).kind != Kind::Single;
        let bundle = is_index.then(|| file.parent().map(Path::to_owned)).flatten();
        let mut page = Page {
            source,
            file: file.to_owned(),
            path: path.to_owned(),
            bundle,
            matter,
            language,
            edition,
            url: None,
        };
        if in_content {
            page.url = self.url_of(system, &page, &mut diagnostics);
        }
        (page, diagnostics)
    }

    /// The public address of a page, if the site has one.
    fn url_of(
        &self,
        system: &dyn System,
        page: &Page,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let date = page.date().and_then(Result::ok);
        match self.public_path(system, &page.file, &page.matter, date) {
            Ok(path) => {
                let base = self.base_url(page)?;
                let path = urls::clean(&path).replace('#', "%23");
                Some(urls::encode(&format!("{}{path}", base.trim_end_matches('/'))))
            }
            Err(unknown) => {
                let message = format!(
                    "`{}` in the address pattern `{}` is not known",
                    unknown.token, unknown.pattern
                );
                let span = page
                    .matter
                    .key_span(&page.source, "url")
                    .unwrap_or_else(|| page.matter.start());
                let hint = "Hugo knows :year, :month, :day, :section, :sections, :title, :slug, :filename and others; look at `permalinks` of the site";
                diagnostics.push(
                    Diagnostic::error("permalink-unknown", message)
                        .at(&page.source, span)
                        .hint(hint),
                );
                None
            }
        }
    }

    /// The path of the document of a page, below the folder of all documents and without
    /// extension: that of its file below the content folder; a bundle is named by its folder.
    #[must_use]
    pub fn document_path(&self, page: &Page) -> PathBuf {
        let inside = page.file.strip_prefix(&self.content).ok();
        let path = match inside {
            Some(path) => path.to_owned(),
            None => PathBuf::from(page.file.file_name().unwrap_or_default()),
        };
        let name = self.name(&path);
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        let Some(folder) = folder.filter(|_| name.kind == Kind::Leaf) else {
            return path.with_extension("");
        };
        let mut whole = folder.as_os_str().to_owned();
        if let Some(code) = name.language {
            whole.push(format!(".{code}"));
        }
        PathBuf::from(whole)
    }

    /// The title that the section in a folder has in the language of a page.
    #[must_use]
    pub fn section_title(
        &self,
        system: &dyn System,
        page: &Page,
        folder: &Path,
    ) -> Option<String> {
        let section = self.section(system, folder, page.edition.as_deref())?;
        section.matter.text("title")
    }

    /// The settings that count for a page: those of its language.
    #[must_use]
    pub fn settings_for(&self, page: &Page) -> &Settings {
        self.settings_of(page.edition.as_deref())
    }

    /// The address of the site in the language of a page.
    #[must_use]
    pub fn base_url(&self, page: &Page) -> Option<String> {
        self.settings_for(page).base_url()
    }

    /// The language of a page: its own word, that of its file name, that of the site.
    fn language(
        &self,
        source: &Arc<Source>,
        file: &Path,
        matter: &front_matter::FrontMatter,
        languages: &IndexMap<String, String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Language {
        let edition = self.edition(file);
        let settings = self.settings_of(edition.as_deref());
        let named = edition
            .as_deref()
            .filter(|code| settings.get(&format!("languages.{code}")).is_some());
        let own = named.and_then(|code| {
            let own = |key: &str| settings.text(&format!("languages.{code}.{key}"));
            own("languagecode")
                .or_else(|| own("locale"))
                .or_else(|| Some(code.to_owned()))
        });
        let site = own
            .or_else(|| settings.language())
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
        fallback
    }
}
