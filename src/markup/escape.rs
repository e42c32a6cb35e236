//! The one place that knows which characters mean something to Typst. What goes through
//! here is text when Typst reads it: never code, markup, a label, a reference, a comment, a
//! list or a link (`typst-syntax`, `lexer.rs`).

/// Text for markup. The result is one line; white space may be collapsed by Typst, as it
/// would be by a browser.
#[must_use]
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before: Option<char> = None;
    let mut only_digits = true;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.as_str();
        if is_line_end(c) || c == '\t' {
            out.push(' ');
        } else if is_dropped(c) {
            continue;
        } else {
            if needs_escape(c, before, after, only_digits) {
                out.push('\\');
            }
            out.push(c);
        }
        only_digits &= c.is_ascii_digit() || c.is_whitespace();
        before = Some(c);
    }
    out
}

fn needs_escape(c: char, before: Option<char>, after: &str, only_digits: bool) -> bool {
    let next = after.chars().next();
    let between =
        |test: fn(char) -> bool| before.is_some_and(test) && next.is_some_and(test);
    match c {
        '\\' | '#' | '$' | '*' | '_' | '`' | '<' | '>' | '@' | '~' | '[' | ']' | '"'
        | '\'' => true,
        // Marks at the start of a line, and after the code of a node before this text.
        '=' | '+' | ':' => before.is_none_or(char::is_whitespace),
        '(' | ';' | '{' => before.is_none(),
        // Dashes, soft hyphens, minus signs and list markers.
        '-' => !between(char::is_alphabetic),
        // Comments and terms.
        '/' => !between(char::is_alphanumeric),
        // Ellipses, numbered items, method calls.
        '.' => {
            only_digits || before.is_none() || before == Some('.') || next == Some('.')
        }
        // Links.
        'h' => after.starts_with("ttp://") || after.starts_with("ttps://"),
        _ => false,
    }
}

/// The characters at which Typst ends a line.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\x0B' | '\x0C' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Control characters have no shape, and no font has a glyph for them.
fn is_dropped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A string literal for code, quotes included.
#[must_use]
pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
