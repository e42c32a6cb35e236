//! A Hugo site as it lies in its folder: its configuration, its pages, its files.

mod bundle;
mod cascade;
mod data;
mod editions;
mod layers;
mod listing;
pub mod menu;
mod names;
mod pages;
mod pattern;
mod permalinks;
mod references;
mod resources;
mod sections;
mod settings;
mod unheard;
mod urls;

use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use crate::config::{Config, Paths};
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Params, Value};
use crate::source::Source;
use crate::system::{System, normalize};

pub use listing::Listing;
pub use pages::{ReadPage, Stdin};
pub use references::Unresolved;
pub use resources::{Found, NotFound};
pub use settings::Settings;
pub use urls::{absolute, encode, is_local};

/// A site.
#[derive(Debug, Clone)]
pub struct Site {
    /// Its folder.
    pub root: PathBuf,
    /// What its configuration says.
    pub settings: Settings,
    /// Where its files are.
    pub paths: Paths,
    /// The folder of its pages.
    pub content: PathBuf,
    /// The settings as each of its languages has them.
    editions: IndexMap<String, Settings>,
    /// The pages of its sections, as far as somebody asked.
    sections: sections::Sections,
}

impl Site {
    /// Opens the site in the folder `root`.
    #[must_use]
    pub fn open(
        system: &dyn System,
        root: &Path,
        config: &Config,
    ) -> (Self, Vec<Diagnostic>) {
        let (settings, mut diagnostics) = Settings::read(system, root);
        let mut paths = config.paths.clone();
        let folders = settings.list("staticdir");
        if !folders.is_empty() {
            paths.statics = folders.iter().map(PathBuf::from).collect();
        }
        if let Some(folder) = settings.text("assetdir") {
            paths.assets = PathBuf::from(folder);
        }
        let mounts = Mounts::of(&settings);
        paths.statics.extend(mounts.statics);
        paths.statics.extend(theme_folders(system, root, &settings));
        let content = paths.content.clone();
        let content = content
            .or_else(|| settings.text("contentdir").map(PathBuf::from))
            .or(mounts.content)
            .unwrap_or_else(|| PathBuf::from("content"));
        let content = normalize(&root.join(common(&settings, content)));
        let editions = settings
            .languages()
            .map(|code| (code.to_owned(), settings.of_language(code)))
            .collect();
        let sections = sections::Sections::default();
        let site = Self {
            root: root.to_owned(),
            settings,
            paths,
            content,
            editions,
            sections,
        };
        diagnostics.extend(site.unheard(system));
        (site, diagnostics)
    }

    /// Reads a text file of the site under the path that users know it by.
    ///
    /// # Errors
    /// When the file cannot be read or is not UTF-8.
    pub fn source(
        &self,
        system: &dyn System,
        file: &Path,
    ) -> Result<std::sync::Arc<Source>, Diagnostic> {
        let bytes =
            crate::system::read_within(system, &self.root, file).map_err(|error| {
                Diagnostic::error(
                    "file-unreadable",
                    format!("cannot read `{}`: {error}", file.display()),
                )
            })?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(file.display().to_string(), text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let source = Source::new(file.display().to_string(), text);
                let span = crate::source::Span::new(at, at + '\u{fffd}'.len_utf8());
                Err(Diagnostic::error("file-not-utf8", "this byte is not UTF-8")
                    .at(&source, span)
                    .hint("save the file as UTF-8"))
            }
        }
    }
}

/// What `module.mounts` says of folders, as far as it can be followed.
#[derive(Default)]
struct Mounts {
    content: Option<PathBuf>,
    statics: Vec<PathBuf>,
}

impl Mounts {
    fn of(settings: &Settings) -> Self {
        let mut mounts = Self::default();
        let list = settings.get("module.mounts").and_then(Value::as_list);
        for mount in list.into_iter().flatten().filter_map(Value::as_map) {
            let text = |key: &str| mount.get(key).map(Value::to_text).unwrap_or_default();
            let source = PathBuf::from(text("source"));
            match text("target").as_str() {
                "content" if mounts.content.is_none() => mounts.content = Some(source),
                "static" | "assets" => mounts.statics.push(source),
                _ => {}
            }
        }
        mounts
    }
}

/// The folders of the site's themes.
fn themes(root: &Path, settings: &Params) -> Vec<PathBuf> {
    let folder = settings
        .get("themesdir")
        .map_or_else(|| "themes".to_owned(), Value::to_text);
    let names = match settings.get("theme") {
        Some(Value::List(list)) => list.iter().map(Value::to_text).collect(),
        Some(value) => vec![value.to_text()],
        None => Vec::new(),
    };
    let names = names.iter().filter(|name| !name.is_empty());
    names.map(|name| normalize(&root.join(&folder).join(name))).collect()
}

/// The folders of files that themes bring; those of the site come before them.
fn theme_folders(system: &dyn System, root: &Path, settings: &Settings) -> Vec<PathBuf> {
    let folders = settings.themes(root).into_iter();
    let folders = folders.flat_map(|theme| [theme.join("static"), theme.join("assets")]);
    let relative = folders.filter(|folder| system.is_dir(folder));
    relative
        .map(|folder| folder.strip_prefix(root).map(Path::to_owned).unwrap_or(folder))
        .collect()
}

/// The folder that holds the content folders of all languages.
fn common(settings: &Settings, content: PathBuf) -> PathBuf {
    let own = |code: &str| settings.text(&format!("languages.{code}.contentdir"));
    let folders: Vec<PathBuf> =
        settings.languages().filter_map(own).map(PathBuf::from).collect();
    let Some(first) = folders.first() else { return content };
    let holds_all =
        |folder: &&Path| folders.iter().all(|other| other.starts_with(folder));
    first.ancestors().find(holds_all).map_or(content, Path::to_owned)
}
