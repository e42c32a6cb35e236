//! The public path of a page (`resources/page/page_paths.go`, `permalinks.go`): its folder and
//! name, unless front matter gives a slug or an address, or the site a pattern.

use std::path::Path;

use super::Settings;
use crate::front_matter::{DateTime, FrontMatter, Value};

/// What the path of a page is made of.
pub(super) struct Facts<'a> {
    /// Its path below the content folder of its language.
    pub(super) path: &'a Path,
    /// Its front matter.
    pub(super) matter: &'a FrontMatter,
    /// Its date.
    pub(super) date: Option<DateTime>,
    /// The prefix of its language, empty for the default one.
    pub(super) language: &'a str,
}

/// The public path, with a slash at its start.
pub(super) fn path(settings: &Settings, facts: &Facts<'_>) -> String {
    let prefix = if facts.language.is_empty() {
        String::new()
    } else {
        format!("/{}", facts.language)
    };
    if let Some(url) = facts.matter.text("url").filter(|url| !url.contains("://")) {
        // An address with a slash at its start has no language before it.
        return if url.starts_with('/') { url } else { format!("{prefix}/{url}") };
    }
    let Parts { folder, name, is_page } = parts(facts);
    let pattern = is_page.then(|| pattern(settings, &folder)).flatten();
    if let Some(path) =
        pattern.and_then(|pattern| expanded(&pattern, facts, &folder, &name))
    {
        return format!("{prefix}/{}/", path.trim_matches('/'));
    }
    let slug = facts
        .matter
        .text("slug")
        .map(|slug| slug.trim_matches('-').to_owned());
    let name = match slug.filter(|_| is_page) {
        Some(slug) => sanitized(&slug),
        None => name,
    };
    let whole = [folder.as_str(), &name]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/");
    match (whole.is_empty(), settings.flag("uglyurls", false) && is_page) {
        (true, _) => format!("{prefix}/"),
        (false, true) => format!("{prefix}/{whole}.html"),
        (false, false) => format!("{prefix}/{whole}/"),
    }
}

struct Parts {
    folder: String,
    name: String,
    /// A page, not a section.
    is_page: bool,
}

/// The folder and the name of a page; a bundle is named by its folder.
fn parts(facts: &Facts<'_>) -> Parts {
    let text = facts.path.with_extension("").to_string_lossy().replace('\\', "/");
    let text = text.trim_start_matches("./").replace(' ', "-");
    let text = text.split('/').map(sanitized).collect::<Vec<_>>().join("/");
    let (folder, name) = text.rsplit_once('/').unwrap_or(("", text.as_str()));
    let (folder, name, is_page) = match name {
        "_index" => (folder, "", false),
        "index" => {
            let (folder, name) = folder.rsplit_once('/').unwrap_or(("", folder));
            (folder, name, true)
        }
        name => (folder, name, true),
    };
    Parts {
        folder: folder.to_owned(),
        name: name.to_owned(),
        is_page,
    }
}

/// A part of a path as Hugo writes it (`common/paths/path.go: Sanitize`).
fn sanitized(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for c in part.trim().chars() {
        match c {
            c if c.is_whitespace() && !out.ends_with('-') => {
                out.push('-');
            }
            c if c.is_alphanumeric() || "./\\_#+~-@%".contains(c) => {
                out.extend(c.to_lowercase());
            }
            // Marks belong to the letter before them.
            '\u{300}'..='\u{36f}' => out.push(c),
            _ => {}
        }
    }
    out
}

/// The pattern for the section of a folder, from `permalinks` or `permalinks.page`.
fn pattern(settings: &Settings, folder: &str) -> Option<String> {
    let section = folder.split('/').next().unwrap_or_default();
    let paths = [format!("permalinks.page.{section}"), format!("permalinks.{section}")];
    paths
        .iter()
        .find_map(|path| settings.get(path).and_then(Value::as_str).map(str::to_owned))
}

fn expanded(
    pattern: &str,
    facts: &Facts<'_>,
    folder: &str,
    name: &str,
) -> Option<String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        out.push_str(before.trim_end_matches('\\'));
        let end = after
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(after.len());
        let (token, tail) = after.split_at_checked(end)?;
        out.push_str(&value(token, facts, folder, name)?);
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

fn value(token: &str, facts: &Facts<'_>, folder: &str, name: &str) -> Option<String> {
    let (year, month, day) = facts.date.map_or((1, 1, 1), |date| date.date());
    let title = || sanitized(&facts.matter.text("title").unwrap_or_default());
    let slug = facts.matter.text("slug").map(|slug| sanitized(&slug));
    let civil = facts.date.map(|date| date.civil);
    Some(match token {
        "year" => format!("{year:04}"),
        "month" => format!("{month:02}"),
        "day" => format!("{day:02}"),
        "monthname" => civil?.strftime("%B").to_string().to_lowercase(),
        "weekday" => civil?.strftime("%w").to_string(),
        "weekdayname" => civil?.strftime("%A").to_string().to_lowercase(),
        "yearday" => civil?.day_of_year().to_string(),
        "section" => folder.split('/').next().unwrap_or_default().to_owned(),
        "sections" => folder.to_owned(),
        "title" => title(),
        "slug" => slug.unwrap_or_else(title),
        "slugorfilename" | "slugorcontentbasename" => {
            slug.unwrap_or_else(|| name.to_owned())
        }
        "filename" | "contentbasename" => name.to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Facts, path, sanitized};
    use crate::front_matter::{DateTime, FrontMatter, Value};
    use crate::site::Settings;
    use crate::system::Memory;

    fn of(config: &str, file: &str, slug: &str) -> String {
        let system = Memory::new().with("hugo.toml", config);
        let (settings, _) = Settings::read(&system, Path::new("."));
        let mut matter = FrontMatter::default();
        matter
            .params
            .insert("title".to_owned(), Value::String("A Title".to_owned()));
        if !slug.is_empty() {
            matter
                .params
                .insert("slug".to_owned(), Value::String(slug.to_owned()));
        }
        let date = DateTime::parse("2026-03-04");
        path(
            &settings,
            &Facts {
                path: Path::new(file),
                matter: &matter,
                date,
                language: "",
            },
        )
    }

    #[test]
    fn pages_have_the_paths_of_hugo() {
        let cases = [
            ("", "a.md", "", "/a/"),
            ("", "whitepaper/Schrems II.md", "", "/whitepaper/schrems-ii/"),
            ("", "posts/b/index.md", "", "/posts/b/"),
            ("", "posts/_index.md", "x", "/posts/"),
            ("", "_index.md", "", "/"),
            ("", "posts/a.md", "other", "/posts/other/"),
            ("uglyURLs = true", "posts/a.md", "", "/posts/a.html"),
            (
                "[permalinks]\nposts = \"/:year/:month/:slug/\"",
                "posts/a.md",
                "",
                "/2026/03/a-title/",
            ),
            (
                "[permalinks.page]\nposts = \"/n/:day/:filename\"",
                "posts/a.md",
                "",
                "/n/04/a/",
            ),
        ];
        for (config, file, slug, url) in cases {
            assert_eq!(of(config, file, slug), url, "{config} {file}");
        }
        let parts = [("don't", "dont"), ("C++", "c++"), ("e (1)", "e-1"), ("Åäö", "åäö")];
        for (part, clean) in parts {
            assert_eq!(sanitized(part), clean);
        }
    }
}
