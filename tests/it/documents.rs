//! Finished PDFs, looked at with someone else's code: outline, links, metadata, sameness.

use std::path::Path;

use lopdf::{Document, Object};
use offprint::driver::{BuildOptions, Project, build};
use offprint::system::{Memory, Os, System};

use crate::project::{page, rendered};

fn pdf(body: &str) -> Document {
    let rendered = rendered(&page(body));
    assert!(
        rendered.diagnostics.iter().all(|found| !found.is_error()),
        "{:#?}",
        rendered.diagnostics
    );
    Document::load_mem(&rendered.pdf.expect("a PDF")).expect("a readable PDF")
}

/// The titles of the outline with their depth.
fn outline(document: &Document) -> Vec<(usize, String)> {
    let catalog = document.catalog().expect("a catalog");
    let root = catalog
        .get(b"Outlines")
        .and_then(Object::as_reference)
        .expect("an outline");
    let mut out = Vec::new();
    walk(document, root, 0, &mut out);
    out
}

fn walk(
    document: &Document,
    parent: lopdf::ObjectId,
    depth: usize,
    out: &mut Vec<(usize, String)>,
) {
    let parent = document.get_dictionary(parent).expect("a node");
    let mut next = parent.get(b"First").and_then(Object::as_reference).ok();
    while let Some(id) = next {
        let node = document.get_dictionary(id).expect("a node");
        let title = node
            .get(b"Title")
            .and_then(lopdf::decode_text_string)
            .expect("a title");
        out.push((depth, title));
        walk(document, id, depth + 1, out);
        next = node.get(b"Next").and_then(Object::as_reference).ok();
    }
}

/// The addresses of links, and the number of those that stay in the document.
fn links(document: &Document) -> (Vec<String>, usize) {
    let (mut urls, mut inside) = (Vec::new(), 0);
    for object in document.objects.values() {
        let Ok(annotation) = object.as_dict() else { continue };
        if annotation.get(b"Subtype").and_then(Object::as_name).ok()
            != Some(b"Link".as_slice())
        {
            continue;
        }
        let action = annotation.get(b"A").ok().and_then(|action| match action {
            Object::Reference(id) => document.get_dictionary(*id).ok(),
            action => action.as_dict().ok(),
        });
        match action.and_then(|action| action.get(b"URI").ok()) {
            Some(url) => urls.push(
                String::from_utf8_lossy(url.as_str().expect("a text")).into_owned(),
            ),
            None => inside += 1,
        }
    }
    urls.sort();
    urls.dedup();
    (urls, inside)
}

#[test]
fn sections_are_in_the_outline_and_links_work() {
    let document = pdf(
        "## Ett\n\n{{% accordion title=\"Fråga\" id=\"1\" %}}\n#### Djupt\n{{% /accordion %}}\n\n\
         {{% accordion title=\"Svar\" id=\"2\" %}}\n[hit](#1) [ut](/x/å/)\n{{% /accordion %}}\n\n## Två\n\n[ett](#ett)",
    );
    let titles: Vec<(usize, String)> = outline(&document);
    let expected = [(0, "Ett"), (1, "Fråga"), (2, "Djupt"), (1, "Svar"), (0, "Två")];
    let expected = expected.map(|(depth, title)| (depth, title.to_owned()));
    let bare: Vec<(usize, String)> = titles
        .into_iter()
        .map(|(depth, title)| {
            (
                depth,
                title
                    .trim_start_matches(|c: char| {
                        c.is_ascii_digit() || c == '.' || c == ' '
                    })
                    .to_owned(),
            )
        })
        .collect();
    assert_eq!(bare, expected);
    let (urls, inside) = links(&document);
    assert!(urls.contains(&"https://www.example.org/x/%C3%A5/".to_owned()), "{urls:?}");
    assert!(inside >= 2, "{inside}");
}

#[test]
fn metadata_comes_from_the_page() {
    let document = pdf("text");
    let info = document
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .expect("information");
    let info = document.get_dictionary(info).expect("information");
    let text = |key: &[u8]| {
        info.get(key).and_then(lopdf::decode_text_string).unwrap_or_default()
    };
    assert_eq!(text(b"Title"), "T");
    assert!(text(b"CreationDate").starts_with("D:20260102"), "{}", text(b"CreationDate"));
    let catalog = document.catalog().expect("a catalog");
    let language = catalog
        .get(b"Lang")
        .and_then(lopdf::decode_text_string)
        .expect("a language");
    assert!(language.starts_with("sv"), "{language}");
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    let body = page("## A\n\ntext ![En ruta](/img/a.svg)\n\n```rust\nfn a() {}\n```\n");
    assert!(rendered(&body).pdf.expect("a PDF") == rendered(&body).pdf.expect("a PDF"));
}

#[test]
fn one_bad_page_keeps_no_other_back() {
    let system =
        crate::project::site(&page("{{< nix >}}")).with("content/good.md", page("text"));
    let (project, _) = Project::open(&system, Path::new("."), None).expect("a project");
    let summary = build(&project, &BuildOptions::default());
    let written: Vec<bool> =
        summary.documents.iter().map(|document| document.written).collect();
    assert_eq!(written, [true, true, false]);
    assert!(
        system.is_file(Path::new("output/good.pdf"))
            && !system.is_file(Path::new("output/page.pdf"))
    );
    assert_eq!(summary.counts().errors, 1);
}

