//! One page, all the way.

use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;

use super::print::Imprint;
use super::project::Project;
use super::thumbnail::Thumbnail;
use super::{archive, branding, collection, data, fields, glyphs, rows, size, thumbnail};
use crate::compile::{self, Compiled, Origin};
use crate::config::{Collection, DEFAULT_TEMPLATE};
use crate::coverage::Coverage;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::document::{Document, Inline, visible_text};
use crate::formula;
use crate::html;
use crate::ledger::{Entry, Ledger};
use crate::markup::{self, Markup};
use crate::merge::{Fields, Reading};
use crate::page::Page;
use crate::passes::{
    accessible, body, diagrams, emoji, formulas, ids, images, links, merge, sections,
};
use crate::raster;
use crate::shortcode;
use crate::source::Span;
use crate::template;
use crate::timings::{Stage, Timings};
use crate::view::PageView;
use crate::world::{Files, MAIN};

/// A page on its way to paper: everything but the engine.
#[derive(Debug)]
pub struct Prepared {
    /// What names the document for good: its public address, or its path.
    pub identifier: String,
    /// The introduction on the cover.
    pub intro: Vec<Inline>,
    /// The tree after all passes.
    pub document: Document,
    /// The shortcodes as written.
    pub nodes: Vec<shortcode::Node>,
    /// The markup.
    pub markup: Markup,
    /// All files of the document.
    pub files: Files,
    /// What was met, and what became of it.
    pub ledger: Ledger,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read.
    pub inputs: Vec<PathBuf>,
    /// The names of pictures, by their virtual paths.
    pub names: IndexMap<String, String>,
    /// How long it took.
    pub timings: Timings,
    /// What the document says of itself.
    pub imprint: Imprint,
}

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

