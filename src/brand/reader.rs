//! Reads a brand file. Every mistake is told with its line, and the rest still counts.

use std::sync::Arc;

use super::{Brand, Closing, Color, Contact, Font, Logo};
use crate::diagnostic::{Diagnostic, nearest};
use crate::front_matter::{Params, Value, yaml};
use crate::source::{Source, Span};

pub(super) fn read(source: &Arc<Source>, name: &str) -> (Brand, Vec<Diagnostic>) {
    let mut brand = Brand::neutral(name);
    let mut reader = Reader { source, diagnostics: Vec::new() };
    let whole = Span::new(0, source.text().len());
    let root = match yaml::parse_value(source, whole) {
        Ok(Value::Map(root)) => root,
        Ok(Value::Null) => Params::new(),
        Ok(_) => {
            reader.error("brand-invalid", "a brand file is a map of settings", "meta");
            Params::new()
        }
        Err(diagnostic) => {
            reader.diagnostics.push(diagnostic);
            Params::new()
        }
    };
    reader.known(&root, &["meta", "logo", "color", "typography", "defaults"]);
    reader.meta(&root, &mut brand);
    reader.logo(&root, &mut brand);
    reader.color(&root, &mut brand);
    reader.typography(&root, &mut brand);
    reader.print(&root, &mut brand);
    (brand, reader.diagnostics)
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    diagnostics: Vec<Diagnostic>,
}

fn map<'v>(parent: &'v Params, key: &str) -> Option<&'v Params> {
    parent.get(key).and_then(Value::as_map)
}

fn text(parent: &Params, key: &str) -> Option<String> {
    parent.get(key).map(Value::to_text).filter(|text| !text.is_empty())
}

