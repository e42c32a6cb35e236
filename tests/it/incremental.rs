//! Only what has changed is made anew, and nothing that has changed is missed.

use std::path::Path;

use offprint::driver::{BuildOptions, Project, State, Summary, build};
use offprint::manifest::{Line, Manifest};
use offprint::system::{Memory, System};

const CONFIG: &str = "shortcodes:\n  note: { as: callout, inner: markdown }\n";

const LINE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
    <path d='M0 0h9' stroke='#000'/></svg>";

fn page(title: &str, more: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-01-02\n{more}---\n{body}\n")
}

/// Three pages: the first links to the second, the third takes in a file.
fn site() -> Memory {
    Memory::new()
        .with("offprint.yml", CONFIG)
        .with("hugo.toml", "baseURL = 'https://www.example.org/'\n")
        .with("_brand.yml", "meta: { name: Nordanvik }\n")
        .with("content/a.md", page("A", "", "To [b](b.md)."))
        .with("content/b.md", page("B", "", "![A line](/line.svg)"))
        .with("content/c.md", page("C", "", "{{% include \"/part.md\" %}}"))
        .with("part.md", "A part.\n")
        .with("static/line.svg", LINE)
}

fn run(system: &Memory, options: &BuildOptions) -> Summary {
    let (project, _) =
        Project::open(system, Path::new("."), None).expect("the project opens");
    build(&project, options)
}

fn built(system: &Memory) -> Summary {
    run(system, &BuildOptions::default())
}

fn write(system: &Memory, path: &str, text: &str) {
    system.write(Path::new(path), text.as_bytes()).expect("written");
}

