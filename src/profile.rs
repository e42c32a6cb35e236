//! What a PDF is made for: how fine its pictures are, and what goes with it.

/// What a PDF is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// To be attached to an e-mail: small.
    Email,
    /// To be read on a screen.
    Screen,
    /// To be printed.
    Print,
    /// To be kept: pictures as they are, the source attached (PDF/A-3a).
    Archive,
}

/// How pictures are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fineness {
    /// The most pixels to the inch, at the size a picture is shown.
    pub ppi: u16,
    /// The quality of photographs as JPEG, 1 to 100.
    pub quality: u8,
}

impl Fineness {
    const fn new(ppi: u16, quality: u8) -> Self {
        Self { ppi, quality }
    }
}

/// From fine to coarse; below the last nobody would want to look at a page.
const STEPS: &[Fineness] = &[
    Fineness::new(300, 90),
    Fineness::new(220, 86),
    Fineness::new(160, 80),
    Fineness::new(130, 72),
    Fineness::new(110, 62),
    Fineness::new(96, 52),
    Fineness::new(84, 42),
    Fineness::new(72, 34),
];

impl Profile {
    /// All, by name.
    pub const ALL: &[(&'static str, Self)] = &[
        ("email", Self::Email),
        ("screen", Self::Screen),
        ("print", Self::Print),
        ("archive", Self::Archive),
    ];

    /// The profile of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, profile)| *profile)
    }

    /// How its pictures are stored; none if they stay as they are.
    #[must_use]
    pub fn fineness(self) -> Option<Fineness> {
        match self {
            Self::Email => Some(Fineness::new(130, 72)),
            Self::Screen => Some(Fineness::new(160, 80)),
            Self::Print => Some(Fineness::new(300, 90)),
            Self::Archive => None,
        }
    }
}

/// Ever coarser, below `from` if that is given: what is tried to keep a PDF within a size.
pub fn coarser(from: Option<Fineness>) -> impl Iterator<Item = Fineness> {
    let below = move |step: &&Fineness| from.is_none_or(|from| step.ppi < from.ppi);
    STEPS.iter().filter(below).copied()
}

/// A size such as `2MB`, `500 kB`, `1.5MiB` or `800000`, in bytes.
///
/// # Errors
/// When it is none; the text says how to write one.
pub fn parse_size(text: &str) -> Result<usize, String> {
    let wrong = || "write a size as 2MB, 500kB, 1.5GB or 800000 (bytes)".to_owned();
    let text = text.trim().to_ascii_lowercase();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let unit = match text.get(digits.len()..).unwrap_or_default().trim() {
        "" | "b" => 1,
        "k" | "kb" => 1000,
        "m" | "mb" => 1_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "g" | "gb" => 1_000_000_000,
        "gib" => 1 << 30,
        _ => return Err(wrong()),
    };
    let number: f64 = digits.parse().map_err(|_| wrong())?;
    let bytes = number * f64::from(unit);
    if !(1.0..=1e12).contains(&bytes) {
        return Err(wrong());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was looked at"
    )]
    Ok(bytes as usize)
}

/// What a file takes in an e-mail, in bytes: base64 in lines of 76 characters (RFC 2045, 6.8).
#[must_use]
pub fn encoded_size(bytes: usize) -> usize {
    let characters = bytes.div_ceil(3) * 4;
    characters + characters.div_ceil(76) * 2
}

#[cfg(test)]
mod tests {
    use super::{Fineness, coarser, encoded_size, parse_size};

    #[test]
    fn sizes_are_read() {
        assert_eq!(parse_size("2MB"), Ok(2_000_000));
        assert_eq!(parse_size(" 1.5 MiB"), Ok(1_572_864));
        assert_eq!(parse_size("500kB"), Ok(500_000));
        assert_eq!(parse_size("2GB"), Ok(2_000_000_000));
        assert_eq!(parse_size("7"), Ok(7));
        for wrong in ["", "MB", "-1MB", "0", "2TB", "1e99MB", "nan"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn steps_only_get_coarser() {
        let all: Vec<Fineness> = coarser(None).collect();
        assert!(all.is_sorted_by(|a, b| a.ppi > b.ppi && a.quality > b.quality));
        assert_eq!(coarser(Some(Fineness { ppi: 130, quality: 72 })).count(), 4);
    }

    #[test]
    fn sizes_in_an_e_mail() {
        assert_eq!(encoded_size(57), 78);
        assert_eq!(encoded_size(0), 0);
    }
}
