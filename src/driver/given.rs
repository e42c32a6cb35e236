//! What templates print of their own accord and still came from the page: values of front
//! matter, the heads of callouts that give none, pictures. For the preview, which leads from
//! what is printed to the line it came from.

use super::project::Project;
use crate::component::Component;
use crate::document::{
    Block, BlockKind, ComponentNode, Document, FieldValue, Inline, InlineKind, Picture,
    Visit, plain_text,
};
use crate::front_matter::Value;
use crate::html;
use crate::ledger::Ledger;
use crate::page::Page;
use crate::source::Span;
use crate::view::{Given, Givens};

/// What a page gives its template.
pub(super) fn of_page(project: &Project<'_>, page: &Page, document: &Document) -> Givens {
    let mut found = Finder {
        project,
        page,
        around: Span::default(),
        givens: Givens { front: page.matter.span, ..Givens::default() },
    };
    for (key, value) in &page.matter.params {
        if let Some(span) = page.matter.key_span(&page.source, key) {
            found.values(value, span);
        }
    }
    let keys = ["date", "publishdate", "lastmod"];
    let span = keys.iter().find_map(|key| page.matter.key_span(&page.source, key));
    if let (Some(Ok(date)), Some(span)) = (page.date(), span) {
        found.text(&page.language.format_date(date.date()), span, false);
    }
    found.blocks(&document.blocks);
    found.givens
}

struct Finder<'a> {
    project: &'a Project<'a>,
    page: &'a Page,
    /// The block that is being walked.
    around: Span,
    givens: Givens,
}

impl Finder<'_> {
    fn text(&mut self, text: &str, span: Span, once: bool) {
        self.givens.texts.extend(Given::new(text, span, once));
    }

    /// The texts of a value of front matter.
    fn values(&mut self, value: &Value, span: Span) {
        match value {
            Value::List(all) => all.iter().for_each(|value| self.values(value, span)),
            Value::Map(all) => all.values().for_each(|value| self.values(value, span)),
            Value::Null => {}
            value => {
                let text = value.to_text();
                let read = html::read_text(&text, span, &mut Ledger::default());
                self.text(&plain_text(&read), span, false);
            }
        }
    }

    fn picture(&mut self, picture: &Picture, span: Span) {
        if let Picture::File(path) = picture {
            self.givens.pictures.push((path.clone(), span));
        }
    }

    /// The head that a callout without one gets.
    fn head(&self, node: &ComponentNode) -> Option<String> {
        let is_quiet = node.fields.contains_key("quiet") && node.word("quiet") != "false";
        if node.fields.contains_key("title") || is_quiet {
            return None;
        }
        let kind = Some(node.word("kind").to_lowercase());
        let kind = kind.filter(|kind| !kind.is_empty()).unwrap_or_else(|| "note".into());
        let own = self.project.brand.print.callouts.get(&kind);
        let own = own.and_then(|own| own.title.as_ref());
        if let Some(own) = own.and_then(|own| own.said_in(&self.page.language.code)) {
            return Some(own.to_owned());
        }
        let labels = serde_json::to_value(self.page.language.labels()).ok()?;
        let label = labels.get(&kind).and_then(serde_json::Value::as_str);
        Some(label.map_or(kind, str::to_owned))
    }
}

impl Visit for Finder<'_> {
    fn block(&mut self, block: &Block) {
        let around = std::mem::replace(&mut self.around, block.span);
        if let BlockKind::Component(node) = &block.kind
            && node.component == Component::Callout
            && let Some(head) = self.head(node)
        {
            let text = self.page.source.slice(block.span);
            let first = text.find('\n').unwrap_or(text.len());
            let span = Span::new(block.span.start, block.span.start + first);
            self.text(&head, span, true);
        }
        self.walk_block(block);
        self.around = around;
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Image(image) = &inline.kind {
            self.picture(&image.picture, inline.span);
        }
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &ComponentNode) {
        for field in node.fields.values() {
            if let FieldValue::Image(picture) = &field.value {
                let span = if field.span.is_empty() { self.around } else { field.span };
                self.picture(picture, span);
            }
        }
        self.walk_component(node);
    }
}
