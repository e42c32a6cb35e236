//! JUnit's XML, as CI systems read it: a test case for each document. What is wrong with a
//! page is a failure, what the system refused an error; warnings are its output.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::json::{BuildJson, DiagnosticJson};
use super::machine::place;

/// The code of an error of the system: nothing is wrong with the page.
const SYSTEM: &str = "output-unwritable";

/// Writes the report. It has no times and no host: the same build gives the same bytes.
pub(super) fn write(build: &BuildJson) -> String {
    let mut suite = TestSuite::new("documents");
    if !build.diagnostics.is_empty() {
        suite.add_test_case(case("project", "offprint", &build.diagnostics));
    }
    for document in &build.documents {
        suite.add_test_case(case(&document.file, "document", &document.diagnostics));
    }
    for skipped in &build.skipped {
        let mut status = TestCaseStatus::skipped();
        status.set_message(skipped.reason.as_str());
        let mut case = TestCase::new(skipped.file.as_str(), status);
        case.set_classname("document");
        suite.add_test_case(case);
    }
    let mut report = Report::new("offprint");
    report.add_test_suite(suite);
    report.to_string().unwrap_or_default()
}

fn case(name: &str, class: &str, diagnostics: &[DiagnosticJson]) -> TestCase {
    let (errors, warnings): (Vec<_>, Vec<_>) =
        diagnostics.iter().partition(|found| found.is_error());
    let status = errors.first().map_or_else(TestCaseStatus::success, |first| {
        let refused = errors.iter().any(|found| found.code == SYSTEM);
        let kind = if refused { NonSuccessKind::Error } else { NonSuccessKind::Failure };
        let mut status = TestCaseStatus::non_success(kind);
        status
            .set_message(first.message.as_str())
            .set_type(first.code.as_str())
            .set_description(lines(&errors));
        status
    });
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    if !warnings.is_empty() {
        case.set_system_out(lines(&warnings));
    }
    case
}

fn lines(diagnostics: &[&DiagnosticJson]) -> String {
    diagnostics
        .iter()
        .map(|found| line(found))
        .collect::<Vec<_>>()
        .join("\n")
}

fn line(found: &DiagnosticJson) -> String {
    let at = place(found).map_or(String::new(), |place| format!("{place}: "));
    let hint = found
        .hint
        .as_ref()
        .map_or(String::new(), |hint| format!("\n  help: {hint}"));
    format!("{at}{}[{}]: {}{hint}", found.severity, found.code, found.message)
}
