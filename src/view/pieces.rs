//! What is drawn on a page, piece by piece, with what tells where it came from.

use typst::foundations::Content;
use typst::layout::{Point, Size, Transform};
use typst::loading::LoadSource;
use typst::syntax::Span as Mark;
use typst::text::TextItem;
use typst::visualize::{Image, ImageElem};

use super::Region;
use crate::compile::Origin;
use crate::diagnostic::Place;
use crate::frames::Look;
use crate::source::{Source, Span};
use crate::world::World;

/// Something that is drawn on a page.
pub(super) struct Piece {
    /// Its upper left and its lower right corner.
    pub(super) corners: (Point, Point),
    pub(super) text: String,
    pub(super) from: From,
}

impl Piece {
    /// Whether it does not go on where `before` ends: another line, another cell.
    pub(super) fn is_apart(&self, before: &Self) -> bool {
        let ((start, end), (from, to)) = (self.corners, before.corners);
        let goes_on = (start.x - to.x).to_pt().abs() < NEAR
            || (end.x - from.x).to_pt().abs() < NEAR;
        !goes_on || start.y >= to.y || end.y <= from.y
    }

    /// Whether it stands close enough to `before` to be one with it: a heading and the same words
    /// at the head of the page are two, and so are the parts of a paragraph in two columns.
    pub(super) fn is_beside(&self, before: &Self) -> bool {
        let ((start, end), (from, to)) = (self.corners, before.corners);
        let room = (end.y - start.y).max(to.y - from.y);
        start.y - to.y < room && from.y - end.y < room
    }

    pub(super) fn region(&self, place: Place) -> Region {
        let (start, end) = self.corners;
        Region {
            left: start.x.to_pt(),
            top: start.y.to_pt(),
            right: end.x.to_pt(),
            bottom: end.y.to_pt(),
            text: self.text.clone(),
            place,
        }
    }
}

/// Letters that are farther from each other are not of one word.
const NEAR: f64 = 1.0;

/// What tells where a piece came from.
pub(super) enum From {
    /// The markup, which knows the place.
    Page(Span),
    /// A template.
    Template,
    /// The picture at a virtual path.
    Picture(String),
}

/// Finds the pieces of a page.
pub(super) struct Finder<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) origin: &'a Origin,
    pub(super) front: Span,
    pub(super) found: Vec<Piece>,
    /// The virtual path of the picture that begins.
    pub(super) picture: Option<String>,
}

impl Look for Finder<'_> {
    fn image(&mut self, _: &Image, size: Size, mark: Mark, here: Transform) {
        let from = self.came_from(mark, 0).map(From::Page);
        let path = self.picture.take().map(From::Picture);
        self.add(path.or(from), "", (Point::zero(), size.to_point()), here);
    }

    fn start(&mut self, element: &Content) {
        self.picture = path_of(element).or(self.picture.take());
    }

    fn text(&mut self, text: &TextItem, here: Transform) {
        let Some((mark, offset)) = text.glyphs.first().map(|glyph| glyph.span) else {
            return;
        };
        let corners = (
            Point::with_y(-text.font.metrics().ascender.at(text.size)),
            Point::new(text.width(), -text.font.metrics().descender.at(text.size)),
        );
        let from = self.came_from(mark, usize::from(offset)).map(From::Page);
        self.add(Some(from.unwrap_or(From::Template)), &text.text, corners, here);
    }
}

impl Finder<'_> {
    /// Adds what is between two `corners`.
    fn add(
        &mut self,
        from: Option<From>,
        text: &str,
        corners: (Point, Point),
        here: Transform,
    ) {
        let Some(from) = from else { return };
        let (a, b) = (corners.0.transform(here), corners.1.transform(here));
        let corners = (a.min(b), a.max(b));
        self.found.push(Piece { corners, text: text.to_owned(), from });
    }

    /// The paragraph of the page that something came from.
    fn came_from(&self, mark: Mark, offset: usize) -> Option<Span> {
        let origin = self.origin.of(self.world, mark, offset)?;
        let is_setting = origin.start < self.front.end;
        Some(match is_setting {
            true => origin,
            false => paragraph(&self.origin.source, origin.start),
        })
    }
}

/// The virtual path of a picture.
fn path_of(element: &Content) -> Option<String> {
    let image = element.to_packed::<ImageElem>()?;
    match image.source.derived.source.v {
        LoadSource::Path(id) => Some(id.get().vpath().get_with_slash().to_owned()),
        LoadSource::Bytes => None,
    }
}

/// The lines around a byte that belong together: up to a blank line, or one that starts an item,
/// a row, a quote or a heading.
fn paragraph(source: &Source, at: usize) -> Span {
    let text = source.text();
    let start_of = |at: usize| {
        text.get(..at)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |end| end + 1)
    };
    let line_from = |start: usize| {
        text.get(start..)
            .unwrap_or_default()
            .split('\n')
            .next()
            .unwrap_or_default()
    };
    let mut start = start_of(at.min(text.len()));
    while start > 0 && !opens(line_from(start)) {
        let before = start_of(start - 1);
        if line_from(before).trim().is_empty() {
            break;
        }
        start = before;
    }
    let mut end = start + line_from(start).len();
    while end < text.len() {
        let next = line_from(end + 1);
        if next.trim().is_empty() || opens(next) {
            break;
        }
        end += 1 + next.len();
    }
    Span::new(start, end)
}

/// Whether a line of Markdown starts something of its own.
fn opens(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = number.len() < line.len() && number.starts_with(['.', ')']);
    is_numbered || line.starts_with(['-', '*', '+', '|', '>', '#', '{', '<', ':'])
}

#[cfg(test)]
mod tests {
    use super::paragraph;
    use crate::source::Source;

    #[test]
    fn lines_that_belong_together_are_one_place() {
        let text = "a\nb\n\n- one\n  more\n- two\n\nlast";
        let source = Source::new("a.md", text);
        let at =
            |needle: &str| source.slice(paragraph(&source, text.find(needle).unwrap()));
        assert_eq!(at("b"), "a\nb");
        assert_eq!(at("more"), "- one\n  more");
        assert_eq!(at("two"), "- two");
        assert_eq!(at("last"), "last");
    }
}
