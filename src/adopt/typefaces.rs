//! The type of a site: its families, and which of them is for headings, text and code.

use regex::Regex;

use crate::front_matter::{Params, Value};

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Typefaces {
    /// The families, in the order in which they are met.
    pub(super) families: Vec<String>,
    /// For headings, with a weight if one is said.
    pub(super) headings: Option<(String, Option<u16>)>,
    /// For text.
    pub(super) base: Option<(String, Option<u16>)>,
    /// For code.
    pub(super) monospace: Option<String>,
}

impl Typefaces {
    /// Adds a family, unless it is one of icons.
    pub(super) fn family(&mut self, name: &str) {
        let name = name.trim().trim_matches(['"', '\'']).trim();
        let lower = name.to_lowercase();
        let is_icons = ["awesome", "icon", "glyph", "symbol"]
            .iter()
            .any(|word| lower.contains(word));
        let known = self.families.iter().any(|family| family.eq_ignore_ascii_case(name));
        if !name.is_empty() && !is_icons && !known {
            self.families.push(name.to_owned());
        }
    }

    /// Families that are loaded, and rules that say where each is used.
    pub(super) fn styles(&mut self, text: &str) {
        for rule in text.split("@font-face").skip(1) {
            let body = rule.split('}').next().unwrap_or_default();
            if let Some(family) = property(body, "font-family") {
                self.family(family.split(',').next().unwrap_or_default());
            }
        }
        let Ok(rules) = Regex::new(r"([^{}]+)\{([^{}]*)\}") else { return };
        for rule in rules.captures_iter(text) {
            let part = |at: usize| rule.get(at).map_or("", |part| part.as_str());
            let (selector, body) = (part(1).trim(), part(2));
            let font = property(body, "font-family");
            let Some(family) = font.and_then(|font| self.known(&font, text)) else {
                continue;
            };
            let weight =
                property(body, "font-weight").and_then(|weight| weight.parse().ok());
            let names: Vec<&str> =
                selector.split([',', '\n', ' ']).map(str::trim).collect();
            if names.iter().any(|name| matches!(*name, "h1" | "h2" | "h3")) {
                self.headings.get_or_insert((family, weight));
            } else if names.iter().any(|name| matches!(*name, "body" | "html")) {
                self.base.get_or_insert((family, None));
            } else if names.iter().any(|name| matches!(*name, "code" | "pre")) {
                self.monospace.get_or_insert(family);
            }
        }
        self.variables(text);
    }

    /// `--font-heading: …`, `$font-family-base: …`.
    fn variables(&mut self, text: &str) {
        let Ok(pattern) = Regex::new(r"(?:--|\$)([\w-]*font[\w-]*)\s*:\s*([^;{}]+)")
        else {
            return;
        };
        for found in pattern.captures_iter(text) {
            let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
            let Some(family) = self.known(part(2), text) else { continue };
            self.said(&part(1).to_lowercase(), family, None);
        }
    }

    /// Texts of tokens or parameters such as `largeHeading: "Hind Light / Hind 300"`.
    pub(super) fn tokens(&mut self, value: &Value) {
        let Value::Map(map) = value else { return };
        self.params(map);
    }

    /// The same of parameters.
    pub(super) fn params(&mut self, params: &Params) {
        for (key, value) in params {
            match value {
                Value::Map(inner) => self.params(inner),
                value => {
                    let text = value.to_text();
                    let starts = |family: &&String| {
                        text.to_lowercase().starts_with(&family.to_lowercase())
                    };
                    if let Some(family) = self.families.iter().find(starts).cloned() {
                        let weight = weight(&text);
                        self.said(&key.to_lowercase(), family, weight);
                    }
                }
            }
        }
    }

    fn said(&mut self, key: &str, family: String, weight: Option<u16>) {
        if key.contains("mono") || key.contains("code") {
            self.monospace.get_or_insert(family);
        } else if key.contains("head") || key.contains("title") || key.contains("display")
        {
            self.headings.get_or_insert((family, weight));
        } else if ["base", "body", "text", "sans", "serif", "primary"]
            .iter()
            .any(|word| key.contains(word))
        {
            // The usual weight needs no word.
            self.base
                .get_or_insert((family, weight.filter(|weight| *weight != 400)));
        }
    }

