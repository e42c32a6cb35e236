//! The public path of a page (`resources/page/page_paths.go`, `permalinks.go`): its folder and
//! name, unless front matter gives a slug or an address, or the site a pattern.

use std::path::Path;
use std::sync::Arc;

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization;

use super::names::Kind;
use super::pattern::{self, Unknown};
use super::sections::Section;
use super::{Settings, Site, cascade};
use crate::front_matter::{DateTime, FrontMatter, Value};
use crate::system::System;

/// What the path of a page is made of.
pub(super) struct Facts<'a> {
    /// The settings of its language.
    pub(super) settings: &'a Settings,
    /// Its front matter.
    pub(super) matter: &'a FrontMatter,
    /// Its date.
    pub(super) date: Option<DateTime>,
    /// Its name: that of its file, or of the folder if it is a bundle or a section.
    pub(super) name: String,
    /// The folders that it stands in, from the top.
    pub(super) folders: Vec<Folder>,
    /// What it is.
    kind: Kind,
    /// What patterns are held against.
    logical: String,
    edition: Option<&'a str>,
}

/// A folder of pages.
pub(super) struct Folder {
    /// Its name.
    pub(super) name: String,
    /// Its own page, if it is a section.
    pub(super) section: Option<Arc<Section>>,
}

impl Folder {
    /// What it is called in addresses.
    fn slug(&self, settings: &Settings) -> String {
        let own = self.section.as_ref().and_then(|section| slug(&section.matter));
        sanitized(&own.unwrap_or_else(|| self.name.replace(' ', "-")), settings)
    }
}

/// The slug that front matter gives.
pub(super) fn slug(matter: &FrontMatter) -> Option<String> {
    let slug = matter.text("slug")?.trim_matches('-').to_owned();
    (!slug.is_empty()).then_some(slug)
}

impl Site {
    /// The public path of the page in `file`, with a slash at its start.
    ///
    /// # Errors
    /// When a pattern names something that Hugo does not know.
    pub(super) fn public_path(
        &self,
        system: &dyn System,
        file: &Path,
        matter: &FrontMatter,
        date: Option<DateTime>,
    ) -> Result<String, Unknown> {
        let edition = self.edition(file);
        let settings = self.settings_of(edition.as_deref());
        let content = self.content_folder(edition.as_deref());
        let inside = file.strip_prefix(&content).unwrap_or(file);
        let name = self.name(file);
        let mut folders = Vec::new();
        let mut path = content.clone();
        for part in inside.parent().into_iter().flat_map(Path::iter) {
            path.push(part);
            let section = self.section(system, &path, edition.as_deref());
            folders.push(Folder { name: part.to_string_lossy().into_owned(), section });
        }
        let own = match name.kind {
            Kind::Single => name.stem,
            // Bundles and sections are named by their folder.
            Kind::Leaf | Kind::Branch => {
                folders.pop().map(|own| own.name).unwrap_or_default()
            }
        };
        let facts = Facts {
            settings,
            matter,
            date,
            name: own,
            folders,
            kind: name.kind,
            logical: self.logical(inside).0,
            edition: edition.as_deref(),
        };
        let prefix = edition
            .as_deref()
            .map_or("", |code| self.settings.language_prefix(code));
        let prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        path_of(&facts, &prefix, self.settings.environment())
    }
}

fn path_of(
    facts: &Facts<'_>,
    prefix: &str,
    environment: &str,
) -> Result<String, Unknown> {
    if let Some(url) = facts.matter.text("url").filter(|url| !url.contains("://")) {
        return given(&url, facts, prefix);
    }
    if facts.name.is_empty() {
        return Ok(format!("{prefix}/"));
    }
    let path = match pattern(facts, environment) {
        Some(pattern) => pattern::expanded(&pattern, facts)?,
        None => usual(facts),
    };
    let path = path
        .split('/')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/");
    Ok(match (path.is_empty(), is_ugly(facts), facts.kind) {
        (true, ..) => format!("{prefix}/"),
        (false, true, Kind::Branch) => format!("{prefix}/{path}/index.html"),
        (false, true, _) => format!("{prefix}/{path}.html"),
        (false, false, _) => format!("{prefix}/{path}/"),
    })
}

/// The address that front matter gives. With a slash at its start it has no language before
/// it; without a dot it is that of a folder.
fn given(url: &str, facts: &Facts<'_>, prefix: &str) -> Result<String, Unknown> {
    let url = match url.contains(':') {
        true => pattern::filled(url, facts)?,
        false => url.to_owned(),
    };
    let url = if url.starts_with('/') { url } else { format!("{prefix}/{url}") };
    let last = url.rsplit('/').next().unwrap_or_default();
    Ok(if last.is_empty() || last.contains('.') { url } else { format!("{url}/") })
}

