//! Front matter: the settings at the top of a page, in YAML, TOML or JSON, found and read
//! by Hugo's rules (`parser/pageparser/pagelexer_intro.go`, `parser/metadecoders`).

mod date;
mod delimiters;
mod json;
mod keys;
mod places;
mod toml;
mod value;
pub mod yaml;
mod yaml_tree;

use std::sync::Arc;

use indexmap::IndexSet;

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

pub use date::DateTime;
pub use json::parse as parse_json;
pub use value::{Params, Value, get};

/// The largest front matter that is read, in bytes. Real ones have a few thousand.
pub const MAX_BYTES: usize = 1024 * 1024;

/// The language that front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// There is none.
    #[default]
    None,
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
    /// Between braces.
    Json,
}

/// The front matter of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrontMatter {
    /// How it is written.
    pub format: Format,
    /// Its settings; keys in lower case, as Hugo has them.
    pub params: Params,
    /// All of it, delimiters included.
    pub span: Span,
    /// The rest of the page.
    pub body: Span,
}

impl Format {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Yaml => "yaml",
            Self::Toml => "toml",
            Self::Json => "json",
        }
    }
}

/// Reads the front matter of a page. What is wrong with it is told; the body is found
/// wherever that is possible.
#[must_use]
pub fn read(source: &Arc<Source>) -> (FrontMatter, Vec<Diagnostic>) {
    let found = match delimiters::find(source.text()) {
        Ok(found) => found,
        Err(broken) => {
            let body = Span::new(0, source.text().len());
            let matter = FrontMatter { body, ..FrontMatter::default() };
            let diagnostic = Diagnostic::error("front-matter-delimiter", broken.message);
            return (matter, vec![diagnostic.at(source, broken.span).hint(broken.hint)]);
        }
    };
    let mut matter = FrontMatter {
        format: found.format,
        span: found.span,
        body: found.body,
        ..FrontMatter::default()
    };
    if found.content.len() > MAX_BYTES {
        let message = format!("front matter is larger than {MAX_BYTES} bytes");
        let diagnostic = Diagnostic::error("front-matter-too-large", message)
            .at(source, Span::new(found.span.start, found.span.start + 3))
            .hint(
                "move data to a file below `data/`, or the text to the body of the page",
            );
        return (matter, vec![diagnostic]);
    }
    let mut diagnostics = Vec::new();
    let read = match found.format {
        Format::None => Ok(Value::Null),
        Format::Yaml => yaml::parse(source, found.content, &mut diagnostics),
        Format::Toml => toml::parse(source, found.content),
        Format::Json => json::parse(source, found.content),
    };
    match read {
        Ok(Value::Map(params)) => {
            same_keys(source, &matter, &params, &mut diagnostics);
            matter.params = value::lowered(params);
        }
        Ok(Value::Null) => {}
        Ok(_) => diagnostics.push(
            Diagnostic::error(
                "front-matter-not-a-map",
                "front matter must be a map of settings",
            )
            .at(source, found.content)
            .hint("write `key: value` lines, for example `title: \"…\"`"),
        ),
        Err(diagnostic) => diagnostics.push(diagnostic),
    }
    (matter, diagnostics)
}

/// Reads a file of settings: the site's configuration, a data file. The format is told by the
/// file extension; keys are in lower case.
#[must_use]
pub fn read_file(source: &Arc<Source>, extension: &str) -> (Params, Vec<Diagnostic>) {
    let text = source.text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let whole = Span::new(start, text.len());
    let mut diagnostics = Vec::new();
    let read = match extension.to_lowercase().as_str() {
        "toml" => toml::parse(source, whole),
        "json" => json::parse(source, whole),
        _ => yaml::parse(source, whole, &mut diagnostics),
    };
    match read {
        Ok(Value::Map(params)) => return (value::lowered(params), diagnostics),
        Ok(Value::Null) => {}
        Ok(_) => diagnostics.push(
            Diagnostic::error(
                "settings-not-a-map",
                "this file must be a map of settings",
            )
            .at(source, char_at(text, start))
            .hint("write `key: value` lines, or `{ … }` in JSON"),
        ),
        Err(diagnostic) => diagnostics.push(diagnostic),
    }
    (Params::new(), diagnostics)
}

/// Reads a file of data; unlike settings it may be a list, and its keys keep their case.
///
/// # Errors
/// When it is not of the format that its extension says.
pub fn read_data(source: &Arc<Source>, extension: &str) -> Result<Value, Diagnostic> {
    let text = source.text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let whole = Span::new(start, text.len());
    match extension.to_lowercase().as_str() {
        "toml" => toml::parse(source, whole),
        "json" => json::parse(source, whole),
        _ => yaml::parse_value(source, whole),
    }
}

