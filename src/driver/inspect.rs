//! How one page was understood, for people who write maps and for programs.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::prepare::prepare;
use super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, BlockKind, ComponentNode, FieldValue, Inline, InlineKind, Picture, Target,
    Visit, plain_text,
};
use crate::ledger::Ledger;
use crate::page::Page;
use crate::report::json::DiagnosticJson;
use crate::report::sorted;
use crate::shortcode::{Delimiter, Node, Params, Shortcode, Value};
use crate::source::{Source, Span};

/// How a page was understood.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Inspection {
    /// The file.
    pub file: String,
    /// The language, as a code.
    pub language: String,
    /// The public address.
    pub url: Option<String>,
    /// The settings of the page.
    pub front_matter: FrontMatterJson,
    /// The shortcodes as a tree.
    pub shortcodes: Vec<ShortcodeJson>,
    /// The headings as printed.
    pub headings: Vec<HeadingJson>,
    /// The links as printed.
    pub links: Vec<LinkJson>,
    /// The pictures as printed.
    pub images: Vec<ImageJson>,
    /// What was met, and what became of it.
    pub ledger: Vec<LedgerJson>,
    /// What is wrong.
    pub diagnostics: Vec<DiagnosticJson>,
}

/// Front matter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FrontMatterJson {
    /// `none`, `yaml`, `toml` or `json`.
    pub format: String,
    /// The settings; keys in lower case.
    pub params: Json,
}

/// A shortcode.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShortcodeJson {
    /// Its name.
    pub name: String,
    /// `<` or `%`.
    pub delimiter: String,
    /// A list of positional or a map of named parameters.
    pub params: Json,
    /// The text between its tags.
    pub inner: Option<String>,
    /// Whether it closes itself.
    pub self_closing: bool,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The shortcodes between its tags.
    pub children: Vec<Self>,
}

/// A heading.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HeadingJson {
    /// 1 and up, never skipping.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// Its link target.
    pub id: Option<String>,
    /// The line, from 1.
    pub line: usize,
}

/// A link.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LinkJson {
    /// Its text.
    pub text: String,
    /// The address, or `#id` within the document; nothing for a link that leads nowhere.
    pub target: Option<String>,
    /// The line, from 1.
    pub line: usize,
}

/// A picture.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImageJson {
    /// The file within the document, or the address of a remote picture.
    pub file: Option<String>,
    /// The alternative text.
    pub alt: String,
    /// The line, from 1.
    pub line: usize,
}

/// An entry of the ledger.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LedgerJson {
    /// `shortcode`, `html`, `image` or `link`.
    pub item: String,
    /// Its name or address.
    pub name: String,
    /// `printed`, `dropped` or `lost`.
    pub fate: String,
    /// Why it is not on paper.
    pub reason: Option<String>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Looks at a page.
#[must_use]
pub fn inspect(
    project: &Project<'_>,
    page: &Page,
    template: &str,
    found: Vec<Diagnostic>,
) -> Inspection {
    let mut prepared = prepare(project, page, template);
    prepared.diagnostics.extend(found);
    let mut outline = Outline {
        source: &page.source,
        headings: Vec::new(),
        links: Vec::new(),
        images: Vec::new(),
    };
    outline.document(&prepared.document);
    Inspection {
        file: page.source.name().to_owned(),
        language: page.language.code.clone(),
        url: page.url.clone(),
        front_matter: FrontMatterJson {
            format: page.matter.format.name().to_owned(),
            params: serde_json::to_value(&page.matter.params).unwrap_or_default(),
        },
        shortcodes: shortcodes(&page.source, &prepared.nodes),
        headings: outline.headings,
        links: outline.links,
        images: outline.images,
        ledger: ledger(&page.source, &prepared.ledger),
        diagnostics: sorted(prepared.diagnostics)
            .iter()
            .map(DiagnosticJson::from)
            .collect(),
    }
}

/// The JSON Schema of an inspection.
#[must_use]
pub fn schema() -> Json {
    serde_json::to_value(schemars::schema_for!(Inspection)).unwrap_or_default()
}

