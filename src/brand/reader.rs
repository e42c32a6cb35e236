//! Reads a brand file and those it extends. Every mistake is told with its line, and the rest
//! still counts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Brand;
use super::contrast::{Pair, apca, ratio};
use super::file::{File, Links, Name};
use super::places::Places;
use crate::diagnostic::{Diagnostic, Severity};
use crate::front_matter::{Params, Value, get};
use crate::settings::{self, Codes};
use crate::source::Source;

/// What mistakes are called.
const CODES: Codes = Codes {
    invalid: "brand-invalid",
    unknown: ("brand-unknown-key", Severity::Warning),
    value: ("brand-value", Severity::Warning),
};

/// Where another brand file is named.
const EXTENDS: [&str; 3] = ["defaults", "offprint", "extends"];

/// How the brand files that others extend are opened.
pub type Open<'o> = &'o dyn Fn(&Path) -> std::io::Result<Arc<Source>>;

pub(super) struct Reader {
    places: Places,
    pub(super) diagnostics: Vec<Diagnostic>,
}

pub(super) fn read(
    source: &Arc<Source>,
    name: &str,
    open: Open<'_>,
) -> (Brand, Vec<Diagnostic>) {
    let schema = super::schema();
    let mut reader = Reader { places: Places::default(), diagnostics: Vec::new() };
    reader.files(Arc::clone(source), &schema, open);
    let mut root = Params::new();
    for settings in reader.places.settings() {
        fill(&mut root, settings);
    }
    let mut brand = Brand::neutral(name);
    reader.resolve_colors(&mut root, &schema);
    match settings::typed::<File>(&root) {
        Ok(file) => reader.brand(file, &mut brand),
        Err(error) => {
            let message = format!("this file cannot be read: {error}");
            let diagnostic = reader.at(Diagnostic::error(CODES.invalid, message), &[]);
            reader.diagnostics.push(diagnostic);
        }
    }
    brand.places = Arc::new(reader.places);
    (brand, reader.diagnostics)
}

/// Adds what is not there; maps are filled key by key.
fn fill(settings: &mut Params, from: &Params) {
    for (key, value) in from {
        match (settings.get_mut(key), value) {
            (Some(Value::Map(own)), Value::Map(from)) => fill(own, from),
            (Some(_), _) => {}
            (None, value) => {
                settings.insert(key.clone(), value.clone());
            }
        }
    }
}

impl Reader {
    /// Reads a file and those that it extends.
    fn files(&mut self, first: Arc<Source>, schema: &serde_json::Value, open: Open<'_>) {
        let mut next = Some(first);
        while let Some(source) = next.take() {
            let (settings, found) = settings::read(&source, schema, CODES);
            self.diagnostics.extend(found);
            let extends = get(&settings, &EXTENDS.join(".")).map(Value::to_text);
            self.places.add(Arc::clone(&source), settings);
            let Some(name) = extends else { return };
            let path = folder(&source).join(&name);
            let path = crate::system::normalize(&path);
            let problem = if self.places.has(&path) {
                format!("`{name}` is extended in a circle")
            } else {
                match open(&path) {
                    Ok(source) => {
                        next = Some(source);
                        continue;
                    }
                    Err(error) => format!("cannot read `{}`: {error}", path.display()),
                }
            };
            let place = settings::place(&source, &EXTENDS);
            let diagnostic =
                Diagnostic::error("brand-extends", problem).at(&source, place);
            self.diagnostics.push(
                diagnostic.hint("name another brand file, from the folder of this one"),
            );
        }
    }

    /// A diagnostic at the end of `path`.
    pub(super) fn at(&self, mut diagnostic: Diagnostic, path: &[String]) -> Diagnostic {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        diagnostic.place = self.places.near(&path);
        diagnostic
    }

    fn brand(&mut self, file: File, brand: &mut Brand) {
        match file.meta.name {
            Some(Name::One(name)) => brand.name = name,
            Some(Name::Forms(forms)) => {
                let short = forms.short.or_else(|| forms.full.clone());
                brand.name = short.unwrap_or_else(|| std::mem::take(&mut brand.name));
                brand.full_name = forms.full;
            }
            None => {}
        }
        brand.links = match file.meta.link.or(file.meta.links) {
            Some(Links::Home(home)) => [("home".to_owned(), home)].into_iter().collect(),
            Some(Links::Places(places)) => places,
            None => brand.links.clone(),
        };
        brand.logos = file.logo.as_ref().and_then(|logo| logo.logos(&brand.name));
        brand.color = super::Roles::of(&file.color);
        let palette = file.color.palette.iter();
        brand.palette = palette
            .filter_map(|(name, tone)| Some((name.clone(), tone.on_paper()?)))
            .collect();
        brand.font.read(&file.typography);
        brand.wanted = super::typography::wanted(&file.typography);
        brand.print = file.defaults.offprint;
        self.diagnostics.extend(self.unreadable(brand));
        brand.folders = self.places.sources().map(|source| folder(source)).collect();
    }
}

impl Reader {
    /// Colours that the brand asks for and that cannot be read.
    fn unreadable(&self, brand: &Brand) -> Vec<Diagnostic> {
        let told = |pair: Pair| {
            let Pair { key, text, ground, least } = &pair;
            let message = format!(
                "`{key}`: `{text}` on `{ground}` has a contrast of {:.2} : 1; {least} : 1 is needed (WCAG 2.2, 1.4.3; APCA Lc {:.0})",
                ratio(*text, *ground),
                apca(*text, *ground),
            );
            let whole = format!("defaults.offprint.{key}");
            let is_standard = key.starts_with("color.") || key.starts_with("typography.");
            let path = if is_standard { key } else { &whole };
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            self.at(Diagnostic::warning("brand-contrast", message), &path)
                .hint("take a darker colour for one and a lighter for the other")
        };
        brand
            .pairs()
            .into_iter()
            .filter(|pair| !pair.is_enough())
            .map(told)
            .collect()
    }
}

/// The folder of a brand file.
fn folder(source: &Source) -> PathBuf {
    Path::new(source.name()).parent().unwrap_or(Path::new("")).to_owned()
}
