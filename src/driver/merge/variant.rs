//! A page as some recipients get it: read, with all its pictures, and marks in the places of
//! their values.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::prepare::{Prepared, prepare_body, read_for};
use super::super::project::Project;
use super::super::render::forgive;
use super::super::{archive, data, fields};
use super::manifest::record_digest;
use crate::diagnostic::Diagnostic;
use crate::document::{Inline, InlineKind, Target, Visit};
use crate::markup;
use crate::merge::{Condition, Fields, Kind, Reading, Record, Texts, is_mark, mark};
use crate::page::Page;
use crate::passes::merge;
use crate::report;
use crate::source::Span;
use crate::system::{self, Digest, Hasher, Recording};
use crate::template::{DATA, MERGE};
use crate::timings::Timings;
use crate::world::MAIN;

/// A page read for all who have the same answers to its conditions.
pub(super) struct Variant {
    page: Page,
    answers: BTreeMap<Condition, bool>,
    prepared: Prepared,
    data: serde_json::Value,
    /// The digest of the files that are the same for all.
    digest: Hasher,
}

/// All variants of a page that its recipients need.
pub(super) struct Variants<'a> {
    project: &'a Project<'a>,
    page: Page,
    fields: &'a Fields,
    template: &'a str,
    made: Vec<Variant>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Variants<'a> {
    pub(super) fn new(
        project: &'a Project<'a>,
        page: &Page,
        fields: &'a Fields,
        template: &'a str,
    ) -> Self {
        let mut page = page.clone();
        let unknown = fields.mark_front_matter(&mut page);
        let diagnostics = super::super::fields::unknown(&page, fields, &unknown);
        Self {
            project,
            page,
            fields,
            template,
            made: Vec::new(),
            diagnostics,
        }
    }

    /// The number of the variant for a recipient.
    pub(super) fn of(&mut self, record: &Record) -> usize {
        let fits = |variant: &Variant| {
            variant.answers.iter().all(|(one, met)| one.holds(record) == *met)
        };
        if let Some(number) = self.made.iter().position(fits) {
            return number;
        }
        let reading = Reading::new(self.fields, record);
        // What an archived copy says that it was made of.
        let recording = Recording::new(self.project.machine);
        let project = self.project.recorded(&recording);
        let body = read_for(&project, &self.page, &reading);
        let answers = reading.answers();
        let prepared = prepare_body(&project, &self.page, self.template, body);
        let file = prepared.files.0.get(DATA).cloned().unwrap_or_default();
        let data = serde_json::from_slice(&file).unwrap_or_default();
        let mut digest = Hasher::default();
        digest.update(env!("CARGO_PKG_VERSION"));
        digest
            .update(format!("{:?}", (self.project.size.profile, self.project.size.most)));
        for (path, bytes) in prepared.files.0.iter().filter(|(path, _)| !is_own(path)) {
            digest.update(path);
            digest.update(system::digest(bytes));
        }
        self.made.push(Variant {
            page: self.page.clone(),
            answers,
            prepared,
            data,
            digest,
        });
        self.made.len() - 1
    }

    /// The variants, and what is wrong with any of them.
    pub(super) fn finish(mut self, lenient: bool) -> (Vec<Variant>, Vec<Diagnostic>) {
        let mut told = std::mem::take(&mut self.diagnostics);
        for variant in &self.made {
            told.extend(variant.prepared.diagnostics.iter().cloned());
            told.extend(addresses(&self.page, variant, self.fields));
            told.extend(left_over(&self.page, variant, self.fields, self.project.markup));
        }
        if lenient {
            forgive(&mut told);
        }
        (self.made, report::sorted(told))
    }
}

/// Whether a file differs from row to row.
fn is_own(path: &str) -> bool {
    [MAIN, DATA, MERGE].contains(&path)
}