/// A page after all passes, with the pictures it needs.
pub(super) struct Parts {
    /// The tree and what came with it.
    pub(super) body: body::Body,
    /// Its pictures.
    pub(super) assets: images::Assets,
    /// How long it took.
    pub(super) timings: Timings,
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
    let text = files.text("/data.json").unwrap_or_default();
    if let Ok(serde_json::Value::Object(mut values)) = serde_json::from_str(&text) {
        values.insert("nudge".to_owned(), nudge.into());
        files.add("/data.json", data::pretty(&values.into()));
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
    let unprintable: Vec<Diagnostic> = strange
        .iter()
        .filter(|one| one.family.is_none())
        .map(|one| one.diagnostic(&page.source))
        .collect();
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
        rendered.look = project
            .looks
            .then(|| Look { pages: compiled.views(), ledger: Vec::new() });
        rendered.pages = compiled.pages();
        rendered.coverage = Coverage::of(visible, &compiled.text());
        rendered.diagnostics.extend(uncovered(page, &rendered.coverage));
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
    compile::evict(MEMORY);
    rendered
}

/// Words that are on the page and not on paper.
fn uncovered(page: &Page, coverage: &Coverage) -> Option<Diagnostic> {
    let lost = coverage.words - coverage.found;
    let message = format!(
        "{lost} of {} words are not on paper: {}",
        coverage.words,
        coverage.missing.join(", ")
    );
    let hint = "the template leaves them out, or no font has their letters";
    (lost > 0).then(|| {
        Diagnostic::warning("coverage", message)
            .at(&page.source, page.matter.start())
            .hint(hint)
    })
}

/// How many compilations Typst remembers what it made: enough for what documents share.
const MEMORY: usize = 10;

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

/// Everything up to the engine.
#[must_use]
pub fn prepare(project: &Project<'_>, page: &Page, template: &str) -> Prepared {
    let page = &fields::with_defaults(page);
    let mut timings = Timings::default();
    let body = timings.measure(project.system, Stage::Read, || read(project, page));
    let mut prepared = prepare_body(project, page, template, body);
    prepared.timings.add(&timings);
    prepared
}

/// Everything from the tree up to the engine.
pub(super) fn prepare_body(
    project: &Project<'_>,
    page: &Page,
    template: &str,
    mut body: body::Body,
) -> Prepared {
    let mut timings = Timings::default();
    let mut assets = images::Assets::default();
    let found = timings.measure(project.system, Stage::Passes, || {
        resolve(project, page, &mut body.document, &mut assets, &mut body.ledger, true)
    });
    body.diagnostics.extend(found);
    assemble(project, page, template, Parts { body, assets, timings })
}

/// The files of a document.
fn assemble(
    project: &Project<'_>,
    page: &Page,
    template: &str,
    parts: Parts,
) -> Prepared {
    let Parts { body, mut assets, mut timings } = parts;
    let body::Body { document, nodes, mut ledger, mut diagnostics } = body;
    let (values, brand) = timings.measure(project.system, Stage::Passes, || {
        let values =
            data::of_page(project, page, &document, &mut assets, &mut diagnostics);
        (values, branding::assets(project, &mut assets, &mut diagnostics))
    });
    let imprint = imprint(page, &values);
    let intro = intro(page, &mut ledger);
    let markup = timings.measure(project.system, Stage::Markup, || {
        markup::write(&document, &intro, project.markup)
    });
    let mut files = Files::default();
    files.add(MAIN, markup.text.clone().into_bytes());
    files.add("/data.json", data::pretty(&values.to_json()));
    files.add("/brand.json", data::pretty(&project.press().brand.to_json(&brand)));
    let templates = project.site.root.join(&project.site.paths.templates);
    match template::load(project.system, &templates, template) {
        Ok(template) => {
            template
                .into_iter()
                .for_each(|(path, text)| files.add(path, text.into_bytes()));
        }
        Err(error) => diagnostics.push(error),
    }
    let inputs = assets.sources().map(std::path::Path::to_owned).collect();
    let names = assets.names();
    assets
        .files
        .into_iter()
        .for_each(|(path, bytes)| files.add(path, publishable(bytes)));
    archive::attach(project, page, None, &mut files);
    for entry in &mut ledger.entries {
        entry.span = page.source.whole(entry.span);
    }
    ledger.sort();
    Prepared {
        identifier: page.url.clone().unwrap_or_else(|| page.path.display().to_string()),
        intro,
        document,
        nodes,
        markup,
        files,
        ledger,
        diagnostics,
        inputs,
        names,
        timings,
        imprint,
    }
}

/// What a document says of itself. A page without a date has none, whatever the PDF needs.
fn imprint(page: &Page, data: &template::Data) -> Imprint {
    Imprint {
        url: page.url.clone(),
        language: page.language.tag(),
        title: data.title.clone(),
        version: data.version.clone(),
        date: data.date_text.as_ref().and(data.date.clone()),
    }
}

/// A picture without what nobody is to know: where a photograph was made, by whom, and the like.
fn publishable(bytes: Arc<[u8]>) -> Arc<[u8]> {
    if !bytes.starts_with(b"\xff\xd8") {
        return bytes;
    }
    raster::publishable_jpeg(&bytes).map_or(bytes, Into::into)
}

/// The body of a page as a tree, its fields filled with their defaults.
pub(super) fn read(project: &Project<'_>, page: &Page) -> body::Body {
    let (fields, found) = Fields::read(page);
    let record = fields.defaults();
    let mut body = read_for(project, page, &Reading::new(&fields, &record));
    if !fields.list.is_empty() {
        merge::fill(&mut body.document, &fields.texts(&record, &page.language));
    }
    body.diagnostics.extend(found);
    body
}

/// The body of a page as a tree, with marks in the places of fields.
pub(super) fn read_for(
    project: &Project<'_>,
    page: &Page,
    merge: &Reading<'_>,
) -> body::Body {
    let settings = project.site.settings_for(page);
    let context = body::Context {
        source: &page.source,
        shortcodes: &project.config.shortcodes,
        markdown: &project.markdown(&page.language),
        html: settings.flag("markup.goldmark.renderer.unsafe", false),
        param: &|key| {
            page.matter
                .get(key)
                .or_else(|| settings.get(&format!("params.{key}")))
                .cloned()
        },
        include: &|name| project.included(name),
        around: None,
        merge,
        data: &|from| rows::of(project, page, from),
        language: &page.language,
    };
    body::read(&context, page.matter.body)
}

/// The passes: levels, ids, links, pictures; of a page `alone` or in a collection.
pub(super) fn resolve(
    project: &Project<'_>,
    page: &Page,
    document: &mut Document,
    assets: &mut images::Assets,
    ledger: &mut Ledger,
    alone: bool,
) -> Vec<Diagnostic> {
    let mut diagnostics = accessible::run(document, &page.source);
    sections::run(document);
    let context = formulas::Context { source: &page.source, read: &formula::read };
    diagnostics.extend(formulas::run(document, &context));
    diagnostics.extend(ids::run(document, &page.source, project.id_style()));
    if project.site.settings.flag("enableemoji", false) {
        emoji::run(document);
    }
    let base = project.site.base_url(page);
    let context = links::Context {
        source: &page.source,
        page_url: page.url.as_deref(),
        base_url: base.as_deref(),
        page: &|path| project.page_url(page, path),
        // In a collection pages are reached without leaving it.
        pdf: &|url| alone.then(|| project.pdf_of(page, url)).flatten(),
        missing: &|url| project.missing(page, url),
        reference: &|path| project.reference(page, path),
    };
    diagnostics.extend(links::run(document, &context, ledger));
    let context = images::Context {
        system: project.system,
        site: &project.site,
        page,
        qr: project.config.qr,
    };
    diagnostics.extend(images::run(document, &context, assets, ledger));
    let context = diagrams::Context { source: &page.source, brand: &project.brand };
    diagnostics.extend(diagrams::run(document, &context, assets));
    diagnostics
}

fn intro(page: &Page, ledger: &mut Ledger) -> Vec<Inline> {
    let span = page.matter.key_span(&page.source, "intro").unwrap_or_default();
    match page.matter.text("intro") {
        Some(text) => html::read_text(&text, Span::new(span.start, span.end), ledger),
        None => Vec::new(),
    }
}