#[test]
fn an_old_pdf_survives_a_failure() {
    let system =
        crate::project::site(&page("{{< nix >}}")).with("output/page.pdf", "old");
    let (project, _) = Project::open(&system, Path::new("."), None).expect("a project");
    let _ = build(&project, &BuildOptions::default());
    assert_eq!(system.read(Path::new("output/page.pdf")).expect("still there"), b"old");
}

#[test]
fn standard_input_is_a_page() {
    let system = Memory::new().with_stdin("---\ntitle: A\ndate: 2026-01-01\n---\ntext");
    let (project, _) = Project::open(&system, Path::new("."), None).expect("a project");
    let options = BuildOptions { paths: vec!["-".into()], ..BuildOptions::default() };
    let summary = build(&project, &options);
    assert_eq!(summary.counts().errors, 0, "{summary:#?}");
    assert!(system.is_file(Path::new("output/stdin.pdf")));
}

/// The sample site of the repository has no problem at all.
#[test]
fn the_sample_site_is_built_without_a_word() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample-site");
    let system = Os::new();
    let (project, warnings) = Project::open(&system, root, None).expect("a project");
    assert!(warnings.is_empty(), "{warnings:#?}");
    let options = BuildOptions {
        output: Some(folder),
        force: true,
        ..BuildOptions::default()
    };
    let summary = build(&project, &options);
    for document in &summary.documents {
        assert!(document.diagnostics.is_empty(), "{:#?}", document.diagnostics);
        assert!(document.written && document.totals.lost == 0);
    }
    assert!(summary.documents.len() >= 6);
}

#[test]
fn a_collection_is_one_document_with_parts() {
    let system = crate::project::site(&page("## A\n\n[there](other.md) [^1]\n\n[^1]: one\n"))
        .with("content/other.md", "---\ntitle: Other\ndate: 2026-02-03\nweight: 1\n---\n## A\n\nx[^1] {{< nix >}}\n\n[^1]: two\n")
        .with(
            "offprint.yml",
            "collections:\n  - { name: all, title: All, pages: [\"*\"] }\n",
        );
    let (project, _) = Project::open(&system, Path::new("."), None).expect("a project");
    let options = BuildOptions { lenient: true, ..BuildOptions::default() };
    let summary = build(&project, &options);
    let all = summary.documents.last().expect("the collection");
    let place = all
        .diagnostics
        .iter()
        .find_map(|found| found.place.as_ref())
        .expect("a place");
    assert_eq!((place.source.name(), place.position().line), ("content/other.md", 8));
    let bytes = system.read(Path::new("output/all.pdf")).expect("written");
    let document = Document::load_mem(&bytes).expect("a PDF");
    let titles: Vec<usize> =
        outline(&document).into_iter().map(|(depth, _)| depth).collect();
    assert_eq!(titles, [0, 1, 0, 1]);
    let (urls, inside) = links(&document);
    assert!(!urls.iter().any(|url| url.contains("other")), "{urls:?}");
    assert!(inside >= 5, "{inside}");
}

#[test]
fn a_menu_is_a_collection() {
    let one = |title: &str, more: &str| {
        format!("---\ntitle: {title}\ndate: 2026-01-02\n{more}---\ntext\n")
    };
    let hugo = "baseURL = \"https://www.example.org/\"\ntitle = \"E\"\n\
        [[menus.docs]]\nname = \"C\"\npageRef = \"/c\"\nweight = 10\n\
        [[menus.docs]]\nname = \"A\"\nurl = \"/deep/a/\"\nweight = 30\n\
        [[menus.docs]]\nname = \"Elsewhere\"\nurl = \"https://a.example/\"\nweight = 5\n";
    let system = Memory::new()
        .with("hugo.toml", hugo)
        .with("content/deep/a.md", one("Alpha", ""))
        .with("content/b.md", one("Beta", "menus: { docs: { weight: 20 } }\n"))
        .with("content/c.md", one("Gamma", ""))
        .with("content/d.md", one("Delta", "menu: other\n"))
        .with(
            "offprint.yml",
            "collections:\n  - { name: all, title: All, menu: docs }\n",
        );
    let (project, _) = Project::open(&system, Path::new("."), None).expect("a project");
    let summary = build(&project, &BuildOptions::default());
    assert_eq!(summary.counts().errors, 0, "{summary:#?}");
    let bytes = system.read(Path::new("output/all.pdf")).expect("written");
    let document = Document::load_mem(&bytes).expect("a PDF");
    let parts: Vec<String> =
        outline(&document).into_iter().map(|(_, title)| title).collect();
    assert_eq!(parts, ["1 Gamma", "2 Beta", "3 Alpha"]);
}

