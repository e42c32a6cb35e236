//! Whether there is anything at an address of the site: pages, their aliases, sections,
//! files, and what Hugo makes beside them.

use std::collections::BTreeSet;
use std::path::Path;

use strsim::damerau_levenshtein;

use super::project::Project;
use crate::front_matter::Value;
use crate::page::Page;

/// The paths of all pages, aliases and sections of a site, without slash at the end.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    paths: BTreeSet<String>,
    /// Folders whose pages templates make (`_content.gotmpl`).
    made: Vec<String>,
}

/// How many letters a slip changes.
const SLIP: usize = 2;

/// How many candidates are named.
const NAMED: usize = 3;

impl Project<'_> {
    /// The addresses that `url` on a page may mean, if it is one of the site and there is
    /// nothing at it. Of a site without its templates only a part may be here: there an
    /// address is wrong only if it is a slip of one that is known.
    pub(super) fn nothing_at(&self, page: &Page, url: &str) -> Option<Vec<String>> {
        let check = self.config.check_links;
        let base = self.site.base_url(page)?;
        let rest = match url.strip_prefix(&base) {
            Some(rest) if check != Some(false) => rest,
            _ => return None,
        };
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        if self.is_file_of_site(&path) || self.is_made_by_hugo(&path) {
            return None;
        }
        let known = self.site_map.get_or_init(|| self.all_addresses());
        let path = plain(&path);
        if known.has(&path) {
            return None;
        }
        let near = known.near(&path);
        let is_whole = check.unwrap_or_else(|| self.has_templates());
        let is_slip = near.first().is_some_and(|(_, known)| is_slip(&path, known));
        (is_whole || is_slip).then(|| {
            near.into_iter()
                .take(NAMED)
                .map(|(_, path)| format!("/{path}/"))
                .collect()
        })
    }

    /// Whether the site's templates are here, and so all of it.
    fn has_templates(&self) -> bool {
        let settings = &self.site.settings;
        let folder = settings.text("layoutdir").unwrap_or_else(|| "layouts".to_owned());
        self.system.is_dir(&self.site.root.join(folder))
            || self.system.is_dir(&self.site.root.join("themes"))
            || settings.get("theme").is_some()
            || settings.get("module.imports").is_some()
    }

    /// Files that are published, and the most usual places of pages: no other page has to be
    /// read for those.
    fn is_file_of_site(&self, path: &str) -> bool {
        let path = path.trim_matches('/');
        let is_file = |folder: &Path, name: &str| {
            self.system.is_file(&crate::system::normalize(&folder.join(name)))
        };
        let content = &self.site.content;
        let statics = self.site.paths.statics.iter();
        let mut statics = statics.map(|folder| self.site.root.join(folder));
        path.is_empty()
            || statics.any(|folder| {
                is_file(&folder, path) || is_file(&folder, &format!("{path}/index.html"))
            })
            || is_file(content, path)
            || is_file(&self.site.root.join(&self.site.paths.assets), path)
    }

    /// Feeds, site maps and lists that Hugo makes without any file.
    fn is_made_by_hugo(&self, path: &str) -> bool {
        const MADE: &[&str] =
            &["xml", "json", "txt", "css", "js", "ics", "webmanifest", "rss", "atom"];
        let path = path.trim_matches('/');
        let extension = Path::new(path).extension().and_then(|name| name.to_str());
        if extension.is_some_and(|name| MADE.contains(&name)) {
            return true;
        }
        let parts: Vec<&str> = path.split('/').collect();
        let pages = self.site.settings.text("pagination.path");
        let pages = pages.unwrap_or_else(|| "page".to_owned());
        let is_pager = matches!(parts.as_slice(), [.., folder, number]
            if *folder == pages && number.bytes().all(|byte| byte.is_ascii_digit()));
        let lists = self.taxonomies();
        let of_language =
            parts.first().filter(|code| self.site.settings.has_language(code));
        let first = if of_language.is_some() { parts.get(1) } else { parts.first() };
        is_pager
            || of_language.is_some() && parts.len() == 1
            || first.is_some_and(|first| lists.iter().any(|list| list == first))
    }

    /// The folders of taxonomies: `tags` and `categories` unless the site has others.
    fn taxonomies(&self) -> Vec<String> {
        match self.site.settings.get("taxonomies").and_then(Value::as_map) {
            Some(map) => map.values().map(|name| name.to_text().to_lowercase()).collect(),
            None => vec!["tags".to_owned(), "categories".to_owned()],
        }
    }

    fn all_addresses(&self) -> Addresses {
        let mut addresses = Addresses::default();
        for file in self.all_files() {
            let Ok((page, _)) = self.page(file) else { continue };
            let Some(base) = self.site.base_url(&page) else { continue };
            if let Some(path) =
                page.url.as_deref().and_then(|url| url.strip_prefix(&base))
            {
                let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
                addresses.add(&path);
            }
            for alias in page.list("aliases") {
                match alias.strip_prefix('/') {
                    Some(path) => addresses.add(path),
                    None => {
                        let folder = page.path.parent().unwrap_or(Path::new(""));
                        addresses.add(&folder.join(alias).to_string_lossy());
                    }
                }
            }
        }
        let listing = self.site.listing(self.system, &self.site.content);
        for file in listing.unwrap_or_default().unread {
            let inside = file.strip_prefix(&self.site.content).unwrap_or(&file);
            if file.extension().is_some_and(|extension| extension == "gotmpl") {
                let folder = inside.parent().unwrap_or(Path::new(""));
                addresses.made.push(folder.to_string_lossy().to_lowercase());
            } else {
                addresses.add(&inside.with_extension("").to_string_lossy());
            }
        }
        addresses
    }
}

