//! A small site in memory, and the shortest way from a page to what came of it.

use std::path::Path;

use offprint::diagnostic::Diagnostic;
use offprint::driver::{Prepared, Project, Rendered, prepare, render};
use offprint::report::{Style, render as show, sorted};
use offprint::system::Memory;

/// A site with a page and what it needs.
pub(crate) fn site(page: &str) -> Memory {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20' width='40' height='20'>\
               <rect width='40' height='20' fill='#135a6e'/></svg>";
    Memory::new()
        .with("hugo.toml", "baseURL = \"https://www.example.org/\"\nlanguageCode = \"sv\"\ntitle = \"Exempel\"\n[markup.goldmark.renderer]\nunsafe = true\n")
        .with("static/img/a.svg", svg)
        .with("content/other.md", "---\ntitle: Other\ndate: 2026-01-01\n---\n")
        .with("content/page.md", page)
}

/// Opens the site and does something with its page.
pub(crate) fn with_page<T>(
    system: &Memory,
    then: impl FnOnce(&Project<'_>, &offprint::page::Page, Vec<Diagnostic>) -> T,
) -> T {
    let (project, _) =
        Project::open(system, Path::new("."), None).expect("the project opens");
    let (page, diagnostics) =
        project.page(Path::new("content/page.md")).expect("the page is there");
    then(&project, &page, diagnostics)
}

/// The page on its way to the engine.
pub(crate) fn prepared(page: &str) -> Prepared {
    with_page(&site(page), |project, page, found| {
        let mut prepared = prepare(project, page, "whitepaper");
        prepared.diagnostics.extend(found);
        prepared
    })
}

/// The page printed.
pub(crate) fn rendered(page: &str) -> Rendered {
    with_page(&site(page), |project, page, found| {
        let mut rendered = render(project, page, "whitepaper", false);
        rendered.diagnostics.extend(found);
        rendered
    })
}

/// Diagnostics as people see them.
pub(crate) fn shown(diagnostics: Vec<Diagnostic>) -> String {
    let style = Style { color: false, width: 100 };
    sorted(diagnostics)
        .iter()
        .map(|found| show(found, style) + "\n\n")
        .collect()
}

/// A page with front matter around a body.
pub(crate) fn page(body: &str) -> String {
    format!("---\ntitle: T\ndate: 2026-01-02\n---\n{body}")
}
