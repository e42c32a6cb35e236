//! The type of a brand file. Fonts themselves come from the project's folder of fonts.

use super::palette::Colors;
use super::reader::{Reader, text};
use super::{Brand, Font};
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Params, Value};

const PARTS: &[&str] = &[
    "fonts",
    "base",
    "headings",
    "monospace",
    "monospace-inline",
    "monospace-block",
    "link",
];

const KEYS: &[&str] = &[
    "family",
    "size",
    "weight",
    "line-height",
    "color",
    "style",
    "background-color",
    "decoration",
];

impl Reader<'_> {
    /// Reads `typography`.
    pub(super) fn typography(
        &mut self,
        root: &Params,
        colors: &Colors,
        brand: &mut Brand,
    ) {
        let Some(typography) = self.map(root, &["typography"]) else { return };
        self.known(typography, &["typography"], PARTS);
        let parts = [
            ("base", &mut brand.font.base),
            ("headings", &mut brand.font.headings),
            ("monospace", &mut brand.font.monospace),
        ];
        for (name, font) in parts {
            match typography.get(name) {
                Some(Value::Map(part)) => self.font(part, name, colors, font),
                Some(value) => prepend(font, value.to_text()),
                None => {}
            }
        }
    }

    fn font(&mut self, part: &Params, name: &str, colors: &Colors, font: &mut Font) {
        self.known(part, &["typography", name], KEYS);
        if let Some(family) = text(part, "family") {
            prepend(font, family);
        }
        let at = |key| ["typography", name, key];
        font.size = self.font_value(part, &at("size"), "a size such as `10.5pt`", size);
        font.weight = self.font_value(
            part,
            &at("weight"),
            "a number from 100 to 900, or a name such as `semi-bold`",
            weight,
        );
        font.line_height = self.font_value(
            part,
            &at("line-height"),
            "a number such as `1.5`",
            line_height,
        );
        font.color = self.color_at(part, &at("color"), colors);
    }

    /// What `read` makes of the value at `path`; if that is nothing, `wanted` is told.
    fn font_value<T>(
        &mut self,
        part: &Params,
        path: &[&str],
        wanted: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let key = path.last()?;
        let written = text(part, key)?;
        let value = read(&written);
        if value.is_none() {
            let message = format!("`{key}: {written}` is not understood and left out");
            let diagnostic = Diagnostic::warning("brand-value", message)
                .at(self.source, self.place(path))
                .hint(format!("write {wanted}"));
            self.diagnostics.push(diagnostic);
        }
        value
    }
}

fn prepend(font: &mut Font, family: String) {
    if family.is_empty() {
        return;
    }
    font.family.retain(|known| *known != family);
    font.family.insert(0, family);
}

/// A length of CSS as one of Typst: a `rem` is an `em` of the page, a `px` is 0.75 `pt`
/// (CSS Values 4, 6.2).
fn size(text: &str) -> Option<String> {
    const UNITS: &[(&str, &str, f64)] = &[
        ("rem", "em", 1.0),
        ("px", "pt", 0.75),
        ("pt", "pt", 1.0),
        ("em", "em", 1.0),
        ("mm", "mm", 1.0),
        ("cm", "cm", 1.0),
        ("in", "in", 1.0),
    ];
    let (number, unit, factor) = UNITS.iter().find_map(|(css, unit, factor)| {
        Some((text.trim().strip_suffix(css)?, unit, factor))
    })?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = number.parse::<f64>().ok().filter(|number| plain && *number > 0.0)?;
    Some(format!("{}{unit}", number * factor))
}

fn line_height(text: &str) -> Option<f64> {
    let height = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
        None => text.parse().ok()?,
    };
    (0.5..=5.0).contains(&height).then_some(height)
}

fn weight(text: &str) -> Option<u16> {
    let named = match text.to_lowercase().as_str() {
        "thin" => Some(100),
        "extra-light" | "ultra-light" => Some(200),
        "light" => Some(300),
        "normal" | "regular" => Some(400),
        "medium" => Some(500),
        "semi-bold" | "demi-bold" => Some(600),
        "bold" => Some(700),
        "extra-bold" | "ultra-bold" => Some(800),
        "black" => Some(900),
        _ => None,
    };
    named
        .or_else(|| text.parse().ok())
        .filter(|weight| (100..=900).contains(weight))
}

#[cfg(test)]
mod tests {
    use super::{line_height, size};
    use crate::brand::Brand;
    use crate::source::Source;

    #[test]
    fn sizes_of_css_become_lengths_of_typst() {
        let cases = [
            ("11pt", Some("11pt")),
            ("1.1rem", Some("1.1em")),
            ("16px", Some("12pt")),
            ("11", None),
            ("-1pt", None),
            ("1e3pt", None),
            ("infpt", None),
            ("pt", None),
        ];
        for (text, length) in cases {
            assert_eq!(size(text).as_deref(), length, "{text}");
        }
        assert_eq!((line_height("150%"), line_height("wide")), (Some(1.5), None));
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let text = "typography:\n  base:\n    size: big\n    weight: 1000\n    color: nope\n  headings: { line-height: x, color: primary }\n";
        let (brand, diagnostics) = Brand::read(&Source::new("_brand.yml", text), "x");
        let told: Vec<_> = diagnostics
            .iter()
            .map(|d| (d.code, d.place.as_ref().map_or(0, |place| place.position().line)))
            .collect();
        let wanted = [
            ("brand-value", 3),
            ("brand-value", 4),
            ("brand-color", 5),
            ("brand-value", 6),
            ("brand-color", 6),
        ];
        assert_eq!(told, wanted, "{diagnostics:#?}");
        assert_eq!(brand.font.base.family, ["Source Serif 4"]);
    }
}
