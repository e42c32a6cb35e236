//! A document as plain text for mail programs: the same words as the HTML, addresses of links
//! after their texts.

use super::words::{Cell, Part, Span, parts};
use crate::document::Document;

/// The document.
#[must_use]
pub fn text(document: &Document) -> String {
    let parts = parts(document).into_iter().map(|one| part(&one));
    let parts: Vec<String> = parts.filter(|text| !text.trim().is_empty()).collect();
    parts.join("\n\n") + "\n"
}

fn part(part: &Part) -> String {
    match part {
        Part::Paragraph(line) | Part::Bare(line) | Part::Heading(_, line) => spans(line),
        Part::List(start, items) => {
            let item = |(number, item): (u64, &Vec<Part>)| {
                let mark = match start {
                    Some(start) => format!("{}. ", start + number),
                    None => "- ".to_owned(),
                };
                indented(item, &mark, &" ".repeat(mark.len()))
            };
            (0..).zip(items).map(item).collect::<Vec<_>>().join("\n")
        }
        Part::Quote(inner) => indented(inner, "> ", "> "),
        Part::Code(text) => text.clone(),
        Part::Table(rows) => {
            rows.iter().map(|cells| row(cells)).collect::<Vec<_>>().join("\n")
        }
        Part::Rule => "---".to_owned(),
    }
}

fn row(cells: &[Cell]) -> String {
    let cells = cells
        .iter()
        .map(|cell| indented(&cell.parts, "", "").replace('\n', " "));
    cells.collect::<Vec<_>>().join(" | ")
}

/// Some parts, each line after `first` or `rest`.
fn indented(list: &[Part], first: &str, rest: &str) -> String {
    let text = list.iter().map(part).collect::<Vec<_>>().join("\n");
    let line = |(number, line): (usize, &str)| {
        format!("{}{line}", if number == 0 { first } else { rest })
    };
    text.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// A text and the address it leads to, unless it says that itself.
fn linked(text: String, url: &str) -> String {
    if url == text || url.strip_prefix("mailto:") == Some(text.as_str()) {
        text
    } else {
        format!("{text} <{url}>")
    }
}

fn spans(line: &[Span]) -> String {
    line.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Text(text) | Span::Code(text) => text.clone(),
        Span::Styled(_, inner) => spans(inner),
        Span::Link(url, inner) => linked(spans(inner), url),
        Span::SoftBreak => " ".to_owned(),
        Span::LineBreak => "\n".to_owned(),
    }
}
