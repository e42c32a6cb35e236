//! JSON settings.

use std::sync::Arc;

use super::{Value, char_at};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// Reads the part `span` of a text.
///
/// # Errors
/// What is wrong, with its place.
pub fn parse(source: &Arc<Source>, span: Span) -> Result<Value, Diagnostic> {
    let text = source.slice(span);
    let raw: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        let at = offset(text, error.line(), error.column());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        Diagnostic::error("front-matter-json", format!("invalid JSON: {message}"))
            .at(source, char_at(text, at).shift(span.start))
            .hint("keys and texts need double quotes; no comma after the last one")
    })?;
    Ok(value(raw))
}

/// The byte at a line and column, both counted from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    start + column.saturating_sub(1)
}

fn value(raw: serde_json::Value) -> Value {
    match raw {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(flag),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        serde_json::Value::String(text) => Value::String(text),
        serde_json::Value::Array(list) => {
            Value::List(list.into_iter().map(value).collect())
        }
        serde_json::Value::Object(map) => {
            Value::Map(map.into_iter().map(|(key, raw)| (key, value(raw))).collect())
        }
    }
}
