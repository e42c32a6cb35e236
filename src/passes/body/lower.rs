//! What a shortcode becomes. Components that the document tree has nodes of its own for
//! are put there; the rest go to the template as they are.

use super::Reader;
use super::columns;
use super::fill::Filling;
use super::weave::Hole;
use crate::component::{Component, InnerKind};
use crate::config::Mapping;
use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, BlockKind, Code, ComponentNode, Field, FieldValue, Heading, Inline,
    InlineKind, Link, REFERENCE, Section, Target,
};
use crate::html;
use crate::ledger::{Fate, Item};
use crate::markdown::fence_options;
use crate::shortcode::Shortcode;
use crate::source::Span;

impl Reader<'_> {
    /// What goes into a hole.
    pub(super) fn fill(&mut self, hole: &Hole) -> Filling {
        let shortcode = &hole.shortcode;
        let span = shortcode.span;
        if shortcode.name.ends_with(".inline") {
            return self.inline_template(shortcode);
        }
        let Some(mapping) = self.context.shortcodes.get(&shortcode.name) else {
            return self.unknown(hole);
        };
        if matches!(mapping.component, Component::When | Component::Unless) {
            return self.when(hole, mapping.component);
        }
        let fate = match mapping.component {
            Component::Drop => Fate::Dropped(
                mapping
                    .reason
                    .clone()
                    .unwrap_or_else(|| "mapped to `drop` in `offprint.yml`".to_owned()),
            ),
            // Something else stands in its place, such as a link to the web page.
            _ => mapping.reason.clone().map_or(Fate::Printed, Fate::Dropped),
        };
        self.ledger
            .add(Item::Shortcode, &shortcode.name, shortcode.open_span, fate);
        let fields = self.fields(mapping, shortcode);
        let mut node = ComponentNode {
            fields,
            ..ComponentNode::new(mapping.component, &shortcode.name, Vec::new())
        };
        if let Some(code) = self.code(hole, mapping, &node) {
            if fence_options(&node.word("options")).inline {
                let text = code.text.trim().to_owned();
                return Filling::Inlines(vec![Inline::new(span, InlineKind::Code(text))]);
            }
            let code = Block::new(span, BlockKind::Code(code));
            if node.component == Component::Code {
                return Filling::Blocks(vec![code]);
            }
            node.body = vec![code];
            return Filling::component(span, node);
        }
        node.body = self.body(hole, mapping, &mut node);
        let language = self.language(mapping, shortcode);
        let filling = self.lower(span, node);
        match language {
            Some(language) => filling.foreign(span, language),
            None => filling,
        }
    }

    /// A template in the page itself: Hugo runs it only if the site allows that, and nobody
    /// else can.
    fn inline_template(&mut self, shortcode: &Shortcode) -> Filling {
        let reason = "a template in the page, which only Hugo can run";
        let fate = Fate::Dropped(reason.to_owned());
        self.ledger
            .add(Item::Shortcode, &shortcode.name, shortcode.open_span, fate);
        let message = format!("inline shortcode `{}` is left out", shortcode.name);
        let diagnostic = Diagnostic::warning("shortcode-inline", message);
        let hint = "write out what it would print, or make it a shortcode of its own";
        self.diagnostics
            .push(diagnostic.at(self.context.source, shortcode.open_span).hint(hint));
        Filling::Inlines(Vec::new())
    }

    fn unknown(&mut self, hole: &Hole) -> Filling {
        let shortcode = &hole.shortcode;
        let name = &shortcode.name;
        let reason = "no component is named for it in `offprint.yml`";
        self.ledger.add(
            Item::Shortcode,
            name,
            shortcode.open_span,
            Fate::Lost(reason.to_owned()),
        );
        let hint = format!("add to `offprint.yml`:\n{}", suggestion(shortcode));
        let near = self.context.shortcodes.nearest(name);
        let near = near
            .map(|near| format!("; did you mean `{near}`?"))
            .unwrap_or_default();
        self.diagnostics.push(
            Diagnostic::error(
                "shortcode-unknown",
                format!("unknown shortcode `{name}`{near}"),
            )
            .at(self.context.source, shortcode.open_span)
            .hint(hint),
        );
        match &hole.inner {
            Some(inner) => Filling::Blocks(self.blocks(inner)),
            None => Filling::Inlines(Vec::new()),
        }
    }

    /// Code and diagrams keep what stands between the tags letter by letter.
    fn code(
        &mut self,
        hole: &Hole,
        mapping: &Mapping,
        node: &ComponentNode,
    ) -> Option<Code> {
        let fallback = match mapping.component {
            Component::Code => None,
            Component::Diagram => Some("mermaid".to_owned()),
            _ => return None,
        };
        // One that nobody closed has nothing in it.
        let inner = hole.shortcode.inner.as_ref();
        let text = inner.map_or("", |inner| self.context.source.slice(inner.span));
        let options = fence_options(&node.word("options"));
        let language = Some(node.word("language"))
            .filter(|word| !word.is_empty())
            .or(fallback);
        let text = text.trim_matches(['\n', '\r']).trim_end().replace("\r\n", "\n");
        Some(Code {
            language,
            text,
            fenced: true,
            numbers: options.numbers,
            marked: options.marked,
        })
    }

    /// What stands between the tags, read the way the mapping says.
    fn body(
        &mut self,
        hole: &Hole,
        mapping: &Mapping,
        node: &mut ComponentNode,
    ) -> Vec<Block> {
        let Some(inner) = &hole.inner else { return Vec::new() };
        match mapping.inner {
            InnerKind::Markdown | InnerKind::Shortcodes => self.blocks(inner),
            // An inside that nobody expected is not lost.
            InnerKind::None => self.blocks(inner),
            InnerKind::Raw => Vec::new(),
            InnerKind::Text => {
                let span = hole
                    .shortcode
                    .inner
                    .as_ref()
                    .map_or(hole.shortcode.span, |inner| inner.span);
                let text = html::read_text(inner.text.text().trim(), span, self.ledger);
                let line = Block::new(span, BlockKind::Paragraph(text));
                let blocks =
                    super::fill::Filler { reader: self, woven: inner }.blocks(vec![line]);
                self.text_field(blocks, mapping, node)
            }
        }
    }

    /// Text between the tags is the `text` of a component that has such a field.
    fn text_field(
        &mut self,
        mut blocks: Vec<Block>,
        mapping: &Mapping,
        node: &mut ComponentNode,
    ) -> Vec<Block> {
        let takes = mapping.component.field("text").is_some()
            && !node.fields.contains_key("text");
        let line = match blocks.first_mut() {
            Some(Block { kind: BlockKind::Paragraph(line), span }) if takes => {
                (std::mem::take(line), *span)
            }
            _ => return blocks,
        };
        blocks.remove(0);
        node.fields
            .insert("text", Field { span: line.1, value: FieldValue::Text(line.0) });
        blocks
    }

    fn lower(&mut self, span: Span, mut node: ComponentNode) -> Filling {
        let inline = |kind| Filling::Inlines(vec![Inline::new(span, kind)]);
        let block = |kind| Filling::Blocks(vec![Block::new(span, kind)]);
        match node.component {
            Component::Drop => Filling::Inlines(Vec::new()),
            Component::Unwrap | Component::Table => Filling::Blocks(node.body),
            Component::Section | Component::Details => {
                let id = Some(node.word("id")).filter(|id| !id.is_empty());
                block(BlockKind::Section(Section {
                    title: take(&mut node, "title"),
                    id,
                    body: node.body,
                }))
            }
            Component::Heading => Filling::Blocks(heading(span, node)),
            Component::Anchor => inline(InlineKind::Anchor(node.word("id"))),
            Component::Link => self.link(span, node),
            Component::Text => Filling::Inlines(take(&mut node, "text")),
            Component::Tooltip => {
                let mut inlines = take(&mut node, "text");
                inlines.push(Inline::new(
                    span,
                    InlineKind::Footnote(take(&mut node, "tip")),
                ));
                Filling::Inlines(inlines)
            }
            Component::Param => self.param(span, &node),
            Component::Merge => self.merge_field(span, &node),
            Component::Reference => {
                let target =
                    Target::Written(format!("{REFERENCE}{}", node.word("path").trim()));
                inline(InlineKind::Link(Link { target, content: Vec::new() }))
            }
            Component::Include => Filling::Blocks(self.include(span, node)),
            Component::Data => Filling::Blocks(self.data(span, node)),
            Component::Columns => {
                node.body = columns::of(node.body);
                Filling::component(span, node)
            }
            Component::Scale => {
                self.name_heads(&mut node);
                Filling::component(span, node)
            }
            Component::Embed => {
                embed_address(&mut node);
                self.name_embed(&mut node);
                Filling::component(span, node)
            }
            _ => Filling::component(span, node),
        }
    }

    /// A link to something without a title says at least of what kind that is.
    pub(super) fn name_embed(&self, node: &mut ComponentNode) {
        let kind = node.word("kind");
        let span = node.fields.get("link").map(|field| field.span);
        let Some(span) = span.filter(|_| node.inlines("title").is_empty()) else {
            return;
        };
        if let Some(name) = self.context.language.kind(&kind) {
            let title = vec![Inline::text(span, name)];
            node.fields
                .insert("title", Field { span, value: FieldValue::Text(title) });
        }
    }

    /// Heads in the language of the page.
    fn name_heads(&self, node: &mut ComponentNode) {
        if let Some(FieldValue::Word(heads)) =
            node.fields.get_mut("heads").map(|field| &mut field.value)
        {
            let language = self.context.language;
            let named = heads.split(',').map(|name| language.head(name));
            *heads = named.collect::<Vec<_>>().join(", ");
        }
    }

    fn link(&mut self, span: Span, mut node: ComponentNode) -> Filling {
        let target = match node.fields.shift_remove("link").map(|field| field.value) {
            Some(FieldValue::Url(target)) => target,
            _ => Target::None,
        };
        let mut content = take(&mut node, "text");
        if content.is_empty()
            && let Target::Written(url) = &target
        {
            content = vec![Inline::text(span, url)];
        }
        Filling::Inlines(vec![Inline::new(
            span,
            InlineKind::Link(Link { target, content }),
        )])
    }

    fn param(&mut self, span: Span, node: &ComponentNode) -> Filling {
        let key = node.word("key");
        match (self.context.param)(&key) {
            Some(value) => {
                let text = html::read_text(&value.to_text(), span, self.ledger);
                Filling::Inlines(text)
            }
            None => {
                let message = format!(
                    "parameter `{key}` is set neither on the page nor for the site"
                );
                let hint = format!(
                    "add `{key}:` to the front matter, or to `params` of the site"
                );
                self.diagnostics.push(
                    Diagnostic::error("param-missing", message)
                        .at(self.context.source, span)
                        .hint(hint),
                );
                Filling::Inlines(Vec::new())
            }
        }
    }
}

