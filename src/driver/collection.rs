//! Several pages as one document: each is a part with its title as heading, links between the
//! pages stay inside, and neither ids nor notes of one clash with those of another.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;

use super::prepare::{Parts, read, resolve};
use super::project::Project;
use crate::component::Component;
use crate::config::Collection;
use crate::diagnostic::{Diagnostic, Place};
use crate::document::{
    Block, BlockKind, ComponentNode, Document, Field, FieldValue, Heading, Inline,
    InlineKind, Target, VisitMut,
};
use crate::front_matter::{FrontMatter, Value};
use crate::html;
use crate::page::Page;
use crate::passes::body::Body;
use crate::passes::images::Assets;
use crate::source::{Source, Span};
use crate::timings::{Stage, Timings};

/// Pages joined into one.
pub(super) struct Joined {
    /// What the template is told of: the collection in the form of a page. Its source is the
    /// text of all pages, one after the other.
    pub(super) page: Page,
    /// The tree and what came with it.
    pub(super) parts: Parts,
    /// Where each page starts in the text of all.
    starts: Vec<(usize, Arc<Source>)>,
}

/// Joins pages.
pub(super) fn join(
    project: &Project<'_>,
    collection: &Collection,
    pages: &[Page],
) -> Joined {
    let mut assets = Assets::default();
    let mut whole = Body::default();
    let mut timings = Timings::default();
    let mut starts = Vec::new();
    let mut text = String::new();
    let addresses: BTreeMap<&str, String> = pages
        .iter()
        .enumerate()
        .filter_map(|(number, page)| Some((page.url.as_deref()?, part_id(number))))
        .collect();
    for (number, page) in pages.iter().enumerate() {
        let mut body =
            timings.measure(project.system, Stage::Read, || read(project, page));
        let Body { document, ledger, .. } = &mut body;
        let found = timings.measure(project.system, Stage::Passes, || {
            resolve(project, page, document, &mut assets, ledger, false)
        });
        let mut own = Own { number, addresses: &addresses, start: text.len() };
        own.document(&mut body.document);
        whole.diagnostics.extend(body.diagnostics);
        whole.diagnostics.extend(found);
        for mut entry in body.ledger.entries {
            entry.span = entry.span.shift(text.len());
            whole.ledger.entries.push(entry);
        }
        whole.document.blocks.extend(own.opening(page));
        whole.document.blocks.append(&mut body.document.blocks);
        whole.document.footnotes.extend(body.document.footnotes);
        starts.push((text.len(), Arc::clone(&page.source)));
        text.push_str(page.source.text());
    }
    let source = Source::new(format!("collection {}", collection.name), text);
    let page = as_page(project, collection, pages, source);
    Joined {
        page,
        parts: Parts { body: whole, assets, timings },
        starts,
    }
}

impl Joined {
    /// The diagnostic with its places in the files of the pages.
    pub(super) fn relocated(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let places = diagnostic.related.iter_mut().map(|related| &mut related.place);
        let places = diagnostic.place.iter_mut().chain(places);
        places.for_each(|place| self.relocate(place));
        diagnostic
    }

    /// Leads a place in the text of all pages to the file of its page.
    pub(super) fn relocate(&self, place: &mut Place) {
        if !Arc::ptr_eq(&place.source, &self.page.source) {
            return;
        }
        let after = self.starts.partition_point(|(start, _)| *start <= place.span.start);
        if let Some((start, source)) = self.starts.get(after.saturating_sub(1)) {
            let span = Span::new(
                place.span.start - start,
                place.span.end.saturating_sub(*start),
            );
            *place = Place::new(source, span);
        }
    }
}

fn part_id(number: usize) -> String {
    format!("part-{}", number + 1)
}

