//! Where links lead: to what is there, to the nearest candidates of what is not, and never to
//! the machine that the page was written on.

use std::path::Path;

use offprint::driver::{Project, inspect};
use offprint::system::Memory;

/// A site with some pages and files.
fn site(body: &str) -> Memory {
    Memory::new()
        .with("hugo.toml", "baseURL = \"https://www.example.org/\"\n")
        .with("content/page.md", format!("---\ntitle: T\ndate: 2026-01-02\n---\n{body}"))
        .with("content/about-us.md", "---\ntitle: A\naliases: [/who/, was]\n---\n")
        .with("content/services/backup/index.md", "---\ntitle: B\n---\n")
        .with("content/services/episode-1.md", "---\ntitle: E\n---\n")
        .with("content/made/_content.gotmpl", "x")
        .with("static/files/list.pdf", "%PDF-")
}

/// The targets of all links, and the codes and messages of what is wrong.
fn looked_at(system: &Memory) -> (Vec<Option<String>>, Vec<(String, String)>) {
    let (project, _) = Project::open(system, Path::new("."), None).expect("a project");
    let (page, found) =
        project.page(Path::new("content/page.md")).expect("the page is there");
    let seen = inspect(&project, &page, "whitepaper", found);
    let targets = seen.links.into_iter().map(|link| link.target).collect();
    let told = seen
        .diagnostics
        .into_iter()
        .map(|told| (told.code, told.message))
        .collect();
    (targets, told)
}

#[test]
fn links_into_a_whole_site_lead_somewhere() {
    let cases: &[(&str, Option<&str>)] = &[
        ("/about-us/", None),
        ("/about-us", None),
        ("/about-us/#place", None),
        ("/About-Us/", None),
        ("https://www.example.org/about-us/", None),
        ("/services/", None),
        ("/services/backup/index.html", None),
        ("/who/", None),
        ("/was", None),
        ("/", None),
        ("/files/list.pdf", None),
        ("/index.xml", None),
        ("/tags/cloud/", None),
        ("/services/page/2/", None),
        ("/made/by/template/", None),
        ("https://elsewhere.example/no/", None),
        ("/abuot-us/", Some("; did you mean `/about-us/`?")),
        ("/backup/", Some("; did you mean `/services/backup/`?")),
        ("/services/episode-2/", Some("; did you mean `/services/episode-1/`?")),
        ("/files/lits.pdf", Some("")),
        ("/nothing/like/that/", Some("")),
        ("nothing.md", Some("")),
    ];
    for (url, wrong) in cases {
        let system = site(&format!("[x]({url})\n")).with("layouts/single.html", "x");
        let (targets, told) = looked_at(&system);
        assert!(
            targets[0].as_deref().is_some_and(|to| to.starts_with("https://")),
            "{url}"
        );
        let told: Vec<&str> = told
            .iter()
            .filter(|(code, _)| code == "link-page-missing")
            .map(|(_, message)| message.as_str())
            .collect();
        match wrong {
            None => assert!(told.is_empty(), "{url}: {told:?}"),
            Some(near) => {
                assert!(
                    told.len() == 1 && told[0].ends_with(&format!("`{near}")),
                    "{url}: {told:?}"
                );
            }
        }
    }
}

#[test]
fn a_part_of_a_site_may_lead_to_what_is_not_here() {
    let told = |url: &str| looked_at(&site(&format!("[x]({url})\n"))).1;
    assert_eq!(told("/nothing/like/that/"), []);
    assert_eq!(told("/services/episode-2/"), []);
    assert_eq!(told("/abuot-us/")[0].0, "link-page-missing");
    let config = |on: bool| format!("links: {{ check: {on} }}\n");
    let system = site("[x](/nothing/)").with("offprint.yml", config(true));
    assert_eq!(looked_at(&system).1[0].0, "link-page-missing");
    let system = site("[x](/abuot-us/)").with("offprint.yml", config(false));
    assert_eq!(looked_at(&system).1, []);
}

#[test]
fn nothing_leads_to_the_machine_of_the_author() {
    let system =
        site("[draft](http://localhost:1313/x/), see <http://localhost:8080>.\n");
    let (targets, told) = looked_at(&system);
    assert_eq!(targets, [None, None]);
    let codes: Vec<&str> = told.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["link-local"]);
    let system = Memory::new()
        .with("hugo.toml", "baseURL = \"http://localhost:1313/\"\n")
        .with(
            "content/page.md",
            "---\ntitle: T\ndate: 2026-01-02\n---\n[x](/a/) [y](b)\n",
        );
    let (project, warnings) =
        Project::open(&system, Path::new("."), None).expect("a project");
    assert_eq!(warnings[0].code, "site-setting-unheard");
    assert_eq!(project.page(Path::new("content/page.md")).expect("a page").0.url, None);
    assert_eq!(looked_at(&system).0, [None, None]);
}

#[test]
fn what_the_site_asks_for_in_vain_is_told() {
    let hugo = "baseURL = \"https://www.example.org/\"\ntitle = \"E\"\n\
        [frontmatter]\ndate = [\"published\", \":default\"]\n\
        [markup]\ndefaultMarkdownHandler = \"asciidocext\"\n";
    let system = Memory::new()
        .with("hugo.toml", hugo)
        .with("layouts/_markup/render-link.html", "<a></a>")
        .with("content/a.md", "---\ntitle: A\ndate: 2026-01-02\n---\ntext\n");
    let (_, told) = Project::open(&system, Path::new("."), None).expect("a project");
    let told: Vec<&str> = told.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "`markup.defaultMarkdownHandler` `asciidocext` is not honoured: Markdown is read as Goldmark does",
            "`frontmatter.date` is not honoured: dates are looked for where Hugo does without it",
            "what the render hooks do (render-link) is not honoured: they make HTML of Markdown, and none is made here",
        ]
    );
}
