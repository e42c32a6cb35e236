//! Diagrams: those written in Mermaid are drawn and become figures. One that cannot be drawn
//! is printed as its source, and that is told.

use std::sync::Arc;

use super::images::Assets;
use crate::brand::Brand;
use crate::component::Component;
use crate::diagnostic::Diagnostic;
use crate::diagram;
use crate::document::{
    Block, BlockKind, Code, ComponentNode, Document, FieldValue, Inline, Picture,
    VisitMut,
};
use crate::source::{Source, Span};
use crate::svg;

/// What diagrams are drawn with.
pub struct Context<'a> {
    /// The file.
    pub source: &'a Arc<Source>,
    /// The brand.
    pub brand: &'a Brand,
}

/// Draws all diagrams of a document. Fences of the language `mermaid` are drawn, too, whether
/// or not the site has a hook for them (`render-codeblock-mermaid`): as on GitHub, nobody
/// writes one to have its source read.
pub fn run(
    document: &mut Document,
    context: &Context<'_>,
    assets: &mut Assets,
) -> Vec<Diagnostic> {
    let mut diagrams = Diagrams { context, assets, diagnostics: Vec::new() };
    diagrams.document(document);
    diagrams.diagnostics
}

struct Diagrams<'a> {
    context: &'a Context<'a>,
    assets: &'a mut Assets,
    diagnostics: Vec<Diagnostic>,
}

impl VisitMut for Diagrams<'_> {
    fn block(&mut self, block: &mut Block) {
        let span = block.span;
        match &mut block.kind {
            BlockKind::Code(code) if is_mermaid(code) => {
                if let Some(figure) = self.drawn(code, span, Vec::new()) {
                    block.kind = BlockKind::Component(figure);
                }
            }
            BlockKind::Component(node) if node.component == Component::Diagram => {
                block.kind = self.component_kind(node, span);
            }
            _ => self.walk_block(block),
        }
    }
}

fn is_mermaid(code: &Code) -> bool {
    code.language
        .as_deref()
        .is_some_and(|language| language.eq_ignore_ascii_case("mermaid"))
}

impl Diagrams<'_> {
    /// The figure of a shortcode with a diagram, or its source.
    fn component_kind(&mut self, node: &mut ComponentNode, span: Span) -> BlockKind {
        let title = node.inlines("title").to_vec();
        match node.body.pop().map(|block| block.kind) {
            Some(BlockKind::Code(code)) => {
                let figure = if is_mermaid(&code) {
                    self.drawn(&code, span, title)
                } else {
                    let language = code.language.clone().unwrap_or_default();
                    self.told(&format!("offprint does not draw `{language}`"), span);
                    None
                };
                figure.map_or(BlockKind::Code(code), BlockKind::Component)
            }
            Some(kind) => kind,
            None => BlockKind::Paragraph(title),
        }
    }

    fn drawn(
        &mut self,
        code: &Code,
        span: Span,
        title: Vec<Inline>,
    ) -> Option<ComponentNode> {
        let drawing = match diagram::draw(&code.text, self.context.brand) {
            Ok(drawing) => drawing,
            Err(why) => {
                self.told(&why, span);
                return None;
            }
        };
        let path = self.assets.add_drawn("diagram", svg::harmless(&drawing.svg).svg);
        let text = |text: String| FieldValue::Text(vec![Inline::text(span, text)]);
        let figure = ComponentNode::new(Component::Figure, "mermaid", Vec::new())
            .with("image", span, FieldValue::Image(Picture::File(path)))
            .with("alt", span, text(drawing.alt));
        Some(match (title.is_empty(), drawing.title) {
            (false, _) => figure.with("caption", span, FieldValue::Text(title)),
            (true, Some(title)) => figure.with("caption", span, text(title)),
            (true, None) => figure,
        })
    }

    fn told(&mut self, why: &str, span: Span) {
        let message = format!("the diagram is printed as its source: {why}");
        let hint = "mend it, or draw it as SVG and use a figure";
        let diagnostic = Diagnostic::warning("diagram-as-code", message);
        self.diagnostics
            .push(diagnostic.at(self.context.source, span).hint(hint));
    }
}
