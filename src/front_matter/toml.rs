//! TOML settings.

use std::sync::Arc;

use super::{DateTime, Value};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// Reads the part `span` of a text.
pub(super) fn parse(source: &Arc<Source>, span: Span) -> Result<Value, Diagnostic> {
    let text = source.slice(span);
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(Span::new(0, 0), Span::from);
        let at = Span::new(at.start.min(text.len()), at.end.min(text.len()));
        Diagnostic::error(
            "front-matter-toml",
            format!("invalid TOML: {}", one_line(error.message())),
        )
        .at(source, at.shift(span.start))
        .hint("check quotes and brackets; texts need quotes, dates none")
    })?;
    Ok(value(toml::Value::Table(table)))
}

fn one_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}

fn value(raw: toml::Value) -> Value {
    match raw {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::Int(number),
        toml::Value::Float(number) => Value::Float(number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(date) => {
            let text = date.to_string();
            DateTime::parse(&text).map_or(Value::String(text), Value::Date)
        }
        toml::Value::Array(list) => Value::List(list.into_iter().map(value).collect()),
        toml::Value::Table(table) => {
            Value::Map(table.into_iter().map(|(key, raw)| (key, value(raw))).collect())
        }
    }
}
