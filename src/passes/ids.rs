//! Link targets of headings, by Hugo's rule (`markup/goldmark/autoid.go`), so that links
//! written for the web page work on paper.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, BlockKind, Document, Heading, Inline, InlineKind, Visit, VisitMut,
};
use crate::source::{Source, Span};

/// `markup.goldmark.parser.autoIDType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdStyle {
    /// As GitHub does it.
    #[default]
    Github,
    /// The same without anything but ASCII.
    GithubAscii,
    /// As Blackfriday did it.
    Blackfriday,
}

/// Gives every heading an id that no other place of the document has.
pub fn run(
    document: &mut Document,
    source: &Arc<Source>,
    style: IdStyle,
) -> Vec<Diagnostic> {
    let mut given = Given::default();
    given.blocks(&document.blocks);
    let mut ids = Ids {
        source,
        style,
        taken: BTreeMap::new(),
        diagnostics: Vec::new(),
        given: given.ids,
    };
    ids.blocks(&mut document.blocks);
    ids.diagnostics
}

/// All ids that authors gave: those win over generated ones wherever they stand.
#[derive(Default)]
struct Given {
    ids: Vec<String>,
}

impl Visit for Given {
    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(Heading { id: Some(id), .. })
            | BlockKind::Anchored(id, _) => {
                self.ids.push(id.clone());
            }
            _ => {}
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Anchor(id) = &inline.kind {
            self.ids.push(id.clone());
        }
        self.walk_inline(inline);
    }
}

struct Ids<'a> {
    source: &'a Arc<Source>,
    style: IdStyle,
    taken: BTreeMap<String, Span>,
    given: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Ids<'_> {
    /// Keeps an id that an author gave, unless it was given before.
    fn keep(&mut self, id: &str, span: Span) -> bool {
        if id.is_empty() {
            return false;
        }
        if let Some(first) = self.taken.get(id) {
            let message =
                format!("the id `{id}` is given twice; links lead to the first");
            self.diagnostics.push(
                Diagnostic::warning("id-duplicate", message)
                    .at(self.source, span)
                    .related(self.source, *first, "first given here")
                    .hint("give this one an id of its own"),
            );
            return false;
        }
        self.taken.insert(id.to_owned(), span);
        true
    }

    fn generate(&mut self, content: &[Inline], span: Span) -> Option<String> {
        let text = id_text(content);
        if text.is_empty() {
            return None;
        }
        let base = match slug(&text, self.style) {
            slug if slug.is_empty() => "heading".to_owned(),
            slug => slug,
        };
        let is_free = |ids: &Self, id: &str| {
            !ids.taken.contains_key(id) && !ids.given.iter().any(|given| given == id)
        };
        let mut id = base.clone();
        let mut number = 1;
        while !is_free(self, &id) {
            id = format!("{base}-{number}");
            number += 1;
        }
        self.taken.insert(id.clone(), span);
        Some(id)
    }
}

impl VisitMut for Ids<'_> {
    fn block(&mut self, block: &mut Block) {
        let span = block.span;
        match &mut block.kind {
            BlockKind::Heading(heading) => {
                heading.id = match heading.id.take() {
                    Some(id) if self.keep(&id, span) => Some(id),
                    _ => self.generate(&heading.content, span),
                };
            }
            BlockKind::Anchored(id, _) if !self.keep(id, span) => {
                id.clear();
            }
            _ => {}
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &mut Inline) {
        if let InlineKind::Anchor(id) = &mut inline.kind
            && !self.keep(id, inline.span)
        {
            inline.kind = InlineKind::Text(String::new());
        }
        self.walk_inline(inline);
    }
}

/// The text that makes the id: of emphasis, links and their like only the first child
/// counts (`internal/render/context.go: TextPlain`).
fn id_text(content: &[Inline]) -> String {
    // Of a heading over several lines only the last counts.
    let is_break = |inline: &Inline| {
        matches!(inline.kind, InlineKind::SoftBreak | InlineKind::LineBreak)
    };
    let start = content.iter().rposition(is_break).map_or(0, |at| at + 1);
    content.iter().skip(start).map(part).collect()
}

fn part(inline: &Inline) -> String {
    match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(text) => text.clone(),
        InlineKind::Styled(_, inner) | InlineKind::Foreign(_, inner) => first(inner),
        InlineKind::Link(link) => first(&link.content),
        InlineKind::Image(image) => image.alt.clone(),
        InlineKind::Component(node) => crate::document::plain_text(std::slice::from_ref(
            &Inline::new(inline.span, InlineKind::Component(node.clone())),
        )),
        _ => String::new(),
    }
}

/// The first child; a mark that the typographer set is a child of its own.
fn first(inner: &[Inline]) -> String {
    let text = inner.first().map(part).unwrap_or_default();
    let set = |c: char| "“”‘’„‚»«›‹–—…".contains(c);
    match text.find(set) {
        Some(0) => text.chars().take(1).collect(),
        Some(at) => text.get(..at).unwrap_or_default().to_owned(),
        None => text,
    }
}

/// The id that Hugo makes of a text.
#[must_use]
pub fn slug(text: &str, style: IdStyle) -> String {
    match style {
        IdStyle::Github => github(text.trim()),
        IdStyle::GithubAscii => {
            let ascii: String = text.nfd().filter(char::is_ascii).collect();
            github(ascii.trim())
        }
        IdStyle::Blackfriday => blackfriday(text),
    }
}

fn github(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '-' | ' ' => Some('-'),
            '_' => Some('_'),
            c if is_letter(c) || is_digit(c) => Some(lower(c)),
            _ => None,
        })
        .collect()
}

fn blackfriday(text: &str) -> String {
    let words = text.split(|c: char| !is_letter(c) && !is_number(c));
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().map(lower).collect())
        .collect();
    words.join("-")
}

/// Go's `unicode.ToLower`: one character for one.
fn lower(c: char) -> char {
    match c {
        'İ' => 'i',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Go's `unicode.IsLetter`: the categories L.
fn is_letter(c: char) -> bool {
    use GeneralCategory::{
        LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter,
    };
    let category = get_general_category(c);
    matches!(
        category,
        LowercaseLetter
            | ModifierLetter
            | OtherLetter
            | TitlecaseLetter
            | UppercaseLetter
    )
}

/// Go's `unicode.IsDigit`: the category Nd alone.
fn is_digit(c: char) -> bool {
    get_general_category(c) == GeneralCategory::DecimalNumber
}

fn is_number(c: char) -> bool {
    use GeneralCategory::{DecimalNumber, LetterNumber, OtherNumber};
    matches!(get_general_category(c), DecimalNumber | LetterNumber | OtherNumber)
}

#[cfg(test)]
mod tests {
    use super::{IdStyle, slug};

    #[test]
    fn ids_are_those_of_hugo() {
        let cases = [
            ("Externa dataskyddsåtgärder", "externa-dataskyddsåtgärder"),
            ("a & b", "a--b"),
            ("100 000 kr", "100-000-kr"),
            ("50 %", "50-"),
            ("m² och ½", "m-och-"),
            ("İstanbul", "istanbul"),
            ("a_b-c.d", "a_b-cd"),
            ("a\u{a0}b", "ab"),
        ];
        for (text, id) in cases {
            assert_eq!(slug(text, IdStyle::Github), id, "{text}");
        }
        assert_eq!(slug("Åtgärder", IdStyle::GithubAscii), "atgarder");
        assert_eq!(slug(" Hej -- du! ", IdStyle::Blackfriday), "hej-du");
    }
}
