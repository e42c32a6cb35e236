//! How an address in a page becomes one that works on paper.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What an address cannot hold as it is (RFC 3986, 2). `%` stays: it is encoded already.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'[')
    .add(b']');

/// The address with nothing in it but what RFC 3986 allows.
#[must_use]
pub fn encode(url: &str) -> String {
    utf8_percent_encode(url, UNSAFE).to_string()
}

/// Whether an address leads to the machine it is used on, where no reader finds anything.
#[must_use]
pub fn is_local(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_web =
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    is_web
        && (host == "localhost"
            || host.ends_with(".localhost")
            || host.starts_with("127.")
            || matches!(host.as_str(), "0.0.0.0" | "::1" | ""))
}

/// Joins an address found on a page to the address of the page (RFC 3986, 5.2), or to that
/// of the site if it starts with a slash. None if there is no address to join to.
#[must_use]
pub fn absolute(url: &str, page: Option<&str>, base: Option<&str>) -> Option<String> {
    let from = page.or(base)?;
    let origin_end = from.find("://").map(|at| at + 3)?;
    let path_start = from
        .get(origin_end..)?
        .find('/')
        .map_or(from.len(), |at| origin_end + at);
    let origin = from.get(..path_start)?;
    if let Some(rest) = url.strip_prefix("//") {
        return Some(encode(&format!("https://{rest}")));
    }
    if url.starts_with('/') {
        return Some(encode(&format!("{origin}{}", clean(url))));
    }
    let without_tail = from.split(['?', '#']).next().unwrap_or(from);
    if url.is_empty() || url.starts_with(['#', '?']) {
        return Some(encode(&format!("{without_tail}{url}")));
    }
    let folder = without_tail.rfind('/').filter(|at| *at >= path_start);
    let folder =
        folder.map_or("/", |at| without_tail.get(path_start..=at).unwrap_or("/"));
    Some(encode(&format!("{origin}{}", clean(&format!("{folder}{url}")))))
}

/// The path without `.` and `..`; query and fragment stay.
pub(super) fn clean(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (path, tail) = url.split_at_checked(end).unwrap_or((url, ""));
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if matches!(path.rsplit('/').next(), Some("." | "..")) {
        parts.push("");
    }
    format!("/{}{tail}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{absolute, is_local};

    #[test]
    fn addresses_of_this_machine_are_known() {
        for url in [
            "http://localhost:1313/a/",
            "HTTP://LOCALHOST",
            "http://127.0.0.1:8080",
            "http://[::1]:1313/",
            "https://a@localhost/x",
            "http://site.localhost/",
            "http://0.0.0.0:1313",
        ] {
            assert!(is_local(url), "{url}");
        }
        for url in [
            "https://localhost.se/",
            "https://a.se/localhost",
            "mailto:a@localhost",
            "/a",
        ] {
            assert!(!is_local(url), "{url}");
        }
    }

    #[test]
    fn addresses_are_joined() {
        let page = Some("https://a.se/b/c/");
        let cases = [
            ("/x/å", "https://a.se/x/%C3%A5"),
            ("d.html#e", "https://a.se/b/c/d.html#e"),
            ("../d", "https://a.se/b/d"),
            ("", "https://a.se/b/c/"),
            ("#e", "https://a.se/b/c/#e"),
            ("//b.se/x", "https://b.se/x"),
            ("../../../..", "https://a.se/"),
        ];
        for (url, whole) in cases {
            assert_eq!(absolute(url, page, None).as_deref(), Some(whole), "{url}");
        }
        assert_eq!(absolute("/x", None, None), None);
    }
}
