//! What each HTML element becomes.

use super::attributes::{alignment, has_class, is_hidden, language, pixels, style};
use super::folding;
use super::node::{Node, into_blocks, into_inlines, into_plain_blocks};
use super::table;
use super::tokens::Tag;
use super::tree::Frame;
use crate::component::Component;
use crate::document::{
    Alignment, Block, BlockKind, Code, ComponentNode, Definition, FieldValue, Heading,
    Image, Inline, InlineKind, Link, List, ListItem, Picture, Section, Style, Target,
    plain_text_of_blocks,
};
use crate::language::Language;
use crate::ledger::{Fate, Item, Ledger};
use crate::source::Span;

/// Whether an element never has content (HTML standard, 13.1.2).
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether the start of an element ends an open paragraph.
pub(super) fn is_block(name: &str) -> bool {
    is_wrapper(name)
        || matches!(
            name,
            "p" | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "ul"
                | "ol"
                | "dl"
                | "pre"
                | "table"
                | "blockquote"
                | "hr"
                | "figure"
                | "details"
                | "form"
        )
}

/// Whether blanks in an element count.
pub(super) fn keeps_blanks(name: &str) -> bool {
    matches!(name, "pre" | "textarea")
}

fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "center"
            | "address"
            | "fieldset"
            | "hgroup"
    )
}

/// The reason why an element is left out, if it is.
fn left_out(tag: &Tag) -> Option<&'static str> {
    match tag.name.as_str() {
        "script" | "noscript" => Some("runs only in a browser"),
        "style" | "link" | "meta" | "base" | "head" | "title" => {
            Some("says how the web page looks")
        }
        "template" | "slot" => Some("is not shown by a browser either"),
        "svg" | "canvas" => {
            Some("a drawing of the web page; use a picture file for print")
        }
        "input" | "select" | "option" | "optgroup" | "textarea" | "button"
        | "datalist" => Some("a control that works only in a browser"),
        "source" | "track" | "area" | "map" | "col" | "param" => {
            Some("belongs to its element")
        }
        _ if is_hidden(tag) => Some("is hidden on the web page too"),
        _ => None,
    }
}

/// What a field of a form asks for, where only the field itself says so.
fn asked_for(tag: &Tag) -> Option<&str> {
    let is_field = matches!(tag.name.as_str(), "input" | "textarea");
    let words = tag.get("placeholder").filter(|_| is_field && !is_hidden(tag))?;
    Some(words.trim())
        .filter(|words| !words.is_empty() && tag.get("type") != Some("hidden"))
}

/// The nodes that a closed element leaves.
pub(super) fn finish(frame: Frame, ledger: &mut Ledger) -> Vec<Node> {
    let (name, span) = (frame.tag.name.clone(), frame.span);
    if folding::is_toggle(&frame) {
        ledger.add(Item::Html, &name, span, Fate::Printed);
        return marked(span, folding::TOGGLE.to_owned(), into_blocks(frame.children));
    }
    if let Some(reason) = left_out(&frame.tag) {
        // A button or an option may carry words; these stay.
        let keeps_words = matches!(
            name.as_str(),
            "button" | "noscript" | "option" | "textarea" | "map"
        );
        ledger.add(Item::Html, &name, span, Fate::Dropped(reason.to_owned()));
        return match asked_for(&frame.tag) {
            Some(words) => vec![Node::Inline(Inline::text(span, words))],
            None if keeps_words => frame.children,
            None => Vec::new(),
        };
    }
    ledger.add(Item::Html, &name, span, Fate::Printed);
    let language = language(&frame.tag);
    let nodes = match inline(frame) {
        Ok(nodes) => nodes,
        Err(frame) => block(frame),
    };
    match language {
        Some(language) => foreign(nodes, &name, span, &language),
        None => nodes,
    }
}

