//! The colours of a site by the names it gives them: custom properties and variables of its
//! styles, Tailwind's configuration, design tokens and brand kits in JSON, parameters.

use std::collections::BTreeMap;

use regex::Regex;

use crate::brand::Color;
use crate::front_matter::{Params, Value};

/// A colour with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Swatch {
    /// Its name, words parted by hyphens, in lower case.
    pub(super) name: String,
    /// The colour.
    pub(super) color: Color,
    /// What is said of it, in lower case.
    pub(super) told: String,
}

/// Palettes larger than this are those of a framework.
const MOST: usize = 40;

/// Collects colours, the first of a name counts.
#[derive(Debug, Default)]
pub(super) struct Swatches(pub(super) Vec<Swatch>);

impl Swatches {
    fn add(&mut self, name: &str, color: Color, told: &str) {
        let name = hyphened(name);
        let known = self.0.iter().any(|swatch| swatch.name == name);
        if !name.is_empty() && !known && self.0.len() < MOST {
            self.0.push(Swatch { name, color, told: told.to_lowercase() });
        }
    }

    /// `--name: value`, `$name: value` and `@name: value`; `var(--other)` and `$other` lead on.
    pub(super) fn styles(&mut self, text: &str) {
        let Ok(pattern) = Regex::new(r"(--|\$|@)([A-Za-z][\w-]*)\s*:\s*([^;{}]+)[;}]")
        else {
            return;
        };
        let mut values: Vec<(String, String)> = Vec::new();
        for found in pattern.captures_iter(text) {
            let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
            if !values.iter().any(|(name, _)| name == part(2)) {
                let value = part(3).trim().trim_end_matches("!default").trim().to_owned();
                values.push((part(2).to_owned(), value));
            }
        }
        let by_name: BTreeMap<&str, &str> = values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        for (name, value) in &values {
            if let Some(color) = resolved(value, &by_name, 0) {
                self.add(name, color, "");
            }
        }
    }

    /// `colors: { … }` of Tailwind's configuration, nested names joined.
    pub(super) fn tailwind(&mut self, text: &str) {
        let Some((_, block)) = text.split_once("colors") else { return };
        let Ok(pattern) = Regex::new(
            r#"['"]?([\w-]+)['"]?\s*:\s*(?:['"](#[0-9A-Fa-f]{3,8}|rgb\([^)]*\)|hsl\([^)]*\))['"]|(\{))|(\})"#,
        ) else {
            return;
        };
        let mut path: Vec<String> = Vec::new();
        for found in pattern.captures_iter(block) {
            let part = |at: usize| found.get(at).map(|part| part.as_str());
            match (part(1), part(2), part(3), part(4)) {
                // The end of the block.
                (_, _, _, Some(_)) if path.pop().is_none() => return,
                (_, _, _, Some(_)) => {}
                (Some(name), Some(value), _, _) => {
                    let name = if name == "DEFAULT" { "" } else { name };
                    if let Some(color) = Color::opaque(value) {
                        self.add(&format!("{}-{name}", path.join("-")), color, "");
                    }
                }
                (Some(name), _, Some(_), _) => path.push(name.to_owned()),
                _ => {}
            }
        }
    }

    /// Tokens below `colors`, `color` or `palette`, wherever these stand.
    pub(super) fn tokens(&mut self, value: &Value) {
        let Value::Map(map) = value else { return };
        for (key, inner) in map {
            match key.to_lowercase().as_str() {
                "colors" | "color" | "palette" | "colours" => {
                    self.token(inner, &mut Vec::new(), "");
                }
                _ => self.tokens(inner),
            }
        }
    }

    fn token(&mut self, value: &Value, path: &mut Vec<String>, told: &str) {
        match value {
            Value::Map(map) => {
                let own = words(map);
                let told = if own.is_empty() { told } else { &own };
                for (key, inner) in map {
                    // Names such as "Green" are colours of CSS, too.
                    if TOLD.contains(&key.to_lowercase().as_str()) {
                        continue;
                    }
                    let silent = SILENT.contains(&key.to_lowercase().as_str());
                    if !silent {
                        path.push(key.clone());
                    }
                    self.token(inner, path, told);
                    if !silent {
                        path.pop();
                    }
                }
            }
            Value::List(list) => {
                for item in list.iter().filter_map(Value::as_map) {
                    let name =
                        ["slug", "id", "name"].iter().find_map(|key| item.get(*key));
                    path.push(name.map(Value::to_text).unwrap_or_default());
                    self.token(&Value::Map(item.clone()), path, "");
                    path.pop();
                }
            }
            value => {
                if let Some(color) = value.as_str().and_then(Color::opaque) {
                    self.add(&path.join("-"), color, told);
                }
            }
        }
    }

