//! Makes SVG pictures harmless: scripts, foreign content and everything that would be loaded
//! from elsewhere are taken out. Typst runs no scripts and loads nothing, but it refuses
//! pictures that ask for it.

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
            out.push_str(tag);
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
    use super::harmless;

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
            ("<svg a='>'><!-- <script> --></svg>", "<svg a='>'><!-- <script> --></svg>"),
        ];
        for (svg, clean) in cases {
            assert_eq!(harmless(svg).svg, clean);
        }
        assert_eq!(harmless("<svg><script/></svg>").removed, ["script"]);
    }
}
