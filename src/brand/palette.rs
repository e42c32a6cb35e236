//! The colours of a brand file: its palette, its roles, and the names that lead from one to
//! the other.

use super::reader::{Reader, did_you_mean};
use super::roles::Given;
use super::{Brand, Color};
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Params, Value};

/// What `color` of a brand file may hold.
const ROLES: &[&str] = &[
    "palette",
    "foreground",
    "background",
    "primary",
    "secondary",
    "tertiary",
    "success",
    "info",
    "warning",
    "danger",
    "light",
    "dark",
    "link",
];

/// How many names a colour may go by before it counts as a circle.
const MAX_NAMES: usize = 16;

/// Where a name of a colour stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Palette,
    Role,
    Other,
}

/// Why a name leads to no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Miss {
    Unknown,
    Circle,
    /// It leads to a name that is told already.
    Elsewhere,
}

/// The colours by name, as they are written.
#[derive(Debug, Default)]
pub(super) struct Colors {
    palette: Params,
    roles: Params,
}

impl Colors {
    /// A colour, or the name of one in the palette or of a role, which may name another.
    fn find(&self, name: &str, from: (Scope, &str), hops: usize) -> Result<Color, Miss> {
        if hops > MAX_NAMES {
            return Err(Miss::Circle);
        }
        for (scope, map) in [(Scope::Palette, &self.palette), (Scope::Role, &self.roles)]
        {
            // `blue: blue` means the blue of CSS.
            let Some(value) = map.get(name).filter(|_| from != (scope, name)) else {
                continue;
            };
            let Some(next) = written(value) else { continue };
            return self.find(&next, (scope, name), hops + 1).map_err(
                |miss| match miss {
                    Miss::Unknown => Miss::Elsewhere,
                    miss => miss,
                },
            );
        }
        Color::parse(name).ok_or(Miss::Unknown)
    }
}

/// A colour as it is written; of a light and a dark variant the light one, as paper is.
fn written(value: &Value) -> Option<String> {
    let value = match value {
        Value::Map(variants) => variants.get("light").or_else(|| variants.get("dark"))?,
        value => value,
    };
    let text = value.to_text();
    (!text.is_empty()).then_some(text)
}

impl Reader<'_> {
    /// Reads `color`; roles that are not given follow from those that are.
    pub(super) fn colors(&mut self, root: &Params, brand: &mut Brand) -> Colors {
        let Some(color) = self.map(root, &["color"]) else { return Colors::default() };
        self.known(color, &["color"], ROLES);
        let mut roles = color.clone();
        roles.shift_remove("palette");
        roles.retain(|name, _| ROLES.contains(&name.as_str()));
        let palette = self.map(color, &["color", "palette"]).cloned();
        let colors = Colors { palette: palette.unwrap_or_default(), roles };
        for (name, value) in &colors.palette {
            let path = ["color", "palette", name.as_str()];
            let found = self.resolve(value, &path, (Scope::Palette, name), &colors);
            if let Some(found) = found {
                brand.palette.insert(name.clone(), found);
            }
        }
        let mut given = Given::default();
        for (name, value) in &colors.roles {
            let path = ["color", name.as_str()];
            let found = self.resolve(value, &path, (Scope::Role, name), &colors);
            if let Some((slot, found)) = given.slot(name).zip(found) {
                *slot = Some(found);
            }
        }
        brand.color = given.complete(&brand.color);
        colors
    }

    /// The colour at the end of `path`, whose last key `parent` may hold.
    pub(super) fn color_at(
        &mut self,
        parent: &Params,
        path: &[&str],
        colors: &Colors,
    ) -> Option<Color> {
        let key = path.last()?;
        self.resolve(parent.get(*key)?, path, (Scope::Other, key), colors)
    }

    fn resolve(
        &mut self,
        value: &Value,
        path: &[&str],
        from: (Scope, &str),
        colors: &Colors,
    ) -> Option<Color> {
        let name = written(value)?;
        let miss = match colors.find(&name, from, 0) {
            Ok(color) => return Some(color),
            Err(Miss::Elsewhere) => return None,
            Err(miss) => miss,
        };
        let message = if miss == Miss::Circle {
            format!("`{name}` leads in a circle, not to a colour")
        } else {
            let near = did_you_mean(&name, colors.palette.keys().map(String::as_str));
            format!("`{name}` is neither a colour nor in the palette{near}")
        };
        let diagnostic = Diagnostic::error("brand-color", message)
            .at(self.source, self.place(path))
            .hint("write a colour as `\"#1d4e79\"`, quotes included, or a name below `color.palette`");
        self.diagnostics.push(diagnostic);
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::brand::{Brand, BrandAssets};
    use crate::source::Source;

    proptest::proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_file_makes_a_brand(parts in prop::collection::vec(prop::sample::select(vec![
            "color:\n", "  palette:\n", "    a: b\n", "    b: a\n", "  primary: a\n",
            "  primary: '#fff'\n", "  dark: light\n", "  light: dark\n", "typography:\n",
            "  base:\n", "    size: 1\n", "    color: primary\n", "logo:\n", "x: å\n",
            "logo: {images: {a: {path: x}}, large: a}\n", "meta:\n", "  name: [1]\n",
            "defaults:\n", "  offprint:\n", "    contact: {phone: +1, registration: 2}\n",
            "    cover: {color: a}\n",
        ]), 0..20)) {
            let _ = read(&parts.concat()).0.to_json(&BrandAssets::default());
        }
    }

    fn read(text: &str) -> (Brand, Vec<(usize, String)>) {
        let (brand, diagnostics) = Brand::read(&Source::new("_brand.yml", text), "x");
        let told = |d: crate::diagnostic::Diagnostic| {
            (d.place.map_or(0, |place| place.position().line), d.message)
        };
        (brand, diagnostics.into_iter().map(told).collect())
    }

    #[test]
    fn names_lead_to_colours() {
        let (brand, told) = read(
            "color:\n  palette: { blue: '#0000aa', sea: blue, primary: sea, red: red }\n  \
             primary: primary\n  dark: foreground\n  foreground: { light: '#111111', dark: '#eeeeee' }\n",
        );
        assert_eq!(told, []);
        assert_eq!(brand.color.primary.to_string(), "#0000aa");
        assert_eq!(brand.color.dark.to_string(), "#111111");
        assert_eq!(brand.palette["red"].to_string(), "#ff0000");
    }

    #[test]
    fn mistakes_are_told_once_and_at_their_line() {
        let (_, told) = read(
            "color:\n  palette:\n    primary: '#12'\n    sea: primary\n    a: b\n    b: a\n  \
             primary: se\n  secondary: primary\ndefaults: { offprint: { cover: { color: x } } }\n",
        );
        let lines: Vec<_> = told.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 5, 6, 7, 9], "{told:#?}");
    }
}
