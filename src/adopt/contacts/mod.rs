//! Whom to turn to: telephone, e-mail, postal address and number of the company, where a site
//! says them. What is found is only copied; the place it was found in stands beside it.

mod block;
mod keys;
mod layouts;
mod pages;
mod structured;
mod values;

use std::collections::BTreeSet;
use std::fmt;

use indexmap::IndexMap;

use crate::site::Site;
use crate::system::System;

use values::Key;

/// Something found, with what tells how much it is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    key: Key,
    /// One line; of an address one or more.
    lines: Vec<String>,
    place: Place,
    rank: Rank,
}

impl Found {
    fn of_file(mut self, file: &str) -> Self {
        file.clone_into(&mut self.place.file);
        self
    }

    /// Whether it is an address that themes show as an example (RFC 2606).
    fn is_example(&self, host: Option<&str>) -> bool {
        const EXAMPLES: &[&str] = &["example.com", "example.net", "example.org"];
        let line = self.lines.first().map(String::as_str).unwrap_or_default();
        let at = line.split_once('@').map(|(_, at)| at);
        at.is_some_and(|at| EXAMPLES.contains(&at)) && at != host
    }
}

/// Where something was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Place {
    /// The name of a setting, if it is one.
    setting: String,
    /// The file; none for the configuration of the site, which may be many.
    file: String,
}

impl Place {
    fn file(file: &str) -> Self {
        Self { setting: String::new(), file: file.to_owned() }
    }

    fn setting(name: impl Into<String>) -> Self {
        Self { setting: name.into(), file: String::new() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between =
            if self.setting.is_empty() || self.file.is_empty() { "" } else { " in " };
        write!(out, "{}{between}{}", self.setting, self.file)
    }
}

/// Where things are said, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Parameters of the site.
    Params,
    /// A file of data about the company.
    Data,
    /// What a layout tells search engines.
    Structured,
    /// The front matter of the page for contacts.
    ContactPage,
    /// The foot of all pages.
    Foot,
    /// A block that begins with the company's name.
    Block,
    /// Links on the page for contacts.
    ContactText,
    /// Links of other layouts.
    Layout,
    /// Front matter of other pages, and data about something else.
    Page,
    /// Links in the text of pages.
    Text,
    /// Said in passing: tells only which of several is said most.
    Mention,
}

/// What comes of the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contacts {
    /// Lines of the brand file, from its root.
    pub(super) text: String,
    /// What somebody has to decide.
    pub(super) open: Vec<String>,
}

/// What stands in the brand file of a site that says nothing.
const NOTHING: &str = "\
# defaults: { offprint: { contact: { company: My company, email: hello@example.org } } }
";

/// Looks through the site; `name` is what it calls itself.
pub(super) fn find(system: &dyn System, site: &Site, name: &str) -> Contacts {
    let mut all = keys::of_settings(site);
    all.extend(keys::of_data(system, site));
    all.extend(layouts::read(system, site, name));
    all.extend(pages::read(system, site, name));
    let host = site.settings.base_url().as_deref().and_then(values::host);
    let mut chosen: IndexMap<Key, (&Found, usize)> = Key::ALL
        .into_iter()
        .filter_map(|key| Some((key, best(&all, key, host.as_deref())?)))
        .collect();
    // A name alone is no contact.
    if !chosen.keys().any(|key| *key != Key::Company) {
        let open = vec!["`_brand.yml`: no contacts were found".to_owned()];
        return Contacts { text: NOTHING.to_owned(), open };
    }
    let company = Found {
        key: Key::Company,
        lines: vec![name.to_owned()],
        place: Place::setting("the name of the site"),
        rank: Rank::Params,
    };
    if !name.is_empty() {
        chosen.entry(Key::Company).or_insert((&company, 1));
    }
    Contacts { text: written(&chosen, site), open: open(&chosen) }
}

/// The best of what was found, and how many others could be meant as well as it.
fn best<'f>(
    all: &'f [Found],
    key: Key,
    host: Option<&str>,
) -> Option<(&'f Found, usize)> {
    let own = || {
        all.iter()
            .filter(move |found| found.key == key && !found.is_example(host))
    };
    let rank = own()
        .map(|found| found.rank)
        .min()
        .filter(|rank| *rank < Rank::Mention)?;
    let said = |found: &Found| {
        let same = own().filter(|other| key.same(found, other));
        same.map(|other| &other.place.file).collect::<BTreeSet<_>>().len()
    };
    let mut candidates: Vec<&Found> = Vec::new();
    for found in own().filter(|found| found.rank == rank) {
        if !candidates.iter().any(|other| key.same(found, other)) {
            candidates.push(found);
        }
    }
    let worth = |found: &Found| (key.is_of_company(found, host), said(found));
    let best = candidates
        .iter()
        .copied()
        .reduce(|best, next| if worth(next) > worth(best) { next } else { best })?;
    let doubtful = rank >= Rank::ContactText && !key.is_of_company(best, host);
    Some((best, if doubtful { candidates.len() } else { 1 }))
}

fn written(chosen: &IndexMap<Key, (&Found, usize)>, site: &Site) -> String {
    let mut out = String::from("defaults:\n  offprint:\n    contact:\n");
    for key in Key::ALL {
        let Some((found, count)) = chosen.get(&key) else { continue };
        let lines: Vec<String> =
            found.lines.iter().map(|line| values::quoted(line)).collect();
        let value = match key {
            Key::Address => format!("[{}]", lines.join(", ")),
            Key::Registration => {
                let language = site.settings.language().unwrap_or_default();
                values::quoted(&values::registered(&found.lines.concat(), &language))
            }
            _ => lines.concat(),
        };
        let doubt = match count {
            1 => String::new(),
            count => format!(", unsure: one of {count}"),
        };
        out.push_str(&format!(
            "      {}: {value} # {}{doubt}\n",
            key.name(),
            found.place
        ));
    }
    if let Some(home) = site.settings.base_url() {
        out.push_str(&format!("      web: {} # baseURL\n", values::quoted(&home)));
    }
    out
}

fn open(chosen: &IndexMap<Key, (&Found, usize)>) -> Vec<String> {
    let unsure = chosen.iter().filter(|(_, (_, count))| *count > 1);
    let mut out: Vec<String> = unsure
        .map(|(key, (found, _))| {
            let name = key.name();
            let value = found.lines.join(", ");
            format!("`_brand.yml`: whether the company's {name} is {value}")
        })
        .collect();
    let missing: Vec<&str> = Key::ALL
        .into_iter()
        .filter(|key| !chosen.contains_key(key))
        .map(Key::what)
        .collect();
    if !missing.is_empty() {
        out.push(format!("`_brand.yml`: no {} was found", missing.join(", no ")));
    }
    out
}