impl Variant {
    /// The page for a recipient, and the digest of all it is made of.
    pub(super) fn fill(
        &self,
        project: &Project<'_>,
        texts: &Texts,
        record: &Record,
    ) -> (Prepared, Digest) {
        let whole = &self.prepared;
        let mut document = whole.document.clone();
        let mut intro = whole.intro.clone();
        merge::fill(&mut document, texts);
        merge::fill_line(&mut intro, texts);
        let markup = markup::write(&document, &intro, project.markup);
        let mut values = self.data.clone();
        merge::fill_json(&mut values, texts);
        let mut files = whole.files.clone();
        files.add(MAIN, markup.text.clone().into_bytes());
        files.add(DATA, data::pretty(&values));
        files.add(MERGE, data::pretty(&fields::data(record)));
        archive::fill(texts, &mut files);
        archive::attach(project, &self.page, Some(record), &mut files);
        let mut digest = self.digest.clone();
        for path in [MAIN, DATA, MERGE] {
            digest.update(files.0.get(path).map(Arc::as_ref).unwrap_or_default());
        }
        let prepared = Prepared {
            // Copies are different documents.
            identifier: format!("{}#{}", whole.identifier, record_digest(record)),
            document,
            intro,
            markup,
            files,
            nodes: Vec::new(),
            ledger: whole.ledger.clone(),
            diagnostics: Vec::new(),
            inputs: Vec::new(),
            names: whole.names.clone(),
            timings: Timings::default(),
            imprint: whole.imprint.clone(),
        };
        (prepared, digest.finish())
    }
}

/// Fields that are whole addresses of links have to be web addresses.
fn addresses(page: &Page, variant: &Variant, fields: &Fields) -> Vec<Diagnostic> {
    let mut found = Starts(Vec::new());
    found.document(&variant.prepared.document);
    let actions = variant.data.get("actions").and_then(serde_json::Value::as_array);
    for action in actions.into_iter().flatten() {
        let url = action.get("url").and_then(serde_json::Value::as_str);
        let first = url.and_then(|url| url.chars().next());
        found.0.extend(first.map(|first| (first, page.matter.start())));
    }
    let wrong = found.0.into_iter().filter_map(|(first, span)| {
        let mut numbered = fields.list.iter().enumerate();
        let (_, field) = numbered.find(|(number, _)| mark(*number) == Some(first))?;
        (field.kind != Kind::Url).then_some((field, span))
    });
    let error = |(field, span): (&crate::merge::Field, Span)| {
        let message = format!("the field `{}` is the address of a link", field.name);
        let hint = format!(
            "say so in front matter, then its values are checked: `merge: {{ fields: {{ {}: url }} }}`",
            field.name
        );
        Diagnostic::error("merge-url", message)
            .at(&page.source, span)
            .hint(hint)
    };
    wrong.map(error).collect()
}

/// The first characters of addresses, where they are marks.
struct Starts(Vec<(char, Span)>);

impl Starts {
    fn target(&mut self, target: &Target, span: Span) {
        if let Target::Url(url) = target {
            let first = url.chars().next().filter(|c| is_mark(*c));
            self.0.extend(first.map(|first| (first, span)));
        }
    }
}

impl Visit for Starts {
    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Link(link) = &inline.kind {
            self.target(&link.target, inline.span);
        }
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &crate::document::ComponentNode) {
        for field in node.fields.values() {
            if let crate::document::FieldValue::Url(target) = &field.value {
                self.target(target, field.span);
            }
        }
        self.walk_component(node);
    }
}

/// Fields that stand where no text can be: in a colour, an id, a formula, a drawing.
fn left_over(
    page: &Page,
    variant: &Variant,
    fields: &Fields,
    options: markup::Options,
) -> Vec<Diagnostic> {
    let mut document = variant.prepared.document.clone();
    let mut intro = variant.prepared.intro.clone();
    let texts = Texts(vec!["x".to_owned(); fields.list.len()]);
    merge::fill(&mut document, &texts);
    merge::fill_line(&mut intro, &texts);
    let written = markup::write(&document, &intro, options);
    let in_text = written.text.char_indices().find(|(_, c)| is_mark(*c));
    let place = in_text.and_then(|(at, _)| written.map.origin(at));
    let drawings = variant.prepared.files.0.iter().filter(|(path, _)| !is_own(path));
    let in_drawing = drawings
        .filter(|(path, _)| path.ends_with(".svg"))
        .find_map(|(_, bytes)| merge::left_over(&String::from_utf8_lossy(bytes)));
    let Some(first) = in_text.map(|(_, c)| c).or(in_drawing) else { return Vec::new() };
    let mut numbered = fields.list.iter().enumerate();
    let found = numbered.find(|(number, _)| mark(*number) == Some(first));
    let name = found.map_or("?", |(_, field)| field.name.as_str());
    let message = format!("the field `{name}` stands where no text can be");
    let span = place.unwrap_or_else(|| page.matter.start());
    vec![
        Diagnostic::error("merge-place", message)
            .at(&page.source, span)
            .hint("fields stand in text, captions and addresses; not in ids, colours, formulas, diagrams or paths"),
    ]
}
