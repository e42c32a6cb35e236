//! Text within a line.

use super::{Writer, escape};
use crate::document::{
    BlockKind, Image, Inline, InlineKind, Link, Picture, Style, Target,
};

impl<'a> Writer<'a> {
    /// A line of text.
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.at(inline.span, |writer| writer.inline(&inline.kind));
        }
    }

    /// A line of text as content for code.
    pub(super) fn content(&mut self, inlines: &'a [Inline]) {
        self.push("[");
        self.inlines(inlines);
        self.push("]");
    }

    fn inline(&mut self, kind: &'a InlineKind) {
        match kind {
            InlineKind::Text(text) => self.push(&escape::text(text)),
            InlineKind::Code(text) => self.call_with_string("#raw(", text),
            InlineKind::Math(text) => self.call_with_string("#raw(", text),
            InlineKind::Styled(style, inner) => {
                self.push(function(*style));
                self.content(inner);
            }
            InlineKind::Link(link) => self.link(link),
            InlineKind::Image(image) => self.picture(image),
            InlineKind::FootnoteReference(label) => self.footnote_reference(label),
            InlineKind::Footnote(inner) => {
                self.push("#footnote");
                self.content(inner);
            }
            InlineKind::SoftBreak => self.push("\n"),
            InlineKind::LineBreak => self.push(" \\\n"),
            InlineKind::Anchor(id) => self.anchor(id),
            InlineKind::Component(node) => {
                self.push("#");
                self.component(node);
            }
            // The passes have read all HTML.
            InlineKind::Html(_) => {}
        }
    }

    fn call_with_string(&mut self, call: &str, text: &str) {
        self.push(call);
        self.string(text);
        self.push(")");
    }

    /// A place that links can jump to.
    pub(super) fn anchor(&mut self, id: &str) {
        if !id.is_empty() {
            self.push("#metadata(none)");
            self.label(id);
        }
    }

    fn link(&mut self, link: &'a Link) {
        match &link.target {
            Target::None => self.inlines(&link.content),
            // An empty address leads nowhere, and Typst refuses it.
            Target::Url(url) | Target::Written(url) if url.is_empty() => {
                self.inlines(&link.content);
            }
            target => {
                self.push("#link(");
                self.target(target);
                self.push(")");
                if link.content.is_empty() {
                    self.push("[]");
                } else {
                    self.content(&link.content);
                }
            }
        }
    }

    /// The destination of a link.
    pub(super) fn target(&mut self, target: &Target) {
        match target {
            Target::Internal(id) => {
                self.push("label(");
                self.string(id);
                self.push(")");
            }
            Target::Url(url) | Target::Written(url) => self.string(url),
            Target::None => self.push("none"),
        }
    }

    /// A picture within a line.
    fn picture(&mut self, image: &'a Image) {
        match &image.picture {
            Picture::File(path) => {
                self.push("#t.picture(image: ");
                self.string(path);
                self.alt(image);
                if let Some(width) = image.width {
                    self.push(&format!(", width: {}pt", width * POINTS_PER_PIXEL));
                }
                self.push(")");
            }
            Picture::Remote(url) => {
                let text = if image.alt.is_empty() { url } else { &image.alt };
                self.push("#link(");
                self.string(url);
                self.push(")[");
                self.push(&escape::text(text));
                self.push("]");
            }
            Picture::Written(_) | Picture::Missing => {
                self.push(&escape::text(&image.alt));
            }
        }
    }

    /// The `alt` argument; decoration has none.
    pub(super) fn alt(&mut self, image: &Image) {
        if !image.decorative && !image.alt.is_empty() {
            self.push(", alt: ");
            self.string(&image.alt);
        }
    }

    fn footnote_reference(&mut self, label: &'a str) {
        let name = format!("footnote:{label}");
        if !self.footnotes.insert(label) {
            self.push("#footnote(label(");
            self.string(&name);
            self.push("))");
            return;
        }
        let document = self.document;
        let Some(footnote) = document.footnotes.get(label) else { return };
        self.push("#footnote[");
        match footnote.blocks.as_slice() {
            // A note of one line needs no paragraph around it.
            [only] => match &only.kind {
                BlockKind::Paragraph(line) => self.inlines(line),
                _ => self.blocks(&footnote.blocks),
            },
            blocks => self.blocks(blocks),
        }
        self.push("]");
        self.label(&name);
    }
}

/// CSS pixels are 1/96 inch, points 1/72.
pub(super) const POINTS_PER_PIXEL: f64 = 0.75;

fn function(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "#emph",
        Style::Strong => "#strong",
        Style::Strikethrough => "#strike",
        Style::Inserted => "#underline",
        Style::Marked => "#highlight",
        Style::Superscript => "#super",
        Style::Subscript => "#sub",
        Style::Small => "#text(size: 0.85em)",
        Style::Keyboard => "#t.kbd",
    }
}
