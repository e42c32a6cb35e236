//! What a brand asks of its fonts: families, weights and styles, features. What they cannot give
//! is told where the brand asks for it.

use std::path::Path;
use std::sync::Arc;

use crate::brand::print::{Acronyms, Case, Figures, Heading};
use crate::brand::{Brand, Font, FontSource, Style, Wanted};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Inline, InlineKind, Style as Stress, Visit};
use crate::source::{Source, Span};
use crate::world::Engine;

/// A family in one part of the page, and the faces of it that the brand asks for.
pub(super) struct Asked {
    /// The part: `base`, `headings`, and so on; `listed` for families that are only listed.
    pub(super) part: String,
    /// The family.
    pub(super) family: String,
    /// Weights and styles.
    pub(super) faces: Vec<(u16, &'static str)>,
}

/// All that the brand asks for.
pub(super) fn asked(brand: &Brand) -> Vec<Asked> {
    let mut all = Vec::new();
    for (part, font) in brand.font.parts() {
        for (number, family) in font.family.iter().enumerate() {
            // The others stand in for letters that the first one does not have.
            let font = (number == 0).then_some(font);
            all.push(of_family(brand, part.to_owned(), &family.name, font));
        }
    }
    for (level, heading) in brand.print.headings.said() {
        let general = &brand.font.headings;
        let family = heading.family.as_ref();
        let family = family.or_else(|| general.family.first().map(|family| &family.name));
        let Some(family) = family else { continue };
        let is_asked = heading.family.is_some()
            || heading.weight.is_some()
            || heading.style.is_some();
        if is_asked {
            let font = Font {
                weight: heading.weight.or(general.weight),
                style: heading.style.or(general.style),
                ..Font::default()
            };
            let part = format!("headings.h{level}");
            let mut own = of_family(brand, part, family, None);
            own.faces = faces(&[], Some(&font));
            all.push(own);
        }
    }
    for wanted in &brand.wanted {
        if !all.iter().any(|asked| asked.family == wanted.family) {
            all.push(of_family(brand, "listed".to_owned(), &wanted.family, None));
        }
    }
    all
}

fn of_family(brand: &Brand, part: String, family: &str, font: Option<&Font>) -> Asked {
    let listed = brand.wanted.iter().find(|wanted| wanted.family == family);
    let listed = listed.map_or(&[][..], |wanted| wanted.faces.as_slice());
    Asked {
        part,
        family: family.to_owned(),
        faces: faces(listed, font),
    }
}

/// The faces that are listed, and that of `font`.
fn faces(listed: &[(u16, Style)], font: Option<&Font>) -> Vec<(u16, &'static str)> {
    let own = font.filter(|font| font.weight.is_some() || font.style.is_some());
    let own = own.map(|font| {
        let weight = font.weight.map_or(400, |weight| weight.0);
        (weight, font.style.unwrap_or_default())
    });
    let mut faces: Vec<(u16, Style)> = listed.iter().copied().chain(own).collect();
    if faces.is_empty() {
        faces.push((400, Style::Normal));
    }
    faces.sort_unstable_by_key(|(weight, style)| (*style, *weight));
    faces.dedup();
    faces
        .into_iter()
        .map(|(weight, style)| (weight, said(style)))
        .collect()
}

/// What a style is called.
fn said(style: Style) -> &'static str {
    match style {
        Style::Normal => "normal",
        Style::Italic => "italic",
        Style::Oblique => "oblique",
    }
}

/// What the fonts do not give: an error for each family, a warning for each face and feature.
pub(super) fn problems(brand: &Brand, engine: &Engine, folder: &Path) -> Vec<Diagnostic> {
    let missing = brand
        .families()
        .into_iter()
        .filter(|family| !engine.has_family(family));
    let families = missing.filter_map(|family| {
        let wanted = brand.wanted.iter().find(|wanted| wanted.family == family);
        let told = missing_family(family, wanted, folder, engine);
        let told = match stand_in(brand, engine, family) {
            None => Some(told),
            Some(standing) => substituted(&told, family, standing),
        };
        told.map(|told| brand.at(family, told))
    });
    let mut found: Vec<Diagnostic> = families.collect();
    for asked in asked(brand) {
        if let Some(told) = missing_faces(brand, engine, &asked)
            && !found.contains(&told)
        {
            found.push(told);
        }
    }
    found.extend(features(brand, engine));
    found
}

