//! Layouts: links for mail and telephone, `address` elements, and what is told to search
//! engines. Templates are not run: of what they take from elsewhere only plain references to
//! parameters and data are looked up.

use std::path::Path;

use regex::Regex;

use super::{Found, Place, Rank, block, structured, values};
use crate::adopt::template::without_comments;
use crate::site::Site;
use crate::system::{System, normalize};

/// Names of layouts that stand on all pages or are for contacts.
const FOOTS: &[&str] = &["foot", "contact", "kontakt", "address", "imprint", "impressum"];

/// What all layouts say, the site's own before those of its themes.
pub(super) fn read(system: &dyn System, site: &Site, name: &str) -> Vec<Found> {
    let mut folders = vec![site.root.join("layouts")];
    for theme in system.list(&site.root.join("themes")).unwrap_or_default() {
        folders.push(theme.path.join("layouts"));
    }
    let mut out = Vec::new();
    for folder in folders {
        let mut files = Vec::new();
        crate::adopt::brand::walk(system, &normalize(&folder), &mut files);
        for file in files.iter().filter(|file| is_layout(file)) {
            let Ok(bytes) = system.read(file) else { continue };
            let text = without_comments(&String::from_utf8_lossy(&bytes));
            let text = resolved(system, site, &text).replace("&#64;", "@");
            out.extend(layout(&text, name, &place(site, file)));
        }
    }
    out
}

/// Shortcodes print what pages give them.
fn is_layout(file: &Path) -> bool {
    let is_html = file.extension().is_some_and(|extension| extension == "html");
    let shortcodes = |part: std::path::Component<'_>| {
        part.as_os_str().to_string_lossy().trim_start_matches('_') == "shortcodes"
    };
    is_html && !file.components().any(shortcodes)
}

/// The path of a file in the site.
pub(super) fn place(site: &Site, file: &Path) -> String {
    let inside = file.strip_prefix(normalize(&site.root)).unwrap_or(file);
    inside.to_string_lossy().replace('\\', "/")
}

fn layout(text: &str, name: &str, place: &str) -> Vec<Found> {
    let lower = place.to_lowercase();
    let is_foot = FOOTS.iter().any(|word| lower.contains(word));
    let rank = if is_foot { Rank::Foot } else { Rank::Layout };
    let mut out = structured::read(text, place);
    if let Ok(elements) = Regex::new(r"(?is)<address[^>]*>(.*?)</address>") {
        for found in elements.captures_iter(text) {
            let inside = found.get(1).map_or("", |part| part.as_str());
            out.extend(block::read(&plain(inside), name, true, place, rank));
        }
    }
    for (key, text) in values::links(text) {
        let place = Place::file(place);
        out.push(Found { key, lines: vec![text], place, rank });
    }
    out
}

/// The lines of a piece of HTML without its tags; lines with template code are left out.
fn plain(html: &str) -> String {
    let html = html.replace("&nbsp;", " ").replace("&amp;", "&");
    let breaks = Regex::new(r"(?i)<br[^>]*>|</?(p|div|li|ul|span)\b[^>]*>");
    let html = breaks
        .map_or_else(|_| html.clone(), |tags| tags.replace_all(&html, "\n").into_owned());
    let text = Regex::new(r"<[^>]*>")
        .map_or_else(|_| html.clone(), |tags| tags.replace_all(&html, "").into_owned());
    text.lines()
        .filter(|line| !line.contains("{{"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The text with the values of plain references in their places.
fn resolved(system: &dyn System, site: &Site, text: &str) -> String {
    const REFERENCE: &str = r"\$?\.?(?:[sS]ite|hugo)\.(Params|Data)\.([\w.]+)";
    let direct =
        Regex::new(&format!(r#"("?)\{{\{{-?\s*{REFERENCE}\s*(\|[^}}]*)?-?\}}\}}"#));
    let with = Regex::new(&format!(
        r"(?s)\{{\{{-?\s*with\s+{REFERENCE}\s*-?\}}\}}(.*?)\{{\{{-?\s*(?:end|else)"
    ));
    let (Ok(direct), Ok(with)) = (direct, with) else { return text.to_owned() };
    let value = |found: &regex::Captures, at: usize| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        let path = part(at + 1);
        match part(at) {
            "Params" => site.settings.text(&format!("params.{}", path.to_lowercase())),
            _ => site.data(system, path).ok().flatten().map(|value| value.to_text()),
        }
    };
    let text = with.replace_all(text, |found: &regex::Captures| {
        let inside = found.get(3).map_or("", |part| part.as_str());
        match value(found, 1) {
            Some(value) => dots(inside, &value),
            None => String::new(),
        }
    });
    let text = direct.replace_all(&text, |found: &regex::Captures| {
        let quote = found.get(1).map_or("", |part| part.as_str());
        let is_json = found.get(4).is_some_and(|pipe| pipe.as_str().contains("jsonify"));
        match value(found, 2) {
            Some(value) if is_json && quote.is_empty() => values::quoted(&value),
            Some(value) => format!("{quote}{value}"),
            None => found.get(0).map_or("", |all| all.as_str()).to_owned(),
        }
    });
    text.into_owned()
}

/// The inside of `with`, where a dot is the value.
fn dots(inside: &str, value: &str) -> String {
    let Ok(dot) = Regex::new(r"\{\{-?\s*\.\s*(?:\|[^}]*)?-?\}\}") else {
        return inside.to_owned();
    };
    dot.replace_all(inside, regex::NoExpand(value)).into_owned()
}
