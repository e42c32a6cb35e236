//! Blocks of lines with the name of a company, its street, its number: the `address` of a
//! layout, and the paragraph at the head of an imprint or a privacy policy.

use std::sync::LazyLock;

use regex::Regex;

use super::values::{Key, is_email};
use super::{Found, Place, Rank};

/// Longer lines are sentences.
const MAX_LINE: usize = 60;

/// More lines are a list.
const MAX_LINES: usize = 8;

/// The lines of a text; parts with commas between them are lines of their own.
pub(super) fn lines_of(text: &str) -> Vec<String> {
    let lines = text.lines().flat_map(|line| line.split(", "));
    let lines = lines.map(|line| line.trim().trim_end_matches([',', '\\']).to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// What a block says. Unless it is marked as an address, it has to begin with the name of the
/// company, and to have a place with a number in it.
pub(super) fn read(
    text: &str,
    name: &str,
    is_marked: bool,
    place: &str,
    rank: Rank,
) -> Vec<Found> {
    let text = text.replace(['*', '_', '`'], "");
    let whole: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let is_block = whole.iter().all(|line| line.chars().count() <= MAX_LINE)
        && (2..=MAX_LINES).contains(&whole.len());
    let names = |line: &str| {
        !name.is_empty() && line.to_lowercase().starts_with(&name.to_lowercase())
    };
    let first = whole.first().copied().unwrap_or_default();
    if !is_marked && (!is_block || !names(first)) {
        return Vec::new();
    }
    let said = |key: Key, lines: Vec<String>| Found {
        key,
        lines,
        place: Place::file(place),
        rank,
    };
    let (mut out, mut address) = (Vec::new(), Vec::new());
    for (at, line) in whole.iter().enumerate() {
        if at == 0 && names(line) {
            out.extend(
                Key::Company.tidy(line).map(|text| said(Key::Company, vec![text])),
            );
        } else if is_registration(line) {
            let text = Key::Registration.tidy(line);
            out.extend(text.map(|text| said(Key::Registration, vec![text])));
        } else if let Some((key, text)) = reached(line) {
            out.push(said(key, vec![text]));
        } else {
            address.extend(lines_of(line));
        }
    }
    let is_place = |line: &String| line.contains(|c: char| c.is_ascii_digit());
    let tidy: Option<Vec<String>> =
        address.iter().map(|line| Key::Address.tidy(line)).collect();
    match tidy.filter(|lines| lines.iter().any(is_place)) {
        Some(lines) => out.push(said(Key::Address, lines)),
        None if is_marked => {}
        None => out.clear(),
    }
    out
}

/// A number in a register: as Sweden writes it, or after a word that says so.
static REGISTRATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let named = "org|cvr|hrb|vat|reg\\b|company (no|reg)|y-tunnus|kvk|handelsregister|ust|siren|siret";
    Regex::new(&format!(
        r"(?i)^\D{{0,24}}\d{{6}}-\d{{4}}$|^({named})\D{{0,24}}\d[\dA-Z \-]{{5,}}$"
    ))
    .ok()
});

fn is_registration(line: &str) -> bool {
    REGISTRATION.as_ref().is_some_and(|pattern| pattern.is_match(line))
}

/// Mail or telephone, with a word before it or without: `Tel: 08-55 10 73`.
fn reached(line: &str) -> Option<(Key, String)> {
    let line = line.trim();
    let last = line.rsplit([' ', ':']).next().unwrap_or(line);
    if is_email(last) {
        return Some((Key::Email, last.to_owned()));
    }
    let start = line.find(|c: char| c.is_ascii_digit() || c == '+')?;
    let (before, number) = line.split_at_checked(start)?;
    let is_named = ["tel", "phone", "tlf", "växel", "ring", "call"]
        .iter()
        .any(|word| before.to_lowercase().contains(word));
    let is_alone = before.trim().is_empty() && number.starts_with('+');
    let text = (is_named || is_alone).then(|| Key::Phone.tidy(number))??;
    Some((Key::Phone, text))
}
