//! What tells a page from another by its looks, quicker than its picture would.

use typst::layout::{Frame, FrameItem, Transform};
use typst::utils::hash128;

use crate::compile::Compiled;

impl Compiled<'_> {
    /// What is the same as long as a page looks the same, for each page.
    #[must_use]
    pub fn digests(&self) -> Vec<u128> {
        let digest = |page: &typst_layout::Page| {
            let mut seen = vec![hash128(&page.fill)];
            shown(&page.frame, Transform::identity(), &mut seen);
            hash128(&seen)
        };
        self.laid_out.pages().iter().map(digest).collect()
    }
}

/// What a frame shows, and where.
fn shown(frame: &Frame, outer: Transform, seen: &mut Vec<u128>) {
    for (at, item) in frame.items() {
        let here = outer.pre_concat(Transform::translate(at.x, at.y));
        match item {
            FrameItem::Group(group) => {
                seen.push(hash128(&group.clip));
                shown(&group.frame, here.pre_concat(group.transform), seen);
            }
            FrameItem::Text(text) => seen.push(hash128(&(here, text))),
            FrameItem::Shape(shape, _) => seen.push(hash128(&(here, shape))),
            FrameItem::Image(image, size, _) => seen.push(hash128(&(here, image, size))),
            FrameItem::Link(target, size) => seen.push(hash128(&(here, target, size))),
            FrameItem::Tag(_) => {}
        }
    }
}
