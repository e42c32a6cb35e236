//! The copies that go with the messages.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::merge::{Manifest, copies_folder, recipients, record_digest};
use super::super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::merge::FileName;
use crate::page::Page;
use crate::table::Table;

/// A file that goes with a message.
pub(super) struct File {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its name in the message.
    pub(super) name: String,
    /// A picture of it.
    pub(super) picture: Option<PathBuf>,
}

/// The copies that go with the messages, by row; a page named under `attach` was merged with
/// the same table before.
pub(super) fn of(
    project: &Project<'_>,
    page: &Page,
    table: &Table,
    told: &mut Vec<Diagnostic>,
) -> Vec<Option<File>> {
    let none = || table.rows.iter().map(|_| None).collect();
    let Some(attached) = page.matter.text("attach") else { return none() };
    let path = project.site.root.join(&attached);
    let (merged, _) = match project.page(&path) {
        Ok(read) => read,
        Err(error) => {
            told.push(error);
            return none();
        }
    };
    let folder = copies_folder(project, None, &merged.file);
    let Some(manifest) = Manifest::read(project.system, &folder, None) else {
        let message =
            format!("there are no copies of `{attached}` in `{}`", folder.display());
        told.push(
            Diagnostic::error("mail-attachment", message)
                .at(&page.source, page.matter.start())
                .hint(format!(
                    "make them first: `offprint merge {attached} {}`",
                    table.source.name()
                )),
        );
        return none();
    };
    let pattern = page.matter.text("attachname").map(|text| FileName::parse(&text));
    let (_, rows, _) = recipients(project, &merged, table);
    let mut out = Vec::new();
    for recipient in &rows {
        let copy = manifest.copies.get(&recipient.row);
        let Some(copy) =
            copy.filter(|copy| copy.record == record_digest(&recipient.record))
        else {
            let message =
                format!("row {} has no copy, or one of other values", recipient.row);
            let span = table
                .rows
                .get(recipient.row - 1)
                .map(|row| row.span)
                .unwrap_or_default();
            told.push(
                Diagnostic::error("mail-attachment", message)
                    .at(&Arc::clone(&table.source), span)
                    .hint("the table has changed; run `offprint merge` again"),
            );
            out.push(None);
            continue;
        };
        let named = pattern
            .as_ref()
            .map(|pattern| pattern.of(&recipient.record, recipient.row));
        let name = match named {
            Some(Ok(name)) => format!("{name}.pdf"),
            _ => copy.file.clone(),
        };
        let path = folder.join(&copy.file);
        let picture = path.with_extension("png");
        let picture = project.system.is_file(&picture).then_some(picture);
        out.push(Some(File { path, name, picture }));
    }
    out
}
