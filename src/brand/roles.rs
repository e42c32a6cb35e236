//! Colours by what they are for: those that a brand gives, and those that follow from them.

use serde::Serialize;

use super::Color;
use super::file::{Colors, Tone};

/// Colours by what they are for; all are always set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Roles {
    /// Text.
    pub foreground: Color,
    /// Paper.
    pub background: Color,
    /// The colour of the brand.
    pub primary: Color,
    /// The one that goes with it.
    pub secondary: Color,
    /// A third one.
    pub tertiary: Color,
    /// For what went well.
    pub success: Color,
    /// For what is worth knowing.
    pub info: Color,
    /// For what may go wrong.
    pub warning: Color,
    /// For what goes wrong.
    pub danger: Color,
    /// A light ground.
    pub light: Color,
    /// A dark ground.
    pub dark: Color,
    /// Links.
    pub link: Color,
}

impl Roles {
    /// Calm colours for whoever has none.
    pub(super) const fn neutral() -> Self {
        Self {
            foreground: Color::new(0x1f, 0x29, 0x33),
            background: Color::WHITE,
            primary: Color::new(0x1d, 0x4e, 0x79),
            secondary: Color::new(0x2f, 0x9e, 0x8f),
            tertiary: Color::new(0xb3, 0x5c, 0x1e),
            success: Color::new(0x1d, 0x76, 0x4a),
            info: Color::new(0x1d, 0x62, 0x9b),
            warning: Color::new(0x9a, 0x62, 0x00),
            danger: Color::new(0xb0, 0x2a, 0x30),
            light: Color::new(0xee, 0xf4, 0xf8),
            dark: Color::new(0x0f, 0x27, 0x40),
            link: Color::new(0x1d, 0x4e, 0x79),
        }
    }
}

impl Roles {
    /// Each with its key.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Color); 12] {
        [
            ("foreground", self.foreground),
            ("background", self.background),
            ("primary", self.primary),
            ("secondary", self.secondary),
            ("tertiary", self.tertiary),
            ("success", self.success),
            ("info", self.info),
            ("warning", self.warning),
            ("danger", self.danger),
            ("light", self.light),
            ("dark", self.dark),
            ("link", self.link),
        ]
    }

    /// All roles. A brand that gives only its own colour gets shades of that, not colours of
    /// someone else; what means success or danger keeps its colour everywhere.
    pub(super) fn of(given: &Colors) -> Self {
        let rest = Self::neutral();
        let of = |tone: Option<Tone>| tone.and_then(Tone::on_paper);
        let or = |tone, rest| of(tone).unwrap_or(rest);
        let background = or(given.background, rest.background);
        let words = if background.is_dark() { Color::WHITE } else { rest.foreground };
        let own = of(given.primary);
        let (secondary, tertiary) = (of(given.secondary), of(given.tertiary));
        Self {
            foreground: or(given.foreground, words),
            background,
            primary: own.unwrap_or(rest.primary),
            secondary: secondary.or(tertiary).or(own).unwrap_or(rest.secondary),
            tertiary: tertiary.or(secondary).or(own).unwrap_or(rest.tertiary),
            success: or(given.success, rest.success),
            info: or(given.info, rest.info),
            warning: or(given.warning, rest.warning),
            danger: or(given.danger, rest.danger),
            light: or(
                given.light,
                own.map_or(rest.light, |own| own.mix(Color::WHITE, 92)),
            ),
            dark: or(given.dark, own.map_or(rest.dark, |own| own.mix(Color::BLACK, 60))),
            link: of(given.link).or(own).unwrap_or(rest.link),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Roles;
    use crate::brand::Color;
    use crate::brand::file::{Colors, Tone};

    #[test]
    fn missing_roles_follow_from_the_given_ones() {
        let rest = Roles::neutral();
        assert_eq!(Roles::of(&Colors::default()), rest);
        let own = Color::new(0xc0, 0x20, 0x40);
        let given = Colors { primary: Some(Tone::One(own)), ..Colors::default() };
        let roles = Roles::of(&given);
        assert_eq!((roles.secondary, roles.tertiary, roles.link), (own, own, own));
        assert_eq!(roles.light.to_string(), "#faedf0");
        assert_eq!(roles.dark.to_string(), "#4d0d1a");
        assert_eq!(roles.danger, rest.danger);
        let black = Some(Tone::One(Color::BLACK));
        let given = Colors { background: black, ..Colors::default() };
        assert_eq!(Roles::of(&given).foreground, Color::WHITE);
    }
}
