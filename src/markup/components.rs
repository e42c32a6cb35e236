//! Components: calls of the template's functions, fields as arguments.

use super::Writer;
use crate::component::Component;
use crate::document::{
    Block, BlockKind, ComponentNode, Field, FieldValue, Picture, Target, plain_text,
};

impl<'a> Writer<'a> {
    /// A component, without the `#` that leads into code.
    pub(super) fn component(&mut self, node: &'a ComponentNode) {
        match node.component {
            Component::Cards
            | Component::Columns
            | Component::Buttons
            | Component::Stats
            | Component::Steps => {
                self.container(node);
            }
            Component::Scale => self.scale(node),
            // Outside of columns it is no more than its body.
            Component::Column => self.body(&node.body),
            _ => {
                self.push(&format!("t.{}(", node.component.name()));
                self.arguments(node);
                self.push(")");
                if takes_body(node.component) {
                    self.text_and_body(node);
                }
            }
        }
    }

    /// A component whose children are arguments.
    fn container(&mut self, node: &'a ComponentNode) {
        self.push(&format!("t.{}(", node.component.name()));
        if let Some(field) =
            node.fields.get("columns").or_else(|| node.fields.get("widths"))
        {
            self.number(field);
        }
        match node.component {
            Component::Buttons => {
                self.button(node, "text", "link");
                self.button(node, "text2", "link2");
                self.children(&node.body);
            }
            Component::Steps => {
                self.arguments(node);
                self.children(&node.body);
            }
            _ => self.children(&node.body),
        }
        self.push(")");
    }

    /// Rows of name, value, and the number that is drawn.
    fn scale(&mut self, node: &'a ComponentNode) {
        let heads = node.word("heads");
        let most = node.word("max");
        let (mut heads, mut most) = (heads.split(','), most.split(','));
        self.push("t.scale(");
        for name in ["one", "two", "three", "four"] {
            let (head, most) = (heads.next().unwrap_or_default(), most.next());
            let value = node.inlines(name);
            if value.is_empty() {
                continue;
            }
            self.comma();
            self.push("(");
            self.string(head.trim());
            self.push(", ");
            self.content(value);
            let share =
                share(&plain_text(value), most.and_then(|most| most.trim().parse().ok()));
            self.push(&share.map_or_else(
                || ", none)".to_owned(),
                |(value, most)| format!(", ({value}, {most}))"),
            ));
        }
        self.push(")");
    }

    fn number(&mut self, field: &Field) {
        let FieldValue::Word(word) = &field.value else { return };
        if let Ok(number) = word.trim().parse::<u8>() {
            self.comma();
            self.push(&format!("columns: {}", number.clamp(1, 6)));
        }
    }

    fn button(&mut self, node: &'a ComponentNode, text: &str, link: &str) {
        let Some(FieldValue::Text(content)) =
            node.fields.get(text).map(|field| &field.value)
        else {
            return;
        };
        self.comma();
        self.push("t.button(");
        if let Some(FieldValue::Url(target)) =
            node.fields.get(link).map(|field| &field.value)
        {
            self.push("link: ");
            self.target(target);
        }
        self.push(")");
        self.content(content);
    }

    fn children(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.push(if self.text.ends_with('(') { "\n  " } else { ",\n  " });
            self.at(block.span, |writer| match &block.kind {
                BlockKind::Component(node) => writer.component(node),
                _ => writer.body(std::slice::from_ref(block)),
            });
        }
    }

    fn arguments(&mut self, node: &'a ComponentNode) {
        for (name, field) in &node.fields {
            if is_in_body(node.component, name) {
                continue;
            }
            let before = self.text.len();
            self.at(field.span, |writer| {
                writer.comma();
                writer.push(&format!("{name}: "));
                let value_at = writer.text.len();
                writer.value(name, &field.value);
                if writer.text.len() == value_at {
                    // Nothing worth an argument.
                    writer.text.truncate(before);
                }
            });
        }
    }

    fn value(&mut self, name: &str, value: &'a FieldValue) {
        match value {
            // What a screen reader says is a text, not content.
            FieldValue::Text(inlines) if name.ends_with("alt") => {
                self.string(&crate::document::plain_text(inlines));
            }
            FieldValue::Text(inlines) => self.content(inlines),
            FieldValue::Url(Target::None) => {}
            FieldValue::Url(target) => self.target(target),
            FieldValue::Image(Picture::File(path)) => self.string(path),
            FieldValue::Image(_) => {}
            FieldValue::Icon(path) if path.starts_with('/') => self.string(path),
            FieldValue::Icon(_) => {}
            FieldValue::Word(word) => match name {
                "highlight" => {
                    if let Ok(number) = word.trim().parse::<u8>() {
                        self.push(&number.to_string());
                    }
                }
                "quiet" => self.push(if word == "false" { "false" } else { "true" }),
                "width" => match word.trim_end_matches("px").parse::<f64>() {
                    Ok(pixels) if pixels > 0.0 && pixels.is_finite() => {
                        self.push(&format!(
                            "{}pt",
                            pixels * super::inlines::POINTS_PER_PIXEL
                        ));
                    }
                    _ => {}
                },
                _ => self.string(word),
            },
        }
    }

    /// The body, the text of the `text` field before it.
    fn text_and_body(&mut self, node: &'a ComponentNode) {
        let text = node.inlines("text");
        if text.is_empty() {
            self.body(&node.body);
            return;
        }
        self.push("[");
        self.inlines(text);
        if !node.body.is_empty() {
            self.push("\n\n");
            self.blocks(&node.body);
        }
        self.push("]");
    }
}

/// The number of a value and the most it can be: that of the mapping, or 3 for words.
fn share(text: &str, most: Option<f64>) -> Option<(f64, f64)> {
    let text = text.trim().to_lowercase();
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let number = text.get(..end).and_then(|digits| digits.parse::<f64>().ok());
    if let (Some(number), Some(most)) = (number, most.filter(|most| *most > 0.0)) {
        return Some((number.min(most), most));
    }
    let level = LEVELS.iter().position(|words| words.contains(&text.as_str()))?;
    let level = u32::try_from(level).ok()?;
    Some((f64::from(level) + 1.0, 3.0))
}

/// Words for little, some and much.
const LEVELS: &[&[&str]] = &[
    &[
        "low", "small", "easy", "låg", "lågt", "liten", "lätt", "enkel", "lav", "lavt",
        "niedrig",
    ],
    &["medium", "medel", "mellan", "middels", "moderate", "mittel"],
    &["high", "large", "hard", "hög", "högt", "stor", "svår", "høy", "høyt", "hoch"],
];

fn takes_body(component: Component) -> bool {
    !matches!(component, Component::Divider | Component::Icon | Component::Qr)
}

/// Whether a field is part of the body, or says nothing to the template.
fn is_in_body(component: Component, name: &str) -> bool {
    match (component, name) {
        (Component::Icon, "text") => false,
        (Component::Embed | Component::Figure, "attribution" | "source") => false,
        (_, "text") => true,
        _ => false,
    }
}