impl Reader<'_> {
    /// The first line on which `key` is set.
    fn place(&self, key: &str) -> Span {
        let text = self.source.text();
        let found = text.match_indices(key).map(|(at, _)| at).find(|at| {
            let after = text.get(at + key.len()..).unwrap_or_default();
            let before = text.get(..*at).and_then(|before| before.chars().next_back());
            after.trim_start_matches(['"', '\'']).starts_with(':')
                && before.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_')
        });
        found.map_or(Span::new(0, 0), |at| Span::new(at, at + key.len()))
    }

    fn error(&mut self, code: &'static str, message: impl Into<String>, key: &str) {
        let diagnostic =
            Diagnostic::error(code, message).at(self.source, self.place(key));
        self.diagnostics.push(diagnostic);
    }

    fn known(&mut self, map: &Params, known: &[&'static str]) {
        for key in map.keys().filter(|key| !known.contains(&key.as_str())) {
            let near = nearest(key, known.iter().copied());
            let near = near
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            let diagnostic = Diagnostic::warning(
                "brand-unknown-key",
                format!("unknown key `{key}`{near}"),
            )
            .at(self.source, self.place(key))
            .hint(format!("known keys here: {}", known.join(", ")));
            self.diagnostics.push(diagnostic);
        }
    }

    fn meta(&mut self, root: &Params, brand: &mut Brand) {
        let Some(meta) = map(root, "meta") else { return };
        self.known(meta, &["name", "link"]);
        let name = match meta.get("name") {
            Some(Value::Map(names)) => {
                text(names, "short").or_else(|| text(names, "full"))
            }
            Some(value) => Some(value.to_text()),
            None => None,
        };
        brand.name = name.unwrap_or_else(|| brand.name.clone());
        brand.home = match meta.get("link") {
            Some(Value::Map(links)) => text(links, "home"),
            Some(value) => Some(value.to_text()),
            None => None,
        };
    }

    /// A logo is a path, the name of an image, or a light and a dark one; of the sizes the
    /// largest is best for print.
    fn logo(&mut self, root: &Params, brand: &mut Brand) {
        let Some(value) = root.get("logo") else { return };
        let empty = Params::new();
        let sizes = value.as_map().unwrap_or(&empty);
        if !sizes.is_empty() {
            self.known(
                sizes,
                &["images", "large", "medium", "small", "light", "dark", "path", "alt"],
            );
        }
        let images = map(sizes, "images").unwrap_or(&empty);
        let best = ["large", "medium", "small"]
            .iter()
            .find_map(|size| sizes.get(*size))
            .unwrap_or(value);
        let both = best
            .as_map()
            .filter(|map| map.contains_key("light") || map.contains_key("dark"));
        let (light, dark) = match both {
            Some(both) => (both.get("light"), both.get("dark")),
            None => (Some(best), Some(best)),
        };
        let light = light.or(dark).and_then(|value| image(value, images));
        let dark = dark.and_then(|value| image(value, images)).or_else(|| light.clone());
        let (Some(light), Some(dark)) = (light, dark) else { return };
        let alt = [light.1, dark.1].into_iter().find(|alt| !alt.is_empty());
        let alt = alt.unwrap_or_else(|| brand.name.clone());
        brand.logo = Some(Logo { light: light.0, dark: dark.0, alt });
    }

    fn color(&mut self, root: &Params, brand: &mut Brand) {
        let Some(color) = map(root, "color") else { return };
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
        self.known(color, ROLES);
        let empty = Params::new();
        let palette = map(color, "palette").unwrap_or(&empty);
        for (name, value) in palette {
            if let Some(found) = self.resolve(name, value, palette, 0) {
                brand.palette.insert(name.clone(), found);
            }
        }
        let mut role = |name: &str| self.resolve(name, color.get(name)?, palette, 0);
        let roles = &mut brand.color;
        let slots: [(&str, &mut Color); 11] = [
            ("foreground", &mut roles.foreground),
            ("background", &mut roles.background),
            ("primary", &mut roles.primary),
            ("secondary", &mut roles.secondary),
            ("tertiary", &mut roles.tertiary),
            ("success", &mut roles.success),
            ("info", &mut roles.info),
            ("warning", &mut roles.warning),
            ("danger", &mut roles.danger),
            ("light", &mut roles.light),
            ("dark", &mut roles.dark),
        ];
        for (name, slot) in slots {
            if let Some(found) = role(name) {
                *slot = found;
            }
        }
    }

    /// A colour, or the name of one in the palette, which may name another.
    fn resolve(
        &mut self,
        key: &str,
        value: &Value,
        palette: &Params,
        depth: u8,
    ) -> Option<Color> {
        let value = match value {
            // Light and dark variants of a role: paper is light.
            Value::Map(variants) => {
                variants.get("light").or_else(|| variants.get("dark"))?
            }
            value => value,
        };
        let name = value.to_text();
        if let Some(aliased) = palette.get(&name).filter(|_| name != key && depth < 10) {
            return self.resolve(&name, aliased, palette, depth + 1);
        }
        let color = Color::parse(&name);
        if color.is_none() {
            let near = nearest(&name, palette.keys().map(String::as_str));
            let near = near
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            let message =
                format!("`{name}` is neither a colour nor in the palette{near}");
            let diagnostic = Diagnostic::error("brand-color", message)
                .at(self.source, self.place(key))
                .hint("write a colour as `\"#1d4e79\"`, quotes included, or a name below `color.palette`");
            self.diagnostics.push(diagnostic);
        }
        color
    }

    fn typography(&mut self, root: &Params, brand: &mut Brand) {
        let Some(typography) = map(root, "typography") else { return };
        const PARTS: &[&str] = &[
            "fonts",
            "base",
            "headings",
            "monospace",
            "monospace-inline",
            "monospace-block",
            "link",
        ];
        self.known(typography, PARTS);
        let palette = brand.palette.clone();
        let parts = [
            ("base", &mut brand.font.base),
            ("headings", &mut brand.font.headings),
            ("monospace", &mut brand.font.monospace),
        ];
        for (name, font) in parts {
            match typography.get(name) {
                Some(Value::Map(part)) => self.font(part, font, &palette),
                Some(value) => prepend(font, value.to_text()),
                None => {}
            }
        }
    }

    fn font(
        &mut self,
        part: &Params,
        font: &mut Font,
        palette: &indexmap::IndexMap<String, Color>,
    ) {
        self.known(
            part,
            &[
                "family",
                "size",
                "weight",
                "line-height",
                "color",
                "style",
                "background-color",
                "decoration",
            ],
        );
        if let Some(family) = text(part, "family") {
            prepend(font, family);
        }
        font.size = text(part, "size")
            .map(|size| size.replace("rem", "em"))
            .filter(|size| is_length(size));
        font.weight = part.get("weight").and_then(weight);
        font.line_height =
            text(part, "line-height").and_then(|height| height.parse().ok());
        font.color = text(part, "color")
            .and_then(|name| palette.get(&name).copied().or_else(|| Color::parse(&name)));
    }

    fn print(&mut self, root: &Params, brand: &mut Brand) {
        let Some(print) =
            map(root, "defaults").and_then(|defaults| map(defaults, "offprint"))
        else {
            return;
        };
        self.known(print, &["contact", "cover", "closing"]);
        if let Some(contact) = map(print, "contact") {
            self.known(
                contact,
                &["company", "address", "phone", "email", "web", "registration"],
            );
            let address = match contact.get("address") {
                Some(Value::List(lines)) => lines.iter().map(Value::to_text).collect(),
                Some(value) => value.to_text().lines().map(str::to_owned).collect(),
                None => Vec::new(),
            };
            brand.contact = Some(Contact {
                company: text(contact, "company"),
                address,
                phone: text(contact, "phone"),
                email: text(contact, "email"),
                web: text(contact, "web"),
                registration: text(contact, "registration"),
            });
        }
        if let Some(cover) = map(print, "cover") {
            self.known(cover, &["image", "color"]);
            brand.cover.image = text(cover, "image");
            let palette = brand.palette.clone();
            brand.cover.color = text(cover, "color").and_then(|name| {
                palette.get(&name).copied().or_else(|| Color::parse(&name))
            });
        }
        if let Some(closing) = map(print, "closing") {
            self.known(closing, &["title", "text"]);
            let title = text(closing, "title").unwrap_or_default();
            brand.closing = Some(Closing {
                title,
                text: text(closing, "text").unwrap_or_default(),
            });
        }
    }
}

