//! What tables made of data are made of: data files, front matter, settings, and the pages of
//! a section.

use std::path::{Path, PathBuf};

use super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Params, Value};
use crate::page::Page;

/// The value that `from` names on a page: `page.KEY` is front matter, `site.KEY` a parameter of
/// the site, `pages` or `pages/SECTION` the pages of a section, anything else a data file.
pub(super) fn of(
    project: &Project<'_>,
    page: &Page,
    from: &str,
) -> Result<Option<Value>, Diagnostic> {
    let from = from.trim();
    if let Some(key) = from.strip_prefix("page.") {
        return Ok(page.matter.get(&key.to_lowercase()).cloned());
    }
    if let Some(key) = from.strip_prefix("site.") {
        let settings = project.site.settings_for(page);
        return Ok(settings.get(&format!("params.{}", key.to_lowercase())).cloned());
    }
    if from == "pages" {
        let own = page.file.parent().unwrap_or(Path::new("")).to_owned();
        let is_leaf = page.bundle.is_some()
            && page
                .file
                .file_stem()
                .is_some_and(|stem| stem.to_string_lossy().starts_with("index"));
        let folder =
            if is_leaf { own.parent().map(Path::to_owned).unwrap_or(own) } else { own };
        return pages(project, page, &folder).map(Some);
    }
    if let Some(section) = from.strip_prefix("pages/") {
        let folder = crate::system::normalize(&project.site.content.join(section));
        return match project.system.is_dir(&folder) {
            true => pages(project, page, &folder).map(Some),
            false => Ok(None),
        };
    }
    if from.is_empty() {
        return Ok(None);
    }
    project.site.data(project.system, from)
}

/// The published pages directly in a folder: what their front matter says, and their address.
fn pages(project: &Project<'_>, page: &Page, folder: &Path) -> Result<Value, Diagnostic> {
    let found = published(project, page, folder)?;
    let files: Vec<PathBuf> = found.iter().map(|found| found.file.clone()).collect();
    project.has_listed(page, folder, &files);
    Ok(Value::List(found.iter().map(|found| Value::Map(row(page, found))).collect()))
}

/// The published pages directly in a folder, in Hugo's order, without `page` itself.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn published(
    project: &Project<'_>,
    page: &Page,
    folder: &Path,
) -> Result<Vec<Page>, Diagnostic> {
    let now = project.date.unwrap_or_else(|| project.machine.now());
    let zone = project.site.settings.time_zone();
    let files = project.site.page_files(project.system, folder)?;
    let is_direct = |file: &&PathBuf| {
        let inside = file.strip_prefix(folder).unwrap_or(file);
        let depth = inside.components().count();
        let stem = inside.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_index = stem.starts_with("index") || stem.starts_with("_index");
        (depth == 1 && !stem.starts_with("_index")) || (depth == 2 && is_index)
    };
    let mut found: Vec<Page> = files
        .iter()
        .filter(is_direct)
        .filter(|file| **file != page.file)
        .filter_map(|file| project.page(file).ok())
        .map(|(found, _)| found)
        .filter(|found| {
            found.unpublished(now, &zone).is_none() && found.edition == page.edition
        })
        .collect();
    found.sort_by_cached_key(|found| found.order(&zone));
    Ok(found)
}

fn row(page: &Page, found: &Page) -> Params {
    let mut row = Params::new();
    let title = found.title().unwrap_or_else(|| found.path.display().to_string());
    row.insert("title".to_owned(), Value::String(title));
    row.extend(found.matter.params.clone());
    if let Some(Ok(date)) = found.date() {
        let text = page.language.format_date(date.date());
        row.insert("date".to_owned(), Value::String(text));
    }
    let told = ["description", "intro", "summary"]
        .iter()
        .find_map(|key| found.matter.text(key));
    row.insert("description".to_owned(), told.map_or(Value::Null, Value::String));
    row.insert("link".to_owned(), found.url.clone().map_or(Value::Null, Value::String));
    row
}
