//! `build` and `check`.

use offprint::diagnostic::Diagnostic;
use offprint::driver::{self, BuildOptions, Built, Summary};
use offprint::profile::{Profile, encoded_size};
use offprint::system::System;

use super::open;
use crate::args::{self, Format};
use crate::exit::Exit;
use crate::terminal;

/// `build` and, if nothing is to be written, `check`.
pub(crate) fn build(
    system: &dyn System,
    arguments: &args::Build,
    dry: bool,
) -> Result<Exit, Exit> {
    let (mut project, warnings) =
        open(system, &arguments.common, arguments.paths.first())?;
    project.markup.print_urls = arguments.print_urls;
    project.size = (&arguments.size).into();
    project.thumbnails = (&arguments.thumbnails).into();
    let options = BuildOptions {
        paths: arguments.paths.clone(),
        output: arguments.output.clone(),
        lenient: arguments.lenient,
        drafts: arguments.drafts,
        future: arguments.future,
        expired: arguments.expired,
        date: arguments.date,
        link_pdfs: arguments.link_pdfs,
        dry,
    };
    let mut summary = driver::build(&project, &options);
    summary.diagnostics.extend(warnings);
    match arguments.format {
        Format::Json => terminal::result(
            &serde_json::to_string_pretty(&summary.to_json()).unwrap_or_default(),
        ),
        Format::Text => {
            let mailed = project.size.profile == Some(Profile::Email);
            tell(&summary, dry, mailed);
        }
    }
    Ok(exit_of(&summary))
}

fn exit_of(summary: &Summary) -> Exit {
    let beside = summary.diagnostics.iter().any(Diagnostic::is_error);
    match summary.counts().errors {
        _ if summary.system_failed => Exit::System,
        0 => Exit::Success,
        _ if beside && summary.documents.is_empty() => Exit::Usage,
        _ => Exit::Document,
    }
}

fn tell(summary: &Summary, dry: bool, mailed: bool) {
    terminal::diagnostics(&summary.diagnostics);
    for document in &summary.documents {
        terminal::diagnostics(&document.diagnostics);
        if document.written {
            terminal::result(&line(document, mailed));
            for picture in &document.pictures {
                terminal::result(&picture.display().to_string());
            }
        }
    }
    terminal::message(&summary_line(summary, dry));
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
    let failed = summary.documents.len() - written;
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
    let problems = format!(
        "{}, {}",
        plural(counts.errors, "error"),
        plural(counts.warnings, "warning")
    );
    format!("{line}; {ledger}; {problems}")
}
