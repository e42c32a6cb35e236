//! What words are printed in, and on: read from the pages as they are laid out, so that no pair
//! of colours a template makes goes unseen. Whether that is enough is `brand::contrast`'s.

use typst::foundations::Content;
use typst::introspection::Location;
use typst::layout::{Point, Size, Transform};
use typst::pdf::ArtifactElem;
use typst::syntax::Span as Mark;
use typst::text::{FontWeight, TextItem};
use typst::visualize::{Geometry, Image, Paint, Shape};

use crate::brand::Color;
use crate::brand::contrast::{LARGE_TEXT, TEXT, ratio};
use crate::compile::Compiled;
use crate::frames::{self, Look};
use crate::source::Span;

/// Words in one colour on one ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Ink {
    /// The words.
    pub words: String,
    /// Their colour.
    pub text: Color,
    /// What they stand on.
    pub ground: Color,
    /// Their size in points.
    pub size: f64,
    /// Whether they are bold.
    pub bold: bool,
    /// The page, counted from 1.
    pub page: usize,
    /// What tells where they came from.
    mark: Option<(Mark, u16)>,
}

impl Ink {
    /// The ratio that they need: large text, from 18 pt or bold from 14 pt, less than other
    /// text (WCAG 2.2, 1.4.3); bullets and the like are no text (1.4.11).
    #[must_use]
    pub fn least(&self) -> f64 {
        let is_large = self.size >= 18.0 || self.bold && self.size >= 14.0;
        let is_text = self.words.chars().any(char::is_alphanumeric);
        if is_large || !is_text { LARGE_TEXT } else { TEXT }
    }

    /// Whether they can be read.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        ratio(self.text, self.ground) >= self.least()
    }
}

impl Compiled<'_> {
    /// The words of all pages but those that are decoration, or stand on a picture or a pattern,
    /// whose tones are not known.
    #[must_use]
    pub fn inks(&self) -> Vec<Ink> {
        let mut found = Vec::new();
        for (number, page) in (1..).zip(self.laid_out.pages()) {
            let mut painted = Painted { page: number, ..Painted::default() };
            let paper = page.fill_or_white();
            let whole = Geometry::Rect(page.frame.size());
            if let Some(paper) = paper {
                painted
                    .layers
                    .push((whole.filled(paper).into(), Transform::identity()));
            }
            frames::walk(&page.frame, &mut painted);
            found.extend(painted.found);
        }
        found
    }

    /// The place in the page that words came from; none for those of templates.
    #[must_use]
    pub fn origin_of(&self, ink: &Ink) -> Option<Span> {
        let (mark, offset) = ink.mark?;
        self.origin.of(&self.world, mark, offset.into())
    }
}

/// What has been painted on a page so far.
#[derive(Default)]
struct Painted {
    page: usize,
    layers: Vec<(Layer, Transform)>,
    /// Decoration that has begun and not ended.
    artifacts: Vec<Location>,
    found: Vec<Ink>,
}

/// Something that words may stand on.
enum Layer {
    Shape(Box<Shape>),
    /// A picture of this size: its tones are not known.
    Picture(Point),
}

impl From<Shape> for Layer {
    fn from(shape: Shape) -> Self {
        Self::Shape(Box::new(shape))
    }
}

/// What a shape paints at a point.
enum Under {
    Tone(Tone),
    /// Its tones are not known.
    Pattern,
}

/// A colour with its strength, each part 0 to 1.
type Tone = [f32; 4];

impl Look for Painted {
    fn shape(&mut self, shape: &Shape, here: Transform) {
        if shape.fill.is_some() {
            self.layers.push((shape.clone().into(), here));
        }
    }

    fn image(&mut self, _: &Image, size: Size, _: Mark, here: Transform) {
        self.layers.push((Layer::Picture(size.to_point()), here));
    }

    fn start(&mut self, element: &Content) {
        let is_artifact = element.is::<ArtifactElem>();
        self.artifacts.extend(element.location().filter(|_| is_artifact));
    }

    fn end(&mut self, location: Location) {
        self.artifacts.retain(|open| *open != location);
    }

    fn text(&mut self, text: &TextItem, here: Transform) {
        let Paint::Solid(fill) = &text.fill else { return };
        if !self.artifacts.is_empty() || text.text.trim().is_empty() {
            return;
        }
        let middle = Point::new(text.width() / 2.0, text.size * -0.25).transform(here);
        let Some(ground) = self.ground(middle) else { return };
        let ink = over(tone(fill), ground);
        self.found.push(Ink {
            words: text.text.to_string(),
            text: color(ink),
            ground: color(ground),
            size: text.size.to_pt(),
            bold: text.font.info().variant.weight >= FontWeight::BOLD,
            page: self.page,
            mark: text.glyphs.first().map(|glyph| glyph.span),
        });
    }
}

impl Painted {
    /// The tone at a point of the page; none where a picture or a pattern shows through.
    fn ground(&self, at: Point) -> Option<Tone> {
        let mut seen: Vec<Tone> = Vec::new();
        for (layer, place) in self.layers.iter().rev() {
            let Some(inverse) = place.invert() else { continue };
            let at = at.transform(inverse);
            let tone = match layer {
                Layer::Picture(corner) if within(at, *corner) => return None,
                Layer::Picture(_) => continue,
                Layer::Shape(shape) => match tone_at(shape, at) {
                    Some(Under::Tone(tone)) => tone,
                    Some(Under::Pattern) => return None,
                    None => continue,
                },
            };
            seen.push(tone);
            if tone[3] > 0.995 {
                break;
            }
        }
        let below = [1.0, 1.0, 1.0, 1.0];
        Some(seen.into_iter().rev().fold(below, |below, tone| over(tone, below)))
    }
}

fn within(at: Point, corner: Point) -> bool {
    let zero = Point::zero();
    at.x >= zero.x && at.y >= zero.y && at.x <= corner.x && at.y <= corner.y
}

/// What a shape paints at a point, if that is in it.
fn tone_at(shape: &Shape, at: Point) -> Option<Under> {
    let covers = match &shape.geometry {
        Geometry::Rect(size) => within(at, size.to_point()),
        Geometry::Curve(curve) => curve.contains(shape.fill_rule, at),
        Geometry::Line(_) => false,
    };
    if !covers {
        return None;
    }
    let bounds = shape.bbox(false);
    let size = bounds.size();
    #[expect(clippy::cast_possible_truncation, reason = "points of a page are small")]
    let number = |length: typst::layout::Abs| length.to_pt() as f32;
    Some(match shape.fill.as_ref()? {
        Paint::Solid(color) => Under::Tone(tone(color)),
        Paint::Gradient(gradient) => {
            let from = (number(at.x - bounds.min.x), number(at.y - bounds.min.y));
            Under::Tone(tone(&gradient.sample_at(from, (number(size.x), number(size.y)))))
        }
        Paint::Tiling(_) => Under::Pattern,
    })
}

/// A colour of any space in sRGB.
fn tone(color: &typst::visualize::Color) -> Tone {
    let rgb = color.to_rgb();
    [rgb.red, rgb.green, rgb.blue, rgb.alpha]
}

/// A tone painted over an opaque one.
fn over(tone: Tone, below: Tone) -> Tone {
    let [red, green, blue, strength] = tone;
    let mix = |own: f32, below: f32| own * strength + below * (1.0 - strength);
    [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1.0]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is clamped is 0 to 255"
)]
fn color(tone: Tone) -> Color {
    let [red, green, blue, _] =
        tone.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
    Color::new(red, green, blue)
}