/// Tells keys that only case tells apart: Hugo lowers all of them, and the later one counts.
fn same_keys(
    source: &Arc<Source>,
    matter: &FrontMatter,
    params: &Params,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut seen = IndexSet::new();
    for key in params.keys() {
        if seen.insert(key.to_lowercase()) {
            continue;
        }
        let places =
            keys::positions(source.slice(matter.span), matter.format, key).into_iter();
        let mut places = places.map(|span| span.shift(matter.span.start));
        let message = format!(
            "key `{key}` is set twice, in upper and lower case; the last one counts"
        );
        let warning = Diagnostic::warning("front-matter-duplicate-key", message)
            .hint("remove one of the two");
        let first = places.next().unwrap_or_else(|| matter.start());
        diagnostics.push(match places.next_back() {
            Some(last) => {
                warning.at(source, last).related(source, first, "first set here")
            }
            None => warning.at(source, first),
        });
    }
}

/// The character at a byte of a text, or its last one: a place that can be shown.
fn char_at(text: &str, at: usize) -> Span {
    let mut start = at.min(text.len().saturating_sub(1));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let c = text.get(start..).and_then(|rest| rest.chars().next());
    Span::new(start, start + c.map_or(0, char::len_utf8))
}

impl FrontMatter {
    /// The setting of this name; dots lead into maps.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Value> {
        value::get(&self.params, path)
    }

    /// A text setting, trimmed; none if it is missing or empty.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        let text = match self.params.get(key)? {
            // A list where a text is wanted gives nothing (spf13/cast).
            Value::List(_) | Value::Map(_) | Value::Null => return None,
            value => value.to_text(),
        };
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Where a setting at the top level stands.
    #[must_use]
    pub fn key_span(&self, source: &Source, key: &str) -> Option<Span> {
        keys::positions(source.slice(self.span), self.format, key)
            .last()
            .map(|span| span.shift(self.span.start))
    }

    /// The place for something that is missing: the opening delimiter.
    #[must_use]
    pub fn start(&self) -> Span {
        match self.format {
            Format::None => Span::new(0, 0),
            _ => Span::new(self.span.start, self.span.start + 3),
        }
    }
}

#[cfg(test)]
mod random;

#[cfg(test)]
mod tests {
    use super::{Format, Value, read, read_file};
    use crate::diagnostic::Diagnostic;
    use crate::source::Source;

    #[test]
    fn three_formats_say_the_same() {
        let pages = [
            "---\nTitle: A\ntags: [x, y]\nparams: {Deep: 1}\n---\nbody",
            "+++\nTitle = \"A\"\ntags = [\"x\", \"y\"]\n[params]\nDeep = 1\n+++\nbody",
            "{\"Title\": \"A\", \"tags\": [\"x\", \"y\"], \"params\": {\"Deep\": 1}}\nbody",
        ];
        for page in pages {
            let source = Source::new("a.md", page);
            let (matter, diagnostics) = read(&source);
            assert!(diagnostics.is_empty(), "{diagnostics:#?}");
            assert_eq!(matter.text("title").as_deref(), Some("A"), "{page}");
            assert_eq!(matter.get("params.deep"), Some(&Value::Int(1)), "{page}");
            assert_eq!(source.slice(matter.body), "body", "{page}");
            assert!(matter.key_span(&source, "title").is_some(), "{page}");
        }
    }

    #[test]
    fn duplicate_keys_are_told_with_both_lines() {
        let source = Source::new("a.md", "---\ntitle: A\ndate: x\ntitle: B\n---\n");
        let (matter, diagnostics) = read(&source);
        assert_eq!(matter.text("title").as_deref(), Some("B"));
        let [only] = diagnostics.as_slice() else { panic!("{diagnostics:#?}") };
        assert_eq!(only.code, "front-matter-duplicate-key");
        assert_eq!(only.place.as_ref().map(|place| place.position().line), Some(4));
        assert_eq!(
            only.related.first().map(|related| related.place.position().line),
            Some(2)
        );
    }

