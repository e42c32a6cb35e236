//! Settings that say whom to turn to: parameters of the site, files of data, front matter.

use std::path::Path;

use super::values::Key;
use super::{Found, Place, Rank};
use crate::front_matter::{Params, Value, read_data};
use crate::site::Site;
use crate::source::Source;
use crate::system::{System, normalize};

/// How deep settings are looked through.
const MAX_DEPTH: usize = 5;

/// Files of data larger than this, in bytes, are something else.
const MAX_DATA: usize = 500_000;

/// Words in names of what is about the company.
const ABOUT: &[&str] = &[
    "contact",
    "kontakt",
    "compan",
    "organi",
    "foretag",
    "bolag",
    "firma",
    "footer",
    "sidfot",
    "office",
    "site",
    "imprint",
    "impressum",
];

/// Words in names of what is about persons.
const PERSONS: &[&str] = &[
    "author",
    "person",
    "people",
    "team",
    "staff",
    "employee",
    "speaker",
    "medarbetare",
];

/// The parts of a postal address, in the order in which they are printed.
const PARTS: &[&[&str]] = &[
    &["street", "streetaddress", "gata", "gatuadress", "gate", "strasse", "line1"],
    &["line2", "co", "box", "postbox", "pobox"],
    &["postalcode", "postcode", "zip", "zipcode", "postnummer", "postnr", "plz"],
    &["city", "locality", "addresslocality", "town", "ort", "postort", "stad", "by"],
    &["country", "addresscountry", "land"],
];

/// Which part of an address is the code that stands before the town.
const CODE: usize = 2;

pub(super) fn is_about_company(name: &str) -> bool {
    let name = name.to_lowercase();
    ABOUT.iter().any(|word| name.contains(word))
}

fn is_about_person(name: &str) -> bool {
    let name = name.to_lowercase();
    PERSONS.iter().any(|word| name.contains(word))
}

/// What parameters of the site say, in its own language.
pub(super) fn of_settings(site: &Site) -> Vec<Found> {
    let language = site.settings.default_language();
    let settings = language
        .map_or_else(|| site.settings.clone(), |code| site.settings.of_language(&code));
    let mut out = Vec::new();
    if let Some(Value::Map(params)) = settings.get("params") {
        walk(params, "params", Rank::Params, 0, &mut out);
    }
    out
}

/// What files below `data/` say. Those about something else count as little as other pages.
pub(super) fn of_data(system: &dyn System, site: &Site) -> Vec<Found> {
    let folder = site.settings.text("datadir").unwrap_or_else(|| "data".to_owned());
    let folder = normalize(&site.root.join(folder));
    let mut files = Vec::new();
    crate::adopt::brand::walk(system, &folder, &mut files);
    let mut out = Vec::new();
    for file in files {
        let Some(value) = data(system, &file) else { continue };
        let name = file.strip_prefix(normalize(&site.root)).unwrap_or(&file);
        let name = name.to_string_lossy().replace('\\', "/");
        let below = file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy();
        let rank = if is_about_company(&below) { Rank::Data } else { Rank::Page };
        let params = match value {
            Value::Map(params) => params,
            // Of several offices the first is the main one.
            Value::List(list) if rank == Rank::Data => match list.into_iter().next() {
                Some(Value::Map(params)) => params,
                _ => continue,
            },
            _ => continue,
        };
        let mut found = Vec::new();
        walk(&params, "", rank, 0, &mut found);
        if rank == Rank::Data {
            found.extend(name_of(&params, rank));
        }
        out.extend(found.into_iter().map(|one| one.of_file(&name)));
    }
    out
}

fn data(system: &dyn System, file: &Path) -> Option<Value> {
    let extension = file.extension()?.to_string_lossy().to_lowercase();
    if !["yaml", "yml", "toml", "json"].contains(&extension.as_str()) {
        return None;
    }
    let bytes = system.read(file).ok().filter(|bytes| bytes.len() < MAX_DATA)?;
    read_data(&Source::new("", String::from_utf8_lossy(&bytes)), &extension).ok()
}

/// What settings say, those in others before those deeper down.
pub(super) fn walk(
    params: &Params,
    path: &str,
    rank: Rank,
    depth: usize,
    out: &mut Vec<Found>,
) {
    let path_of = |key: &str| match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    };
    for (name, value) in params {
        let Some(key) = Key::of_name(name) else { continue };
        let lines = match (key, value) {
            (Key::Address, value) => address(value),
            (_, Value::Map(_) | Value::List(_)) => None,
            (key, value) => key.tidy(&value.to_text()).map(|text| vec![text]),
        };
        if let Some(lines) = lines {
            let place = Place::setting(path_of(name));
            out.push(Found { key, lines, place, rank });
        }
    }
    if let Some(lines) = parts(params) {
        let place = Place::setting(path);
        out.push(Found { key: Key::Address, lines, place, rank });
    }
    for (name, value) in params {
        let (Value::Map(inner), true) = (value, depth < MAX_DEPTH) else { continue };
        let rank = if is_about_person(name) { rank.max(Rank::Text) } else { rank };
        walk(inner, &path_of(name), rank, depth + 1, out);
        if rank <= Rank::Data && is_about_company(name) {
            let own = name_of(inner, rank);
            out.extend(own.map(|own| Found {
                place: Place::setting(path_of(name) + ".name"),
                ..own
            }));
        }
    }
}

/// The `name` of what is about the company.
fn name_of(params: &Params, rank: Rank) -> Option<Found> {
    let text = Key::Company.tidy(&params.get("name")?.to_text())?;
    let place = Place::setting("name");
    Some(Found { key: Key::Company, lines: vec![text], place, rank })
}

/// The lines of an address: a text, a list of lines, or a map of its parts.
fn address(value: &Value) -> Option<Vec<String>> {
    let lines: Vec<String> = match value {
        Value::Map(map) => return parts(map),
        Value::List(list) => list.iter().map(Value::to_text).collect(),
        value => super::block::lines_of(&value.to_text()),
    };
    let lines: Option<Vec<String>> =
        lines.iter().map(|line| Key::Address.tidy(line)).collect();
    // A street or a code has a number: `address: "#contact"` is a link.
    lines.filter(|lines| {
        lines.iter().any(|line| line.contains(|c: char| c.is_ascii_digit()))
    })
}

/// An address from its parts; the code stands before the town.
pub(super) fn parts(map: &Params) -> Option<Vec<String>> {
    let plain = |name: &str| -> String {
        name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let part = |names: &[&str]| {
        let mut own =
            map.iter().filter(|(name, _)| names.contains(&plain(name).as_str()));
        own.find_map(|(_, value)| Key::Address.tidy(&value.to_text()))
    };
    let found: Vec<Option<String>> = PARTS.iter().map(|names| part(names)).collect();
    let said = |at: usize| found.get(at).and_then(Option::as_ref);
    said(0).or(said(1))?;
    said(CODE).or(said(CODE + 1))?;
    let mut lines: Vec<String> = Vec::new();
    for (at, text) in found
        .iter()
        .enumerate()
        .filter_map(|(at, text)| Some((at, text.as_ref()?)))
    {
        match (lines.last_mut(), at == CODE + 1 && said(CODE).is_some()) {
            (Some(code), true) => *code = format!("{code} {text}"),
            _ => lines.push(text.clone()),
        }
    }
    Some(lines)
}
