//! The brand: names, logo, colours, type and contacts, read from a `_brand.yml`
//! (posit-dev/brand-yml); what is for print alone stands under `defaults.offprint`.
//!
//! [`file`] and [`mod@print`] say which keys there are; the schema, the reader and its hints
//! follow from them.

mod color;
pub mod contrast;
mod file;
mod logo;
mod palette;
mod places;
pub mod print;
mod reader;
mod roles;
mod typography;
mod values;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use crate::diagnostic::{Diagnostic, Place};
use crate::settings;
use crate::source::Source;

use self::places::Places;

pub use color::Color;
pub use file::{Decoration, FontSource, Style};
pub use logo::{Logo, Logos};
pub use print::Print;
pub use reader::Open;
pub use roles::Roles;
pub use typography::{Family, Font, Fonts, Wanted};
pub use values::{Length, LineHeight, Weight};

/// The variable of the environment that names the brand file (brand.yml).
pub const PATH_VARIABLE: &str = "BRAND_YML_PATH";

/// A brand.
#[derive(Debug, Clone, PartialEq)]
pub struct Brand {
    /// What it is called.
    pub name: String,
    /// What it is called in contracts.
    pub full_name: Option<String>,
    /// Its addresses on the web; `home` is its own.
    pub links: IndexMap<String, String>,
    /// Its logo, as paths.
    pub logos: Option<Logos>,
    /// Colours by role.
    pub color: Roles,
    /// Colours by name.
    pub palette: IndexMap<String, Color>,
    /// Type.
    pub font: Fonts,
    /// The families that it lists.
    pub wanted: Vec<Wanted>,
    /// What it says of print.
    pub print: Print,
    /// The folders of its files: its pictures and fonts may lie there.
    pub folders: Vec<PathBuf>,
    /// Where its files say what.
    places: Arc<Places>,
}

/// The JSON Schema of a brand file.
#[must_use]
pub fn schema() -> Json {
    settings::schema::<file::File>("urn:offprint:schema:_brand.yml")
}

/// Virtual paths of the brand's pictures, where they were found, by the paths that the brand
/// names.
pub type BrandAssets = IndexMap<String, String>;

