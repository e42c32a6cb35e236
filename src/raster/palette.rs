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

/// The largest error that whole tiles may have, as the root of a mean square: in soft light a
/// palette makes stripes, which are seen where grain of the same error is not. A sky in 256
/// colours has 1.6, a logo with a soft edge 0.1.
fn max_stripes(quality: u8) -> f64 {
    if quality > 80 { 1.0 } else { 1.5 }
}

/// The edge of a tile, in pixels.
const TILE: u32 = 8;

/// The picture in 256 colours. None if that would be seen more than a JPEG of that quality.
pub(super) fn reduced(picture: &DynamicImage, quality: u8) -> Option<RgbaImage> {
    let before = picture.to_rgba8();
    let mut pixels = before.clone();
    // One pixel in ten is enough to choose colours by.
    let palette = NeuQuant::new(10, COLORS, &pixels);
    pixels.chunks_exact_mut(4).for_each(|pixel| palette.map_pixel(pixel));
    let is_close = error(&before, &pixels) <= max_error(quality)
        && stripes(&before, &pixels) <= max_stripes(quality);
    is_close.then_some(pixels)
}

/// The mean square error of all values.
#[expect(clippy::cast_precision_loss, reason = "a mean needs no 53 bits")]
fn error(before: &RgbaImage, after: &RgbaImage) -> f64 {
    let squares = before
        .iter()
        .zip(after.iter())
        .map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2));
    squares.sum::<u64>() as f64 / before.len().max(1) as f64
}

/// The root of the mean square error of whole tiles, each colour for itself.
#[expect(clippy::cast_precision_loss, reason = "a mean needs no 53 bits")]
fn stripes(before: &RgbaImage, after: &RgbaImage) -> f64 {
    let across = before.width().div_ceil(TILE);
    let index = |x: u32, y: u32| (y / TILE * across + x / TILE) as usize;
    let count = across as usize * before.height().div_ceil(TILE) as usize;
    let mut tiles = vec![([0_i64; 4], 0_i64); count];
    for ((x, y, old), new) in before.enumerate_pixels().zip(after.pixels()) {
        let Some((sums, pixels)) = tiles.get_mut(index(x, y)) else { continue };
        *pixels += 1;
        for (sum, (old, new)) in sums.iter_mut().zip(old.0.iter().zip(new.0)) {
            *sum += i64::from(*old) - i64::from(new);
        }
    }
    let square = |sum: i64, pixels: i64| (sum as f64 / pixels.max(1) as f64).powi(2);
    let squares = tiles
        .iter()
        .flat_map(|(sums, pixels)| sums.map(|sum| square(sum, *pixels)));
    (squares.sum::<f64>() / (count.max(1) * 4) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, Rgba, RgbaImage};

    use super::{is_drawing, reduced};

    /// A picture that fades out to its corners.
    fn faded(color: impl Fn(u32, u32) -> [u8; 3]) -> DynamicImage {
        let clear = |x: u32, y: u32| {
            let (x, y) = (f64::from(x) / 160.0 - 1.0, f64::from(y) / 120.0 - 1.0);
            ((1.3 - x.hypot(y)).clamp(0.0, 1.0) * 255.0) as u8
        };
        RgbaImage::from_fn(320, 240, |x, y| {
            let [red, green, blue] = color(x, y);
            Rgba([red, green, blue, clear(x, y)])
        })
        .into()
    }

    #[test]
    fn soft_light_keeps_its_colours() {
        let sky = faded(|x, y| {
            [(60 + y / 4) as u8, (120 + y / 4) as u8, (200 + y / 8 + x / 40) as u8]
        });
        let spectrum =
            faded(|x, y| [(x * 255 / 320) as u8, y as u8, (x / 2 + y / 3) as u8]);
        for picture in [sky, spectrum] {
            for quality in [34, 72, 90] {
                assert!(reduced(&picture, quality).is_none(), "{quality}");
            }
        }
    }

    #[test]
    fn a_logo_with_a_soft_edge_needs_no_more() {
        // Three inks on a shadow: more than 256 colours, none of them far from one of those.
        let logo = faded(|x, _| match x % 96 {
            0..32 => [200, 20, 40],
            32..64 => [20, 90, 110],
            _ => [250, 250, 250],
        });
        assert!(!is_drawing(&logo));
        assert!(reduced(&logo, 72).is_some());
    }
}