/// The collection in the form of a page.
fn as_page(
    project: &Project<'_>,
    collection: &Collection,
    pages: &[Page],
    source: Arc<Source>,
) -> Page {
    let mut params: IndexMap<String, Value> = IndexMap::new();
    let mut set = |key: &str, value: Option<String>| {
        params.extend(value.map(|value| (key.to_owned(), Value::String(value))));
    };
    set("title", Some(collection.title.clone()));
    set("intro", collection.intro.clone());
    set("documentkind", collection.kind.clone());
    set("cover", collection.cover.clone());
    // Without a date of its own it is as old as its newest page.
    let zone = project.site.settings.time_zone();
    let dates = pages.iter().filter_map(|page| page.date()?.ok());
    let newest = dates.max_by_key(|date| date.seconds(&zone));
    set(
        "date",
        collection
            .date
            .clone()
            .or_else(|| newest.map(|date| date.to_string())),
    );
    let matter = FrontMatter { params, ..FrontMatter::default() };
    let language = pages.first().map(|page| page.language.clone());
    let path = PathBuf::from(format!("{}.md", collection.name));
    Page {
        source,
        file: project.site.content.join(&path),
        path,
        bundle: None,
        matter,
        language: language
            .unwrap_or(crate::language::Language { code: "en".to_owned(), region: None }),
        edition: pages.first().and_then(|page| page.edition.clone()),
        url: None,
    }
}

/// Makes the names of a page its own, moves its places, and leads links inside.
struct Own<'a> {
    number: usize,
    addresses: &'a BTreeMap<&'a str, String>,
    start: usize,
}

impl Own<'_> {
    fn document(&mut self, document: &mut Document) {
        self.blocks(&mut document.blocks);
        let footnotes = std::mem::take(&mut document.footnotes);
        for (label, mut footnote) in footnotes {
            self.blocks(&mut footnote.blocks);
            footnote.span = footnote.span.shift(self.start);
            document.footnotes.insert(self.name(&label), footnote);
        }
    }

    fn name(&self, id: &str) -> String {
        if id.is_empty() {
            String::new()
        } else {
            format!("{}-{id}", part_id(self.number))
        }
    }

    /// The heading of a part, and the introduction of its page.
    fn opening(&self, page: &Page) -> Vec<Block> {
        let mut ledger = crate::ledger::Ledger::default();
        let mut text = |key: &str| {
            let span = page
                .matter
                .key_span(&page.source, key)
                .unwrap_or_default()
                .shift(self.start);
            page.matter
                .text(key)
                .map(|text| (html::read_text(&text, span, &mut ledger), span))
        };
        let name = page
            .path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let (content, span) = text("title").unwrap_or_else(|| {
            let span = Span::new(self.start, self.start + 1);
            (vec![Inline::text(span, name)], span)
        });
        let heading = Heading {
            level: 1,
            id: Some(part_id(self.number)),
            classes: Vec::new(),
            content,
        };
        let mut blocks = vec![Block::new(span, BlockKind::Heading(heading))];
        if let Some((line, span)) = text("intro") {
            let body = vec![Block::new(span, BlockKind::Paragraph(line))];
            let lead = ComponentNode::new(Component::Lead, "intro", body);
            blocks.push(Block::new(span, BlockKind::Component(lead)));
        }
        blocks
    }

    fn target(&self, target: &mut Target) {
        match target {
            Target::Internal(id) => *id = self.name(id),
            Target::Url(url) => {
                let (page, fragment) = url
                    .split_once('#')
                    .map_or((url.as_str(), None), |(page, tail)| (page, Some(tail)));
                // A place in another page of the collection is at least on its first page.
                if let Some(part) = self
                    .addresses
                    .get(page)
                    .filter(|_| fragment.is_none_or(|tail| !tail.is_empty()))
                {
                    *target = Target::Internal(part.clone());
                }
            }
            Target::Written(_) | Target::None => {}
        }
    }
}

impl VisitMut for Own<'_> {
    fn block(&mut self, block: &mut Block) {
        block.span = block.span.shift(self.start);
        match &mut block.kind {
            BlockKind::Heading(heading) => {
                heading.level = heading.level.saturating_add(1);
                heading.id = heading.id.take().map(|id| self.name(&id));
            }
            BlockKind::Anchored(id, _) => *id = self.name(id),
            BlockKind::List(list) => {
                list.items
                    .iter_mut()
                    .for_each(|item| item.span = item.span.shift(self.start));
            }
            _ => {}
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &mut Inline) {
        inline.span = inline.span.shift(self.start);
        match &mut inline.kind {
            InlineKind::Anchor(id) => *id = self.name(id),
            InlineKind::FootnoteReference(label) => *label = self.name(label),
            InlineKind::Link(link) => self.target(&mut link.target),
            _ => {}
        }
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &mut ComponentNode) {
        for field in node.fields.values_mut() {
            let Field { span, value } = field;
            *span = span.shift(self.start);
            if let FieldValue::Url(target) = value {
                self.target(target);
            }
        }
        self.walk_component(node);
    }
}
