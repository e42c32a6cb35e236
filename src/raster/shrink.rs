//! A picture with no more pixels than its size on paper needs, in the format that stores it in
//! the fewest bytes.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageEncoder};

use super::{as_jpeg, palette};

/// What a picture is to become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    /// The pixels across that its size on paper needs.
    pub width: u32,
    /// The pixels down that its size on paper needs.
    pub height: u32,
    /// The quality of a photograph as JPEG, 1 to 100.
    pub quality: u8,
}

/// Less than this share of the pixels has to go before a picture is worth to be made anew.
const WORTH: f64 = 0.9;

/// The picture for that size: photographs as JPEG, drawings as PNG. None if it is best stored
/// as it is.
///
/// `pixels` are those of `original`, turned as they are to be seen; `icc` is its colour profile.
#[must_use]
pub fn shrink(
    original: &[u8],
    pixels: &DynamicImage,
    icc: Option<&[u8]>,
    target: Target,
) -> Option<Vec<u8>> {
    let was_jpeg = original.starts_with(b"\xff\xd8");
    let drawing = !was_jpeg && palette::is_drawing(pixels);
    let sized = sized(pixels, target);
    let is_smaller = sized.is_some();
    let plain = plain(sized.unwrap_or_else(|| pixels.clone()), icc.is_none());
    let icc = icc.filter(|_| eight_bits(pixels));
    let stored = match was_jpeg {
        // Only what a JPEG weighs less than before counts; decoding it gives nothing lossless.
        true => original.len(),
        false => deflated(&plain)?,
    };
    if !drawing
        && !plain.color().has_alpha()
        && let Some(jpeg) = as_jpeg(&plain, target.quality, icc)
        && share(jpeg.len(), stored) < if was_jpeg && is_smaller { 1.0 } else { WORTH }
    {
        return Some(jpeg);
    }
    if was_jpeg {
        return None;
    }
    // Smoothing made new colours, or there were too many from the start.
    let few = (!palette::is_drawing(&plain))
        .then(|| palette::reduced(&plain, target.quality))
        .flatten();
    let few =
        few.map(|pixels| self::plain(DynamicImage::ImageRgba8(pixels), icc.is_none()));
    let few =
        few.filter(|few| deflated(few).is_some_and(|size| share(size, stored) < WORTH));
    let changed = is_smaller || few.is_some() || plain.color() != pixels.color();
    changed.then(|| as_png(few.as_ref().unwrap_or(&plain), icc)).flatten()
}

/// The picture in the size of the target; none if it is not clearly larger.
fn sized(picture: &DynamicImage, target: Target) -> Option<DynamicImage> {
    let (width, height) = (picture.width(), picture.height());
    let scale = (f64::from(target.width) / f64::from(width))
        .max(f64::from(target.height) / f64::from(height));
    if !(scale > 0.0 && scale < WORTH) {
        return None;
    }
    let scaled = |edge: u32, scale: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a number of pixels"
        )]
        let edge = (f64::from(edge) * scale).round() as u32;
        edge.max(1)
    };
    let (small, low) = (scaled(width, scale), scaled(height, scale));
    // Averaging down to twice the size is fast, and the filter then has little left to do.
    if scale < 0.4 {
        let halfway = picture.thumbnail_exact(small * 2, low * 2);
        return Some(halfway.resize_exact(small, low, FilterType::CatmullRom));
    }
    Some(picture.resize_exact(small, low, FilterType::Lanczos3))
}

fn eight_bits(picture: &DynamicImage) -> bool {
    use DynamicImage::{ImageLuma8, ImageLumaA8, ImageRgb8, ImageRgba8};
    matches!(picture, ImageLuma8(_) | ImageLumaA8(_) | ImageRgb8(_) | ImageRgba8(_))
}

