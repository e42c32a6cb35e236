//! Fills the holes of a tree: wherever a text holds the character that stands for a
//! shortcode, the component goes in.

use super::weave::{Hole, Woven};
use super::{Reader, facts};
use crate::component::Level;
use crate::document::{
    Block, BlockKind, ComponentNode, Inline, InlineKind, Link, Picture, REFERENCE,
    Section, Target, plain_text, plain_text_of_blocks,
};
use crate::language::Language;
use crate::source::Span;

/// What a hole is filled with.
pub(super) enum Filling {
    /// Blocks.
    Blocks(Vec<Block>),
    /// Text within a line.
    Inlines(Vec<Inline>),
}

/// Fills the holes of one text.
pub(super) struct Filler<'r, 'c, 'w> {
    pub(super) reader: &'r mut Reader<'c>,
    pub(super) woven: &'w Woven,
}

impl Filler<'_, '_, '_> {
    /// The blocks, filled.
    pub(super) fn blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        if self.woven.holes.is_empty() {
            return blocks;
        }
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            self.block(block, &mut out);
        }
        facts::merged(out, self.reader.context.language)
    }

    fn block(&mut self, block: Block, out: &mut Vec<Block>) {
        let span = block.span;
        match block.kind {
            BlockKind::Paragraph(line) => self.line(line, BlockKind::Paragraph, out),
            BlockKind::Plain(line) => self.line(line, BlockKind::Plain, out),
            // Shortcodes indented by four blanks are not code.
            BlockKind::Code(code) if !code.fenced && self.woven.is_holes(&code.text) => {
                self.line(vec![Inline::text(span, code.text)], BlockKind::Paragraph, out);
            }
            kind => {
                let kind = self.inside(kind);
                out.push(Block::new(span, kind));
            }
        }
    }

    fn inside(&mut self, kind: BlockKind) -> BlockKind {
        match kind {
            BlockKind::Heading(mut heading) => {
                heading.content = self.flat(heading.content);
                heading.id = heading.id.map(|id| self.string(&id));
                BlockKind::Heading(heading)
            }
            BlockKind::List(mut list) => {
                for item in &mut list.items {
                    item.blocks = self.blocks(std::mem::take(&mut item.blocks));
                }
                BlockKind::List(list)
            }
            BlockKind::Quote(inner) => BlockKind::Quote(self.blocks(inner)),
            BlockKind::Anchored(id, inner) => BlockKind::Anchored(id, self.blocks(inner)),
            BlockKind::Aligned(align, inner) => {
                BlockKind::Aligned(align, self.blocks(inner))
            }
            BlockKind::Foreign(language, inner) => {
                BlockKind::Foreign(language, self.blocks(inner))
            }
            BlockKind::Code(mut code) => {
                code.text = self.string(&code.text);
                BlockKind::Code(code)
            }
            BlockKind::Table(mut table) => {
                table.caption = self.flat(table.caption);
                for cell in table.head.iter_mut().chain(&mut table.body).flatten() {
                    cell.blocks = self.blocks(std::mem::take(&mut cell.blocks));
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
            BlockKind::Component(node) => BlockKind::Component(self.component(node)),
            BlockKind::Section(section) => BlockKind::Section(Section {
                title: self.flat(section.title),
                id: section.id.map(|id| self.string(&id)),
                body: self.blocks(section.body),
            }),
            BlockKind::Html(source) => BlockKind::Html(self.string(&source)),
            // Lines are filled where they stand, and a rule holds nothing.
            kind @ (BlockKind::Paragraph(_) | BlockKind::Plain(_) | BlockKind::Rule) => {
                kind
            }
        }
    }

    fn component(&mut self, mut node: ComponentNode) -> ComponentNode {
        use crate::document::FieldValue;
        for field in node.fields.values_mut() {
            match &mut field.value {
                FieldValue::Text(inlines) => {
                    *inlines = self.flat(std::mem::take(inlines));
                }
                FieldValue::Url(Target::Written(text))
                | FieldValue::Image(Picture::Written(text))
                | FieldValue::Icon(text)
                | FieldValue::Word(text) => *text = self.string(text),
                FieldValue::Url(_) | FieldValue::Image(_) => {}
            }
        }
        node.body = self.blocks(node.body);
        node
    }

    /// A line of text; blocks that stand in it split it.
    fn line(
        &mut self,
        line: Vec<Inline>,
        kind: fn(Vec<Inline>) -> BlockKind,
        out: &mut Vec<Block>,
    ) {
        let mut open: Vec<Inline> = Vec::new();
        for part in self.parts(line) {
            match part {
                Filling::Inlines(inlines) => open.extend(inlines),
                Filling::Blocks(blocks) => {
                    flush(&mut open, kind, out);
                    out.extend(blocks);
                }
            }
        }
        flush(&mut open, kind, out);
    }

    /// A line that has to stay one: blocks in it give their text.
    fn flat(&mut self, line: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::new();
        for part in self.parts(line) {
            match part {
                Filling::Inlines(inlines) => out.extend(inlines),
                Filling::Blocks(blocks) => {
                    let span = blocks.iter().map(|block| block.span).reduce(Span::join);
                    let text = plain_text_of_blocks(&blocks);
                    out.push(Inline::text(span.unwrap_or_default(), text.trim()));
                }
            }
        }
        out
    }

    fn parts(&mut self, line: Vec<Inline>) -> Vec<Filling> {
        let mut parts = Vec::new();
        for inline in line {
            let span = inline.span;
            let kind = match inline.kind {
                InlineKind::Text(text) => {
                    self.text(&text, span, &mut parts);
                    continue;
                }
                InlineKind::Styled(style, inner) => {
                    let around =
                        |inner| Inline::new(span, InlineKind::Styled(style, inner));
                    self.styled(inner, around, &mut parts);
                    continue;
                }
                InlineKind::Foreign(language, inner) => {
                    let around = |inner| {
                        Inline::new(span, InlineKind::Foreign(language.clone(), inner))
                    };
                    self.styled(inner, around, &mut parts);
                    continue;
                }
                InlineKind::Link(link) => {
                    let target = match link.target {
                        Target::Written(url) => Target::Written(self.string(&url)),
                        target => target,
                    };
                    let link_of = |content| Link { target: target.clone(), content };
                    let around =
                        |content| Inline::new(span, InlineKind::Link(link_of(content)));
                    self.styled(link.content, around, &mut parts);
                    continue;
                }
                InlineKind::Code(text) => InlineKind::Code(self.string(&text)),
                InlineKind::Math(mut math) => {
                    math.tex = self.string(&math.tex);
                    InlineKind::Math(math)
                }
                InlineKind::Image(mut image) => {
                    if let Picture::Written(url) = &image.picture {
                        image.picture = Picture::Written(self.string(url));
                    }
                    image.alt = self.string(&image.alt);
                    image.title = self.string(&image.title);
                    InlineKind::Image(image)
                }
                InlineKind::Component(node) => {
                    InlineKind::Component(self.component(node))
                }
                InlineKind::Footnote(inner) => InlineKind::Footnote(self.flat(inner)),
                InlineKind::Anchor(id) => InlineKind::Anchor(self.string(&id)),
                InlineKind::Html(source) => InlineKind::Html(self.string(&source)),
                kind @ (InlineKind::FootnoteReference(_)
                | InlineKind::SoftBreak
                | InlineKind::LineBreak) => kind,
            };
            parts.push(Filling::Inlines(vec![Inline::new(span, kind)]));
        }
        parts
    }

    /// Blocks inside emphasis or a link come between its parts.
    fn styled(
        &mut self,
        inner: Vec<Inline>,
        around: impl Fn(Vec<Inline>) -> Inline,
        parts: &mut Vec<Filling>,
    ) {
        let mut open = Vec::new();
        for part in self.parts(inner) {
            match part {
                Filling::Inlines(inlines) => open.extend(inlines),
                Filling::Blocks(blocks) => {
                    if !open.is_empty() {
                        parts.push(Filling::Inlines(vec![around(std::mem::take(
                            &mut open,
                        ))]));
                    }
                    parts.push(Filling::Blocks(blocks));
                }
            }
        }
        if !open.is_empty() {
            parts.push(Filling::Inlines(vec![around(open)]));
        }
    }

    fn text(&mut self, text: &str, span: Span, parts: &mut Vec<Filling>) {
        let woven = self.woven;
        let mut rest = text;
        while let Some((at, hole)) = find_hole(woven, rest) {
            let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            if !before.is_empty() {
                parts.push(Filling::Inlines(vec![Inline::text(span, before)]));
            }
            parts.push(self.reader.fill(hole));
            rest = after.get(hole.mark.len_utf8()..).unwrap_or_default();
        }
        if !rest.is_empty() {
            parts.push(Filling::Inlines(vec![Inline::text(span, rest)]));
        }
    }

    /// Where nothing but text can be, a shortcode gives its text.
    fn string(&mut self, text: &str) -> String {
        let woven = self.woven;
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, hole)) = find_hole(woven, rest) {
            let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            out.push_str(before);
            match self.reader.fill(hole) {
                Filling::Inlines(inlines) => out.push_str(&address_or_text(&inlines)),
                Filling::Blocks(blocks) => {
                    out.push_str(plain_text_of_blocks(&blocks).trim());
                }
            }
            rest = after.get(hole.mark.len_utf8()..).unwrap_or_default();
        }
        out.push_str(rest);
        out
    }
}

