//! A way through what is laid out, item by item in the order it is painted. What is looked for
//! there is the business of who goes it.

use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Size, Transform};
use typst::syntax::Span as Mark;
use typst::text::TextItem;
use typst::visualize::{Image, Shape};

/// What somebody looks at on a page; `here` leads from an item to the page.
pub(crate) trait Look {
    /// A run of text.
    fn text(&mut self, text: &TextItem, here: Transform);

    /// A shape.
    fn shape(&mut self, _shape: &Shape, _here: Transform) {}

    /// A picture.
    fn image(&mut self, _image: &Image, _size: Size, _mark: Mark, _here: Transform) {}

    /// An element begins.
    fn start(&mut self, _element: &Content) {}

    /// The element at a location ends.
    fn end(&mut self, _location: Location) {}
}

/// Goes through a frame.
pub(crate) fn walk(frame: &Frame, look: &mut impl Look) {
    walk_from(frame, Transform::identity(), look);
}

fn walk_from(frame: &Frame, outer: Transform, look: &mut impl Look) {
    for (at, item) in frame.items() {
        let here = outer.pre_concat(Transform::translate(at.x, at.y));
        match item {
            FrameItem::Group(group) => {
                walk_from(&group.frame, here.pre_concat(group.transform), look);
            }
            FrameItem::Text(text) => look.text(text, here),
            FrameItem::Shape(shape, _) => look.shape(shape, here),
            FrameItem::Image(image, size, mark) => look.image(image, *size, *mark, here),
            FrameItem::Tag(Tag::Start(element, _)) => look.start(element),
            FrameItem::Tag(Tag::End(location, ..)) => look.end(*location),
            FrameItem::Link(..) => {}
        }
    }
}