fn shortcodes(source: &Source, nodes: &[Node]) -> Vec<ShortcodeJson> {
    nodes
        .iter()
        .filter_map(|node| match node {
            Node::Shortcode(shortcode) => Some(shortcode_json(source, shortcode)),
            _ => None,
        })
        .collect()
}

fn shortcode_json(source: &Source, shortcode: &Shortcode) -> ShortcodeJson {
    let at = source.position(shortcode.open_span.start);
    let inner = shortcode.inner.as_ref();
    ShortcodeJson {
        name: shortcode.name.clone(),
        delimiter: match shortcode.delimiter {
            Delimiter::Angle => "<".to_owned(),
            Delimiter::Percent => "%".to_owned(),
        },
        params: params(&shortcode.params),
        inner: inner.map(|inner| source.slice(inner.span).to_owned()),
        self_closing: shortcode.self_closing,
        line: at.line,
        column: at.column,
        children: inner
            .map(|inner| shortcodes(source, &inner.nodes))
            .unwrap_or_default(),
    }
}

fn params(params: &Params) -> Json {
    let value = |value: &Value| match value {
        Value::String(text) => Json::from(text.as_str()),
        Value::Bool(flag) => Json::from(*flag),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => Json::from(*number),
    };
    if params.is_named() {
        let pairs = params
            .iter()
            .filter_map(|param| Some((param.name.clone()?, value(&param.value))));
        return Json::Object(pairs.collect::<Map<_, _>>());
    }
    params.iter().map(|param| value(&param.value)).collect()
}

fn ledger(source: &Source, ledger: &Ledger) -> Vec<LedgerJson> {
    let entries = ledger.entries.iter().map(|entry| {
        let at = source.position(entry.span.start);
        LedgerJson {
            item: entry.item.name().to_owned(),
            name: entry.name.clone(),
            fate: entry.fate.name().to_owned(),
            reason: entry.fate.reason().map(str::to_owned),
            line: at.line,
            column: at.column,
        }
    });
    entries.collect()
}

/// Collects what stands out of a tree.
struct Outline<'a> {
    source: &'a Source,
    headings: Vec<HeadingJson>,
    links: Vec<LinkJson>,
    images: Vec<ImageJson>,
}

impl Outline<'_> {
    fn line(&self, span: Span) -> usize {
        self.source.position(span.start).line
    }

    fn link(&mut self, target: &Target, text: String, span: Span) {
        let target = match target {
            Target::Url(url) | Target::Written(url) => Some(url.clone()),
            Target::Internal(id) => Some(format!("#{id}")),
            Target::None => None,
        };
        let line = self.line(span);
        self.links.push(LinkJson { text, target, line });
    }

    fn image(&mut self, picture: &Picture, alt: String, span: Span) {
        let file = match picture {
            Picture::File(path) | Picture::Remote(path) | Picture::Written(path) => {
                Some(path.clone())
            }
            Picture::Missing => None,
        };
        let line = self.line(span);
        self.images.push(ImageJson { file, alt, line });
    }
}

impl Visit for Outline<'_> {
    fn block(&mut self, block: &Block) {
        if let BlockKind::Heading(heading) = &block.kind {
            let line = self.line(block.span);
            let text = plain_text(&heading.content);
            self.headings.push(HeadingJson {
                level: heading.level,
                text,
                id: heading.id.clone(),
                line,
            });
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Link(link) => {
                self.link(&link.target, plain_text(&link.content), inline.span);
            }
            InlineKind::Image(image) => {
                self.image(&image.picture, image.alt.clone(), inline.span);
            }
            _ => {}
        }
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &ComponentNode) {
        for field in node.fields.values() {
            match &field.value {
                FieldValue::Url(target) => {
                    self.link(target, node.word("title"), field.span);
                }
                FieldValue::Image(picture) => {
                    self.image(picture, node.word("alt"), field.span);
                }
                _ => {}
            }
        }
        self.walk_component(node);
    }
}