/// Nodes in another language. Parts of lists and tables are only parts, they stay themselves.
fn foreign(nodes: Vec<Node>, name: &str, span: Span, language: &Language) -> Vec<Node> {
    let around = |line| Inline::new(span, InlineKind::Foreign(language.clone(), line));
    if nodes.iter().all(|node| matches!(node, Node::Inline(_))) {
        return vec![Node::Inline(around(into_inlines(nodes)))];
    }
    if is_wrapper(name)
        || matches!(name, "p" | "blockquote" | "ul" | "ol" | "dl" | "table")
    {
        let kind = BlockKind::Foreign(language.clone(), into_blocks(nodes));
        return vec![Node::Block(Block::new(span, kind))];
    }
    let said = |node| match node {
        Node::Block(Block { kind: BlockKind::Heading(mut heading), span }) => {
            heading.content = vec![around(std::mem::take(&mut heading.content))];
            Node::Block(Block::new(span, BlockKind::Heading(heading)))
        }
        node => node,
    };
    nodes.into_iter().map(said).collect()
}

fn inline(frame: Frame) -> Result<Vec<Node>, Frame> {
    let span = frame.span;
    let one = |kind| Ok(vec![Node::Inline(Inline::new(span, kind))]);
    match frame.tag.name.as_str() {
        "b" | "strong" => Ok(styled(Style::Strong, frame)),
        "i" if has_class(&frame.tag, |class| class.starts_with("fa"))
            && frame.children.is_empty() =>
        {
            one(InlineKind::Component(icon(&frame.tag, span)))
        }
        "i" | "em" | "cite" | "dfn" | "var" => Ok(styled(Style::Emphasis, frame)),
        "s" | "del" | "strike" => Ok(styled(Style::Strikethrough, frame)),
        "u" | "ins" => Ok(styled(Style::Inserted, frame)),
        "mark" => Ok(styled(Style::Marked, frame)),
        "sup" => Ok(styled(Style::Superscript, frame)),
        "sub" => Ok(styled(Style::Subscript, frame)),
        "small" => Ok(styled(Style::Small, frame)),
        "kbd" => Ok(styled(Style::Keyboard, frame)),
        "code" | "samp" | "tt" => one(InlineKind::Code(text_of(frame.children))),
        "br" => one(InlineKind::LineBreak),
        "wbr" => one(InlineKind::Text("\u{200b}".to_owned())),
        "a" => Ok(link(frame)),
        "img" => Ok(vec![Node::Inline(Inline::new(
            span,
            InlineKind::Image(image(&frame.tag)),
        ))]),
        "span" | "font" | "abbr" | "time" | "label" | "bdi" | "bdo" | "data" | "q"
        | "big" => Ok(anchored_inline(frame)),
        _ => Err(frame),
    }
}

fn block(frame: Frame) -> Vec<Node> {
    let span = frame.span;
    let align = match frame.tag.name.as_str() {
        "center" => Some(Alignment::Center),
        _ => alignment(&frame.tag),
    };
    let mut id = frame.tag.get("id").filter(|id| !id.is_empty()).map(str::to_owned);
    let one = |kind| vec![Node::Block(Block::new(span, kind))];
    if frame.tag.name == "details" {
        // The section takes the id itself.
        id = None;
    }
    let nodes = match frame.tag.name.as_str() {
        "p" => return wrapped(paragraph(frame.children), span, align, id),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return one(heading(frame, id)),
        "ul" => one(list(frame, None)),
        "ol" => {
            let start = frame
                .tag
                .get("start")
                .and_then(|start| start.parse().ok())
                .unwrap_or(1);
            one(list(frame, Some(start)))
        }
        "li" => one(BlockKind::List(single(frame))),
        "dl" => one(BlockKind::Definitions(definitions(frame.children))),
        "dt" => one(BlockKind::Definitions(vec![Definition {
            terms: vec![into_inlines(frame.children)],
            details: Vec::new(),
        }])),
        "dd" => one(BlockKind::Definitions(vec![Definition {
            terms: Vec::new(),
            details: vec![into_plain_blocks(frame.children)],
        }])),
        "pre" => one(BlockKind::Code(preformatted(frame))),
        "blockquote" => one(BlockKind::Quote(into_blocks(frame.children))),
        "hr" => one(BlockKind::Rule),
        "figure" => figure(frame),
        "figcaption" | "summary" => {
            return marked(span, frame.tag.name.clone(), into_blocks(frame.children));
        }
        "legend" => paragraph(frame.children),
        "details" => details(frame),
        "iframe" | "video" | "audio" | "object" | "embed" | "form" => embed(frame),
        "table" => table::finish(frame),
        "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption" | "colgroup" => {
            return table::finish(frame);
        }
        // What stands in a box never runs into what stands beside it.
        name if is_wrapper(name) => folding::unfolded(frame.children),
        _ => frame.children,
    };
    wrapped(nodes, span, align, id)
}

