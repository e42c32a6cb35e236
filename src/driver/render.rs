//! A page all the way: what was prepared, laid out and exported, and tried again where the
//! engine failed.

use std::sync::Arc;

use super::prepare::{Parts, Prepared, assemble, prepare};
use super::press::Press;
use super::print::Imprint;
use super::project::Project;
use super::thumbnail::Thumbnail;
use super::{collection, data, faces, given, glyphs, legible, size, thumbnail};
use crate::compile::{self, Compiled, Origin};
use crate::config::{Collection, DEFAULT_TEMPLATE};
use crate::coverage::{Coverage, Words};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::document::visible_text;
use crate::ledger::{Entry, Ledger};
use crate::page::Page;
use crate::passes::{body, images};
use crate::template::DATA;
use crate::timings::{Stage, Timings};
use crate::view::PageView;
use crate::world::Files;

/// What came of a page.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The PDF, if there is no error.
    pub pdf: Option<Vec<u8>>,
    /// The number of its pages.
    pub pages: usize,
    /// Pictures of it.
    pub thumbnails: Vec<Thumbnail>,
    /// What was met, and what became of it.
    pub ledger: Ledger,
    /// How much of the page's words is on paper.
    pub coverage: Coverage,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub timings: Timings,
    /// What the document says of itself.
    pub imprint: Imprint,
    /// What is looked at in the preview, if that was asked for.
    pub look: Option<Look>,
}

/// A document as it is looked at in the preview.
#[derive(Debug, Default)]
pub struct Look {
    /// Its pages.
    pub pages: Vec<PageView>,
    /// Its ledger with the places of the entries.
    pub ledger: Vec<(Place, Entry)>,
}

/// Prints a page: body → document → passes → markup → pages → PDF.
#[must_use]
pub fn render(
    project: &Project<'_>,
    page: &Page,
    template: &str,
    lenient: bool,
) -> Rendered {
    print(project, page, prepare(project, page, template), lenient)
}

/// Lays a page out, without writing its PDF: for looking at the pages. None if it cannot be.
#[must_use]
pub fn lay_out<'p>(
    project: &'p Project<'_>,
    page: &Page,
    template: &str,
) -> (Option<Compiled<'p>>, Vec<Diagnostic>) {
    let prepared = prepare(project, page, template);
    let origin = Origin {
        source: Arc::clone(&page.source),
        map: prepared.markup.map.clone(),
    };
    let Press { engine, problems, .. } = project.press();
    let (compiled, found) = compile::compile(engine, prepared.files, origin);
    compile::evict();
    (compiled, [prepared.diagnostics, problems.clone(), found].concat())
}

/// Prints several pages as one document.
#[must_use]
pub fn render_collection(
    project: &Project<'_>,
    collection: &Collection,
    pages: &[Page],
    lenient: bool,
) -> Rendered {
    let mut joined = collection::join(project, collection, pages);
    let parts = std::mem::replace(
        &mut joined.parts,
        Parts {
            body: body::Body::default(),
            assets: images::Assets::default(),
            timings: Timings::default(),
        },
    );
    let template = collection.template.as_deref().or(project.template.as_deref());
    let prepared =
        assemble(project, &joined.page, template.unwrap_or(DEFAULT_TEMPLATE), parts);
    let mut rendered = print(project, &joined.page, prepared, lenient);
    let found = std::mem::take(&mut rendered.diagnostics);
    rendered.diagnostics = found.into_iter().map(|one| joined.relocated(one)).collect();
    if let Some(look) = &mut rendered.look {
        let regions = look.pages.iter_mut().flat_map(|page| &mut page.regions);
        regions.for_each(|region| joined.relocate(&mut region.place));
        look.ledger.iter_mut().for_each(|(place, _)| joined.relocate(place));
    }
    rendered
}

/// Lays a document out and writes its PDF.
pub(super) fn print(
    project: &Project<'_>,
    page: &Page,
    mut prepared: Prepared,
    lenient: bool,
) -> Rendered {
    let Press { engine, brand, problems } = project.press();
    prepared.diagnostics.extend(problems.iter().cloned());
    let faces = faces::in_content(brand, engine, &prepared.document, &page.source);
    prepared.diagnostics.extend(faces);
    if lenient {
        forgive(&mut prepared.diagnostics);
    }
    let visible = visible_text(&prepared.document);
    let mut nudge = 0;
    let mut spent = prepared.timings;
    let mut printed = attempt(project, page, &prepared, prepared.files.clone(), &visible);
    while nudge < NUDGES && is_faulty(&printed) {
        nudge += 1;
        spent.add(&printed.timings);
        let files = nudged(&prepared.files, nudge);
        printed = attempt(project, page, &prepared, files, &visible);
    }
    if nudge > 0 && printed.pdf.is_some() {
        printed.diagnostics.push(told_nudge(page, nudge));
    }
    printed.timings.add(&spent);
    if project.looks {
        let at = |entry: &Entry| (Place::new(&page.source, entry.span), entry.clone());
        let look = printed.look.get_or_insert_default();
        look.ledger = prepared.ledger.entries.iter().map(at).collect();
    }
    printed.ledger = prepared.ledger;
    printed.imprint = prepared.imprint;
    printed.diagnostics.splice(0..0, prepared.diagnostics);
    printed
}

