//! Which files are pages and where they are on the web, against what Hugo itself says:
//! `tests/data/addresses.json` holds small sites with the addresses that `hugo list all`
//! gives for them. `.ci/compare-hugo` asks the real Hugo again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use offprint::config::Config;
use offprint::site::Site;
use offprint::system::Memory;

/// A site and its pages: front matter in YAML, and the public address.
#[derive(serde::Deserialize)]
struct Case {
    name: String,
    config: String,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    pages: BTreeMap<String, (String, String)>,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../data/addresses.json")).expect("cases")
}

fn system(case: &Case) -> Memory {
    let mut system = Memory::new();
    if !case.config.is_empty() {
        system = system.with("hugo.toml", case.config.as_str());
    }
    for (name, value) in &case.env {
        system = system.with_variable(name, value);
    }
    for (path, text) in &case.files {
        system = system.with(path, text.as_str());
    }
    for (path, (matter, _)) in &case.pages {
        system = system.with(path, format!("---\n{matter}\n---\ntext\n"));
    }
    system
}

#[test]
fn pages_are_where_hugo_puts_them() {
    let mut wrong = Vec::new();
    for case in cases() {
        let system = system(&case);
        let (site, found) = Site::open(&system, Path::new("."), &Config::default());
        assert!(found.is_empty(), "{}: {found:#?}", case.name);
        for (file, (_, url)) in &case.pages {
            let file = Path::new(file);
            let (page, _) =
                site.page(&system, file, &Default::default()).expect("readable");
            if page.url.as_deref() != Some(url.as_str()) {
                wrong.push(format!(
                    "{}: {} is {:?}, not {url}",
                    case.name,
                    file.display(),
                    page.url
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_are_the_files_that_hugo_takes_for_pages() {
    for case in cases() {
        let system = system(&case);
        let (site, _) = Site::open(&system, Path::new("."), &Config::default());
        let mut files = site.page_files(&system, &site.content).expect("a folder");
        files.sort();
        let wanted: Vec<PathBuf> = case.pages.keys().map(PathBuf::from).collect();
        assert_eq!(files, wanted, "{}", case.name);
    }
}
