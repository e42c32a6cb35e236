//! Templates: folders of Typst whose `template.typ` has a function for the document and one
//! for each component. Files of the project come first, the rest is in the program.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::system::System;

/// The files of a template by name or virtual path.
pub type Files = Vec<(String, String)>;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../templates/", $folder, "/", $name)))),*]
    };
}

/// The number of the contract between the program and templates (`docs/templates.md`). It grows
/// when a template may rely on something new; nothing that a template relies on goes away
/// under the same number.
pub const CONTRACT: u32 = 1;

/// What templates have in common. A template's own file of the same name takes its place.
const BASE: &[(&str, &str)] = files!("base":
    "patterns.typ", "tokens.typ", "artwork.typ", "page.typ", "spaces.typ", "tables.typ", "text.typ",
    "pieces.typ", "rooms.typ", "columns.typ", "flow.typ",
    "title.typ", "cover.typ", "head.typ", "asides.typ", "contents.typ", "closing.typ", "strip.typ",
    "components.typ", "boxes.typ", "cards.typ", "numbers.typ", "steps.typ", "figures.typ",
    "card.typ", "math.typ",
);

/// The folder of what templates have in common.
const SHARED: &str = "base";

const BUILT_IN: &[(&str, &[(&str, &str)])] = &[
    ("whitepaper", files!("whitepaper": "template.typ")),
    ("policy", files!("policy": "template.typ", "control.typ")),
    ("brief", files!("brief": "template.typ")),
    ("datasheet", files!("datasheet": "template.typ")),
    ("report", files!("report": "template.typ", "index.typ")),
    ("letter", files!("letter": "template.typ")),
];

/// The files of the template `name`. Of files with the same name the first counts: those in
/// its folder below `folder`, those of the built-in template, those in the folder `base`
/// beside it, those all built-in templates share.
///
/// # Errors
/// When there is no such template, or a file of it cannot be read.
pub fn load(system: &dyn System, folder: &Path, name: &str) -> Result<Files, Diagnostic> {
    let own = folder.join(name);
    let built_in = BUILT_IN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, files)| *files);
    if built_in.is_none() && !system.is_file(&own.join("template.typ")) {
        return Err(unknown(&own, name));
    }
    let carried = |files: &[(&str, &str)]| -> Files {
        let owned =
            |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        files.iter().map(owned).collect()
    };
    let mut files = read(system, &own)?;
    files.extend(carried(built_in.unwrap_or_default()));
    files.extend(read(system, &folder.join(SHARED))?);
    files.extend(carried(BASE));
    let mut taken = BTreeSet::new();
    files.retain(|(name, _)| taken.insert(name.clone()));
    let wanted = files.iter().filter(|(file, _)| file == "template.typ");
    if let Some(wanted) = wanted.filter_map(|(_, text)| contract(text)).max()
        && wanted > CONTRACT
    {
        let message = format!(
            "the template `{name}` asks for contract {wanted}; this program keeps contract {CONTRACT}"
        );
        return Err(Diagnostic::error("template-newer", message).hint(
            "use a newer version of the program, or an older one of the template",
        ));
    }
    let placed = |(name, text)| (format!("/template/{name}"), text);
    Ok(files.into_iter().map(placed).collect())
}

/// The contract that a template asks for: `#let contract = 1`.
fn contract(text: &str) -> Option<u32> {
    let line = text.lines().find_map(|line| line.strip_prefix("#let contract ="))?;
    line.trim().parse().ok()
}

/// A template to start from, by the names of its files: all that the built-in `whitepaper` has.
#[must_use]
pub fn starting() -> Vec<(&'static str, &'static str)> {
    let built_in = BUILT_IN.iter().find(|(name, _)| *name == "whitepaper");
    let own = built_in.map(|(_, files)| *files).unwrap_or_default();
    own.iter().chain(BASE).copied().collect()
}

fn unknown(own: &Path, name: &str) -> Diagnostic {
    let known: Vec<_> = BUILT_IN.iter().map(|(name, _)| format!("`{name}`")).collect();
    let hint = format!(
        "make `{}`, or use {}",
        own.join("template.typ").display(),
        known.join(", ")
    );
    Diagnostic::error("template-unknown", format!("there is no template `{name}`"))
        .hint(hint)
}

/// The Typst files in a folder, by name; none if there is no folder.
fn read(system: &dyn System, folder: &Path) -> Result<Files, Diagnostic> {
    let mut files = Files::new();
    for entry in system.list(folder).unwrap_or_default() {
        let is_typst = entry.path.extension().is_some_and(|extension| extension == "typ");
        let Some(name) = entry.path.file_name().filter(|_| is_typst && !entry.is_dir)
        else {
            continue;
        };
        let bytes = system.read(&entry.path).map_err(|error| {
            let message = format!("cannot read `{}`: {error}", entry.path.display());
            Diagnostic::error("template-unreadable", message)
        })?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        files.push((name.to_string_lossy().into_owned(), text));
    }
    Ok(files)
}

/// The file of what a template is told of a page.
pub const DATA: &str = "/data.json";

/// The file of a recipient's values.
pub const MERGE: &str = "/merge.json";

