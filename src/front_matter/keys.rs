//! Where keys stand, for messages: the parsers tell values, not places. This looks at lines
//! and braces only; what it finds is shown, never acted on.

use super::Format;
use crate::source::Span;

/// The places of a top-level key in the text of front matter, without regard to case.
pub(super) fn positions(text: &str, format: Format, key: &str) -> Vec<Span> {
    match format {
        Format::None => Vec::new(),
        Format::Yaml => yaml(text, key),
        Format::Toml => toml(text, key),
        Format::Json => json(text, key),
    }
}

/// The lines of a text and where they start; a lone `\r` ends one too, as for Hugo.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(['\n', '\r']).map(move |line| {
        let start = at;
        at += line.len() + 1;
        (start, line)
    })
}

/// The key that a YAML line sets, if its text from the first character on is `key: …`.
pub(super) fn yaml_key(line: &str) -> Option<(Span, &str)> {
    let after = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let ends = |rest: &str| rest.trim_start().strip_prefix(':').is_some_and(after);
    if line.starts_with(['"', '\'']) {
        return quoted(line)
            .filter(|(span, _)| line.get(span.end + 1..).is_some_and(ends));
    }
    if line.starts_with(['#', '-', '{', '[']) {
        return None;
    }
    let colon = line
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|at| line.get(at + 1..).is_some_and(after))?;
    let name = line.get(..colon)?.trim_end();
    Some((Span::new(0, name.len()), name))
}

/// The text between the quotes that a line starts with.
fn quoted(line: &str) -> Option<(Span, &str)> {
    let quote = line.chars().next()?;
    let inner = line.get(1..)?;
    let end = inner.find(quote)?;
    Some((Span::new(1, 1 + end), inner.get(..end)?))
}

/// Whether two keys are one for Hugo, which lowers all of them.
pub(super) fn same(a: &str, b: &str) -> bool {
    // Most keys are ASCII, and all keys of a file are compared.
    let is_plain = a.is_ascii() && b.is_ascii();
    if is_plain {
        a.eq_ignore_ascii_case(b)
    } else {
        a.to_lowercase() == b.to_lowercase()
    }
}

/// How far a line is moved in.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line of YAML says something.
pub(super) fn says_something(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#') && !line.starts_with("---")
}

/// The top level of YAML is moved in as far as its first line.
fn yaml(text: &str, key: &str) -> Vec<Span> {
    let top = lines(text).find(|(_, line)| says_something(line));
    let top = top.map_or(0, |(_, line)| indent(line));
    let place = |(start, line): (usize, &str)| {
        let (span, name) = yaml_key(line.get(top..)?)?;
        same(name, key).then(|| span.shift(start + top))
    };
    lines(text).filter_map(place).collect()
}

/// The top level of TOML ends with the first table; a table is a key of its own.
fn toml(text: &str, key: &str) -> Vec<Span> {
    let mut in_table = false;
    let place = |(start, line): (usize, &str)| {
        let inner = line.trim_start_matches([' ', '\t']);
        let name = inner.trim_start_matches('[');
        let is_table = name.len() < inner.len();
        in_table |= is_table;
        if in_table && !is_table {
            return None;
        }
        let ends = if is_table { ['.', ']'] } else { ['.', '='] };
        let (span, found) = if name.starts_with(['"', '\'']) {
            quoted(name)?
        } else {
            let found = name.get(..name.find(ends)?)?.trim_end();
            (Span::new(0, found.len()), found)
        };
        same(found, key).then(|| span.shift(start + line.len() - name.len()))
    };
    lines(text).filter_map(place).collect()
}

/// The strings right below the outermost brace that a colon follows.
fn json(text: &str, key: &str) -> Vec<Span> {
    let (mut depth, mut opened, mut found) = (0_usize, None, Vec::new());
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match (c, opened) {
            ('\\', _) => {
                chars.next();
            }
            ('"', None) => opened = Some(at + 1),
            ('"', Some(start)) => {
                opened = None;
                let span = Span::new(start, at);
                let name = text.get(span.range()).unwrap_or_default();
                let after = text.get(at + 1..).unwrap_or_default().trim_start();
                if depth == 1 && after.starts_with(':') && same(name, key) {
                    found.push(span);
                }
            }
            ('{' | '[', None) => depth += 1,
            ('}' | ']', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::positions;
    use crate::front_matter::Format;

    #[test]
    fn only_the_top_level_counts() {
        let cases = [
            (Format::Yaml, "title: a\np:\n  title: b\n", "title", &[0][..]),
            (Format::Yaml, "  \"Title\" : a\n", "title", &[3]),
            (Format::Yaml, "b: 1\rtitle: a:b\r", "TITLE", &[5]),
            (Format::Yaml, "ÅR: a\ntitle:x: y\n", "år", &[0]),
            (Format::Toml, "title = 'a'\n[p]\ntitle = 'b'\n", "title", &[0]),
            (Format::Toml, "a = 1\n[[ 'P'.q]]\n", "a", &[0]),
            (Format::Toml, "[params]\nx = 1\n", "params", &[1]),
            (Format::Json, "{\"p\": {\"t\": 1}, \"T\" : \"t\"}", "t", &[17]),
        ];
        for (format, text, key, starts) in cases {
            let found: Vec<_> =
                positions(text, format, key).iter().map(|span| span.start).collect();
            assert_eq!(found, starts, "{text:?}");
        }
    }
}
