//! What templates print of their own accord, known again by its words.

use std::cmp::Reverse;

use super::pieces::{From, Piece};
use crate::source::Span;

/// A text that templates print of their own accord, and where it stands in the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Its letters alone: templates divide lines, and some set capitals.
    letters: String,
    span: Span,
    /// Whether it stands for one place only: the first on the pages that is not taken.
    once: bool,
}

/// What a page gives its template beside the markup.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Givens {
    /// The front matter.
    pub front: Span,
    /// Texts.
    pub texts: Vec<Given>,
    /// The virtual paths of pictures, in the order of the page.
    pub pictures: Vec<(String, Span)>,
}

impl Given {
    /// A text; none if it says too little to be known again.
    #[must_use]
    pub fn new(text: &str, span: Span, once: bool) -> Option<Self> {
        let letters = letters(text);
        (letters.chars().count() > 2).then_some(Self { letters, span, once })
    }
}

fn letters(text: &str) -> String {
    let seen = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}');
    seen.flat_map(char::to_lowercase).collect()
}

impl Givens {
    /// Where a picture stands in the page; the last place counts for all that follow.
    pub(super) fn picture(&mut self, path: &str) -> Option<Span> {
        let mut places = self.pictures.iter().enumerate();
        let (number, span) = places
            .find(|(_, (known, _))| known == path)
            .map(|(at, one)| (at, one.1))?;
        if self.pictures.iter().skip(number + 1).any(|(known, _)| known == path) {
            self.pictures.remove(number);
        }
        Some(span)
    }

    /// The text that the first of `pieces` say, and how many of them say it.
    pub(super) fn text(&mut self, pieces: &[Piece]) -> Option<(Span, usize)> {
        let said = |given: &Given| {
            let mut rest = given.letters.as_str();
            for (number, piece) in pieces.iter().enumerate() {
                let own = matches!(piece.from, From::Template);
                rest = rest.strip_prefix(&*letters(&piece.text)).filter(|_| own)?;
                if rest.is_empty() {
                    return Some(number + 1);
                }
            }
            None
        };
        let found = self.texts.iter().enumerate();
        let found = found.filter_map(|(at, given)| Some((at, said(given)?)));
        let (at, length) = found.max_by_key(|(at, length)| (*length, Reverse(*at)))?;
        let Given { span, once, .. } = *self.texts.get(at)?;
        if once {
            self.texts.remove(at);
        }
        Some((span, length))
    }
}
