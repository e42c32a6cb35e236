//! GIF files block by block (`GIF89a`): comments and what programs wrote beside the
//! picture are taken out, the picture itself stays as it is, bit for bit.

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const END: u8 = 0x3b;
const APPLICATION: u8 = 0xff;
const COMMENT: u8 = 0xfe;

/// Applications that say how the picture looks: how often it repeats, and its colours.
const KEPT: &[&[u8]] = &[b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0", b"\x0bICCRGBG1012"];

/// The picture without metadata. None if there is none, and for what is no whole GIF.
#[must_use]
pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let colors = table(*bytes.get(10)?);
    let (head, mut rest) = bytes.split_at_checked(13 + colors)?;
    let mut out = head.to_vec();
    loop {
        let length = match *rest.first()? {
            END => 1,
            EXTENSION => 2 + blocks(rest.get(2..)?)?,
            IMAGE => {
                let before = 10 + table(*rest.get(9)?) + 1;
                before + blocks(rest.get(before..)?)?
            }
            _ => return None,
        };
        let (block, after) = rest.split_at_checked(length)?;
        if !is_metadata(block) {
            out.extend(block);
        }
        if length == 1 {
            break;
        }
        rest = after;
    }
    (out != bytes).then_some(out)
}

fn is_metadata(block: &[u8]) -> bool {
    match block {
        [EXTENSION, COMMENT, ..] => true,
        [EXTENSION, APPLICATION, name @ ..] => {
            !KEPT.iter().any(|kept| name.starts_with(kept))
        }
        _ => false,
    }
}

/// The size of a table of colours by the flags that announce it.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// How long a chain of blocks is, with the empty one at its end.
fn blocks(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;

    use super::without_metadata;
    use crate::raster::written;

    #[test]
    fn what_was_written_beside_a_picture_goes() {
        let plain = written(ImageFormat::Gif);
        let clean = without_metadata(&plain).unwrap_or_else(|| plain.clone());
        let end = clean.len() - 1;
        let mut beside = clean[..end].to_vec();
        beside.extend(b"\x21\xfe\x08Somebody\0\x21\xff\x0bXMP DataXMP\x02ab\0;behind");
        assert_eq!(without_metadata(&beside), Some(clean));
        assert_eq!(without_metadata(&beside[..20]), None);
    }
}
