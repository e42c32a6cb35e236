//! A document as HTML for mail programs: plain elements, no style sheet, nothing that is loaded.

use std::fmt::Write;

use crate::document::{
    Block, BlockKind, ComponentNode, Document, FieldValue, Inline, InlineKind, Style,
    Target,
};

/// The document. `picture` is what the picture `cid:cover` before it says, if it has one.
#[must_use]
pub fn html(document: &Document, language: &str, picture: Option<&str>) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"></head>\n\
         <body style=\"font-family: sans-serif; line-height: 1.5; max-width: 40em\">\n",
        escaped(language)
    );
    blocks(&document.blocks, &mut out);
    if let Some(alt) = picture {
        let _ = writeln!(
            out,
            "<p><img src=\"cid:cover\" alt=\"{}\" width=\"240\"></p>",
            escaped(alt)
        );
    }
    for footnote in document.footnotes.values() {
        blocks(&footnote.blocks, &mut out);
    }
    out + "</body></html>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn blocks(list: &[Block], out: &mut String) {
    list.iter().for_each(|block| self::block(&block.kind, out));
}

fn around(tag: &str, inner: impl FnOnce(&mut String), out: &mut String) {
    let name = tag.split(' ').next().unwrap_or(tag);
    let _ = write!(out, "<{tag}>");
    inner(out);
    let _ = writeln!(out, "</{name}>");
}

fn block(kind: &BlockKind, out: &mut String) {
    match kind {
        BlockKind::Paragraph(line) => around("p", |out| inlines(line, out), out),
        BlockKind::Plain(line) => inlines(line, out),
        BlockKind::Heading(heading) => {
            let tag = format!("h{}", heading.level.clamp(1, 6));
            around(&tag, |out| inlines(&heading.content, out), out);
        }
        BlockKind::List(list) => {
            let tag = match list.start {
                Some(start) => format!("ol start=\"{start}\""),
                None => "ul".to_owned(),
            };
            let items = |out: &mut String| {
                for item in &list.items {
                    around("li", |out| blocks(&item.blocks, out), out);
                }
            };
            around(&tag, items, out);
        }
        BlockKind::Quote(inner) => around("blockquote", |out| blocks(inner, out), out),
        BlockKind::Code(code) => {
            around("pre", |out| out.push_str(&escaped(&code.text)), out);
        }
        BlockKind::Table(table) => self::table(table, out),
        BlockKind::Definitions(list) => {
            for one in list {
                for term in &one.terms {
                    let strong = |out: &mut String| {
                        around("strong", |out| inlines(term, out), out);
                    };
                    around("p", strong, out);
                }
                one.details.iter().for_each(|detail| blocks(detail, out));
            }
        }
        BlockKind::Rule => out.push_str("<hr>\n"),
        BlockKind::Section(section) => {
            around("h2", |out| inlines(&section.title, out), out);
            blocks(&section.body, out);
        }
        BlockKind::Anchored(_, inner) | BlockKind::Aligned(_, inner) => {
            blocks(inner, out);
        }
        BlockKind::Foreign(_, inner) => blocks(inner, out),
        BlockKind::Component(node) => component(node, out),
        // HTML was read before; what is left is no text.
        BlockKind::Html(_) => {}
    }
}

fn table(table: &crate::document::Table, out: &mut String) {
    let row = |tag: &'static str, row: &[crate::document::Cell], out: &mut String| {
        let cells = |out: &mut String| {
            for cell in row {
                let tag = if cell.heading { "th" } else { tag };
                around(tag, |out| blocks(&cell.blocks, out), out);
            }
        };
        around("tr", cells, out);
    };
    let rows = |out: &mut String| {
        table.head.iter().for_each(|cells| row("th", cells, out));
        table.body.iter().for_each(|cells| row("td", cells, out));
    };
    around(
        "table border=\"1\" cellpadding=\"6\" style=\"border-collapse: collapse\"",
        rows,
        out,
    );
}

/// The texts of a component, its links, and what it holds.
fn component(node: &ComponentNode, out: &mut String) {
    let target = node.fields.values().find_map(|field| match &field.value {
        FieldValue::Url(Target::Url(url)) => Some(url.as_str()),
        _ => None,
    });
    let texts = node.fields.iter().filter(|(name, _)| **name != "alt");
    for (_, field) in texts {
        if let FieldValue::Text(line) = &field.value {
            around("p", |out| link(target, line, out), out);
        }
    }
    blocks(&node.body, out);
}

fn link(target: Option<&str>, line: &[Inline], out: &mut String) {
    match target {
        Some(url) => {
            let _ = write!(out, "<a href=\"{}\">", escaped(url));
            inlines(line, out);
            out.push_str("</a>");
        }
        None => inlines(line, out),
    }
}

fn inlines(line: &[Inline], out: &mut String) {
    line.iter().for_each(|inline| self::inline(&inline.kind, out));
}

fn inline(kind: &InlineKind, out: &mut String) {
    match kind {
        InlineKind::Text(text) => out.push_str(&escaped(text)),
        InlineKind::Code(text) => {
            let _ = write!(out, "<code>{}</code>", escaped(text));
        }
        InlineKind::Math(math) => {
            let _ = write!(out, "<code>{}</code>", escaped(&math.tex));
        }
        InlineKind::Styled(style, inner) => {
            let name = match style {
                Style::Emphasis => "em",
                Style::Strong => "strong",
                Style::Strikethrough => "del",
                Style::Inserted => "ins",
                Style::Marked => "mark",
                Style::Superscript => "sup",
                Style::Subscript => "sub",
                Style::Small => "small",
                Style::Keyboard => "kbd",
            };
            let _ = write!(out, "<{name}>");
            inlines(inner, out);
            let _ = write!(out, "</{name}>");
        }
        InlineKind::Link(one) => {
            let target = match &one.target {
                Target::Url(url) => Some(url.as_str()),
                _ => None,
            };
            link(target, &one.content, out);
        }
        InlineKind::Foreign(_, inner) => inlines(inner, out),
        InlineKind::Image(image) => out.push_str(&escaped(&image.alt)),
        InlineKind::Footnote(inner) => {
            out.push_str(" (");
            inlines(inner, out);
            out.push(')');
        }
        InlineKind::SoftBreak => out.push('\n'),
        InlineKind::LineBreak => out.push_str("<br>\n"),
        InlineKind::Component(node) => {
            for field in node.fields.values() {
                if let FieldValue::Text(line) = &field.value {
                    inlines(line, out);
                }
            }
        }
        InlineKind::FootnoteReference(_)
        | InlineKind::Html(_)
        | InlineKind::Anchor(_) => {}
    }
}