#[test]
fn links_lead_to_pdfs_if_asked() {
    let system =
        crate::project::site(&page("[x](other.md) [y](/deep/page/) [z](https://a.se)"))
            .with("content/deep/page.md", page("[back](/page/)"));
    let (project, _) = Project::open(&system, Path::new("."), None).expect("a project");
    let options = BuildOptions { link_pdfs: true, ..BuildOptions::default() };
    let summary = build(&project, &options);
    assert_eq!(summary.counts().errors, 0, "{summary:#?}");
    let urls = |path: &str| {
        let bytes = system.read(Path::new(path)).expect("written");
        links(&Document::load_mem(&bytes).expect("a PDF")).0
    };
    let top = urls("output/page.pdf");
    for url in ["other.pdf", "deep/page.pdf", "https://a.se"] {
        assert!(top.contains(&url.to_owned()), "{url}: {top:?}");
    }
    assert!(urls("output/deep/page.pdf").contains(&"../page.pdf".to_owned()));
}

/// Pages that the exporter would refuse, or that run out of the page, if nobody took care.
#[test]
fn awkward_pages_are_accessible_all_the_same() {
    let long = "x".repeat(300);
    let rows = "| x | y |\n".repeat(80);
    let pages = [
        format!("| [a](https://a.se) | b[^1] |\n|---|---|\n{rows}\n[^1]: note\n"),
        "## [A](https://a.se) b[^1]\n\n[^1]: note\n".to_owned(),
        "[![](/img/a.svg)](https://a.se) <a href=\"https://b.se\"><i class=\"fa fa-lock\"></i></a>".to_owned(),
        "##\n\n- ## B\n- ### C\n\n> # D\n".to_owned(),
        format!("`{long}`\n\n```\n{long}\n```\n\n{long}"),
        "<table><tr><td rowspan=9 colspan=9>a<td>b</table>".to_owned(),
        "> ".repeat(500) + "deep",
        "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]\n".to_owned(),
    ];
    for body in pages {
        let rendered = crate::project::with_page(
            &crate::project::site(&page(&body)),
            |project, page, _| {
                offprint::driver::render(project, page, "whitepaper", true)
            },
        );
        assert!(rendered.pdf.is_some(), "{body}\n{:#?}", rendered.diagnostics);
        assert!(
            !rendered.diagnostics.iter().any(|found| found.code == "coverage"),
            "{body}"
        );
    }
}

#[test]
fn faults_of_the_engine_are_evaded() {
    // Fails like the exporter does (typst/typst#8776) until the pages break elsewhere.
    let template = |until: u8| {
        format!(
            "#let data = json(\"/data.json\")\n#let document(intro: none, body) = {{\n\
             set std.document(title: data.title, date: datetime(year: 2026, month: 1, day: 2))\n\
             if data.at(\"nudge\", default: 0) < {until} {{ panic(\"internal error: tags\") }}\n body\n}}\n"
        )
    };
    let print = |until: u8| {
        let system = crate::project::site(&page("text\n"))
            .with("templates/own/template.typ", template(until).as_str());
        crate::project::with_page(&system, |project, page, _| {
            offprint::driver::render(project, page, "own", false)
        })
    };
    let codes = |rendered: &offprint::driver::Rendered| -> Vec<&str> {
        rendered.diagnostics.iter().map(|found| found.code).collect()
    };
    let evaded = print(2);
    assert!(evaded.pdf.is_some(), "{:#?}", evaded.diagnostics);
    assert_eq!(codes(&evaded), ["layout-nudged"]);
    let failed = print(9);
    assert!(failed.pdf.is_none());
    assert_eq!(codes(&failed), ["engine-fault"]);
}

#[test]
fn an_export_takes_the_fonts_of_the_project_along() {
    let font = include_bytes!("../../fonts/figtree/Figtree-Light.ttf");
    let system = crate::project::site(&page("text\n")).with("fonts/own/A.ttf", &font[..]);
    crate::project::with_page(&system, |project, page, _| {
        let to = Path::new("exported");
        offprint::driver::export(project, page, "whitepaper", to).expect("written");
    });
    let bytes = system
        .read(Path::new("exported/fonts/project/0/A.ttf"))
        .expect("there");
    assert!(bytes == font);
    assert!(system.is_file(Path::new("exported/main.typ")));
}

/// As `sha256sum` tells it of the file.
#[test]
fn the_colophon_says_which_state_of_the_page_it_was() {
    let page = "---\ntitle: T\ndate: 2026-01-02\n---\nText.\n";
    let state = offprint::system::digest(page.as_bytes());
    let printed = |brand: &str| {
        let system = crate::project::site(page).with("_brand.yml", brand);
        crate::project::with_page(&system, |project, page, _| {
            let prepared = offprint::driver::prepare(project, page, "whitepaper");
            let text = prepared.files.text("/digest.txt").unwrap_or_default();
            assert_eq!(text, state[..12]);
            offprint::driver::render(project, page, "whitepaper", true).pdf
        })
    };
    let closing = |digest: &str| {
        format!("defaults: {{ offprint: {{ closing: {{ title: E{digest} }} }} }}\n")
    };
    let (with, without) = (printed(&closing("")), printed(&closing(", digest: false")));
    assert!(with.is_some() && without.is_some() && with != without);
}
