//! The border to `serde_yaml`: the only module that names it.
//!
//! Its own value type refuses duplicate keys, which real pages have; ours keeps the last
//! and tells. Alias bombs meet its limit on repetition, depth its limit on recursion.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use serde::Deserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::{Format, Params, Value, keys};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// Reads the part `span` of a text. Keys keep their case, the last of duplicate ones counts.
///
/// # Errors
/// What is wrong, with its place.
pub fn parse_value(source: &Arc<Source>, span: Span) -> Result<Value, Diagnostic> {
    parse(source, span, &mut Vec::new())
}

/// The same, and tells duplicate keys.
pub(super) fn parse(
    source: &Arc<Source>,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Value, Diagnostic> {
    let text = source.slice(span);
    let duplicates = RefCell::new(Vec::new());
    let seed = Seed { duplicates: &duplicates };
    let read = seed.deserialize(serde_yaml::Deserializer::from_str(text));
    for key in duplicates.into_inner() {
        diagnostics.extend(duplicate(source, span, &key));
    }
    match read {
        Ok(value) => Ok(value),
        // Nothing but blanks or comments is legal.
        Err(_) if is_blank(text) => Ok(Value::Null),
        Err(error) => Err(diagnostic(source, span, &error)),
    }
}

fn is_blank(text: &str) -> bool {
    text.lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

fn duplicate(source: &Arc<Source>, span: Span, key: &str) -> Option<Diagnostic> {
    let places = keys::positions(source.slice(span), Format::Yaml, key);
    let last = places.last()?.shift(span.start);
    let diagnostic = Diagnostic::warning(
        "front-matter-duplicate-key",
        format!("key `{key}` is set twice; the last one counts"),
    )
    .at(source, last)
    .hint("remove one of the two");
    Some(match places.first() {
        Some(first) if places.len() > 1 => {
            diagnostic.related(source, first.shift(span.start), "first set here")
        }
        _ => diagnostic,
    })
}

fn diagnostic(source: &Arc<Source>, span: Span, error: &serde_yaml::Error) -> Diagnostic {
    let offset = error.location().map_or(0, |location| location.index());
    let text = source.slice(span);
    let at = span.start + floor_char(text, offset.min(text.len().saturating_sub(1)));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let hint = if message.contains("repetition limit") {
        "it uses aliases (`*name`) so often that it would not end; write the values out"
    } else if message.contains("mapping values are not allowed") {
        "put a value that holds a colon in quotes"
    } else {
        "check quotes, colons and indentation; values with special characters need quotes"
    };
    Diagnostic::error("front-matter-yaml", format!("invalid YAML: {message}"))
        .at(source, Span::new(at, at + 1))
        .hint(hint)
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    duplicates: &'a RefCell<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value)
            .map_or_else(|_| Value::String(value.to_string()), Value::Int))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(self)? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Params::new();
        let mut merged = Params::new();
        while let Some(key) = access.next_key_seed(self)? {
            let key = key.to_text();
            let value = access.next_value_seed(self)?;
            if key == "<<" {
                merge(value, &mut merged);
            } else if map.insert(key.clone(), value).is_some() {
                self.duplicates.borrow_mut().push(key);
            }
        }
        for (key, value) in merged {
            map.entry(key).or_insert(value);
        }
        Ok(Value::Map(map))
    }

    /// A value with a tag: the tag says nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (_, variant) = access.variant::<String>()?;
        variant.newtype_variant_seed(self)
    }
}

/// `<<: *name`, or a list of them; the first to set a key wins.
fn merge(value: Value, into: &mut Params) {
    match value {
        Value::Map(map) => {
            for (key, value) in map {
                into.entry(key).or_insert(value);
            }
        }
        Value::List(list) => list.into_iter().for_each(|value| merge(value, into)),
        _ => {}
    }
}
