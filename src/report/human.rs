//! Diagnostics for people: message, place, excerpt, way out.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::Span;

/// How a report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colours may be used.
    pub color: bool,
    /// The width of the terminal in columns.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 100 }
    }
}

/// The longest excerpt of a line, in bytes; a line of a megabyte says nothing more.
const MAX_EXCERPT: usize = 2000;

/// Shows one diagnostic; the text has no line ending at its end.
#[must_use]
pub fn render(diagnostic: &Diagnostic, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code);
    let mut group = match &diagnostic.place {
        Some(place) => title.element(snippet(place, AnnotationKind::Primary, "")),
        None => Group::with_title(title),
    };
    for related in &diagnostic.related {
        group = group.element(snippet(
            &related.place,
            AnnotationKind::Context,
            &related.message,
        ));
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(visible(hint)));
    }
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(style.width.max(40)).render(&[group])
}

fn snippet(
    place: &Place,
    kind: AnnotationKind,
    label: &str,
) -> Snippet<'static, Annotation<'static>> {
    let (line, excerpt, span) = excerpt(place);
    let annotation = kind.span(span.range());
    let annotation =
        if label.is_empty() { annotation } else { annotation.label(visible(label)) };
    Snippet::source(excerpt)
        .line_start(line)
        .path(visible(place.source.name()))
        .annotation(annotation)
}

/// The line of a place, and the span within it. A span of several lines is shown by its first.
fn excerpt(place: &Place) -> (usize, String, Span) {
    let text = place.source.text();
    let start = place.span.start.min(text.len());
    let line_start = text
        .get(..start)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |at| at + 1);
    let rest = text.get(line_start..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
    let from = start - line_start;
    // What stands far before the place is cut off; the column stays true, as the path line
    // counts it from the excerpt only when nothing is cut.
    let line = cut(line, from);
    let until = (place.span.end.saturating_sub(line_start))
        .clamp(from.min(line.len()), line.len());
    let span = Span::new(from.min(line.len()), until.max(from.min(line.len())));
    (place.position().line, visible(line), span)
}

fn cut(line: &str, from: usize) -> &str {
    let mut end = line.len().min(from + MAX_EXCERPT);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line.get(..end).unwrap_or(line)
}

/// Control characters would command the terminal; each becomes one that is shown, of the
/// same length, so that places stay true.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && !matches!(c, '\n' | '\t') && c.len_utf8() == 1 {
                '?'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Style, render};
    use crate::diagnostic::Diagnostic;
    use crate::source::{Source, Span};

    #[test]
    fn a_diagnostic_shows_its_line() {
        let source = Source::new("content/a.md", "one\ntwo {{< x >}} three\nfour");
        let diagnostic = Diagnostic::error("shortcode-unknown", "unknown shortcode `x`")
            .at(&source, Span::new(8, 17))
            .related(&source, Span::new(0, 3), "first here")
            .hint("add it");
        insta::assert_snapshot!(render(&diagnostic, Style::default()));
    }

    #[test]
    fn a_diagnostic_without_place_is_one_line() {
        let diagnostic = Diagnostic::warning("a", "b\u{1b}[31m");
        assert_eq!(render(&diagnostic, Style::default()), "warning[a]: b?[31m");
    }

    #[test]
    fn long_lines_are_no_trouble() {
        let source = Source::new("a.md", "å".repeat(100_000));
        let diagnostic = Diagnostic::error("a", "b").at(&source, Span::new(100, 102));
        assert!(render(&diagnostic, Style::default()).len() < 10_000);
    }
}
