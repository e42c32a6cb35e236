//! What the template is told of a page: from its front matter, its site and its brand.

use std::path::{Path, PathBuf};

use super::fields;
use super::marks;
use super::project::Project;
use super::tones;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, BlockKind, Document, Visit, plain_text};
use crate::front_matter::{DateTime, Format, Params, Value};
use crate::html;
use crate::ledger::Ledger;
use crate::merge::{Fields, is_mark};
use crate::page::Page;
use crate::passes::images::{Assets, ready};
use crate::raster;
use crate::site::absolute;
use crate::source::Span;
use crate::system::{System, read_within};
use crate::template::{Change, Data};

/// The data of a page. A title is needed; without a date the oldest one there is stands in.
pub(super) fn of_page(
    project: &Project<'_>,
    page: &Page,
    document: &Document,
    assets: &mut Assets,
    diagnostics: &mut Vec<Diagnostic>,
) -> Data {
    let labels = page.language.labels();
    let date = date(page, diagnostics);
    let cover = cover(project, page, assets, diagnostics);
    let toned = cover
        .as_deref()
        .and_then(|cover| tones::toned(project, page, cover, assets));
    let (toned, cover) = match toned {
        Some((cover, what)) => (Some(what), Some(cover)),
        None => (None, cover),
    };
    Data {
        title: title(page, document, diagnostics),
        kind: kind(project, page),
        date: Some(
            date.as_ref()
                .map_or_else(|| "1970-01-01".to_owned(), |date| date.0.clone()),
        ),
        date_text: date.map(|date| date.1),
        version: page.matter.text("pdfversion").or_else(|| page.matter.text("version")),
        authors: authors(project, page),
        description: description(page),
        keywords: keywords(page),
        language: (page.language.code.clone(), page.language.region.clone()),
        labels: serde_json::to_value(labels).unwrap_or_default(),
        contents: contents(page, document),
        numbered: !numbers_itself(document),
        cover,
        toned,
        actions: actions(project, page),
        url: page.url.clone(),
        qr: marks::qr(page, assets),
        status: marks::status(project, page),
        press: project.for_press,
        properties: properties(page),
        changes: changes(page),
        params: serde_json::to_value(Value::Map(page.matter.params.clone()))
            .unwrap_or_default(),
        merge: fields::data(
            &Fields::read(page, project.config.merge.as_ref()).0.defaults(),
        ),
    }
}

