//! A mapping for a shortcode nobody has seen before, from its name, its template and its
//! parameters.

use regex::Regex;

use super::Found;
use super::template::Template;
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
            "tittel",
            "överskrift",
            "cardtitle",
            "name",
            "question",
            "summary",
            "label",
        ],
    ),
    ("text", &["text", "description", "content", "body", "subtitle", "beskrivning"]),
    ("link", &["link", "url", "href", "to", "lank", "länk", "lenke", "till"]),
    ("image", &["image", "img", "src", "picture", "bild", "bilde", "photo", "poster"]),
    ("alt", &["alt", "alttext"]),
    ("caption", &["caption", "bildtext"]),
    ("label", &["linktext", "label", "cta", "buttontext"]),
    ("icon", &["icon", "ikon"]),
    ("color", &["color", "colour", "farg", "färg"]),
    ("id", &["id", "anchor"]),
    ("kind", &["type", "kind", "level", "style", "variant", "slag", "typ", "sort"]),
    ("by", &["by", "author", "person", "namn", "name", "cite"]),
    ("role", &["role", "title", "titel", "position"]),
    ("name", &["name", "namn"]),
    ("email", &["email", "mail", "epost"]),
    ("phone", &["phone", "tel", "telefon", "tlf", "mobil"]),
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
    if let Some(guess) = template.and_then(|template| of_files_and_lists(template, found))
    {
        return guess;
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

/// Templates that take in a file, and those that list data or pages.
fn of_files_and_lists(template: &Template, found: &Found) -> Option<Guess> {
    let names = names(found);
    if let Some(file) = &template.file {
        let others: Vec<String> =
            names.iter().filter(|name| *name != file).cloned().collect();
        let title = parameter_for("title", &others, &[]).or_else(|| {
            others.iter().find(|name| name.parse::<usize>().is_ok()).cloned()
        });
        let ignored: Vec<String> = others
            .iter()
            .filter(|name| Some(*name) != title.as_ref())
            .map(|name| quoted(name))
            .collect();
        let mut parts = vec!["as: include".to_owned(), format!("file: {}", quoted(file))];
        parts.extend(title.map(|title| format!("title: {}", quoted(&title))));
        parts.push("inner: none".to_owned());
        if !ignored.is_empty() {
            parts.push(format!("ignore: [{}]", ignored.join(", ")));
        }
        return Some(Guess {
            text: format!("{{ {} }}", parts.join(", ")),
            sure: true,
        });
    }
    let from = template.lists.as_ref().filter(|_| !template.takes_inner)?;
    let mut parts =
        vec!["as: data".to_owned(), format!("from: {:?}", format!("={from}"))];
    if !template.columns.is_empty() {
        parts.push(format!("columns: {:?}", format!("={}", template.columns.join(", "))));
    }
    parts.push("link: \"=\", inner: none".to_owned());
    if !names.is_empty() {
        let ignored: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        parts.push(format!("ignore: [{}]", ignored.join(", ")));
    }
    // What a template filters by its parameters is not known.
    let sure = !template.columns.is_empty() && names.is_empty();
    Some(Guess { text: format!("{{ {} }}", parts.join(", ")), sure })
}

/// The parameters that the content gives and the template reads.
fn names(found: &Found) -> Vec<String> {
    let mut names: Vec<String> = found.params.clone();
    let template = found.template.iter();
    let positions = template.clone().flat_map(|template| &template.positional);
    let positions = positions.map(ToString::to_string);
    for name in template
        .flat_map(|template| &template.named)
        .cloned()
        .chain(positions)
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The elements whose `src` or `href` a field holds.
fn elements(component: Component, field: &str) -> &'static [&'static str] {
    match (component, field) {
        (Component::Embed, "link") => &["iframe", "video", "audio", "source", "a"],
        (_, "image") => &["img", "source"],
        (_, "link") => &["a"],
        _ => &[],
    }
}

/// What a field is filled with: the parameter, what stands around it, what stands in for it.
fn source(
    component: Component,
    field: &str,
    names: &[String],
    used: &[String],
    template: Option<&Template>,
) -> Option<(String, String)> {
    let elements = elements(component, field);
    let around =
        template
            .into_iter()
            .flat_map(|template| &template.around)
            .find(|around| {
                elements.contains(&around.element.as_str())
                    && !used.contains(&around.param)
            });
    let name = match around {
        Some(around) => around.param.clone(),
        None => parameter_for(field, names, used)?,
    };
    let written = match around {
        Some(around) if around.value != format!("{{{}}}", around.param) => {
            format!("{:?}", around.value)
        }
        _ => quoted(&name),
    };
    let default = template
        .into_iter()
        .flat_map(|template| &template.defaults)
        .find(|(param, _)| *param == name);
    let written = match default {
        Some((_, text)) => format!("[{written}, {:?}]", format!("={text}")),
        None => written,
    };
    Some((name, written))
}

fn mapping(component: Component, found: &Found, takes_inner: bool) -> String {
    let names = names(found);
    let template = found.template.as_ref();
    let mut parts = vec![format!("as: {}", component.name())];
    let mut used: Vec<String> = Vec::new();
    for field in component.fields() {
        if let Some((name, written)) =
            source(component, field.name, &names, &used, template)
        {
            parts.push(format!("{}: {written}", field.name));
            used.push(name);
        }
    }
    // The first positional parameter is what one reads.
    let first = names
        .iter()
        .find(|name| *name == "0" && !used.contains(*name))
        .cloned();
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

/// A mapping that comes with the program, with the parameters that the site's own template
/// has beside those it knows; and whether all of them have found a place.
pub(super) fn fitted(built_in: &str, component: Component, found: &Found) -> Guess {
    let mut text = built_in.to_owned();
    let mut sure = true;
    for name in names(found) {
        let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'));
        if words.into_iter().any(|word| word.eq_ignore_ascii_case(&name)) {
            continue;
        }
        let fields = component.fields().iter().map(|field| field.name);
        let field = fields.into_iter().find(|field| {
            parameter_for(field, std::slice::from_ref(&name), &[]).is_some()
        });
        text = match field {
            Some(field) => with_source(&text, field, &quoted(&name)),
            None => {
                sure &= LOOKS.contains(&name.to_lowercase().as_str());
                with_item(&text, "ignore", &quoted(&name))
            }
        };
    }
    Guess { text, sure }
}

/// Parameters that only say how something looks on a screen.
const LOOKS: &[&str] = &[
    "class", "style", "id", "target", "rel", "width", "height", "size", "align",
    "loading", "open",
];

/// The mapping with one more source for a field, after those it has.
fn with_source(text: &str, field: &str, name: &str) -> String {
    let Ok(pattern) = Regex::new(&format!(
        r#"([{{,]\s*){field}: (\[[^\]]*\]|"[^"]*"|[^,}}\[]+?)(\s*[,}}])"#
    )) else {
        return text.to_owned();
    };
    if !pattern.is_match(text) {
        return with_end(text, &format!("{field}: {name}"));
    }
    let replaced = pattern.replace(text, |found: &regex::Captures<'_>| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let inner = part(2).trim_start_matches('[').trim_end_matches(']');
        format!("{}{field}: [{name}, {inner}]{}", part(1), part(3))
    });
    replaced.into_owned()
}

/// The mapping with one more item in a list.
fn with_item(text: &str, list: &str, name: &str) -> String {
    match text.split_once(&format!("{list}: [")) {
        Some((before, after)) => format!("{before}{list}: [{name}, {after}"),
        None => with_end(text, &format!("{list}: [{name}]")),
    }
}

fn with_end(text: &str, part: &str) -> String {
    let inner = text.trim_end().trim_end_matches('}').trim_end();
    format!("{inner}, {part} }}")
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

    #[test]
    fn files_data_and_addresses_are_recognised() {
        let cases = [
            (
                of(
                    "las",
                    "{{ $f := .Get 1 }}<h2>{{ .Get 0 }}</h2>{{ readFile $f | markdownify }}",
                    &["0", "1"],
                ),
                ("{ as: include, file: 1, title: 0, inner: none }", true),
            ),
            (
                of(
                    "priser",
                    "<table>{{ range site.Data.priser }}<tr><td>{{ .namn }}</td><td>{{ .pris }}</td></tr>{{ end }}</table>",
                    &[],
                ),
                (
                    "{ as: data, from: \"=priser\", columns: \"=namn, pris\", link: \"=\", inner: none }",
                    true,
                ),
            ),
            (
                of(
                    "spela",
                    "<iframe src=\"https://play.example.org/{{ .Get 0 }}\"></iframe>",
                    &["0"],
                ),
                (
                    "{ as: embed, link: \"https://play.example.org/{0}\", inner: none }",
                    false,
                ),
            ),
            (
                of(
                    "person",
                    "<div>{{ with .Get \"bild\" }}<img src=\"/img/folk/{{ . }}\">{{ end }}{{ .Get \"namn\" | default \"Okänd\" }}</div>",
                    &[],
                ),
                (
                    "{ as: profile, name: [namn, \"=Okänd\"], image: \"/img/folk/{bild}\", inner: none }",
                    false,
                ),
            ),
        ];
        for ((text, sure), (expected, is_sure)) in cases {
            assert_eq!((text.as_str(), sure), (expected, is_sure));
        }
    }

    #[test]
    fn mappings_of_the_program_take_in_what_the_site_adds() {
        let template = Some(read(
            "note",
            "x.html",
            "{{ .Get \"rubrik\" }}{{ .Get \"class\" }}{{ .Get \"nyckel\" }}{{ .Inner }}",
        ));
        let found = Found {
            name: "note".to_owned(),
            template,
            uses: 1,
            params: Vec::new(),
        };
        let built_in = "{ as: callout, kind: =note, title: [title, 0], inner: markdown, ignore: [type] }";
        let fitted =
            super::fitted(built_in, crate::component::Component::Callout, &found);
        assert_eq!(
            (fitted.text.as_str(), fitted.sure),
            (
                "{ as: callout, kind: =note, title: [rubrik, title, 0], inner: markdown, ignore: [nyckel, class, type] }",
                false
            )
        );
    }
}
