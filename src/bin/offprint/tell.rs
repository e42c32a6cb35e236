//! What is told of a build: to people on the terminal, to machines in files.

use offprint::diagnostic::Diagnostic;
use offprint::driver::{Built, Done, Hooked, State, Summary};
use offprint::page::Unpublished;
use offprint::profile::{Profile, encoded_size};
use offprint::report::json::{BuildJson, TimingsJson};
use offprint::report::{Format, annotations};
use offprint::system::System;
use offprint::timings::Stage;

use crate::args::{Reports, Shown};
use crate::exit::Exit;
use crate::terminal;

/// Tells of builds.
pub(crate) struct Teller<'a> {
    system: &'a dyn System,
    reports: &'a Reports,
    /// Whether nothing is written.
    dry: bool,
    /// Whether sizes in an e-mail are told, too.
    mailed: bool,
}

/// The file that GitHub shows as the summary of a step.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

impl<'a> Teller<'a> {
    pub(crate) fn new(
        system: &'a dyn System,
        reports: &'a Reports,
        profile: Option<Profile>,
        dry: bool,
    ) -> Self {
        let mailed = profile == Some(Profile::Email);
        Self { system, reports, dry, mailed }
    }

    /// Tells everything that was asked for.
    pub(crate) fn tell(&self, summary: &Summary) -> Result<(), Exit> {
        let mut report = summary.to_json();
        if self.reports.timings {
            let timings = TimingsJson::new(&summary.timings(), summary.elapsed);
            report.timings = Some(timings);
        }
        match self.reports.format {
            Shown::Text => {}
            Shown::Json => machine(Format::Json, &report),
            Shown::Junit => machine(Format::Junit, &report),
            Shown::Sarif => machine(Format::Sarif, &report),
            Shown::Github => terminal::result(&annotations(&report)),
        }
        // What machines get on standard output holds all that people would be told, but
        // annotations are only some of it.
        if matches!(self.reports.format, Shown::Text | Shown::Github) {
            self.people(summary);
        }
        if self.reports.timings {
            timings(summary);
        }
        self.files(&report)
    }

    fn people(&self, summary: &Summary) {
        self.diagnostics(&summary.diagnostics);
        // What is wrong with the brand is wrong with all documents, and told once.
        let mut told: Vec<Diagnostic> = Vec::new();
        for document in &summary.documents {
            let is_shared = |found: &Diagnostic| found.code.starts_with("brand-");
            let (shared, mut own): (Vec<Diagnostic>, Vec<_>) =
                document.diagnostics.iter().cloned().partition(is_shared);
            let new = shared.into_iter().filter(|found| !told.contains(found));
            let new: Vec<Diagnostic> = new.collect();
            own.splice(0..0, new.iter().cloned());
            self.diagnostics(&own);
            told.extend(new);
            self.document(document);
        }
        if self.reports.format == Shown::Text && !self.reports.quiet {
            summary.orphans.iter().for_each(|orphan| {
                let what = if orphan.removed { "removed" } else { "orphaned" };
                let output = orphan.output.display();
                terminal::result(&format!("{what}  {output}: {}", orphan.reason));
            });
        }
        if !self.reports.quiet {
            summary.hooks.iter().for_each(|hooked| self.hook(hooked));
        }
        if self.reports.verbose {
            summary.skipped.iter().for_each(|(file, why)| {
                let why = match why {
                    Unpublished::Draft => "a draft",
                    Unpublished::Future => "its date is to come",
                    Unpublished::Expired => "it has expired",
                    Unpublished::Headless => "it has no page on the web",
                };
                terminal::message(&format!("{}  not published: {why}", file.display()));
            });
        }
        if summary.left > 0 {
            let left = summary.left;
            terminal::message(&format!("stopped; documents that are left: {left}"));
        }
        if !self.reports.quiet && !summary.busy {
            terminal::message(&summary_line(summary, self.dry));
        }
    }

    fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        let told = |found: &&Diagnostic| !self.reports.quiet || found.is_error();
        let told: Vec<Diagnostic> = diagnostics.iter().filter(told).cloned().collect();
        terminal::diagnostics(&told);
    }

    fn document(&self, document: &Built) {
        if !document.written || self.reports.quiet || self.reports.format != Shown::Text {
            return;
        }
        match state_line(document).filter(|_| self.dry) {
            Some(line) => terminal::result(&line),
            None => terminal::result(&line(document, self.mailed)),
        }
        for picture in &document.pictures {
            terminal::result(&picture.display().to_string());
        }
        if self.reports.verbose {
            let totals = document.totals;
            terminal::message(&format!(
                "  from {}; {:.0} % of {} words; {} printed, {} dropped on purpose, {} lost; {} ms",
                document.file.display(),
                document.coverage.percent(),
                document.coverage.words,
                totals.printed,
                totals.dropped,
                totals.lost,
                document.timings.total().as_millis()
            ));
        }
    }

    /// What was done with the PDFs afterwards. What failed was told as an error.
    fn hook(&self, hooked: &Hooked) {
        let what = &hooked.what;
        match &hooked.state {
            Done::Ran(said) if self.reports.verbose => {
                terminal::message(&format!("ran  {what}\n{said}"));
            }
            Done::Ran(_) => terminal::message(&format!("ran  {what}")),
            Done::Delivered(one) => {
                let (sent, there, removed) = (one.sent, one.there, one.removed);
                terminal::message(&format!(
                    "{what}  {sent} sent, {there} there already, {removed} removed"
                ));
            }
            Done::Needless if self.reports.verbose => {
                terminal::message(&format!("not run, nothing has changed  {what}"));
            }
            Done::Skipped(name) if self.reports.verbose => {
                terminal::message(&format!("skipped, `{name}` is not set  {what}"));
            }
            Done::Needless | Done::Skipped(_) | Done::Failed => {}
        }
    }

    /// Writes the reports that are files.
    fn files(&self, report: &BuildJson) -> Result<(), Exit> {
        let mut files: Vec<_> = self
            .reports
            .report
            .iter()
            .map(|(path, format)| (path.clone(), format.write(report)))
            .collect();
        if self.reports.format == Shown::Github
            && let Some(path) = self.system.variable(STEP_SUMMARY)
        {
            // Other commands of the step may have written there before.
            let path = std::path::PathBuf::from(path);
            let before = self.system.read(&path).unwrap_or_default();
            let before = String::from_utf8_lossy(&before).into_owned();
            files.push((path, before + &Format::Markdown.write(report)));
        }
        let mut failed = false;
        for (path, text) in files {
            if let Err(error) = self.system.write(&path, text.as_bytes()) {
                let message = format!("cannot write `{}`: {error}", path.display());
                terminal::diagnostics(&[Diagnostic::error("report-unwritable", message)]);
                failed = true;
            }
        }
        if failed { Err(Exit::System) } else { Ok(()) }
    }
}

fn machine(format: Format, report: &BuildJson) {
    terminal::result(format.write(report).trim_end());
}

/// The time of each stage, and its share.
fn timings(summary: &Summary) {
    let timings = summary.timings();
    let total = timings.total().as_secs_f64();
    for (stage, name) in Stage::ALL {
        let time = timings.of(stage).as_secs_f64();
        let share = if total > 0.0 { 100.0 * time / total } else { 0.0 };
        terminal::message(&format!(
            "{name:<8} {:>10.1} ms {share:>5.1} %",
            time * 1000.0
        ));
    }
    let elapsed = summary.elapsed.as_secs_f64() * 1000.0;
    terminal::message(&format!("elapsed  {elapsed:>10.1} ms"));
}

/// How a PDF was found, unless it is up to date.
fn state_line(document: &Built) -> Option<String> {
    let output = document.output.display();
    match &document.state {
        State::Fresh => None,
        State::Missing => Some(format!("missing  {output}")),
        State::Stale(reason) => Some(format!("stale  {output}: {reason}")),
    }
}

/// A document; its size in an e-mail, too, if it is `mailed`.
fn line(document: &Built, mailed: bool) -> String {
    let pages = if document.pages == 1 { "page" } else { "pages" };
    let kilobytes = document.bytes.div_ceil(1000);
    let mut line = format!(
        "{}  {} {pages}, {kilobytes} kB",
        document.output.display(),
        document.pages
    );
    if mailed {
        let encoded = encoded_size(document.bytes).div_ceil(1000);
        line.push_str(&format!(" ({encoded} kB in an e-mail)"));
    }
    line
}

fn summary_line(summary: &Summary, dry: bool) -> String {
    let counts = summary.counts();
    let written = summary.documents.iter().filter(|document| document.written).count();
    let plural = |count: usize, word: &str| {
        format!("{count} {word}{}", if count == 1 { "" } else { "s" })
    };
    let mut line = format!(
        "{} {}",
        plural(written, "document"),
        if dry { "would be built" } else { "built" }
    );
    let fresh = summary
        .documents
        .iter()
        .filter(|document| document.is_fresh())
        .count();
    if fresh > 0 {
        line.push_str(&format!(", {fresh} up to date"));
    }
    let failed = summary.documents.len() - written - fresh;
    if failed > 0 {
        line.push_str(&format!(", {failed} not"));
    }
    if !summary.skipped.is_empty() {
        line.push_str(&format!(
            ", {} not published",
            plural(summary.skipped.len(), "page")
        ));
    }
    let totals = summary.documents.iter().map(|document| document.totals);
    let (printed, dropped, lost) = totals.fold((0, 0, 0), |sum, totals| {
        (sum.0 + totals.printed, sum.1 + totals.dropped, sum.2 + totals.lost)
    });
    let ledger = format!("{printed} printed, {dropped} dropped on purpose, {lost} lost");
    let coverage = || summary.documents.iter().map(|document| document.coverage);
    let words: u32 = coverage().map(|one| one.words).sum();
    let found: u32 = coverage().map(|one| one.found).sum();
    let ledger = format!("{ledger}; {found} of {words} words on paper");
    let problems = format!(
        "{}, {}",
        plural(counts.errors, "error"),
        plural(counts.warnings, "warning")
    );
    format!("{line}; {ledger}; {problems}")
}
