//! What the text of a shortcode template tells: whether it takes an inside, which parameters
//! it reads, what it makes.

use std::path::Path;

use regex::Regex;

use crate::site::Site;
use crate::system::{System, normalize};

/// A shortcode template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    /// The name of the shortcode, in lower case.
    pub(super) name: String,
    /// Its path in the site.
    pub(super) path: String,
    /// Its text without comments.
    pub(super) text: String,
    /// Whether it prints what stands between the tags (`collectInnerInShortcode`).
    pub(super) takes_inner: bool,
    /// Whether that is Markdown.
    pub(super) markdown: bool,
    /// The named parameters it reads.
    pub(super) named: Vec<String>,
    /// The positional ones.
    pub(super) positional: Vec<usize>,
    /// Texts that stand in for parameters that are not given.
    pub(super) defaults: Vec<(String, String)>,
    /// Addresses and pictures with what stands around the parameter.
    pub(super) around: Vec<Around>,
    /// What it lists: a path below `data/`, or `pages`.
    pub(super) lists: Option<String>,
    /// The keys it prints of each item of a list.
    pub(super) columns: Vec<String>,
    /// The parameter that names a file it takes in.
    pub(super) file: Option<String>,
}

/// An attribute with a parameter in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Around {
    /// The element.
    pub(super) element: String,
    /// The parameter.
    pub(super) param: String,
    /// The whole value, as a mapping writes it: `/img/{name}`.
    pub(super) value: String,
}

/// All templates of a site, those of its own before those of its themes.
pub(super) fn all(system: &dyn System, site: &Site) -> Vec<Template> {
    let mut layouts = vec![site.root.join("layouts")];
    for theme in system.list(&site.root.join("themes")).unwrap_or_default() {
        layouts.push(theme.path.join("layouts"));
    }
    let mut out = Vec::new();
    for layout in layouts {
        for folder in ["_shortcodes", "shortcodes"] {
            let folder = normalize(&layout.join(folder));
            collect(system, &folder, &folder, &mut out);
        }
    }
    out
}

fn collect(system: &dyn System, root: &Path, folder: &Path, out: &mut Vec<Template>) {
    for entry in system.list(folder).unwrap_or_default() {
        if entry.is_dir {
            collect(system, root, &entry.path, out);
            continue;
        }
        let inside = entry.path.strip_prefix(root).unwrap_or(&entry.path);
        let path = inside.to_string_lossy().replace('\\', "/");
        let (folder, file) = path
            .rsplit_once('/')
            .map_or(("", path.as_str()), |(folder, file)| (folder, file));
        // `name.sv.html` is a variant of `name.html`.
        let stem = file.split('.').next().unwrap_or(file);
        let name =
            if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") };
        let Ok(bytes) = system.read(&entry.path) else { continue };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let layouts = root.parent().unwrap_or(root);
        let text = with_partials(system, layouts, &text, 0);
        out.push(read(&name, &entry.path.display().to_string(), &text));
    }
}

/// Partials that call partials deeper than this go in circles.
const MAX_DEPTH: usize = 4;

/// The text with that of the partials it hands itself to.
fn with_partials(
    system: &dyn System,
    layouts: &Path,
    text: &str,
    depth: usize,
) -> String {
    let mut out = text.to_owned();
    let Ok(call) = Regex::new(r#"partial(?:Cached)?\s+["`]([^"`]+)["`]"#) else {
        return out;
    };
    for found in call
        .captures_iter(&without_comments(text))
        .filter(|_| depth < MAX_DEPTH)
    {
        let name = found.get(1).map_or("", |name| name.as_str());
        let file = if name.ends_with(".html") {
            name.to_owned()
        } else {
            format!("{name}.html")
        };
        let folders = ["_partials", "partials"];
        let mut paths = folders
            .iter()
            .map(|folder| normalize(&layouts.join(folder).join(&file)));
        if let Some(bytes) = paths.find_map(|path| system.read(&path).ok()) {
            let inner = String::from_utf8_lossy(&bytes).into_owned();
            out.push('\n');
            out.push_str(&with_partials(system, layouts, &inner, depth + 1));
        }
    }
    out
}

