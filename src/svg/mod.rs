//! Makes SVG pictures harmless: scripts, foreign content and everything that would be loaded
//! from elsewhere are taken out. Typst runs no scripts and loads nothing, but it refuses
//! pictures that ask for it. Pictures inside can be changed.

mod inside;

pub use inside::with_pictures;

mod recolor;

pub use recolor::recolored;

/// A picture and what was taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Harmless {
    /// The picture.
    pub svg: String,
    /// The names of the elements that were taken out, each once.
    pub removed: Vec<String>,
}

/// Takes out what does not belong into print.
#[must_use]
pub fn harmless(svg: &str) -> Harmless {
    let mut out = String::with_capacity(svg.len());
    let mut removed: Vec<String> = Vec::new();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at_checked(start).unwrap_or((rest, ""));
        out.push_str(before);
        let length = tag_length(tag);
        let (tag, after) = tag.split_at_checked(length).unwrap_or((tag, ""));
        rest = after;
        let name = name(tag);
        if !is_unwanted(name, tag) {
            push_tamed(tag, &mut out, &mut removed);
            if name == "style" && !tag.ends_with("/>") {
                rest = push_style(rest, &mut out, &mut removed);
            }
            continue;
        }
        if !removed.iter().any(|known| known == name) {
            removed.push(name.to_owned());
        }
        if !tag.ends_with("/>") {
            rest = skip(rest, name);
        }
    }
    out.push_str(rest);
    Harmless { svg: out, removed }
}

/// Writes a tag without the attributes that would run or lead to a script.
fn push_tamed(tag: &str, out: &mut String, removed: &mut Vec<String>) {
    let runs = |name: &str, value: &str| {
        let local = name.rsplit(':').next().unwrap_or(name);
        let is_handler = local.len() > 2
            && local.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
        is_handler || (local == "href" && value.trim_start().starts_with("javascript:"))
    };
    let mut rest = tag;
    while let Some(equals) = rest.find('=') {
        let (before, after) = rest.split_at_checked(equals).unwrap_or((rest, ""));
        let value = after.get(1..).unwrap_or_default();
        let skipped = value.len() - value.trim_start().len();
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            break;
        };
        let inner = value.get(1..).unwrap_or_default();
        let Some(end) = inner.find(quote) else { break };
        let name_at = before
            .trim_end()
            .rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<'))
            .map_or(0, |at| at + 1);
        let name = before.get(name_at..).unwrap_or_default().trim();
        let length = equals + 1 + skipped + end + 2;
        let (attribute, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if runs(name, inner.get(..end).unwrap_or_default()) {
            out.push_str(before.get(..name_at).unwrap_or_default().trim_end());
            if !removed.iter().any(|known| known == name) {
                removed.push(name.to_owned());
            }
        } else {
            out.push_str(attribute);
        }
        rest = tail;
    }
    out.push_str(rest);
}

/// Writes the text of a style sheet without what it would load; gives what follows it.
fn push_style<'a>(text: &'a str, out: &mut String, removed: &mut Vec<String>) -> &'a str {
    let end = text.find("</").unwrap_or(text.len());
    let (mut sheet, after) = text.split_at_checked(end).unwrap_or((text, ""));
    while let Some(at) = sheet.find("@import") {
        let (before, import) = sheet.split_at_checked(at).unwrap_or((sheet, ""));
        out.push_str(before);
        let length = import.find(';').map_or(import.len(), |end| end + 1);
        sheet = import.get(length..).unwrap_or_default();
        if !removed.iter().any(|known| known == "@import") {
            removed.push("@import".to_owned());
        }
    }
    out.push_str(sheet);
    after
}

/// Width and height of a drawing, in whatever unit: as it says, or as its `viewBox` does.
#[must_use]
pub fn size(svg: &str) -> Option<(f64, f64)> {
    let start = svg.find("<svg")?;
    let tag = svg.get(start..)?;
    let tag = tag.get(..tag_length(tag))?;
    let number = |name: &str| {
        let value = attribute(tag, name)?.trim();
        value
            .trim_end_matches("px")
            .parse::<f64>()
            .ok()
            .filter(|number| *number > 0.0)
    };
    let view = || {
        let value = attribute(tag, "viewBox")?;
        let mut numbers = value
            .split([' ', ','])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse::<f64>().ok());
        Some((numbers.nth(2)??, numbers.next()??))
    };
    number("width").zip(number("height")).or_else(view)
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest.get(..at)?.chars().next_back();
        let after = rest.get(at + name.len()..)?.trim_start();
        if before.is_some_and(char::is_whitespace)
            && let Some(value) = after.strip_prefix('=')
        {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value.get(1..)?.split(quote).next();
        }
        rest = after;
    }
    None
}