/// Puts the alignment and the id of an element around its nodes.
fn wrapped(
    nodes: Vec<Node>,
    span: Span,
    align: Option<crate::document::Alignment>,
    id: Option<String>,
) -> Vec<Node> {
    if align.is_none() && id.is_none() {
        return nodes;
    }
    let mut blocks = into_blocks(nodes);
    if let Some(align) = align {
        blocks = vec![Block::new(span, BlockKind::Aligned(align, blocks))];
    }
    if let Some(id) = id {
        blocks = vec![Block::new(span, BlockKind::Anchored(id, blocks))];
    }
    blocks.into_iter().map(Node::Block).collect()
}

fn paragraph(children: Vec<Node>) -> Vec<Node> {
    into_blocks(children).into_iter().map(Node::Block).collect()
}

fn styled(style: Style, frame: Frame) -> Vec<Node> {
    if frame.children.iter().any(|node| matches!(node, Node::Block(_))) {
        return frame.children;
    }
    let inner = frame.children.into_iter().filter_map(|node| match node {
        Node::Inline(inline) => Some(inline),
        Node::Block(_) => None,
    });
    let inner: Vec<Inline> = inner.collect();
    if inner.is_empty() {
        return Vec::new();
    }
    vec![Node::Inline(Inline::new(frame.span, InlineKind::Styled(style, inner)))]
}

fn anchored_inline(frame: Frame) -> Vec<Node> {
    let mut nodes = frame.children;
    if let Some(id) = frame.tag.get("id").filter(|id| !id.is_empty()) {
        nodes.insert(
            0,
            Node::Inline(Inline::new(frame.span, InlineKind::Anchor(id.to_owned()))),
        );
    }
    nodes
}

/// A link around blocks goes to each of their lines.
fn link(frame: Frame) -> Vec<Node> {
    let anchor = frame
        .tag
        .get("id")
        .or_else(|| frame.tag.get("name"))
        .map(str::to_owned);
    let mut nodes: Vec<Node> = Vec::new();
    if let Some(id) = anchor.filter(|id| !id.is_empty()) {
        nodes.push(Node::Inline(Inline::new(frame.span, InlineKind::Anchor(id))));
    }
    let Some(url) = frame.tag.get("href").map(str::to_owned) else {
        nodes.extend(frame.children);
        return nodes;
    };
    let around = |content: Vec<Inline>| {
        let link = Link { target: Target::Written(url.clone()), content };
        Inline::new(frame.span, InlineKind::Link(link))
    };
    let mut line = Vec::new();
    for node in frame.children {
        match node {
            Node::Inline(inline) => line.push(inline),
            Node::Block(mut block) => {
                if !line.is_empty() {
                    nodes.push(Node::Inline(around(std::mem::take(&mut line))));
                }
                link_lines(&mut block, &around);
                nodes.push(Node::Block(block));
            }
        }
    }
    if !line.is_empty() {
        nodes.push(Node::Inline(around(line)));
    }
    nodes
}

fn link_lines(block: &mut Block, around: &impl Fn(Vec<Inline>) -> Inline) {
    match &mut block.kind {
        BlockKind::Paragraph(line) | BlockKind::Plain(line) => {
            *line = vec![around(std::mem::take(line))];
        }
        BlockKind::Heading(heading) => {
            heading.content = vec![around(std::mem::take(&mut heading.content))];
        }
        BlockKind::Anchored(_, inner)
        | BlockKind::Aligned(_, inner)
        | BlockKind::Foreign(_, inner) => {
            inner.iter_mut().for_each(|block| link_lines(block, around));
        }
        _ => {}
    }
}

fn icon(tag: &Tag, span: Span) -> ComponentNode {
    let classes = tag.get("class").unwrap_or_default().to_owned();
    ComponentNode::new(Component::Icon, "i", Vec::new()).with(
        "icon",
        span,
        FieldValue::Icon(classes),
    )
}

