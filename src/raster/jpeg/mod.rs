//! JPEG files segment by segment (ITU-T T.81, annex B): what a camera wrote beside the picture
//! is taken out, the picture itself stays as it is, bit for bit.
//!
//! What stays: the density (JFIF), the colour profile (ICC), Adobe's colour transform, and of
//! Exif only how the picture is turned and how large it is meant to be.

use super::exif;

/// Markers of T.81, table B.1.
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const COM: u8 = 0xfe;

/// The picture without metadata. None if there is none, and for what is no whole JPEG.
///
/// Whatever follows the end of the picture goes, too: previews, films and a maker's notes.
#[must_use]
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0xff, SOI];
    let mut kept = Vec::with_capacity(bytes.len());
    let mut exif = None;
    let mut rest = bytes.strip_prefix(&[0xff, SOI])?;
    loop {
        let (marker, after) = marker(rest)?;
        if marker == EOI {
            kept.extend([0xff, EOI]);
            break;
        }
        let (content, after) = content(after)?;
        match marker {
            APP0 => out.extend(density(content)),
            APP1 => exif = exif.or_else(|| essential(content)),
            APP2 if !content.starts_with(b"ICC_PROFILE\0") => {}
            APP14 if !content.starts_with(b"Adobe") => {}
            APP2 | APP14 => write(&mut kept, marker, content),
            APP0..=APP15 | COM => {}
            marker => write(&mut kept, marker, content),
        }
        rest = after;
        if marker == SOS {
            let length = scan(rest)?;
            let (data, after) = rest.split_at_checked(length)?;
            kept.extend(data);
            rest = after;
        }
    }
    if let Some(exif) = exif {
        write(&mut out, APP1, &exif);
    }
    out.extend(kept);
    (out.len() != bytes.len()).then_some(out)
}

/// The number of colour components: 1 grey, 3 colours, 4 printing inks.
#[must_use]
pub(super) fn components(bytes: &[u8]) -> Option<u8> {
    let mut rest = bytes.strip_prefix(&[0xff, SOI])?;
    loop {
        let (marker, after) = marker(rest)?;
        let (content, after) = content(after)?;
        // A frame header: C0 to CF without DHT, JPG and DAC.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return content.get(5).copied();
        }
        rest = after;
    }
}

/// The next marker and what follows it; fill bytes are skipped.
fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let rest = bytes.strip_prefix(&[0xff])?;
    let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
    let (marker, rest) = rest.get(fill..)?.split_first()?;
    (*marker != 0).then_some((*marker, rest))
}

/// The content of a segment and what follows it.
fn content(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2)?;
    rest.split_at_checked(length)
}

/// How long the entropy-coded data is: up to a marker that is neither a stuffed byte nor a
/// restart.
fn scan(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match bytes.get(at + 1)? {
            0 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

fn write(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    out.extend([0xff, marker]);
    out.extend(length.to_be_bytes());
    out.extend(content);
}

/// An Exif segment with what has to stay; none for other segments.
fn essential(content: &[u8]) -> Option<Vec<u8>> {
    let exif = exif::essential(content.strip_prefix(exif::HEADER)?)?;
    Some([exif::HEADER, &exif].concat())
}

/// A JFIF segment without its thumbnail; nothing for one that only holds a thumbnail (JFXX).
fn density(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if let Some(header) = content.get(..12).filter(|head| head.starts_with(b"JFIF\0")) {
        write(&mut out, APP0, &[header, &[0, 0]].concat());
    }
    out
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat};

    use super::{components, without_metadata, write};

    fn jpeg() -> Vec<u8> {
        let mut out = std::io::Cursor::new(Vec::new());
        let picture =
            DynamicImage::ImageRgb8(image::RgbImage::from_fn(40, 20, |x, y| {
                image::Rgb([(x * 6) as u8, (y * 12) as u8, 90])
            }));
        picture.write_to(&mut out, ImageFormat::Jpeg).unwrap();
        out.into_inner()
    }

    /// What a camera writes: Exif with an orientation, a place and a thumbnail, a comment, XMP, and
    /// a film after the end.
    fn from_a_camera() -> Vec<u8> {
        let plain = jpeg();
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
        exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
        exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0");
        exif.extend(b"\0\0\0\0GPS 59 N 18 E");
        let mut out = plain[..2].to_vec();
        write(&mut out, 0xe1, &exif);
        write(
            &mut out,
            0xe1,
            b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>secret</x:xmpmeta>",
        );
        write(&mut out, 0xed, b"Photoshop 3.0\0secret");
        write(&mut out, 0xfe, b"secret comment");
        out.extend(&plain[2..]);
        out.extend(b"secret film");
        out
    }

    #[test]
    fn metadata_goes_and_the_picture_stays() {
        let camera = from_a_camera();
        let clean = without_metadata(&camera).unwrap();
        let holds =
            |needle: &[u8]| clean.windows(needle.len()).any(|part| part == needle);
        assert!(!holds(b"secret") && !holds(b"GPS") && !holds(b"xap"));
        assert!(holds(b"Exif\0\0"), "the orientation is kept");
        let decode = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
        assert_eq!(decode(&clean), decode(&camera));
        assert_eq!(without_metadata(&clean), None, "nothing is left to remove");
        assert_eq!(components(&clean), Some(3));
    }

    #[test]
    fn what_is_no_jpeg_is_left_alone() {
        for bytes in [&b""[..], b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"\x89PNG"] {
            assert_eq!(without_metadata(bytes), None);
            assert_eq!(components(bytes), None);
        }
        let whole = from_a_camera();
        for length in 0..whole.len() {
            // Cut anywhere it must not panic.
            let _ = without_metadata(&whole[..length]);
        }
    }
}