/// The length of a tag; `>` in quotes does not end it. Comments and CDATA are passed whole.
fn tag_length(text: &str) -> usize {
    for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>")] {
        if text.starts_with(open) {
            return text.find(close).map_or(text.len(), |at| at + close.len());
        }
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The local name of a start tag, empty for anything else.
fn name(tag: &str) -> &str {
    let inner = tag.get(1..).unwrap_or_default();
    let end =
        inner.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '-' | '_')));
    let name = inner.get(..end.unwrap_or(inner.len())).unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default()
}

fn is_unwanted(name: &str, tag: &str) -> bool {
    match name {
        "script" | "foreignObject" | "iframe" | "audio" | "video" => true,
        "image" | "feImage" | "use" => href(tag).is_some_and(|href| {
            let href = href.trim();
            !href.starts_with('#') && !href.starts_with("data:image/")
        }),
        _ => false,
    }
}

fn href(tag: &str) -> Option<&str> {
    let at = tag.find("href=")? + "href=".len();
    let value = tag.get(at..)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next()
}

/// What follows the end tag of an element; nested ones of the same name are not known in SVG
/// for the elements that are taken out, but they are counted.
fn skip<'a>(text: &'a str, name: &str) -> &'a str {
    let mut depth = 1_usize;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let tag = rest.get(start..).unwrap_or_default();
        let length = tag_length(tag);
        let whole = tag.get(..length).unwrap_or_default();
        let local = whole.trim_start_matches("</").trim_end_matches('>').trim();
        if whole.starts_with("</") && local.rsplit(':').next() == Some(name) {
            depth -= 1;
        } else if self::name(whole) == name && !whole.ends_with("/>") {
            depth += 1;
        }
        rest = tag.get(length..).unwrap_or_default();
        if depth == 0 {
            return rest;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::{harmless, size};

    #[test]
    fn drawings_have_a_size() {
        let cases = [
            ("<svg width='40' height=\"20px\">", Some((40.0, 20.0))),
            ("<svg viewBox='0 0 8, 4'>", Some((8.0, 4.0))),
            ("<svg width='100%' height='100%' viewBox='0 0 8 4'>", Some((8.0, 4.0))),
            ("<svg stroke-width='2' height='4'>", None),
            ("<svg>", None),
        ];
        for (svg, wanted) in cases {
            assert_eq!(size(svg), wanted, "{svg}");
        }
    }

    #[test]
    fn what_reaches_out_is_taken_out() {
        let cases = [
            ("<svg><script>a > b</script><rect/></svg>", "<svg><rect/></svg>"),
            ("<svg><image href=\"http://a/x.png\"/><g/></svg>", "<svg><g/></svg>"),
            ("<svg><image xlink:href='b.png'></image></svg>", "<svg></svg>"),
            ("<svg><use href=\"#a\"/></svg>", "<svg><use href=\"#a\"/></svg>"),
            ("<svg><use href=\"x.svg#a\"/></svg>", "<svg></svg>"),
            ("<svg><foreignObject><p>x</p></foreignObject>t</svg>", "<svg>t</svg>"),
            (
                "<svg><image href=\"data:image/png;base64,AA\"/></svg>",
                "<svg><image href=\"data:image/png;base64,AA\"/></svg>",
            ),
            ("<svg onload='x()' width=\"4\"/>", "<svg width=\"4\"/>"),
            ("<svg><a xlink:href='javascript:x'>t</a></svg>", "<svg><a>t</a></svg>"),
            (
                "<svg><style>@import url('http://a/b.css'); g{}</style><g/></svg>",
                "<svg><style> g{}</style><g/></svg>",
            ),
            (
                "<svg><path d='a' style = \"b\" id='c'/></svg>",
                "<svg><path d='a' style = \"b\" id='c'/></svg>",
            ),
            ("<svg a='>'><!-- <script> --></svg>", "<svg a='>'><!-- <script> --></svg>"),
        ];
        for (svg, clean) in cases {
            assert_eq!(harmless(svg).svg, clean);
        }
        assert_eq!(harmless("<svg><script/></svg>").removed, ["script"]);
    }
}
