//! Exif (JEITA CP-3451): the three values of it that change how a picture is laid out.

const ORIENTATION: u16 = 0x0112;
const X_RESOLUTION: u16 = 0x011a;
const Y_RESOLUTION: u16 = 0x011b;

const SHORT: u16 = 3;
const RATIONAL: u16 = 5;

/// What stands before Exif in a JPEG, and in some files of WebP.
pub(super) const HEADER: &[u8] = b"Exif\0\0";

/// Exif that says only how the picture is turned and how dense it is. None for what is no Exif,
/// and where neither is said.
pub(super) fn essential(content: &[u8]) -> Option<Vec<u8>> {
    let tiff = Tiff::new(content)?;
    let orientation = tiff.short(ORIENTATION).filter(|value| (2..=8).contains(value));
    let densities: Vec<(u16, [u32; 2])> = [X_RESOLUTION, Y_RESOLUTION]
        .into_iter()
        .filter_map(|tag| Some((tag, tiff.rational(tag)?)))
        .collect();
    if orientation.is_none() && densities.is_empty() {
        return None;
    }
    Some(write(orientation, &densities))
}

/// A big-endian TIFF with one directory.
fn write(orientation: Option<u16>, densities: &[(u16, [u32; 2])]) -> Vec<u8> {
    let count = u16::from(orientation.is_some()) + u16::from(densities.len() as u8);
    let mut out = b"MM\0*\0\0\0\x08".to_vec();
    out.extend(count.to_be_bytes());
    let mut entry = |tag: u16, kind: u16, value: [u8; 4]| {
        out.extend(tag.to_be_bytes());
        out.extend(kind.to_be_bytes());
        out.extend(1_u32.to_be_bytes());
        out.extend(value);
    };
    if let Some(value) = orientation {
        let [high, low] = value.to_be_bytes();
        entry(ORIENTATION, SHORT, [high, low, 0, 0]);
    }
    // Header, count, entries, the offset of no further directory; then the numbers.
    let numbers = 8 + 2 + 12 * u32::from(count) + 4;
    for (number, (tag, _)) in (0_u32..).zip(densities) {
        entry(*tag, RATIONAL, (numbers + 8 * number).to_be_bytes());
    }
    out.extend([0; 4]);
    for value in densities.iter().flat_map(|(_, pair)| pair) {
        out.extend(value.to_be_bytes());
    }
    out
}

/// The first directory of a TIFF.
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
    entries: Vec<&'a [u8; 12]>,
}

impl<'a> Tiff<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let little = match bytes.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let mut tiff = Self { bytes, little, entries: Vec::new() };
        let start = usize::try_from(tiff.u32(bytes.get(4..8)?)?).ok()?;
        let directory = bytes.get(start..)?;
        let count = usize::from(tiff.u16(directory.get(..2)?)?);
        tiff.entries = directory.get(2..)?.as_chunks().0.iter().take(count).collect();
        Some(tiff)
    }

    fn u16(&self, bytes: &[u8]) -> Option<u16> {
        let bytes = *bytes.first_chunk()?;
        Some(if self.little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    }

    fn u32(&self, bytes: &[u8]) -> Option<u32> {
        let bytes = *bytes.first_chunk()?;
        Some(if self.little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    /// The value field of a tag, if it is of that kind.
    fn value(&self, tag: u16, kind: u16) -> Option<&'a [u8]> {
        let is = |entry: &&&[u8; 12]| {
            self.u16(entry.as_slice()) == Some(tag)
                && entry.get(2..).and_then(|rest| self.u16(rest)) == Some(kind)
        };
        self.entries.iter().find(is)?.get(8..)
    }

    fn short(&self, tag: u16) -> Option<u16> {
        self.u16(self.value(tag, SHORT)?)
    }

    fn rational(&self, tag: u16) -> Option<[u32; 2]> {
        let at = usize::try_from(self.u32(self.value(tag, RATIONAL)?)?).ok()?;
        let pair = self.bytes.get(at..)?;
        Some([self.u32(pair)?, self.u32(pair.get(4..)?)?])
    }
}
