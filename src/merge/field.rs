//! A field: its name, what it may hold, and what stands in when it is empty.

use crate::front_matter::{DateTime, Value};
use crate::language::Language;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Any text.
    #[default]
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// A date; printed as the language of the page writes it.
    Date,
    /// An e-mail address.
    Email,
    /// A web address that links may lead to.
    Url,
}

/// A field of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Field {
    /// Its name, [`normalized`].
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// What stands in for an empty cell; without it a cell must not be empty.
    pub default: Option<Value>,
    /// The values it may have; any if there are none.
    pub one_of: Vec<String>,
}

/// The name of a field as the heading of a column or a page writes it: in lower case, with `_`
/// for blanks and hyphens.
#[must_use]
pub fn normalized(name: &str) -> String {
    name.trim()
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

impl Kind {
    /// All, by their names in front matter.
    pub const ALL: &[(&'static str, Self)] = &[
        ("text", Self::Text),
        ("number", Self::Number),
        ("flag", Self::Flag),
        ("date", Self::Date),
        ("email", Self::Email),
        ("url", Self::Url),
    ];

    /// The kind of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
    }

    /// The value as this kind of it, or what it should be.
    fn read(self, value: &Value) -> Result<Value, &'static str> {
        let text = value.to_text().trim().to_owned();
        match self {
            Self::Text => Ok(match value {
                Value::String(text) => Value::String(text.trim().to_owned()),
                value => value.clone(),
            }),
            Self::Number => number(value, &text).ok_or("a number such as 1200 or 12.5"),
            Self::Flag => flag(value, &text).ok_or("true or false"),
            Self::Date => DateTime::parse(&text)
                .map(|_| Value::String(text))
                .ok_or("a date such as 2026-11-24"),
            Self::Email => crate::address::Mailbox::parse(&text)
                .map(|_| Value::String(text))
                .map_err(|_| "an e-mail address such as name@example.org"),
            Self::Url => is_url(&text)
                .then_some(Value::String(text))
                .ok_or("a web address such as https://example.org/"),
        }
    }
}

impl Field {
    /// A field of that name for any text, empty or not.
    #[must_use]
    pub fn of_column(name: &str) -> Self {
        Self {
            name: normalized(name),
            default: Some(Value::String(String::new())),
            ..Self::default()
        }
    }

    /// The value of a cell as this field has it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, cell: Option<&Value>) -> Result<Value, String> {
        let empty = match cell {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.trim().is_empty(),
            Some(_) => false,
        };
        let Some(value) = cell.filter(|_| !empty) else {
            let missing = || format!("`{}` is empty and has no default", self.name);
            return self.default.clone().ok_or_else(missing);
        };
        let value = self.kind.read(value).map_err(|wanted| {
            format!("`{}` is `{}`, not {wanted}", self.name, shortened(&value.to_text()))
        })?;
        let text = value.to_text();
        if self.one_of.is_empty()
            || self
                .one_of
                .iter()
                .any(|one| one.to_lowercase() == text.to_lowercase())
        {
            return Ok(value);
        }
        let known = self.one_of.join("`, `");
        Err(format!("`{}` is `{}`, not one of `{known}`", self.name, shortened(&text)))
    }

    /// The value as it is printed: on one line, without characters that steer.
    #[must_use]
    pub fn shown(&self, value: &Value, language: &Language) -> String {
        let text = value.to_text();
        let date = (self.kind == Kind::Date).then(|| DateTime::parse(&text)).flatten();
        let text = date.map_or(text, |date| language.format_date(date.date()));
        let visible: String = text
            .chars()
            .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
            .filter(|c| !is_invisible(*c))
            .collect();
        visible
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Characters that turn the direction of a line, and private ones, which nobody can read.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e000}'..='\u{f8ff}')
        || c >= '\u{f0000}'
}

fn number(value: &Value, text: &str) -> Option<Value> {
    match value {
        Value::Int(_) | Value::Float(_) => Some(value.clone()),
        // Blanks part thousands; a comma may be the decimal sign.
        _ => {
            let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let plain = match plain.contains('.') {
                true => plain,
                false => plain.replacen(',', ".", 1),
            };
            let is_plain = plain
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
            if !is_plain {
                return None;
            }
            plain
                .parse()
                .map(Value::Int)
                .or_else(|_| plain.parse().map(Value::Float))
                .ok()
        }
    }
}

fn flag(value: &Value, text: &str) -> Option<Value> {
    if let Value::Bool(_) = value {
        return Some(value.clone());
    }
    match text.to_lowercase().as_str() {
        "true" | "yes" | "ja" | "1" | "x" => Some(Value::Bool(true)),
        "false" | "no" | "nej" | "nei" | "0" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// An address that a link may lead to: nothing that runs or opens a file.
fn is_url(text: &str) -> bool {
    let rest = ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let bad = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || is_invisible(c)
            || "<>\"\\^`{|}".contains(c)
    };
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(bad)
    })
}

/// Enough of a value to find it in a table, and no more: it may be somebody's.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Kind, normalized};
    use crate::front_matter::Value;

    fn read(kind: Kind, text: &str) -> Option<Value> {
        let field = Field { name: "x".to_owned(), kind, ..Field::default() };
        field.read(Some(&Value::String(text.to_owned()))).ok()
    }

    #[test]
    fn values_have_kinds() {
        assert_eq!(read(Kind::Number, "1 200"), Some(Value::Int(1200)));
        assert_eq!(read(Kind::Number, "12,5"), Some(Value::Float(12.5)));
        assert_eq!(read(Kind::Number, "1e9"), None);
        assert_eq!(read(Kind::Flag, "Ja"), Some(Value::Bool(true)));
        assert_eq!(read(Kind::Flag, "maybe"), None);
        assert!(read(Kind::Date, "2026-11-24").is_some());
        assert!(read(Kind::Date, "tomorrow").is_none());
        assert!(read(Kind::Email, "a@example.org").is_some());
        assert!(read(Kind::Email, "a@b@c\r\nBcc: x@y.z").is_none());
        assert!(read(Kind::Url, "https://example.org/?a=1").is_some());
        for wrong in
            ["javascript:alert(1)", "file:///etc/passwd", "https:///x", "//x", ""]
        {
            assert!(read(Kind::Url, wrong).is_none(), "{wrong}");
        }
        assert!(read(Kind::Text, "").is_none(), "there is no default");
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        for name in ["Company name", "company-name", " COMPANY_NAME "] {
            assert_eq!(normalized(name), "company_name");
        }
    }
}
