//! What is done after a build, and when it is not.

use std::path::Path;
use std::time::Duration;

use offprint::driver::{BuildOptions, Done, Project, Summary, build};
use offprint::system::{Ended, Memory, Outcome, System};

const PAGE: &str = "---\ntitle: T\ndate: 2026-01-02\n---\nText.\n";

const COPY: &str = "hooks:\n  - copy: web\n";

fn site(config: &str) -> Memory {
    Memory::new()
        .with("offprint.yml", config)
        .with("content/a.md", PAGE)
        .with("content/b.md", PAGE)
}

fn run(system: &Memory) -> Summary {
    let (project, _) =
        Project::open(system, Path::new("."), None).expect("the project opens");
    let options = BuildOptions { hooks: true, ..BuildOptions::default() };
    build(&project, &options)
}

fn delivered(summary: &Summary) -> (usize, usize, usize) {
    match &summary.hooks[0].state {
        Done::Delivered(one) => (one.sent, one.there, one.removed),
        other => panic!("{other:?}: {:#?}", summary.diagnostics),
    }
}

fn is_same(system: &Memory, one: &str, other: &str) -> bool {
    let read = |path: &str| system.read(Path::new(path)).expect("a file");
    read(one) == read(other)
}

#[test]
fn documents_are_copied_with_the_manifest() {
    let system = site(COPY);
    assert_eq!(delivered(&run(&system)), (2, 0, 0));
    for name in ["a.pdf", "b.pdf", "manifest.json"] {
        assert!(is_same(&system, &format!("output/{name}"), &format!("web/{name}")));
    }
    // There is nothing to build and nothing to copy.
    assert_eq!(delivered(&run(&system)), (0, 2, 0));
    // There is nothing to build, but the copy is not whole.
    system.remove(Path::new("web/manifest.json")).expect("removed");
    assert_eq!(delivered(&run(&system)), (2, 0, 0));
    assert!(is_same(&system, "output/manifest.json", "web/manifest.json"));
}

#[test]
fn a_page_that_is_gone_goes_there_too_once_all_is_well() {
    let system = site(COPY);
    let _ = run(&system);
    system.remove(Path::new("content/b.md")).expect("removed");
    let page = PAGE.replace("Text", "{{< unknown >}}");
    system
        .write(Path::new("content/a.md"), page.as_bytes())
        .expect("written");
    let summary = run(&system);
    assert_eq!((delivered(&summary), summary.counts().errors), ((0, 2, 0), 1));
    assert!(system.is_file(Path::new("web/b.pdf")));
    system
        .write(Path::new("content/a.md"), PAGE.as_bytes())
        .expect("written");
    assert_eq!(delivered(&run(&system)), (0, 1, 1));
    assert!(!system.is_file(Path::new("web/b.pdf")));
}

#[test]
fn nothing_is_done_unless_asked_for() {
    let system = site(COPY);
    let (project, _) =
        Project::open(&system, Path::new("."), None).expect("the project opens");
    let _ = build(&project, &BuildOptions::default());
    let check = BuildOptions { hooks: true, dry: true, ..BuildOptions::default() };
    let _ = build(&project, &check);
    let some = BuildOptions {
        hooks: true,
        paths: vec!["content/a.md".into()],
        ..BuildOptions::default()
    };
    let _ = build(&project, &some);
    assert!(!system.is_dir(Path::new("web")));
    let system = site("hooks:\n  - { copy: web, only_with: CI }\n");
    assert_eq!(run(&system).hooks[0].state, Done::Skipped("CI".to_owned()));
    let system = system.with_variable("CI", "true");
    assert_eq!(delivered(&run(&system)), (2, 0, 0));
}

#[test]
fn a_program_learns_what_was_built() {
    let system = site("hooks:\n  - { run: [./publish.sh, \"a b; c\"], timeout: 7 }\n");
    let summary = run(&system);
    assert_eq!(summary.hooks[0].state, Done::Ran(String::new()));
    let command = &system.commands()[0];
    assert_eq!(command.words, ["./publish.sh", "a b; c"]);
    assert_eq!(command.patience, Duration::from_secs(7));
    let variables: Vec<String> = command
        .variables
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(
        variables,
        [
            "OFFPRINT_OUTPUT=/output",
            "OFFPRINT_MANIFEST=/output/manifest.json",
            "OFFPRINT_BUILT=2",
            "OFFPRINT_UNCHANGED=0",
            "OFFPRINT_FAILED=0",
            "OFFPRINT_REMOVED=0",
            "OFFPRINT_ERRORS=0",
            "OFFPRINT_WARNINGS=0",
        ]
    );
    assert_eq!(run(&system).hooks[0].state, Done::Needless);
    assert_eq!(system.commands().len(), 1);
}

#[test]
fn a_program_that_fails_is_an_error_and_runs_again() {
    let outcome = Outcome {
        ended: Ended::Code(4),
        said: "no space".to_owned(),
        output: String::new(),
    };
    let system =
        site("hooks:\n  - run: [publish]\n  - copy: web\n").with_outcome(outcome);
    for _ in 0..2 {
        let summary = run(&system);
        assert!(summary.system_failed);
        let error = &summary.diagnostics[0];
        assert_eq!(error.message, "`publish` ended with 4");
        assert_eq!(error.hint.as_deref(), Some("it wrote:\nno space"));
        assert_eq!(error.place.as_ref().expect("a place").position().line, 2);
    }
    assert_eq!(system.commands().len(), 2);
    // One that fails keeps no other back.
    assert!(system.is_file(Path::new("web/manifest.json")));
}

#[test]
fn an_upload_needs_somebody_who_may_write() {
    let summary = run(&site("hooks:\n  - upload: s3://docs\n"));
    assert_eq!(summary.diagnostics[0].code, "hook-credentials");
    assert!(summary.system_failed);
    assert_eq!(summary.hooks[0].state, Done::Failed);
}
