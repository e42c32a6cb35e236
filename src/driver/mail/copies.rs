//! The copies that go with the messages.

use std::path::{Path, PathBuf};

use super::super::merge::{
    Manifest, Recipient, copies_folder, recipients, record_digest,
};
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
    let mut copies = Vec::new();
    for recipient in &rows {
        match file(project, recipient, &folder, &manifest, pattern.as_ref()) {
            Ok(file) => copies.push(Some(file)),
            Err(error) => {
                let row = table.rows.get(recipient.row - 1);
                let span = row.map(|row| row.span).unwrap_or_default();
                told.push(error.at(&table.source, span));
                copies.push(None);
            }
        }
    }
    copies
}

/// The copy of a recipient, under the name of `pattern` if there is one.
fn file(
    project: &Project<'_>,
    recipient: &Recipient,
    folder: &Path,
    manifest: &Manifest,
    pattern: Option<&FileName>,
) -> Result<File, Diagnostic> {
    let Recipient { row, record } = recipient;
    let copy = manifest.copies.get(row);
    let Some(copy) = copy.filter(|copy| copy.record == record_digest(record)) else {
        let message = format!("row {row} has no copy, or one of other values");
        return Err(Diagnostic::error("mail-attachment", message)
            .hint("the table has changed; run `offprint merge` again"));
    };
    let name = match pattern.map(|pattern| pattern.of(record, *row)) {
        None => copy.file.clone(),
        Some(Ok(name)) => format!("{name}.pdf"),
        Some(Err(why)) => {
            let message = format!("row {row}: `attachname` gives no name: {why}");
            return Err(Diagnostic::error("mail-attachment", message));
        }
    };
    let path = folder.join(&copy.file);
    let picture = path.with_extension("png");
    let picture = project.system.is_file(&picture).then_some(picture);
    Ok(File { path, name, picture })
}
