//! The values of a brand file that are more than a text: lengths, weights, line heights.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// A length of Typst, written as one of CSS: a `rem` is an `em` of the page, a `px` is 0.75 `pt`
/// (CSS Values 4, 6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Length(String);

impl Length {
    /// Reads a length of CSS; none for what is no length, or one below nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        const UNITS: &[(&str, &str, f64)] = &[
            ("rem", "em", 1.0),
            ("px", "pt", 0.75),
            ("pt", "pt", 1.0),
            ("em", "em", 1.0),
            ("mm", "mm", 1.0),
            ("cm", "cm", 1.0),
            ("in", "in", 1.0),
            ("pc", "pt", 12.0),
        ];
        let (number, unit, factor) = UNITS.iter().find_map(|(css, unit, factor)| {
            Some((text.trim().strip_suffix(css)?, unit, factor))
        })?;
        let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let number = number.parse::<f64>().ok().filter(|_| plain)?;
        Some(Self(format!("{}{unit}", number * factor)))
    }

    /// The length as Typst writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| Error::custom(format!("`{text}` is no length")))
    }
}

impl JsonSchema for Length {
    fn schema_name() -> Cow<'static, str> {
        "Length".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "a length of CSS",
            "type": "string",
            "pattern": r"^([0-9]{1,5}(\.[0-9]{1,4})?|\.[0-9]{1,4})(pt|mm|cm|in|em|rem|px|pc)$",
            "examples": ["10.5pt"],
        })
    }
}

/// The size of type: a length, or a part of the size around it.
#[derive(Debug, Clone)]
pub(super) struct Size(pub(super) Length);

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let part = text.strip_suffix('%').and_then(|part| part.parse::<f64>().ok());
        let length = match part {
            Some(part) => Some(Length(format!("{}em", part / 100.0))),
            None => Length::parse(&text),
        };
        length
            .map(Self)
            .ok_or_else(|| Error::custom(format!("`{text}` is no size")))
    }
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let length = generator.subschema_for::<Length>();
        json_schema!({
            "description": "a length of CSS, or a part of the size around it",
            "anyOf": [length, { "type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,4})?%$", "examples": ["90%"] }],
        })
    }
}

/// A weight of type, 100 to 900.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Weight(pub u16);

/// The weights that have names (brand.yml).
const WEIGHTS: &[(&str, u16)] = &[
    ("thin", 100),
    ("extra-light", 200),
    ("ultra-light", 200),
    ("light", 300),
    ("normal", 400),
    ("regular", 400),
    ("medium", 500),
    ("semi-bold", 600),
    ("demi-bold", 600),
    ("bold", 700),
    ("extra-bold", 800),
    ("ultra-bold", 800),
    ("black", 900),
];

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u16),
            Name(String),
        }
        let number = match Written::deserialize(deserializer)? {
            Written::Number(number) => Some(number),
            Written::Name(name) => Self::parse(&name).map(|weight| weight.0),
        };
        number.map(Self).ok_or_else(|| Error::custom("no weight"))
    }
}

impl Weight {
    /// Reads a number or a name.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let named = WEIGHTS.iter().find(|(known, _)| *known == text);
        let number = named.map(|(_, weight)| *weight);
        number.or_else(|| text.parse().ok()).map(Self)
    }
}

impl JsonSchema for Weight {
    fn schema_name() -> Cow<'static, str> {
        "Weight".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = WEIGHTS.iter().map(|(name, _)| *name).collect();
        json_schema!({
            "description": "a weight of type, as a number or by its name",
            "anyOf": [
                { "type": "integer", "minimum": 100, "maximum": 900, "examples": [600] },
                { "type": "string", "enum": names },
                { "type": "string", "pattern": "^[1-9]00$", "examples": ["600"] },
            ],
        })
    }
}

/// The height of a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum LineHeight {
    /// As a multiple of the size.
    Multiple(f64),
    /// Whatever the size is.
    Fixed(Length),
}

impl LineHeight {
    fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| text.trim().parse::<f64>().ok();
        if let Some(percent) = text.strip_suffix('%') {
            return number(percent).map(|percent| Self::Multiple(percent / 100.0));
        }
        let multiple = text.strip_suffix("rem").or_else(|| text.strip_suffix("em"));
        let multiple = number(multiple.unwrap_or(text)).map(Self::Multiple);
        multiple.or_else(|| Length::parse(text).map(Self::Fixed))
    }
}

impl<'de> Deserialize<'de> for LineHeight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(f64),
            Text(String),
        }
        let height = match Written::deserialize(deserializer)? {
            Written::Number(number) => Some(Self::Multiple(number)),
            Written::Text(text) => Self::parse(&text),
        };
        height.ok_or_else(|| Error::custom("no line height"))
    }
}

impl JsonSchema for LineHeight {
    fn schema_name() -> Cow<'static, str> {
        "LineHeight".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let multiple = r"^([0-4](\.[0-9]+)?|\.[0-9]+)(r?em)?$";
        json_schema!({
            "description": "the height of a line as a multiple of the size, or as a length of CSS",
            "anyOf": [
                { "type": "number", "minimum": 0.5, "maximum": 5, "examples": [1.5] },
                { "type": "string", "pattern": multiple, "examples": ["1.5em"] },
                { "type": "string", "pattern": r"^[0-9]{2,3}(\.[0-9]+)?%$", "examples": ["150%"] },
                { "type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]+)?(pt|px|mm|cm|in|pc)$", "examples": ["15pt"] },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Length;

    #[test]
    fn lengths_of_css_become_lengths_of_typst() {
        let cases = [
            ("11pt", Some("11pt")),
            ("1.1rem", Some("1.1em")),
            ("16px", Some("12pt")),
            (".9rem", Some("0.9em")),
            ("1pc", Some("12pt")),
            ("11", None),
            ("-1pt", None),
            ("1e3pt", None),
            ("infpt", None),
            ("pt", None),
        ];
        for (text, length) in cases {
            assert_eq!(
                Length::parse(text).as_ref().map(Length::as_str),
                length,
                "{text}"
            );
        }
    }
}
