//! What goes with a PDF that is kept: its source, what is known of it, and whose copy it is
//! (PDF/A-3, ISO 19005-3: files of any kind, each with its relation to the document).

use serde_json::json;

use super::project::Project;
use crate::markup::escape;
use crate::merge::Record;
use crate::page::Page;
use crate::profile::Profile;
use crate::world::{Files, MAIN};

/// A file that is attached.
struct Attached {
    path: &'static str,
    relation: &'static str,
    mime: &'static str,
    description: &'static str,
    bytes: Vec<u8>,
}

/// Attaches the source of a page, and the values of a recipient, if the PDF is to be kept.
pub(super) fn attach(
    project: &Project<'_>,
    page: &Page,
    record: Option<&Record>,
    files: &mut Files,
) {
    if project.size.profile != Some(Profile::Archive) {
        return;
    }
    let mut main = files.text(MAIN).unwrap_or_default();
    for one in attached(page, record) {
        main.push_str(&format!(
            "\n#pdf.attach({}, relationship: {}, mime-type: {}, description: {})",
            escape::string(one.path),
            escape::string(one.relation),
            escape::string(one.mime),
            escape::string(one.description),
        ));
        files.add(one.path, one.bytes);
    }
    main.push('\n');
    files.add(MAIN, main.into_bytes());
}

fn attached(page: &Page, record: Option<&Record>) -> Vec<Attached> {
    let entry = json!({
        "page": page.path.display().to_string(),
        "url": page.url,
        "generator": format!("offprint {}", env!("CARGO_PKG_VERSION")),
    });
    let mut list = vec![
        Attached {
            path: "/source.md",
            relation: "source",
            mime: "text/markdown",
            description: "The page that the document was made of",
            bytes: page.source.text().as_bytes().to_vec(),
        },
        Attached {
            path: "/document.json",
            relation: "supplement",
            mime: "application/json",
            description: "Where the document comes from",
            bytes: super::data::pretty(&entry),
        },
    ];
    if let Some(record) = record {
        list.push(Attached {
            path: "/record.json",
            relation: "data",
            mime: "application/json",
            description: "The values of this copy",
            bytes: super::data::pretty(&super::fields::data(record)),
        });
    }
    list
}
