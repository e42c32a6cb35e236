//! Characters of a page that the fonts of its brand do not have, and where they stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::brand::Brand;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, BlockKind, Document, Inline, InlineKind, Visit};
use crate::source::{Source, Span};
use crate::world::Engine;

/// A character that no family of the brand has.
pub(super) struct Strange {
    /// The character.
    pub(super) character: char,
    /// Where it stands first.
    pub(super) span: Span,
    /// The family that has it; none if there is none.
    pub(super) family: Option<String>,
}

impl Strange {
    /// What to tell of it: an error if it cannot be printed at all.
    pub(super) fn diagnostic(&self, source: &Arc<Source>) -> Diagnostic {
        let name = format!("`{}` (U+{:04X})", self.character, u32::from(self.character));
        let hint = "put a font that has it into the folder of fonts and name it under `defaults.offprint.fallback` of the brand";
        let diagnostic = match &self.family {
            None => Diagnostic::error("glyph-missing", format!("no font has {name}")),
            Some(family) => Diagnostic::warning(
                "glyph-fallback",
                format!("no font of the brand has {name}; `{family}` is used"),
            ),
        };
        diagnostic.at(source, self.span).hint(hint)
    }
}

/// The characters of a document that no family of the brand has, each once.
pub(super) fn strange(
    engine: &Engine,
    brand: &Brand,
    document: &Document,
    source: &Source,
) -> Vec<Strange> {
    let mut seen = Seen { source, places: BTreeMap::new() };
    seen.blocks(&document.blocks);
    document.footnotes.values().for_each(|note| seen.blocks(&note.blocks));
    let families = brand.families();
    let is_own = |c: char| families.iter().any(|family| engine.has_letter(family, c));
    let strange = seen.places.into_iter().filter(|(c, _)| !is_own(*c));
    strange
        .map(|(character, span)| Strange {
            character,
            span,
            family: engine.family_with(character),
        })
        .collect()
}

/// The place of each character that is not ASCII.
struct Seen<'a> {
    source: &'a Source,
    places: BTreeMap<char, Span>,
}

impl Seen<'_> {
    fn text(&mut self, text: &str, span: Span) {
        for c in text.chars().filter(|c| !c.is_ascii() && is_printed(*c)) {
            self.places.entry(c).or_insert_with(|| {
                let written = self.source.slice(span);
                let at = written.find(c).map(|at| span.start + at);
                at.map_or(span, |at| Span::new(at, at + c.len_utf8()))
            });
        }
    }
}

impl Visit for Seen<'_> {
    fn block(&mut self, block: &Block) {
        if let BlockKind::Code(code) = &block.kind {
            self.text(&code.text, block.span);
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Text(text) | InlineKind::Code(text) = &inline.kind {
            self.text(text, inline.span);
        }
        self.walk_inline(inline);
    }
}

/// Whether a character leaves a mark: blanks, joiners and the like do not.
fn is_printed(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
                | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}'
        )
}