impl Brand {
    /// A brand of its name alone, in calm colours.
    #[must_use]
    pub fn neutral(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            full_name: None,
            links: IndexMap::new(),
            logos: None,
            color: Roles::neutral(),
            palette: IndexMap::new(),
            font: Fonts::built_in(),
            wanted: Vec::new(),
            print: Print::default(),
            folders: Vec::new(),
            places: Arc::default(),
        }
    }

    /// Reads a brand file; `name` is used where it gives none, files that it extends are
    /// opened by `open`.
    #[must_use]
    pub fn read(
        source: &Arc<Source>,
        name: &str,
        open: Open<'_>,
    ) -> (Self, Vec<Diagnostic>) {
        let (mut brand, diagnostics) = reader::read(source, name, open);
        if let Some(fallback) = brand.print.fallback.take() {
            brand.font.fall_back(&fallback);
        }
        if let Some(contact) = &mut brand.print.contact {
            let company = brand.full_name.as_ref().unwrap_or(&brand.name);
            contact.company.get_or_insert_with(|| company.clone());
            contact.web = contact.web.take().or_else(|| brand.links.get("home").cloned());
        }
        (brand, diagnostics)
    }

    /// The families that the brand asks for, each once.
    #[must_use]
    pub fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = Vec::new();
        let parts = self.font.parts();
        let used = parts.iter().flat_map(|(_, font)| &font.family);
        let headings = self.print.headings.families();
        let listed = self.wanted.iter().map(|wanted| wanted.family.as_str());
        for family in
            used.map(|family| family.name.as_str()).chain(headings).chain(listed)
        {
            if !families.contains(&family) {
                families.push(family);
            }
        }
        families
    }

    /// Keeps only families that `is_there`.
    pub fn keep_families(&mut self, is_there: impl Fn(&str) -> bool) {
        self.font
            .each(|font| font.family.retain(|family| is_there(&family.name)));
    }

    /// The pictures that the brand names, each once.
    #[must_use]
    pub fn pictures(&self) -> Vec<&str> {
        let logos = self
            .logos
            .iter()
            .flat_map(|logos| [&logos.small, &logos.medium, &logos.large]);
        let mut pictures: Vec<&str> = Vec::new();
        let logos = logos.flat_map(|logo| [logo.light.as_str(), logo.dark.as_str()]);
        for picture in logos.chain(self.print.cover.image.as_deref()) {
            if !pictures.contains(&picture) {
                pictures.push(picture);
            }
        }
        pictures
    }

    /// A diagnostic at a key for print, such as `text.figures`.
    #[must_use]
    pub fn at_print_key(&self, key: &str, diagnostic: Diagnostic) -> Diagnostic {
        let keys = ["defaults", "offprint"].into_iter().chain(key.split('.'));
        let place = self.places.at(&keys.collect::<Vec<_>>());
        Diagnostic { place, ..diagnostic }
    }

    /// A diagnostic at the first place where the brand's files say `text`, or name it among other
    /// families.
    #[must_use]
    pub fn at(&self, text: &str, diagnostic: Diagnostic) -> Diagnostic {
        let is = |path: &[String], said: &str| {
            let is_type = path.first().is_some_and(|first| first == "typography");
            said == text
                || is_type && typography::families(said).iter().any(|it| it == text)
        };
        Diagnostic { place: self.places.find(&is), ..diagnostic }
    }

    /// The first place where the brand's files write a colour.
    #[must_use]
    pub fn place_of(&self, color: Color) -> Option<Place> {
        let is = |path: &[String], said: &str| {
            // A company may be called Orange.
            let is_name = path.first().is_some_and(|first| first == "meta");
            !is_name && Color::parse(said) == Some(color)
        };
        self.places.find(&is)
    }

    /// What a template gets as `/brand.json` for a document in `language`, a code.
    #[must_use]
    pub fn to_json(&self, assets: &BrandAssets, language: &str) -> Json {
        let logo = |logo: &Logo| {
            let light = assets.get(&logo.light).or_else(|| assets.get(&logo.dark))?;
            let dark = assets.get(&logo.dark).unwrap_or(light);
            Some(json!({ "light": light, "dark": dark, "alt": logo.alt }))
        };
        let logos = self.logos.as_ref().and_then(|logos| {
            let medium = logo(&logos.medium)?;
            let or = |own: &Logo| logo(own).unwrap_or_else(|| medium.clone());
            Some((or(&logos.small), medium.clone(), or(&logos.large)))
        });
        let mut json = json!({
            "name": self.name,
            "full-name": self.full_name,
            "home": self.links.get("home"),
            "links": self.links,
            "logo": logos.as_ref().map(|(_, _, large)| large),
            "logos": logos.as_ref().map(|(small, medium, large)| json!({
                "small": small, "medium": medium, "large": large,
            })),
            "color": self.color,
            "palette": self.palette,
            "font": self.font.to_json(),
        });
        let print = self.print.clone().said_in(language);
        let print = serde_json::to_value(print).unwrap_or_default();
        if let (Some(json), Json::Object(mut print)) = (json.as_object_mut(), print) {
            // How logo and links are used stands beside the pictures and the addresses.
            for name in ["logo", "links"] {
                let usage = print.shift_remove(name).unwrap_or_default();
                json.insert(format!("{name}-use"), usage);
            }
            json.extend(print);
        }
        let cover = self.print.cover.image.as_ref().and_then(|image| assets.get(image));
        if let Some(image) = json.pointer_mut("/cover/image") {
            *image = json!(cover);
        }
        json
    }
}

#[cfg(test)]
mod tests;
