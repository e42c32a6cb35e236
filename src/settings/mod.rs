//! Files of settings. A Rust type is the one place that says which keys there are: its JSON
//! Schema checks the file and helps editors, its doc comments explain the keys, and the values
//! that fit become the type. Every mistake is told with its line, and the rest still counts.
//!
//! What the settings mean is the business of the type's owner.

mod check;
mod shape;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::front_matter::{Params, Value, yaml};
use crate::source::{Source, Span};

pub use shape::Shape;

/// How the mistakes of one kind of file are called, and how bad they are.
#[derive(Debug, Clone, Copy)]
pub struct Codes {
    /// For what has the wrong form: always an error.
    pub invalid: &'static str,
    /// For keys that nobody knows.
    pub unknown: (&'static str, Severity),
    /// For values that are not understood and left out.
    pub value: (&'static str, Severity),
}

/// The JSON Schema of a type, as it is published under `id`.
#[must_use]
pub fn schema<T: JsonSchema>(id: &str) -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let generated = settings.into_generator().into_root_schema_for::<T>();
    let mut schema = serde_json::to_value(generated).unwrap_or_default();
    without_empty_defaults(&mut schema);
    if let Some(root) = schema.as_object_mut() {
        root.shift_insert(1, "$id".to_owned(), id.into());
    }
    schema
}

/// Defaults that say only that a key may be left out.
fn without_empty_defaults(schema: &mut Json) {
    let is_empty = |value: &Json| match value {
        Json::Null => true,
        Json::Object(map) => {
            map.values().all(|value| value.is_null() || value == "") || map.is_empty()
        }
        Json::Array(list) => list.is_empty(),
        Json::String(text) => text.is_empty(),
        _ => false,
    };
    match schema {
        Json::Object(map) => {
            if map.get("default").is_some_and(is_empty) {
                map.shift_remove("default");
            }
            map.values_mut().for_each(without_empty_defaults);
        }
        Json::Array(list) => list.iter_mut().for_each(without_empty_defaults),
        _ => {}
    }
}

/// The settings of a file that fit `schema`; what does not is told and left out.
#[must_use]
pub fn read(
    source: &Arc<Source>,
    schema: &Json,
    codes: Codes,
) -> (Params, Vec<Diagnostic>) {
    let (root, mut diagnostics) = yaml::parse_file(source);
    let (root, told) = fit(source, root, schema, codes);
    diagnostics.extend(told);
    (root, diagnostics)
}

/// The settings that fit `schema`, of what was read of a file already.
#[must_use]
pub fn fit(
    source: &Arc<Source>,
    root: Value,
    schema: &Json,
    codes: Codes,
) -> (Params, Vec<Diagnostic>) {
    let mut check = check::Check { source, codes, diagnostics: Vec::new() };
    let root = match root {
        Value::Null => Params::new(),
        Value::Map(map) => check.map(map, Shape::root(schema), &[]).unwrap_or_default(),
        _ => {
            check.invalid(&[], "this file must be a map of settings");
            Params::new()
        }
    };
    (root, check.diagnostics)
}

/// Settings that fit the schema of a type, as that type.
///
/// # Errors
/// When they do not fit it, which [`read`] has seen to.
pub fn typed<T: DeserializeOwned>(settings: &Params) -> Result<T, serde_json::Error> {
    serde_json::to_value(settings).and_then(serde_json::from_value)
}

/// The place of the value at the end of `path`; items of lists by their number.
#[must_use]
pub fn place(source: &Source, path: &[impl AsRef<str>]) -> Span {
    let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
    yaml::locate(source, &path)
}

/// `; did you mean …?`, if a known name is near.
pub fn did_you_mean<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    nearest(name, known)
        .map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default()
}
