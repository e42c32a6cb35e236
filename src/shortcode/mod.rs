//! Finds shortcodes in a page, the way Hugo does (`parser/pageparser`, `hugolib/shortcode.go`):
//! everywhere, code and comments included. What they mean is for others to say.

mod lexer;
mod parser;
mod quoted;
mod value;

use crate::source::Span;

pub use crate::config::TakesInner;
pub use parser::{MAX_DEPTH, parse};
pub use value::Value;

/// `{{< >}}` or `{{% %}}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delimiter {
    /// `{{< >}}`: the output goes in after Markdown.
    Angle,
    /// `{{% %}}`: the output goes in before Markdown.
    Percent,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Text between shortcodes.
    Text(Span),
    /// `{{</* name */>}}`: a shortcode that is shown, not run.
    Literal {
        /// What is shown.
        text: String,
        /// Where it stands, comment marks included.
        span: Span,
    },
    /// `<!--more-->`, the end of the summary, and the white space after it.
    Divider(Span),
    /// A shortcode.
    Shortcode(Box<Shortcode>),
}

/// A shortcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortcode {
    /// Its name, as written.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The delimiter of the opening tag; it decides.
    pub delimiter: Delimiter,
    /// Its parameters.
    pub params: Params,
    /// What stands between its tags, if it is closed.
    pub inner: Option<Inner>,
    /// Whether it closes itself: `{{< name />}}`.
    pub self_closing: bool,
    /// From the opening to the closing tag.
    pub span: Span,
    /// The opening tag.
    pub open_span: Span,
    /// The closing tag.
    pub close_span: Option<Span>,
}

/// What stands between two tags.
#[derive(Debug, Clone, PartialEq)]
pub struct Inner {
    /// Its parts.
    pub nodes: Vec<Node>,
    /// All of it.
    pub span: Span,
}

/// The parameters of a shortcode: all named or all positional.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Params {
    items: Vec<Param>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its value.
    pub value: Value,
    /// Name and value.
    pub span: Span,
    /// The value, quotes included.
    pub value_span: Span,
}

impl Params {
    /// The parameters in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Param> {
        self.items.iter()
    }

    /// The last parameter of this name: a repeated one counts (b.2 of Hugo's lexer).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Param> {
        self.items
            .iter()
            .rev()
            .find(|param| param.name.as_deref() == Some(name))
    }

    /// The positional parameter at `index`.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&Param> {
        self.items.get(index).filter(|param| param.name.is_none())
    }

    /// Whether they have names.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.items.first().is_some_and(|param| param.name.is_some())
    }
}

impl Delimiter {
    /// The end of a tag.
    #[must_use]
    pub fn close(self) -> &'static str {
        match self {
            Self::Angle => ">}}",
            Self::Percent => "%}}",
        }
    }

    /// The mark in the delimiter.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Angle => "<",
            Self::Percent => "%",
        }
    }
}
