//! The bare text of a tree: for ids, bookmarks, alt texts and counting words.

use super::{
    Block, BlockKind, Code, ComponentNode, Document, FieldValue, Inline, InlineKind,
    Math, Table, Visit,
};

/// The text of a line without what sets it apart; breaks become blanks.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_inlines(inlines, &mut out);
    out
}

/// The text of blocks, a blank between them.
#[must_use]
pub fn plain_text_of_blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    push_blocks(blocks, &mut out);
    out
}

/// What a page shows to the eye: its text and that of the footnotes it refers to, without the
/// alternative texts of pictures.
#[must_use]
pub fn visible_text(document: &Document) -> String {
    let mut seen = Seen::default();
    seen.blocks(&document.blocks);
    // A note may refer to another one; each is printed once.
    let mut next = 0;
    while let Some(label) = seen.notes.get(next).cloned() {
        if let Some(footnote) = document.footnotes.get(&label) {
            seen.text.push(' ');
            seen.blocks(&footnote.blocks);
        }
        next += 1;
    }
    seen.text
}

#[derive(Default)]
struct Seen {
    text: String,
    /// The labels of footnotes in the order of their first reference.
    notes: Vec<String>,
}

impl Visit for Seen {
    fn block(&mut self, block: &Block) {
        if let BlockKind::Code(Code { text, .. }) = &block.kind {
            self.text.push_str(text);
        }
        match &block.kind {
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    for term in &definition.terms {
                        self.inlines(term);
                        self.text.push(' ');
                    }
                    definition.details.iter().for_each(|blocks| self.blocks(blocks));
                }
            }
            _ => self.walk_block(block),
        }
        self.text.push(' ');
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => self.text.push_str(text),
            // A formula that is set has signs of its own.
            InlineKind::Math(Math { tex, set: None, .. }) => self.text.push_str(tex),
            InlineKind::SoftBreak | InlineKind::LineBreak => self.text.push(' '),
            InlineKind::Footnote(inner) => {
                self.text.push(' ');
                self.inlines(inner);
                self.text.push(' ');
            }
            InlineKind::FootnoteReference(label) => {
                if !self.notes.contains(label) {
                    self.notes.push(label.clone());
                }
            }
            _ => self.walk_inline(inline),
        }
    }

    fn table(&mut self, table: &Table) {
        self.inlines(&table.caption);
        self.text.push(' ');
        for cell in table.head.iter().chain(&table.body).flatten() {
            self.blocks(&cell.blocks);
        }
    }

    fn component(&mut self, node: &ComponentNode) {
        for (name, field) in &node.fields {
            self.text.push(' ');
            if let FieldValue::Text(inlines) = &field.value
                && !name.ends_with("alt")
            {
                self.inlines(inlines);
            }
        }
        self.text.push(' ');
        self.blocks(&node.body);
    }
}

fn push_inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Math(Math { tex, .. }) => out.push_str(tex),
            InlineKind::Styled(_, inner)
            | InlineKind::Foreign(_, inner)
            | InlineKind::Footnote(inner) => {
                push_inlines(inner, out);
            }
            InlineKind::Link(link) => push_inlines(&link.content, out),
            InlineKind::Image(image) => out.push_str(&image.alt),
            InlineKind::SoftBreak | InlineKind::LineBreak => out.push(' '),
            InlineKind::Component(node) => push_component(node, out),
            InlineKind::FootnoteReference(_)
            | InlineKind::Html(_)
            | InlineKind::Anchor(_) => {}
        }
    }
}

fn push_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        push_block(&block.kind, out);
        out.push(' ');
    }
}

fn push_block(kind: &BlockKind, out: &mut String) {
    match kind {
        BlockKind::Paragraph(inlines) | BlockKind::Plain(inlines) => {
            push_inlines(inlines, out);
        }
        BlockKind::Heading(heading) => push_inlines(&heading.content, out),
        BlockKind::List(list) => {
            list.items.iter().for_each(|item| push_blocks(&item.blocks, out));
        }
        BlockKind::Quote(inner)
        | BlockKind::Anchored(_, inner)
        | BlockKind::Aligned(_, inner)
        | BlockKind::Foreign(_, inner) => {
            push_blocks(inner, out);
        }
        BlockKind::Code(code) => out.push_str(&code.text),
        BlockKind::Table(table) => {
            push_inlines(&table.caption, out);
            let rows = table.head.iter().chain(&table.body);
            rows.flatten().for_each(|cell| push_blocks(&cell.blocks, out));
        }
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                for term in &definition.terms {
                    push_inlines(term, out);
                    out.push(' ');
                }
                definition.details.iter().for_each(|blocks| push_blocks(blocks, out));
            }
        }
        BlockKind::Component(node) => push_component(node, out),
        BlockKind::Section(section) => {
            push_inlines(&section.title, out);
            out.push(' ');
            push_blocks(&section.body, out);
        }
        BlockKind::Rule | BlockKind::Html(_) => {}
    }
}

fn push_component(node: &ComponentNode, out: &mut String) {
    for field in node.fields.values() {
        if let FieldValue::Text(inlines) = &field.value {
            push_inlines(inlines, out);
            out.push(' ');
        }
    }
    push_blocks(&node.body, out);
}
