//! Characters of a page that the fonts of its brand do not have, and where they stand.

use std::collections::BTreeMap;
use std::path::Path;
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

/// The scripts that a brand may name families for: their keys and letters. Blocks of Unicode 16.
const SCRIPTS: &[(&str, &[(char, char)])] = &[
    ("greek", &[('\u{370}', '\u{3ff}'), ('\u{1f00}', '\u{1fff}')]),
    ("cyrillic", &[('\u{400}', '\u{52f}')]),
    ("hebrew", &[('\u{590}', '\u{5ff}')]),
    ("arabic", &[('\u{600}', '\u{6ff}'), ('\u{750}', '\u{77f}')]),
    (
        "cjk",
        &[
            ('\u{1100}', '\u{11ff}'),
            ('\u{2e80}', '\u{9fff}'),
            ('\u{ac00}', '\u{d7af}'),
            ('\u{f900}', '\u{faff}'),
            ('\u{ff00}', '\u{ffef}'),
            ('\u{20000}', '\u{3ffff}'),
        ],
    ),
];

/// How many characters of a script are named; the others are counted.
const NAMED: usize = 6;

impl Strange {
    /// The key of its script below `fallback`.
    fn script(&self) -> &'static str {
        let is_in = |(from, to): &(char, char)| (*from..=*to).contains(&self.character);
        let script = SCRIPTS.iter().find(|(_, blocks)| blocks.iter().any(is_in));
        script.map_or("other", |(key, _)| *key)
    }

    fn name(&self) -> String {
        format!("`{}` (U+{:04X})", self.character, u32::from(self.character))
    }
}

/// What to tell of characters, once for each script and family that stands in, at the first of
/// them: an error if they cannot be printed at all.
pub(super) fn told(
    strange: &[Strange],
    source: &Arc<Source>,
    folder: &Path,
) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(&str, Option<&str>), Vec<&Strange>> = BTreeMap::new();
    for one in strange {
        groups
            .entry((one.script(), one.family.as_deref()))
            .or_default()
            .push(one);
    }
    let told = |((script, family), mut group): ((&str, Option<&str>), Vec<&Strange>)| {
        group.sort_by_key(|one| one.span.start);
        let first = group.first().map_or(Span::default(), |one| one.span);
        let named: Vec<String> = group.iter().take(NAMED).map(|one| one.name()).collect();
        let more = match group.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more characters"),
        };
        let names = named.join(", ") + &more;
        let hint = format!(
            "put a font that has {} into `{}` and name its family in the brand under `defaults.offprint.fallback.{script}`",
            if group.len() > 1 { "them" } else { "it" },
            folder.display(),
        );
        let diagnostic = match family {
            None => Diagnostic::error("glyph-missing", format!("no font has {names}")),
            Some(family) => Diagnostic::warning(
                "glyph-fallback",
                format!("no font of the brand has {names}; `{family}` is used"),
            ),
        };
        diagnostic.at(source, first).hint(hint)
    };
    groups.into_iter().map(told).collect()
}

/// The characters of a document that no family of the brand has, each once.
pub(super) fn strange(
    engine: &Engine,
    brand: &Brand,
    document: &Document,
    source: &Source,
) -> Vec<Strange> {
    let mut seen = Seen { source, places: BTreeMap::new() };
    seen.document(document);
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
