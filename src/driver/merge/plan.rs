//! What is to be made, checked from end to end before the first copy.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::super::project::Project;
use super::variant::{Variant, Variants};
use super::{MergeOptions, copies_folder};
use crate::config::DEFAULT_TEMPLATE;
use crate::diagnostic::{Diagnostic, nearest};
use crate::merge::{Field, Fields, FileName, Record};
use crate::page::Page;
use crate::table::{self, Row, Table};

/// A recipient.
#[derive(Debug, Clone)]
pub(in super::super) struct Recipient {
    /// The number of the row, the first is 1.
    pub row: usize,
    /// Its values.
    pub record: Record,
}

/// All copies that are to be made.
pub(in super::super) struct Plan {
    /// The page.
    pub(super) page: Page,
    /// Its fields, those of the table among them.
    pub(super) fields: Fields,
    /// The number of rows of the table.
    pub(super) rows: usize,
    /// The copies of this shard.
    pub(super) jobs: Vec<Job>,
    /// The page as its recipients get it.
    pub(super) variants: Vec<Variant>,
    /// Where the copies go.
    pub(super) folder: PathBuf,
    /// Warnings.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A copy that is to be made.
pub(super) struct Job {
    /// Whose.
    pub(super) recipient: Recipient,
    /// The name of its file, without extension.
    pub(super) name: String,
    /// The number of the variant of the page.
    pub(super) variant: usize,
}

/// The most mistakes of a table that are told; the rest is counted.
const SHOWN: usize = 40;

/// Checks page and table.
pub(super) fn plan(
    project: &Project<'_>,
    options: &MergeOptions,
) -> Result<Plan, Vec<Diagnostic>> {
    let (page, mut told) = project.page(&options.page).map_err(|error| vec![error])?;
    let (table, found) = read_table(project, &options.table, &options.reading)?;
    told.extend(found);
    let (fields, recipients, found) = recipients(project, &page, &table);
    told.extend(found);
    let pattern = options.name.as_deref().map(FileName::parse);
    let pattern = pattern.or_else(|| fields.file.clone());
    let names = names(&page, &table, &fields, &recipients, pattern, &mut told);
    if told.iter().any(Diagnostic::is_error) {
        return Err(told);
    }
    let template = project
        .template_of(&page)
        .unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned());
    let mut variants = Variants::new(project, &page, &fields, &template);
    let mut jobs = Vec::new();
    for (recipient, name) in recipients.into_iter().zip(names) {
        let variant = variants.of(&recipient.record);
        jobs.push(Job { recipient, name, variant });
    }
    let (variants, found) = variants.finish(options.lenient);
    told.extend(found);
    if told.iter().any(Diagnostic::is_error) {
        return Err(told);
    }
    let rows = jobs.len();
    if let Some((part, of)) = options.shard {
        jobs.retain(|job| (job.recipient.row - 1) % of.max(1) + 1 == part);
    }
    let folder = copies_folder(project, options.output.as_deref(), &page.file);
    Ok(Plan {
        page,
        fields,
        rows,
        jobs,
        variants,
        folder,
        diagnostics: told,
    })
}

/// Reads the table of a file.
pub(in super::super) fn read_table(
    project: &Project<'_>,
    path: &Path,
    options: &table::Options,
) -> Result<(Table, Vec<Diagnostic>), Vec<Diagnostic>> {
    let bytes = project.system.read(path).map_err(|error| {
        let message = format!("cannot read the table `{}`: {error}", path.display());
        vec![Diagnostic::error("file-unreadable", message)]
    })?;
    table::read(&path.display().to_string(), &bytes, options)
}