fn heading(span: Span, mut node: ComponentNode) -> Vec<Block> {
    let heading = Heading {
        level: node.word("level").parse().unwrap_or(2_u8).clamp(1, 6),
        id: Some(node.word("id")).filter(|id| !id.is_empty()),
        classes: Vec::new(),
        content: take(&mut node, "text"),
    };
    let mut blocks = vec![Block::new(span, BlockKind::Heading(heading))];
    blocks.extend(node.body);
    blocks
}

/// Films and posts are named by an id; a reader of paper needs the address.
fn embed_address(node: &mut ComponentNode) {
    let kind = node.word("kind");
    let id = node.word("text");
    let address = match kind.as_str() {
        "youtube" => match node.word("start").as_str() {
            "" | "0" => format!("https://youtu.be/{id}"),
            start => format!("https://youtu.be/{id}?t={start}"),
        },
        "vimeo" => format!("https://vimeo.com/{id}"),
        "x" => format!("https://x.com/{}/status/{id}", node.word("title")),
        "instagram" => format!("https://www.instagram.com/p/{id}"),
        "gist" => format!("https://gist.github.com/{}/{id}", node.word("title")),
        _ => return,
    };
    node.fields.shift_remove("start");
    if let Some(Field { span, .. }) = node.fields.shift_remove("text") {
        node.fields.insert(
            "link",
            Field {
                span,
                value: FieldValue::Url(Target::Written(address)),
            },
        );
    }
}

