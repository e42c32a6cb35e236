//! Reads `offprint.yml`. Every mistake is told with its line, and the rest still counts.

use std::path::PathBuf;
use std::sync::Arc;

use globset::GlobMatcher;
use indexmap::IndexMap;

use super::file::{File, OneOrMany};
use super::{
    Collection, Config, FieldSource, Mapping, Merge, Part, Paths, Rule, Shortcodes,
};
use super::{hooks, mail, secrets};
use crate::component::{Component, InnerKind};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::front_matter::{Params, Value, yaml};
use crate::settings::{self, Codes, did_you_mean};
use crate::source::Source;

/// Reads the whole file.
pub(super) fn read(source: &Arc<Source>) -> (Config, Vec<Diagnostic>) {
    let (mut root, mut diagnostics) = yaml::parse_file(source);
    diagnostics.extend(secrets::take(&mut root, source));
    let (mut root, told) = settings::fit(source, root, &super::schema(), CODES);
    diagnostics.extend(told);
    let mut reader = Reader { source, diagnostics };
    let mut config = Config::default();
    if let Some(shortcodes) = root.shift_remove("shortcodes") {
        config.shortcodes.extend(reader.shortcodes(&shortcodes));
    }
    if let Some(Value::Map(settings)) = root.get("merge") {
        let (settings, place) = (settings.clone(), reader.place(&["merge"]));
        config.merge = Some(Merge { settings, place });
    }
    let file: File = match settings::typed(&root) {
        Ok(file) => file,
        Err(error) => {
            reader.error(&[], format!("this file cannot be read: {error}"));
            return (config, reader.diagnostics);
        }
    };
    config.documents = reader.rules(file.documents);
    config.collections = reader.collections(file.collections);
    config.languages = file.languages;
    config.qr = file.qr;
    config.check_links = file.links.check;
    config.mail = mail::read(&mut reader, file.mail);
    config.hooks = hooks::read(&mut reader, file.hooks);
    config.paths = paths(file.paths);
    (config, reader.diagnostics)
}

/// What mistakes are called. A project is not built by settings that are half understood.
const CODES: Codes = Codes {
    invalid: "config-invalid",
    unknown: ("config-unknown-key", Severity::Error),
    value: ("config-invalid", Severity::Error),
};

/// Reads only the `shortcodes` of a file.
pub(super) fn shortcodes(source: &Arc<Source>) -> (Shortcodes, Vec<Diagnostic>) {
    let (root, diagnostics) = yaml::parse_file(source);
    let mut reader = Reader { source, diagnostics };
    let map = root.as_map().and_then(|root| root.get("shortcodes"));
    let map = map.map(|value| reader.shortcodes(value)).unwrap_or_default();
    (map, reader.diagnostics)
}

fn paths(file: super::file::Paths) -> Paths {
    let rest = Paths::default();
    let statics = file.r#static.map(OneOrMany::into_vec);
    Paths {
        content: file.content,
        statics: statics
            .map_or(rest.statics, |list| list.into_iter().map(PathBuf::from).collect()),
        assets: file.assets.unwrap_or(rest.assets),
        templates: file.templates.unwrap_or(rest.templates),
        fonts: file.fonts.unwrap_or(rest.fonts),
        output: file.output.unwrap_or(rest.output),
        brand: file.brand.unwrap_or(rest.brand),
        documents: file.documents,
    }
}