/// The fields of a page with those of a table, the recipients, and what is wrong with either.
#[must_use]
pub(in super::super) fn recipients(
    project: &Project<'_>,
    page: &Page,
    table: &Table,
) -> (Fields, Vec<Recipient>, Vec<Diagnostic>) {
    let (mut fields, mut told) = Fields::read(page, project.config.merge.as_ref());
    told.extend(missing(&fields, table));
    fields.extend(table.columns.iter().map(String::as_str));
    let mut recipients = Vec::with_capacity(table.rows.len());
    let mut wrong = 0_usize;
    for (index, row) in table.rows.iter().enumerate() {
        let mut record = Record::new();
        for field in &fields.list {
            match field.read(row.cells.get(&field.name)) {
                Ok(value) => {
                    record.insert(field.name.clone(), value);
                }
                Err(why) if wrong < SHOWN => {
                    wrong += 1;
                    told.push(cell(table, row, index + 1, field, &why));
                }
                Err(_) => wrong += 1,
            }
        }
        // There may be ten thousand of them.
        record.shrink_to_fit();
        recipients.push(Recipient { row: index + 1, record });
    }
    if wrong > SHOWN {
        let message = format!("{} more cells are wrong", wrong - SHOWN);
        told.push(Diagnostic::error("merge-value", message));
    }
    (fields, recipients, told)
}

fn cell(table: &Table, row: &Row, number: usize, field: &Field, why: &str) -> Diagnostic {
    Diagnostic::error(
        "merge-value",
        format!("row {number}, column `{}`: {why}", field.name),
    )
    .at(&table.source, row.span)
    .hint(
        "mend the table, or give the field a `default` or another `type` in front matter",
    )
}

/// Fields without a column and without a default, and columns that look like such a field.
fn missing(fields: &Fields, table: &Table) -> Vec<Diagnostic> {
    let lacking =
        |field: &&Field| field.default.is_none() && !table.columns.contains(&field.name);
    let unclaimed = table
        .columns
        .iter()
        .map(String::as_str)
        .filter(|column| fields.get(column).is_none());
    let unclaimed: Vec<&str> = unclaimed.collect();
    let error = |field: &Field| {
        let near = nearest(&field.name, unclaimed.iter().copied());
        let near = near
            .map(|near| format!("; is it the column `{near}`?"))
            .unwrap_or_default();
        let message = format!("the table has no column `{}`{near}", field.name);
        Diagnostic::error("merge-field-missing", message)
            .at(&table.source, table.head)
            .hint("add the column, or give the field a `default` in front matter")
    };
    fields.list.iter().filter(lacking).map(error).collect()
}

/// The names of the files; every one is safe, and no two are the same anywhere.
fn names(
    page: &Page,
    table: &Table,
    fields: &Fields,
    recipients: &[Recipient],
    pattern: Option<FileName>,
    told: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let stem = page.file.file_stem().unwrap_or_default().to_string_lossy();
    let width = recipients.len().to_string().len();
    if let Some(unknown) = pattern
        .iter()
        .flat_map(FileName::fields)
        .find(|name| *name != "row" && fields.get(name).is_none())
    {
        let near = fields
            .nearest(unknown)
            .map(|near| format!("; did you mean `{near}`?"))
            .unwrap_or_default();
        let message = format!("file names need `{unknown}`, which is no field{near}");
        told.push(Diagnostic::error("merge-field-unknown", message));
        return Vec::new();
    }
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut names = Vec::new();
    let mut wrong = 0;
    for recipient in recipients {
        let row = recipient.row;
        let name = match &pattern {
            Some(pattern) => pattern.of(&recipient.record, row),
            None => Ok(format!("{stem}-{row:0width$}")),
        };
        let problem = match name {
            Ok(name) => {
                // Some file systems do not tell case apart.
                let first = *taken.entry(name.to_lowercase()).or_insert(row);
                names.push(name);
                (first != row)
                    .then(|| format!("row {row} has the same file name as row {first}"))
            }
            Err(why) => Some(format!("row {row} has no safe file name: {why}")),
        };
        let span = table.rows.get(row - 1).map(|row| row.span).unwrap_or_default();
        if let Some(message) = problem.filter(|_| wrong < SHOWN) {
            wrong += 1;
            told.push(
                Diagnostic::error("merge-file-name", message)
                    .at(&table.source, span)
                    .hint("name files by a column that tells rows apart, or add `{row}`"),
            );
        }
    }
    names
}
