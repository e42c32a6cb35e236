//! Which colour of a site is for what: told from names, and from what is said of them.

use super::swatches::{Swatch, is_grey};

/// A role and the signs of a colour that has it.
struct Signs {
    role: &'static str,
    /// Names, or last words of names.
    names: &'static [&'static str],
    /// What is said.
    told: &'static [&'static str],
    /// What it has to look like.
    tone: Tone,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    /// A hue, no grey.
    Hue,
    Pale,
    Dark,
}

const SIGNS: &[Signs] = &[
    Signs {
        role: "foreground",
        names: &["foreground", "text", "body-color", "text-color", "ink", "fg"],
        told: &["primary text", "body text", "text on light"],
        tone: Tone::Dark,
    },
    Signs {
        role: "background",
        names: &["background", "bg", "body-bg", "page", "paper"],
        told: &["document background", "page background", "page and document"],
        tone: Tone::Pale,
    },
    Signs {
        role: "primary",
        names: &["primary", "brand", "main", "primary-color"],
        told: &[
            "primary brand",
            "brand color",
            "brand colour",
            "main color",
            "main colour",
        ],
        tone: Tone::Hue,
    },
    Signs {
        role: "secondary",
        names: &["secondary", "secondary-color"],
        told: &["secondary"],
        tone: Tone::Hue,
    },
    Signs {
        role: "tertiary",
        names: &["tertiary", "accent", "accent-color"],
        told: &["calls to action", "call to action", "accent"],
        tone: Tone::Hue,
    },
    Signs {
        role: "success",
        names: &["success", "positive"],
        told: &["positive state", "success"],
        tone: Tone::Hue,
    },
    Signs {
        role: "info",
        names: &["info", "information"],
        told: &["informati"],
        tone: Tone::Hue,
    },
    Signs {
        role: "warning",
        names: &["warning", "warn"],
        told: &["warning"],
        tone: Tone::Hue,
    },
    Signs {
        role: "danger",
        names: &["danger", "error", "destructive"],
        told: &["danger", "error"],
        tone: Tone::Hue,
    },
    Signs {
        role: "light",
        names: &["light"],
        told: &["quiet panel", "panels"],
        tone: Tone::Pale,
    },
    Signs {
        role: "dark",
        names: &["dark", "navy"],
        told: &["dark background"],
        tone: Tone::Dark,
    },
];

/// First words of names that say nothing.
const PREFIXES: &[&str] = &[
    "color", "colour", "clr", "c", "bs", "theme", "site", "wp", "preset", "palette",
    "md", "tw",
];

/// Words of hues: `green-primary` is the first of the greens, not of the brand.
const HUES: &[&str] = &[
    "blue", "green", "red", "orange", "yellow", "purple", "violet", "pink", "teal",
    "cyan", "gray", "grey", "indigo", "neutral",
];

/// Words of shades and uses that a role has beside its own colour.
const SHADES: &[&str] = &[
    "hover", "active", "focus", "border", "shadow", "contrast", "rgb", "subtle",
    "emphasis", "muted", "gradient", "link", "on", "lighter", "darker", "btn", "button",
];

/// The least that a sign must weigh.
const LEAST: i32 = 5;

/// The roles with the names of their colours, in the order of the brand file.
pub(super) fn roles(swatches: &[Swatch]) -> Vec<(&'static str, String)> {
    let mut out: Vec<(&'static str, String)> = Vec::new();
    for signs in SIGNS {
        let mut best: Option<(i32, &Swatch)> = None;
        // A colour is for one thing.
        let taken = |swatch: &&Swatch| out.iter().any(|(_, name)| *name == swatch.name);
        let free = swatches.iter().filter(|swatch| !taken(swatch));
        for swatch in free.filter(|swatch| fits(signs.tone, swatch)) {
            let score = score(signs, swatch);
            if score >= LEAST && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, swatch));
            }
        }
        if let Some((_, swatch)) = best {
            out.push((signs.role, swatch.name.clone()));
        }
    }
    out
}

fn fits(tone: Tone, swatch: &Swatch) -> bool {
    let luma = luma(swatch);
    match tone {
        Tone::Hue => !is_grey(swatch.color),
        Tone::Pale => luma > 190,
        Tone::Dark => luma < 110,
    }
}

/// Luma of ITU-R BT.601, 0 to 255.
fn luma(swatch: &Swatch) -> u32 {
    let text = swatch.color.to_string();
    let part = |at: usize| {
        text.get(at..at + 2)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .unwrap_or(0)
    };
    (part(1) * 299 + part(3) * 587 + part(5) * 114) / 1000
}

fn score(signs: &Signs, swatch: &Swatch) -> i32 {
    let words: Vec<&str> = swatch.name.split('-').collect();
    let start = words.iter().position(|word| !PREFIXES.contains(word)).unwrap_or(0);
    let own: Vec<&str> = words.iter().skip(start).copied().collect();
    let name = own.join("-");
    let mut score = 0;
    if signs.names.contains(&name.as_str()) {
        score = 10;
    } else if own.last().is_some_and(|last| signs.names.contains(last)) {
        score = 6;
    } else if own.iter().any(|word| signs.names.contains(word)) {
        score = 5;
    }
    let has = |list: &[&str]| own.iter().any(|word| list.contains(word));
    if has(SHADES) || own.iter().any(|word| word.chars().all(|c| c.is_ascii_digit())) {
        score -= 6;
    }
    if signs.told.iter().any(|told| swatch.told.contains(told)) {
        score += 8;
    } else if has(HUES) {
        score -= 4;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::roles;
    use crate::adopt::swatches::Swatches;

    #[test]
    fn roles_are_told_from_names() {
        let cases = [
            (
                "--brand-primary: #135a6e; --brand-secondary: #6fbf73; --text-color: #222; --bg: #fafafa; --primary-hover: #000080;",
                "foreground text-color, background bg, primary brand-primary, secondary brand-secondary",
            ),
            ("--green-primary: #32cd32; --main: #195f8c;", "primary main"),
            (
                "--bs-danger: #a00; --bs-warning: #fa0; --bs-blue: #00f;",
                "warning bs-warning, danger bs-danger",
            ),
            ("--grey: #888; --size: 1px;", ""),
        ];
        for (css, expected) in cases {
            let mut swatches = Swatches::default();
            swatches.styles(css);
            let found: Vec<String> = roles(&swatches.0)
                .iter()
                .map(|(role, name)| format!("{role} {name}"))
                .collect();
            assert_eq!(found.join(", "), expected, "{css}");
        }
    }
}