fn find_hole<'w>(woven: &'w Woven, text: &str) -> Option<(usize, &'w Hole)> {
    text.char_indices().find_map(|(at, c)| Some((at, woven.hole(c)?)))
}

/// A reference in a link destination is its address.
fn address_or_text(inlines: &[Inline]) -> String {
    match inlines {
        [
            Inline {
                kind: InlineKind::Link(Link { target: Target::Written(url), .. }),
                ..
            },
        ] if url.starts_with(REFERENCE) => url.clone(),
        inlines => plain_text(inlines),
    }
}

fn flush(
    open: &mut Vec<Inline>,
    kind: fn(Vec<Inline>) -> BlockKind,
    out: &mut Vec<Block>,
) {
    let inlines = trimmed(std::mem::take(open));
    let Some(span) = inlines.iter().map(|inline| inline.span).reduce(Span::join) else {
        return;
    };
    out.push(Block::new(span, kind(inlines)));
}

/// A line without the breaks and blanks that stood beside a block.
fn trimmed(mut line: Vec<Inline>) -> Vec<Inline> {
    let blank = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::SoftBreak | InlineKind::LineBreak => true,
        _ => false,
    };
    while line.last().is_some_and(blank) {
        line.pop();
    }
    let start = line.iter().position(|inline| !blank(inline)).unwrap_or(line.len());
    line.drain(..start);
    line
}

impl Filling {
    /// The same in another language.
    pub(super) fn foreign(self, span: Span, language: Language) -> Self {
        match self {
            Self::Blocks(blocks) => {
                Self::Blocks(vec![Block::new(span, BlockKind::Foreign(language, blocks))])
            }
            Self::Inlines(line) => Self::Inlines(vec![Inline::new(
                span,
                InlineKind::Foreign(language, line),
            )]),
        }
    }

    /// One component, where its level says.
    pub(super) fn component(span: Span, node: ComponentNode) -> Self {
        match node.component.level() {
            Level::Block => {
                Self::Blocks(vec![Block::new(span, BlockKind::Component(node))])
            }
            Level::Inline => {
                Self::Inlines(vec![Inline::new(span, InlineKind::Component(node))])
            }
        }
    }
}