/// The path and the alt text of an image of the brand.
fn image(value: &Value, images: &Params) -> Option<(String, String)> {
    match value {
        Value::Map(image) => {
            Some((text(image, "path")?, text(image, "alt").unwrap_or_default()))
        }
        value => {
            let name = value.to_text();
            match images.get(&name) {
                Some(named) => image(named, &Params::new()),
                None if name.is_empty() => None,
                None => Some((name, String::new())),
            }
        }
    }
}

fn prepend(font: &mut Font, family: String) {
    font.family.retain(|known| *known != family);
    font.family.insert(0, family);
}

/// Whether Typst reads the length too.
fn is_length(size: &str) -> bool {
    ["pt", "em", "mm", "cm", "in"].iter().any(|unit| {
        size.strip_suffix(unit)
            .is_some_and(|number| number.parse::<f64>().is_ok_and(|number| number > 0.0))
    })
}

fn weight(value: &Value) -> Option<u16> {
    let named = match value.to_text().to_lowercase().as_str() {
        "thin" => Some(100),
        "extra-light" => Some(200),
        "light" => Some(300),
        "normal" | "regular" => Some(400),
        "medium" => Some(500),
        "semi-bold" => Some(600),
        "bold" => Some(700),
        "extra-bold" => Some(800),
        "black" => Some(900),
        _ => None,
    };
    named
        .or_else(|| value.to_text().parse().ok())
        .filter(|weight| (100..=900).contains(weight))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::Source;

    #[test]
    fn a_brand_is_read() {
        let text = "meta: { name: { short: Nordanvik, full: Nordanvik AB }, link: https://a.example }\n\
            logo: { images: { m: { path: l.svg, alt: Nordanvik } }, medium: { light: m, dark: d.svg } }\n\
            color: { palette: { hav: '#0b3954', djup: hav }, primary: djup, secondary: '#2a9d8f' }\n\
            typography: { base: { family: Spectral, size: 11pt, line-height: 1.5 }, headings: Figtree }\n";
        let (brand, diagnostics) = read(&Source::new("_brand.yml", text), "x");
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        assert_eq!(
            (brand.name.as_str(), brand.home.as_deref()),
            ("Nordanvik", Some("https://a.example"))
        );
        assert_eq!(brand.color.primary.to_string(), "#0b3954");
        let logo = brand.logo.unwrap();
        assert_eq!(
            (logo.light.as_str(), logo.dark.as_str(), logo.alt.as_str()),
            ("l.svg", "d.svg", "Nordanvik")
        );
        assert_eq!(brand.font.base.family, ["Spectral", "Source Serif 4"]);
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let text = "meta:\n  name: A\nkolor: 1\ncolor:\n  palette: { a: '#111111' }\n  primary: bb\n";
        let (_, diagnostics) = read(&Source::new("_brand.yml", text), "x");
        let told: Vec<_> = diagnostics
            .iter()
            .map(|d| (d.code, d.place.as_ref().map_or(0, |place| place.position().line)))
            .collect();
        assert_eq!(told, [("brand-unknown-key", 3), ("brand-color", 6)]);
    }
}
