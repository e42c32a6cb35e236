//! The configuration of a site: `hugo.toml` and its older names (`config/allconfig/load.go`).
//! Keys count in any case.

use std::path::Path;

use super::layers;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{self, Params, Value};
use crate::system::System;

/// The names a configuration may have, in Hugo's order.
pub(super) const NAMES: &[&str] = &[
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
    environment: String,
}

impl Settings {
    /// Reads the configuration of the site in `root`.
    #[must_use]
    pub fn read(system: &dyn System, root: &Path) -> (Self, Vec<Diagnostic>) {
        let environment = layers::environment(system);
        let (params, diagnostics) = layers::read(system, root, NAMES, &environment);
        (Self { params, environment }, diagnostics)
    }

    /// Whether there is a site in `root`.
    #[must_use]
    pub fn exists(system: &dyn System, root: &Path) -> bool {
        NAMES.iter().any(|name| system.is_file(&root.join(name)))
            || layers::has_folder(system, root)
    }

    /// The environment that the site is built for: `production` unless a variable says otherwise.
    #[must_use]
    pub fn environment(&self) -> &str {
        &self.environment
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

    /// The texts of a setting that holds one or a list of them.
    #[must_use]
    pub fn list(&self, path: &str) -> Vec<String> {
        let list = match self.get(path) {
            Some(Value::List(list)) => list.iter().map(Value::to_text).collect(),
            Some(value) => vec![value.to_text()],
            None => Vec::new(),
        };
        list.into_iter().filter(|text| !text.is_empty()).collect()
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

    /// The address of the site, with a slash at its end. None if it has none that a reader of
    /// the PDF could use: no host, or that of the machine it is built on.
    #[must_use]
    pub fn base_url(&self) -> Option<String> {
        let url = self.text("baseurl")?;
        let url = match url.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None => url,
        };
        let is_public = url.contains("://") && !super::urls::is_local(&url);
        is_public.then(|| if url.ends_with('/') { url } else { format!("{url}/") })
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

    /// Whether the site configures a language; the code in lower case.
    #[must_use]
    pub fn has_language(&self, code: &str) -> bool {
        self.languages().any(|known| known == code)
    }

    /// Whether a language is switched off, so that its pages are not built.
    #[must_use]
    pub fn is_off(&self, code: &str) -> bool {
        self.list("disablelanguages")
            .iter()
            .any(|off| off.eq_ignore_ascii_case(code))
            || self.flag(&format!("languages.{code}.disabled"), false)
    }

    /// The language of pages that name none; none if the site configures no languages.
    #[must_use]
    pub fn default_language(&self) -> Option<String> {
        let first = self.languages().min_by_key(|code| {
            // Without a weight a language comes last.
            match self.get(&format!("languages.{code}.weight")) {
                Some(Value::Int(weight)) if *weight != 0 => (*weight, *code),
                _ => (i64::MAX, *code),
            }
        })?;
        let named =
            self.text("defaultcontentlanguage").unwrap_or_else(|| "en".to_owned());
        let named = named.to_lowercase();
        Some(if self.has_language(&named) { named } else { first.to_owned() })
    }

    /// The settings as one language has them: its own come before those of the site, `params`
    /// deeply.
    #[must_use]
    pub fn of_language(&self, code: &str) -> Self {
        let mut params = self.params.clone();
        if let Some(Value::Map(own)) = self.get(&format!("languages.{code}")) {
            for (key, value) in own {
                match (key.as_str(), params.get_mut(key), value) {
                    ("params", Some(Value::Map(below)), Value::Map(above)) => {
                        layers::merge(below, above.clone());
                    }
                    _ => {
                        params.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        Self { params, environment: self.environment.clone() }
    }

    /// What stands before the paths of a language: nothing for the default one, and for any if
    /// each has a host of its own.
    #[must_use]
    pub fn language_prefix<'a>(&self, code: &'a str) -> &'a str {
        let has_host = |code| self.get(&format!("languages.{code}.baseurl")).is_some();
        if self.languages().all(has_host) {
            return "";
        }
        let in_folder = self.flag("defaultcontentlanguageinsubdir", false);
        let is_default = self.default_language().as_deref() == Some(code);
        if is_default && !in_folder { "" } else { code }
    }

    /// The folders of the site's themes.
    pub(super) fn themes(&self, root: &Path) -> Vec<std::path::PathBuf> {
        super::themes(root, &self.params)
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
