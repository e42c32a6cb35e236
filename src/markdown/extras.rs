//! `==marked==`, `++inserted++`, `^raised^` and `~lowered~` (Hugo's goldmark extras), off
//! unless the site asks for them.

use super::Options;
use crate::document::{Inline, InlineKind, Style};

/// Puts what stands between two marks into its style.
pub(super) fn extras(inlines: Vec<Inline>, options: &Options) -> Vec<Inline> {
    let styles = [
        (options.mark, "==", Style::Marked),
        (options.insert, "++", Style::Inserted),
        (options.superscript, "^", Style::Superscript),
        // With strikethrough on, a single tilde strikes through.
        (options.subscript && !options.strikethrough, "~", Style::Subscript),
    ];
    let on = styles.into_iter().filter(|(on, ..)| *on);
    on.fold(inlines, |inlines, (_, mark, style)| between(inlines, mark, style))
}

fn between(inlines: Vec<Inline>, mark: &str, style: Style) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    // Where the opening mark stands in `out`.
    let mut open: Option<usize> = None;
    for inline in inlines {
        let InlineKind::Text(text) = &inline.kind else {
            out.push(inline);
            continue;
        };
        for (index, part) in text.split(mark).enumerate() {
            if index > 0 {
                match open.take() {
                    Some(at) if at < out.len() => {
                        let inner: Vec<Inline> = out.drain(at..).collect();
                        out.push(Inline::new(
                            inline.span,
                            InlineKind::Styled(style, inner),
                        ));
                    }
                    _ => open = Some(out.len()),
                }
            }
            if !part.is_empty() {
                out.push(Inline::text(inline.span, part));
            }
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
    use crate::document::{Inline, Style, plain_text};
    use crate::source::Span;

    #[test]
    fn marks_come_in_pairs() {
        let cases = [
            ("a ==b== c", 3, "a b c"),
            ("a == b", 3, "a == b"),
            ("==a==b==", 3, "ab=="),
            ("plain", 1, "plain"),
        ];
        for (text, count, plain) in cases {
            let line =
                between(vec![Inline::text(Span::default(), text)], "==", Style::Marked);
            assert_eq!(
                (line.len(), plain_text(&line).as_str()),
                (count, plain),
                "{text}"
            );
        }
    }
}
