//! Drawings and screenshots have few colours. With no more than 256 of them the pixels deflate
//! well, and where that many come close to what was there nobody sees it.

use std::collections::HashSet;

use color_quant::NeuQuant;
use image::{DynamicImage, RgbaImage};

/// The number of colours in a palette.
const COLORS: usize = 256;

/// The largest mean square error of a palette that is close: 40 dB below full scale for fine
/// pictures; a JPEG of quality 80 or less is no nearer than 34 dB.
fn max_error(quality: u8) -> f64 {
    if quality > 80 { 6.5 } else { 26.0 }
}

/// Whether a picture has no more colours than a palette holds: a drawing, not a photograph.
pub(super) fn is_drawing(picture: &DynamicImage) -> bool {
    let mut colors = HashSet::with_capacity(COLORS + 1);
    for pixel in picture.to_rgba8().pixels() {
        colors.insert(pixel.0);
        if colors.len() > COLORS {
            return false;
        }
    }
    true
}

/// The picture in 256 colours. None if that would be seen more than a JPEG of that quality.
pub(super) fn reduced(picture: &DynamicImage, quality: u8) -> Option<RgbaImage> {
    let mut pixels = picture.to_rgba8();
    // One pixel in ten is enough to choose colours by.
    let palette = NeuQuant::new(10, COLORS, &pixels);
    let mut error = 0_u64;
    for pixel in pixels.chunks_exact_mut(4) {
        let before: [u8; 4] = pixel.try_into().unwrap_or_default();
        palette.map_pixel(pixel);
        let squares = before.iter().zip(pixel.iter());
        error += squares.map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2)).sum::<u64>();
    }
    #[expect(clippy::cast_precision_loss, reason = "a mean needs no 53 bits")]
    let mean = error as f64 / pixels.len().max(1) as f64;
    (mean <= max_error(quality)).then_some(pixels)
}
