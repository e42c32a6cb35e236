//! What the text of a shortcode template tells: whether it takes an inside, which parameters
//! it reads, what it makes.

use std::path::Path;

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
        out.push(read(
            &name,
            &entry.path.display().to_string(),
            &String::from_utf8_lossy(&bytes),
        ));
    }
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
    Template {
        name: name.to_lowercase(),
        path: path.to_owned(),
        text,
        takes_inner,
        markdown,
        named,
        positional,
    }
}

/// `{{/* … */}}` and `<!-- … -->` say nothing.
fn without_comments(text: &str) -> String {
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
        for rest in actions.split(call).skip(1) {
            let rest = rest.trim_start();
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
        if before.ends_with("Page") || before.ends_with("Site") {
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
                "{{ .InnerDeindent | safeHTML }}{{ .Parent.Get \"cols\" }}",
                true,
                false,
                &["cols"],
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
}
