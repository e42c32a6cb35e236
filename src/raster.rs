//! Photographs in WebP. PDF does not know the format, so Typst stores every pixel as it is, and
//! a page with a few photographs weighs twenty megabytes. As JPEG of high quality they weigh
//! what they did on the web, and look the same.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, ImageReader};

/// The quality of the JPEG; above it files grow and no eye sees a difference.
const QUALITY: u8 = 88;

/// More pixels than this along an edge are more than 300 to the inch on a whole page.
const MAX_EDGE: u32 = 2480;

/// A picture with more pixels is not decoded: it would take half a gigabyte.
const MAX_PIXELS: u64 = 130_000_000;

/// The JPEG of an opaque WebP photograph. None for anything else, and for what cannot be read:
/// then the picture stays as it is.
#[must_use]
pub fn jpeg_of_webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::WebP);
    let (width, height) = reader.into_dimensions().ok()?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    // Decodes in the picture crate itself, which is optimised in every build.
    let picture = image::load_from_memory_with_format(bytes, ImageFormat::WebP).ok()?;
    if picture.color().has_alpha() {
        return None;
    }
    // For less than a third of the size, the fast way looks the same as the slow one.
    let picture = match picture.width().max(picture.height()) > MAX_EDGE {
        true => picture.thumbnail(MAX_EDGE, MAX_EDGE),
        false => picture,
    };
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY)
        .encode_image(&picture.to_rgb8())
        .ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat};

    use super::jpeg_of_webp;

    fn webp(picture: &DynamicImage) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, ImageFormat::WebP).unwrap();
        out.into_inner()
    }

    #[test]
    fn opaque_photographs_become_jpeg() {
        let opaque = webp(&DynamicImage::new_rgb8(64, 32));
        let jpeg = jpeg_of_webp(&opaque).unwrap();
        assert!(jpeg.starts_with(b"\xff\xd8\xff"));
        assert_eq!(jpeg_of_webp(&webp(&DynamicImage::new_rgba8(64, 32))), None);
        assert_eq!(jpeg_of_webp(b"RIFF....WEBPVP8 broken"), None);
        assert_eq!(jpeg_of_webp(&opaque), Some(jpeg));
    }
}
