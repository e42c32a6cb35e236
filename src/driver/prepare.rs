//! A page up to the engine: read, passed over, written as markup, with all its files.

use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;

use super::print::Imprint;
use super::project::Project;
use super::{archive, branding, data, fields, rows};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Inline};
use crate::formula;
use crate::html;
use crate::ledger::Ledger;
use crate::markup::{self, Markup};
use crate::merge::{Fields, Reading};
use crate::page::Page;
use crate::passes::{
    accessible, body, diagrams, emoji, formulas, ids, images, links, merge, run_in,
    sections,
};
use crate::raster;
use crate::shortcode;
use crate::source::Span;
use crate::svg;
use crate::system::digest;
use crate::template::{self, DATA, DIGEST, DIGITS, MERGE};
use crate::timings::{Stage, Timings};
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

/// A page after all passes, with the pictures it needs.
pub(super) struct Parts {
    /// The tree and what came with it.
    pub(super) body: body::Body,
    /// Its pictures.
    pub(super) assets: images::Assets,
    /// How long it took.
    pub(super) timings: Timings,
}

/// Everything up to the engine.
#[must_use]
pub fn prepare(project: &Project<'_>, page: &Page, template: &str) -> Prepared {
    let page = &fields::with_defaults(project, page);
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
pub(super) fn assemble(
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
    files.add(DATA, data::pretty(&values.to_json()));
    files.add(MERGE, data::pretty(&values.merge));
    let state = digest(page.source.text().as_bytes());
    files.add(DIGEST, state.chars().take(DIGITS).collect::<String>().into_bytes());
    let brand = project.press().brand.to_json(&brand, &page.language.code);
    files.add("/brand.json", data::pretty(&brand));
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
    assets.files.into_iter().for_each(|(path, bytes)| {
        let bytes = publishable(&path, bytes);
        files.add(path, bytes);
    });
    archive::describe(project, page, &imprint, template, &mut files);
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
/// Photographs may also lie in drawings.
fn publishable(path: &str, bytes: Arc<[u8]>) -> Arc<[u8]> {
    let changed = match path.ends_with(".svg") {
        true => std::str::from_utf8(&bytes)
            .ok()
            .and_then(|svg| svg::with_pictures(svg, &raster::publishable))
            .map(String::into_bytes),
        false => raster::publishable(&bytes),
    };
    changed.map_or(bytes, Into::into)
}

/// The body of a page as a tree, its fields filled with their defaults.
pub(super) fn read(project: &Project<'_>, page: &Page) -> body::Body {
    let (fields, found) = Fields::read(page, project.config.merge.as_ref());
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
    run_in::run(document);
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
