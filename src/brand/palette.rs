//! Names of colours, which lead through the palette and the roles of a brand to a colour.
//! They are followed wherever the schema has a colour, before the settings get their types.

use super::Color;
use super::color::FORMAT;
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Params, Value};
use crate::settings::{Shape, did_you_mean};

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
    /// It leads to a colour that is for dark backgrounds alone.
    Dark,
}

/// The colours by name, as they are written.
#[derive(Debug)]
struct Colors {
    palette: Params,
    roles: Params,
    /// What shines through colours that are not opaque.
    paper: Color,
}

impl Colors {
    fn of(root: &Params) -> Self {
        let mut roles =
            root.get("color").and_then(Value::as_map).cloned().unwrap_or_default();
        let palette = match roles.shift_remove("palette") {
            Some(Value::Map(palette)) => palette,
            _ => Params::new(),
        };
        let mut colors = Self { palette, roles, paper: Color::WHITE };
        let paper = colors.roles.get("background").and_then(written);
        let paper = paper
            .and_then(|name| colors.find(&name, (Scope::Role, "background"), 0).ok());
        colors.paper = paper.unwrap_or(Color::WHITE);
        colors
    }

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
            let Some(next) = written(value) else { return Err(Miss::Dark) };
            return self.find(&next, (scope, name), hops + 1).map_err(
                |miss| match miss {
                    Miss::Unknown => Miss::Elsewhere,
                    miss => miss,
                },
            );
        }
        Color::parse_on(name, self.paper).ok_or(Miss::Unknown)
    }
}

/// A colour as it is written; of a light and a dark variant the light one, as paper is. Whoever
/// gives a dark one alone has left light pages as they are.
fn written(value: &Value) -> Option<String> {
    let value = match value {
        Value::Map(variants) => variants.get("light")?,
        value => value,
    };
    let text = value.to_text();
    (!text.is_empty()).then_some(text)
}

impl Reader {
    /// Puts a colour in the place of every name; names that lead nowhere are told and taken out.
    pub(super) fn resolve_colors(
        &mut self,
        root: &mut Params,
        schema: &serde_json::Value,
    ) {
        let colors = Colors::of(root);
        Shape::root(schema).each(root, FORMAT, &mut |path, value| {
            let name = value.to_text();
            let from = match path {
                [color, palette, name, ..]
                    if color == "color" && palette == "palette" =>
                {
                    (Scope::Palette, name.as_str())
                }
                [color, role, ..] if color == "color" => (Scope::Role, role.as_str()),
                _ => (Scope::Other, ""),
            };
            match colors.find(&name, from, 0) {
                Ok(color) => Some(Value::String(color.to_string())),
                Err(miss) => {
                    self.miss(&name, miss, path, &colors);
                    None
                }
            }
        });
    }

    fn miss(&mut self, name: &str, miss: Miss, path: &[String], colors: &Colors) {
        let message = match miss {
            Miss::Elsewhere | Miss::Dark => return,
            Miss::Circle => format!("`{name}` leads in a circle, not to a colour"),
            Miss::Unknown => {
                let near = did_you_mean(name, colors.palette.keys().map(String::as_str));
                format!("`{name}` is neither a colour nor in the palette{near}")
            }
        };
        let diagnostic = self.at(Diagnostic::error("brand-color", message), path);
        self.diagnostics.push(diagnostic.hint("write a colour as `\"#1d4e79\"`, quotes included, or a name below `color.palette`"));
    }
}
