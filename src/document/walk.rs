//! Walking a tree, children in the order in which they are read. A pass overrides what it
//! is interested in and calls the `walk_…` method for the rest.

use super::{
    Block, BlockKind, ComponentNode, Document, FieldValue, Inline, InlineKind, Table,
};

macro_rules! visitor {
    ($(#[doc = $doc:literal])* $name:ident, $list:ty, $iter:ident, $values:ident $(, $mutability:ident)?) => {
        $(#[doc = $doc])*
        pub trait $name {
            /// A document and its footnotes.
            fn document(&mut self, document: &$($mutability)? Document) {
                self.blocks(&$($mutability)? document.blocks);
                for footnote in document.footnotes.$values() {
                    self.blocks(&$($mutability)? footnote.blocks);
                }
            }

            /// A sequence of blocks.
            fn blocks(&mut self, blocks: &$($mutability)? $list) {
                for block in blocks { self.block(block); }
            }

            /// A block.
            fn block(&mut self, block: &$($mutability)? Block) {
                self.walk_block(block);
            }

            /// A line of text.
            fn inlines(&mut self, inlines: &$($mutability)? [Inline]) {
                for inline in inlines { self.inline(inline); }
            }

            /// An inline.
            fn inline(&mut self, inline: &$($mutability)? Inline) {
                self.walk_inline(inline);
            }

            /// A component, block or inline.
            fn component(&mut self, node: &$($mutability)? ComponentNode) {
                self.walk_component(node);
            }

            /// The children of a block.
            fn walk_block(&mut self, block: &$($mutability)? Block) {
                match &$($mutability)? block.kind {
                    BlockKind::Paragraph(inlines) | BlockKind::Plain(inlines) => self.inlines(inlines),
                    BlockKind::Heading(heading) => self.inlines(&$($mutability)? heading.content),
                    BlockKind::List(list) => {
                        for item in &$($mutability)? list.items {
                            self.blocks(&$($mutability)? item.blocks);
                        }
                    }
                    BlockKind::Quote(inner) | BlockKind::Anchored(_, inner) | BlockKind::Aligned(_, inner) | BlockKind::Foreign(_, inner) => {
                        self.blocks(inner);
                    }
                    BlockKind::Table(table) => self.table(table),
                    BlockKind::Definitions(definitions) => {
                        for definition in definitions {
                            for term in &$($mutability)? definition.terms { self.inlines(term); }
                            for detail in &$($mutability)? definition.details { self.blocks(detail); }
                        }
                    }
                    BlockKind::Component(node) => self.component(node),
                    BlockKind::Section(section) => {
                        self.inlines(&$($mutability)? section.title);
                        self.blocks(&$($mutability)? section.body);
                    }
                    BlockKind::Code(_) | BlockKind::Rule | BlockKind::Html(_) => {}
                }
            }

            /// The caption and the cells of a table.
            fn table(&mut self, table: &$($mutability)? Table) {
                self.inlines(&$($mutability)? table.caption);
                for row in table.head.$iter().chain(table.body.$iter()) {
                    for cell in row { self.blocks(&$($mutability)? cell.blocks); }
                }
            }

            /// The children of an inline.
            fn walk_inline(&mut self, inline: &$($mutability)? Inline) {
                match &$($mutability)? inline.kind {
                    InlineKind::Styled(_, inner) | InlineKind::Foreign(_, inner) | InlineKind::Footnote(inner) => self.inlines(inner),
                    InlineKind::Link(link) => self.inlines(&$($mutability)? link.content),
                    InlineKind::Component(node) => self.component(node),
                    InlineKind::Text(_)
                    | InlineKind::Code(_)
                    | InlineKind::Image(_)
                    | InlineKind::FootnoteReference(_)
                    | InlineKind::SoftBreak
                    | InlineKind::LineBreak
                    | InlineKind::Html(_)
                    | InlineKind::Anchor(_)
                    | InlineKind::Math(_) => {}
                }
            }

            /// The fields and the body of a component.
            fn walk_component(&mut self, node: &$($mutability)? ComponentNode) {
                for (_, field) in &$($mutability)? node.fields {
                    if let FieldValue::Text(inlines) = &$($mutability)? field.value {
                        self.inlines(inlines);
                    }
                }
                self.blocks(&$($mutability)? node.body);
            }
        }
    };
}

visitor! {
    /// Looks at a tree.
    Visit, [Block], iter, values
}

visitor! {
    /// Changes a tree in place. Whoever changes which blocks there are does so in `blocks`.
    VisitMut, Vec<Block>, iter_mut, values_mut, mut
}
