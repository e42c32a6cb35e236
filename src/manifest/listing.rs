//! The list of PDFs for the site itself: what a page needs to offer them.

use serde::Serialize;

use super::Manifest;

/// A PDF that can be offered.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    file: &'a str,
    page: &'a str,
    url: Option<&'a str>,
    title: &'a str,
    language: &'a str,
    version: Option<&'a str>,
    date: Option<&'a str>,
    pages: usize,
    bytes: usize,
    sha256: &'a str,
    pictures: Vec<&'a str>,
}

impl Manifest {
    /// The list, in the order of the paths of the PDFs.
    #[must_use]
    pub fn listing(&self) -> String {
        let listed = self.documents.iter().map(|(file, document)| Listed {
            file,
            page: &document.page,
            url: document.url.as_deref(),
            title: &document.title,
            language: &document.language,
            version: document.version.as_deref(),
            date: document.date.as_deref(),
            pages: document.pages,
            bytes: document.bytes,
            sha256: &document.sha256,
            pictures: document.pictures.keys().map(String::as_str).collect(),
        });
        let listed: Vec<Listed<'_>> = listed.collect();
        let mut text = serde_json::to_string_pretty(&listed).unwrap_or_default();
        text.push('\n');
        text
    }
}