/// Reads the text of a template.
pub(super) fn read(name: &str, path: &str, text: &str) -> Template {
    let text = without_comments(text);
    let actions = actions(&text);
    let takes_inner =
        contains_word(&actions, ".Inner") || contains_word(&actions, ".InnerDeindent");
    let markdown = ["markdownify", "RenderString", "RenderBlock"]
        .iter()
        .any(|word| actions.contains(word));
    let (mut named, mut positional) = (Vec::new(), Vec::new());
    for argument in arguments(&actions) {
        match argument.parse::<usize>() {
            Ok(position) if !positional.contains(&position) => positional.push(position),
            Ok(_) => {}
            Err(_) if !named.contains(&argument) => named.push(argument),
            Err(_) => {}
        }
    }
    positional.sort_unstable();
    let lists = lists(&actions);
    Template {
        name: name.to_lowercase(),
        path: path.to_owned(),
        takes_inner,
        markdown,
        named,
        positional,
        defaults: defaults(&actions),
        around: around(&text),
        columns: lists.as_ref().map(|_| columns(&actions)).unwrap_or_default(),
        lists,
        file: file(&actions),
        text,
    }
}

/// A parameter as templates read it.
const GET: &str = r#"(?:\$?\.Get\s+["`]?([\w-]+)["`]?|\$?\.Params\.([\w]+)|index\s+\$?\.Params\s+["`]?([\w-]+)["`]?)"#;

fn param(found: &regex::Captures<'_>, at: usize) -> Option<String> {
    let part = (at..at + 3).find_map(|group| found.get(group))?;
    Some(part.as_str().to_owned())
}

