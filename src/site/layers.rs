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

/// The environment that the site is built for.
pub(super) fn environment(system: &dyn System) -> String {
    let named = system
        .variable("HUGO_ENVIRONMENT")
        .or_else(|| system.variable("HUGO_ENV"))
        .filter(|name| !name.is_empty());
    named.unwrap_or_else(|| ENVIRONMENT.to_owned())
}

/// All layers in one; keys in lower case.
pub(super) fn read(
    system: &dyn System,
    root: &Path,
    names: &[&str],
    environment: &str,
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
    for folder in ["_default", environment] {
        let folder = normalize(&root.join("config").join(folder));
        for file in files(system, &folder, 0) {
            let layer = folder_file(system, &file, &mut diagnostics);
            merge(&mut params, layer);
        }
    }
    for (name, value) in system.variables("HUGO") {
        if let Some(layer) = variable(&name, &value, &params) {
            merge(&mut params, layer);
        }
    }
    let themes = theme_params(system, root, &params, &mut diagnostics);
    beneath(&mut params, themes);
    (params, diagnostics)
}

/// The files below a folder of configuration; folders in it only sort them.
fn files(system: &dyn System, folder: &Path, depth: usize) -> Vec<PathBuf> {
    const DEEPEST: usize = 8;
    let mut out = Vec::new();
    for entry in system.list(folder).unwrap_or_default() {
        match entry.is_dir {
            true if depth < DEEPEST => out.extend(files(system, &entry.path, depth + 1)),
            true => {}
            false => out.push(entry.path),
        }
    }
    out
}

/// The `params` of the site's themes, which count where the site says nothing itself.
fn theme_params(
    system: &dyn System,
    root: &Path,
    params: &Params,
    diagnostics: &mut Vec<Diagnostic>,
) -> Params {
    let mut out = Params::new();
    for theme in super::themes(root, params) {
        let names = super::settings::NAMES.iter().map(|name| theme.join(name));
        let Some(path) = names.into_iter().find(|path| system.is_file(path)) else {
            continue;
        };
        let found = file_params(system, &path, diagnostics).shift_remove("params");
        beneath(
            &mut out,
            found.map(|own| ("params".to_owned(), own)).into_iter().collect(),
        );
    }
    out
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
        Some((key @ ("params" | "menus" | "menu"), language)) => {
            nested(&["languages", language, key], Value::Map(params))
        }
        Some((_, language)) => nested(&["languages", language], Value::Map(params)),
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

/// `HUGO_PARAMS_AUTHOR=x`: the character after `HUGO` parts the keys, whatever it is, so that
/// a key may hold `_`: `HUGOxPARAMSxAPI_KEY`. The value has the type of the one it replaces.
fn variable(name: &str, value: &str, params: &Params) -> Option<Params> {
    let rest = name.strip_prefix("HUGO")?;
    let delimiter = rest.chars().next()?;
    let keys = rest.get(delimiter.len_utf8()..)?;
    let keys: Vec<String> = keys.split(delimiter).map(str::to_lowercase).collect();
    if keys.iter().any(String::is_empty) {
        return None;
    }
    let path: Vec<&str> = keys.iter().map(String::as_str).collect();
    let replaced = front_matter::get(params, &path.join("."));
    Some(nested(&path, typed(value, replaced)))
}

fn typed(text: &str, replaced: Option<&Value>) -> Value {
    if text.starts_with(['{', '[']) {
        let source = Source::new("", format!("{{\"value\": {text}}}"));
        let (mut map, problems) = front_matter::read_file(&source, "json");
        if problems.is_empty() {
            return map.shift_remove("value").unwrap_or_default();
        }
    }
    match (replaced, text) {
        (Some(Value::List(_)), text) => Value::List(
            text.split([' ', ','])
                .filter(|word| !word.is_empty())
                .map(|word| Value::String(word.to_owned()))
                .collect(),
        ),
        (_, "true") => Value::Bool(true),
        (_, "false") => Value::Bool(false),
        (Some(Value::String(_)), text) => Value::String(text.to_owned()),
        (_, text) => text
            .parse()
            .map_or_else(|_| Value::String(text.to_owned()), Value::Int),
    }
}

/// Puts `layer` beneath `params`: only what is not there yet counts, maps deeply.
fn beneath(params: &mut Params, layer: Params) {
    for (key, value) in layer {
        match (params.get_mut(&key), value) {
            (Some(Value::Map(above)), Value::Map(below)) => beneath(above, below),
            (Some(_), _) => {}
            (None, value) => {
                params.insert(key, value);
            }
        }
    }
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
