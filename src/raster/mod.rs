//! Pictures of pixels: what is checked before one is decoded, what never goes into a PDF, and
//! how one becomes smaller.
//!
//! PDF knows JPEG; of everything else Typst stores the pixels, deflated. So a photograph in
//! WebP or PNG weighs ten times what it weighs as JPEG, and looks the same.

mod cache;
mod duotone;
mod encode;
mod exif;
mod gif;
mod jpeg;
mod palette;
mod png;
mod shrink;
mod webp;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader};

pub use cache::Cache;
pub use duotone::{Rgb, Toned, Tones, duotone, luma};
pub use encode::{Format, encode};
pub use jpeg::without_metadata;
pub use shrink::{Target, shrink};

/// The quality of the JPEG of a WebP; above it files grow and no eye sees a difference.
const QUALITY: u8 = 88;

/// More pixels than this along an edge are more than 300 to the inch on a whole page.
const MAX_EDGE: u32 = 2480;

/// A picture that takes more memory than this is not decoded: 130 megapixels of three bytes.
const MAX_BYTES: u64 = 390_000_000;

/// Width and height of a picture that would take too much memory, in pixels. None for one that
/// does not, and for what is no picture. Only the head of the file is read.
#[must_use]
pub fn too_large(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let decoder = reader.into_decoder().ok()?;
    (decoder.total_bytes() > MAX_BYTES).then(|| decoder.dimensions())
}

/// The JPEG of an opaque WebP photograph. None for anything else, and for what cannot be read:
/// then the picture stays as it is.
#[must_use]
pub fn jpeg_of_webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let picture = decode(bytes, ImageFormat::WebP)?;
    if picture.color().has_alpha() {
        return None;
    }
    // For less than a third of the size, the fast way looks the same as the slow one.
    let picture = match picture.width().max(picture.height()) > MAX_EDGE {
        true => picture.thumbnail(MAX_EDGE, MAX_EDGE),
        false => picture,
    };
    as_jpeg(&picture, QUALITY, None)
}

/// What may leave the house of a picture, whatever its format: the picture without what was
/// written beside it, such as place, time, author and comments. `None` if it may go as it is.
#[must_use]
pub fn publishable(bytes: &[u8]) -> Option<Vec<u8>> {
    match bytes {
        [0xff, 0xd8, ..] => publishable_jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => png::without_metadata(bytes),
        [b'G', b'I', b'F', b'8', ..] => gif::without_metadata(bytes),
        [b'R', b'I', b'F', b'F', ..] => webp::without_metadata(bytes),
        _ => None,
    }
}

/// What may go into a PDF of a JPEG: without metadata, and in colours of a screen. `None` if it
/// may go as it is.
///
/// Inks (CMYK) are turned into colours: neither PDF/A nor a screen knows what they stand for
/// without the profile of a printing press. [`is_cmyk`] tells them.
fn publishable_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    if !is_cmyk(bytes) {
        return without_metadata(bytes);
    }
    as_jpeg(&decode(bytes, ImageFormat::Jpeg)?, QUALITY, None)
}

/// Whether a JPEG is made for a printing press.
#[must_use]
pub fn is_cmyk(bytes: &[u8]) -> bool {
    jpeg::components(bytes) == Some(4)
}

/// The picture, turned as it says it is to be. None for what cannot be read or is too large.
fn decode(bytes: &[u8], format: ImageFormat) -> Option<DynamicImage> {
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().ok()?;
    if decoder.total_bytes() > MAX_BYTES {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    // Decodes in the picture crate itself, which is optimised in every build.
    let mut picture = image::load_from_memory_with_format(bytes, format).ok()?;
    picture.apply_orientation(orientation);
    Some(picture)
}

/// A JPEG of the picture, grey if it is.
fn as_jpeg(picture: &DynamicImage, quality: u8, icc: Option<&[u8]>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, quality);
    if let Some(icc) = icc {
        encoder.set_icc_profile(icc.to_vec()).ok()?;
    }
    match picture {
        DynamicImage::ImageLuma8(grey) => encoder.encode_image(grey).ok()?,
        picture => encoder.encode_image(&picture.to_rgb8()).ok()?,
    }
    Some(out)
}

/// A small picture in a format.
#[cfg(test)]
fn written(format: image::ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgba8(3, 2)
        .write_to(&mut out, format)
        .unwrap();
    out.into_inner()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat};

    use super::png::crc;
    use super::{jpeg_of_webp, publishable_jpeg, too_large};

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
        assert_eq!(jpeg_of_webp(&opaque), Some(jpeg.clone()));
        assert_eq!(publishable_jpeg(&jpeg), None, "there is nothing to remove");
    }

    /// A PNG that says it has 60,000 by 60,000 pixels, in 45 bytes.
    #[test]
    fn bombs_are_seen_by_their_head() {
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bomb.extend(60_000_u32.to_be_bytes().repeat(2));
        bomb.extend(b"\x08\x02\0\0\0");
        bomb.extend(crc(&bomb[12..]).to_be_bytes());
        bomb.extend(b"\0\0\0\x01IDAT\0");
        bomb.extend(crc(b"IDAT\0").to_be_bytes());
        assert_eq!(too_large(&bomb), Some((60_000, 60_000)));
        assert_eq!(too_large(b"no picture"), None);
    }
}
