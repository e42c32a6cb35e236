//! A document as plain text for mail programs: the same words as the HTML, addresses of links
//! after their texts.

use crate::document::{
    Block, BlockKind, ComponentNode, Document, FieldValue, Inline, InlineKind, Target,
};

/// The document.
#[must_use]
pub fn text(document: &Document) -> String {
    let mut parts = Vec::new();
    blocks(&document.blocks, &mut parts);
    for footnote in document.footnotes.values() {
        blocks(&footnote.blocks, &mut parts);
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n") + "\n"
}

fn blocks(list: &[Block], out: &mut Vec<String>) {
    list.iter().for_each(|block| self::block(&block.kind, out));
}

/// The parts of some blocks, each line after `first` or `rest`.
fn indented(list: &[Block], first: &str, rest: &str) -> String {
    let mut parts = Vec::new();
    blocks(list, &mut parts);
    let text = parts.join("\n");
    let line = |(number, line): (usize, &str)| {
        format!("{}{line}", if number == 0 { first } else { rest })
    };
    text.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn block(kind: &BlockKind, out: &mut Vec<String>) {
    match kind {
        BlockKind::Paragraph(line) | BlockKind::Plain(line) => out.push(inlines(line)),
        BlockKind::Heading(heading) => out.push(inlines(&heading.content)),
        BlockKind::List(list) => {
            let item = |(number, item): (u64, &crate::document::ListItem)| {
                let mark = match list.start {
                    Some(start) => format!("{}. ", start + number),
                    None => "- ".to_owned(),
                };
                indented(&item.blocks, &mark, &" ".repeat(mark.len()))
            };
            let items: Vec<String> = (0..).zip(&list.items).map(item).collect();
            out.push(items.join("\n"));
        }
        BlockKind::Quote(inner) => out.push(indented(inner, "> ", "> ")),
        BlockKind::Code(code) => out.push(code.text.clone()),
        BlockKind::Table(table) => {
            let row = |row: &Vec<crate::document::Cell>| {
                let cells = row
                    .iter()
                    .map(|cell| indented(&cell.blocks, "", "").replace('\n', " "));
                cells.collect::<Vec<_>>().join(" | ")
            };
            let rows: Vec<String> =
                table.head.iter().chain(&table.body).map(row).collect();
            out.push(rows.join("\n"));
        }
        BlockKind::Definitions(list) => {
            for one in list {
                out.extend(one.terms.iter().map(|term| inlines(term)));
                one.details.iter().for_each(|detail| blocks(detail, out));
            }
        }
        BlockKind::Rule => out.push("---".to_owned()),
        BlockKind::Section(section) => {
            out.push(inlines(&section.title));
            blocks(&section.body, out);
        }
        BlockKind::Anchored(_, inner) | BlockKind::Aligned(_, inner) => {
            blocks(inner, out);
        }
        BlockKind::Foreign(_, inner) => blocks(inner, out),
        BlockKind::Component(node) => component(node, out),
        BlockKind::Html(_) => {}
    }
}

fn component(node: &ComponentNode, out: &mut Vec<String>) {
    let target = node.fields.values().find_map(|field| match &field.value {
        FieldValue::Url(Target::Url(url)) => Some(url.as_str()),
        _ => None,
    });
    for (name, field) in &node.fields {
        if let FieldValue::Text(line) = &field.value
            && *name != "alt"
        {
            out.push(linked(&inlines(line), target));
        }
    }
    blocks(&node.body, out);
}

/// A text and the address it leads to, unless it says that itself.
fn linked(text: &str, target: Option<&str>) -> String {
    match target.filter(|url| *url != text && url.strip_prefix("mailto:") != Some(text)) {
        Some(url) => format!("{text} <{url}>"),
        None => text.to_owned(),
    }
}

fn inlines(line: &[Inline]) -> String {
    line.iter().map(|one| inline(&one.kind)).collect()
}

fn inline(kind: &InlineKind) -> String {
    match kind {
        InlineKind::Text(text) | InlineKind::Code(text) => text.clone(),
        InlineKind::Math(math) => math.tex.clone(),
        InlineKind::Styled(_, inner) | InlineKind::Foreign(_, inner) => inlines(inner),
        InlineKind::Link(link) => {
            let target = match &link.target {
                Target::Url(url) => Some(url.as_str()),
                _ => None,
            };
            linked(&inlines(&link.content), target)
        }
        InlineKind::Image(image) => image.alt.clone(),
        InlineKind::Footnote(inner) => format!(" ({})", inlines(inner)),
        InlineKind::SoftBreak => " ".to_owned(),
        InlineKind::LineBreak => "\n".to_owned(),
        InlineKind::Component(node) => {
            let texts = node.fields.values().filter_map(|field| match &field.value {
                FieldValue::Text(line) => Some(inlines(line)),
                _ => None,
            });
            texts.collect()
        }
        InlineKind::FootnoteReference(_)
        | InlineKind::Html(_)
        | InlineKind::Anchor(_) => String::new(),
    }
}
