//! Reads `offprint.yml`. Every mistake is told with its line, and the rest still counts.

use std::path::PathBuf;
use std::sync::Arc;

use globset::GlobMatcher;
use indexmap::IndexMap;

use super::{Collection, Config, FieldSource, Mapping, Part, Paths, Rule, Shortcodes};
use crate::component::{Component, InnerKind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::front_matter::{Params, Value, yaml};
use crate::source::{Source, Span};

/// Reads the whole file.
pub(super) fn read(source: &Arc<Source>) -> (Config, Vec<Diagnostic>) {
    let mut reader = Reader { source, diagnostics: Vec::new() };
    let mut config = Config::default();
    let Some(root) = reader.root() else { return (config, reader.diagnostics) };
    const KEYS: &[&str] =
        &["documents", "collections", "shortcodes", "languages", "links", "qr", "paths"];
    for (key, value) in &root {
        match key.as_str() {
            "documents" => config.documents = reader.documents(value),
            "collections" => config.collections = reader.collections(value),
            "shortcodes" => config.shortcodes.extend(reader.shortcodes(value)),
            "languages" => config.languages = reader.languages(value),
            "links" => config.check_links = reader.links(value),
            "qr" => config.qr = value.to_bool(),
            "paths" => config.paths = reader.paths(value),
            key => reader.unknown(key, KEYS, &[]),
        }
    }
    (config, reader.diagnostics)
}

/// Reads only the `shortcodes` of a file.
pub(super) fn shortcodes(source: &Arc<Source>) -> (Shortcodes, Vec<Diagnostic>) {
    let mut reader = Reader { source, diagnostics: Vec::new() };
    let root = reader.root().unwrap_or_default();
    let map = root
        .get("shortcodes")
        .map(|value| reader.shortcodes(value))
        .unwrap_or_default();
    (map, reader.diagnostics)
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn root(&mut self) -> Option<Params> {
        let whole = Span::new(0, self.source.text().len());
        match yaml::parse_value(self.source, whole) {
            Ok(Value::Map(root)) => Some(root),
            Ok(Value::Null) => None,
            Ok(_) => {
                self.error(&[], "this file is a map of settings");
                None
            }
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    fn error(&mut self, path: &[&str], message: impl Into<String>) {
        let diagnostic = Diagnostic::error("config-invalid", message);
        self.diagnostics
            .push(diagnostic.at(self.source, locate(self.source, path)));
    }

    fn unknown(&mut self, key: &str, known: &[&'static str], parents: &[&str]) {
        let near = nearest(key, known.iter().copied());
        let near = near
            .map(|near| format!("; did you mean `{near}`?"))
            .unwrap_or_default();
        let path: Vec<&str> = parents.iter().copied().chain([key]).collect();
        let diagnostic =
            Diagnostic::error("config-unknown-key", format!("unknown key `{key}`{near}"))
                .at(self.source, locate(self.source, &path))
                .hint(format!("known keys: {}", known.join(", ")));
        self.diagnostics.push(diagnostic);
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

    fn documents(&mut self, value: &Value) -> Vec<Rule> {
        let Value::List(list) = value else {
            self.error(&["documents"], "`documents` must be a list of rules");
            return Vec::new();
        };
        list.iter().filter_map(|rule| self.rule(rule)).collect()
    }

    fn rule(&mut self, value: &Value) -> Option<Rule> {
        let map = self.map(value, &["documents"])?;
        let Some(pattern) = map.get("match").and_then(Value::as_str) else {
            self.error(&["documents"], "a rule of `documents` needs `match`, for example `match: \"whitepaper/*\"`");
            return None;
        };
        let mut rule = match Rule::new(pattern) {
            Ok(rule) => rule,
            Err(why) => {
                self.error(
                    &["documents"],
                    format!("`{pattern}` is not a pattern for paths: {why}"),
                );
                return None;
            }
        };
        const KEYS: &[&str] = &["match", "template", "kind", "print"];
        let mut print = true;
        rule.template = Some(super::DEFAULT_TEMPLATE.to_owned());
        for (key, value) in map {
            match key.as_str() {
                "match" => {}
                "template" => rule.template = self.text(value, &["documents", key]),
                "kind" => rule.kind = self.text(value, &["documents", key]),
                "print" => print = !matches!(value, Value::Bool(false)),
                key => self.unknown(key, KEYS, &["documents"]),
            }
        }
        if !print {
            rule.template = None;
        }
        Some(rule)
    }

    fn collections(&mut self, value: &Value) -> Vec<Collection> {
        let Value::List(list) = value else {
            self.error(&["collections"], "`collections` must be a list");
            return Vec::new();
        };
        list.iter().filter_map(|one| self.collection(one)).collect()
    }

    fn collection(&mut self, value: &Value) -> Option<Collection> {
        const KEYS: &[&str] =
            &["name", "title", "pages", "template", "kind", "intro", "date", "cover"];
        let path = ["collections"];
        let mut collection = Collection::default();
        for (key, value) in self.map(value, &path)? {
            let text = match key.as_str() {
                "pages" => None,
                key => self.text(value, &["collections", key]),
            };
            match key.as_str() {
                "name" => collection.name = text.unwrap_or_default(),
                "title" => collection.title = text.unwrap_or_default(),
                "template" => collection.template = text,
                "kind" => collection.kind = text,
                "intro" => collection.intro = text,
                "date" => collection.date = text,
                "cover" => collection.cover = text,
                "pages" => collection.pages = self.patterns(value),
                key => self.unknown(key, KEYS, &path),
            }
        }
        let is_name = |name: &str| {
            !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.')
        };
        if !is_name(&collection.name)
            || collection.title.is_empty()
            || collection.pages.is_empty()
        {
            self.error(
                &path,
                "a collection needs `name` (without slashes), `title` and `pages`",
            );
            return None;
        }
        Some(collection)
    }

    fn patterns(&mut self, value: &Value) -> Vec<GlobMatcher> {
        let list = match value {
            Value::List(list) => list.iter().map(Value::to_text).collect(),
            value => vec![value.to_text()],
        };
        let mut out = Vec::new();
        for pattern in list {
            match Rule::new(&pattern) {
                Ok(rule) => out.push(rule.pages),
                Err(why) => self.error(
                    &["collections"],
                    format!("`{pattern}` is not a pattern for paths: {why}"),
                ),
            }
        }
        out
    }

    fn languages(&mut self, value: &Value) -> IndexMap<String, String> {
        let mut out = IndexMap::new();
        for (key, value) in self.map(value, &["languages"]).into_iter().flatten() {
            if let Some(code) = self.text(value, &["languages", key]) {
                out.insert(key.clone(), code);
            }
        }
        out
    }

    fn links(&mut self, value: &Value) -> Option<bool> {
        let mut check = None;
        for (key, value) in self.map(value, &["links"]).into_iter().flatten() {
            match (key.as_str(), value) {
                ("check", Value::Bool(on)) => check = Some(*on),
                ("check", _) => {
                    self.error(&["links", "check"], "`links.check` is true or false");
                }
                (key, _) => self.unknown(key, &["check"], &["links"]),
            }
        }
        check
    }

    fn paths(&mut self, value: &Value) -> Paths {
        let mut paths = Paths::default();
        const KEYS: &[&str] =
            &["content", "static", "assets", "templates", "fonts", "output", "brand"];
        for (key, value) in self.map(value, &["paths"]).into_iter().flatten() {
            let list = match value {
                Value::List(list) => {
                    list.iter().map(|item| PathBuf::from(item.to_text())).collect()
                }
                value => vec![PathBuf::from(value.to_text())],
            };
            let first = list.first().cloned().unwrap_or_default();
            match key.as_str() {
                "content" => paths.content = Some(first),
                "static" => paths.statics = list,
                "assets" => paths.assets = first,
                "templates" => paths.templates = first,
                "fonts" => paths.fonts = first,
                "output" => paths.output = first,
                "brand" => paths.brand = first,
                key => self.unknown(key, KEYS, &["paths"]),
            }
        }
        paths
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
            let near = nearest(word, names());
            let near = near
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            let diagnostic = Diagnostic::error(
                "config-unknown-component",
                format!("unknown component `{word}`{near}"),
            )
            .at(self.source, locate(self.source, &path))
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
        let near = nearest(key, known.clone());
        let near = near
            .map(|near| format!("; did you mean `{near}`?"))
            .unwrap_or_default();
        let fields = known.collect::<Vec<_>>().join(", ");
        let message =
            format!("component `{}` has no field `{key}`{near}", mapping.component);
        let diagnostic = Diagnostic::error("config-unknown-field", message)
            .at(self.source, locate(self.source, path))
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

/// The place of a key, looked for below its parents. Good enough for a message: a key that
/// is not found at the start of a line is looked for after the line of its parent.
fn locate(source: &Arc<Source>, path: &[&str]) -> Span {
    let text = source.text();
    let mut from = 0;
    let mut span = Span::new(0, 0);
    for key in path {
        let Some(found) = find_key(text, from, key) else { break };
        span = found;
        from = found.end;
    }
    span
}

fn find_key(text: &str, from: usize, key: &str) -> Option<Span> {
    let rest = text.get(from..)?;
    rest.match_indices(key).find_map(|(at, _)| {
        let before = rest
            .get(..at)?
            .chars()
            .next_back()
            .or_else(|| text.get(..from)?.chars().next_back());
        let after = rest
            .get(at + key.len()..)?
            .trim_start_matches(['"', '\''])
            .trim_start_matches(' ');
        let starts = before.is_none_or(|c| c.is_whitespace() || "{,\"'-".contains(c));
        (starts && after.starts_with(':'))
            .then(|| Span::new(from + at, from + at + key.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::Source;

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let text = "documnts: []\nshortcodes:\n  a: { as: cardd }\n  b: { as: card, titel: x }\n  c: { title: x }\n";
        let (_, diagnostics) = read(&Source::new("offprint.yml", text));
        let told: Vec<String> = diagnostics
            .iter()
            .map(|d| {
                format!(
                    "{}: {}",
                    d.place.as_ref().map_or(0, |p| p.position().line),
                    d.message
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "1: unknown key `documnts`; did you mean `documents`?",
                "3: unknown component `cardd`; did you mean `card`?",
                "4: component `card` has no field `titel`; did you mean `title`?",
                "5: shortcode `c` needs `as:` with the name of a component",
            ]
        );
    }
}
