//! PNG files chunk by chunk (ISO/IEC 15948): what is no picture is taken out, the picture itself
//! stays as it is, bit for bit.

use super::exif;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks beside the critical ones that say how the picture looks.
const KEPT: &[&[u8; 4]] = &[
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// The picture without metadata. None if there is none, and for what is no whole PNG.
///
/// Of Exif stays how the picture is turned and how large it is meant to be. Whatever follows
/// the end of the picture goes, too.
#[must_use]
pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut out = SIGNATURE.to_vec();
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let kind = after.first_chunk::<4>()?;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        let content = chunk.get(8..8 + length)?;
        // The fifth bit of the first letter tells what may be left out (clause 5.4).
        let is_critical = kind.first().is_some_and(u8::is_ascii_uppercase);
        if is_critical || KEPT.contains(&kind) {
            out.extend(chunk);
        } else if kind == b"eXIf"
            && let Some(exif) = exif::essential(content)
        {
            write(&mut out, *b"eXIf", &exif);
        }
        if kind == b"IEND" {
            break;
        }
        rest = after;
    }
    (out != bytes).then_some(out)
}

fn write(out: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    let checked = [&kind, content].concat();
    out.extend(u32::try_from(content.len()).unwrap_or_default().to_be_bytes());
    out.extend(&checked);
    out.extend(crc(&checked).to_be_bytes());
}

/// The check sum of chunks (annex D).
pub(super) fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat};

    use super::{SIGNATURE, without_metadata, write};

    #[test]
    fn what_was_written_beside_a_picture_goes() {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(3, 2)
            .write_to(&mut out, ImageFormat::Png)
            .unwrap();
        let plain = out.into_inner();
        assert_eq!(without_metadata(&plain), None);
        let (head, rest) = plain.split_at(SIGNATURE.len() + 25);
        let mut beside = head.to_vec();
        write(&mut beside, *b"tEXt", b"Author\0Somebody");
        // Turned by a quarter, made by a maker.
        let exif = b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x0f\x01\x02\0\x04\0\0\0Cam\0\0\0\0\0";
        write(&mut beside, *b"eXIf", exif);
        beside.extend(rest);
        beside.extend(b"behind the end");
        let clean = without_metadata(&beside).unwrap();
        for gone in ["Somebody", "Cam", "behind"] {
            assert!(
                !clean.windows(gone.len()).any(|part| part == gone.as_bytes()),
                "{gone}"
            );
        }
        assert!(clean.windows(4).any(|part| part == b"eXIf"), "it is still turned");
        assert_eq!(without_metadata(&clean), None);
        assert!(image::load_from_memory(&clean).is_ok());
        assert_eq!(without_metadata(&beside[..beside.len() / 2]), None);
    }
}