/// The file of the first digits of the SHA-256 of a page, which says which state of it a document
/// was made of. In [`DATA`] it would change all that is made of it with every word of the page.
pub const DIGEST: &str = "/digest.txt";

/// How many of them.
pub const DIGITS: usize = 12;

/// What a template gets as [`DATA`].
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// The title.
    pub title: String,
    /// The kind of document, on the cover.
    pub kind: Option<String>,
    /// The date, ISO 8601.
    pub date: Option<String>,
    /// The date as the language writes it.
    pub date_text: Option<String>,
    /// The version.
    pub version: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What it is about, in one sentence.
    pub description: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// The language, and its region.
    pub language: (String, Option<String>),
    /// The words of the template.
    pub labels: Value,
    /// The heading of the contents; none for a document without.
    pub contents: Option<String>,
    /// Whether sections get numbers; not where the author has written some.
    pub numbered: bool,
    /// The artwork of the cover, as a virtual path.
    pub cover: Option<String>,
    /// What the artwork is, if it has been given the tones of the brand: a `picture`, or only a
    /// `ground`.
    pub toned: Option<&'static str>,
    /// Calls to action: text and address.
    pub actions: Vec<(String, String)>,
    /// The public address of the page.
    pub url: Option<String>,
    /// A code for cameras that leads to the public address, as a virtual path.
    pub qr: Option<String>,
    /// Whether it is a draft, expired or confidential: the kind, and the word for it.
    pub status: Option<(String, String)>,
    /// Whether it goes to a printing house: with bleed, crop marks and mirrored margins.
    pub press: bool,
    /// What a policy says of itself: label and value.
    pub properties: Vec<(String, String)>,
    /// What was changed in a policy, as front matter lists it.
    pub changes: Vec<Change>,
    /// The whole front matter.
    pub params: Value,
    /// The values of a recipient, by the names of the fields. They are a file of their own,
    /// [`MERGE`]: what reads only the page is then the same for all recipients, and Typst
    /// makes it once.
    pub merge: Value,
}

/// A change of a document. What is not said is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// The version it led to.
    pub version: String,
    /// When it was made, as the language writes dates.
    pub date: String,
    /// What was changed.
    pub change: String,
    /// Who changed it.
    pub by: String,
}

impl Data {
    /// The text of [`DATA`].
    #[must_use]
    pub fn to_json(&self) -> Value {
        let actions = self
            .actions
            .iter()
            .map(|(text, url)| json!({ "text": text, "url": url }));
        let properties = self.properties.iter();
        let properties =
            properties.map(|(label, value)| json!({ "label": label, "value": value }));
        json!({
            "contract": CONTRACT,
            "title": self.title,
            "kind": self.kind,
            "date": self.date,
            "date_text": self.date_text,
            "version": self.version,
            "authors": self.authors,
            "description": self.description,
            "keywords": self.keywords,
            "language": self.language.0,
            "region": self.language.1,
            "labels": self.labels,
            "contents": self.contents.as_ref().map(|title| json!({ "title": title })),
            "numbered": self.numbered,
            "cover": { "image": self.cover, "toned": self.toned },
            "actions": actions.collect::<Vec<_>>(),
            "url": self.url,
            "qr": self.qr,
            "status": self.status.as_ref().map(|(kind, text)| json!({ "kind": kind, "text": text })),
            "press": self.press,
            "properties": properties.collect::<Vec<_>>(),
            "changes": self.changes,
            "params": self.params,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::load;
    use crate::system::Memory;

    #[test]
    fn of_files_with_the_same_name_the_nearest_counts() {
        let system = Memory::new()
            .with("templates/own/template.typ", "own")
            .with("templates/own/page.typ", "own page")
            .with("templates/base/page.typ", "base page")
            .with("templates/base/text.typ", "base text")
            .with("templates/base/more.typ", "more")
            .with("templates/base/read.me", "none of ours")
            .with("templates/whitepaper/cover.typ", "their cover");
        let text = |template: &str, name: &str| {
            let files = load(&system, Path::new("templates"), template).unwrap();
            let path = format!("/template/{name}");
            files
                .into_iter()
                .find(|(known, _)| *known == path)
                .map(|(_, text)| text)
        };
        assert_eq!(text("own", "page.typ").as_deref(), Some("own page"));
        assert_eq!(text("own", "text.typ").as_deref(), Some("base text"));
        assert_eq!(text("own", "more.typ").as_deref(), Some("more"));
        assert_eq!(text("own", "read.me"), None);
        assert!(text("own", "tokens.typ").unwrap().contains("/brand.json"));
        // One file of a built-in template may be changed alone.
        assert_eq!(text("whitepaper", "cover.typ").as_deref(), Some("their cover"));
        assert!(text("whitepaper", "template.typ").unwrap().contains("#let document"));
    }

    #[test]
    fn a_template_that_is_not_there_is_told() {
        let system = Memory::new().with("templates/base/page.typ", "page");
        let error = load(&system, Path::new("templates"), "folio").unwrap_err();
        assert_eq!(error.code, "template-unknown");
    }
}
