//! Labels that stand above no heading. Before text a label is the first words of it, as a run-in
//! heading; anywhere else it is a line of text.

use crate::component::Component;
use crate::document::{Block, BlockKind, Document, Inline, InlineKind, Style, VisitMut};
use crate::source::Span;

/// Puts labels into the text that follows them.
pub fn run(document: &mut Document) {
    RunIn.document(document);
}

struct RunIn;

impl VisitMut for RunIn {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        join(blocks);
        for block in blocks {
            self.block(block);
        }
    }
}

fn join(blocks: &mut Vec<Block>) {
    let mut rest = std::mem::take(blocks).into_iter().peekable();
    while let Some(block) = rest.next() {
        let Some(words) = label(&block) else {
            blocks.push(block);
            continue;
        };
        match rest.peek_mut().map(|next| &mut next.kind) {
            Some(next) if is_heading(next) => blocks.push(block),
            Some(BlockKind::Paragraph(line) | BlockKind::Plain(line)) => {
                lead(line, words, block.span);
            }
            _ => {
                let line = vec![Inline::new(block.span, words)];
                blocks.push(Block::new(block.span, BlockKind::Plain(line)));
            }
        }
    }
}

/// The words of a label.
fn label(block: &Block) -> Option<InlineKind> {
    let BlockKind::Component(node) = &block.kind else { return None };
    let words = node.inlines("text");
    let is_label = node.component == Component::Eyebrow && !words.is_empty();
    is_label.then(|| InlineKind::Styled(Style::Strong, words.to_vec()))
}

fn is_heading(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Heading(_) => true,
        BlockKind::Anchored(_, inner) => {
            inner.first().is_some_and(|first| is_heading(&first.kind))
        }
        _ => false,
    }
}

/// Puts a label before a line.
fn lead(line: &mut Vec<Inline>, words: InlineKind, span: Span) {
    if !starts_with_blank(line) {
        line.insert(0, Inline::text(span, " "));
    }
    line.insert(0, Inline::new(span, words));
}

fn starts_with_blank(line: &[Inline]) -> bool {
    match line.first().map(|first| &first.kind) {
        Some(InlineKind::Text(text)) => text.starts_with(char::is_whitespace),
        Some(InlineKind::SoftBreak) => true,
        _ => false,
    }
}