/// Whether the engine failed, not the page.
fn is_faulty(rendered: &Rendered) -> bool {
    rendered.diagnostics.iter().any(|found| found.code == compile::FAULT)
}

/// How often a document is laid out anew after a fault of the engine.
const NUDGES: u8 = 3;

/// The files with `nudge` in the page's data: templates make the page lower by as many points.
/// Faults of the engine hang on where pages break (typst/typst#8776).
fn nudged(files: &Files, nudge: u8) -> Files {
    let mut files = files.clone();
    let text = files.text(DATA).unwrap_or_default();
    if let Ok(serde_json::Value::Object(mut values)) = serde_json::from_str(&text) {
        values.insert("nudge".to_owned(), nudge.into());
        files.add(DATA, data::pretty(&values.into()));
    }
    files
}

fn told_nudge(page: &Page, nudge: u8) -> Diagnostic {
    let message =
        format!("the pages are {nudge} pt lower, for Typst failed where they broke");
    Diagnostic::warning("layout-nudged", message)
        .at(&page.source, page.matter.start())
        .hint("nothing is lost; any change of the text may make it needless")
}

/// One try to print a document.
fn attempt(
    project: &Project<'_>,
    page: &Page,
    prepared: &Prepared,
    files: Files,
    visible: &str,
) -> Rendered {
    let mut rendered = Rendered::default();
    // An error that is known already keeps the PDF back, not what the engine has to say.
    let press = project.press();
    let strange =
        glyphs::strange(&press.engine, &press.brand, &prepared.document, &page.source);
    let mut unprintable = glyphs::told(&strange, &page.source, &project.fonts_folder());
    unprintable.retain(Diagnostic::is_error);
    let is_wrong =
        !unprintable.is_empty() || prepared.diagnostics.iter().any(Diagnostic::is_error);
    let origin = Origin {
        source: Arc::clone(&page.source),
        map: prepared.markup.map.clone(),
    };
    // Only the card needs the files again.
    let again = project.thumbnails.card.then(|| files.clone());
    let described = origin.clone();
    let mut timings = Timings::default();
    let (compiled, diagnostics) = timings.measure(project.system, Stage::Layout, || {
        compile::compile(&project.press().engine, files, origin)
    });
    rendered.diagnostics = diagnostics;
    rendered.diagnostics.extend(unprintable);
    if let Some(mut compiled) = compiled {
        rendered.look = project.looks.then(|| {
            let givens = given::of_page(project, page, &prepared.document);
            Look { pages: compiled.views(givens), ledger: Vec::new() }
        });
        rendered.pages = compiled.pages();
        rendered.coverage = Coverage::of(visible, &compiled.text());
        rendered.diagnostics.extend(uncovered(page, &rendered.coverage));
        rendered
            .diagnostics
            .extend(legible::faint(&press.brand, page, &compiled));
        if !is_wrong && !rendered.diagnostics.iter().any(Diagnostic::is_error) {
            timings.measure(project.system, Stage::Export, || {
                export(project, &mut compiled, prepared, &mut rendered);
            });
        }
        if project.thumbnails.any() && rendered.pdf.is_some() {
            let files = again.unwrap_or_default();
            let (made, told) = timings.measure(project.system, Stage::Export, || {
                thumbnail::make(project, &compiled, &files, &described)
            });
            rendered.thumbnails = made;
            rendered.diagnostics.extend(told);
        }
    }
    rendered.timings = timings;
    // Also after a failure: what it left behind would stay for good.
    compile::evict();
    rendered
}

/// Words that are on the page and not on paper.
fn uncovered(page: &Page, coverage: &Coverage) -> Option<Diagnostic> {
    let Words { words, found } = coverage.words;
    let lost = words - found;
    let missing = coverage.missing.join(", ");
    let message = format!("{lost} of {words} words are not on paper: {missing}");
    let hint = "the template leaves them out, or no font has their letters";
    (lost > 0).then(|| {
        Diagnostic::warning("coverage", message)
            .at(&page.source, page.matter.start())
            .hint(hint)
    })
}

fn export(
    project: &Project<'_>,
    compiled: &mut Compiled<'_>,
    prepared: &Prepared,
    rendered: &mut Rendered,
) {
    let name = |path: &str| prepared.names.get(path).cloned();
    match size::export(&project.size, compiled, &prepared.identifier, &name) {
        Ok(bytes) => rendered.pdf = Some(bytes),
        Err(errors) => rendered.diagnostics.extend(errors),
    }
}

/// Errors about something that is lost, as `--lenient` forgives them.
const FORGIVEN: &[&str] = &[
    "shortcode-unknown",
    "image-missing",
    "image-format",
    "image-unreadable",
    "param-missing",
    "image-without-source",
    "image-alt-missing",
    "link-anchor-missing",
    "reference-missing",
    "link-page-missing",
    "include-missing",
    "shortcode-unexpected-close",
    "brand-font-missing",
];

pub(super) fn forgive(diagnostics: &mut [Diagnostic]) {
    for diagnostic in
        diagnostics.iter_mut().filter(|found| FORGIVEN.contains(&found.code))
    {
        diagnostic.severity = Severity::Warning;
    }
}