    #[test]
    fn mistakes_have_places() {
        let cases = [
            ("---\ntitle: a: b\n---\n", "front-matter-yaml", 2),
            ("+++\ntitle = \n+++\n", "front-matter-toml", 2),
            ("{\n\"title\": x}\n", "front-matter-json", 2),
            ("---\n- a\n---\n", "front-matter-not-a-map", 2),
            ("---\ntitle: a\n", "front-matter-delimiter", 1),
        ];
        for (page, code, line) in cases {
            let (_, diagnostics) = read(&Source::new("a.md", page));
            let found = diagnostics
                .first()
                .map(|d| (d.code, d.place.as_ref().map(|p| p.position().line)));
            assert_eq!(found, Some((code, Some(line))), "{page}\n{diagnostics:#?}");
        }
    }

    #[test]
    fn alias_bombs_are_refused() {
        let mut page = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for i in 1..12 {
            let alias = format!("*a{}", i - 1);
            page.push_str(&format!("a{i}: &a{i} [{}]\n", vec![alias; 10].join(", ")));
        }
        page.push_str("---\n");
        let (_, diagnostics) = read(&Source::new("a.md", page));
        assert!(
            diagnostics.iter().any(|d| d.is_error() && d.place.is_some()),
            "{diagnostics:#?}"
        );
    }

    #[test]
    fn few_anchors_with_many_aliases_are_refused_too() {
        let list = vec!["x"; 3000].join(",");
        let aliases = vec!["*a"; 3000].join(",");
        let page = format!("---\na: &a [{list}]\nb: [{aliases}]\n---\n");
        let (_, diagnostics) = read(&Source::new("a.md", page));
        let line = |d: &Diagnostic| d.place.as_ref().map(|place| place.position().line);
        assert_eq!(diagnostics.iter().map(line).collect::<Vec<_>>(), [Some(2)]);
    }

    #[test]
    fn deep_nesting_is_refused() {
        for (page, extension) in [
            (format!("a: {}", "[".repeat(300_000)), "yml"),
            (format!("a:\n  {}x", "- ".repeat(300_000)), "yml"),
            (format!("a = {}", "[".repeat(300_000)), "toml"),
            (format!("a{} = 1", ".a".repeat(300_000)), "toml"),
            (format!("{{\"a\": {}", "[".repeat(300_000)), "json"),
        ] {
            let (_, diagnostics) = read_file(&Source::new("a", page), extension);
            assert!(diagnostics.iter().any(Diagnostic::is_error), "{extension}");
        }
    }

    #[test]
    fn duplicates_are_told_wherever_they_stand() {
        let cases = [
            ("---\np:\n  a: 1\n  a: 2\n---\n", vec![4]),
            ("---\na: 1\np:\n  a: 1\n  a: 2\n---\n", vec![5]),
            ("---\na: 1\na: 2\na: 3\n---\n", vec![4]),
            ("---\nb: 1\nx: {a: 1, a: 2}\n---\n", vec![3]),
            ("---\ntitle: a\nTitle: b\n---\n", vec![3]),
        ];
        for (page, lines) in cases {
            let (_, diagnostics) = read(&Source::new("a.md", page));
            let told: Vec<_> = diagnostics
                .iter()
                .filter_map(|d| Some(d.place.as_ref()?.position().line))
                .collect();
            assert_eq!(told, lines, "{page}\n{diagnostics:#?}");
        }
    }

    #[test]
    fn places_are_whole_characters() {
        let pages = [
            "---\ntitle: åäö åäö\nb: c: d\n---\n",
            "{\"a\": å}\n",
            "---\ntitle: \"å\n---\n",
            "+++\na = å\n+++\n",
        ];
        for page in pages {
            let source = Source::new("a.md", page);
            let (_, diagnostics) = read(&source);
            let place = diagnostics[0].place.as_ref().unwrap();
            assert!(page.get(place.span.range()).is_some(), "{page:?}");
        }
    }

    #[test]
    fn settings_may_start_with_a_byte_order_mark() {
        for (text, extension) in
            [("a: 1", "yml"), ("a = 1", "toml"), ("{\"a\": 1}", "json")]
        {
            let source = Source::new("a", format!("\u{feff}{text}"));
            let (params, diagnostics) = read_file(&source, extension);
            assert!(diagnostics.is_empty(), "{diagnostics:#?}");
            assert_eq!(params.get("a"), Some(&Value::Int(1)), "{extension}");
        }
        let (_, diagnostics) = read_file(&Source::new("a", "[1]"), "json");
        assert_eq!(diagnostics[0].code, "settings-not-a-map");
    }

    #[test]
    fn pages_without_front_matter_are_normal() {
        let (matter, diagnostics) = read(&Source::new("a.md", "# Title\n"));
        assert!(diagnostics.is_empty());
        assert_eq!((matter.format, matter.body.start), (Format::None, 0));
    }
}
