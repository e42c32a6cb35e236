//! Templates: folders of Typst whose `template.typ` has a function for the document and one
//! for each component. Those of the project come first, the rest is in the program.

use std::path::Path;

use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::system::System;

/// The files of a template by virtual path.
pub type Files = Vec<(String, String)>;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../templates/", $folder, "/", $name)))),*]
    };
}

/// What templates have in common. A template's own file of the same name takes its place.
const BASE: &[(&str, &str)] = files!("base":
    "tokens.typ", "cover.typ", "contents.typ", "page.typ", "text.typ", "components.typ",
    "cards.typ", "boxes.typ", "figures.typ", "closing.typ",
    "card.typ", "math.typ",
);

const BUILT_IN: &[(&str, &[(&str, &str)])] =
    &[("whitepaper", files!("whitepaper": "template.typ"))];

/// The files of the template `name`: those in its folder below `folder`, for what is not
/// there those in the program, and for what is not there either those all templates share.
///
/// # Errors
/// When there is no such template, or a file of it cannot be read.
pub fn load(system: &dyn System, folder: &Path, name: &str) -> Result<Files, Diagnostic> {
    let own = folder.join(name);
    let built_in = BUILT_IN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, files)| *files);
    let is_own = system.is_file(&own.join("template.typ"));
    if !is_own && built_in.is_none() {
        let known = BUILT_IN
            .iter()
            .map(|(name, _)| format!("`{name}`"))
            .collect::<Vec<_>>();
        let message = format!("there is no template `{name}`");
        let hint = format!(
            "make `{}`, or use {}",
            own.join("template.typ").display(),
            known.join(", ")
        );
        return Err(Diagnostic::error("template-unknown", message).hint(hint));
    }
    let mut files: Files = Vec::new();
    for entry in if is_own { system.list(&own).unwrap_or_default() } else { Vec::new() } {
        if entry.is_dir
            || entry.path.extension().is_none_or(|extension| extension != "typ")
        {
            continue;
        }
        let name = entry
            .path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let bytes = system.read(&entry.path).map_err(|error| {
            let message = format!("cannot read `{}`: {error}", entry.path.display());
            Diagnostic::error("template-unreadable", message)
        })?;
        files.push((
            format!("/template/{name}"),
            String::from_utf8_lossy(&bytes).into_owned(),
        ));
    }
    for (name, text) in built_in.unwrap_or_default().iter().chain(BASE) {
        let path = format!("/template/{name}");
        if !files.iter().any(|(known, _)| *known == path) {
            files.push((path, (*text).to_owned()));
        }
    }
    Ok(files)
}

/// What a template gets as `/data.json`.
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
    /// Calls to action: text and address.
    pub actions: Vec<(String, String)>,
    /// The public address of the page.
    pub url: Option<String>,
    /// What a policy says of itself: label and value.
    pub properties: Vec<(String, String)>,
    /// The whole front matter.
    pub params: Value,
    /// The values of a recipient, by the names of the fields.
    pub merge: Value,
}

impl Data {
    /// The text of `/data.json`.
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
            "cover": { "image": self.cover },
            "actions": actions.collect::<Vec<_>>(),
            "url": self.url,
            "properties": properties.collect::<Vec<_>>(),
            "params": self.params,
            "merge": self.merge,
        })
    }
}
