//! Names of files made of values. A value never reaches another folder, and never becomes a
//! name that some system cannot have.

use unicode_normalization::UnicodeNormalization;

use super::field::is_invisible;
use super::{Record, normalized};

/// The longest name of a file, in bytes, its extension left out.
const LONGEST: usize = 200;

/// A pattern such as `offer-{company}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Field(String),
}

impl FileName {
    /// Reads a pattern; `.pdf` at its end counts as not written.
    #[must_use]
    pub fn parse(pattern: &str) -> Self {
        let mut rest = pattern.trim();
        if rest.to_lowercase().ends_with(".pdf") {
            rest = rest.get(..rest.len() - 4).unwrap_or_default();
        }
        let mut parts = Vec::new();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Field(normalized(name)));
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        parts.retain(|part| *part != Part::Text(String::new()));
        Self(parts)
    }

    /// The fields that it names.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Field(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The name for a recipient, without extension, in Unicode's composed form.
    ///
    /// # Errors
    /// Why it cannot be the name of a file.
    pub fn of(&self, record: &Record, row: usize) -> Result<String, String> {
        let mut name = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Field(field) if field == "row" => name.push_str(&row.to_string()),
                Part::Field(field) => {
                    let value =
                        record.get(field).map(crate::front_matter::Value::to_text);
                    name.push_str(value.unwrap_or_default().trim());
                }
            }
        }
        let name: String = name.trim().nfc().collect();
        match problem(&name) {
            Some(problem) => Err(problem),
            None => Ok(name),
        }
    }
}

/// Why a text cannot be the name of a file, without its extension, on every system.
#[must_use]
pub fn problem(name: &str) -> Option<String> {
    const DEVICES: &[&str] = &[
        "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5",
        "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
        "lpt6", "lpt7", "lpt8", "lpt9", "conin$", "conout$",
    ];
    let bad = |c: &char| c.is_control() || is_invisible(*c) || "<>:\"/\\|?*".contains(*c);
    if name.is_empty() {
        return Some("it is empty".to_owned());
    }
    if let Some(c) = name.chars().find(bad) {
        return Some(format!("the character `{}` cannot be in it", c.escape_debug()));
    }
    if name.starts_with('.') || name.ends_with(['.', ' ']) {
        return Some("it starts or ends with a full stop or a blank".to_owned());
    }
    let stem = name.split('.').next().unwrap_or(name).trim().to_lowercase();
    if DEVICES.contains(&stem.as_str()) {
        return Some("Windows keeps it for a device".to_owned());
    }
    (name.len() > LONGEST).then(|| format!("it has more than {LONGEST} bytes"))
}

#[cfg(test)]
mod tests {
    use super::{FileName, problem};
    use crate::front_matter::Value;

    #[test]
    fn names_are_made_of_values() {
        let pattern = FileName::parse("Offert {Company name} {row}.pdf");
        assert_eq!(pattern.fields().collect::<Vec<_>>(), ["company_name", "row"]);
        let name = |company: &str| {
            let value = Value::String(company.to_owned());
            pattern.of(&[("company_name".to_owned(), value)].into(), 7)
        };
        assert_eq!(name("Malmo\u{308} & Co"), Ok("Offert Malm\u{f6} & Co 7".to_owned()));
        assert!(name("../../etc/passwd").is_err() && name("a\0b").is_err());
    }

    #[test]
    fn unsafe_names_are_told() {
        let long = "x".repeat(300);
        for name in
            ["", ".a", "a.", "a/b", "a\\b", "CON", "nul.x", "a\nb", "\u{202e}a", &long]
        {
            assert!(problem(name).is_some(), "{name}");
        }
        assert_eq!(problem("Offert – Göteborg (1)"), None);
    }
}
