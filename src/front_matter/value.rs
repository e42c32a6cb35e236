//! Values of settings, whatever they were written in.

use indexmap::IndexMap;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::DateTime;

/// Settings by name, in the order of the file.
pub type Params = IndexMap<String, Value>;

/// A value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// A text.
    String(String),
    /// A date that the format itself knows as one (TOML).
    Date(DateTime),
    /// A list.
    List(Vec<Value>),
    /// A map.
    Map(Params),
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The list, if it is one.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The map, if it is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Params> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Yes or no, as Hugo casts it: `true`, `"true"`, `"t"`, 1 (spf13/cast).
    #[must_use]
    pub fn to_bool(&self) -> bool {
        match self {
            Self::Bool(value) => *value,
            Self::Int(number) => *number != 0,
            Self::String(text) => {
                matches!(text.as_str(), "true" | "True" | "TRUE" | "t" | "T" | "1")
            }
            _ => false,
        }
    }

    /// A text for print: the items of a list with commas, nothing for a map.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Null | Self::Map(_) => String::new(),
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::String(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::List(list) => {
                list.iter().map(Self::to_text).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// Keys of all maps in lower case; of keys that differ only in case the later one counts.
pub(super) fn lowered(params: Params) -> Params {
    params
        .into_iter()
        .map(|(key, value)| (key.to_lowercase(), lowered_value(value)))
        .collect()
}

fn lowered_value(value: Value) -> Value {
    match value {
        Value::Map(map) => Value::Map(lowered(map)),
        Value::List(list) => Value::List(list.into_iter().map(lowered_value).collect()),
        value => value,
    }
}

/// The value at a path of keys with dots between them; keys in lower case.
#[must_use]
pub fn get<'v>(params: &'v Params, path: &str) -> Option<&'v Value> {
    let path = path.to_lowercase();
    let mut keys = path.split('.');
    let first = params.get(keys.next()?)?;
    keys.try_fold(first, |value, key| value.as_map()?.get(key))
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::String(text) => serializer.serialize_str(text),
            Self::Date(date) => serializer.serialize_str(&date.to_string()),
            Self::List(list) => {
                let mut out = serializer.serialize_seq(Some(list.len()))?;
                for item in list {
                    out.serialize_element(item)?;
                }
                out.end()
            }
            Self::Map(map) => {
                let mut out = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in map {
                    out.serialize_entry(key, value)?;
                }
                out.end()
            }
        }
    }
}
