//! Reads a brand file. Every mistake is told with its line, and the rest still counts.

use std::sync::Arc;

use super::palette::Colors;
use super::{Brand, Closing, Contact, Logo};
use crate::diagnostic::{Diagnostic, nearest};
use crate::front_matter::{Params, Value, yaml};
use crate::source::{Source, Span};

pub(super) fn read(source: &Arc<Source>, name: &str) -> (Brand, Vec<Diagnostic>) {
    let mut brand = Brand::neutral(name);
    let (root, diagnostics) = yaml::parse_file(source);
    let mut reader = Reader { source, diagnostics };
    let root = match root {
        Value::Map(root) => root,
        Value::Null => Params::new(),
        _ => {
            reader.error("brand-invalid", "a brand file is a map of settings", &[]);
            Params::new()
        }
    };
    reader.known(&root, &[], &["meta", "logo", "color", "typography", "defaults"]);
    reader.meta(&root, &mut brand);
    reader.logo(&root, &mut brand);
    let colors = reader.colors(&root, &mut brand);
    reader.typography(&root, &colors, &mut brand);
    reader.print(&root, &colors, &mut brand);
    (brand, reader.diagnostics)
}

pub(super) struct Reader<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

pub(super) fn text(parent: &Params, key: &str) -> Option<String> {
    parent.get(key).map(Value::to_text).filter(|text| !text.is_empty())
}

/// `; did you mean …?`, if a known name is near.
pub(super) fn did_you_mean<'k>(
    name: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> String {
    nearest(name, known)
        .map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default()
}

impl Reader<'_> {
    pub(super) fn place(&self, path: &[&str]) -> Span {
        yaml::locate(self.source, path)
    }

    fn error(&mut self, code: &'static str, message: impl Into<String>, path: &[&str]) {
        let diagnostic = Diagnostic::error(code, message);
        self.diagnostics.push(diagnostic.at(self.source, self.place(path)));
    }

    /// The map at the end of `path`, whose last key `parent` may hold.
    pub(super) fn map<'v>(
        &mut self,
        parent: &'v Params,
        path: &[&str],
    ) -> Option<&'v Params> {
        let key = path.last()?;
        match parent.get(*key)? {
            Value::Map(map) => Some(map),
            Value::Null => None,
            _ => {
                let message = format!("`{key}` is a map of settings");
                self.error("brand-invalid", message, path);
                None
            }
        }
    }

    pub(super) fn known(&mut self, map: &Params, path: &[&str], known: &[&'static str]) {
        for key in map.keys().filter(|key| !known.contains(&key.as_str())) {
            let near = did_you_mean(key, known.iter().copied());
            let here: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
            let diagnostic = Diagnostic::warning(
                "brand-unknown-key",
                format!("unknown key `{key}`{near}"),
            )
            .at(self.source, self.place(&here))
            .hint(format!("known keys here: {}", known.join(", ")));
            self.diagnostics.push(diagnostic);
        }
    }

    fn meta(&mut self, root: &Params, brand: &mut Brand) {
        let Some(meta) = self.map(root, &["meta"]) else { return };
        self.known(meta, &["meta"], &["name", "link"]);
        let name = match meta.get("name") {
            Some(Value::Map(names)) => {
                text(names, "short").or_else(|| text(names, "full"))
            }
            _ => text(meta, "name"),
        };
        brand.name = name.unwrap_or_else(|| brand.name.clone());
        brand.home = match meta.get("link") {
            Some(Value::Map(links)) => text(links, "home"),
            _ => text(meta, "link"),
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
                &["logo"],
                &["images", "large", "medium", "small", "light", "dark", "path", "alt"],
            );
        }
        let images = sizes.get("images").and_then(Value::as_map).unwrap_or(&empty);
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

    fn print(&mut self, root: &Params, colors: &Colors, brand: &mut Brand) {
        const PATH: [&str; 2] = ["defaults", "offprint"];
        let Some(defaults) = self.map(root, &["defaults"]) else { return };
        let Some(print) = self.map(defaults, &PATH) else { return };
        self.known(print, &PATH, &["contact", "cover", "closing"]);
        self.contact(print, &[PATH[0], PATH[1], "contact"], brand);
        let path = [PATH[0], PATH[1], "cover"];
        if let Some(cover) = self.map(print, &path) {
            self.known(cover, &path, &["image", "color"]);
            brand.cover.image = text(cover, "image");
            brand.cover.color =
                self.color_at(cover, &[path[0], path[1], path[2], "color"], colors);
        }
        let path = [PATH[0], PATH[1], "closing"];
        if let Some(closing) = self.map(print, &path) {
            self.known(closing, &path, &["title", "text"]);
            brand.closing = Some(Closing {
                title: text(closing, "title").unwrap_or_default(),
                text: text(closing, "text").unwrap_or_default(),
            });
        }
    }

    fn contact(&mut self, print: &Params, path: &[&str; 3], brand: &mut Brand) {
        const KEYS: &[&str] =
            &["company", "address", "phone", "email", "web", "registration"];
        let Some(contact) = self.map(print, path) else { return };
        self.known(contact, path, KEYS);
        let address = match contact.get("address") {
            Some(Value::List(lines)) => lines.iter().map(Value::to_text).collect(),
            Some(value) => value.to_text().lines().map(str::to_owned).collect(),
            None => Vec::new(),
        };
        let [a, b, c] = *path;
        brand.contact = Some(Contact {
            company: text(contact, "company"),
            address,
            phone: self.digits(contact, &[a, b, c, "phone"]),
            email: text(contact, "email"),
            web: text(contact, "web"),
            registration: self.digits(contact, &[a, b, c, "registration"]),
        });
    }

    /// A text of digits as it is written: for YAML `+46105550100` is a number, without `+`.
    fn digits(&self, parent: &Params, path: &[&str]) -> Option<String> {
        let key = path.last()?;
        if !matches!(parent.get(*key)?, Value::Int(_) | Value::Float(_)) {
            return text(parent, key);
        }
        let after = self.source.text().get(self.place(path).end..)?;
        let written = after.lines().next()?.split([',', '}', '#']).next()?;
        let written = written.trim_start_matches(['"', '\'']).trim_start();
        written
            .strip_prefix(':')
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .or_else(|| text(parent, key))
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
    fn contacts_are_read_as_written() {
        let text = "defaults:\n  offprint:\n    contact:\n      phone: +46105550100 # work\n      registration: 5590.10\n      address: |\n        A 1\n        B 2\n";
        let (brand, diagnostics) = read(&Source::new("_brand.yml", text), "x");
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        let contact = brand.contact.unwrap();
        assert_eq!(contact.phone.as_deref(), Some("+46105550100"));
        assert_eq!(contact.registration.as_deref(), Some("5590.10"));
        assert_eq!(contact.address, ["A 1", "B 2"]);
    }

    #[test]
    fn wrong_kinds_of_values_are_told() {
        let text = "meta: A\ncolor: red\ntypography: [a]\ndefaults:\n  offprint:\n    cover: x\nmeta2: 1\n";
        let (_, diagnostics) = read(&Source::new("_brand.yml", text), "x");
        let mut lines: Vec<_> = diagnostics
            .iter()
            .map(|d| d.place.as_ref().map_or(0, |place| place.position().line))
            .collect();
        lines.sort_unstable();
        assert_eq!(lines, [1, 2, 3, 6, 7], "{diagnostics:#?}");
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