fn image(tag: &Tag) -> Image {
    let hidden =
        tag.get("aria-hidden") == Some("true") || tag.get("role") == Some("presentation");
    let size = |name| style(tag, name).or_else(|| tag.get(name)).and_then(pixels);
    Image {
        picture: Picture::Written(picture_address(tag).to_owned()),
        alt: tag.get("alt").unwrap_or_default().to_owned(),
        title: tag.get("title").unwrap_or_default().to_owned(),
        width: size("width"),
        height: size("height"),
        // An empty alt says: decoration (HTML standard, 4.8.4.4.3).
        decorative: hidden || tag.get("alt") == Some(""),
    }
}

/// Where a picture is: scripts that load pictures late leave the address in other places, and
/// of several sizes the first will do.
fn picture_address(tag: &Tag) -> &str {
    let first = |list: &'_ str| {
        list.split([',', ' ']).find(|part| !part.is_empty()).map(str::len)
    };
    let given = |name: &str| tag.get(name).filter(|value| !value.is_empty());
    let set = ["srcset", "data-srcset"].into_iter().find_map(given);
    let set = set.map(str::trim_start).and_then(|list| list.get(..first(list)?));
    let late = ["data-src", "data-lazy-src", "data-original"];
    given("src")
        .filter(|url| {
            !url.starts_with("data:") || !late.iter().any(|name| given(name).is_some())
        })
        .or_else(|| late.into_iter().find_map(given))
        .or(set)
        .unwrap_or_default()
}

fn heading(frame: Frame, id: Option<String>) -> BlockKind {
    let level = frame
        .tag
        .name
        .bytes()
        .next_back()
        .map_or(1, |digit| digit.saturating_sub(b'0'));
    let content = into_inlines(frame.children);
    BlockKind::Heading(Heading { level, id, classes: Vec::new(), content })
}

fn list(frame: Frame, start: Option<u64>) -> BlockKind {
    let mut items = Vec::new();
    let mut loose = Vec::new();
    for node in frame.children {
        match node {
            Node::Block(Block { kind: BlockKind::List(list), .. })
                if list.start.is_none() && list.items.len() == 1 && list.tight =>
            {
                items.extend(list.items);
            }
            node => loose.push(node),
        }
    }
    let rest = into_plain_blocks(loose);
    if let Some(span) = rest.iter().map(|block| block.span).reduce(Span::join) {
        items.push(ListItem { span, checked: None, blocks: rest });
    }
    BlockKind::List(List { start, tight: true, items })
}

fn single(frame: Frame) -> List {
    let blocks = into_plain_blocks(frame.children);
    List {
        start: None,
        tight: true,
        items: vec![ListItem { span: frame.span, checked: None, blocks }],
    }
}

fn definitions(children: Vec<Node>) -> Vec<Definition> {
    let mut out: Vec<Definition> = Vec::new();
    for node in children {
        let parts = match node {
            Node::Block(Block { kind: BlockKind::Definitions(parts), .. }) => parts,
            Node::Inline(Inline { kind: InlineKind::Text(text), .. })
                if text.trim().is_empty() =>
            {
                continue;
            }
            node => vec![Definition {
                terms: Vec::new(),
                details: vec![into_blocks(vec![node])],
            }],
        };
        for part in parts {
            match out.last_mut() {
                Some(last) if part.terms.is_empty() => last.details.extend(part.details),
                Some(last) if last.details.is_empty() => last.terms.extend(part.terms),
                _ => out.push(part),
            }
        }
    }
    out
}

fn text_of(children: Vec<Node>) -> String {
    let blocks = into_blocks_verbatim(children);
    plain_text_of_blocks(&blocks).trim_end_matches(' ').to_owned()
}

/// Code keeps its blanks, so the lines are not trimmed.
fn into_blocks_verbatim(children: Vec<Node>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut line = Vec::new();
    let close = |line: &mut Vec<Inline>| {
        Block::new(Span::default(), BlockKind::Plain(std::mem::take(line)))
    };
    for node in children {
        match node {
            Node::Inline(inline) => line.push(inline),
            Node::Block(block) => {
                blocks.push(close(&mut line));
                blocks.push(block);
            }
        }
    }
    blocks.push(close(&mut line));
    blocks
}

