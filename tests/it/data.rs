//! What a template is told of a page.

use serde_json::{Value, json};

use crate::project::{page, prepared};

fn data(page: &str) -> Value {
    let files = prepared(page).files;
    serde_json::from_slice(&files.0["/data.json"]).expect("JSON")
}

#[test]
fn changes_have_dates_as_the_language_writes_them() {
    let matter = "title: T\ndate: 2026-01-02\nlanguage: nb\npdfchangelog:\n\
        - { version: '1.2', date: 2026-05-04, change: 'Ny', by: Ada }\n\
        - { version: 1, date: '2025-03-02T10:00:00Z', text: Gammel }\n\
        - { date: i fjor }\n- ingenting\n";
    let change = |version: &str, date: &str, change: &str, by: &str| json!({ "version": version, "date": date, "change": change, "by": by });
    let wanted = json!([
        change("1.2", "4. mai 2026", "Ny", "Ada"),
        change("1", "2. mars 2025", "Gammel", ""),
        change("", "i fjor", "", ""),
    ]);
    assert_eq!(data(&format!("---\n{matter}---\n"))["changes"], wanted);
    assert_eq!(data(&page(""))["changes"], json!([]));
}

#[test]
fn headings_of_a_level_that_are_numbered_get_no_second_number() {
    let cases = [
        ("## 1. A\n\n## 2. B\n\n### C\n\n### D\n\n### E", false),
        ("## A\n\n### 1. B\n\n### 2. C\n\n## D", false),
        ("## 1. A\n\n## B\n\n## C", true),
        ("## A\n\n## B", true),
    ];
    for (body, numbered) in cases {
        assert_eq!(data(&page(body))["numbered"], numbered, "{body}");
    }
}
