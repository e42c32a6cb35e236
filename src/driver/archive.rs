//! What goes with a PDF that is kept: its source, what it was made of, and whose copy it is
//! (PDF/A-3, ISO 19005-3: files of any kind, each with its relation to the document).

use std::collections::BTreeMap;

use serde::Serialize;

use super::plan::content_of;
use super::print::Imprint;
use super::project::Project;
use super::store::named;
use crate::markup::escape;
use crate::merge::{Record, Texts};
use crate::page::Page;
use crate::passes::merge::fill_json;
use crate::profile::Profile;
use crate::system::{Facts, Seen};
use crate::world::{Files, MAIN};

/// The entry of the manifest, as far as it can be known inside the PDF: neither its digest nor
/// its size. The keys are those of the manifest.
#[derive(Serialize)]
struct Entry {
    program: &'static str,
    page: String,
    #[serde(flatten)]
    imprint: Imprint,
    template: String,
    /// The digest of the page as it was read.
    content: String,
    /// How each path was found that was asked for, configuration, brand and site among them.
    inputs: BTreeMap<String, String>,
}

/// Where the entry is among the files of a document.
const ENTRY: &str = "/document.json";

/// A file that is attached.
struct Attached {
    path: &'static str,
    relation: &'static str,
    mime: &'static str,
    description: &'static str,
}

/// The files, with what they are to the document (ISO 32000-2, table 43): the page is its source;
/// a recipient's values are data that it shows; the entry adds to it.
const SOURCE: Attached = Attached {
    path: "/source.md",
    relation: "source",
    mime: "text/markdown",
    description: "The page that the document was made of",
};
const DESCRIPTION: Attached = Attached {
    path: ENTRY,
    relation: "supplement",
    mime: "application/json",
    description: "What the document was made of",
};
const RECORD: Attached = Attached {
    path: "/record.json",
    relation: "data",
    mime: "application/json",
    description: "The values of this copy",
};

/// Writes down what a document was made of, if it is to be kept.
pub(super) fn describe(
    project: &Project<'_>,
    page: &Page,
    imprint: &Imprint,
    template: &str,
    files: &mut Files,
) {
    if project.size.profile != Some(Profile::Archive) {
        return;
    }
    let asked = project.record.map_or_else(Facts::default, |record| record.so_far());
    let root = &project.site.root;
    let all = asked.paths.iter().chain(&project.opened.paths);
    let mut inputs: BTreeMap<String, String> =
        all.map(|(path, seen)| (named(root, path), seen.to_text())).collect();
    // A collection has no file of its own.
    if project.machine.is_file(&page.file) {
        let seen = Seen::contents(page.source.text().as_bytes());
        inputs.insert(named(root, &page.file), seen.to_text());
    }
    let entry = Entry {
        program: super::PROGRAM,
        page: named(root, &page.file),
        imprint: imprint.clone(),
        template: template.to_owned(),
        content: content_of(project, page).to_string(),
        inputs,
    };
    let entry = serde_json::to_value(entry).unwrap_or_default();
    files.add(ENTRY, super::data::pretty(&entry));
}

/// Puts the values of a recipient into what was written down.
pub(super) fn fill(texts: &Texts, files: &mut Files) {
    let entry = files.text(ENTRY).and_then(|text| serde_json::from_str(&text).ok());
    let Some(mut entry) = entry else { return };
    fill_json(&mut entry, texts);
    files.add(ENTRY, super::data::pretty(&entry));
}

/// Attaches the source of a page, what the document was made of, and the values of a recipient,
/// if the PDF is to be kept.
pub(super) fn attach(
    project: &Project<'_>,
    page: &Page,
    record: Option<&Record>,
    files: &mut Files,
) {
    if project.size.profile != Some(Profile::Archive) {
        return;
    }
    files.add(SOURCE.path, page.source.text().as_bytes().to_vec());
    let mut attached = vec![SOURCE, DESCRIPTION];
    if let Some(record) = record {
        files.add(RECORD.path, super::data::pretty(&super::fields::data(record)));
        attached.push(RECORD);
    }
    let mut main = files.text(MAIN).unwrap_or_default();
    for one in attached {
        main.push_str(&format!(
            "\n#pdf.attach({}, relationship: {}, mime-type: {}, description: {})",
            escape::string(one.path),
            escape::string(one.relation),
            escape::string(one.mime),
            escape::string(one.description),
        ));
    }
    main.push('\n');
    files.add(MAIN, main.into_bytes());
}
