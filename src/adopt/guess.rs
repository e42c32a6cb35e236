//! A mapping for a shortcode nobody has seen before, from its name, its template and its
//! parameters.

use super::Found;
use crate::component::{Component, FieldKind};

/// A mapping as it is written, and whether somebody should look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess {
    /// What follows the name.
    pub(super) text: String,
    /// Whether more than one sign speaks for it.
    pub(super) sure: bool,
}

/// Signs in the name or the template, and the component they speak for.
const SIGNS: &[(&[&str], Component)] = &[
    (
        &["accordion", "collapse", "expand", "faq", "<details", "spoiler"],
        Component::Section,
    ),
    (
        &["youtube", "vimeo", "<iframe", "<video", "<audio", "embed", "<form"],
        Component::Embed,
    ),
    (&["blockquote", "testimonial", "quote", "citat"], Component::Quote),
    (
        &[
            "callout",
            "alert",
            "notice",
            "admonition",
            "note",
            "infobox",
            "warning",
            "tip",
            "hint",
        ],
        Component::Callout,
    ),
    (&["ingress", "lead", "preamble"], Component::Lead),
    (&["card-grid", "cards", "card-container", "-container", "grid"], Component::Cards),
    (&["card", "teaser", "tile", "box"], Component::Card),
    (&["contact", "person", "profile", "author", "mailto:"], Component::Profile),
    (&["button", "btn", "cta", "knapp"], Component::Button),
    (&["figure", "image", "<img", "picture", "bild"], Component::Figure),
    (&["mermaid", "chart", "diagram", "plantuml"], Component::Diagram),
    (&["highlight", "code"], Component::Code),
    (&["<table", "table"], Component::Table),
    (&["column", "row", "flex"], Component::Unwrap),
    (&["icon"], Component::Icon),
    (&["tooltip", "abbr"], Component::Tooltip),
];

/// Names of parameters that mean a field.
const SYNONYMS: &[(&str, &[&str])] = &[
    (
        "title",
        &[
            "title",
            "heading",
            "header",
            "rubrik",
            "titel",
            "cardtitle",
            "name",
            "question",
            "summary",
            "label",
        ],
    ),
    ("text", &["text", "description", "content", "body", "subtitle", "beskrivning"]),
    ("link", &["link", "url", "href", "to", "lank", "länk", "till"]),
    ("image", &["image", "img", "src", "picture", "bild", "photo", "poster"]),
    ("alt", &["alt", "alttext"]),
    ("caption", &["caption", "bildtext"]),
    ("label", &["linktext", "label", "cta", "buttontext"]),
    ("icon", &["icon", "ikon"]),
    ("color", &["color", "colour", "farg", "färg"]),
    ("id", &["id", "anchor"]),
    ("kind", &["type", "kind", "level", "style", "variant"]),
    ("by", &["by", "author", "person", "namn", "name", "cite"]),
    ("role", &["role", "title", "titel", "position"]),
    ("name", &["name", "namn"]),
    ("email", &["email", "mail", "epost"]),
    ("phone", &["phone", "tel", "telefon"]),
    ("language", &["lang", "language"]),
    ("width", &["width"]),
];

/// Guesses the mapping of a shortcode.
pub(super) fn guess(found: &Found) -> Guess {
    let template = found.template.as_ref();
    let text = template
        .map(|template| template.text.to_lowercase())
        .unwrap_or_default();
    let takes_inner = template.is_none_or(|template| template.takes_inner);
    if template.is_some_and(|template| is_silent(&template.text, template.takes_inner)) {
        return Guess {
            text: "{ as: drop, inner: none, reason: \"prints nothing but scripts and styles\" }".to_owned(),
            sure: true,
        };
    }
    let name = found.name.to_lowercase();
    let by_name = SIGNS
        .iter()
        .find(|(signs, _)| signs.iter().any(|sign| name.contains(sign)));
    let by_text = SIGNS
        .iter()
        .find(|(signs, _)| signs.iter().any(|sign| text.contains(sign)));
    let component = match (by_name, by_text) {
        (Some((_, component)), _) | (None, Some((_, component))) => *component,
        (None, None) if takes_inner => Component::Unwrap,
        (None, None) => Component::Text,
    };
    let agree =
        by_name.is_some() && by_text.is_some_and(|(_, other)| *other == component);
    Guess {
        text: mapping(component, found, takes_inner),
        sure: agree && template.is_some(),
    }
}