/// What a file is read with.
pub(super) struct Reader<'a> {
    source: &'a Arc<Source>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    pub(super) fn error(&mut self, path: &[&str], message: impl Into<String>) {
        let diagnostic = Diagnostic::error("config-invalid", message);
        let place = settings::place(self.source, path);
        self.diagnostics.push(diagnostic.at(self.source, place));
    }

    /// An error with the way out.
    pub(super) fn told(
        &mut self,
        path: &[&str],
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.error(path, message);
        if let Some(last) = self.diagnostics.last_mut() {
            last.hint = Some(hint.into());
        }
    }

    /// The place of a setting.
    pub(super) fn place(&self, path: &[&str]) -> Place {
        Place::new(self.source, settings::place(self.source, path))
    }

    fn map<'v>(&mut self, value: &'v Value, path: &[&str]) -> Option<&'v Params> {
        match value {
            Value::Map(map) => Some(map),
            Value::Null => None,
            _ => {
                self.error(path, format!("`{}` must be a map", path.join(".")));
                None
            }
        }
    }

    fn text(&mut self, value: &Value, path: &[&str]) -> Option<String> {
        match value {
            Value::Map(_) | Value::List(_) => {
                self.error(path, format!("`{}` must be a text", path.join(".")));
                None
            }
            value => Some(value.to_text()),
        }
    }

    fn rules(&mut self, rules: Vec<super::file::Rule>) -> Vec<Rule> {
        let rules = rules.into_iter().enumerate();
        let rule = |(index, rule): (usize, super::file::Rule)| {
            let index = index.to_string();
            let pages = self.pattern(&rule.r#match, &["documents", &index, "match"])?;
            let template =
                rule.template.unwrap_or_else(|| super::DEFAULT_TEMPLATE.to_owned());
            let template = (rule.print != Some(false)).then_some(template);
            Some(Rule { pages, template, kind: rule.kind })
        };
        rules.filter_map(rule).collect()
    }

    fn collections(
        &mut self,
        collections: Vec<super::file::Collection>,
    ) -> Vec<Collection> {
        let collections = collections.into_iter().enumerate();
        let collection = |(index, one): (usize, super::file::Collection)| {
            let path = ["collections", &index.to_string(), "pages"];
            let patterns = one.pages.into_vec();
            Collection {
                name: one.name,
                title: one.title,
                pages: patterns
                    .iter()
                    .filter_map(|text| self.pattern(text, &path))
                    .collect(),
                menu: one.menu,
                template: one.template,
                kind: one.kind,
                intro: one.intro,
                date: one.date,
                cover: one.cover,
            }
        };
        collections.map(collection).collect()
    }

    fn pattern(&mut self, pattern: &str, path: &[&str]) -> Option<GlobMatcher> {
        match Rule::new(pattern) {
            Ok(rule) => Some(rule.pages),
            Err(why) => {
                let message = format!("`{pattern}` is not a pattern for paths: {why}");
                self.error(path, message);
                None
            }
        }
    }

    fn shortcodes(&mut self, value: &Value) -> Shortcodes {
        let mut out = Shortcodes::default();
        for (name, value) in self.map(value, &["shortcodes"]).into_iter().flatten() {
            if let Some(mapping) = self.mapping(name, value) {
                out.insert(name, mapping);
            }
        }
        out
    }

    fn mapping(&mut self, name: &str, value: &Value) -> Option<Mapping> {
        let path = ["shortcodes", name];
        let map = self.map(value, &path)?;
        let component = self.component(name, map)?;
        let mut mapping = Mapping {
            component,
            fields: IndexMap::new(),
            ignore: Vec::new(),
            inner: component.inner(),
            lang: Vec::new(),
            reason: None,
        };
        for (key, value) in map {
            match key.as_str() {
                "as" => {}
                "inner" => {
                    mapping.inner = self.inner(name, value).unwrap_or(mapping.inner);
                }
                "reason" => mapping.reason = self.text(value, &path),
                "ignore" => mapping.ignore = sources(value),
                "lang" => mapping.lang = sources(value),
                key => self.field(&mut mapping, key, value, &path),
            }
        }
        Some(mapping)
    }

    fn component(&mut self, name: &str, map: &Params) -> Option<Component> {
        let path = ["shortcodes", name];
        let Some(word) = map.get("as").and_then(Value::as_str) else {
            self.error(
                &path,
                format!("shortcode `{name}` needs `as:` with the name of a component"),
            );
            return None;
        };
        let component = Component::by_name(word);
        if component.is_none() {
            let names = || Component::ALL.iter().map(|component| component.name());
            let near = did_you_mean(word, names());
            let diagnostic = Diagnostic::error(
                "config-unknown-component",
                format!("unknown component `{word}`{near}"),
            )
            .at(self.source, settings::place(self.source, &path))
            .hint(format!("components: {}", names().collect::<Vec<_>>().join(", ")));
            self.diagnostics.push(diagnostic);
        }
        component
    }

    fn inner(&mut self, name: &str, value: &Value) -> Option<InnerKind> {
        let kind = value.as_str().and_then(InnerKind::by_name);
        if kind.is_none() {
            self.error(
                &["shortcodes", name],
                "`inner` is one of markdown, shortcodes, text, raw, none",
            );
        }
        kind
    }

    fn field(&mut self, mapping: &mut Mapping, key: &str, value: &Value, path: &[&str]) {
        let known = mapping.component.fields().iter().map(|field| field.name);
        if mapping.component.field(key).is_some() {
            mapping.fields.insert(key.to_owned(), sources(value));
            return;
        }
        let near = did_you_mean(key, known.clone());
        let fields = known.collect::<Vec<_>>().join(", ");
        let message =
            format!("component `{}` has no field `{key}`{near}", mapping.component);
        let diagnostic = Diagnostic::error("config-unknown-field", message)
            .at(self.source, settings::place(self.source, path))
            .hint(format!("fields: {fields}"));
        self.diagnostics.push(diagnostic);
    }
}