    /// Parameters of the site that are named after colours.
    pub(super) fn params(&mut self, params: &Params) {
        for (key, value) in params {
            let named =
                ["color", "colour", "palette"].iter().any(|word| key.contains(word));
            match value {
                Value::Map(_) if named => self.token(value, &mut Vec::new(), ""),
                Value::Map(inner) => self.params(inner),
                value if named => {
                    if let Some(color) = value.as_str().and_then(Color::opaque) {
                        self.add(key, color, "");
                    }
                }
                _ => {}
            }
        }
    }
}

/// Keys of tokens that are no part of a name.
const SILENT: &[&str] =
    &["hex", "value", "$value", "default", "color", "colors", "rgb", "slug", "id"];

/// Keys under which a token says what it is.
const TOLD: &[&str] = &["role", "description", "$description", "usage", "name"];

/// What a token says of itself.
fn words(map: &Params) -> String {
    let told = TOLD.iter().filter_map(|key| map.get(*key)).filter_map(Value::as_str);
    told.collect::<Vec<_>>().join(" ")
}

fn resolved(value: &str, by_name: &BTreeMap<&str, &str>, hops: usize) -> Option<Color> {
    if hops > 8 {
        return None;
    }
    let name = value
        .strip_prefix("var(--")
        .and_then(|rest| rest.split([')', ',']).next())
        .or_else(|| value.strip_prefix(['$', '@']));
    match name {
        Some(name) => resolved(by_name.get(name.trim())?, by_name, hops + 1),
        None => Color::opaque(value),
    }
}

/// `mainTint10` → `main-tint10`, `Color_Primary` → `color-primary`.
fn hyphened(name: &str) -> String {
    let mut out = String::new();
    let mut before = '-';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            out.push('-');
        }
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
        before = c;
    }
    out.trim_matches('-').to_owned()
}

/// The colour that a text of styles or drawings uses most, apart from greys.
pub(super) fn most_used(text: &str) -> Option<Color> {
    let pattern = Regex::new(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b").ok()?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for found in pattern.find_iter(text) {
        if let Some(color) = Color::parse(found.as_str()).filter(|color| !is_grey(*color))
        {
            *counts.entry(color.to_string()).or_default() += 1;
        }
    }
    let (color, _) = counts
        .into_iter()
        .max_by_key(|(name, count)| (*count, std::cmp::Reverse(name.clone())))?;
    Color::parse(&color)
}

/// Whether a colour has hardly any hue.
pub(super) fn is_grey(color: Color) -> bool {
    let text = color.to_string();
    let parts: Vec<u8> = (1..6)
        .step_by(2)
        .filter_map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect();
    let (least, most) = (parts.iter().min(), parts.iter().max());
    most.zip(least).is_none_or(|(most, least)| most - least < 24)
}

#[cfg(test)]
mod tests {
    use super::{Swatches, most_used};
    use crate::front_matter::read_data;
    use crate::source::Source;

    fn shown(swatches: &Swatches) -> String {
        let one = |swatch: &super::Swatch| format!("{} {}", swatch.name, swatch.color);
        swatches.0.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn colours_of_styles_are_found() {
        let mut swatches = Swatches::default();
        swatches.styles(
            ":root { --blue: #195F8C; --primary:var(--blue) ; --size: 3px } $brandGreen: #3a3 !default; @ink: $brandGreen; --x: hsl(210, 50%, 40%); --shadow: rgba(0, 0, 0, .1); --none: transparent; --veil: #0008;",
        );
        assert_eq!(
            shown(&swatches),
            "blue #195f8c, primary #195f8c, brand-green #33aa33, ink #33aa33, x #336699"
        );
    }

    #[test]
    fn colours_of_tailwind_are_found() {
        let mut swatches = Swatches::default();
        swatches.tailwind(
            "module.exports = { theme: { extend: { colors: { primary: '#123456', 'brand': { DEFAULT: \"#abc\", 500: '#def000' } }, spacing: { a: '#111111' } } } }",
        );
        assert_eq!(shown(&swatches), "primary #123456, brand #aabbcc, brand-500 #def000");
    }

    #[test]
    fn colours_of_tokens_are_found() {
        let json = "{\"colors\": {\"blue\": {\"main\": {\"name\": \"Main\", \"hex\": \"#195F8C\", \"role\": \"Primary brand color\"}}}, \"pairs\": [{\"background\": \"#000\"}], \"settings\": {\"color\": {\"palette\": [{\"slug\": \"accent\", \"color\": \"#f00\", \"name\": \"Accent\"}]}}}";
        let source = Source::new("x.json", json);
        let mut swatches = Swatches::default();
        swatches.tokens(&read_data(&source, "json").expect("JSON"));
        assert_eq!(shown(&swatches), "blue-main #195f8c, palette-accent #ff0000");
        assert!(
            swatches
                .0
                .first()
                .is_some_and(|swatch| swatch.told.contains("primary brand"))
        );
    }

    #[test]
    fn the_most_used_colour_is_no_grey() {
        let css = "a{color:#333}b{color:#195f8c}c{color:#195F8C}d{color:#f00}";
        assert_eq!(
            most_used(css).map(|color| color.to_string()).as_deref(),
            Some("#195f8c")
        );
    }
}
