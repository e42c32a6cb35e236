//! Addresses in running text become links (goldmark's `extension/linkify.go`).

use crate::document::{Inline, InlineKind, Link, Target};
use crate::source::Span;

/// Looks for addresses in a line of text, but not inside links.
pub(super) fn linkify(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let span = inline.span;
        match inline.kind {
            InlineKind::Text(text) if may_hold_address(&text) => {
                out.extend(
                    split(&text, span).into_iter().map(|kind| Inline::new(span, kind)),
                );
            }
            InlineKind::Styled(style, inner) => {
                out.push(Inline::new(span, InlineKind::Styled(style, linkify(inner))));
            }
            kind => out.push(Inline::new(span, kind)),
        }
    }
    out
}

fn may_hold_address(text: &str) -> bool {
    text.contains("://") || text.contains("www.") || text.contains('@')
}

fn split(text: &str, span: Span) -> Vec<InlineKind> {
    let mut out = Vec::new();
    let mut plain = String::new();
    for word in text.split_inclusive(|c: char| c.is_whitespace() || "(<>\"“”".contains(c))
    {
        let Some((before, address, after)) = find(word) else {
            plain.push_str(word);
            continue;
        };
        plain.push_str(before);
        if !plain.is_empty() {
            out.push(InlineKind::Text(std::mem::take(&mut plain)));
        }
        let content = vec![Inline::text(span, address)];
        out.push(InlineKind::Link(Link {
            target: Target::Url(url_of(address)),
            content,
        }));
        plain.push_str(after);
    }
    if !plain.is_empty() {
        out.push(InlineKind::Text(plain));
    }
    out
}

fn url_of(address: &str) -> String {
    if address.starts_with("www.") {
        format!("https://{address}")
    } else if address.contains("://") {
        address.to_owned()
    } else {
        format!("mailto:{address}")
    }
}

/// The address in a word, with what stands before and after it.
fn find(word: &str) -> Option<(&str, &str, &str)> {
    let start = ["https://", "http://", "ftp://", "www."]
        .iter()
        .filter_map(|scheme| word.find(scheme))
        .min();
    match start {
        Some(start) => {
            let (before, rest) = word.split_at_checked(start)?;
            let end = rest.find(|c: char| !is_path(c)).unwrap_or(rest.len());
            let address = trim_end(rest.get(..end)?);
            let free = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            (free && has_host(address))
                .then(|| (before, address, rest.get(address.len()..).unwrap_or_default()))
        }
        None => find_email(word),
    }
}

fn is_path(c: char) -> bool {
    c.is_ascii_graphic() && !"<>\"`{}|\\^[]".contains(c)
}

fn has_host(address: &str) -> bool {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let top = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && !host.contains("..")
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Punctuation at the end belongs to the sentence, and so does a bracket never opened.
fn trim_end(mut address: &str) -> &str {
    loop {
        let shorter =
            address.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', ';', '\'']);
        let count = |c: char| shorter.matches(c).count();
        let shorter = match shorter.strip_suffix(')') {
            Some(rest) if count(')') > count('(') => rest,
            _ => shorter,
        };
        if shorter == address {
            return address;
        }
        address = shorter;
    }
}

fn find_email(word: &str) -> Option<(&str, &str, &str)> {
    let at = word.find('@')?;
    let (local, rest) = word.split_at_checked(at)?;
    let is_local =
        |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c);
    let begin = local.char_indices().rev().take_while(|(_, c)| is_local(*c)).last()?.0;
    let is_domain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let domain = rest.get(1..)?;
    let end = domain.find(|c: char| !is_domain(c)).unwrap_or(domain.len());
    let domain = domain.get(..end)?.trim_end_matches(['.', '-']);
    let top = domain.rsplit_once('.')?.1;
    let proper = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    let end = at + 1 + domain.len();
    proper.then_some((word.get(..begin)?, word.get(begin..end)?, word.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn addresses_are_found_as_goldmark_finds_them() {
        let cases = [
            ("https://a.se/b?c=1.", Some("https://a.se/b?c=1")),
            ("www.a.se,", Some("www.a.se")),
            ("https://a.se/(b))", Some("https://a.se/(b)")),
            ("https://x.yz/å", Some("https://x.yz/")),
            ("anna@exempel.se.", Some("anna@exempel.se")),
            ("a@b", None),
            ("https://localhost", None),
            ("ord", None),
        ];
        for (word, address) in cases {
            assert_eq!(find(word).map(|found| found.1), address, "{word}");
        }
    }
}