/// Eight bits a channel, no transparency where nothing is transparent, grey if all is grey and
/// `may_be_grey`: a profile for colours does not fit grey.
pub(super) fn plain(picture: DynamicImage, may_be_grey: bool) -> DynamicImage {
    let rgba = match &picture {
        DynamicImage::ImageLuma8(_) => return picture,
        DynamicImage::ImageRgb8(rgb) if !may_be_grey => return rgb.clone().into(),
        picture => picture.to_rgba8(),
    };
    let opaque = rgba.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let grey = may_be_grey
        && rgba.pixels().all(|pixel| {
            let [red, green, blue, _] = pixel.0;
            red == green && green == blue
        });
    match (grey, opaque) {
        (true, true) => DynamicImage::ImageLuma8(picture.to_luma8()),
        (true, false) => DynamicImage::ImageLumaA8(picture.to_luma_alpha8()),
        (false, true) => DynamicImage::ImageRgb8(picture.to_rgb8()),
        (false, false) => DynamicImage::ImageRgba8(rgba),
    }
}

/// About what the pixels weigh in a PDF, in bytes: deflated, without a filter.
fn deflated(picture: &DynamicImage) -> Option<usize> {
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(
        &mut out,
        CompressionType::Default,
        PngFilter::NoFilter,
    );
    picture.write_with_encoder(encoder).ok()?;
    Some(out.len())
}

/// A PNG that is only carried to the PDF, where its pixels are deflated anew.
fn as_png(picture: &DynamicImage, icc: Option<&[u8]>) -> Option<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    let mut encoder =
        PngEncoder::new_with_quality(&mut out, CompressionType::Fast, PngFilter::Up);
    if let Some(icc) = icc {
        encoder.set_icc_profile(icc.to_vec()).ok()?;
    }
    picture.write_with_encoder(encoder).ok()?;
    Some(out.into_inner())
}

fn share(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a share needs no 53 bits")]
    let share = part as f64 / whole.max(1) as f64;
    share
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};

    use super::{Target, shrink};

    fn target(width: u32, height: u32) -> Target {
        Target { width, height, quality: 75 }
    }

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// Soft light with grain, as in a photograph.
    fn photograph(width: u32, height: u32) -> DynamicImage {
        let mut grain = 1_u32;
        let mut next = || {
            grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (grain >> 28) as u8
        };
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
            let light = |phase: u32| ((x * 3 + y * 2 + phase) / 7 % 200) as u8;
            image::Rgb([light(0) + next(), light(90) + next(), light(300) + next()])
        }))
    }

    #[test]
    fn a_photograph_becomes_a_jpeg_of_its_size() {
        let picture = photograph(400, 200);
        let png = encoded(&picture, ImageFormat::Png);
        let small = shrink(&png, &picture, None, target(100, 50)).unwrap();
        assert!(small.starts_with(b"\xff\xd8"), "as JPEG");
        let read = image::load_from_memory(&small).unwrap();
        assert_eq!((read.width(), read.height()), (100, 50));
    }

    #[test]
    fn a_jpeg_that_fits_is_not_made_worse() {
        let picture = photograph(100, 50);
        let jpeg = super::as_jpeg(&picture, 60, None).unwrap();
        let read = image::load_from_memory(&jpeg).unwrap();
        assert_eq!(shrink(&jpeg, &read, None, target(100, 50)), None);
    }

    #[test]
    fn drawings_stay_sharp_and_what_is_clear_stays_clear() {
        let drawing = DynamicImage::ImageRgba8(RgbaImage::from_fn(200, 200, |x, _| {
            image::Rgba(if x < 100 { [200, 0, 0, 255] } else { [0, 0, 0, 0] })
        }));
        let png = encoded(&drawing, ImageFormat::Png);
        assert_eq!(shrink(&png, &drawing, None, target(200, 200)), None);
        let small = shrink(&png, &drawing, None, target(50, 50)).unwrap();
        let read = image::load_from_memory(&small).unwrap();
        assert!(small.starts_with(b"\x89PNG") && read.color().has_alpha());
    }

    #[test]
    fn sixteen_bits_and_idle_channels_go() {
        let deep =
            DynamicImage::ImageRgb8(RgbImage::from_pixel(8, 8, image::Rgb([9; 3])));
        let deep = DynamicImage::ImageRgb16(deep.to_rgb16());
        let png = encoded(&deep, ImageFormat::Png);
        let small = shrink(&png, &deep, None, target(8, 8)).unwrap();
        let read = image::load_from_memory(&small).unwrap();
        assert_eq!(read.color(), image::ColorType::L8);
    }
}
