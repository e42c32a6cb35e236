//! Quoted and raw strings, with Hugo's rules for the backslash (`pagelexer_shortcode.go`).

/// A string and the number of bytes it took, or what is wrong with it.
pub(super) type Quoted = Result<(String, usize), &'static str>;

/// Reads `"…"` at the start of `text`. If at least one quote in it is escaped, all its
/// backslashes go; if none is, all stay.
pub(super) fn quoted(text: &str) -> Quoted {
    let mut escaped = false;
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                let inner = text.get(1..at).unwrap_or_default();
                let value =
                    if escaped { inner.replace('\\', "") } else { inner.to_owned() };
                return Ok((value, at + 1));
            }
            '\n' => return Err("the quoted value is not closed on its line"),
            '\\' => match chars.next() {
                Some((_, '"')) => escaped = true,
                Some((_, '`')) => {
                    return Err(
                        "unrecognized escape character: a backtick needs no backslash",
                    );
                }
                Some((_, '\n')) => {
                    return Err("the quoted value is not closed on its line");
                }
                _ => {}
            },
            _ => {}
        }
    }
    Err("the quoted value is not closed")
}

/// Reads `\"…\"`, the form for shortcodes inside other quoted text.
pub(super) fn escaped(text: &str) -> Quoted {
    let rest = text.get(2..).unwrap_or_default();
    match rest.find("\\\"") {
        Some(end) if !rest.get(..end).unwrap_or_default().contains('\n') => {
            Ok((rest.get(..end).unwrap_or_default().to_owned(), end + 4))
        }
        _ => Err("the value in escaped quotes is not closed"),
    }
}

/// Reads `` `…` ``: anything but a backtick, lines included.
pub(super) fn raw(text: &str) -> Quoted {
    let rest = text.get(1..).unwrap_or_default();
    match rest.find('`') {
        Some(end) => Ok((rest.get(..end).unwrap_or_default().to_owned(), end + 2)),
        None => Err("the raw value is not closed with a backtick"),
    }
}

#[cfg(test)]
mod tests {
    use super::{escaped, quoted, raw};

    #[test]
    fn backslashes_go_only_with_an_escaped_quote() {
        assert_eq!(quoted(r#""a" b"#), Ok(("a".to_owned(), 3)));
        assert_eq!(quoted(r#""e\nf""#), Ok((r"e\nf".to_owned(), 6)));
        assert_eq!(quoted(r#""e\nf \"x\"""#), Ok(("enf \"x\"".to_owned(), 12)));
        assert!(quoted(r#""c:\\" x"#).is_ok());
        assert!(quoted("\"a\nb\"").is_err());
        assert!(quoted("\"\\`\"").is_err());
        assert!(quoted("\"a").is_err());
    }

    #[test]
    fn raw_strings_hold_lines() {
        assert_eq!(raw("`a\nb`c"), Ok(("a\nb".to_owned(), 5)));
        assert!(raw("`a").is_err());
        assert_eq!(escaped("\\\"abc\\\" "), Ok(("abc".to_owned(), 7)));
    }
}
