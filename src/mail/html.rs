//! A document as HTML for mail programs: plain elements, no style sheet, nothing that is loaded.

use std::fmt::Write;

use super::words::{Cell, Part, Span, parts};
use crate::document::{Document, Style};

/// The document. `picture` is what the picture `cid:cover` after it says, if it has one.
#[must_use]
pub fn html(document: &Document, language: &str, picture: Option<&str>) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"></head>\n\
         <body style=\"font-family: sans-serif; line-height: 1.5; max-width: 40em\">\n",
        escaped(language)
    );
    all(&parts(document), &mut out);
    if let Some(alt) = picture {
        let _ = writeln!(
            out,
            "<p><img src=\"cid:cover\" alt=\"{}\" width=\"240\"></p>",
            escaped(alt)
        );
    }
    out + "</body></html>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn all(list: &[Part], out: &mut String) {
    list.iter().for_each(|part| self::part(part, out));
}

fn around(tag: &str, inner: impl FnOnce(&mut String), out: &mut String) {
    let name = tag.split(' ').next().unwrap_or(tag);
    let _ = write!(out, "<{tag}>");
    inner(out);
    let _ = writeln!(out, "</{name}>");
}

fn part(part: &Part, out: &mut String) {
    match part {
        Part::Paragraph(line) => around("p", |out| spans(line, out), out),
        Part::Bare(line) => spans(line, out),
        Part::Heading(level, line) => {
            around(&format!("h{level}"), |out| spans(line, out), out);
        }
        Part::List(start, items) => {
            let tag = match start {
                Some(start) => format!("ol start=\"{start}\""),
                None => "ul".to_owned(),
            };
            let items = |out: &mut String| {
                items.iter().for_each(|item| around("li", |out| all(item, out), out));
            };
            around(&tag, items, out);
        }
        Part::Quote(inner) => around("blockquote", |out| all(inner, out), out),
        Part::Code(text) => around("pre", |out| out.push_str(&escaped(text)), out),
        Part::Table(rows) => {
            let rows = |out: &mut String| rows.iter().for_each(|cells| row(cells, out));
            around(
                "table border=\"1\" cellpadding=\"6\" style=\"border-collapse: collapse\"",
                rows,
                out,
            );
        }
        Part::Rule => out.push_str("<hr>\n"),
    }
}

fn row(cells: &[Cell], out: &mut String) {
    let cell = |cell: &Cell, out: &mut String| {
        let mut tag = if cell.is_head { "th" } else { "td" }.to_owned();
        for (name, number) in [("colspan", cell.size.0), ("rowspan", cell.size.1)] {
            if number > 1 {
                let _ = write!(tag, " {name}=\"{number}\"");
            }
        }
        around(&tag, |out| all(&cell.parts, out), out);
    };
    around("tr", |out| cells.iter().for_each(|one| cell(one, out)), out);
}

fn spans(line: &[Span], out: &mut String) {
    line.iter().for_each(|span| self::span(span, out));
}

fn span(span: &Span, out: &mut String) {
    match span {
        Span::Text(text) => out.push_str(&escaped(text)),
        Span::Code(text) => {
            let _ = write!(out, "<code>{}</code>", escaped(text));
        }
        Span::Styled(style, inner) => {
            let name = element(*style);
            let _ = write!(out, "<{name}>");
            spans(inner, out);
            let _ = write!(out, "</{name}>");
        }
        Span::Link(url, inner) => {
            let _ = write!(out, "<a href=\"{}\">", escaped(url));
            spans(inner, out);
            out.push_str("</a>");
        }
        Span::SoftBreak => out.push('\n'),
        Span::LineBreak => out.push_str("<br>\n"),
    }
}

fn element(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Strikethrough => "del",
        Style::Inserted => "ins",
        Style::Marked => "mark",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
        Style::Small => "small",
        Style::Keyboard => "kbd",
    }
}
