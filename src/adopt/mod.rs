//! Looks at an existing Hugo site and writes the files that make it print: `offprint.yml` with
//! a mapping for each of its shortcodes, and `_brand.yml` from its styles and logos. Go
//! templates are not run; what they read and write is told from their text, and what is not
//! sure is marked so.

mod brand;
mod contacts;
mod guess;
mod roles;
mod sources;
mod swatches;
mod template;
mod typefaces;
mod usage;
mod write;

use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::site::Site;
use crate::source::Source;
use crate::starter;
use crate::system::System;

use template::Template;

/// What was found and written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adopted {
    /// The files that were written.
    pub written: Vec<PathBuf>,
    /// Shortcodes with a mapping that is sure.
    pub sure: Vec<String>,
    /// Shortcodes whose mapping somebody should look at.
    pub unsure: Vec<String>,
    /// Shortcodes that a person had mapped before; they are as they were.
    pub kept: Vec<String>,
    /// What else somebody has to decide.
    pub open: Vec<String>,
}

/// A shortcode of the site.
#[derive(Debug, Clone)]
struct Found {
    name: String,
    /// Its template, if the site has one.
    template: Option<Template>,
    /// How often it stands in the content.
    uses: usize,
    /// Parameters that the content gives.
    params: Vec<String>,
}

/// Adopts the site in `root`. Files that are there stay, unless `update` says that missing
/// shortcodes may be added.
///
/// # Errors
/// When there is no site, a file is in the way, or cannot be written.
pub fn adopt(
    system: &dyn System,
    root: &Path,
    update: bool,
) -> Result<Adopted, Diagnostic> {
    let (site, _) = Site::open(system, root, &Config::default());
    if !system.is_dir(&site.content) {
        let message = format!("there is no Hugo site in `{}`", root.display());
        let hint = format!("`{}` should hold its pages", site.content.display());
        return Err(Diagnostic::error("site-missing", message).hint(hint));
    }
    let path = crate::system::normalize(&root.join(config::FILE_NAME));
    let old = system
        .is_file(&path)
        .then(|| site.source(system, &path))
        .transpose()?;
    if old.is_some() && !update {
        let message = format!("`{}` is there already", path.display());
        let hint =
            "`offprint adopt --update` adds what is missing and keeps what is there";
        return Err(Diagnostic::error("file-exists", message).hint(hint));
    }
    let found = found(system, &site)?;
    let mut adopted = Adopted::default();
    let text = write::config(
        &found,
        brand::font_folder(system, &site).as_deref(),
        old.as_deref().map(Source::text),
        &mut adopted,
    );
    put(system, &path, &text, &mut adopted)?;
    for (path, schema) in starter::schemas(root) {
        put(system, &path, &schema, &mut adopted)?;
    }
    let brand = crate::system::normalize(&root.join(&site.paths.brand));
    if !system.is_file(&brand) {
        let (text, open) = brand::text(system, &site);
        put(system, &brand, &text, &mut adopted)?;
        adopted.open = open;
    }
    Ok(adopted)
}

fn put(
    system: &dyn System,
    path: &Path,
    text: &str,
    adopted: &mut Adopted,
) -> Result<(), Diagnostic> {
    system.write(path, text.as_bytes()).map_err(|error| {
        Diagnostic::error(
            "output-unwritable",
            format!("cannot write `{}`: {error}", path.display()),
        )
    })?;
    adopted.written.push(path.to_owned());
    Ok(())
}

/// All shortcodes that have a template or are used, by name.
fn found(system: &dyn System, site: &Site) -> Result<Vec<Found>, Diagnostic> {
    let mut all: IndexMap<String, Found> = IndexMap::new();
    for template in template::all(system, site) {
        let name = template.name.clone();
        let found = Found {
            name: name.clone(),
            template: Some(template),
            uses: 0,
            params: Vec::new(),
        };
        all.entry(name).or_insert(found);
    }
    for usage in usage::count(system, site, &all)? {
        let entry = all.entry(usage.name.to_lowercase()).or_insert_with(|| Found {
            name: usage.name.clone(),
            template: None,
            uses: 0,
            params: Vec::new(),
        });
        entry.uses += usage.count;
        for param in usage.params {
            if !entry.params.contains(&param) {
                entry.params.push(param);
            }
        }
    }
    let mut found: Vec<Found> = all.into_values().collect();
    found.sort_by(|a, b| b.uses.cmp(&a.uses).then_with(|| a.name.cmp(&b.name)));
    Ok(found)
}
