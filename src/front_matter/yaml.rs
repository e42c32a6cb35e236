//! The border to `serde_yaml`: the only module that names it.
//!
//! Its own value type refuses duplicate keys, which real pages have; `yaml_tree`
//! keeps the last. Here its errors get their places, and what would take it too long is
//! refused before it starts.

use std::sync::Arc;

use serde::de::DeserializeSeed;

use super::yaml_tree::{Notes, Seed, TOO_MUCH};
use super::{Value, char_at, places};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// How many brackets and braces may be open at once. `serde_yaml` itself stops at 128, but
/// its scanner takes time by the square of their number until it gets there.
const MAX_OPEN: usize = 256;

/// Reads the part `span` of a text. Keys keep their case, the last of duplicate ones counts.
///
/// # Errors
/// What is wrong, with its place.
pub fn parse_value(source: &Arc<Source>, span: Span) -> Result<Value, Diagnostic> {
    parse(source, span, &mut Vec::new())
}

/// Reads a whole file and tells duplicate keys; nothing is read where it is not YAML.
#[must_use]
pub fn parse_file(source: &Arc<Source>) -> (Value, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let text = source.text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let read = parse(source, Span::new(start, text.len()), &mut diagnostics);
    let value = read.unwrap_or_else(|error| {
        diagnostics.push(error);
        Value::Null
    });
    (value, diagnostics)
}

/// The place of the key at the end of `path`, or of as much of the path as there is; the
/// start of the text if there is nothing of it.
#[must_use]
pub fn locate(source: &Source, path: &[&str]) -> Span {
    places::locate(source.text(), path).unwrap_or_default()
}

/// The same as [`parse_value`], and tells duplicate keys.
pub(super) fn parse(
    source: &Arc<Source>,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Value, Diagnostic> {
    let text = source.slice(span);
    if let Some(at) = too_deep(text) {
        let message = format!("more than {MAX_OPEN} brackets are open at once");
        return Err(Diagnostic::error("front-matter-yaml", message)
            .at(source, char_at(text, at).shift(span.start))
            .hint("close them, or write the values with less nesting"));
    }
    let notes = Notes::new(text.len());
    let read = Seed(&notes).deserialize(serde_yaml::Deserializer::from_str(text));
    for key in notes.into_duplicates() {
        duplicate(source, span, &key, diagnostics);
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

/// The bracket that is one too many.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_OPEN
    })
}

/// Tells a key that is set twice; where the map is written in braces, only its first place.
fn duplicate(
    source: &Arc<Source>,
    span: Span,
    key: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let text = source.slice(span);
    let warning = |place: Span| {
        Diagnostic::warning(
            "front-matter-duplicate-key",
            format!("key `{key}` is set twice; the last one counts"),
        )
        .at(source, place.shift(span.start))
        .hint("remove one of the two")
    };
    let pairs = places::repeated(text, key);
    if pairs.is_empty() {
        let place = places::in_braces(text, key).unwrap_or_else(|| char_at(text, 0));
        diagnostics.push(warning(place));
    }
    diagnostics.extend(pairs.into_iter().map(|(first, last)| {
        warning(last).related(source, first.shift(span.start), "first set here")
    }));
}

fn diagnostic(source: &Arc<Source>, span: Span, error: &serde_yaml::Error) -> Diagnostic {
    let text = source.slice(span);
    // Its index counts characters, not bytes (`mark.index` of libyaml).
    let index = error.location().map_or(0, |location| location.index());
    let at = text.char_indices().nth(index).map_or(text.len(), |(at, _)| at);
    let place = char_at(text, at).shift(span.start);
    let message = error.to_string();
    if message.contains(TOO_MUCH) || message.contains("repetition limit") {
        let message = format!("invalid YAML: {TOO_MUCH}");
        return Diagnostic::error("front-matter-yaml", message)
            .at(source, place)
            .hint("an alias (`*name`) stands for all of its anchor (`&name`); write the values out");
    }
    let message = message.split(" at line ").next().unwrap_or_default();
    let hint = if message.contains("mapping values are not allowed") {
        "put a value that holds a colon in quotes"
    } else {
        "check quotes, colons and indentation; values with special characters need quotes"
    };
    Diagnostic::error("front-matter-yaml", format!("invalid YAML: {message}"))
        .at(source, place)
        .hint(hint)
}
