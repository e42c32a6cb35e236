//! Colours, as brand files write them.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::contrast::ratio;

/// An opaque colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

impl Color {
    /// White.
    pub const WHITE: Self = Self::new(0xff, 0xff, 0xff);

    /// Black.
    pub const BLACK: Self = Self::new(0, 0, 0);

    /// A colour of its parts.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rgb`, `#rrggbb`, `#rrggbbaa` (the last part is left out: paper is opaque),
    /// `rgb(…)` and the basic names of CSS.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(hex) = text.strip_prefix('#') {
            return Self::hex(hex);
        }
        if let Some(inner) =
            text.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'))
        {
            let mut parts = inner.split([',', ' ']).filter(|part| !part.is_empty());
            let mut part = || parts.next()?.parse::<u8>().ok();
            return Some(Self::new(part()?, part()?, part()?));
        }
        let (_, hex) = NAMES.iter().find(|(name, _)| *name == text)?;
        Self::hex(hex)
    }

    /// Its red, green and blue.
    #[must_use]
    pub const fn parts(self) -> [u8; 3] {
        [self.red, self.green, self.blue]
    }

    /// This colour with `percent` of another in it.
    #[must_use]
    pub(crate) fn mix(self, other: Self, percent: u16) -> Self {
        let percent = percent.min(100);
        let part = |own: u8, other: u8| {
            let sum = u16::from(own) * (100 - percent) + u16::from(other) * percent;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self::new(
            part(self.red, other.red),
            part(self.green, other.green),
            part(self.blue, other.blue),
        )
    }

    /// Whether white text is easier to read on it than black.
    #[must_use]
    pub(super) fn is_dark(self) -> bool {
        ratio(self, Self::WHITE) > ratio(self, Self::BLACK)
    }

    fn hex(hex: &str) -> Option<Self> {
        let digit = |at: usize| {
            hex.get(at..=at).and_then(|digit| u8::from_str_radix(digit, 16).ok())
        };
        let pair = |at: usize| Some(digit(at)? * 16 + digit(at + 1)?);
        match hex.len() {
            3 | 4 => Some(Self::new(digit(0)? * 17, digit(1)? * 17, digit(2)? * 17)),
            6 | 8 => Some(Self::new(pair(0)?, pair(2)?, pair(4)?)),
            _ => None,
        }
    }
}

const NAMES: &[(&str, &str)] = &[
    ("black", "000000"),
    ("white", "ffffff"),
    ("gray", "808080"),
    ("grey", "808080"),
    ("silver", "c0c0c0"),
    ("red", "ff0000"),
    ("maroon", "800000"),
    ("orange", "ffa500"),
    ("yellow", "ffff00"),
    ("olive", "808000"),
    ("green", "008000"),
    ("lime", "00ff00"),
    ("teal", "008080"),
    ("aqua", "00ffff"),
    ("blue", "0000ff"),
    ("navy", "000080"),
    ("purple", "800080"),
    ("fuchsia", "ff00ff"),
];

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| Error::custom(format!("`{text}` is no colour")))
    }
}

/// What a schema calls colours, so that names of the palette are found wherever one may stand.
pub(super) const FORMAT: &str = "color";

impl JsonSchema for Color {
    fn schema_name() -> Cow<'static, str> {
        "Color".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "a colour as `#rrggbb` or by its name: one of the palette, a role, or one of CSS",
            "type": "string",
            "format": FORMAT,
            "examples": ["#1d4e79"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    #[test]
    fn colours_are_read() {
        let cases = [
            ("#fff", "#ffffff"),
            ("#32cd32", "#32cd32"),
            ("#32cd3280", "#32cd32"),
            ("rgb(50, 205, 50)", "#32cd32"),
            ("Navy", "#000080"),
        ];
        for (text, hex) in cases {
            assert_eq!(
                Color::parse(text).map(|color| color.to_string()).as_deref(),
                Some(hex)
            );
        }
        for text in ["", "#12", "#ggg", "brand", "rgb(1,2)", "#åäö"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }
}