fn sources(value: &Value) -> Vec<FieldSource> {
    match value {
        Value::List(list) => list.iter().flat_map(sources).collect(),
        Value::Int(position) => usize::try_from(*position)
            .map(FieldSource::Position)
            .into_iter()
            .collect(),
        Value::Null => Vec::new(),
        value => {
            let text = value.to_text();
            vec![source(&text)]
        }
    }
}

/// `name`, `=text`, or a text with `{name}` or `{0}` in it.
fn source(text: &str) -> FieldSource {
    if let Some(literal) = text.strip_prefix('=') {
        return FieldSource::Literal(literal.to_owned());
    }
    let parts = parts(text);
    match parts.as_slice() {
        [Part::Text(name)] => FieldSource::Param(name.clone()),
        _ => FieldSource::Filled(parts),
    }
}

fn parts(text: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !before.is_empty() {
            out.push(Part::Text(before.to_owned()));
        }
        let name = name.trim();
        out.push(Part::Value(match name.parse() {
            Ok(position) => FieldSource::Position(position),
            Err(_) => FieldSource::Param(name.to_owned()),
        }));
        rest = after;
    }
    if !rest.is_empty() || out.is_empty() {
        out.push(Part::Text(rest.to_owned()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::Source;

    fn told(text: &str) -> Vec<String> {
        let (_, diagnostics) = read(&Source::new("offprint.yml", text));
        let line = |d: &crate::diagnostic::Diagnostic| {
            d.place.as_ref().map_or(0, |p| p.position().line)
        };
        diagnostics
            .iter()
            .map(|d| format!("{}: {}", line(d), d.message))
            .collect()
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let text = "documnts: []\nshortcodes:\n  a: { as: cardd }\n  b: { as: card, titel: x }\n  c: { title: x }\n";
        assert_eq!(
            told(text),
            [
                "1: unknown key `documnts`; did you mean `documents`?",
                "3: unknown component `cardd`; did you mean `card`?",
                "4: component `card` has no field `titel`; did you mean `title`?",
                "5: shortcode `c` needs `as:` with the name of a component",
            ]
        );
        let text = "documents:\n  - { kind: x }\n  - match: \"a[\"\n    print: nej\n  - match: b\n    knd: c\npaths: x\ncollections:\n  - name: a/b\n    title: x\n    pages: y\n";
        assert_eq!(
            told(text),
            [
                "2: `documents` needs `match`",
                "4: `print` cannot be `nej`; it is left out",
                "6: unknown key `knd` in `documents`; did you mean `kind`?",
                "7: `paths` must be a map of settings",
                "9: `name` cannot be `a/b`; it is left out",
                "9: `collections` needs `name`",
                "3: `a[` is not a pattern for paths: unclosed character class; missing ']'",
            ]
        );
    }
}
