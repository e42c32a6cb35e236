//! Pages: the front matter of the page for contacts and of others, links in their text, and
//! the paragraph that names the company on an imprint or a privacy policy.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::values::Key;
use super::{Found, Place, Rank, block, keys, layouts, values};
use crate::front_matter;
use crate::site::Site;
use crate::system::System;

/// Names of pages for contacts.
const CONTACT: &[&str] = &["contact", "kontakt", "imprint", "impressum", "yhteys"];

static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+").ok());

static PHONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\+\d[\d ()-]{7,18}\d").ok());

/// What all pages say; pages that cannot be read are left out.
pub(super) fn read(system: &dyn System, site: &Site, name: &str) -> Vec<Found> {
    let mut out = Vec::new();
    for file in site.page_files(system, &site.content).unwrap_or_default() {
        let Ok(source) = site.source(system, &file) else { continue };
        let (matter, _) = front_matter::read(&source);
        let place = layouts::place(site, &file);
        let is_contact = is_for_contacts(&file);
        let rank = if is_contact { Rank::ContactPage } else { Rank::Page };
        let mut own = Vec::new();
        keys::walk(&matter.params, "", rank, 0, &mut own);
        // A page may be about another company, its reader, or an event elsewhere.
        own.retain(|found| is_contact || matches!(found.key, Key::Phone | Key::Email));
        out.extend(own.into_iter().map(|found| found.of_file(&place)));
        out.extend(of_text(source.slice(matter.body), name, is_contact, &place));
    }
    out
}

fn is_for_contacts(file: &Path) -> bool {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
    let folder = folder.to_string_lossy().to_lowercase();
    let own =
        if stem.trim_start_matches('_').starts_with("index") { folder } else { stem };
    CONTACT.iter().any(|word| own.starts_with(word))
}

fn of_text(text: &str, name: &str, is_contact: bool, place: &str) -> Vec<Found> {
    let rank = if is_contact { Rank::ContactText } else { Rank::Text };
    let mut out = Vec::new();
    for paragraph in text.split("\n\n") {
        out.extend(block::read(paragraph, name, false, place, Rank::Block));
    }
    for (key, text) in values::links(text) {
        let place = Place::file(place);
        out.push(Found { key, lines: vec![text], place, rank });
    }
    let patterns: [(Key, &Option<Regex>); 2] =
        [(Key::Email, &EMAIL), (Key::Phone, &PHONE)];
    for (key, pattern) in patterns {
        let Some(pattern) = pattern else { continue };
        let said = pattern.find_iter(text).filter_map(|found| key.tidy(found.as_str()));
        let mention = |text| Found {
            key,
            lines: vec![text],
            place: Place::file(place),
            rank: Rank::Mention,
        };
        out.extend(said.map(mention));
    }
    out
}