    /// The known family that a list of families starts with; `var(--…)` is looked up.
    fn known(&self, list: &str, styles: &str) -> Option<String> {
        let list = match list
            .trim()
            .strip_prefix("var(")
            .and_then(|rest| rest.split([')', ',']).next())
        {
            Some(name) => property(styles, name.trim())?,
            None => list.to_owned(),
        };
        let first = list
            .split(',')
            .next()?
            .trim()
            .trim_matches(['"', '\''])
            .to_lowercase();
        self.families
            .iter()
            .find(|family| family.to_lowercase() == first)
            .cloned()
    }

    /// What is not said: one family is for all, of more the first is for headings.
    pub(super) fn complete(&mut self) {
        let mono = self.families.iter().find(|family| {
            let family = family.to_lowercase();
            family.contains("mono") || family.contains("code")
        });
        if self.monospace.is_none() {
            self.monospace = mono.cloned();
        }
        let rest = |but: Option<&String>| {
            let other = |family: &&String| {
                Some(*family) != but && Some(*family) != self.monospace.as_ref()
            };
            self.families.iter().find(other).cloned()
        };
        let headings = self.headings.clone().or_else(|| {
            let other =
                rest(self.base.as_ref().map(|(family, _)| family)).or_else(|| rest(None));
            other.map(|family| (family, None))
        });
        let base = self.base.clone().or_else(|| {
            let other =
                rest(headings.as_ref().map(|(family, _)| family)).or_else(|| rest(None));
            other.map(|family| (family, None))
        });
        self.headings = headings;
        self.base = base;
    }
}

/// The value of a property in a block of styles.
fn property(body: &str, name: &str) -> Option<String> {
    let mut rest = body;
    while let Some((_, after)) = rest.split_once(name) {
        if let Some(value) = after.trim_start().strip_prefix(':') {
            return Some(
                value.split([';', '}']).next().unwrap_or_default().trim().to_owned(),
            );
        }
        rest = after;
    }
    None
}

/// The first weight that a text names.
fn weight(text: &str) -> Option<u16> {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.find_map(|word| match word.to_lowercase().as_str() {
        "light" => Some(300),
        "medium" => Some(500),
        "semibold" => Some(600),
        "bold" => Some(700),
        word => word
            .parse()
            .ok()
            .filter(|weight| (100..=900).contains(weight) && weight % 100 == 0),
    })
}

#[cfg(test)]
mod tests {
    use super::Typefaces;

    fn shown(css: &str) -> String {
        let mut typefaces = Typefaces::default();
        typefaces.styles(css);
        typefaces.complete();
        let name = |font: &Option<(String, Option<u16>)>| {
            font.as_ref().map_or("-".to_owned(), |(family, weight)| {
                format!("{family} {}", weight.unwrap_or(0))
            })
        };
        format!(
            "{} | {} | {}",
            name(&typefaces.headings),
            name(&typefaces.base),
            typefaces.monospace.as_deref().unwrap_or("-")
        )
    }

    #[test]
    fn families_have_their_place() {
        let faces = "@font-face { font-family: 'Montserrat'; src: url(x) } @font-face{font-family:Hind} @font-face { font-family: \"Font Awesome\" }";
        let cases = [
            ("", "Montserrat 0 | Hind 0 | -"),
            (
                "h1, h2 { font-family: Hind, sans-serif; font-weight: 300 } body { font-family: 'Montserrat' }",
                "Hind 300 | Montserrat 0 | -",
            ),
            (
                ":root { --font-body: Montserrat; } h2 { font-family: var(--head) } :root{ --head: \"Hind\" }",
                "Hind 0 | Montserrat 0 | -",
            ),
            ("$headings-font-family: Hind, serif;", "Hind 0 | Montserrat 0 | -"),
            (
                "@font-face{font-family:'JetBrains Mono'}",
                "Montserrat 0 | Hind 0 | JetBrains Mono",
            ),
        ];
        for (css, expected) in cases {
            assert_eq!(shown(&format!("{faces} {css}")), expected, "{css}");
        }
    }
}
