//! Files of the project that a page takes in. They are read as pages of their own; places in
//! what is read lead to the shortcode that takes them in, those in what is wrong to the file.

use super::lower::take;
use super::{Body, Context, Reader};
use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, BlockKind, ComponentNode, Field, Inline, Section, VisitMut,
};
use crate::front_matter;
use crate::source::Span;

/// Files do not take in files deeper than this.
const MAX_DEPTH: usize = 8;

impl Reader<'_> {
    /// The blocks of a file, under its title if it has one.
    pub(super) fn include(&mut self, span: Span, mut node: ComponentNode) -> Vec<Block> {
        let name = node.word("file");
        let around =
            || std::iter::successors(Some(self.context), |context| context.around);
        let source = match (self.context.include)(&name) {
            Ok(source)
                if around().any(|context| context.source.name() == source.name()) =>
            {
                Err("it takes itself in".to_owned())
            }
            Ok(_) if around().count() > MAX_DEPTH => {
                Err(format!("more than {MAX_DEPTH} files take in one another"))
            }
            other => other,
        };
        let source = match source {
            Ok(source) => source,
            Err(why) => {
                let message = format!("cannot take in `{name}`: {why}");
                let hint = "name a file of the project, from its root";
                let diagnostic = Diagnostic::error("include-missing", message);
                self.diagnostics
                    .push(diagnostic.at(self.context.source, span).hint(hint));
                return Vec::new();
            }
        };
        let (matter, found) = front_matter::read(&source);
        self.diagnostics.extend(found);
        let context = Context {
            source: &source,
            around: Some(self.context),
            ..*self.context
        };
        let Body { mut document, diagnostics, mut ledger, .. } =
            super::read(&context, matter.body);
        self.diagnostics.extend(diagnostics);
        let mut place = Place { span };
        place.blocks(&mut document.blocks);
        for (label, mut footnote) in document.footnotes {
            place.blocks(&mut footnote.blocks);
            footnote.span = span;
            if !self.footnotes.iter().any(|(known, _)| *known == label) {
                self.footnotes.push((label, footnote));
            }
        }
        ledger.entries.iter_mut().for_each(|entry| entry.span = span);
        self.ledger.entries.append(&mut ledger.entries);
        let title = take(&mut node, "title");
        if title.is_empty() {
            return document.blocks;
        }
        let section = Section { title, id: None, body: document.blocks };
        vec![Block::new(span, BlockKind::Section(section))]
    }
}

/// Gives all nodes one place.
struct Place {
    span: Span,
}

impl VisitMut for Place {
    fn block(&mut self, block: &mut Block) {
        block.span = self.span;
        if let BlockKind::List(list) = &mut block.kind {
            list.items.iter_mut().for_each(|item| item.span = self.span);
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &mut Inline) {
        inline.span = self.span;
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &mut ComponentNode) {
        node.fields
            .values_mut()
            .for_each(|field: &mut Field| field.span = self.span);
        self.walk_component(node);
    }
}
