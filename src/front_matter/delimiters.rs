//! Where front matter starts and ends (`parser/pageparser/pagelexer_intro.go`).

use super::Format;
use crate::source::Span;

/// Front matter that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) format: Format,
    /// Delimiters included.
    pub(super) span: Span,
    /// Between the delimiters.
    pub(super) content: Span,
    /// The rest of the page.
    pub(super) body: Span,
}

/// Front matter that cannot be told from the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
    pub(super) span: Span,
}

/// Finds the front matter of a page.
pub(super) fn find(text: &str) -> Result<Found, Broken> {
    let start = intro(text);
    let rest = text.get(start..).unwrap_or_default();
    match rest.chars().next() {
        Some('-') => fenced(text, start, "---", Format::Yaml),
        Some('+') => fenced(text, start, "+++", Format::Toml),
        // Hugo takes `{{< name >}}` for JSON here and fails; a page may well start with one.
        Some('{') if !rest.starts_with("{{") => json(text, start),
        _ => Ok(none(text)),
    }
}

fn none(text: &str) -> Found {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let empty = Span::new(start, start);
    Found {
        format: Format::None,
        span: empty,
        content: empty,
        body: Span::new(start, text.len()),
    }
}

/// ASCII white space and one byte order mark come before.
fn intro(text: &str) -> usize {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0B' | '\x0C');
    let rest = text.trim_start_matches(blank);
    let rest = rest
        .strip_prefix('\u{feff}')
        .unwrap_or(rest)
        .trim_start_matches(blank);
    text.len() - rest.len()
}

fn fenced(
    text: &str,
    start: usize,
    fence: &'static str,
    format: Format,
) -> Result<Found, Broken> {
    let rest = text.get(start..).unwrap_or_default();
    let yaml = format == Format::Yaml;
    if !rest.starts_with(fence) {
        // Hugo refuses such a page. A list or a dash at the top of a page without front
        // matter is harmless.
        return Ok(none(text));
    }
    let opening = line_end(rest.get(3..).unwrap_or_default());
    let content_start = start + 3 + opening;
    let content = text.get(content_start..).unwrap_or_default();
    let Some(end) = closing(content, fence, opening > 0) else {
        return Err(Broken {
            message: if yaml {
                "YAML front matter is not closed with `---`"
            } else {
                "TOML front matter is not closed with `+++`"
            },
            hint: "close it with the same three characters at the start of a line, or put an empty line of front matter (`---` twice) before a page that starts with a rule",
            span: Span::new(start, start + 3),
        });
    };
    let close = content_start + end;
    let after = text.get(close + 3..).unwrap_or_default();
    let body = close + 3 + line_end(after);
    Ok(Found {
        format,
        span: Span::new(start, close + 3),
        content: Span::new(content_start, close),
        body: Span::new(body, text.len()),
    })
}

/// The fence at the start of a line; the content starts one if the opening fence ended one.
fn closing(content: &str, fence: &str, starts_line: bool) -> Option<usize> {
    let after_line_end = |at: usize| {
        content.get(..at).is_some_and(|before| before.ends_with(['\n', '\r']))
    };
    content
        .match_indices(fence)
        .map(|(at, _)| at)
        .find(|at| if *at == 0 { starts_line } else { after_line_end(*at) })
}

/// One line ending: `\r`, `\n` or both.
fn line_end(text: &str) -> usize {
    let rest = text.strip_prefix('\r').unwrap_or(text);
    text.len() - rest.strip_prefix('\n').unwrap_or(rest).len()
}

fn json(text: &str, start: usize) -> Result<Found, Broken> {
    let rest = text.get(start..).unwrap_or_default();
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '"' => quoted = !quoted,
            '{' if !quoted => depth += 1,
            '}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    let end = start + at + 1;
                    let after = text.get(end..).unwrap_or_default();
                    let span = Span::new(start, end);
                    let body = Span::new(end + line_end(after), text.len());
                    return Ok(Found { format: Format::Json, span, content: span, body });
                }
            }
            _ => {}
        }
    }
    Err(Broken {
        message: "JSON front matter is not closed with `}`",
        hint: "close it with a brace for every opening one",
        span: Span::new(start, start + 1),
    })
}

#[cfg(test)]
mod tests {
    use super::{Format, find};

    #[test]
    fn delimiters_follow_hugo() {
        let cases = [
            ("---\na: 1\n---\nb", Format::Yaml, "a: 1\n", "b"),
            ("\u{feff}---\r\na: 1\r\n---\r\nb", Format::Yaml, "a: 1\r\n", "b"),
            (" \n---\na: 1\n---text", Format::Yaml, "a: 1\n", "text"),
            ("---\n---\nb", Format::Yaml, "", "b"),
            ("---\na: |\n  ---\n---\nb", Format::Yaml, "a: |\n  ---\n", "b"),
            ("+++\na = 1\n+++\n\nb", Format::Toml, "a = 1\n", "\nb"),
            ("{\"a\": \"}\"} b", Format::Json, "{\"a\": \"}\"}", " b"),
            ("- a\n- b", Format::None, "", "- a\n- b"),
            ("{{< a >}}", Format::None, "", "{{< a >}}"),
            ("\u{a0}---\n", Format::None, "", "\u{a0}---\n"),
            ("", Format::None, "", ""),
        ];
        for (text, format, content, body) in cases {
            let found = find(text).unwrap();
            assert_eq!(found.format, format, "{text:?}");
            assert_eq!(&text[found.content.range()], content, "{text:?}");
            assert_eq!(&text[found.body.range()], body, "{text:?}");
        }
        assert!(find("---\na: 1\n ---\n").is_err());
        assert!(find("{\"a\": 1").is_err());
        assert!(find("------\ntext\n").is_err());
    }
}
