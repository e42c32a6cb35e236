//! Colours by what they are for: those that a brand gives, and those that follow from them.

use serde::Serialize;

use super::Color;

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
        }
    }
}

/// The roles that a brand gives.
#[derive(Debug, Default)]
pub(super) struct Given {
    foreground: Option<Color>,
    background: Option<Color>,
    primary: Option<Color>,
    secondary: Option<Color>,
    tertiary: Option<Color>,
    success: Option<Color>,
    info: Option<Color>,
    warning: Option<Color>,
    danger: Option<Color>,
    light: Option<Color>,
    dark: Option<Color>,
}

impl Given {
    /// The role of this name.
    pub(super) fn slot(&mut self, name: &str) -> Option<&mut Option<Color>> {
        Some(match name {
            "foreground" => &mut self.foreground,
            "background" => &mut self.background,
            "primary" => &mut self.primary,
            "secondary" => &mut self.secondary,
            "tertiary" => &mut self.tertiary,
            "success" => &mut self.success,
            "info" => &mut self.info,
            "warning" => &mut self.warning,
            "danger" => &mut self.danger,
            "light" => &mut self.light,
            "dark" => &mut self.dark,
            _ => return None,
        })
    }

    /// All roles. A brand that gives only its own colour gets shades of that, not colours of
    /// someone else; what means success or danger keeps its colour everywhere.
    pub(super) fn complete(&self, rest: &Roles) -> Roles {
        let background = self.background.unwrap_or(rest.background);
        let foreground = self.foreground.unwrap_or(if background.is_dark() {
            Color::WHITE
        } else {
            rest.foreground
        });
        let primary = self.primary.unwrap_or(rest.primary);
        let own = self.primary;
        let secondary =
            self.secondary.or(self.tertiary).or(own).unwrap_or(rest.secondary);
        let tertiary = self.tertiary.or(self.secondary).or(own).unwrap_or(rest.tertiary);
        let light = own.map_or(rest.light, |own| own.mix(Color::WHITE, 92));
        let dark = own.map_or(rest.dark, |own| own.mix(Color::BLACK, 60));
        Roles {
            foreground,
            background,
            primary,
            secondary,
            tertiary,
            success: self.success.unwrap_or(rest.success),
            info: self.info.unwrap_or(rest.info),
            warning: self.warning.unwrap_or(rest.warning),
            danger: self.danger.unwrap_or(rest.danger),
            light: self.light.unwrap_or(light),
            dark: self.dark.unwrap_or(dark),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, Roles};
    use crate::brand::Color;

    #[test]
    fn missing_roles_follow_from_the_given_ones() {
        let rest = Roles::neutral();
        assert_eq!(Given::default().complete(&rest), rest);
        let own = Color::new(0xc0, 0x20, 0x40);
        let roles = Given { primary: Some(own), ..Given::default() }.complete(&rest);
        assert_eq!((roles.secondary, roles.tertiary), (own, own));
        assert_eq!(roles.light.to_string(), "#faedf0");
        assert_eq!(roles.dark.to_string(), "#4d0d1a");
        assert_eq!(roles.danger, rest.danger);
        let given = Given { background: Some(Color::BLACK), ..Given::default() };
        assert_eq!(given.complete(&rest).foreground, Color::WHITE);
    }
}
