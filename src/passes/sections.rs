//! Heading levels. A section made by a component gets a heading one level below the one it
//! stands under, and the headings in it follow one further down. Then levels are closed up:
//! the finished document starts at 1 and never skips (PDF/UA-1, ISO 14289-1, 7.4.2), while
//! authors write `##` and then `####`.

use crate::document::plain_text;
use crate::document::{
    Block, BlockKind, Document, Heading, Inline, InlineKind, List, Section, Style, Table,
    Visit, VisitMut,
};

/// Resolves sections and closes up the levels.
pub fn run(document: &mut Document) {
    // A section above the first heading stands beside it, not over it.
    let mut highest = Highest(None);
    highest.blocks(&document.blocks);
    let mut levels = Levels {
        current: highest.0.map_or(0, |level| level.saturating_sub(1)),
    };
    document.blocks = levels.blocks(std::mem::take(&mut document.blocks), 0);
    for footnote in document.footnotes.values_mut() {
        // The foot of the page has no outline.
        footnote.blocks = flat(std::mem::take(&mut footnote.blocks));
    }
    CloseUp { open: Vec::new() }.blocks(&mut document.blocks);
}

/// The walk that turns sections into headings.
struct Levels {
    /// The level of the last heading of the page or section being read.
    current: u8,
}

impl Levels {
    /// `base` is the level of the section that the blocks stand in, 0 for the page.
    fn blocks(&mut self, blocks: Vec<Block>, base: u8) -> Vec<Block> {
        let shift = shift(&blocks, base);
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            self.block(block, shift, base, &mut out);
        }
        out
    }

    fn block(&mut self, mut block: Block, shift: i16, base: u8, out: &mut Vec<Block>) {
        let span = block.span;
        match block.kind {
            // A heading that says nothing would be an empty line of the outline.
            BlockKind::Heading(heading)
                if plain_text(&heading.content).trim().is_empty() =>
            {
                let line = Block::new(span, BlockKind::Plain(heading.content));
                match heading.id {
                    Some(id) => {
                        out.push(Block::new(span, BlockKind::Anchored(id, vec![line])));
                    }
                    None => out.push(line),
                }
            }
            BlockKind::Heading(mut heading) => {
                heading.level = shifted(heading.level, shift);
                self.current = heading.level;
                out.push(Block::new(span, BlockKind::Heading(heading)));
            }
            BlockKind::Section(section) => self.section(section, span, out),
            BlockKind::Anchored(id, inner) => {
                let inner = self.inner(inner, shift, base);
                out.push(Block::new(span, BlockKind::Anchored(id, inner)));
            }
            BlockKind::Aligned(align, inner) => {
                let inner = self.inner(inner, shift, base);
                out.push(Block::new(span, BlockKind::Aligned(align, inner)));
            }
            BlockKind::Foreign(language, inner) => {
                let inner = self.inner(inner, shift, base);
                out.push(Block::new(span, BlockKind::Foreign(language, inner)));
            }
            BlockKind::Component(mut node) => {
                node.body = self.inner(node.body, shift, base);
                out.push(Block::new(span, BlockKind::Component(node)));
            }
            _ => {
                flatten(&mut block);
                out.push(block);
            }
        }
    }

    fn inner(&mut self, blocks: Vec<Block>, shift: i16, base: u8) -> Vec<Block> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            self.block(block, shift, base, &mut out);
        }
        out
    }

    fn section(
        &mut self,
        section: Section,
        span: crate::source::Span,
        out: &mut Vec<Block>,
    ) {
        let around = self.current;
        let level = around.saturating_add(1);
        if section.title.is_empty() {
            out.extend(self.blocks(section.body, around));
        } else {
            let heading = Heading {
                level,
                id: section.id,
                classes: Vec::new(),
                content: section.title,
            };
            out.push(Block::new(span, BlockKind::Heading(heading)));
            self.current = level;
            out.extend(self.blocks(section.body, level));
        }
        // The next section stands beside this one, not in it.
        self.current = around;
    }
}

/// How far the headings of a section move so that the highest is just below `base`.
fn shift(blocks: &[Block], base: u8) -> i16 {
    if base == 0 {
        return 0;
    }
    let mut highest = Highest(None);
    highest.blocks(blocks);
    highest
        .0
        .map_or(0, |highest| i16::from(base) + 1 - i16::from(highest))
}

fn shifted(level: u8, shift: i16) -> u8 {
    u8::try_from((i16::from(level) + shift).clamp(1, 200)).unwrap_or(1)
}

/// The highest level among headings, those in sections of their own left out.
struct Highest(Option<u8>);

impl Visit for Highest {
    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => {
                self.0 = Some(
                    self.0.map_or(heading.level, |highest| highest.min(heading.level)),
                );
            }
            BlockKind::Section(_) => {}
            _ => self.walk_block(block),
        }
    }
}