/// What is printed instead of a family that is not there, wherever the brand names several and
/// it is among them; and whether it stands first.
fn stand_in<'b>(
    brand: &'b Brand,
    engine: &Engine,
    family: &str,
) -> Option<(bool, &'b str)> {
    let is_alone =
        |(_, heading): (usize, &Heading)| heading.family.as_deref() == Some(family);
    if brand.print.headings.said().any(is_alone) {
        return None;
    }
    let mut first = None;
    for (_, font) in brand.font.parts() {
        let Some(at) = font.named.iter().position(|name| name == family) else {
            continue;
        };
        let other = font.named.iter().find(|name| engine.has_family(name))?;
        first = first.or(Some((at == 0, other.as_str())));
    }
    first
}

/// What to tell of a family for which the brand names another: nothing if it is no first choice.
fn substituted(
    told: &Diagnostic,
    family: &str,
    (is_first, name): (bool, &str),
) -> Option<Diagnostic> {
    let message = format!(
        "the brand's font `{family}` is not there; `{name}`, which it names too, is printed"
    );
    let warning = Diagnostic::warning("brand-font-substituted", message);
    let hint = told.hint.clone().unwrap_or_default();
    is_first.then(|| warning.hint(hint))
}

/// Faces of a family that is there, for which the nearest one is printed.
fn missing_faces(brand: &Brand, engine: &Engine, asked: &Asked) -> Option<Diagnostic> {
    let Asked { part, family, faces } = asked;
    let there = engine.faces(family);
    let is_there =
        |(weight, style): &&(u16, &str)| there.iter().any(|face| face.is(*weight, style));
    let missing = faces.iter().filter(|face| !is_there(face));
    let missing: Vec<String> =
        missing.map(|(weight, style)| format!("{weight} {style}")).collect();
    if there.is_empty() || missing.is_empty() {
        return None;
    }
    let weights = there.iter().map(|face| match face.weights() {
        (from, to) if from < to => format!("{from} to {to}"),
        (weight, _) => weight.to_string(),
    });
    let mut weights: Vec<String> = weights.collect();
    weights.dedup();
    let message =
        format!("`{family}` has no face {}; the nearest is printed", missing.join(", "));
    let hint = format!(
        "put its file into the folder of fonts, or ask for a weight that is there: {}",
        weights.join(", ")
    );
    let told = Diagnostic::warning("brand-face-missing", message).hint(hint);
    Some(match part.strip_prefix("headings.") {
        Some(level) => {
            let keys = ["weight", "style", "family"]
                .map(|key| format!("headings.{level}.{key}"));
            let places = keys.map(|key| brand.at_print_key(&key, told.clone()));
            places.into_iter().find(|one| one.place.is_some()).unwrap_or(told)
        }
        None => brand.at(family, told),
    })
}

/// Features of OpenType that the brand asks for and the faces do not have.
fn features(brand: &Brand, engine: &Engine) -> Vec<Diagnostic> {
    let first = |font: &Font| font.family.first().map(|family| family.name.clone());
    let base = first(&brand.font.base);
    let mut asked = Vec::new();
    if brand.print.text.figures == Some(Figures::OldStyle) {
        asked.push((
            "text.figures".to_owned(),
            base.clone(),
            b"onum",
            "old-style figures",
        ));
    }
    if brand.print.text.acronyms == Some(Acronyms::SmallCaps) {
        asked.push((
            "text.acronyms".to_owned(),
            base,
            b"c2sc",
            "small capitals for capitals",
        ));
    }
    for (level, heading) in brand.print.headings.said() {
        if heading.case == Some(Case::SmallCaps) {
            let family = heading.family.clone().or_else(|| first(&brand.font.headings));
            asked.push((
                format!("headings.h{level}.case"),
                family,
                b"smcp",
                "small capitals",
            ));
        }
    }
    let missing = asked.into_iter().filter_map(|(key, family, tag, what)| {
        let family = family.filter(|family| engine.has_family(family))?;
        let name = String::from_utf8_lossy(tag);
        let message =
            format!("`{family}` has no {what} (`{name}`); the text stays as it is");
        let told = Diagnostic::warning("brand-feature-missing", message)
            .hint("take a face that has them, or leave the key out");
        (!engine.has_feature(&family, *tag)).then(|| brand.at_print_key(&key, told))
    });
    missing.collect()
}