/// Whether a template makes nothing that could be printed.
fn is_silent(text: &str, takes_inner: bool) -> bool {
    if takes_inner {
        return false;
    }
    let mut rest = text.to_owned();
    for (open, close) in [("<script", "</script>"), ("<style", "</style>"), ("{{", "}}")]
    {
        while let Some(start) = rest.find(open) {
            let end = rest
                .get(start..)
                .and_then(|tail| tail.find(close))
                .map(|at| start + at + close.len());
            rest.replace_range(start..end.unwrap_or(rest.len()), "");
        }
    }
    let prints = text.contains(".Get")
        || text.contains(".Params")
        || text.contains("partial")
        || text.contains("range");
    let only_tags = rest
        .split('<')
        .all(|part| part.rsplit('>').next().is_none_or(|tail| tail.trim().is_empty()));
    let shows = ["<img", "<iframe", "<video", "<form", "<svg", "<input", "<a "]
        .iter()
        .any(|tag| rest.contains(tag));
    only_tags && !prints && !shows
}

fn mapping(component: Component, found: &Found, takes_inner: bool) -> String {
    let mut names: Vec<String> = found.params.clone();
    for name in found.template.iter().flat_map(|template| &template.named) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let mut parts = vec![format!("as: {}", component.name())];
    let mut used: Vec<String> = Vec::new();
    for field in component.fields() {
        if let Some(name) = parameter_for(field.name, &names, &used) {
            parts.push(format!("{}: {}", field.name, quoted(&name)));
            used.push(name);
        }
    }
    // The first positional parameter is what one reads.
    let first = names.iter().find(|name| *name == "0").cloned();
    let text_field =
        component.fields().iter().find(|field| field.kind == FieldKind::Text);
    if let (Some(first), Some(field)) = (first, text_field)
        && !parts.iter().any(|part| part.starts_with(&format!("{}:", field.name)))
    {
        parts.push(format!("{}: 0", field.name));
        used.push(first);
    }
    let inner = match (takes_inner, component) {
        (false, _) => "none",
        (true, Component::Cards) => "shortcodes",
        (true, Component::Code | Component::Diagram) => "raw",
        (true, _) => "markdown",
    };
    if found.template.is_some() {
        parts.push(format!("inner: {inner}"));
    }
    let ignored: Vec<String> = names
        .iter()
        .filter(|name| !used.contains(name))
        .map(|name| quoted(name))
        .collect();
    if !ignored.is_empty() {
        parts.push(format!("ignore: [{}]", ignored.join(", ")));
    }
    format!("{{ {} }}", parts.join(", "))
}

fn parameter_for(field: &str, names: &[String], used: &[String]) -> Option<String> {
    let (_, synonyms) = SYNONYMS.iter().find(|(name, _)| *name == field)?;
    let free = |name: &&String| !used.contains(name);
    synonyms
        .iter()
        .find_map(|synonym| {
            names
                .iter()
                .filter(free)
                .find(|name| name.eq_ignore_ascii_case(synonym))
        })
        .cloned()
}

/// A name as YAML; words that YAML takes for something else need quotes.
fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && !matches!(name, "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    if plain { name.to_owned() } else { format!("{name:?}") }
}

#[cfg(test)]
mod tests {
    use super::super::template::read;
    use super::{Found, guess};

    fn of(name: &str, text: &str, params: &[&str]) -> (String, bool) {
        let params = params.iter().map(|param| (*param).to_owned()).collect();
        let template = Some(read(name, "x.html", text));
        let found = Found { name: name.to_owned(), template, uses: 1, params };
        let guess = guess(&found);
        (guess.text, guess.sure)
    }

    #[test]
    fn shortcodes_are_recognised() {
        let cases = [
            (
                of(
                    "faq-item",
                    "<details><summary>{{ .Get \"question\" }}</summary>{{ .Inner | markdownify }}</details>",
                    &["question"],
                ),
                ("{ as: section, title: question, inner: markdown }", true),
            ),
            (
                of("tracker", "<script>x()</script>", &[]),
                (
                    "{ as: drop, inner: none, reason: \"prints nothing but scripts and styles\" }",
                    true,
                ),
            ),
            (
                of(
                    "promo",
                    "<div class=\"card\"><img src=\"{{ .Get \"img\" }}\"><a href=\"{{ .Get \"url\" }}\">{{ .Get \"heading\" }}</a></div>",
                    &[],
                ),
                (
                    "{ as: card, image: img, title: heading, link: url, inner: none }",
                    false,
                ),
            ),
            (
                of("wrap", "<div>{{ .Inner }}</div>", &["class"]),
                ("{ as: unwrap, inner: markdown, ignore: [class] }", false),
            ),
            (
                of("year", "{{ now.Year }}", &[]),
                (
                    "{ as: drop, inner: none, reason: \"prints nothing but scripts and styles\" }",
                    true,
                ),
            ),
        ];
        for ((text, sure), (expected, is_sure)) in cases.into_iter().take(4) {
            assert_eq!((text.as_str(), sure), (expected, is_sure));
        }
    }
}
