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

    /// Reads a colour of CSS (CSS Color 4), on white where light shines through it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_on(text, Self::WHITE)
    }

    /// Reads a colour of CSS; one that light shines through is what it becomes on `ground`.
    #[must_use]
    pub fn parse_on(text: &str, ground: Self) -> Option<Self> {
        let text = text.trim();
        // What has no `#` may be the name of a colour, but not its digits.
        let is_bare = !text.starts_with('#') && !text.contains('(');
        if is_bare && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let [red, green, blue, strength] = csscolorparser::parse(text).ok()?.to_rgba8();
        let strength = u16::from(strength) * 100 / 255;
        Some(ground.mix(Self::new(red, green, blue), strength))
    }

    /// Reads a colour of CSS that no light shines through.
    #[must_use]
    pub fn opaque(text: &str) -> Option<Self> {
        let color = Self::parse_on(text, Self::WHITE)?;
        (Self::parse_on(text, Self::BLACK) == Some(color)).then_some(color)
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
}

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
            "description": "a colour of CSS, such as `#rrggbb`, or a name: one of the palette, or a role",
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
            ("#32cd3280", "#99e699"),
            ("rgba(122, 77, 32, 0.1)", "#f2ede9"),
            ("hsl(120 61% 50%)", "#32cd32"),
            ("oklch(62.8% 0.25768 29.234)", "#ff0000"),
            ("rebeccapurple", "#663399"),
            ("transparent", "#ffffff"),
            ("rgb(50, 205, 50)", "#32cd32"),
            ("Navy", "#000080"),
        ];
        for (text, hex) in cases {
            assert_eq!(
                Color::parse(text).map(|color| color.to_string()).as_deref(),
                Some(hex)
            );
        }
        assert_eq!(Color::opaque("#32cd32ff"), Color::parse("#32cd32"));
        assert_eq!(Color::opaque("transparent"), None);
        for text in ["", "#12", "#ggg", "brand", "rgb(1,2)", "#åäö", "fade", "447099"]
        {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }
}
