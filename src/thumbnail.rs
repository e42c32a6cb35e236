//! Pages as pictures of pixels.

use image::{DynamicImage, RgbaImage};
use typst::utils::Scalar;
use typst_render::{RenderOptions, render};

use crate::compile::Compiled;

/// The widest picture of a page, in pixels: A4 at 600 to the inch.
pub const MAX_WIDTH: u32 = 4960;

impl Compiled<'_> {
    /// A page, the first is 1, as a picture of that width in pixels. None if there is no such
    /// page.
    #[must_use]
    pub fn picture_of(&self, page: usize, width: u32) -> Option<DynamicImage> {
        let page = self.document.pages().get(page.checked_sub(1)?)?;
        let points = page.frame.width().to_pt();
        let scale = f64::from(width.clamp(1, MAX_WIDTH)) / points.max(1.0);
        let options = RenderOptions {
            pixel_per_pt: Scalar::new(scale),
            render_bleed: false,
        };
        let pixels = render(page, &options);
        let (width, height) = (pixels.width(), pixels.height());
        // Pages are opaque, so nothing has to be divided by its transparency.
        RgbaImage::from_raw(width, height, pixels.take()).map(DynamicImage::ImageRgba8)
    }
}
