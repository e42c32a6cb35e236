//! What a project starts with: a small one that works, a template to change, and the schemas
//! that editors complete its files with.

use std::path::{Path, PathBuf};

use crate::brand;
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::system::{System, normalize};
use crate::template;

/// The line that tells editors the schema of `offprint.yml`.
pub const CONFIG_LINK: &str =
    "# yaml-language-server: $schema=.offprint/offprint.schema.json\n";

/// The line that tells editors the schema of `_brand.yml`.
pub const BRAND_LINK: &str =
    "# yaml-language-server: $schema=.offprint/brand.schema.json\n";

/// The schemas as files of the project in `root`.
#[must_use]
pub fn schemas(root: &Path) -> [(PathBuf, String); 2] {
    let file = |name: &str, schema: serde_json::Value| {
        (normalize(&root.join(".offprint").join(name)), format!("{schema:#}\n"))
    };
    [
        file("offprint.schema.json", config::schema()),
        file("brand.schema.json", brand::schema()),
    ]
}

const CONFIG: &str = include_str!("offprint.yml");
const BRAND: &str = include_str!("brand.yml");
const HUGO: &str = include_str!("hugo.toml");
const README: &str = include_str!("README.md");
const PAGE: &str = include_str!("first.md");

/// Writes a small project that works into a folder, and gives the paths of its files.
///
/// # Errors
/// When one of the files is there already, or the disk refuses.
pub fn project(system: &dyn System, root: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let file = |name: &str, text: String| (normalize(&root.join(name)), text);
    let mut files = vec![
        file("hugo.toml", HUGO.to_owned()),
        file(config::FILE_NAME, format!("{CONFIG_LINK}{CONFIG}")),
        file("_brand.yml", format!("{BRAND_LINK}{BRAND}")),
        file("README.md", README.to_owned()),
        file("content/first.md", PAGE.to_owned()),
    ];
    files.extend(schemas(root));
    write(system, files)
}

/// Writes a complete template into the project in `root`, and gives the paths of its files.
///
/// # Errors
/// When the name is none for a folder, one of the files is there already, or the disk refuses.
pub fn template(
    system: &dyn System,
    root: &Path,
    name: &str,
) -> Result<Vec<PathBuf>, Diagnostic> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || !name.chars().all(is_name) {
        let message = format!("`{name}` cannot be the name of a template");
        return Err(Diagnostic::error("template-name", message)
            .hint("use letters, digits, `-` and `_`"));
    }
    let folder = root.join("templates").join(name);
    let file =
        |(name, text): (&str, &str)| (normalize(&folder.join(name)), text.to_owned());
    write(system, template::starting().into_iter().map(file).collect())
}

/// Writes files if none of them is there.
fn write(
    system: &dyn System,
    files: Vec<(PathBuf, String)>,
) -> Result<Vec<PathBuf>, Diagnostic> {
    if let Some((path, _)) = files.iter().find(|(path, _)| system.is_file(path)) {
        let message = format!("`{}` is there already", path.display());
        return Err(Diagnostic::error("file-exists", message)
            .hint("nothing was written; name another folder"));
    }
    for (path, text) in &files {
        system.write(path, text.as_bytes()).map_err(|error| {
            let message = format!("cannot write `{}`: {error}", path.display());
            Diagnostic::error("output-unwritable", message)
        })?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}
