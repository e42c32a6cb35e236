//! The commands: each calls the library once and tells what came of it.

use std::path::{Path, PathBuf};

use offprint::config::DEFAULT_TEMPLATE;
use offprint::diagnostic::Diagnostic;
use offprint::driver::{self, BuildOptions, Built, Project, Summary};
use offprint::page::Page;
use offprint::report;
use offprint::site::Settings;
use offprint::system::System;

use crate::args::{self, Common, Format};
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
        Format::Text => tell(&summary, dry),
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

fn tell(summary: &Summary, dry: bool) {
    terminal::diagnostics(&summary.diagnostics);
    for document in &summary.documents {
        terminal::diagnostics(&document.diagnostics);
        if document.written {
            terminal::result(&line(document));
        }
    }
    terminal::message(&summary_line(summary, dry));
}

fn line(document: &Built) -> String {
    let pages = if document.pages == 1 { "page" } else { "pages" };
    let kilobytes = document.bytes.div_ceil(1000);
    format!("{}  {} {pages}, {kilobytes} kB", document.output.display(), document.pages)
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

/// `inspect`.
pub(crate) fn inspect(
    system: &dyn System,
    arguments: &args::Inspect,
) -> Result<Exit, Exit> {
    if arguments.schema {
        terminal::result(&format!("{:#}", driver::schema()));
        return Ok(Exit::Success);
    }
    // Without `--schema` the parser of the arguments asks for a file.
    let file = arguments.file.clone().unwrap_or_else(|| PathBuf::from("-"));
    let (project, warnings) = open(system, &arguments.common, Some(&file))?;
    let (page, found) = page(&project, &file)?;
    let template = project
        .template_of(&page)
        .unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned());
    let inspection = driver::inspect(&project, &page, &template, found);
    terminal::diagnostics(&warnings);
    let errors = inspection.diagnostics.iter().any(|found| found.severity == "error");
    match arguments.format {
        Format::Json => {
            terminal::result(
                &serde_json::to_string_pretty(&inspection).unwrap_or_default(),
            );
        }
        Format::Text => {
            for heading in &inspection.headings {
                let indent = "  ".repeat(usize::from(heading.level.saturating_sub(1)));
                terminal::result(&format!(
                    "{:>5}  {indent}{}",
                    heading.line, heading.text
                ));
            }
            for entry in &inspection.ledger {
                terminal::result(&format!(
                    "{:>5}  {} {}: {}",
                    entry.line, entry.item, entry.name, entry.fate
                ));
            }
        }
    }
    Ok(if errors { Exit::Document } else { Exit::Success })
}

/// `export`.
pub(crate) fn export(
    system: &dyn System,
    arguments: &args::Export,
) -> Result<Exit, Exit> {
    let (project, warnings) = open(system, &arguments.common, Some(&arguments.file))?;
    terminal::diagnostics(&warnings);
    let (page, mut diagnostics) = page(&project, &arguments.file)?;
    let template = project
        .template_of(&page)
        .unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned());
    let (files, found) = driver::export(&project, &page, &template, &arguments.to)
        .map_err(|error| {
            terminal::diagnostics(&[error]);
            Exit::System
        })?;
    diagnostics.extend(found);
    let diagnostics = report::sorted(diagnostics);
    terminal::diagnostics(&diagnostics);
    terminal::result(&arguments.to.join("main.typ").display().to_string());
    let folder = arguments.to.display();
    terminal::message(&format!(
        "{} files; compile them with `typst compile --root {folder} --font-path {folder}/fonts {folder}/main.typ`",
        files.len()
    ));
    Ok(if diagnostics.iter().any(Diagnostic::is_error) {
        Exit::Document
    } else {
        Exit::Success
    })
}

/// `adopt`.
pub(crate) fn adopt(system: &dyn System, arguments: &args::Adopt) -> Result<Exit, Exit> {
    let adopted = offprint::adopt::adopt(system, &arguments.site, arguments.update)
        .map_err(|error| {
            let failed = error.code == "output-unwritable";
            terminal::diagnostics(&[error]);
            if failed { Exit::System } else { Exit::Usage }
        })?;
    for path in &adopted.written {
        terminal::result(&path.display().to_string());
    }
    let counts = format!(
        "{} shortcodes mapped, {} of them unsure, {} kept as they were",
        adopted.sure.len() + adopted.unsure.len(),
        adopted.unsure.len(),
        adopted.kept.len()
    );
    terminal::message(&counts);
    if !adopted.unsure.is_empty() {
        terminal::message(&format!("left to decide: {}", adopted.unsure.join(", ")));
    }
    Ok(Exit::Success)
}

fn page(project: &Project<'_>, file: &Path) -> Result<(Page, Vec<Diagnostic>), Exit> {
    project.page(file).map_err(|error| {
        terminal::diagnostics(&[error]);
        Exit::Usage
    })
}

fn open<'s>(
    system: &'s dyn System,
    common: &Common,
    first: Option<&PathBuf>,
) -> Result<(Project<'s>, Vec<Diagnostic>), Exit> {
    let root = root_of(system, common, first.map(PathBuf::as_path));
    match Project::open(system, &root, common.config.as_deref()) {
        Ok((mut project, warnings)) => {
            project.template.clone_from(&common.template);
            Ok((project, warnings))
        }
        Err(diagnostics) => {
            terminal::diagnostics(&report::sorted(diagnostics));
            Err(Exit::Usage)
        }
    }
}

/// The folder of the project: this one if it is one, else the nearest around the first path
/// that is, else this one.
fn root_of(system: &dyn System, common: &Common, first: Option<&Path>) -> PathBuf {
    let is_root = |folder: &Path| {
        system.is_file(&folder.join(offprint::config::FILE_NAME))
            || Settings::exists(system, folder)
    };
    let here = PathBuf::from(".");
    if common.config.is_some() || is_root(&here) {
        return here;
    }
    let around = first.into_iter().flat_map(Path::ancestors).skip(1);
    let folder = |folder: &Path| {
        if folder.as_os_str().is_empty() { here.clone() } else { folder.to_owned() }
    };
    around
        .map(folder)
        .find(|folder| is_root(folder))
        .unwrap_or_else(|| here.clone())
}
