//! The brand: names, logo, colours, type and contacts, read from a `_brand.yml`
//! (posit-dev/brand-yml); what is for print alone stands under `defaults.offprint`.

mod color;
mod palette;
mod reader;
mod roles;
mod typography;

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::source::Source;

pub use color::Color;
pub use roles::Roles;

/// A brand.
#[derive(Debug, Clone, PartialEq)]
pub struct Brand {
    /// What it is called.
    pub name: String,
    /// Its web address.
    pub home: Option<String>,
    /// Its logo, as paths below the project or its static folders.
    pub logo: Option<Logo>,
    /// Colours by role.
    pub color: Roles,
    /// Colours by name.
    pub palette: IndexMap<String, Color>,
    /// Type.
    pub font: Fonts,
    /// Where to turn to.
    pub contact: Option<Contact>,
    /// The cover.
    pub cover: Cover,
    /// The last page.
    pub closing: Option<Closing>,
}

/// A logo.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Logo {
    /// For light backgrounds.
    pub light: String,
    /// For dark backgrounds.
    pub dark: String,
    /// What one hears instead of seeing it.
    pub alt: String,
}

/// Type of the parts of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fonts {
    /// Running text.
    pub base: Font,
    /// Headings.
    pub headings: Font,
    /// Code.
    pub monospace: Font,
}

/// Type.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Font {
    /// Families, the first that exists counts.
    pub family: Vec<String>,
    /// The size, as a length of CSS that Typst knows too: `10.5pt`, `1.1em`.
    pub size: Option<String>,
    /// The weight, 100 to 900.
    pub weight: Option<u16>,
    /// The line height as a multiple of the size.
    pub line_height: Option<f64>,
    /// The colour.
    pub color: Option<Color>,
}

/// Where to turn to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Contact {
    /// The company.
    pub company: Option<String>,
    /// Its address, line by line.
    pub address: Vec<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Web.
    pub web: Option<String>,
    /// Its number in the register of companies.
    pub registration: Option<String>,
}

/// The cover.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cover {
    /// Artwork, as a path.
    pub image: Option<String>,
    /// The ground.
    pub color: Option<Color>,
}

/// The last page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Closing {
    /// Its heading.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// Virtual paths of the brand's pictures, where they were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BrandAssets {
    /// The logo for light backgrounds.
    pub logo_light: Option<String>,
    /// The logo for dark backgrounds.
    pub logo_dark: Option<String>,
    /// The artwork of the cover.
    pub cover: Option<String>,
}

impl Brand {
    /// A brand of its name alone, in calm colours.
    #[must_use]
    pub fn neutral(name: &str) -> Self {
        let family =
            |name: &str| Font { family: vec![name.to_owned()], ..Font::default() };
        Self {
            name: name.to_owned(),
            home: None,
            logo: None,
            color: Roles::neutral(),
            palette: IndexMap::new(),
            font: Fonts {
                base: family("Source Serif 4"),
                headings: family("Figtree"),
                monospace: family("JetBrains Mono"),
            },
            contact: None,
            cover: Cover::default(),
            closing: None,
        }
    }

    /// Reads a brand file; `name` is used where it gives none.
    #[must_use]
    pub fn read(source: &Arc<Source>, name: &str) -> (Self, Vec<Diagnostic>) {
        reader::read(source, name)
    }

    /// The families that the brand asks for.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        let fonts = [&self.font.base, &self.font.headings, &self.font.monospace];
        fonts
            .into_iter()
            .flat_map(|font| font.family.iter().map(String::as_str))
    }

    /// Keeps only families that `is_there`.
    pub fn keep_families(&mut self, is_there: impl Fn(&str) -> bool) {
        let fonts =
            [&mut self.font.base, &mut self.font.headings, &mut self.font.monospace];
        for font in fonts {
            font.family.retain(|family| is_there(family));
        }
    }

    /// What a template gets as `/brand.json`.
    #[must_use]
    pub fn to_json(&self, assets: &BrandAssets) -> serde_json::Value {
        let logo = self.logo.as_ref().and_then(|logo| {
            let light = assets.logo_light.as_ref().or(assets.logo_dark.as_ref())?;
            let dark = assets.logo_dark.as_ref().unwrap_or(light);
            Some(serde_json::json!({ "light": light, "dark": dark, "alt": logo.alt }))
        });
        serde_json::json!({
            "name": self.name,
            "home": self.home,
            "logo": logo,
            "color": self.color,
            "palette": self.palette,
            "font": self.font,
            "contact": self.contact,
            "cover": { "image": assets.cover, "color": self.cover.color },
            "closing": self.closing,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Brand, BrandAssets};
    use crate::source::Source;

    #[test]
    fn templates_get_every_key() {
        let (brand, _) = Brand::read(&Source::new("_brand.yml", ""), "A");
        let json = brand.to_json(&BrandAssets::default());
        let keys: Vec<_> = json.as_object().unwrap().keys().collect();
        let wanted = [
            "name", "home", "logo", "color", "palette", "font", "contact", "cover",
            "closing",
        ];
        assert_eq!(keys, wanted);
        assert!(json["logo"].is_null() && json["contact"].is_null());
        assert_eq!(json["color"].as_object().unwrap().len(), 11);
        assert_eq!(json["font"]["base"]["family"][0], "Source Serif 4");
        assert_eq!(json["cover"]["image"], serde_json::Value::Null);
    }

    #[test]
    fn pictures_that_were_not_found_stay_away() {
        let source = Source::new("_brand.yml", "logo: { light: l.svg, dark: d.svg }");
        let (brand, _) = Brand::read(&source, "A");
        assert!(brand.to_json(&BrandAssets::default())["logo"].is_null());
        let assets = BrandAssets {
            logo_dark: Some("/d.svg".to_owned()),
            ..BrandAssets::default()
        };
        let logo = &brand.to_json(&assets)["logo"];
        assert_eq!((&logo["light"], &logo["alt"]), (&"/d.svg".into(), &"A".into()));
    }
}
