//! A Hugo site as it lies in its folder: its configuration, its pages, its files.

mod cascade;
mod layers;
mod pages;
mod permalinks;
mod references;
mod resources;
mod settings;
mod urls;

use std::path::{Path, PathBuf};

use crate::config::{Config, Paths};
use crate::diagnostic::Diagnostic;
use crate::front_matter::Value;
use crate::source::Source;
use crate::system::System;

pub use pages::{ReadPage, Stdin};
pub use references::Unresolved;
pub use resources::{Found, NotFound};
pub use settings::Settings;
pub use urls::{absolute, encode};

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
}

impl Site {
    /// Opens the site in the folder `root`.
    #[must_use]
    pub fn open(
        system: &dyn System,
        root: &Path,
        config: &Config,
    ) -> (Self, Vec<Diagnostic>) {
        let (settings, diagnostics) = Settings::read(system, root);
        let mut paths = config.paths.clone();
        if let Some(Value::String(folder)) = settings.get("staticdir") {
            paths.statics = vec![PathBuf::from(folder)];
        }
        if let Some(folder) = settings.text("assetdir") {
            paths.assets = PathBuf::from(folder);
        }
        let content = paths.content.clone();
        let content = content
            .or_else(|| settings.text("contentdir").map(PathBuf::from))
            .unwrap_or_else(|| PathBuf::from("content"));
        let content = crate::system::normalize(&root.join(common(&settings, content)));
        (Self { root: root.to_owned(), settings, paths, content }, diagnostics)
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
