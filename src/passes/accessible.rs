//! What a document says to people who hear it or read it with difficulty: links, headings,
//! tables, alternative texts. What Typst and the other passes see to is not told here; these
//! are the things that only an author can mend, as warnings with the rule they come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, BlockKind, ComponentNode, Document, Image, Inline, InlineKind, Link, Picture,
    Table, Target, Visit, plain_text,
};
use crate::source::{Source, Span};

/// Link texts that say nothing of where they lead, in the languages that have labels.
const VAGUE: &[&str] = &[
    // Swedish
    "här",
    "klicka här",
    "läs mer",
    "läs mer här",
    "mer",
    "länk",
    "se här",
    "mer information",
    "läs vidare",
    // Norwegian and Danish
    "her",
    "klikk her",
    "klik her",
    "les mer",
    "les mer her",
    "læs mere",
    "læs mere her",
    "mere",
    "mer her",
    "lenke",
    "link",
    "les videre",
    // German
    "hier",
    "hier klicken",
    "klicken sie hier",
    "mehr",
    "mehr erfahren",
    "mehr lesen",
    "weiterlesen",
    "weiter",
    // English
    "here",
    "click here",
    "read more",
    "more",
    "learn more",
    "this",
    "this page",
    "see here",
    "find out more",
    "more information",
    "continue",
    // Finnish
    "täällä",
    "tästä",
    "klikkaa tästä",
    "lue lisää",
    "lisää",
    "linkki",
    "lisätietoja",
];

/// The most characters of an alternative text that one can listen to.
const LONGEST_ALT: usize = 250;

/// How many words in capitals stand in a row before reading them is hard.
const MOST_CAPITALS: usize = 4;

/// Looks at a document before its headings get their printed levels.
pub fn run(document: &Document, source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut audit = Audit {
        source,
        diagnostics: Vec::new(),
        level: 0,
        links: BTreeMap::new(),
    };
    audit.document(document);
    audit.diagnostics
}

struct Audit<'a> {
    source: &'a Arc<Source>,
    diagnostics: Vec<Diagnostic>,
    /// The level of the last heading.
    level: u8,
    /// Where each link text leads to first, and where it stands.
    links: BTreeMap<String, (Target, Span)>,
}

impl Audit<'_> {
    fn tell(&mut self, code: &'static str, span: Span, message: String, hint: &str) {
        let diagnostic = Diagnostic::warning(code, message).at(self.source, span);
        self.diagnostics.push(diagnostic.hint(hint));
    }

    fn heading(&mut self, level: u8, content: &[Inline], span: Span) {
        if plain_text(content).trim().is_empty() {
            let message =
                "the heading says nothing (WCAG 2.2, 2.4.6; PDF/UA-1, 7.4)".to_owned();
            self.tell("heading-empty", span, message, "give it words, or remove it");
        }
        if self.level > 0 && level > self.level + 1 {
            let message = format!(
                "a heading of level {level} follows one of level {}; it is printed as level {} (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2)",
                self.level,
                self.level + 1
            );
            self.tell(
                "heading-skips",
                span,
                message,
                "write the levels one after the other",
            );
        }
        self.level = level;
    }

    fn link(&mut self, link: &Link, span: Span) {
        let said = plain_text(&link.content);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = said.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if bare.is_empty() || link.target == Target::None {
            return;
        }
        if VAGUE.contains(&bare.as_str()) {
            let message = format!(
                "the link text `{said}` does not say where it leads (WCAG 2.2, 2.4.4)"
            );
            self.tell(
                "link-text-vague",
                span,
                message,
                "name the page or what is to be found there",
            );
            return;
        }
        match self.links.get(&bare) {
            Some((target, first)) if *target != link.target => {
                let message = format!(
                    "two links say `{said}` and lead to different places (WCAG 2.2, 2.4.4)"
                );
                let diagnostic = Diagnostic::warning("link-text-ambiguous", message)
                    .at(self.source, span)
                    .related(self.source, *first, "the other one")
                    .hint("say in each what is different there");
                self.diagnostics.push(diagnostic);
            }
            Some(_) => {}
            None => {
                self.links.insert(bare, (link.target.clone(), span));
            }
        }
    }

    fn alt(&mut self, alt: &str, picture: &Picture, span: Span) {
        if is_file_name(alt, picture) {
            let message = format!(
                "the alternative text `{alt}` is the name of a file (WCAG 2.2, 1.1.1; PDF/UA-1, 7.3)"
            );
            self.tell("image-alt-file-name", span, message, "say what the picture shows");
        }
        let length = alt.chars().count();
        if length > LONGEST_ALT {
            let message =
                format!("the alternative text has {length} characters (WCAG 2.2, 1.1.1)");
            self.tell(
                "image-alt-long",
                span,
                message,
                "say it in a sentence, and put the rest into the text",
            );
        }
    }

    fn capitals(&mut self, text: &str, span: Span) {
        let is_shouted = |word: &&str| {
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            // Most scripts have neither capitals nor small letters.
            letters >= 2
                && word.chars().any(char::is_uppercase)
                && !word.chars().any(char::is_lowercase)
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut runs = words.split(|word| !is_shouted(word));
        if let Some(run) = runs.find(|run| run.len() > MOST_CAPITALS) {
            let message = format!(
                "`{}` is all in capitals, which is hard to read and may be spelled out to those who listen",
                run.join(" ")
            );
            self.tell(
                "text-capitals",
                span,
                message,
                "write it in small letters; how it looks is the template's business",
            );
        }
    }
}

