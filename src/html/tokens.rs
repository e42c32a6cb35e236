//! The border to html5gum: tags and text with their places, nothing of its types.

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, Token as Raw, Tokenizer};

use crate::source::Span;

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `<name …>`.
    Start(Tag),
    /// `</name>`.
    End(String),
    /// Text, entities decoded.
    Text(String),
}

/// A start tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// The name, lower case.
    pub(super) name: String,
    /// The attributes; names in lower case.
    pub(super) attributes: BTreeMap<String, String>,
    /// Whether it ends in `/>`.
    pub(super) self_closing: bool,
}

impl Tag {
    /// The value of an attribute, without blanks around it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(|value| value.trim())
    }
}

/// The tokens of `html` with their places in it. Comments and document types are left out.
pub(super) fn tokens(html: &str) -> Vec<(Token, Span)> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // The content of `script` and its like is not markup.
    emitter.naively_switch_states(true);
    // The tokenizer skips a byte order mark and reads `\r\n` as one; places would be off.
    let html = html.replace('\u{feff}', "   ").replace('\r', " ");
    let mut out = Vec::new();
    for token in Tokenizer::new_with_emitter(html.as_str(), emitter).flatten() {
        match token {
            Raw::StartTag(tag) => {
                let span = Span::new(tag.span.start, tag.span.end);
                let attributes = tag.attributes.iter();
                let attributes =
                    attributes.map(|(name, value)| (text(name), text(value)));
                let attributes = attributes.collect();
                let name = text(&tag.name);
                out.push((
                    Token::Start(Tag {
                        name,
                        attributes,
                        self_closing: tag.self_closing,
                    }),
                    span,
                ));
            }
            Raw::EndTag(tag) => {
                out.push((
                    Token::End(text(&tag.name)),
                    Span::new(tag.span.start, tag.span.end),
                ));
            }
            Raw::String(string) => {
                let span = Span::new(string.span.start, string.span.end);
                out.push((Token::Text(text(&string.value)), span));
            }
            Raw::Comment(_) | Raw::Doctype(_) | Raw::Error(_) => {}
        }
    }
    out
}

fn text(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