/// The text of a value that may hold entities or tags.
fn plain(text: &str) -> String {
    let text =
        plain_text(&html::read_text(text, Span::default(), &mut Ledger::default()));
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title; of a page without one its first heading, else its name, and that is told.
fn title(page: &Page, document: &Document, diagnostics: &mut Vec<Diagnostic>) -> String {
    if let Some(title) = page.title() {
        return plain(&title);
    }
    let mut first = FirstHeading(None);
    first.blocks(&document.blocks);
    let name = || name_of(page);
    if is_unread(page) {
        return name();
    }
    let hint = "write `title: \"…\"` into the front matter; a PDF for everybody has a title (PDF/UA-1, 7.1)";
    match first.0 {
        Some(heading) => {
            let message =
                format!("the page has no title; its first heading `{heading}` is used");
            diagnostics.push(
                Diagnostic::warning("title-missing", message)
                    .at(&page.source, page.matter.start())
                    .hint(hint),
            );
            heading
        }
        None => {
            let name = name();
            let message = format!("the page has no title; `{name}`, its name, is used");
            diagnostics.push(
                Diagnostic::warning("title-missing", message)
                    .at(&page.source, page.matter.start())
                    .hint(hint),
            );
            name
        }
    }
}

/// The name of a page's file, or of the folder that it is the page of, as words.
fn name_of(page: &Page) -> String {
    let path = match page.bundle.is_some() {
        true => page.path.parent().filter(|folder| *folder != Path::new("")),
        false => None,
    };
    let path = path.unwrap_or(&page.path);
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = name.replace(['-', '_'], " ");
    let mut letters = name.trim().chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Whether the front matter could not be read: then that is told, not what it lacks.
fn is_unread(page: &Page) -> bool {
    page.matter.format != Format::None && page.matter.params.is_empty()
}

/// The date as ISO 8601 and as the language writes it.
fn date(page: &Page, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, String)> {
    match page.date() {
        Some(Ok(date)) => {
            Some((date.civil.date().to_string(), page.language.format_date(date.date())))
        }
        Some(Err(key)) => {
            let span = page
                .matter
                .key_span(&page.source, key)
                .unwrap_or_else(|| page.matter.start());
            diagnostics.push(
                Diagnostic::error("date-invalid", format!("`{key}` is not a date"))
                    .at(&page.source, span)
                    .hint("write it as `2026-11-24` or `2026-11-24T13:00:00+01:00`"),
            );
            None
        }
        None if is_unread(page) => None,
        None => {
            let message = "the page has no date; the document says none";
            diagnostics.push(
                Diagnostic::warning("date-missing", message)
                    .at(&page.source, page.matter.start())
                    .hint("write `date: 2026-11-24` into the front matter"),
            );
            None
        }
    }
}

/// Words as folders are named, where letters lose their marks, and as they are written.
const UNMARKED: &[(&str, &str)] = &[
    ("foretag", "företag"),
    ("losningar", "lösningar"),
    ("losninger", "løsninger"),
    ("malgrupper", "målgrupper"),
    ("tjanster", "tjänster"),
    ("vitbocker", "vitböcker"),
];

/// The kind of document: by rule, by section, by template.
fn kind(project: &Project<'_>, page: &Page) -> Option<String> {
    if let Some(kind) = page.matter.text("documentkind") {
        return Some(kind);
    }
    if let Some(kind) = project.config.rule(&page.path).and_then(|rule| rule.kind.clone())
    {
        return Some(kind);
    }
    // Folders that only part languages say nothing about the kind.
    let folders: Vec<&std::ffi::OsStr> = page.path.parent()?.iter().collect();
    let depth = folders.iter().position(|folder| folder.len() > 2)? + 1;
    let folder: PathBuf = folders.iter().take(depth).collect();
    section_title(project, page, &folder).or_else(|| {
        let name = folder.file_name()?.to_string_lossy().replace(['-', '_'], " ");
        let marked = UNMARKED.iter().find(|(bare, _)| *bare == name);
        let name = marked.map_or(&*name, |(_, word)| *word);
        let mut letters = name.chars();
        Some(letters.next()?.to_uppercase().chain(letters).collect())
    })
}

/// The title of a section, if it is short enough to name a kind of document.
fn section_title(project: &Project<'_>, page: &Page, folder: &Path) -> Option<String> {
    const LONGEST: usize = 24;
    let title = project.section_title(page, folder)?;
    Some(plain(&title)).filter(|title| title.chars().count() <= LONGEST)
}

fn authors(project: &Project<'_>, page: &Page) -> Vec<String> {
    let own = [page.list("authors"), page.list("author")].concat();
    let own: Vec<String> = own.iter().map(|author| plain(author)).collect();
    if own.is_empty() && !project.brand.name.is_empty() {
        return vec![project.brand.name.clone()];
    }
    own
}

fn description(page: &Page) -> String {
    let text = ["description", "summary", "intro"]
        .iter()
        .find_map(|key| page.matter.text(key));
    plain(&text.unwrap_or_default())
}

fn keywords(page: &Page) -> Vec<String> {
    let mut words = Vec::new();
    for key in ["keywords", "tags"] {
        for word in page.list(key) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// The heading of the contents: the page's own words for it, or the language's. Pages with
/// hardly any heading have none.
fn contents(page: &Page, document: &Document) -> Option<String> {
    let value = page.matter.params.get("toc");
    // In quotes it means the same, and is nobody's heading.
    if value.is_some_and(|value| value.to_text() == "false") {
        return None;
    }
    let mut count = Headings(0);
    count.blocks(&document.blocks);
    let own = value
        .filter(|value| matches!(value, Value::String(_)))
        .map(Value::to_text);
    let own = own.filter(|text| !text.trim().is_empty());
    if own.is_none() && count.0 < 3 {
        return None;
    }
    (count.0 > 0).then(|| {
        own.map_or_else(
            || page.language.labels().contents.to_owned(),
            |text| plain(&text),
        )
    })
}

/// Whether the author has numbered the headings: half of those of a level that would get a
/// number.
fn numbers_itself(document: &Document) -> bool {
    let mut seen = Numbers::default();
    seen.blocks(&document.blocks);
    seen.0.iter().any(|(all, own)| *own >= 2 && own * 2 >= *all)
}

/// The headings of the first two levels: all, and those with a number of their own.
#[derive(Default)]
struct Numbers([(usize, usize); 2]);

impl Visit for Numbers {
    fn block(&mut self, block: &Block) {
        if let BlockKind::Heading(heading) = &block.kind
            && let Some((all, own)) =
                self.0.get_mut(usize::from(heading.level).saturating_sub(1))
        {
            *all += 1;
            *own += usize::from(starts_with_number(&plain_text(&heading.content)));
        }
        self.walk_block(block);
    }
}

/// Whether a heading starts as `1.`, `2)`, `3.1` or `§ 4` does; `2026 in figures` does not.
fn starts_with_number(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with('§') {
        return true;
    }
    let number: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ')'))
        .collect();
    let after = text
        .strip_prefix(number.as_str())
        .and_then(|rest| rest.chars().next());
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.contains(['.', ')'])
        && after.is_some_and(char::is_whitespace)
}

/// The text of the first heading that has any.
struct FirstHeading(Option<String>);

impl Visit for FirstHeading {
    fn block(&mut self, block: &Block) {
        if let BlockKind::Heading(heading) = &block.kind
            && self.0.is_none()
        {
            let text = plain_text(&heading.content);
            self.0 = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        self.walk_block(block);
    }
}

struct Headings(usize);

impl Visit for Headings {
    fn block(&mut self, block: &Block) {
        self.0 += usize::from(matches!(block.kind, BlockKind::Heading(_)));
        self.walk_block(block);
    }
}

/// The artwork of the cover: that of the page, or that of the brand.
fn cover(
    project: &Project<'_>,
    page: &Page,
    assets: &mut Assets,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    const KEYS: &[&str] = &["cover", "headimage", "background", "image"];
    for key in KEYS {
        let Some(name) = page.matter.text(key).filter(|name| name.contains('.')) else {
            continue;
        };
        let found = project.site.find_artwork(project.system, page, &name);
        if let Some(file) = found.and_then(|path| take(project, &path, assets)) {
            return Some(file);
        }
        let span = page
            .matter
            .key_span(&page.source, key)
            .unwrap_or_else(|| page.matter.start());
        let message = format!(
            "the cover picture `{name}` was not found; the cover is drawn without it"
        );
        diagnostics.push(
            Diagnostic::warning("cover-missing", message)
                .at(&page.source, span)
                .hint("put the file below `static/`, or remove the key"),
        );
    }
    None
}

/// Takes a picture in if it is one.
fn take(project: &Project<'_>, path: &Path, assets: &mut Assets) -> Option<String> {
    picture(project.system, &[&project.site.root], path, assets)
}

/// Takes a picture in if it is one and lies in one of the folders.
pub(super) fn picture(
    system: &dyn System,
    roots: &[&Path],
    path: &Path,
    assets: &mut Assets,
) -> Option<String> {
    let bytes = roots.iter().find_map(|root| read_within(system, root, path).ok())?;
    if raster::too_large(&bytes).is_some() {
        return None;
    }
    let (extension, bytes) = ready(bytes)?;
    Some(assets.add(path, extension, bytes))
}

/// Calls to action: the links beside the page on the web.
fn actions(project: &Project<'_>, page: &Page) -> Vec<(String, String)> {
    let base = project.site.base_url(page);
    let mut actions = Vec::new();
    for number in ["", "2", "3"] {
        let text = page.matter.text(&format!("sidebarlinkname{number}"));
        let url = page.matter.text(&format!("sidebarlinkurl{number}"));
        let (Some(text), Some(url)) = (text, url) else { continue };
        let url = if url.starts_with(is_mark) {
            Some(url)
        } else if url.contains("://")
            || url.starts_with("mailto:")
            || url.starts_with("tel:")
        {
            Some(crate::site::encode(&url))
        } else {
            absolute(&url, page.url.as_deref(), base.as_deref())
        };
        actions.extend(url.map(|url| (plain(&text), url)));
    }
    actions
}

/// What a policy says of itself.
fn properties(page: &Page) -> Vec<(String, String)> {
    let labels = page.language.labels();
    let known = [
        ("pdfversion", labels.version),
        ("pdfpreparedby", labels.prepared_by),
        ("pdfapprover", labels.approved_by),
        ("pdfclassification", labels.classification),
    ];
    let days = [("pdfvalidfrom", labels.valid_from), ("pdfreview", labels.review)];
    let value = |(key, label): (&str, &str)| {
        Some((label.to_owned(), plain(&page.matter.text(key)?)))
    };
    let day = |(key, label): (&'static str, &str)| {
        let text = match page.date_of(&[key])? {
            Ok(date) => page.language.format_date(date.date()),
            Err(_) => plain(&page.matter.text(key)?),
        };
        Some((label.to_owned(), text))
    };
    let known = known.into_iter().filter_map(value);
    known.chain(days.into_iter().filter_map(day)).collect()
}

/// What was changed, of `pdfchangelog` or `changelog`.
fn changes(page: &Page) -> Vec<Change> {
    let log = |key: &&str| page.matter.get(key)?.as_list();
    let log = ["pdfchangelog", "changelog"].iter().find_map(log).unwrap_or_default();
    let change = |row: &Params| {
        let text = |key: &str| row.get(key).map(Value::to_text);
        let day = |date: &DateTime| page.language.format_date(date.date());
        let date = match row.get("date") {
            Some(Value::Date(date)) => Some(day(date)),
            Some(Value::String(text)) => Some(
                DateTime::parse(text).map_or_else(|| text.clone(), |date| day(&date)),
            ),
            other => other.map(Value::to_text),
        };
        Change {
            version: text("version").unwrap_or_default(),
            date: date.unwrap_or_default(),
            change: text("change").or_else(|| text("text")).unwrap_or_default(),
            by: text("by").unwrap_or_default(),
        }
    };
    log.iter().filter_map(Value::as_map).map(change).collect()
}

/// A file of data.
pub(super) fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut text = format!("{value:#}");
    text.push('\n');
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::starts_with_number;

    #[test]
    fn numbers_of_headings_are_seen() {
        for numbered in ["1. Scope", "2) Terms", "3.1 Retention", "4.\u{a0}Roles", "§ 5"]
        {
            assert!(starts_with_number(numbered), "{numbered}");
        }
        for plain in ["2026 in figures", "3 reasons", "1.5x faster", "99.9%", "Scope", ""]
        {
            assert!(!starts_with_number(plain), "{plain}");
        }
    }
}
