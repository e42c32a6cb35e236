//! Texts and places in them: [`Source`], [`Span`], [`Position`], and the map from a text
//! that was put together back to the text it came from ([`Spliced`]).
//!
//! Nothing here knows what a text means.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

/// A range of bytes in a text, `start` included, `end` not.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to `end`; an `end` before `start` counts as `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// This span, moved `by` bytes to the right.
    #[must_use]
    pub fn shift(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The number of bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as an editor shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1 in Unicode characters.
    pub column: usize,
}

/// A named text, the way it lay on disk.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Source {
    name: String,
    text: String,
    lines: Vec<usize>,
}

impl Source {
    /// Keeps `text` under `name`, the path that is shown to the user.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text = text.into();
        let lines =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Arc::new(Self { name: name.into(), lines: lines.collect(), text })
    }

    /// The path that is shown to the user.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands at `span`; nothing where the span does not fit the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The span with every character that it touches: places found in what was made of a text
    /// may lie within one.
    #[must_use]
    pub fn whole(&self, span: Span) -> Span {
        let end = self.text.len();
        let is_edge = |at: &usize| self.text.is_char_boundary(*at);
        let start = (0..=span.start.min(end)).rev().find(is_edge).unwrap_or_default();
        let end = (span.end.clamp(start, end)..=end).find(is_edge).unwrap_or(end);
        Span::new(start, end)
    }

    /// Line and column of a byte; the end of the text for anything behind it.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..).unwrap_or_default();
        let column = before
            .char_indices()
            .take_while(|(at, _)| start + at < offset)
            .count()
            + 1;
        Position { line, column }
    }
}

/// One run of bytes in a [`Spliced`] text and the place it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    at: usize,
    origin: Span,
    /// Whether the run is the origin byte for byte, or stands for it as a whole.
    verbatim: bool,
}

/// A text put together from parts of another one, which knows where each part was.
///
/// Markdown with placeholders for shortcodes is one; generated Typst markup is another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spliced {
    text: String,
    pieces: Vec<Piece>,
}

impl Spliced {
    /// The text so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Appends `text`, which is what stands at `start` of the origin.
    pub fn push_verbatim(&mut self, text: &str, start: usize) {
        self.push_piece(text, Span::new(start, start + text.len()), true);
    }

    /// Appends `text` that stands for `origin` without being it.
    pub fn push_for(&mut self, text: &str, origin: Span) {
        self.push_piece(text, origin, false);
    }

    fn push_piece(&mut self, text: &str, origin: Span, verbatim: bool) {
        let at = self.text.len();
        // An empty piece would hide the one before it.
        if self.pieces.last().is_some_and(|last| last.at == at) {
            self.pieces.pop();
        }
        self.pieces.push(Piece { at, origin, verbatim });
        self.text.push_str(text);
    }

    /// The place in the origin that the bytes of `span` came from.
    #[must_use]
    pub fn origin(&self, span: Span) -> Span {
        let start = self.place(span.start).start;
        let last = span.end.saturating_sub(1).max(span.start);
        let end = match self.piece(last) {
            Some(piece) if piece.verbatim => piece.origin.start + (span.end - piece.at),
            Some(piece) => piece.origin.end,
            None => span.end,
        };
        Span::new(start, end.max(start))
    }

    fn place(&self, offset: usize) -> Span {
        match self.piece(offset) {
            Some(piece) if piece.verbatim => {
                let at = (piece.origin.start + (offset - piece.at)).min(piece.origin.end);
                Span::new(at, piece.origin.end)
            }
            Some(piece) => piece.origin,
            None => Span::new(offset, offset),
        }
    }

    fn piece(&self, offset: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.at <= offset);
        self.pieces.get(after.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Source, Span, Spliced};

    #[test]
    fn positions_count_characters() {
        let source = Source::new("a.md", "en\nåäö x\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(10), Position { line: 2, column: 5 });
        assert_eq!(source.position(999), Position { line: 3, column: 1 });
    }

    #[test]
    fn spliced_text_leads_back() {
        let mut spliced = Spliced::default();
        spliced.push_verbatim("abc", 10);
        spliced.push_for("X", Span::new(13, 40));
        spliced.push_verbatim("def", 40);
        assert_eq!(spliced.text(), "abcXdef");
        assert_eq!(spliced.origin(Span::new(1, 2)), Span::new(11, 12));
        assert_eq!(spliced.origin(Span::new(3, 4)), Span::new(13, 40));
        assert_eq!(spliced.origin(Span::new(2, 6)), Span::new(12, 42));
    }
}