/// Takes a text field out.
pub(super) fn take(node: &mut ComponentNode, name: &str) -> Vec<Inline> {
    match node.fields.shift_remove(name).map(|field| field.value) {
        Some(FieldValue::Text(inlines)) => inlines,
        Some(FieldValue::Word(word)) => vec![Inline::text(Span::default(), word)],
        _ => Vec::new(),
    }
}

/// A line for `offprint.yml` that would print what this shortcode holds.
fn suggestion(shortcode: &Shortcode) -> String {
    let mut parts = Vec::new();
    let names: Vec<&str> = shortcode
        .params
        .iter()
        .filter_map(|param| param.name.as_deref())
        .collect();
    let pick = |candidates: &[&str]| {
        names
            .iter()
            .copied()
            .find(|name| candidates.contains(&name.to_ascii_lowercase().as_str()))
    };
    let component = match (shortcode.inner.is_some(), names.is_empty()) {
        (true, _) => "callout",
        (false, false) => "card",
        (false, true) => "text",
    };
    let wanted: &[(&str, &[&str])] = match component {
        "text" => &[],
        _ => &[
            ("title", &["title", "heading", "header", "name"]),
            ("text", &["text", "description", "content"]),
            ("link", &["link", "url", "href"]),
            ("image", &["image", "img", "src", "picture"]),
        ],
    };
    for (field, candidates) in wanted {
        let known =
            Component::by_name(component).and_then(|component| component.field(field));
        if let (Some(name), Some(_)) = (pick(candidates), known) {
            parts.push(format!("{field}: {name}"));
        }
    }
    if names.is_empty() && shortcode.params.iter().next().is_some() {
        let field = if component == "callout" { "title" } else { "text" };
        parts.push(format!("{field}: 0"));
    }
    let fields: String = parts.iter().map(|part| format!(", {part}")).collect();
    format!("shortcodes:\n  {}: {{ as: {component}{fields} }}", shortcode.name)
}
