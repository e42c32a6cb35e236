//! `offprint.yml`: which pages become documents, what shortcodes print, where things are.
//! Without the file the defaults hold, and they fit a Hugo site as it lies there.

mod file;
mod hooks;
mod mail;
mod reader;
mod secrets;
mod shortcodes;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{Glob, GlobMatcher};
use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::front_matter::Params;
use crate::settings;
use crate::source::Source;

pub use hooks::{Action, Credentials, Hook, Store, Upload, When};
pub use mail::{Dkim, Encryption, LoginKind, Mail, Server};
pub use shortcodes::{FieldSource, Mapping, Part, Shortcodes, TakesInner};

/// The name of the file.
pub const FILE_NAME: &str = "offprint.yml";

/// The template used when nothing else is said.
pub const DEFAULT_TEMPLATE: &str = "whitepaper";

/// What `offprint.yml` says.
#[derive(Debug, Clone)]
pub struct Config {
    /// Which pages become documents and how, the first rule that matches counts. Without
    /// any rule every page becomes one.
    pub documents: Vec<Rule>,
    /// Several pages as one document.
    pub collections: Vec<Collection>,
    /// What each shortcode becomes.
    pub shortcodes: Shortcodes,
    /// Names of languages in front matter, such as `Se`, and their codes.
    pub languages: IndexMap<String, String>,
    /// Whether a code for cameras stands beside every film, map and form.
    pub qr: bool,
    /// Fields and file names of copies, for pages that do not say them themselves.
    pub merge: Option<Merge>,
    /// How mail is sent.
    pub mail: Mail,
    /// What is done with the PDFs after a build, in this order.
    pub hooks: Vec<Hook>,
    /// Where things are, from the root of the project.
    pub paths: Paths,
    /// Whether links into the site have to lead somewhere; unless it says, they have to if the
    /// site's templates are there, so that all of it is.
    pub check_links: Option<bool>,
}

/// Fields and file names of copies, as they are written; `merge` reads them.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// `fields` and `file`.
    pub settings: Params,
    /// Where they stand.
    pub place: Place,
}

/// Pages that become documents.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The pages, by their path below the content folder.
    pub pages: GlobMatcher,
    /// The template; none for pages that are not printed.
    pub template: Option<String>,
    /// The kind of document, printed on the cover.
    pub kind: Option<String>,
}

/// Several pages as one document.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    /// The name of its PDF.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The pages in order: of each pattern those that match, by weight, date and title.
    pub pages: Vec<GlobMatcher>,
    /// A menu of the site whose pages come first, in its order.
    pub menu: Option<String>,
    /// The template.
    pub template: Option<String>,
    /// The kind of document, printed on the cover.
    pub kind: Option<String>,
    /// The introduction on the cover.
    pub intro: Option<String>,
    /// The date; that of the newest page unless given.
    pub date: Option<String>,
    /// The artwork of the cover.
    pub cover: Option<String>,
}

/// Folders and files, relative to the root of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Pages; Hugo's `contentDir` unless given.
    pub content: Option<PathBuf>,
    /// Files that are published as they are.
    pub statics: Vec<PathBuf>,
    /// Files that Hugo processes.
    pub assets: PathBuf,
    /// Templates of the project.
    pub templates: PathBuf,
    /// Fonts of the project.
    pub fonts: PathBuf,
    /// Where the PDFs go.
    pub output: PathBuf,
    /// The brand file.
    pub brand: PathBuf,
    /// Where a list of the PDFs is written for the site itself, if at all.
    pub documents: Option<PathBuf>,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            content: None,
            statics: vec![PathBuf::from("static")],
            assets: PathBuf::from("assets"),
            templates: PathBuf::from("templates"),
            fonts: PathBuf::from("fonts"),
            output: PathBuf::from("output"),
            brand: PathBuf::from("_brand.yml"),
            documents: None,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            documents: Vec::new(),
            collections: Vec::new(),
            shortcodes: Shortcodes::built_in(),
            languages: IndexMap::new(),
            qr: false,
            merge: None,
            mail: Mail::default(),
            hooks: Vec::new(),
            paths: Paths::default(),
            check_links: None,
        }
    }
}

/// The JSON Schema of the file.
#[must_use]
pub fn schema() -> serde_json::Value {
    settings::schema::<file::File>("urn:offprint:schema:offprint.yml")
}

impl Config {
    /// Reads the file; what it does not say stays at the default.
    #[must_use]
    pub fn read(source: &Arc<Source>) -> (Self, Vec<Diagnostic>) {
        reader::read(source)
    }

    /// The rule for a page, by its path below the content folder.
    #[must_use]
    pub fn rule(&self, page: &Path) -> Option<&Rule> {
        self.documents.iter().find(|rule| rule.pages.is_match(page))
    }
}

impl Rule {
    /// A rule for the pages that `pattern` matches.
    ///
    /// # Errors
    /// When the pattern is not a valid glob; the text says why.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let glob = Glob::new(pattern).map_err(|error| error.kind().to_string())?;
        Ok(Self {
            pages: glob.compile_matcher(),
            template: None,
            kind: None,
        })
    }
}