fn preformatted(frame: Frame) -> Code {
    let language = frame.tag.get("class").and_then(|classes| {
        classes
            .split_ascii_whitespace()
            .find_map(|class| class.strip_prefix("language-"))
    });
    let language = language.map(str::to_owned);
    let text = text_of(frame.children);
    // A line ending right after the start tag does not count (HTML standard, 13.1.2.5).
    let text = text
        .strip_prefix('\n')
        .unwrap_or(&text)
        .trim_end_matches('\n')
        .to_owned();
    Code {
        language,
        text,
        fenced: true,
        numbers: None,
        marked: Vec::new(),
    }
}

/// The elements in which a part is something: a cell in a row, a caption in its figure. None
/// for what is no part.
pub(super) fn part_of(node: &Node) -> Option<&'static [&'static str]> {
    let Node::Block(Block { kind: BlockKind::Component(node), .. }) = node else {
        return None;
    };
    if node.component != Component::Unwrap {
        return None;
    }
    Some(match node.name.as_str() {
        "td" | "th" => &["tr", "tbody", "thead", "tfoot", "table"],
        "tr" => &["tbody", "thead", "tfoot", "table"],
        "figcaption" => &["figure"],
        "summary" => &["details"],
        folding::TOGGLE => &["div", "section", "article", "main", "aside", "fieldset"],
        "tbody" | "thead" | "tfoot" | "caption" => &["table"],
        _ => &[],
    })
}

/// What stands in a part.
pub(super) fn content(node: Node) -> Vec<Node> {
    match node {
        Node::Block(Block { kind: BlockKind::Component(node), .. }) => {
            node.body.into_iter().map(Node::Block).collect()
        }
        node => vec![node],
    }
}

/// A caption or summary waits, marked by its name, for the element around it.
fn marked(span: Span, name: String, blocks: Vec<Block>) -> Vec<Node> {
    let node = ComponentNode::new(Component::Unwrap, name, blocks);
    vec![Node::Block(Block::new(span, BlockKind::Component(node)))]
}

fn take_marked(children: &mut Vec<Node>, name: &str) -> Option<Vec<Inline>> {
    let is_it = |node: &Node| match node {
        Node::Block(Block { kind: BlockKind::Component(component), .. }) => {
            component.name == name
        }
        _ => false,
    };
    let Node::Block(block) = children.remove(children.iter().position(is_it)?) else {
        return None;
    };
    let BlockKind::Component(component) = block.kind else { return None };
    Some(into_inlines(component.body.into_iter().map(Node::Block).collect()))
}

fn figure(mut frame: Frame) -> Vec<Node> {
    let caption = take_marked(&mut frame.children, "figcaption").unwrap_or_default();
    let body = into_blocks(frame.children);
    let mut node = ComponentNode::new(Component::Figure, "figure", body);
    if !caption.is_empty() {
        node = node.with("caption", frame.span, FieldValue::Text(caption));
    }
    vec![Node::Block(Block::new(frame.span, BlockKind::Component(node)))]
}

/// What folds on the web is a section on paper; its summary is the heading.
fn details(mut frame: Frame) -> Vec<Node> {
    let title = take_marked(&mut frame.children, "summary").unwrap_or_default();
    let id = frame.tag.get("id").filter(|id| !id.is_empty()).map(str::to_owned);
    frame.tag.attributes.remove("id");
    let section = Section { title, id, body: into_blocks(frame.children) };
    vec![Node::Block(Block::new(frame.span, BlockKind::Section(section)))]
}

fn embed(frame: Frame) -> Vec<Node> {
    let (tag, span) = (&frame.tag, frame.span);
    let kind = match tag.name.as_str() {
        "video" | "audio" | "form" => tag.name.clone(),
        _ => "page".to_owned(),
    };
    // A form works only on its page, so the link leads there: the empty address.
    let link = match tag.name.as_str() {
        "form" => "",
        _ => tag.get("src").or_else(|| tag.get("data")).unwrap_or_default(),
    };
    let mut node =
        ComponentNode::new(Component::Embed, &tag.name, into_blocks(frame.children))
            .with("kind", span, FieldValue::Word(kind))
            .with("link", span, FieldValue::Url(Target::Written(link.to_owned())));
    if let Some(title) = tag.get("title").or_else(|| tag.get("aria-label")) {
        let title = vec![Inline::text(span, title)];
        node = node.with("title", span, FieldValue::Text(title));
    }
    vec![Node::Block(Block::new(span, BlockKind::Component(node)))]
}
