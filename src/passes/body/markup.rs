//! HTML in Markdown, read into the tree. Every sequence of blocks or inlines is read by
//! itself, from the inside out.

use crate::document::{Block, BlockKind, Cell, Inline, InlineKind};
use crate::html::{self, Piece};
use crate::ledger::{Fate, Item, Ledger};
use crate::source::Span;

/// The blocks with their HTML read; without it if the site does not render raw HTML.
pub(super) fn read(blocks: Vec<Block>, html: bool, ledger: &mut Ledger) -> Vec<Block> {
    let mut reader = Reader { html, ledger };
    reader.blocks(blocks)
}

struct Reader<'a> {
    html: bool,
    ledger: &'a mut Ledger,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut pieces = Vec::with_capacity(blocks.len());
        let mut any = false;
        for block in blocks {
            match block.kind {
                BlockKind::Html(source) if self.html => {
                    any = true;
                    pieces.push(Piece::Html(source, block.span));
                }
                BlockKind::Html(source) => self.omit(&source, block.span),
                BlockKind::Paragraph(line) => {
                    self.line(line, block.span, BlockKind::Paragraph, &mut pieces);
                }
                BlockKind::Plain(line) => {
                    self.line(line, block.span, BlockKind::Plain, &mut pieces);
                }
                kind => {
                    pieces.push(Piece::Block(Block::new(block.span, self.inside(kind))));
                }
            }
        }
        if any {
            return html::read_blocks(pieces, self.ledger);
        }
        pieces
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Block(block) => Some(block),
                Piece::Html(..) | Piece::Inline(_) => None,
            })
            .collect()
    }

    fn line(
        &mut self,
        line: Vec<Inline>,
        span: Span,
        kind: fn(Vec<Inline>) -> BlockKind,
        pieces: &mut Vec<Piece>,
    ) {
        match self.inlines(line) {
            Ok(line) => pieces.push(Piece::Block(Block::new(span, kind(line)))),
            Err(blocks) => pieces.extend(blocks.into_iter().map(Piece::Block)),
        }
    }

    /// Reads the inside of a block that is not made of lines.
    fn inside(&mut self, kind: BlockKind) -> BlockKind {
        match kind {
            BlockKind::Heading(mut heading) => {
                heading.content = self.flat(heading.content);
                BlockKind::Heading(heading)
            }
            BlockKind::List(mut list) => {
                for item in &mut list.items {
                    item.blocks = self.blocks(std::mem::take(&mut item.blocks));
                }
                BlockKind::List(list)
            }
            BlockKind::Quote(blocks) => BlockKind::Quote(self.blocks(blocks)),
            BlockKind::Table(mut table) => {
                for row in table.head.iter_mut().chain(&mut table.body) {
                    row.iter_mut().for_each(|cell| self.cell(cell));
                }
                BlockKind::Table(table)
            }
            BlockKind::Definitions(mut definitions) => {
                for definition in &mut definitions {
                    for term in &mut definition.terms {
                        *term = self.flat(std::mem::take(term));
                    }
                    for detail in &mut definition.details {
                        *detail = self.blocks(std::mem::take(detail));
                    }
                }
                BlockKind::Definitions(definitions)
            }
            BlockKind::Component(mut node) => {
                node.body = self.blocks(node.body);
                BlockKind::Component(node)
            }
            // Lines are read where they stand; sections and the like come from HTML itself.
            kind @ (BlockKind::Paragraph(_)
            | BlockKind::Plain(_)
            | BlockKind::Code(_)
            | BlockKind::Rule
            | BlockKind::Html(_)
            | BlockKind::Section(_)
            | BlockKind::Anchored(..)
            | BlockKind::Aligned(..)
            | BlockKind::Foreign(..)) => kind,
        }
    }

    fn cell(&mut self, cell: &mut Cell) {
        cell.blocks = self.blocks(std::mem::take(&mut cell.blocks));
    }

    /// A line that has to stay one.
    fn flat(&mut self, line: Vec<Inline>) -> Vec<Inline> {
        match self.inlines(line) {
            Ok(line) => line,
            Err(blocks) => {
                let span = blocks
                    .iter()
                    .map(|block| block.span)
                    .reduce(Span::join)
                    .unwrap_or_default();
                vec![Inline::text(
                    span,
                    crate::document::plain_text_of_blocks(&blocks).trim(),
                )]
            }
        }
    }

    fn inlines(&mut self, line: Vec<Inline>) -> Result<Vec<Inline>, Vec<Block>> {
        let mut pieces = Vec::with_capacity(line.len());
        let mut any = false;
        for inline in line {
            let span = inline.span;
            match inline.kind {
                InlineKind::Html(source) if self.html => {
                    any = true;
                    pieces.push(Piece::Html(source, span));
                }
                InlineKind::Html(source) => self.omit(&source, span),
                InlineKind::Styled(style, inner) => {
                    let inner = self.flat(inner);
                    pieces.push(Piece::Inline(Inline::new(
                        span,
                        InlineKind::Styled(style, inner),
                    )));
                }
                InlineKind::Link(mut link) => {
                    link.content = self.flat(link.content);
                    pieces.push(Piece::Inline(Inline::new(span, InlineKind::Link(link))));
                }
                kind => pieces.push(Piece::Inline(Inline::new(span, kind))),
            }
        }
        if any {
            return html::read_line(pieces, self.ledger);
        }
        Ok(pieces
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Inline(inline) => Some(inline),
                Piece::Html(..) | Piece::Block(_) => None,
            })
            .collect())
    }

    /// Hugo leaves raw HTML out unless told otherwise, comments without a word.
    fn omit(&mut self, source: &str, span: Span) {
        if source.trim_start().starts_with("<!--") {
            return;
        }
        let name: String = source
            .trim_start()
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let reason = "the site does not render raw HTML (`markup.goldmark.renderer.unsafe` is false)";
        self.ledger
            .add(Item::Html, name, span, Fate::Dropped(reason.to_owned()));
    }
}
