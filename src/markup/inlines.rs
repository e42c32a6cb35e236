//! Text within a line.

use super::{Writer, escape};
use crate::component::Component;
use crate::document::{
    BlockKind, Formula, Image, Inline, InlineKind, Link, Math, Picture, Style, Target,
    plain_text,
};
use crate::language::Language;

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
            InlineKind::Math(math) => self.math(math),
            InlineKind::Foreign(language, inner) => {
                self.language(language);
                self.content(inner);
            }
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

    /// What says the language of the content that follows, for hyphenation and for ears.
    pub(super) fn language(&mut self, language: &Language) {
        self.push("#text(lang: ");
        self.string(&language.code);
        if let Some(region) = &language.region {
            self.push(", region: ");
            self.string(region);
        }
        self.push(")");
    }

    fn call_with_string(&mut self, call: &str, text: &str) {
        self.push(call);
        self.string(text);
        self.push(")");
    }

    /// A formula; one that cannot be set as it was written.
    fn math(&mut self, math: &Math) {
        let Math { tex, block, set } = math;
        match set {
            Some(Formula { markup, spoken }) => {
                self.push(&format!("#math.equation(block: {block}, alt: "));
                self.string(spoken);
                self.push(&format!(", $ {markup} $)"));
            }
            None => {
                self.push(&format!("#raw(block: {block}, lang: \"tex\", "));
                self.string(tex);
                self.push(")");
            }
        }
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
            // A browser shows nothing of it either.
            _ if is_blank(&link.content) => {}
            Target::None => self.inlines(&link.content),
            // An empty address leads nowhere, and Typst refuses it.
            Target::Url(url) | Target::Written(url) if url.is_empty() => {
                self.inlines(&link.content);
            }
            // A link without words, such as an icon, shows where it leads.
            target if plain_text(&link.content).trim().is_empty() => {
                self.inlines(&link.content);
                self.linked(target, |writer| {
                    writer.push(&escape::text(&address(target)));
                });
            }
            target => {
                for run in link.content.chunk_by(|a, b| is_silent(a) == is_silent(b)) {
                    match run {
                        [first, ..] if is_silent(first) => self.inlines(run),
                        run => self.linked(target, |writer| writer.inlines(run)),
                    }
                }
                self.address_note(target, &link.content);
            }
        }
    }

    fn linked(&mut self, target: &Target, content: impl FnOnce(&mut Self)) {
        self.push("#link(");
        self.target(target);
        self.push(")[");
        content(self);
        self.push("]");
    }

    /// The address of a link as a note, unless the text of the link is the address.
    fn address_note(&mut self, target: &Target, content: &[Inline]) {
        let Target::Url(url) = target else { return };
        let shown = plain_text(content);
        let is_web = url.starts_with("http://") || url.starts_with("https://");
        if self.print_urls && is_web && !url.contains(shown.trim()) {
            self.push("#footnote[");
            self.push(&escape::text(&address(target)));
            self.push("]");
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

/// Whether an inline is decoration, which a screen reader passes over. Within a link that is
/// not allowed (PDF/UA-1, ISO 14289-1, 7.18.5), so it stands beside it.
fn is_silent(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Component(node) => {
            node.component == Component::Icon
                && node.inlines("text").is_empty()
                && node.inlines("alt").is_empty()
        }
        InlineKind::Image(image) => image.decorative || image.alt.is_empty(),
        _ => false,
    }
}

/// Whether a line holds nothing but white space.
fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|inline| match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::SoftBreak | InlineKind::LineBreak => true,
        _ => false,
    })
}

/// An address as one would read it out.
fn address(target: &Target) -> String {
    match target {
        Target::Internal(id) => format!("#{id}"),
        Target::Url(url) | Target::Written(url) => {
            let url = url.strip_prefix("mailto:").unwrap_or(url);
            url.split_once("://")
                .map_or(url, |(_, rest)| rest)
                .trim_end_matches('/')
                .to_owned()
        }
        Target::None => String::new(),
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
