//! The layers of a configuration (`config/allconfig/load.go`): the file in the root, the files
//! below `config/_default` and `config/production`, and variables of the environment. A later
//! layer overrides an earlier one, maps deeply.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::front_matter::{self, Params, Value};
use crate::source::Source;
use crate::system::{System, normalize};

/// The environment that a build of Hugo has unless told otherwise.
const ENVIRONMENT: &str = "production";

/// All layers in one; keys in lower case.
pub(super) fn read(
    system: &dyn System,
    root: &Path,
    names: &[&str],
) -> (Params, Vec<Diagnostic>) {
    let mut params = Params::new();
    let mut diagnostics = Vec::new();
    let file = names
        .iter()
        .map(|name| root.join(name))
        .find(|path| system.is_file(path));
    if let Some(path) = file {
        merge(&mut params, file_params(system, &path, &mut diagnostics));
    }
    let environment = system
        .variable("HUGO_ENVIRONMENT")
        .or_else(|| system.variable("HUGO_ENV"));
    let environment = environment.unwrap_or_else(|| ENVIRONMENT.to_owned());
    for folder in ["_default", environment.as_str()] {
        let folder = normalize(&root.join("config").join(folder));
        for entry in system.list(&folder).unwrap_or_default() {
            if !entry.is_dir {
                let layer = folder_file(system, &entry.path, &mut diagnostics);
                merge(&mut params, layer);
            }
        }
    }
    for (name, value) in system.variables() {
        if let Some(layer) = variable(&name, &value) {
            merge(&mut params, layer);
        }
    }
    (params, diagnostics)
}

/// Whether a site is configured in a folder rather than a file.
pub(super) fn has_folder(system: &dyn System, root: &Path) -> bool {
    system.is_dir(&root.join("config").join("_default"))
}

fn file_params(
    system: &dyn System,
    path: &Path,
    diagnostics: &mut Vec<Diagnostic>,
) -> Params {
    let path: PathBuf = normalize(path);
    let text = match system.read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            let message = format!("cannot read `{}`: {error}", path.display());
            diagnostics.push(Diagnostic::error("file-unreadable", message));
            return Params::new();
        }
    };
    let source = Source::new(path.display().to_string(), text);
    let extension = path.extension().and_then(|name| name.to_str()).unwrap_or_default();
    let (params, found) = front_matter::read_file(&source, extension);
    diagnostics.extend(found);
    params
}

/// A file in a folder: its name is the key of what it holds, `params.sv` that of a language.
fn folder_file(
    system: &dyn System,
    path: &Path,
    diagnostics: &mut Vec<Diagnostic>,
) -> Params {
    let is_settings = path.extension().is_some_and(|extension| {
        ["toml", "yaml", "yml", "json"]
            .iter()
            .any(|known| extension == *known)
    });
    if !is_settings {
        return Params::new();
    }
    let params = file_params(system, path, diagnostics);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    match stem.split_once('.') {
        _ if matches!(stem.as_str(), "hugo" | "config") => params,
        Some((key, language)) => {
            nested(&["languages", language, key], Value::Map(params))
        }
        None => nested(&[stem.as_str()], Value::Map(params)),
    }
}

fn nested(path: &[&str], value: Value) -> Params {
    let wrap = |value, key: &&str| Value::Map(Params::from([((*key).to_owned(), value)]));
    match path.iter().rev().fold(value, wrap) {
        Value::Map(params) => params,
        _ => Params::new(),
    }
}

/// `HUGO_PARAMS_AUTHOR=x`: the character after `HUGO` parts the keys.
fn variable(name: &str, value: &str) -> Option<Params> {
    let rest = name.strip_prefix("HUGO")?;
    let delimiter = rest.chars().next().filter(|c| !c.is_ascii_alphanumeric())?;
    let rest = rest.get(delimiter.len_utf8()..)?.to_lowercase();
    let path: Vec<&str> = rest.split(delimiter).collect();
    if path.iter().any(|key| key.is_empty()) {
        return None;
    }
    let value = match value {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        text => text
            .parse()
            .map_or_else(|_| Value::String(text.to_owned()), Value::Int),
    };
    Some(nested(&path, value))
}

/// Puts `layer` over `params`.
pub(super) fn merge(params: &mut Params, layer: Params) {
    for (key, value) in layer {
        match (params.get_mut(&key), value) {
            (Some(Value::Map(below)), Value::Map(above)) => merge(below, above),
            (_, value) => {
                params.insert(key, value);
            }
        }
    }
}