/// What a page stresses and the face of its text cannot show.
pub(super) fn in_content(
    brand: &Brand,
    engine: &Engine,
    document: &Document,
    source: &Arc<Source>,
) -> Vec<Diagnostic> {
    let Some(family) = brand.font.base.family.first() else { return Vec::new() };
    let faces = engine.faces(&family.name);
    let mut seen = Stressed::default();
    seen.blocks(&document.blocks);
    let told = |span: Option<Span>, what: &str, is_there: bool| {
        let message = format!(
            "`{}` has no {what} face; it is printed as the text around it",
            family.name
        );
        let told = Diagnostic::warning("face-missing", message);
        let hint = format!("put its {what} file into the folder of fonts");
        span.filter(|_| !is_there)
            .map(|span| told.at(source, span).hint(hint))
    };
    let is_bold = faces.iter().any(|face| face.weights().1 >= 600.0);
    let is_slanted = faces
        .iter()
        .any(|face| face.has_style("italic") || face.has_style("oblique"));
    let strong = told(seen.strong, "bold", is_bold);
    strong
        .into_iter()
        .chain(told(seen.emphasis, "italic", is_slanted))
        .collect()
}

/// The first place of each.
#[derive(Default)]
struct Stressed {
    strong: Option<Span>,
    emphasis: Option<Span>,
}

impl Visit for Stressed {
    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Styled(Stress::Strong, _) => {
                self.strong.get_or_insert(inline.span);
            }
            InlineKind::Styled(Stress::Emphasis, _) => {
                self.emphasis.get_or_insert(inline.span);
            }
            _ => {}
        }
        self.walk_inline(inline);
    }
}

/// Whether a file is on the web.
pub(super) fn is_address(file: &str) -> bool {
    file.contains("://")
}

/// A family that is not there: which files to put where.
fn missing_family(
    family: &str,
    wanted: Option<&Wanted>,
    folder: &Path,
    engine: &Engine,
) -> Diagnostic {
    let message = format!("the brand's font `{family}` is not there");
    let folder = folder.display();
    let near = engine.nearest_family(family);
    let near = near
        .map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default();
    let download = |from: &str, wanted: &Wanted| {
        format!(
            "nothing is fetched: download `{family}` from {from} and put its files for {} (.ttf, .otf, .woff2) into `{folder}`",
            listed(wanted)
        )
    };
    let hint = match wanted {
        Some(wanted) if wanted.source == FontSource::Google => {
            download("fonts.google.com", wanted)
        }
        Some(wanted) if wanted.source == FontSource::Bunny => {
            download("fonts.bunny.net", wanted)
        }
        Some(wanted) if wanted.files.iter().any(|file| is_address(file)) => {
            let files = wanted.files.iter().filter(|file| is_address(file));
            let files: Vec<String> = files.map(|file| format!("`{file}`")).collect();
            let files = files.join(", ");
            format!("nothing is fetched: download {files} and put it into `{folder}`")
        }
        Some(wanted) if wanted.source == FontSource::File && !wanted.files.is_empty() => {
            format!("`family` has to be the name that its files have inside{near}")
        }
        _ => format!(
            "put its files (.ttf, .otf, .woff2) into `{folder}`; fonts of the machine are not used, so that PDFs are the same everywhere{near}"
        ),
    };
    Diagnostic::error("brand-font-missing", message).hint(hint)
}

/// The faces that are to be there, in words.
fn listed(wanted: &Wanted) -> String {
    let mut faces = wanted.faces.clone();
    if faces.is_empty() {
        faces.extend([(400, Style::Normal), (700, Style::Normal)]);
    }
    let name = |(weight, style): &(u16, Style)| format!("{weight} {}", said(*style));
    faces.iter().map(name).collect::<Vec<_>>().join(", ")
}
