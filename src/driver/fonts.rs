//! The fonts that a brand asks for and what was found of them, and the characters of pages that
//! no face has: for people who put fonts into a project.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;

use super::faces::{self, Asked};
use super::glyphs;
use super::prepare::prepare;
use super::project::Project;
use crate::config::DEFAULT_TEMPLATE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::json::DiagnosticJson;
use crate::world::{Axis, Engine, Face, Origin};

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
    /// What can be varied, of a variable font: Typst sets weight, width, slant and optical size.
    pub axes: Vec<AxisJson>,
}

/// An axis of a variable font.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AxisJson {
    /// Its tag in OpenType, such as `wght`.
    pub tag: String,
    /// Its least value.
    pub from: f32,
    /// Its greatest value.
    pub to: f32,
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
    let mut diagnostics = press.problems.clone();
    // Here it is what was asked about.
    let faces = diagnostics
        .iter_mut()
        .filter(|found| found.code == "brand-face-missing");
    faces.for_each(|found| found.severity = Severity::Error);
    let parts = faces::asked(brand)
        .into_iter()
        .map(|asked| found(engine, asked))
        .collect();
    let folder = project.fonts_folder();
    let mut characters: BTreeMap<char, CharacterJson> = BTreeMap::new();
    for file in project.files(paths)?.pages {
        let Ok((page, _)) = project.page(&file) else { continue };
        let prepared = prepare(project, &page, DEFAULT_TEMPLATE);
        let strange =
            glyphs::strange(engine, &press.brand, &prepared.document, &page.source);
        diagnostics.extend(glyphs::told(&strange, &page.source, &folder));
        for strange in strange {
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

/// The faces that the brand asks for of a family, and where they were found.
fn found(engine: &Engine, asked: Asked) -> PartJson {
    let there = engine.faces(&asked.family);
    let face = |(weight, style): (u16, &str)| {
        let face = there.iter().find(|face| face.is(weight, style));
        let axes = face.map(|face| face.axes.iter().map(AxisJson::from).collect());
        FaceJson {
            weight,
            style: style.to_owned(),
            from: face.map(origin),
            axes: axes.unwrap_or_default(),
        }
    };
    PartJson {
        part: asked.part,
        faces: asked.faces.into_iter().map(face).collect(),
        family: asked.family,
    }
}

impl From<&Axis> for AxisJson {
    fn from(axis: &Axis) -> Self {
        Self {
            tag: axis.tag.clone(),
            from: axis.from,
            to: axis.to,
        }
    }
}

fn origin(face: &Face) -> String {
    match &face.origin {
        Origin::Project(path) => path.display().to_string(),
        Origin::Program(_) => "offprint".to_owned(),
        Origin::Typst => "typst".to_owned(),
    }
}
