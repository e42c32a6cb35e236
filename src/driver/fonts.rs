//! The fonts that a brand asks for and what was found of them, and the characters of pages that
//! no face has: for people who put fonts into a project.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;

use super::glyphs;
use super::prepare::prepare;
use super::project::Project;
use crate::brand::{Brand, Font, Style};
use crate::config::DEFAULT_TEMPLATE;
use crate::diagnostic::Diagnostic;
use crate::report::json::DiagnosticJson;
use crate::world::{Engine, Face, Origin};

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FontsJson {
    /// Each part of the page with its families.
    pub parts: Vec<PartJson>,
    /// Characters that no family of the brand has.
    pub characters: Vec<CharacterJson>,
    /// What is wrong.
    pub diagnostics: Vec<DiagnosticJson>,
}

/// A family in one part of the page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PartJson {
    /// The part: `base`, `headings`, and so on; `listed` for families that are only listed.
    pub part: String,
    /// The family.
    pub family: String,
    /// The faces that the brand asks for.
    pub faces: Vec<FaceJson>,
}

/// A face that the brand asks for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FaceJson {
    /// Its weight, 100 to 900.
    pub weight: u16,
    /// `normal`, `italic` or `oblique`.
    pub style: String,
    /// Where it was found: a file of the project, `offprint`, or `typst`. None if nowhere.
    pub from: Option<String>,
    /// Whether it is an instance of a variable font.
    pub variable: bool,
}

/// A character that no family of the brand has.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CharacterJson {
    /// The character.
    pub character: String,
    /// Its code point, such as `U+05D0`.
    pub code: String,
    /// The family that it is printed in instead; none if there is none.
    pub family: Option<String>,
    /// The first place of it on each page, as `file:line:column`.
    pub places: Vec<String>,
}

/// What was found, and what is wrong with it.
#[derive(Debug)]
pub struct Found {
    /// For programs.
    pub json: FontsJson,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Looks for the fonts of the brand, and in pages for characters without one.
///
/// # Errors
/// When a path is neither a file nor a folder.
pub fn fonts(project: &Project<'_>, paths: &[PathBuf]) -> Result<Found, Vec<Diagnostic>> {
    let press = project.press();
    let (engine, brand) = (&press.engine, &*project.brand);
    let mut diagnostics = press.warnings.clone();
    let mut parts = Vec::new();
    for (part, font) in brand.font.parts() {
        for family in &font.family {
            parts.push(of_family(engine, brand, part, &family.name, Some(font)));
        }
    }
    for wanted in &brand.wanted {
        if !parts.iter().any(|part| part.family == wanted.family) {
            parts.push(of_family(engine, brand, "listed", &wanted.family, None));
        }
    }
    for part in &parts {
        diagnostics.extend(missing(brand, engine, part));
    }
    diagnostics.dedup();
    let mut characters: BTreeMap<char, CharacterJson> = BTreeMap::new();
    for file in project.files(paths)? {
        let Ok((page, _)) = project.page(&file) else { continue };
        let prepared = prepare(project, &page, DEFAULT_TEMPLATE);
        for strange in
            glyphs::strange(engine, &press.brand, &prepared.document, &page.source)
        {
            let entry = characters.entry(strange.character);
            let entry = entry.or_insert_with(|| CharacterJson {
                character: strange.character.to_string(),
                code: format!("U+{:04X}", u32::from(strange.character)),
                family: strange.family.clone(),
                places: Vec::new(),
            });
            let position = page.source.position(strange.span.start);
            entry.places.push(format!(
                "{}:{}:{}",
                page.source.name(),
                position.line,
                position.column
            ));
            diagnostics.push(strange.diagnostic(&page.source));
        }
    }
    let json = FontsJson {
        parts,
        characters: characters.into_values().collect(),
        diagnostics: diagnostics.iter().map(DiagnosticJson::from).collect(),
    };
    Ok(Found { json, diagnostics })
}

/// The JSON Schema of what `fonts` prints.
#[must_use]
pub fn fonts_schema() -> serde_json::Value {
    serde_json::to_value(schemars::schema_for!(FontsJson)).unwrap_or_default()
}

/// The faces that the brand asks for of a family.
fn of_family(
    engine: &Engine,
    brand: &Brand,
    part: &str,
    family: &str,
    font: Option<&Font>,
) -> PartJson {
    let listed = brand.wanted.iter().find(|wanted| wanted.family == family);
    let mut weights = listed.map(|wanted| wanted.weights.clone()).unwrap_or_default();
    let mut styles = listed.map(|wanted| wanted.styles.clone()).unwrap_or_default();
    weights.extend(font.and_then(|font| font.weight).map(|weight| weight.0));
    styles.extend(font.and_then(|font| font.style));
    if weights.is_empty() {
        weights.push(400);
    }
    if styles.is_empty() {
        styles.push(Style::Normal);
    }
    weights.sort_unstable();
    weights.dedup();
    let found = engine.faces(family);
    let mut faces = Vec::new();
    for style in styles {
        for weight in &weights {
            let name = match style {
                Style::Normal => "normal",
                Style::Italic => "italic",
                Style::Oblique => "oblique",
            };
            let face = found.iter().find(|face| face.is(*weight, name));
            let face_json = FaceJson {
                weight: *weight,
                style: name.to_owned(),
                from: face.map(origin),
                variable: face.is_some_and(|face| face.axis.is_some()),
            };
            if !faces.contains(&face_json) {
                faces.push(face_json);
            }
        }
    }
    PartJson {
        part: part.to_owned(),
        family: family.to_owned(),
        faces,
    }
}

impl PartialEq for FaceJson {
    fn eq(&self, other: &Self) -> bool {
        (self.weight, &self.style) == (other.weight, &other.style)
    }
}

fn origin(face: &Face) -> String {
    match &face.origin {
        Origin::Project(path) => path.display().to_string(),
        Origin::Program(_) => "offprint".to_owned(),
        Origin::Typst => "typst".to_owned(),
    }
}

/// Faces of a family that is there, without which another weight or style is printed.
fn missing(brand: &Brand, engine: &Engine, part: &PartJson) -> Option<Diagnostic> {
    if !engine.has_family(&part.family) {
        return None;
    }
    let missing = part.faces.iter().filter(|face| face.from.is_none());
    let missing: Vec<String> = missing
        .map(|face| format!("{} {}", face.weight, face.style))
        .collect();
    let message = format!("`{}` has no face {}", part.family, missing.join(", "));
    let diagnostic = Diagnostic::error("brand-face-missing", message)
        .hint("put its file into the folder of fonts, or ask for a weight that is there");
    (!missing.is_empty()).then(|| brand.at(&part.family, diagnostic))
}
