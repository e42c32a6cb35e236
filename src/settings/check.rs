//! Settings against a schema: what fits stays, what does not is told where it stands.

use std::sync::Arc;

use regex::Regex;
use serde_json::Value as Json;

use super::{Codes, Shape, did_you_mean, place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::front_matter::{Params, Value};
use crate::source::Source;

pub(super) struct Check<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) codes: Codes,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Where a value stands: keys, and numbers of items.
type Path<'p> = &'p [&'p str];

/// The last key of a path, as messages call the value.
fn name(path: Path<'_>) -> String {
    let is_key = |part: &&&str| part.parse::<usize>().is_err();
    path.iter()
        .rev()
        .find(is_key)
        .map_or_else(String::new, |key| format!("`{key}`"))
}

impl Check<'_> {
    pub(super) fn invalid(&mut self, path: Path<'_>, message: impl Into<String>) {
        let diagnostic = Diagnostic::error(self.codes.invalid, message);
        self.diagnostics
            .push(diagnostic.at(self.source, place(self.source, path)));
    }

    fn tell(
        &mut self,
        code: (&'static str, Severity),
        path: Path<'_>,
        message: String,
        hint: String,
    ) {
        let diagnostic = match code.1 {
            Severity::Error => Diagnostic::error(code.0, message),
            Severity::Warning => Diagnostic::warning(code.0, message),
        };
        let span = place(self.source, path);
        self.diagnostics.push(diagnostic.at(self.source, span).hint(hint));
    }

    /// The keys of a map that fit; none if one is missing that has to be there.
    pub(super) fn map(
        &mut self,
        map: Params,
        shape: Shape<'_>,
        path: Path<'_>,
    ) -> Option<Params> {
        let mut out = Params::new();
        for (key, value) in map {
            let here = [path, &[key.as_str()]].concat();
            let known = shape.property(&key);
            if known.is_none() {
                self.unknown(&key, shape, path, &here);
            }
            let Some(shape) = known.or_else(|| shape.others()) else { continue };
            if let Some(value) = self.value(value, shape, &here) {
                out.insert(key, value);
            }
        }
        let required = shape.keyword("required").and_then(Json::as_array);
        let required = required.into_iter().flatten().filter_map(Json::as_str);
        let missing: Vec<String> = required
            .filter(|key| !out.contains_key(*key))
            .map(|key| format!("`{key}`"))
            .collect();
        if missing.is_empty() {
            return Some(out);
        }
        self.invalid(path, format!("{} needs {}", name(path), missing.join(" and ")));
        None
    }

    /// A key that the schema does not name. Where others are allowed, only a slip is told.
    fn unknown(&mut self, key: &str, shape: Shape<'_>, path: Path<'_>, here: Path<'_>) {
        let known = shape.keys();
        let near = did_you_mean(key, known.iter().copied());
        if known.is_empty() || (shape.others().is_some() && near.is_empty()) {
            return;
        }
        let elsewhere =
            shape.keyword("x-moved").and_then(|moved| moved.get(key)?.as_str());
        let hint = match elsewhere {
            Some(place) => format!("it belongs under `{place}`"),
            None => format!("known keys here: {}", known.join(", ")),
        };
        let within =
            if path.is_empty() { String::new() } else { format!(" in {}", name(path)) };
        self.tell(
            self.codes.unknown,
            here,
            format!("unknown key `{key}`{within}{near}"),
            hint,
        );
    }

    fn value(&mut self, value: Value, shape: Shape<'_>, path: Path<'_>) -> Option<Value> {
        // Somebody else reads it.
        if shape.keyword("x-reader").is_some() {
            return Some(value);
        }
        let forms = shape.forms();
        let form = |kind: &str| {
            let is = |form: &&Shape<'_>| form.kind() == kind || form.kind() == "any";
            forms.iter().copied().find(|form| is(&form))
        };
        match value {
            Value::Null => None,
            Value::Map(map) => match form("object") {
                Some(form) => self.map(map, form, path).map(Value::Map),
                None => self.wrong_form(&forms, path),
            },
            Value::List(list) => match form("array") {
                Some(form) => Some(Value::List(self.list(list, form, path))),
                None => self.wrong_form(&forms, path),
            },
            value => self.scalar(value, &forms, path),
        }
    }

    fn list(&mut self, list: Vec<Value>, form: Shape<'_>, path: Path<'_>) -> Vec<Value> {
        let items = list.into_iter().enumerate();
        let fit = |(index, item): (usize, Value)| {
            let index = index.to_string();
            let here = [path, &[index.as_str()]].concat();
            let fit = self.value(item, form.items(), &here);
            // An empty one keeps the numbers of those behind it.
            let is_map = form.items().kind() == "object";
            fit.or_else(|| is_map.then(|| Value::Map(Params::new())))
        };
        items.filter_map(fit).collect()
    }

    /// A value that has none of the forms it may have.
    fn wrong_form(&mut self, forms: &[Shape<'_>], path: Path<'_>) -> Option<Value> {
        let mut wanted: Vec<&str> = forms.iter().map(|form| said(form.kind())).collect();
        wanted.dedup();
        self.invalid(path, format!("{} must be {}", name(path), wanted.join(" or ")));
        None
    }

    fn scalar(
        &mut self,
        value: Value,
        forms: &[Shape<'_>],
        path: Path<'_>,
    ) -> Option<Value> {
        let written = self.written(&value, path);
        // A text that is a number or a switch fits those first.
        let fits = |form: &&Shape<'_>| fits(&value, &written, **form);
        let exact = forms.iter().find(|form| form.kind() != "string" && fits(form));
        if let Some(form) = exact.or_else(|| forms.iter().find(fits)) {
            return Some(if form.kind() == "string" {
                Value::String(written)
            } else {
                value
            });
        }
        let leaves: Vec<Shape<'_>> = forms
            .iter()
            .copied()
            .filter(|form| !matches!(form.kind(), "object" | "array"))
            .collect();
        if leaves.is_empty() {
            return self.wrong_form(forms, path);
        }
        let words: Vec<&str> = leaves.iter().flat_map(|form| form.words()).collect();
        let near = did_you_mean(&written, words.iter().copied());
        let message =
            format!("{} cannot be `{written}`; it is left out{near}", name(path));
        self.tell(self.codes.value, path, message, wanted(&leaves, &words));
        None
    }

    /// A value as it is written: for YAML `+46105550100` is a number, without `+`.
    fn written(&self, value: &Value, path: Path<'_>) -> String {
        if !matches!(value, Value::Int(_) | Value::Float(_) | Value::Bool(_)) {
            return value.to_text();
        }
        let from = place(self.source, path).end;
        let after = self.source.text().get(from..).unwrap_or_default();
        let line = after.lines().next().unwrap_or_default().split([',', '}', '#']).next();
        let line = line.unwrap_or_default().trim_start_matches(['"', '\'']).trim_start();
        let text = line.strip_prefix(':').map(str::trim).filter(|text| !text.is_empty());
        text.map_or_else(|| value.to_text(), str::to_owned)
    }
}

/// What a type is called in messages.
fn said(kind: &str) -> &str {
    match kind {
        "object" => "a map of settings",
        "array" => "a list",
        "boolean" => "`true` or `false`",
        "integer" | "number" => "a number",
        _ => "a text",
    }
}

/// What one would write instead.
fn wanted(forms: &[Shape<'_>], words: &[&str]) -> String {
    let mut all: Vec<String> = Vec::new();
    for form in forms.iter().filter(|form| form.words().is_empty()) {
        let examples = form.keyword("examples").and_then(Json::as_array);
        let example = examples.and_then(|list| list.first());
        all.push(match example {
            Some(Json::String(example)) => format!("something like `{example}`"),
            Some(example) => format!("something like `{example}`"),
            None => match (form.keyword("minimum"), form.keyword("maximum")) {
                (Some(least), Some(most)) => format!("a number from {least} to {most}"),
                _ => said(form.kind()).to_owned(),
            },
        });
    }
    if !words.is_empty() {
        all.push(format!("one of {}", words.join(", ")));
    }
    all.dedup();
    format!("write {}", all.join(", or "))
}

/// Whether a scalar fits one form.
fn fits(value: &Value, written: &str, form: Shape<'_>) -> bool {
    let number = match value {
        #[expect(clippy::cast_precision_loss, reason = "settings are small numbers")]
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    };
    let limit = |name: &str| form.keyword(name).and_then(Json::as_f64);
    match form.kind() {
        "boolean" => matches!(value, Value::Bool(_)),
        "integer" if matches!(value, Value::Float(_)) => false,
        "integer" | "number" => number.is_some_and(|number| {
            limit("minimum").is_none_or(|least| number >= least)
                && limit("maximum").is_none_or(|most| number <= most)
        }),
        "string" => {
            let words = form.words();
            let pattern = form.keyword("pattern").and_then(Json::as_str);
            let matches =
                |pattern| Regex::new(pattern).is_ok_and(|regex| regex.is_match(written));
            (words.is_empty() || words.contains(&written)) && pattern.is_none_or(matches)
        }
        kind => kind == "any",
    }
}
