//! `==marked==`, `++inserted++`, `~~deleted~~`, `^raised^` and `~lowered~` (Hugo's goldmark
//! extras), off unless the site asks for them.

use super::Options;
use crate::document::{Inline, InlineKind, Style};

/// Puts what stands between two marks into its style.
pub(super) fn extras(inlines: Vec<Inline>, options: &Options) -> Vec<Inline> {
    let styles = [
        (options.mark, "==", Style::Marked),
        (options.insert, "++", Style::Inserted),
        (options.delete && !options.strikethrough, "~~", Style::Strikethrough),
        (options.superscript, "^", Style::Superscript),
        // With strikethrough on, a single tilde strikes through.
        (options.subscript && !options.strikethrough, "~", Style::Subscript),
    ];
    let on = styles.into_iter().filter(|(on, ..)| *on);
    on.fold(inlines, |inlines, (_, mark, style)| between(inlines, mark, style))
}

fn between(inlines: Vec<Inline>, mark: &str, style: Style) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    // Where what stands behind the opening mark starts in `out`.
    let mut open: Option<usize> = None;
    for inline in inlines {
        let InlineKind::Text(text) = &inline.kind else {
            out.push(inline);
            continue;
        };
        let mut before: Option<&str> = None;
        let mut parts = text.split(mark).peekable();
        while let Some(part) = parts.next() {
            if let Some(previous) = before {
                let opens = !part.starts_with(char::is_whitespace);
                let closes = !previous.ends_with(char::is_whitespace);
                match open {
                    // Nothing between two marks is a mark of its own.
                    Some(at) if closes && at < out.len() => {
                        let inner: Vec<Inline> = out.drain(at..).collect();
                        out.push(Inline::new(
                            inline.span,
                            InlineKind::Styled(style, inner),
                        ));
                        open = None;
                    }
                    None if opens && !(part.is_empty() && parts.peek().is_none()) => {
                        open = Some(out.len());
                    }
                    _ => out.push(Inline::text(inline.span, mark)),
                }
            }
            if !part.is_empty() {
                out.push(Inline::text(inline.span, part));
            }
            before = Some(part);
        }
    }
    // A mark that nothing closes is text.
    if let Some(at) = open {
        let span = out
            .get(at)
            .or(out.last())
            .map_or_else(Default::default, |inline| inline.span);
        out.insert(at, Inline::text(span, mark));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::between;
    use crate::document::{Inline, InlineKind, Style, plain_text};
    use crate::source::Span;

    #[test]
    fn marks_come_in_pairs() {
        let cases = [
            ("a ==b== c", 1, "a b c"),
            ("a == b", 0, "a == b"),
            ("a == b == c", 0, "a == b == c"),
            ("==a==b==", 1, "ab=="),
            ("==a== ==b==", 2, "a b"),
            ("====", 0, "===="),
            ("plain", 0, "plain"),
        ];
        for (text, count, plain) in cases {
            let line =
                between(vec![Inline::text(Span::default(), text)], "==", Style::Marked);
            let styled = |inline: &&Inline| matches!(inline.kind, InlineKind::Styled(..));
            assert_eq!(
                (line.iter().filter(styled).count(), plain_text(&line).as_str()),
                (count, plain),
                "{text}"
            );
        }
    }
}
