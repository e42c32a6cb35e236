//! WebP files chunk by chunk (RFC 9649): Exif and XMP are taken out, the picture itself stays as
//! it is, bit for bit.

use super::exif;

/// Chunks that belong to the picture.
const KEPT: &[&[u8; 4]] =
    &[b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// Flags of `VP8X` that say that there is Exif and XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// Where those flags are: after the heads of the file and of the chunk.
const FLAGS: usize = 12 + 8;

/// The picture without metadata. None if there is none, and for what is no whole WebP.
///
/// Of Exif stays how the picture is turned and how large it is meant to be.
#[must_use]
pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let (length, rest) = bytes.strip_prefix(b"RIFF")?.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let mut rest = rest.get(..length)?.strip_prefix(b"WEBP")?;
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut flags = 0;
    while !rest.is_empty() {
        let (kind, after) = rest.split_first_chunk::<4>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let content = after.get(..length)?;
        // The last chunk may lack the byte that makes its length even.
        let end = length.next_multiple_of(2).min(after.len());
        let (chunk, _) = rest.split_at_checked(8 + end)?;
        if KEPT.contains(&kind) {
            out.extend(chunk);
        } else if kind == b"EXIF" {
            let content = content.strip_prefix(exif::HEADER).unwrap_or(content);
            if let Some(exif) = exif::essential(content) {
                flags |= HAS_EXIF;
                out.extend(b"EXIF");
                out.extend(u32::try_from(exif.len()).ok()?.to_le_bytes());
                out.extend(exif);
                out.resize(out.len().next_multiple_of(2), 0);
            }
        }
        rest = after.get(end..)?;
    }
    if out.get(12..16) == Some(b"VP8X".as_slice()) {
        let place = out.get_mut(FLAGS)?;
        *place = *place & !(HAS_EXIF | HAS_XMP) | flags;
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out.get_mut(4..8)?.copy_from_slice(&size.to_le_bytes());
    (out != bytes).then_some(out)
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;

    use super::without_metadata;
    use crate::raster::written;

    #[test]
    fn what_was_written_beside_a_picture_goes() {
        let plain = written(ImageFormat::WebP);
        assert_eq!(without_metadata(&plain), None);
        let mut beside = plain.clone();
        beside.extend(b"XMP \x08\0\0\0Somebody");
        let size = u32::try_from(beside.len() - 8).unwrap();
        beside[4..8].copy_from_slice(&size.to_le_bytes());
        assert_eq!(without_metadata(&beside), Some(plain));
        assert_eq!(without_metadata(&beside[..20]), None);
    }
}
