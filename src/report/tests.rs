//! One build in every format.

use std::path::Path;

use super::json::{
    BuildJson, DiagnosticJson, DocumentJson, HookJson, PrunedJson, SkippedJson,
    TotalsJson,
};
use super::{Format, annotations};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

fn document(file: &str, diagnostics: Vec<Diagnostic>) -> DocumentJson {
    let written = !diagnostics.iter().any(Diagnostic::is_error);
    DocumentJson {
        file: format!("content/{file}.md"),
        output: format!("output/{file}.pdf"),
        state: "missing".to_owned(),
        reason: None,
        written,
        pages: 4,
        bytes: 123_456,
        encoded_bytes: 170_000,
        pictures: Vec::new(),
        coverage: 100.0,
        ledger: TotalsJson { printed: 3, dropped: 1, lost: u32::from(!written) },
        diagnostics: diagnostics.iter().map(DiagnosticJson::from).collect(),
    }
}

/// A build with every kind of outcome, and names that the formats have to quote.
fn build() -> BuildJson {
    let source = Source::new("content/å b.md", "one\ntwo {{< x >}}\nthree, 100 %\n");
    let unknown = Diagnostic::error("shortcode-unknown", "unknown shortcode `x` <&>")
        .at(&source, Span::new(8, 17))
        .related(&source, Span::new(0, 3), "first here")
        .hint("add to `offprint.yml`:\nshortcodes: 100 %");
    let long = Diagnostic::warning("coverage", "1 of 9 words | is not on paper")
        .at(&source, Span::new(4, 25));
    let refused = Diagnostic::error("output-unwritable", "cannot write `output/c.pdf`");
    let beside = Diagnostic::warning("brand-font-missing", "the font `A` is not there");
    BuildJson {
        documents: vec![
            document("a", Vec::new()),
            document("å b", vec![long.clone(), unknown]),
            document("c", vec![refused]),
            document("d", vec![long]),
        ],
        skipped: vec![SkippedJson {
            file: "content/later.md".to_owned(),
            reason: "future".to_owned(),
        }],
        hooks: vec![HookJson {
            hook: "./publish.sh".to_owned(),
            state: "done".to_owned(),
            sent: 0,
            there: 0,
            removed: 0,
            said: "published".to_owned(),
        }],
        orphans: vec![PrunedJson {
            output: "output/gone.pdf".to_owned(),
            reason: "`content/gone.md` is no longer there".to_owned(),
            removed: false,
        }],
        diagnostics: vec![DiagnosticJson::from(&beside)],
        errors: 2,
        warnings: 3,
        timings: None,
    }
}

#[test]
fn junit_has_a_case_for_each_document() {
    insta::assert_snapshot!(Format::Junit.write(&build()));
}

#[test]
fn sarif_has_a_result_for_each_problem() {
    insta::assert_snapshot!(Format::Sarif.write(&build()));
}

#[test]
fn markdown_lists_documents_and_problems() {
    insta::assert_snapshot!(Format::Markdown.write(&build()));
}

#[test]
fn json_has_everything() {
    insta::assert_snapshot!(Format::Json.write(&build()));
}

#[test]
fn annotations_are_quoted() {
    insta::assert_snapshot!(annotations(&build()));
}

#[test]
fn annotations_are_few_and_the_worst_come_first() {
    let mut build = build();
    let warnings = (0..30).map(|n| Diagnostic::warning("w", format!("warning {n}")));
    let errors = (0..12).map(|n| Diagnostic::error("e", format!("error {n}")));
    let found: Vec<Diagnostic> = warnings.chain(errors).collect();
    build.diagnostics = found.iter().map(DiagnosticJson::from).collect();
    let text = annotations(&build);
    let starts =
        |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((starts("::error "), starts("::warning ")), (10, 10));
    assert!(text.starts_with("::error title=e::error 0\n"), "{text}");
    // 42 of the project, and those of the documents: two errors and the warning they share.
    assert!(text.ends_with("; 25 more are in the log"), "{text}");
}

#[test]
fn the_format_is_that_of_the_name() {
    let of = |path: &str| Format::of_path(Path::new(path));
    assert_eq!(of("a/report.sarif"), Some(Format::Sarif));
    assert_eq!(of("report.XML"), Some(Format::Junit));
    assert_eq!(of("report.json"), Some(Format::Json));
    assert_eq!(of("summary.md"), Some(Format::Markdown));
    assert_eq!(of("report.txt"), None);
}
