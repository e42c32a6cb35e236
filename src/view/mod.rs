//! Pages for the preview: as SVG, with the places in the site's files that what is printed
//! there came from. What the markup holds is found by its marks; what templates print of their
//! own accord, by its words.

mod given;
mod pieces;

use std::sync::Arc;

use rayon::prelude::*;
use typst::utils::hash128;
use typst_svg::SvgOptions;

pub use given::{Given, Givens};

use self::pieces::{Finder, From, Piece};
use crate::compile::Compiled;
use crate::diagnostic::Place;
use crate::frames;
use crate::source::Source;

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
    pub fn views(&self, mut givens: Givens) -> Vec<PageView> {
        let options = SvgOptions::default();
        let view = |page: &typst_layout::Page| {
            let svg = typst_svg::svg(page, &options);
            let mut finder = Finder {
                world: &self.world,
                origin: &self.origin,
                front: givens.front,
                found: Vec::new(),
                picture: None,
            };
            frames::walk(&page.frame, &mut finder);
            let view = PageView {
                digest: format!("{:032x}", hash128(&svg)),
                svg,
                width: page.frame.width().to_pt(),
                height: page.frame.height().to_pt(),
                regions: Vec::new(),
            };
            (view, finder.found)
        };
        let pages = self.document.pages();
        let seen: Vec<(PageView, Vec<Piece>)> = pages.par_iter().map(view).collect();
        let views = seen.into_iter().map(|(view, pieces)| {
            let regions = regions(&self.origin.source, pieces, &mut givens);
            PageView { regions, ..view }
        });
        views.collect()
    }
}

/// The regions of a page, in the order of its pieces.
fn regions(source: &Arc<Source>, pieces: Vec<Piece>, givens: &mut Givens) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    let mut rest = pieces.as_slice();
    let mut before: Option<&Piece> = None;
    while let Some(piece) = rest.first() {
        let (span, length) = match &piece.from {
            From::Page(span) => (Some(*span), 1),
            From::Picture(path) => (givens.picture(path), 1),
            From::Template => match givens.text(rest) {
                Some((span, length)) => (Some(span), length),
                None => (None, 1),
            },
        };
        let (own, others) = rest.split_at(length.min(rest.len()));
        rest = others;
        let Some(span) = span else { continue };
        for (number, piece) in own.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|at| own.get(at)).or(before);
            let region = piece.region(Place::new(source, span));
            let is_near = |last: &&mut Region| {
                last.place.span == span && before.is_some_and(|one| piece.is_beside(one))
            };
            match found.last_mut().filter(is_near) {
                Some(last) => {
                    last.join(region, before.is_none_or(|one| piece.is_apart(one)));
                }
                None => found.push(region),
            }
        }
        before = own.last();
    }
    found
}

impl Region {
    /// Takes in what follows; `apart` says whether there is room between the two.
    fn join(&mut self, other: Self, apart: bool) {
        let breaks = apart && !self.text.ends_with([' ', '-', '\u{ad}']);
        if breaks && !other.text.starts_with(' ') && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&other.text);
        self.left = self.left.min(other.left);
        self.top = self.top.min(other.top);
        self.right = self.right.max(other.right);
        self.bottom = self.bottom.max(other.bottom);
    }
}