impl Addresses {
    /// Adds a page; the first folder it stands in is a section, with a page or without.
    fn add(&mut self, path: &str) {
        let path = plain(path);
        if let Some((section, _)) = path.split_once('/') {
            self.paths.insert(section.to_owned());
        }
        self.paths.insert(path);
    }

    fn has(&self, path: &str) -> bool {
        let is_made = |folder: &String| {
            folder.is_empty()
                || path
                    .strip_prefix(folder.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        self.paths.contains(path) || self.made.iter().any(is_made)
    }

    /// The paths that look most like `path`, the nearest first.
    fn near(&self, path: &str) -> Vec<(usize, &str)> {
        // A path may be off by a third of its letters, or stand in another folder.
        let limit = (path.chars().count() / 3).max(SLIP + 1);
        let name = path.rsplit('/').next().unwrap_or(path);
        let distance = |known: &str| {
            let whole = damerau_levenshtein(path, known);
            let same_name = name.len() > SLIP && known.rsplit('/').next() == Some(name);
            if same_name { whole.min(SLIP + 1) } else { whole }
        };
        let known = self.paths.iter().filter(|known| !known.is_empty());
        let mut near: Vec<(usize, &str)> =
            known.map(|known| (distance(known), known.as_str())).collect();
        near.retain(|(distance, _)| *distance <= limit);
        near.sort_unstable();
        near
    }
}

/// Whether a path is a known one misspelled. Short paths are near to any other, and numbers
/// tell pages of a row apart.
fn is_slip(path: &str, known: &str) -> bool {
    const SHORTEST: usize = 6;
    let letters =
        |path: &str| path.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    path.chars().count() >= SHORTEST
        && damerau_levenshtein(path, known) <= SLIP
        && letters(path) != letters(known)
}

/// A path by which pages are told apart: lower case, without slashes around it and without the
/// file that a folder stands for.
fn plain(path: &str) -> String {
    let path = path.trim_matches('/').to_lowercase();
    let path = path.strip_suffix("index.html").unwrap_or(&path);
    path.strip_suffix(".html")
        .unwrap_or(path)
        .trim_matches('/')
        .to_owned()
}
