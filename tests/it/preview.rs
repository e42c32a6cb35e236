//! What the preview leads from: each paragraph, title and picture on the pages to its lines.

use std::path::Path;

use offprint::driver::{Project, render};
use offprint::system::Memory;

/// What is on the pages: number of the page, first line in the file, words; pictures have none.
fn regions(page: &str) -> Vec<(usize, usize, String)> {
    let config = "shortcodes:\n  box: { as: callout, kind: kind, title: title, inner: markdown }\n  \
                  part: { as: section, title: title, inner: markdown }\n";
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>\
               <path d='M0 9h40' stroke='#000'/></svg>";
    let system = Memory::new()
        .with("hugo.toml", "baseURL = 'https://www.example.org/'\n")
        .with("offprint.yml", config)
        .with("static/a.svg", svg)
        .with("content/page.md", page);
    let (mut project, _) =
        Project::open(&system, Path::new("."), None).expect("it opens");
    project.looks = true;
    let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
    let rendered = render(&project, &page, "whitepaper", false);
    assert!(rendered.pdf.is_some(), "{:?}", rendered.diagnostics);
    let look = rendered.look.expect("it was made to be looked at");
    let pages = look.pages.iter().enumerate();
    let all = pages.flat_map(|(number, page)| {
        page.regions.iter().map(move |region| (number + 1, region))
    });
    all.map(|(number, region)| {
        assert!(region.left < region.right && region.top < region.bottom, "{region:?}");
        (number, region.place.position().line, region.text.replace('\u{a0}', " "))
    })
    .collect()
}

#[test]
fn everything_on_a_page_leads_to_its_lines() {
    let page = "---\n\
        title: \"Words &amp; what they are worth to everybody who reads them aloud\"\n\
        highlight: worth\n\
        date: 2026-01-02\n\
        intro: An introduction.\n\
        author: Jane Doe\n\
        ---\n\
        ## One\n\n\
        A paragraph.\n\n\
        {{< box kind=\"tip\" title=\"A title of its own\" >}}\nIn the box.\n{{< /box >}}\n\n\
        > [!NOTE]\n> The first note.\n\n\
        > [!NOTE]\n> The second note.\n\n\
        {{< part title=\"Folded\" >}}\nInside.\n{{< /part >}}\n\n\
        ![A line](/a.svg)\n\n\
        | A | B |\n|---|---|\n| 1 | 2 |\n";
    let found = regions(page);
    let leads = |line: usize, text: &str| {
        let is_there = found.iter().any(|(_, at, words)| *at == line && words == text);
        assert!(is_there, "line {line}: {text}\n{found:#?}");
    };
    // The cover: front matter, whatever the template makes of it.
    leads(2, "Words & what they are worth to everybody who reads them aloud");
    leads(4, "2 January 2026");
    leads(5, "An introduction.");
    leads(6, "Jane Doe");
    // Heads of boxes, given or not, each at its own box.
    leads(12, "A title of its own In the box.");
    leads(16, "Note");
    leads(17, "The first note.");
    leads(19, "Note");
    leads(20, "The second note.");
    leads(22, "Folded Inside.");
    // Pictures have no words, and cells are words of their own.
    leads(26, "");
    leads(28, "A B");
    leads(30, "1 2");
    // A heading and the head of the page are two places of one line.
    let heads = found.iter().filter(|(page, line, _)| (*page, *line) == (2, 8));
    let heads: Vec<&str> = heads.map(|(_, _, words)| words.as_str()).collect();
    assert_eq!(heads, ["One", "One"], "{found:#?}");
}