/// The names of the PDFs that were written.
fn written(summary: &Summary) -> Vec<String> {
    let written = summary.documents.iter().filter(|one| one.written);
    written
        .map(|one| one.output.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect()
}

/// Why the PDF of a page is made anew.
fn reason(summary: &Summary, page: &str) -> String {
    let one = summary
        .documents
        .iter()
        .find(|one| one.file == Path::new("content").join(page))
        .expect("the page is built");
    match &one.state {
        State::Stale(reason) => reason.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn what_has_not_changed_is_left_alone() {
    let system = site();
    let first = built(&system);
    assert_eq!(first.counts().errors, 0, "{first:#?}");
    assert_eq!(written(&first), ["a", "b", "c"]);
    let manifest = system.read(Path::new("output/manifest.json")).expect("a manifest");
    let second = built(&system);
    assert_eq!(written(&second), [""; 0], "{second:#?}");
    assert!(!second.is_stale());
    let again = system.read(Path::new("output/manifest.json")).expect("a manifest");
    assert_eq!(manifest, again);
}

#[test]
fn what_has_changed_is_made_and_nothing_else() {
    let system = site();
    let _ = built(&system);
    // What is written, the PDFs that are made, and why that of the first of them.
    let cases: &[(&str, String, &[&str], &str)] = &[
        (
            "content/b.md",
            page("B", "", "Other words."),
            &["b"],
            "`content/b.md` has changed",
        ),
        ("part.md", "Another part.\n".to_owned(), &["c"], "`part.md` has changed"),
        // The address of `b` is on `a`.
        (
            "content/b.md",
            page("B", "slug: bee\n", "Other words."),
            &["a", "b"],
            "where `b.md` leads has changed",
        ),
        (
            "_brand.yml",
            "meta: { name: Another }\n".to_owned(),
            &["a", "b", "c"],
            "`_brand.yml` has changed",
        ),
    ];
    for (path, text, expected, why) in cases {
        write(&system, path, text);
        let summary = built(&system);
        assert_eq!(written(&summary), *expected, "{path}");
        assert_eq!(reason(&summary, &format!("{}.md", expected[0])), *why);
    }
}

#[test]
fn a_file_that_was_looked_for_and_appears_counts() {
    let system = site().with("content/d/index.md", page("D", "", "![A line](line.svg)"));
    write(&system, "static/d/line.svg", LINE);
    assert_eq!(written(&built(&system)), ["a", "b", "c", "d"]);
    // The page's own picture comes before the one that was found.
    write(&system, "content/d/line.svg", &LINE.replace('9', "8"));
    let summary = built(&system);
    assert_eq!(written(&summary), ["d"]);
    assert_eq!(reason(&summary, "d/index.md"), "`content/d` has changed");
}

#[test]
fn what_others_did_to_pdfs_is_seen() {
    let system = site();
    let _ = built(&system);
    let good = system.read(Path::new("output/a.pdf")).expect("a PDF");
    write(&system, "output/a.pdf", "spoilt");
    system.remove(Path::new("output/b.pdf")).expect("removed");
    let check = run(&system, &BuildOptions { dry: true, ..BuildOptions::default() });
    assert_eq!(reason(&check, "a.md"), "the PDF was changed by somebody else");
    assert_eq!(reason(&check, "b.md"), "Missing");
    assert!(check.is_stale());
    assert_eq!(system.read(Path::new("output/a.pdf")).expect("untouched"), b"spoilt");
    assert_eq!(written(&built(&system)), ["a", "b"]);
    assert_eq!(system.read(Path::new("output/a.pdf")).expect("a PDF"), good);
}

#[test]
fn the_last_good_pdf_stays_when_its_page_breaks() {
    let system = site();
    let _ = built(&system);
    let good = system.read(Path::new("output/b.pdf")).expect("a PDF");
    write(&system, "content/b.md", &page("B", "", "{{< nothing >}}"));
    system.remove(Path::new("content/c.md")).expect("removed");
    for _ in 0..2 {
        let summary = built(&system);
        assert_eq!(summary.counts().errors, 1, "told each time");
        assert_eq!(system.read(Path::new("output/b.pdf")).expect("kept"), good);
        // Nothing is removed as long as something is wrong.
        assert!(system.is_file(Path::new("output/c.pdf")));
        let text = system.read(Path::new("output/manifest.json")).expect("a manifest");
        let manifest = Manifest::parse(&text).expect("readable");
        let stale = |name: &str| manifest.documents[name].stale.clone();
        assert_eq!(stale("a.pdf"), None);
        assert_eq!(stale("b.pdf").as_deref(), Some("the page has errors"));
        assert_eq!(stale("c.pdf").as_deref(), Some("`content/c.md` is no longer there"));
    }
    write(&system, "content/b.md", &page("B", "", "Good again."));
    let summary = built(&system);
    assert_eq!(written(&summary), ["b"]);
    assert!(!system.is_file(Path::new("output/c.pdf")));
}

#[test]
fn pages_come_and_go_on_their_day() {
    let system = site()
        .with(
            "content/soon.md",
            page("Soon", "publishDate: 2026-02-01\nexpiryDate: 2026-03-01\n", "Now."),
        )
        .with("output/soon-not-ours.pdf", "somebody's");
    let on = |date: &str| {
        let date = offprint::front_matter::DateTime::parse(date).expect("a date");
        let date = date.seconds(&jiff::tz::TimeZone::UTC);
        run(&system, &BuildOptions { date, ..BuildOptions::default() })
    };
    let next = || {
        let text = system.read(Path::new("output/manifest.json")).expect("a manifest");
        Manifest::parse(&text).expect("readable").next_change
    };
    let soon = Path::new("output/soon.pdf");
    let _ = on("2026-01-15");
    assert!(!system.is_file(soon));
    assert_eq!(next().as_deref(), Some("2026-02-01T00:00:00Z"));
    assert_eq!(written(&on("2026-02-01")), ["soon"]);
    assert_eq!(next().as_deref(), Some("2026-03-01T00:00:00Z"));
    let last = on("2026-03-01");
    assert_eq!(written(&last), [""; 0]);
    assert_eq!(last.orphans[0].reason, "`content/soon.md` has expired");
    assert!(last.orphans[0].removed && !system.is_file(soon));
    assert_eq!(next(), None);
    assert!(system.is_file(Path::new("output/soon-not-ours.pdf")));
}

#[test]
fn an_orphan_that_somebody_has_changed_stays() {
    let system = site();
    let _ = built(&system);
    write(&system, "output/c.pdf", "annotated by hand");
    system.remove(Path::new("content/c.md")).expect("removed");
    let summary = built(&system);
    assert!(summary.diagnostics.iter().any(|found| found.code == "output-foreign"));
    assert!(!summary.orphans[0].removed, "it is not said to be gone");
    assert!(system.is_file(Path::new("output/c.pdf")));
    assert!(built(&system).orphans.is_empty(), "told once");
}

#[test]
fn a_build_of_some_pages_leaves_the_others() {
    let system = site();
    let _ = built(&system);
    write(&system, "_brand.yml", "meta: { name: Another }\n");
    let options = BuildOptions {
        paths: vec!["content/a.md".into()],
        ..BuildOptions::default()
    };
    assert_eq!(written(&run(&system, &options)), ["a"]);
    assert!(system.is_file(Path::new("output/c.pdf")));
    assert_eq!(written(&built(&system)), ["b", "c"]);
}

#[test]
fn what_was_told_is_told_again() {
    let system = site();
    write(&system, "content/a.md", "---\ntitle: A\n---\nNo date.\n");
    let first = built(&system);
    let second = built(&system);
    assert_eq!(written(&second), [""; 0]);
    let told = |summary: &Summary| summary.documents[0].diagnostics.clone();
    assert_eq!(told(&first), told(&second));
    assert_eq!(told(&second)[0].code, "date-missing");
}

#[test]
fn since_a_manifest_from_elsewhere_only_changes_are_made() {
    let system = site();
    let _ = built(&system);
    let text = system.read(Path::new("output/manifest.json")).expect("a manifest");
    let published = site().with("published.json", text);
    write(&published, "part.md", "Another part.\n");
    let options = BuildOptions {
        since: Some("published.json".into()),
        ..BuildOptions::default()
    };
    assert_eq!(written(&run(&published, &options)), ["c"]);
    assert!(!published.is_file(Path::new("output/a.pdf")));
    let text = published.read(Path::new("output/manifest.json")).expect("a manifest");
    assert_eq!(Manifest::parse(&text).expect("readable").documents.len(), 3);
    // Here they are missing all the same.
    assert_eq!(written(&built(&published)), ["a", "b"]);
}

#[test]
fn a_build_that_was_cut_off_is_gone_on_with() {
    let system = site();
    let _ = built(&system);
    let text = system.read(Path::new("output/manifest.json")).expect("a manifest");
    let manifest = Manifest::parse(&text).expect("readable");
    let a = &manifest.documents["a.pdf"];
    let began = Line::Began(manifest.shared[&a.shared].clone()).to_text();
    let made = Line::Made("a.pdf".to_owned(), Box::new(a.clone())).to_text();
    // The manifest was never written, the last line of the journal is torn.
    system.remove(Path::new("output/manifest.json")).expect("removed");
    write(&system, "output/.offprint/journal", &format!("{began}{made}{}", &made[..40]));
    assert_eq!(written(&built(&system)), ["b", "c"]);
}

#[test]
fn the_site_gets_a_list_of_its_pdfs() {
    let system = site();
    write(&system, "offprint.yml", "paths: { documents: data/documents.json }\n");
    write(&system, "content/c.md", &page("C", "", "No more parts."));
    let _ = built(&system);
    let text = system.read(Path::new("data/documents.json")).expect("a list");
    let list: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(list.as_array().expect("a list").len(), 3);
    assert_eq!(list[1]["file"], "b.pdf");
    assert_eq!(list[1]["url"], "https://www.example.org/b/");
    assert_eq!(
        (&list[1]["title"], &list[1]["date"]),
        (&"B".into(), &"2026-01-02".into())
    );
    let pdf = system.read(Path::new("output/b.pdf")).expect("a PDF");
    assert_eq!(list[1]["bytes"], pdf.len());
}

#[test]
fn a_document_that_says_it_has_expired_is_made_anew_on_that_day() {
    let system = site();
    let dated = page("A", "expiryDate: 2026-03-01\n", "Words.");
    write(&system, "content/a.md", &dated);
    let on = |date: i64| {
        let (mut project, _) =
            Project::open(&system, Path::new("."), None).expect("the project opens");
        project.date = Some(date);
        let (expired, date) = (true, Some(date));
        build(&project, &BuildOptions { expired, date, ..BuildOptions::default() })
    };
    let day = 1_772_323_200;
    let _ = on(day - 1);
    assert_eq!(written(&on(day - 1)), [""; 0]);
    assert_eq!(written(&on(day)), ["a"]);
}

#[test]
fn a_list_of_pages_is_made_anew_when_one_of_them_is_published() {
    let config =
        "shortcodes:\n  list: { as: data, from: =pages/news, columns: =title }\n";
    let later = page("Later", "publishDate: 2026-03-01\n", "Words.");
    let system = site()
        .with("offprint.yml", config)
        .with("content/a.md", page("A", "", "{{< list >}}"))
        .with("content/c.md", page("C", "", "Words."))
        .with("content/news/early.md", page("Early", "", "Words."))
        .with("content/news/later.md", later);
    let on = |date: i64| {
        let (mut project, _) =
            Project::open(&system, Path::new("."), None).expect("the project opens");
        project.date = Some(date);
        build(&project, &BuildOptions { date: Some(date), ..BuildOptions::default() })
    };
    let day = 1_772_323_200;
    assert_eq!(written(&on(day - 1)), ["a", "b", "c", "early"]);
    assert_eq!(written(&on(day - 1)), [""; 0]);
    let summary = on(day);
    assert_eq!(written(&summary), ["a", "later"]);
    assert_eq!(reason(&summary, "a.md"), "what `news` lists has changed");
    assert_eq!(written(&on(day)), [""; 0]);
}
