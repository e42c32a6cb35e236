//! The fields of a component from the parameters of a shortcode.

use indexmap::IndexMap;

use super::Reader;
use super::weave::Woven;
use crate::component::{Component, FieldKind};
use crate::config::{FieldSource, Mapping, Part};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, BlockKind, Field, FieldValue, Inline, Picture, Target};
use crate::html;
use crate::language::Language;
use crate::shortcode::{Param, Shortcode};
use crate::source::Span;

impl Reader<'_> {
    /// The fields that the mapping names and the shortcode gives.
    pub(super) fn fields(
        &mut self,
        mapping: &Mapping,
        shortcode: &Shortcode,
    ) -> IndexMap<&'static str, Field> {
        let mut out = IndexMap::new();
        for spec in mapping.component.fields() {
            let Some(sources) = mapping.fields.get(spec.name) else { continue };
            let given = sources.iter().find_map(|source| value(source, shortcode));
            let Some((text, span)) = given else {
                // An empty alternative text says that a picture is decoration.
                if spec.name == "alt"
                    && let Some(span) =
                        sources.iter().find_map(|source| emptied(source, shortcode))
                {
                    out.insert(
                        spec.name,
                        Field { span, value: FieldValue::Text(Vec::new()) },
                    );
                }
                continue;
            };
            let value = match spec.kind {
                FieldKind::Text => {
                    FieldValue::Text(html::read_text(&text, span, self.ledger))
                }
                FieldKind::Markdown => FieldValue::Text(self.line(&text, span)),
                FieldKind::Url => {
                    FieldValue::Url(Target::Written(text.trim().to_owned()))
                }
                FieldKind::Image => {
                    FieldValue::Image(Picture::Written(text.trim().to_owned()))
                }
                FieldKind::Icon => FieldValue::Icon(text.trim().to_owned()),
                FieldKind::Word => FieldValue::Word(text.trim().to_owned()),
            };
            out.insert(spec.name, Field { span, value });
        }
        self.warn_unused(mapping, shortcode);
        out
    }

    /// The language that a shortcode says its words are in.
    pub(super) fn language(
        &mut self,
        mapping: &Mapping,
        shortcode: &Shortcode,
    ) -> Option<Language> {
        let given = mapping.lang.iter().find_map(|source| value(source, shortcode));
        let Some((text, span)) = given else { return spoken(mapping, shortcode) };
        let language = Language::from_code(text.trim());
        if language.is_none() {
            let message = format!("`{text}` is not the code of a language");
            self.diagnostics.push(
                Diagnostic::warning("language-unknown", message)
                    .at(self.context.source, span)
                    .hint("write a code such as `en` or `pt-BR`"),
            );
        }
        language
    }

    /// A line of Markdown.
    fn line(&mut self, text: &str, span: Span) -> Vec<Inline> {
        let mut woven = Woven::default();
        woven.text.push_for(text, span);
        match self.blocks(&woven).as_mut_slice() {
            [
                Block {
                    kind: BlockKind::Paragraph(line) | BlockKind::Plain(line),
                    ..
                },
            ] => std::mem::take(line),
            _ => html::read_text(text, span, self.ledger),
        }
    }

    /// A parameter that no field takes would get lost without a word.
    fn warn_unused(&mut self, mapping: &Mapping, shortcode: &Shortcode) {
        if matches!(mapping.component, Component::Drop) {
            return;
        }
        let is_spoken = spoken(mapping, shortcode).is_some();
        for (index, param) in shortcode.params.iter().enumerate() {
            if is_spoken && param.name.as_deref() == Some(LANG) {
                continue;
            }
            let takes = |source: &FieldSource| takes(source, param, index);
            let taken = mapping
                .fields
                .values()
                .flatten()
                .chain(&mapping.ignore)
                .chain(&mapping.lang)
                .any(takes);
            if !taken && !text_of(param).is_empty() {
                self.diagnostics.push(self.unused(shortcode, param, index));
            }
        }
    }

    fn unused(&self, shortcode: &Shortcode, param: &Param, index: usize) -> Diagnostic {
        let name = param.name.clone().unwrap_or_else(|| index.to_string());
        let message = format!(
            "parameter `{name}` of shortcode `{}` is not printed",
            shortcode.name
        );
        let hint = format!(
            "give it a field in `offprint.yml`, or leave it out on purpose: \
             `{}: {{ …, ignore: [{name}] }}`",
            shortcode.name
        );
        Diagnostic::warning("shortcode-parameter-unused", message)
            .at(self.context.source, param.span)
            .hint(hint)
    }
}

/// The parameter of any shortcode that says, as in HTML, what language its words are in.
const LANG: &str = "lang";

/// The language in [`LANG`], unless the mapping says something else of that parameter. That of a
/// program is none.
fn spoken(mapping: &Mapping, shortcode: &Shortcode) -> Option<Language> {
    let mut params = shortcode.params.iter().enumerate().rev();
    let (index, param) = params.find(|(_, param)| param.name.as_deref() == Some(LANG))?;
    let mut claims = mapping.fields.values().flatten().chain(&mapping.ignore);
    let is_code = mapping.component == Component::Code;
    if is_code
        || !mapping.lang.is_empty()
        || claims.any(|source| takes(source, param, index))
    {
        return None;
    }
    Language::from_code(text_of(param).trim())
}

/// The value a source gives for a shortcode, unless it is empty.
fn value(source: &FieldSource, shortcode: &Shortcode) -> Option<(String, Span)> {
    let param = match source {
        FieldSource::Literal(text) => return Some((text.clone(), shortcode.open_span)),
        FieldSource::Filled(parts) => return filled(parts, shortcode),
        FieldSource::Param(name) => shortcode.params.iter().rev().find(|param| {
            param
                .name
                .as_deref()
                .is_some_and(|given| given.eq_ignore_ascii_case(name))
        })?,
        FieldSource::Position(at) => shortcode
            .params
            .iter()
            .nth(*at)
            .filter(|param| param.name.is_none())?,
    };
    let text = text_of(param);
    (!text.trim().is_empty()).then_some((text, param.value_span))
}

/// Where a parameter is given that says nothing.
fn emptied(source: &FieldSource, shortcode: &Shortcode) -> Option<Span> {
    let FieldSource::Param(name) = source else { return None };
    let given = |param: &&Param| {
        param
            .name
            .as_deref()
            .is_some_and(|given| given.eq_ignore_ascii_case(name))
    };
    shortcode.params.iter().find(given).map(|param| param.value_span)
}

/// A text with the values of its parameters, if one has a value.
fn filled(parts: &[Part], shortcode: &Shortcode) -> Option<(String, Span)> {
    let mut out = String::new();
    let mut given: Option<(String, Span)> = None;
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Value(source) => {
                if let Some(found) = value(source, shortcode) {
                    out.push_str(&found.0);
                    given = Some(found);
                }
            }
        }
    }
    let (last, span) = given?;
    // A whole path or address needs nothing around it.
    let whole = last.starts_with('/') || last.contains("://");
    Some((if whole { last } else { out.trim().to_owned() }, span))
}

/// Whether a source takes a parameter.
fn takes(source: &FieldSource, param: &Param, index: usize) -> bool {
    match (source, &param.name) {
        (FieldSource::Param(name), Some(given)) => name.eq_ignore_ascii_case(given),
        (FieldSource::Position(at), None) => *at == index,
        (FieldSource::Filled(parts), _) => parts.iter().any(|part| match part {
            Part::Value(source) => takes(source, param, index),
            Part::Text(_) => false,
        }),
        _ => false,
    }
}

fn text_of(param: &Param) -> String {
    param.value.to_string()
}