/// Whether an alternative text is only the name of the file.
fn is_file_name(alt: &str, picture: &Picture) -> bool {
    const ENDINGS: &[&str] = &[
        ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".pdf", ".tif",
        ".tiff",
    ];
    let lower = alt.trim().to_lowercase();
    let (Picture::Written(path) | Picture::Remote(path)) = picture else {
        return ENDINGS.iter().any(|ending| lower.ends_with(ending));
    };
    let file = path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    // A stem of one word may well be what the picture shows.
    let is_stem = lower == stem && stem.contains(['-', '_', '0', '1', '2']);
    is_stem || ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

impl Visit for Audit<'_> {
    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => {
                self.heading(heading.level, &heading.content, block.span);
            }
            BlockKind::Table(table) if is_headless(table) => {
                let message =
                    "the table has no head (WCAG 2.2, 1.3.1; PDF/UA-1, 7.5)".to_owned();
                self.tell(
                    "table-head-missing",
                    block.span,
                    message,
                    "write what each column holds into its first row",
                );
            }
            BlockKind::Section(section) => {
                // What stands in a section counts from there.
                let around = self.level;
                self.inlines(&section.title);
                self.level = 0;
                self.blocks(&section.body);
                self.level = around;
                return;
            }
            _ => {}
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.capitals(text, inline.span),
            InlineKind::Link(link) => self.link(link, inline.span),
            InlineKind::Image(Image { alt, picture, .. }) => {
                self.alt(alt, picture, inline.span);
            }
            _ => {}
        }
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &ComponentNode) {
        if let Some(field) = node.fields.get("alt") {
            let picture = node.fields.get("image").map(|field| &field.value);
            let picture = match picture {
                Some(crate::document::FieldValue::Image(picture)) => picture.clone(),
                _ => Picture::Missing,
            };
            self.alt(&node.word("alt"), &picture, field.span);
        }
        let around = self.level;
        self.walk_component(node);
        self.level = around;
    }
}

/// Whether a table of more than one row names its columns nowhere.
fn is_headless(table: &Table) -> bool {
    let is_headed =
        |row: &Vec<crate::document::Cell>| row.iter().any(|cell| cell.heading);
    let says =
        |row: &Vec<crate::document::Cell>| row.iter().any(|cell| !cell.blocks.is_empty());
    !table.head.iter().any(says)
        && table.body.len() > 1
        && !table.body.iter().any(is_headed)
}