/// Numbers levels by how deep they nest.
struct CloseUp {
    open: Vec<u8>,
}

impl VisitMut for CloseUp {
    fn block(&mut self, block: &mut Block) {
        if let BlockKind::Heading(heading) = &mut block.kind {
            while self.open.last().is_some_and(|level| *level >= heading.level) {
                self.open.pop();
            }
            self.open.push(heading.level);
            heading.level = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        }
        self.walk_block(block);
    }
}

/// Inside lists, tables and quotes a heading would tear the outline: there it is a strong
/// line.
fn flatten(block: &mut Block) {
    match &mut block.kind {
        BlockKind::List(List { items, .. }) => {
            for item in items {
                item.blocks = flat(std::mem::take(&mut item.blocks));
            }
        }
        BlockKind::Quote(inner) => *inner = flat(std::mem::take(inner)),
        BlockKind::Table(Table { head, body, .. }) => {
            for cell in head.iter_mut().chain(body).flatten() {
                cell.blocks = flat(std::mem::take(&mut cell.blocks));
            }
        }
        BlockKind::Definitions(definitions) => {
            for detail in
                definitions.iter_mut().flat_map(|definition| &mut definition.details)
            {
                *detail = flat(std::mem::take(detail));
            }
        }
        _ => {}
    }
}

fn flat(blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        let span = block.span;
        match block.kind {
            BlockKind::Heading(heading) => {
                out.push(strong(heading.content, heading.id, span));
            }
            BlockKind::Section(section) => {
                out.push(strong(section.title, section.id, span));
                out.extend(flat(section.body));
            }
            BlockKind::Anchored(id, inner) => {
                out.push(Block::new(span, BlockKind::Anchored(id, flat(inner))));
            }
            BlockKind::Aligned(align, inner) => {
                out.push(Block::new(span, BlockKind::Aligned(align, flat(inner))));
            }
            BlockKind::Foreign(language, inner) => {
                out.push(Block::new(span, BlockKind::Foreign(language, flat(inner))));
            }
            BlockKind::Component(mut node) => {
                node.body = flat(node.body);
                out.push(Block::new(span, BlockKind::Component(node)));
            }
            _ => {
                flatten(&mut block);
                out.push(block);
            }
        }
    }
    out
}

fn strong(content: Vec<Inline>, id: Option<String>, span: crate::source::Span) -> Block {
    let line = vec![Inline::new(span, InlineKind::Styled(Style::Strong, content))];
    let paragraph = Block::new(span, BlockKind::Paragraph(line));
    match id {
        Some(id) => Block::new(span, BlockKind::Anchored(id, vec![paragraph])),
        None => paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::run;
    use crate::document::{Block, BlockKind, Document, Heading, Inline, Section, Visit};
    use crate::source::Span;

    fn heading(level: u8) -> Block {
        let content = vec![Inline::text(Span::default(), "h")];
        Block::new(
            Span::default(),
            BlockKind::Heading(Heading { level, id: None, classes: Vec::new(), content }),
        )
    }

    fn section(body: Vec<Block>) -> Block {
        let title = vec![Inline::text(Span::default(), "s")];
        Block::new(Span::default(), BlockKind::Section(Section { title, id: None, body }))
    }

    fn levels(blocks: Vec<Block>) -> Vec<u8> {
        struct Collect(Vec<u8>);
        impl Visit for Collect {
            fn block(&mut self, block: &Block) {
                if let BlockKind::Heading(heading) = &block.kind {
                    self.0.push(heading.level);
                }
                self.walk_block(block);
            }
        }
        let mut document = Document { blocks, ..Document::default() };
        run(&mut document);
        let mut collect = Collect(Vec::new());
        collect.blocks(&document.blocks);
        collect.0
    }

    #[test]
    fn levels_start_at_one_and_never_skip() {
        assert_eq!(
            levels(vec![heading(2), heading(4), heading(3), heading(2)]),
            [1, 2, 2, 1]
        );
        assert_eq!(levels(vec![heading(3), heading(1), heading(2)]), [1, 1, 2]);
        assert_eq!(levels(vec![heading(1), heading(6), heading(6)]), [1, 2, 2]);
    }

    #[test]
    fn sections_stand_below_their_heading_and_beside_each_other() {
        let accordion = || section(vec![heading(4), heading(4)]);
        let page = vec![heading(2), accordion(), accordion(), heading(2)];
        assert_eq!(levels(page), [1, 2, 3, 3, 2, 3, 3, 1]);
    }

    #[test]
    fn sections_nest() {
        let inner = section(vec![heading(1)]);
        assert_eq!(
            levels(vec![heading(2), section(vec![heading(2), inner])]),
            [1, 2, 3, 4, 5]
        );
        assert_eq!(levels(vec![section(Vec::new()), heading(2)]), [1, 1]);
    }
}