/// `.Get "x" | default "y"` and `default "y" (.Get "x")`.
fn defaults(actions: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let after = Regex::new(&format!(r#"{GET}\)?\s*\|\s*default\s+["`]([^"`]+)["`]"#));
    for found in after.iter().flat_map(|pattern| pattern.captures_iter(actions)) {
        let text = found.get(4).map_or("", |text| text.as_str());
        out.extend(param(&found, 1).map(|name| (name, text.to_owned())));
    }
    let before = Regex::new(&format!(r#"default\s+["`]([^"`]+)["`]\s+\(?\s*{GET}"#));
    for found in before.iter().flat_map(|pattern| pattern.captures_iter(actions)) {
        let text = found.get(1).map_or("", |text| text.as_str());
        out.extend(param(&found, 2).map(|name| (name, text.to_owned())));
    }
    out
}

/// `src` and `href` with a parameter in them, or with the dot of a `with` around them.
fn around(text: &str) -> Vec<Around> {
    let pattern = format!(
        r#"(?s)<(\w+)\b[^<>{{}}]*(?:\{{\{{[^}}]*\}}\}}[^<>{{}}]*)*?\b(?:src|href)=["']([^"'{{]*)\{{\{{-?\s*(?:{GET}|(\.))[^}}]*\}}\}}([^"'{{]*)["']"#
    );
    let Ok(pattern) = Regex::new(&pattern) else { return Vec::new() };
    let with = Regex::new(&format!(r"with\s+\(?\s*{GET}"));
    let mut out = Vec::new();
    for found in pattern.captures_iter(text) {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let start = found.get(0).map_or(0, |whole| whole.start());
        let name = if part(6) == "." {
            let before = text.get(..start).unwrap_or_default();
            with.iter()
                .flat_map(|with| with.captures_iter(before))
                .last()
                .and_then(|found| param(&found, 1))
        } else {
            param(&found, 3)
        };
        let Some(param) = name else { continue };
        let value = format!("{}{{{param}}}{}", part(2), part(7));
        out.push(Around { element: part(1).to_lowercase(), param, value });
    }
    out
}

/// What is listed: data of the site, or pages.
fn lists(actions: &str) -> Option<String> {
    let data = Regex::new(r"(?:[sS]ite|hugo)\.Data\.([\w.]+)").ok()?;
    if let Some(path) = data.captures(actions).and_then(|found| found.get(1)) {
        return Some(path.as_str().trim_end_matches('.').to_owned());
    }
    let indexed = Regex::new(
        r#"index\s+\(?\s*\.?\$?(?:Page\.)?(?:[sS]ite|hugo)\.Data\s+["`]([\w-]+)["`]"#,
    )
    .ok()?;
    if let Some(path) = indexed.captures(actions).and_then(|found| found.get(1)) {
        return Some(path.as_str().to_owned());
    }
    let pages =
        Regex::new(r"range[^\n]*(?:RegularPages|CurrentSection|\.Pages\b|\.Sections\b)")
            .ok()?;
    pages.is_match(actions).then(|| "pages".to_owned())
}

/// The keys of items: `.name` in lower case, and the title, the date and the description of pages.
fn columns(actions: &str) -> Vec<String> {
    let Ok(pattern) = Regex::new(r"(?:^|[\s(])\.(?:Params\.)?([A-Za-z_]\w*)") else {
        return Vec::new();
    };
    let mut out: Vec<String> = Vec::new();
    for found in pattern.captures_iter(actions) {
        let name = found.get(1).map_or("", |name| name.as_str());
        let is_key = name.chars().next().is_some_and(char::is_lowercase);
        let name = match name {
            "Title" | "LinkTitle" => "title",
            "Date" => "date",
            "Description" | "Summary" => "description",
            name if is_key => name,
            _ => continue,
        };
        if !out.iter().any(|known| known == name) {
            out.push(name.to_owned());
        }
    }
    out
}

/// The parameter that names a file: `readFile (.Get 1)`.
fn file(actions: &str) -> Option<String> {
    let pattern =
        Regex::new(&format!(r"(?:readFile|os\.ReadFile)\s+\(?\s*{GET}")).ok()?;
    if let Some(found) = pattern.captures(actions) {
        return param(&found, 1);
    }
    let piped =
        Regex::new(&format!(r"{GET}\)?\s*\|\s*(?:readFile|os\.ReadFile)")).ok()?;
    if let Some(found) = piped.captures(actions) {
        return param(&found, 1);
    }
    // A variable in between.
    let set = Regex::new(&format!(r"(\$\w+)\s*:?=\s*\(?\s*{GET}")).ok()?;
    let used = |name: &str| {
        ["readFile ", "os.ReadFile "]
            .iter()
            .any(|call| actions.contains(&format!("{call}{name}")))
    };
    let found = set
        .captures_iter(actions)
        .find(|found| found.get(1).is_some_and(|name| used(name.as_str())))?;
    param(&found, 2)
}

/// `{{/* … */}}` and `<!-- … -->` say nothing.
pub(super) fn without_comments(text: &str) -> String {
    let mut out = text.to_owned();
    for (open, close) in [("{{/*", "*/}}"), ("{{- /*", "*/ -}}"), ("<!--", "-->")] {
        while let Some(start) = out.find(open) {
            let Some(length) = out.get(start..).and_then(|rest| rest.find(close)) else {
                break;
            };
            out.replace_range(start..start + length + close.len(), "");
        }
    }
    out
}

/// What stands between `{{` and `}}`.
fn actions(text: &str) -> String {
    let parts = text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
    parts.collect::<Vec<_>>().join("\n")
}

fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let after = text.get(at + word.len()..).and_then(|rest| rest.chars().next());
        after.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

/// What is read with `.Get "x"`, `.Get 0`, `.Params.x`, `index .Params "x"`, `isset .Params "x"`.
fn arguments(actions: &str) -> Vec<String> {
    let mut out = Vec::new();
    for call in [".Get ", ".Params "] {
        for (at, _) in actions.match_indices(call) {
            // What the shortcode around it is given is none of its own.
            let before = actions.get(..at).unwrap_or_default();
            if ["Parent", "Page", "Site", "site"]
                .iter()
                .any(|other| before.ends_with(other))
            {
                continue;
            }
            let rest = actions.get(at + call.len()..).unwrap_or_default().trim_start();
            let quoted = rest
                .strip_prefix(['"', '`'])
                .and_then(|rest| rest.split(['"', '`']).next());
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            match quoted {
                Some(name) => out.push(name.to_owned()),
                None if !number.is_empty() => out.push(number),
                None => {}
            }
        }
    }
    for (at, _) in actions.match_indices(".Params.") {
        // `.Page.Params.x` is a setting of the page.
        let before = actions.get(..at).unwrap_or_default();
        if ["Page", "Site", "site", "Parent"]
            .iter()
            .any(|other| before.ends_with(other))
        {
            continue;
        }
        let rest = actions.get(at + ".Params.".len()..).unwrap_or_default();
        let name: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        out.extend((!name.is_empty()).then_some(name));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn styles_of_templates_are_understood() {
        type Case<'a> = (&'a str, bool, bool, &'a [&'a str], &'a [usize]);
        let cases: &[Case<'_>] = &[
            ("<p>{{ .Inner }}</p>", true, false, &[], &[]),
            ("{{ .Inner | markdownify }}", true, true, &[], &[]),
            (
                "{{ .Page.RenderString (dict \"display\" \"block\") .Inner }}",
                true,
                true,
                &[],
                &[],
            ),
            (
                "{{ with .Get \"title\" }}<h2>{{ . }}</h2>{{ end }}{{ .Get 0 }}",
                false,
                false,
                &["title"],
                &[0],
            ),
            (
                "{{ $a := .Get \"x\" | default \"y\" }}{{ .Params.z }}",
                false,
                false,
                &["x", "z"],
                &[],
            ),
            (
                "{{ if isset .Params \"k\" }}{{ index .Params \"k\" }}{{ end }}",
                false,
                false,
                &["k"],
                &[],
            ),
            (
                "{{ .Page.Params.intro }}{{/* .Inner */}}<!-- {{ .Get 1 }} -->",
                false,
                false,
                &[],
                &[],
            ),
            (
                "{{ .InnerDeindent | safeHTML }}{{ .Parent.Get \"cols\" }}{{ site.Params.x }}",
                true,
                false,
                &[],
                &[],
            ),
            ("{{ .Innermost }}", false, false, &[], &[]),
        ];
        for (text, inner, markdown, named, positional) in cases {
            let template = read("x", "x.html", text);
            assert_eq!(template.takes_inner, *inner, "{text}");
            assert_eq!(template.markdown, *markdown, "{text}");
            assert_eq!(template.named, *named, "{text}");
            assert_eq!(template.positional, *positional, "{text}");
        }
    }

    #[test]
    fn what_templates_do_with_parameters_is_told() {
        let video = read(
            "v",
            "v.html",
            "<iframe class=\"x\" src=\"https://play.example.org/{{ .Get 0 }}?x=1\"></iframe>",
        );
        assert_eq!(
            video
                .around
                .first()
                .map(|one| (one.element.as_str(), one.value.as_str())),
            Some(("iframe", "https://play.example.org/{0}?x=1"))
        );
        let person = read(
            "p",
            "p.html",
            "{{ with .Get \"bild\" }}<img src=\"/img/{{ . }}\">{{ end }}<a href=\"{{ .Params.url | safeURL }}\">x</a>",
        );
        let values: Vec<&str> =
            person.around.iter().map(|one| one.value.as_str()).collect();
        assert_eq!(values, ["/img/{bild}", "{url}"]);
        let note = read(
            "n",
            "n.html",
            "{{ $k := .Get \"kind\" | default \"note\" }}{{ default \"T\" (.Get \"title\") }}",
        );
        let expected =
            [("kind", "note"), ("title", "T")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(note.defaults, expected);
        let prices = read(
            "x",
            "x.html",
            "{{ range .Site.Data.prices.compute }}<td>{{ .name }}</td><td>{{ .price }}</td>{{ end }}",
        );
        assert_eq!(prices.lists.as_deref(), Some("prices.compute"));
        assert_eq!(prices.columns, ["name", "price"]);
        let news = read(
            "x",
            "x.html",
            "{{ range first 5 .Page.CurrentSection.RegularPages }}{{ .Title }} {{ .Date.Format \"x\" }}{{ end }}",
        );
        assert_eq!(
            (news.lists.as_deref(), news.columns),
            (Some("pages"), vec!["title".to_owned(), "date".to_owned()])
        );
        assert_eq!(
            read("x", "x.html", "{{ index .Site.Data \"team\" }}")
                .lists
                .as_deref(),
            Some("team")
        );
        assert_eq!(
            read("r", "r.html", "{{ $f := .Get 1 }}{{ readFile $f | markdownify }}")
                .file
                .as_deref(),
            Some("1")
        );
        assert_eq!(
            read("r", "r.html", "{{ .Get \"src\" | readFile }}").file.as_deref(),
            Some("src")
        );
    }
}
