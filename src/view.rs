//! Pages for the preview: as SVG, with the places in the site's files that what is printed
//! there came from.

use rayon::prelude::*;
use typst::WorldExt;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::Span as Mark;
use typst::text::TextItem;
use typst::utils::hash128;
use typst_svg::SvgOptions;

use crate::compile::{Compiled, Origin};
use crate::diagnostic::Place;
use crate::source::{Source, Span};
use crate::world::{MAIN, World};

/// A page as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct PageView {
    /// Its picture.
    pub svg: String,
    /// What is the same as long as the picture is.
    pub digest: String,
    /// Its width in points.
    pub width: f64,
    /// Its height in points.
    pub height: f64,
    /// What on it came from the site's files, in the order of reading.
    pub regions: Vec<Region>,
}

/// A part of a page that came from one paragraph, one item, one heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Its left edge in points from that of the page.
    pub left: f64,
    /// Its upper edge in points from that of the page.
    pub top: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
    /// What it says.
    pub text: String,
    /// Where it came from.
    pub place: Place,
}

impl Compiled<'_> {
    /// All pages as they are shown.
    #[must_use]
    pub fn views(&self) -> Vec<PageView> {
        let options = SvgOptions::default();
        let view = |page: &typst_layout::Page| {
            let svg = typst_svg::svg(page, &options);
            let mut finder = Finder {
                world: &self.world,
                origin: &self.origin,
                found: Vec::new(),
            };
            finder.frame(&page.frame, Transform::identity());
            PageView {
                digest: format!("{:032x}", hash128(&svg)),
                svg,
                width: page.frame.width().to_pt(),
                height: page.frame.height().to_pt(),
                regions: finder.found,
            }
        };
        self.document.pages().par_iter().map(view).collect()
    }
}

/// Finds the regions of a page.
struct Finder<'a> {
    world: &'a World<'a>,
    origin: &'a Origin,
    found: Vec<Region>,
}

impl Finder<'_> {
    fn frame(&mut self, frame: &Frame, outer: Transform) {
        for (at, item) in frame.items() {
            let here = outer.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => {
                    self.frame(&group.frame, here.pre_concat(group.transform));
                }
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Image(_, size, mark) => {
                    let corners = (Point::zero(), size.to_point());
                    self.add(*mark, 0, "", corners, here);
                }
                FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn text(&mut self, text: &TextItem, here: Transform) {
        let Some((mark, offset)) = text.glyphs.first().map(|glyph| glyph.span) else {
            return;
        };
        let corners = (
            Point::with_y(-text.font.metrics().ascender.at(text.size)),
            Point::new(text.width(), -text.font.metrics().descender.at(text.size)),
        );
        self.add(mark, usize::from(offset), &text.text, corners, here);
    }

    /// Adds what is between two `corners`, unless it came from a template.
    fn add(
        &mut self,
        mark: Mark,
        offset: usize,
        text: &str,
        corners: (Point, Point),
        here: Transform,
    ) {
        let Some(span) = self.came_from(mark, offset) else { return };
        let (a, b) = (corners.0.transform(here), corners.1.transform(here));
        let region = Region {
            left: a.x.min(b.x).to_pt(),
            top: a.y.min(b.y).to_pt(),
            right: a.x.max(b.x).to_pt(),
            bottom: a.y.max(b.y).to_pt(),
            text: text.to_owned(),
            place: Place::new(&self.origin.source, span),
        };
        match self.found.last_mut().filter(|last| last.place.span == span) {
            Some(last) => last.join(region),
            None => self.found.push(region),
        }
    }

    /// The paragraph of the page that something came from.
    fn came_from(&self, mark: Mark, offset: usize) -> Option<Span> {
        if mark.id()?.get().vpath().get_with_slash() != MAIN {
            return None;
        }
        let range = self.world.range(mark)?;
        let origin = self.origin.map.origin(range.start + offset)?;
        Some(paragraph(&self.origin.source, origin.start))
    }
}

impl Region {
    fn join(&mut self, other: Self) {
        let new_line = other.top >= self.bottom;
        let breaks = new_line && !self.text.ends_with([' ', '-', '\u{ad}']);
        if breaks && !other.text.starts_with(' ') {
            self.text.push(' ');
        }
        self.text.push_str(&other.text);
        self.left = self.left.min(other.left);
        self.top = self.top.min(other.top);
        self.right = self.right.max(other.right);
        self.bottom = self.bottom.max(other.bottom);
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
