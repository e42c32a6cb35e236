//! What is answered to which request. No disk, no socket: everything comes from the desk and
//! from the program itself.

use std::time::Duration;

use super::desk::Desk;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

/// How long a browser waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the page may do: nothing but load its own files. No inline script, no other site.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Pictures of pages hold pictures themselves, and nothing else.
const PICTURE_POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";

impl Answer {
    fn new(kind: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![
            ("Content-Type", kind.to_owned()),
            ("Content-Security-Policy", POLICY.to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("Referrer-Policy", "no-referrer".to_owned()),
            ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
            ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
            ("Cache-Control", "no-store".to_owned()),
        ];
        Self { status: 200, headers, body: body.into() }
    }

    fn refused(status: u16, why: &str) -> Self {
        Self {
            status,
            ..Self::new("text/plain; charset=utf-8", why)
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }
}

/// What is asked for.
pub(super) struct Question<'a> {
    /// `GET` and the like.
    pub(super) method: &'a str,
    /// Path and query.
    pub(super) url: &'a str,
    /// The name that the browser knows this server by.
    pub(super) host: Option<&'a str>,
}

/// Answers a question to the server on `port`.
pub(super) fn answer(desk: &Desk, port: u16, question: &Question<'_>) -> Answer {
    // Another name that leads to this machine is somebody else's page asking.
    let own = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    if !question.host.is_some_and(|host| own.iter().any(|own| own == host)) {
        return Answer::refused(403, "this server has another name");
    }
    if question.method != "GET" {
        return Answer::refused(405, "this server is only to look at")
            .with("Allow", "GET");
    }
    let (path, query) = question.url.split_once('?').unwrap_or((question.url, ""));
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        [""] => Answer::new("text/html; charset=utf-8", include_str!("index.html")),
        ["preview.css"] => {
            Answer::new("text/css; charset=utf-8", include_str!("preview.css"))
        }
        ["preview.js"] => {
            Answer::new("text/javascript; charset=utf-8", include_str!("preview.js"))
        }
        ["icon.svg"] => Answer::new("image/svg+xml", include_str!("icon.svg")),
        ["documents"] => {
            let version = parameter(query, "after").and_then(|text| text.parse().ok());
            if let Some(id) = parameter(query, "open") {
                desk.look_at(id);
            }
            json(&desk.list(version.unwrap_or(0), PATIENCE))
        }
        ["documents", id] => match desk.shown(id) {
            None if desk.has(id) => json(&serde_json::Value::Null),
            _ => shown(desk, id, |shown| json(&shown.details)),
        },
        ["documents", id, "pages", digest] => shown(desk, id, |shown| {
            shown.pages.get(*digest).map_or_else(missing, |svg| {
                Answer::new("image/svg+xml", svg.as_str())
                    .with("Content-Security-Policy", PICTURE_POLICY)
                    .with("Cache-Control", "private, max-age=3600, immutable")
            })
        }),
        ["documents", id, "pdf"] => shown(desk, id, |shown| {
            shown.pdf.as_ref().map_or_else(missing, |pdf| {
                let name = percent_encoding::utf8_percent_encode(
                    &shown.name,
                    percent_encoding::NON_ALPHANUMERIC,
                );
                Answer::new("application/pdf", pdf.as_slice()).with(
                    "Content-Disposition",
                    format!("attachment; filename*=UTF-8''{name}"),
                )
            })
        }),
        _ => missing(),
    }
}

fn shown(
    desk: &Desk,
    id: &str,
    then: impl FnOnce(&super::desk::Shown) -> Answer,
) -> Answer {
    desk.shown(id).map_or_else(missing, |shown| then(&shown))
}

fn json(value: &serde_json::Value) -> Answer {
    Answer::new("application/json", value.to_string())
}

fn missing() -> Answer {
    Answer::refused(404, "there is no such thing here")
}

fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .into_iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::{Answer, Question, answer};
    use crate::preview::{Desk, Document, Shown};

    fn desk() -> Desk {
        let desk = Desk::default();
        let document = Document { id: "a1".to_owned(), ..Document::default() };
        desk.set_documents("site", vec![document.clone()], serde_json::json!([]));
        desk.look_at("a1");
        let shown = Shown {
            pages: [("d1".to_owned(), "<svg/>".to_owned())].into(),
            pdf: Some(b"%PDF".to_vec()),
            name: "å \"b\".pdf".to_owned(),
            ..Shown::default()
        };
        desk.put(document, Some(shown));
        desk
    }

    fn get(url: &str) -> Answer {
        ask("GET", url, Some("localhost:80"))
    }

    fn ask(method: &str, url: &str, host: Option<&str>) -> Answer {
        answer(&desk(), 80, &Question { method, url, host })
    }

    fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
        let found = answer.headers.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    #[test]
    fn only_its_own_name_is_answered() {
        for host in [None, Some("evil.example"), Some("localhost:81"), Some("localhost")]
        {
            assert_eq!(ask("GET", "/", host).status, 403, "{host:?}");
        }
        assert_eq!(ask("GET", "/", Some("127.0.0.1:80")).status, 200);
        assert_eq!(ask("POST", "/", Some("localhost:80")).status, 405);
    }

    #[test]
    fn there_is_no_way_to_files() {
        let urls = [
            "/etc/passwd",
            "/../Cargo.toml",
            "/documents/../../Cargo.toml",
            "/documents/a1/pages/..%2f..%2fCargo.toml",
            "//etc/passwd",
            "/documents/nix",
            "/documents/nix/pdf",
            "nonsense",
            "",
        ];
        for url in urls {
            assert_eq!(get(url).status, 404, "{url}");
        }
    }

    #[test]
    fn what_is_on_the_desk_is_shown() {
        let page = get("/");
        assert!(
            header(&page, "Content-Security-Policy").starts_with("default-src 'none'")
        );
        let list = get("/documents?after=0&open=a1");
        assert!(String::from_utf8(list.body).unwrap().contains(r#""id":"a1""#));
        assert_eq!(get("/documents/a1/pages/d1").body, b"<svg/>");
        assert_eq!(get("/documents/a1/pages/d2").status, 404);
        let pdf = get("/documents/a1/pdf");
        assert_eq!(pdf.body, b"%PDF");
        let name = header(&pdf, "Content-Disposition");
        assert_eq!(name, "attachment; filename*=UTF-8''%C3%A5%20%22b%22%2Epdf");
    }
}
