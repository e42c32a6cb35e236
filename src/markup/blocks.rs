//! Blocks, one function for each kind.

use super::Writer;
use crate::document::{
    Alignment, Block, BlockKind, Code, Definition, Heading, Image, Inline, InlineKind,
    List, Picture,
};

impl<'a> Writer<'a> {
    /// Blocks, a blank line between them.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.push("\n\n");
            }
            self.at(block.span, |writer| writer.block(&block.kind));
        }
    }

    /// Blocks as content for code.
    pub(super) fn body(&mut self, blocks: &'a [Block]) {
        self.push("[");
        match blocks {
            [Block { kind: BlockKind::Plain(line), span }] => {
                self.at(*span, |writer| writer.inlines(line));
            }
            blocks => self.blocks(blocks),
        }
        self.push("]");
    }

    fn block(&mut self, kind: &'a BlockKind) {
        match kind {
            BlockKind::Paragraph(line) => self.paragraph(line),
            BlockKind::Plain(line) => self.inlines(line),
            BlockKind::Heading(heading) => self.heading(heading),
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(inner) => {
                self.push("#quote(block: true)");
                self.body(inner);
            }
            BlockKind::Code(code) => self.code(code),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Definitions(definitions) => self.definitions(definitions),
            BlockKind::Rule => self.push("#t.divider()"),
            BlockKind::Component(node) => {
                self.push("#");
                self.component(node);
            }
            BlockKind::Anchored(id, inner) => {
                self.anchor(id);
                self.push("\n");
                self.blocks(inner);
            }
            BlockKind::Foreign(language, inner) => {
                self.language(language);
                self.body(inner);
            }
            BlockKind::Aligned(alignment, inner) => {
                self.push(&format!("#align({})", alignment_name(*alignment)));
                self.body(inner);
            }
            BlockKind::Section(section) => self.blocks(&section.body),
            // The passes have read all HTML.
            BlockKind::Html(_) => {}
        }
    }

    fn paragraph(&mut self, line: &'a [Inline]) {
        match line {
            [Inline { kind: InlineKind::Image(image), .. }]
                if matches!(image.picture, Picture::File(_)) =>
            {
                self.figure(image);
            }
            line => self.inlines(line),
        }
    }

    /// A picture that stands alone; its title is its caption.
    fn figure(&mut self, image: &Image) {
        let Picture::File(path) = &image.picture else { return };
        self.push("#t.figure(image: ");
        self.string(path);
        self.alt(image);
        if !image.title.is_empty() {
            self.push(&format!(", caption: [{}]", super::escape::text(&image.title)));
        }
        if let Some(width) = image.width {
            self.push(&format!(
                ", width: {}pt",
                width * super::inlines::POINTS_PER_PIXEL
            ));
        }
        self.push(")");
    }

    fn heading(&mut self, heading: &'a Heading) {
        self.push(&format!("#heading(level: {})", heading.level.max(1)));
        self.without_notes(|writer| writer.content(&heading.content));
        self.label(heading.id.as_deref().unwrap_or_default());
    }

    fn list(&mut self, list: &'a List) {
        match list.start {
            Some(1) => self.push("#enum("),
            Some(start) => self.push(&format!("#enum(start: {start}")),
            None => self.push("#list("),
        }
        if !list.tight {
            self.comma();
            self.push("tight: false");
        }
        for item in &list.items {
            self.comma();
            self.at(item.span, |writer| match item.checked {
                Some(done) => {
                    writer.push(&format!("t.task(done: {done})"));
                    writer.body(&item.blocks);
                }
                None => writer.body(&item.blocks),
            });
        }
        self.push(")");
    }

    fn code(&mut self, code: &Code) {
        let plain = code.numbers.is_none() && code.marked.is_empty();
        self.push(if plain { "#raw(block: true" } else { "#t.code(" });
        if let Some(language) = &code.language {
            self.comma();
            self.push("lang: ");
            self.string(&language.to_lowercase());
        }
        if let Some(first) = code.numbers {
            self.comma();
            self.push(&format!("numbers: {first}"));
        }
        if !code.marked.is_empty() {
            let ranges =
                code.marked.iter().map(|(first, last)| format!("({first}, {last}),"));
            self.comma();
            self.push(&format!("marked: ({})", ranges.collect::<String>()));
        }
        self.comma();
        self.string(&code.text);
        self.push(")");
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        self.push("#terms(");
        for definition in definitions {
            self.comma();
            self.push("terms.item([");
            for (index, term) in definition.terms.iter().enumerate() {
                if index > 0 {
                    self.push(" \\\n");
                }
                self.inlines(term);
            }
            self.push("], [");
            for (index, detail) in definition.details.iter().enumerate() {
                if index > 0 {
                    self.push("\n\n");
                }
                self.blocks(detail);
            }
            self.push("])");
        }
        self.push(")");
    }
}

/// The name of an alignment in Typst.
pub(super) fn alignment_name(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
    }
}
