//! Where keys stand, for messages: the parsers tell values, not places.

use super::Format;
use crate::source::Span;

/// The places of a top-level key in the text of front matter, without regard to case.
pub(super) fn positions(text: &str, format: Format, key: &str) -> Vec<Span> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(span) = in_line(line, format, key) {
            out.push(span.shift(at));
        }
        at += line.len();
    }
    out
}

fn in_line(line: &str, format: Format, key: &str) -> Option<Span> {
    let (start, sign) = match format {
        Format::None => return None,
        Format::Yaml => (0, ':'),
        Format::Toml => (line.len() - line.trim_start().len(), '='),
        Format::Json => {
            let lower = line.to_lowercase();
            (lower.find(&format!("\"{}\"", key.to_lowercase()))?, ':')
        }
    };
    let rest = line.get(start..)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let name_at = start + quote.map_or(0, char::len_utf8);
    let name = line.get(name_at..name_at + key.len())?;
    let after = line.get(name_at + key.len()..)?;
    let after = quote.map_or(Some(after), |quote| after.strip_prefix(quote))?;
    (name.eq_ignore_ascii_case(key) && after.trim_start().starts_with(sign))
        .then(|| Span::new(name_at, name_at + key.len()))
}
