//! Formulas: what LaTeX says becomes Typst's mathematics, by way of the engine. One that cannot
//! be set is printed as it was written, and that is told.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, BlockKind, Document, Formula, Inline, InlineKind, Math, VisitMut,
};
use crate::source::Source;

/// What formulas are read with.
pub struct Context<'a> {
    /// The file.
    pub source: &'a Arc<Source>,
    /// A formula ready to be set, or why it cannot be.
    pub read: &'a dyn Fn(&str) -> Result<Formula, String>,
}

/// Reads all formulas of a document.
pub fn run(document: &mut Document, context: &Context<'_>) -> Vec<Diagnostic> {
    let mut formulas = Formulas { context, diagnostics: Vec::new() };
    formulas.document(document);
    formulas.diagnostics
}

struct Formulas<'a> {
    context: &'a Context<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl VisitMut for Formulas<'_> {
    /// A fence of the language `math` is a formula, as on GitHub.
    fn block(&mut self, block: &mut Block) {
        if let BlockKind::Code(code) = &mut block.kind
            && code.language.as_deref() == Some("math")
        {
            let tex = std::mem::take(&mut code.text).trim().to_owned();
            let math = Math { tex, block: true, ..Math::default() };
            let line = vec![Inline::new(block.span, InlineKind::Math(math))];
            block.kind = BlockKind::Paragraph(line);
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &mut Inline) {
        if let InlineKind::Math(math) = &mut inline.kind {
            match (self.context.read)(&math.tex) {
                Ok(formula) => math.set = Some(formula),
                Err(why) => {
                    let message =
                        format!("the formula is printed as its LaTeX source: {why}");
                    let hint = "write it with commands of standard LaTeX mathematics, or draw it as SVG";
                    let diagnostic = Diagnostic::warning("math-as-source", message);
                    self.diagnostics
                        .push(diagnostic.at(self.context.source, inline.span).hint(hint));
                }
            }
        }
        self.walk_inline(inline);
    }
}
