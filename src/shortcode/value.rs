//! Values of parameters: text in quotes, and bare words that may be numbers
//! (`pageparser/item.go: ValTyped`).

use std::fmt;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    String(String),
    /// `true` or `false` without quotes.
    Bool(bool),
    /// A whole number without quotes.
    Int(i64),
    /// A number with a point, without quotes.
    Float(f64),
}

impl Value {
    /// The type that Hugo gives a bare word.
    #[must_use]
    pub fn bare(word: &str) -> Self {
        let text = || Self::String(word.to_owned());
        let digits = word.strip_prefix(['-', '+']).unwrap_or(word);
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        match word {
            "true" => Self::Bool(true),
            "false" => Self::Bool(false),
            _ if !digits.is_empty() && all_digits(digits) => {
                word.parse().map_or_else(|_| text(), Self::Int)
            }
            _ => match digits.split_once('.') {
                Some((whole, part))
                    if !part.is_empty() && all_digits(whole) && all_digits(part) =>
                {
                    word.parse().map_or_else(|_| text(), Self::Float)
                }
                _ => text(),
            },
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => f.write_str(text),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn bare_words_have_types() {
        assert_eq!(Value::bare("true"), Value::Bool(true));
        assert_eq!(Value::bare("-12"), Value::Int(-12));
        assert_eq!(Value::bare("3.5"), Value::Float(3.5));
        assert_eq!(Value::bare(".5"), Value::Float(0.5));
        for word in ["1.", "1e3", "0x10", "True", "99999999999999999999", "a.5", "-"] {
            assert_eq!(Value::bare(word), Value::String(word.to_owned()), "{word}");
        }
    }
}
