//! Pictures for the web, as small as they go without anybody seeing it.

use std::io::Cursor;

use image::DynamicImage;
use image::ImageFormat;
use oxipng::{Options, RawImage};

use super::palette;
use super::shrink::plain;

/// The format of a picture for the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// PNG (ISO/IEC 15948).
    #[default]
    Png,
    /// WebP, without loss.
    Webp,
}

impl Format {
    /// The end of the name of such a file.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }
}

/// Pictures with more colours than a palette has, but as good as none beside it, lose those.
const FINE: u8 = 90;

/// The picture as a file. None if the format cannot hold it.
#[must_use]
pub fn encode(picture: DynamicImage, format: Format) -> Option<Vec<u8>> {
    let few = (!palette::is_drawing(&picture))
        .then(|| palette::reduced(&picture, FINE))
        .flatten();
    let picture = plain(few.map_or(picture, DynamicImage::ImageRgba8), true);
    match format {
        Format::Png => png(&picture),
        Format::Webp => {
            let mut out = Cursor::new(Vec::new());
            // WebP knows no grey.
            let colors = match picture.color().has_alpha() {
                true => DynamicImage::ImageRgba8(picture.to_rgba8()),
                false => DynamicImage::ImageRgb8(picture.to_rgb8()),
            };
            colors.write_to(&mut out, ImageFormat::WebP).ok()?;
            Some(out.into_inner())
        }
    }
}

fn png(picture: &DynamicImage) -> Option<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
    let color = match picture.color() {
        image::ColorType::L8 => oxipng::ColorType::Grayscale { transparent_shade: None },
        image::ColorType::La8 => oxipng::ColorType::GrayscaleAlpha,
        image::ColorType::Rgb8 => oxipng::ColorType::RGB { transparent_color: None },
        _ => oxipng::ColorType::RGBA,
    };
    let raw = RawImage::new(
        width,
        height,
        color,
        oxipng::BitDepth::Eight,
        picture.as_bytes().to_vec(),
    );
    raw.ok()?.create_optimized_png(&Options::from_preset(2)).ok()
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbaImage};

    use super::{Format, encode};

    #[test]
    fn what_is_written_is_what_was_there() {
        let drawing = RgbaImage::from_fn(30, 20, |x, y| {
            image::Rgba([(x / 3 * 25) as u8, (y / 2 * 25) as u8, 7, 255])
        });
        for format in [Format::Png, Format::Webp] {
            let picture = DynamicImage::ImageRgba8(drawing.clone());
            let bytes = encode(picture, format).unwrap();
            let read = image::load_from_memory(&bytes).unwrap();
            assert_eq!(read.to_rgba8(), drawing, "{format:?}");
        }
    }
}
