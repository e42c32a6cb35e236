//! What layouts tell search engines of the company, by the words of schema.org: JSON-LD, and
//! `itemprop` on elements.

use std::collections::BTreeMap;

use regex::Regex;

use super::values::Key;
use super::{Found, Place, Rank, keys};
use crate::front_matter::{Value, read_data};
use crate::source::Source;

/// The words of schema.org for what a brand says.
const WORDS: &[(&str, Key)] = &[
    ("legalName", Key::Company),
    ("name", Key::Company),
    ("telephone", Key::Phone),
    ("email", Key::Email),
    ("taxID", Key::Registration),
    ("vatID", Key::Registration),
];

/// The words for the parts of an address.
const ADDRESS: &[&str] = &[
    "streetAddress",
    "postOfficeBoxNumber",
    "postalCode",
    "addressLocality",
    "addressCountry",
];

/// Words that end the names of types that are companies.
const COMPANIES: &[&str] =
    &["Organization", "Corporation", "Business", "Store", "Service", "Company"];

/// What stands in a layout.
pub(super) fn read(text: &str, place: &str) -> Vec<Found> {
    let mut out = Vec::new();
    let Ok(scripts) =
        Regex::new(r"(?is)<script[^>]*application/ld\+json[^>]*>(.*?)</script>")
    else {
        return out;
    };
    for found in scripts.captures_iter(text) {
        let json = found.get(1).map_or("", |json| json.as_str());
        match read_data(&Source::new("", json), "json") {
            Ok(value) => companies(&value, place, &mut out),
            Err(_) => out.extend(scanned(json, place)),
        }
    }
    out.extend(properties(text, place));
    out
}

/// The companies in a value, the first one first.
fn companies(value: &Value, place: &str, out: &mut Vec<Found>) {
    match value {
        Value::List(list) => list.iter().for_each(|value| companies(value, place, out)),
        Value::Map(map) => {
            let types = map.get("@type").map(Value::to_text).unwrap_or_default();
            if COMPANIES.iter().any(|word| types.contains(word)) {
                let text = |word: &str| map.get(word).map(Value::to_text);
                out.extend(said(text, place));
                let address =
                    map.get("address").and_then(Value::as_map).and_then(keys::parts);
                out.extend(address.map(|lines| found(Key::Address, lines, place)));
            }
            map.values().for_each(|value| companies(value, place, out));
        }
        _ => {}
    }
}

fn found(key: Key, lines: Vec<String>, file: &str) -> Found {
    let place = Place::setting("schema.org");
    Found { key, lines, place, rank: Rank::Structured }.of_file(file)
}

/// What the words say, the first of each key.
fn said(text: impl Fn(&str) -> Option<String>, place: &str) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for (word, key) in WORDS {
        let known = out.iter().any(|found| found.key == *key);
        let value = text(word).filter(|_| !known).and_then(|text| key.tidy(&text));
        out.extend(value.map(|text| found(*key, vec![text], place)));
    }
    out
}

/// JSON with template code in it: its plain pairs, if it is about a company and nobody else.
fn scanned(json: &str, place: &str) -> Vec<Found> {
    let Ok(pairs) = Regex::new(r#""(@?\w+)"\s*:\s*"((?:[^"\\{}]|\\.)*)""#) else {
        return Vec::new();
    };
    let part = |found: &regex::Captures, at: usize| {
        found
            .get(at)
            .map_or_else(String::new, |part| part.as_str().to_owned())
    };
    let all: Vec<(String, String)> = pairs
        .captures_iter(json)
        .map(|found| (part(&found, 1), part(&found, 2)))
        .collect();
    let types = || all.iter().filter(|(word, _)| word == "@type").map(|(_, name)| name);
    let is_company = |name: &String| COMPANIES.iter().any(|word| name.ends_with(word));
    let is_part = |name: &String| {
        ["PostalAddress", "ContactPoint", "ImageObject"].contains(&name.as_str())
    };
    if !types().any(is_company) || !types().all(|name| is_company(name) || is_part(name))
    {
        return Vec::new();
    }
    of_pairs(all, place)
}

/// Elements with `itemprop`, if any of them is a part of an address: a `name` alone may be that
/// of an article.
fn properties(text: &str, place: &str) -> Vec<Found> {
    let Ok(elements) = Regex::new(
        r#"(?s)itemprop\s*=\s*["']?(\w+)["']?(?:[^>]*?content\s*=\s*["']([^"'{}]*)["'])?[^>]*>([^<{}]*)"#,
    ) else {
        return Vec::new();
    };
    let part = |found: &regex::Captures, at: usize| {
        found
            .get(at)
            .map(|part| part.as_str().trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let all: Vec<(String, String)> = elements
        .captures_iter(text)
        .filter_map(|found| {
            Some((part(&found, 1)?, part(&found, 2).or_else(|| part(&found, 3))?))
        })
        .collect();
    if all
        .iter()
        .any(|(word, _)| ADDRESS.contains(&word.as_str()) || word == "telephone")
    {
        of_pairs(all, place)
    } else {
        Vec::new()
    }
}

fn of_pairs(all: Vec<(String, String)>, place: &str) -> Vec<Found> {
    let mut pairs: BTreeMap<String, String> = BTreeMap::new();
    for (word, text) in all {
        pairs.entry(word).or_insert(text);
    }
    let mut out = said(|word| pairs.get(word).cloned(), place);
    let map = pairs
        .into_iter()
        .map(|(word, text)| (word, Value::String(text)))
        .collect();
    out.extend(keys::parts(&map).map(|lines| found(Key::Address, lines, place)));
    out
}
