//! Labels that stand in a line of text. Above a heading a label has a line of its own; before
//! text it is the first words of it, as a run-in heading.

use crate::component::Component;
use crate::document::{Block, BlockKind, Document, Inline, InlineKind, Style};

/// Puts labels into the text that follows them.
pub fn run(document: &mut Document) {
    join_all(&mut document.blocks);
    for footnote in document.footnotes.values_mut() {
        join_all(&mut footnote.blocks);
    }
}

fn join_all(blocks: &mut Vec<Block>) {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in std::mem::take(blocks) {
        inside(&mut block.kind);
        match out.pop_if(|last| is_label(last) && is_text(&block)) {
            Some(label) => out.push(joined(label, block)),
            None => out.push(block),
        }
    }
    *blocks = out;
}

fn inside(kind: &mut BlockKind) {
    match kind {
        BlockKind::List(list) => {
            list.items.iter_mut().for_each(|item| join_all(&mut item.blocks));
        }
        BlockKind::Quote(inner)
        | BlockKind::Anchored(_, inner)
        | BlockKind::Aligned(_, inner)
        | BlockKind::Foreign(_, inner) => join_all(inner),
        BlockKind::Component(node) => join_all(&mut node.body),
        BlockKind::Section(section) => join_all(&mut section.body),
        BlockKind::Definitions(definitions) => {
            let details = definitions.iter_mut().flat_map(|one| &mut one.details);
            details.for_each(join_all);
        }
        BlockKind::Table(table) => {
            let rows = table.head.iter_mut().chain(&mut table.body);
            rows.flatten().for_each(|cell| join_all(&mut cell.blocks));
        }
        BlockKind::Paragraph(_)
        | BlockKind::Plain(_)
        | BlockKind::Heading(_)
        | BlockKind::Code(_)
        | BlockKind::Rule
        | BlockKind::Html(_) => {}
    }
}

fn is_label(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Component(node) => {
            node.component == Component::Eyebrow && !node.inlines("text").is_empty()
        }
        _ => false,
    }
}

fn is_text(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(line) | BlockKind::Plain(line) if !line.is_empty())
}

/// One line of a label and the text after it.
fn joined(label: Block, mut text: Block) -> Block {
    let (BlockKind::Component(node), BlockKind::Paragraph(line) | BlockKind::Plain(line)) =
        (label.kind, &mut text.kind)
    else {
        return text;
    };
    let words = node.inlines("text").to_vec();
    let words = InlineKind::Styled(Style::Strong, words);
    if !starts_with_blank(line) {
        line.insert(0, Inline::text(label.span, " "));
    }
    line.insert(0, Inline::new(label.span, words));
    text
}

fn starts_with_blank(line: &[Inline]) -> bool {
    match line.first().map(|first| &first.kind) {
        Some(InlineKind::Text(text)) => text.starts_with(char::is_whitespace),
        Some(InlineKind::SoftBreak) => true,
        _ => false,
    }
}
