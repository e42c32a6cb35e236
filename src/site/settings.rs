//! The configuration of a site: `hugo.toml` and its older names (`config/allconfig/load.go`).
//! Keys count in any case.

use std::path::Path;

use super::layers;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{self, Params, Value};
use crate::system::System;

/// The names a configuration may have, in Hugo's order.
const NAMES: &[&str] = &[
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
];

/// What the configuration says; without one, Hugo's defaults.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    params: Params,
}

impl Settings {
    /// Reads the configuration of the site in `root`.
    #[must_use]
    pub fn read(system: &dyn System, root: &Path) -> (Self, Vec<Diagnostic>) {
        let (params, diagnostics) = layers::read(system, root, NAMES);
        (Self { params }, diagnostics)
    }

    /// Whether there is a site in `root`.
    #[must_use]
    pub fn exists(system: &dyn System, root: &Path) -> bool {
        NAMES.iter().any(|name| system.is_file(&root.join(name)))
            || layers::has_folder(system, root)
    }

    /// The setting at a path of keys.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Value> {
        front_matter::get(&self.params, path)
    }

    /// A text setting that is not empty.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<String> {
        self.get(path).map(Value::to_text).filter(|text| !text.is_empty())
    }

    /// A switch; `default` if it is not set.
    #[must_use]
    pub fn flag(&self, path: &str, default: bool) -> bool {
        match self.get(path) {
            Some(Value::Map(map)) => match (map.get("enable"), map.get("disable")) {
                (Some(on), _) => on.to_bool(),
                (None, Some(off)) => !off.to_bool(),
                (None, None) => default,
            },
            Some(value) => value.to_bool(),
            None => default,
        }
    }

    /// The address of the site, with a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> Option<String> {
        let url = self.text("baseurl")?;
        url.contains("://")
            .then(|| if url.ends_with('/') { url } else { format!("{url}/") })
    }

    /// The language of the site.
    #[must_use]
    pub fn language(&self) -> Option<String> {
        self.text("defaultcontentlanguage")
            .filter(|_| self.get("languagecode").is_none())
            .or_else(|| self.text("languagecode"))
            .or_else(|| self.text("locale"))
    }

    /// The codes of the languages that the site configures.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let map = self.get("languages").and_then(Value::as_map);
        map.into_iter().flat_map(|map| map.keys().map(String::as_str))
    }

    /// What stands before the paths of a language: nothing for the default one.
    #[must_use]
    pub fn language_prefix<'a>(&self, code: &'a str) -> &'a str {
        let default =
            self.text("defaultcontentlanguage").unwrap_or_else(|| "en".to_owned());
        let in_folder = self.flag("defaultcontentlanguageinsubdir", false);
        if code == default && !in_folder { "" } else { code }
    }

    /// The time zone of dates that name none.
    #[must_use]
    pub fn time_zone(&self) -> jiff::tz::TimeZone {
        let zone = self
            .text("timezone")
            .and_then(|name| jiff::tz::TimeZone::get(&name).ok());
        zone.unwrap_or(jiff::tz::TimeZone::UTC)
    }
}