/// Folders and name, each as its slug says.
fn usual(facts: &Facts<'_>) -> String {
    let folders = facts.folders.iter().map(|folder| folder.slug(facts.settings));
    let own = slug(facts.matter).unwrap_or_else(|| facts.name.replace(' ', "-"));
    let own = sanitized(&own, facts.settings);
    let parts: Vec<String> =
        folders.chain([own]).filter(|part| !part.is_empty()).collect();
    parts.join("/")
}

/// `uglyURLs`: for the site, or for some of its sections.
fn is_ugly(facts: &Facts<'_>) -> bool {
    match facts.settings.get("uglyurls") {
        Some(Value::Map(sections)) => {
            let section = section(facts).to_lowercase();
            sections.get(&section).is_some_and(Value::to_bool)
        }
        Some(value) => value.to_bool(),
        None => false,
    }
}

/// The name of the first folder; of a section at the top its own.
pub(super) fn section<'a>(facts: &'a Facts<'_>) -> &'a str {
    match facts.folders.first() {
        Some(folder) => &folder.name,
        None if facts.kind == Kind::Branch => &facts.name,
        None => "",
    }
}

/// The pattern for a page: `permalinks.page.SECTION`, `permalinks.SECTION`, or the first of a
/// list that means it.
fn pattern(facts: &Facts<'_>, environment: &str) -> Option<String> {
    let kind = if facts.kind == Kind::Branch { "section" } else { "page" };
    let permalinks = match facts.settings.get("permalinks")? {
        Value::Map(map) => map,
        Value::List(list) => {
            let target = cascade::Target {
                path: &facts.logical,
                kind,
                edition: facts.edition,
                environment,
            };
            let entries = list.iter().filter_map(Value::as_map);
            let mut fitting = entries.filter(|entry| {
                entry
                    .get("target")
                    .is_none_or(|wanted| cascade::matches(wanted, &target))
            });
            return Some(fitting.next()?.get("pattern")?.to_text());
        }
        _ => return None,
    };
    let section = section(facts).to_lowercase();
    // Pages at the top of the site have a section without a name.
    let key = if section.is_empty() { "/" } else { section.as_str() };
    let of_kind = permalinks.get(kind).and_then(|own| own.as_map()?.get(key)?.as_str());
    let of_all = || match kind {
        "page" => permalinks.get(key).and_then(Value::as_str),
        _ => None,
    };
    of_kind.or_else(of_all).map(str::to_owned)
}

/// A part of a path as Hugo writes it (`common/paths/path.go: Sanitize`): letters, digits,
/// marks and a few signs; blanks become one hyphen.
pub(super) fn sanitized(part: &str, settings: &Settings) -> String {
    let part: String = match settings.flag("removepathaccents", false) {
        true => part.nfd().filter(|c| !is_mark(*c)).nfc().collect(),
        false => part.to_owned(),
    };
    let keeps_case = settings.flag("disablepathtolower", false);
    let mut out = String::with_capacity(part.len());
    let mut blank = false;
    for (at, c) in part.char_indices() {
        if !is_allowed(c, part.get(at + 1..).unwrap_or_default()) {
            blank |= c.is_whitespace() && !out.is_empty() && !out.ends_with('-');
            continue;
        }
        if std::mem::take(&mut blank) && c != '-' {
            out.push('-');
        }
        match c {
            c if keeps_case => out.push(c),
            // Go's lower case is one character for one.
            'İ' => out.push('i'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn is_allowed(c: char, rest: &str) -> bool {
    let is_hex =
        |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match c {
        '.' | '/' | '\\' | '_' | '#' | '+' | '~' | '-' | '@' => true,
        '%' => rest.get(..2).is_some_and(is_hex),
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        c => is_mark(c) || is_letter_or_digit(c),
    }
}

/// Go's `unicode.IsLetter` and `unicode.IsDigit`: the categories L and Nd.
fn is_letter_or_digit(c: char) -> bool {
    use GeneralCategory::{
        DecimalNumber, LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter,
        UppercaseLetter,
    };
    matches!(
        get_general_category(c),
        DecimalNumber
            | LowercaseLetter
            | ModifierLetter
            | OtherLetter
            | TitlecaseLetter
            | UppercaseLetter
    )
}

fn is_mark(c: char) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    matches!(get_general_category(c), EnclosingMark | NonspacingMark | SpacingMark)
}
