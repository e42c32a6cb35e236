//! Puts the values of a recipient in the places of their marks: after all reading, so that a
//! value is text and nothing else.

use serde_json::Value;

use crate::component::Component;
use crate::document::{
    Block, BlockKind, ComponentNode, Document, FieldValue, Inline, InlineKind, Target,
    VisitMut,
};
use crate::merge::{Texts, is_mark};

/// Fields of components that are words for a machine and may still be a recipient's: what
/// is printed as it is. A mark in any other word stays, and is told as an error.
const WORDS: &[&str] = &["email", "phone", "text"];

/// Fills a document.
pub fn fill(document: &mut Document, texts: &Texts) {
    let mut filler = Filler(texts);
    filler.document(document);
}

/// Fills a line of text.
pub fn fill_line(line: &mut [Inline], texts: &Texts) {
    Filler(texts).inlines(line);
}

/// Fills all texts of the data of a template; what stands under `url` as a web address.
pub fn fill_json(value: &mut Value, texts: &Texts) {
    match value {
        Value::String(text) => *text = texts.fill(text),
        Value::Array(list) => list.iter_mut().for_each(|value| fill_json(value, texts)),
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(url) if key == "url" => *url = texts.fill_url(url),
                    value => fill_json(value, texts),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The first mark in a text: where a value cannot stand.
#[must_use]
pub fn left_over(text: &str) -> Option<char> {
    text.chars().find(|c| is_mark(*c))
}

struct Filler<'a>(&'a Texts);

impl Filler<'_> {
    fn text(&self, text: &mut String) {
        if text.chars().any(is_mark) {
            *text = self.0.fill(text);
        }
    }

    fn target(&self, target: &mut Target) {
        if let Target::Url(url) = target {
            *url = self.0.fill_url(url);
        }
    }
}

impl VisitMut for Filler<'_> {
    fn block(&mut self, block: &mut Block) {
        if let BlockKind::Code(code) = &mut block.kind {
            self.text(&mut code.text);
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &mut Inline) {
        match &mut inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => self.text(text),
            InlineKind::Image(image) => {
                self.text(&mut image.alt);
                self.text(&mut image.title);
            }
            InlineKind::Link(link) => self.target(&mut link.target),
            _ => {}
        }
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &mut ComponentNode) {
        let is_code = node.component == Component::Diagram;
        for (name, field) in &mut node.fields {
            match &mut field.value {
                FieldValue::Url(target) => self.target(target),
                FieldValue::Word(word) if !is_code && WORDS.contains(name) => {
                    self.text(word);
                }
                _ => {}
            }
        }
        self.walk_component(node);
    }
}
