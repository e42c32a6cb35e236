//! How well text can be read on its ground: the contrast ratio of WCAG 2.2 and the lightness
//! contrast of APCA, and the pairs of colours that a brand asks for.

use super::{Brand, Color};

/// The ratio that text needs (WCAG 2.2, 1.4.3).
pub const TEXT: f64 = 4.5;

/// The ratio that large text needs: from 18 pt, or 14 pt if bold (WCAG 2.2, 1.4.3).
pub const LARGE_TEXT: f64 = 3.0;

/// Relative luminance (WCAG 2.2), 0 to 1.
#[must_use]
pub fn luminance(color: Color) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = color.parts().map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast ratio of two colours (WCAG 2.2), 1 to 21.
#[must_use]
pub fn ratio(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The lightness contrast of text on a ground by APCA (apca-w3 0.1.9, constants 0.0.98G-4g):
/// positive for dark text on light, negative for light text on dark. 75 is the least for
/// columns of running text, 60 for other text (Myndex/apca-w3, `docs/APCA_in_a_Nutshell.md`).
#[must_use]
pub fn apca(text: Color, ground: Color) -> f64 {
    let screen = |color: Color| {
        let [red, green, blue] =
            color.parts().map(|part| (f64::from(part) / 255.0).powf(2.4));
        let sum = 0.212_672_9 * red + 0.715_152_2 * green + 0.072_175_0 * blue;
        // Very dark colours are lighter than they measure.
        if sum < 0.022 { sum + (0.022 - sum).powf(1.414) } else { sum }
    };
    let (text, ground) = (screen(text), screen(ground));
    if (ground - text).abs() < 0.0005 {
        return 0.0;
    }
    let (difference, offset) = if ground > text {
        ((ground.powf(0.56) - text.powf(0.57)) * 1.14, -0.027)
    } else {
        ((ground.powf(0.65) - text.powf(0.62)) * 1.14, 0.027)
    };
    if difference.abs() < 0.1 { 0.0 } else { (difference + offset) * 100.0 }
}

/// Text on its ground, as a brand asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The key that the text has its colour from, for messages.
    pub key: String,
    /// The text.
    pub text: Color,
    /// The ground.
    pub ground: Color,
    /// The ratio that it needs.
    pub least: f64,
}

impl Pair {
    /// Whether it can be read.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        ratio(self.text, self.ground) >= self.least
    }
}

impl Brand {
    /// The pairs of colours that the brand sets itself. What templates make of its roles they
    /// darken or lighten until it can be read.
    #[must_use]
    pub fn pairs(&self) -> Vec<Pair> {
        let paper = self.color.background;
        let print = &self.print;
        let mut pairs = Vec::new();
        let mut add = |key: &str, text: Option<Color>, ground: Color, least: f64| {
            pairs.extend(text.map(|text| Pair {
                key: key.to_owned(),
                text,
                ground,
                least,
            }));
        };
        add("color.foreground", Some(self.color.foreground), paper, TEXT);
        for (name, font) in self.font.parts() {
            let least = if name == "headings" { LARGE_TEXT } else { TEXT };
            let ground = font.background_color.unwrap_or(paper);
            let text = match (font.color, font.background_color) {
                (None, Some(_)) => Some(self.color.foreground),
                (color, _) => color,
            };
            add(&format!("typography.{name}.color"), text, ground, least);
        }
        for (level, color) in (1..).zip(print.headings.colors()) {
            // From the third level on headings are no larger than text may be.
            let least = if level <= 2 { LARGE_TEXT } else { TEXT };
            add(&format!("headings.h{level}.color"), color, paper, least);
        }
        let cover = print.cover.color.unwrap_or(self.color.dark);
        add("cover.text", Some(print.cover.text.unwrap_or(Color::WHITE)), cover, TEXT);
        add("header.color", print.header.color, paper, TEXT);
        add("footer.color", print.footer.color, paper, TEXT);
        add("captions.color", print.captions.color, paper, TEXT);
        add("quotes.color", print.quotes.color, paper, TEXT);
        let ink = self.color.foreground;
        let tables = &print.tables;
        let head = tables.head_background.unwrap_or(paper);
        add("tables.head-color", Some(tables.head_color.unwrap_or(ink)), head, TEXT);
        add(
            "tables.stripe",
            tables.stripe.map(|_| ink),
            tables.stripe.unwrap_or(paper),
            TEXT,
        );
        for (kind, callout) in &print.callouts {
            let ground = callout.background.unwrap_or(paper);
            add(
                &format!("callouts.{kind}.background"),
                callout.background.map(|_| ink),
                ground,
                TEXT,
            );
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::{apca, ratio};
    use crate::brand::Color;

    fn color(hex: &str) -> Color {
        Color::parse(hex).expect("a colour")
    }

    /// Ratios that WCAG's own documents and the checkers of its working group give.
    #[test]
    fn ratios_are_those_of_wcag() {
        let cases = [
            ("#000000", "#ffffff", 21.0),
            ("#ffffff", "#ffffff", 1.0),
            ("#767676", "#ffffff", 4.54),
            ("#777777", "#ffffff", 4.48),
            ("#949494", "#ffffff", 3.03),
            ("#ff0000", "#ffffff", 4.00),
            ("#0000ff", "#ffffff", 8.59),
            ("#008000", "#ffffff", 5.14),
        ];
        for (text, ground, expected) in cases {
            let found = ratio(color(text), color(ground));
            assert!((found - expected).abs() < 0.005, "{text} on {ground}: {found}");
        }
    }

    /// The values that Myndex/apca-w3 tests itself with (`test/index.js`).
    #[test]
    fn lightness_contrasts_are_those_of_apca() {
        let cases = [
            ("#888888", "#ffffff", 63.056_469),
            ("#ffffff", "#888888", -68.541_464),
            ("#000000", "#aaaaaa", 58.146_262),
            ("#aaaaaa", "#000000", -56.241_133),
            ("#112233", "#ddeeff", 91.668_304),
            ("#ddeeff", "#112233", -93.067_708),
            ("#112233", "#444444", 8.323_261),
            ("#444444", "#112233", -7.526_878),
        ];
        for (text, ground, expected) in cases {
            let found = apca(color(text), color(ground));
            assert!((found - expected).abs() < 0.0001, "{text} on {ground}: {found}");
        }
    }
}
