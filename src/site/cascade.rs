//! Settings that sections hand down to their pages (`resources/page/page_matcher.go`): what a
//! page has not set itself it takes from its own `cascade`, from that of the nearest section
//! above, and so on up to the configuration of the site.

use std::path::Path;

use globset::GlobBuilder;

use super::Site;
use crate::front_matter::{self, FrontMatter, Params, Value};
use crate::source::Source;
use crate::system::{System, normalize};

impl Site {
    /// Fills in what is handed down to the page in `file`.
    pub(super) fn cascade(
        &self,
        system: &dyn System,
        file: &Path,
        matter: &mut FrontMatter,
    ) {
        let logical = logical(file.strip_prefix(&self.content).unwrap_or(file));
        let is_section = file.file_stem().is_some_and(|stem| stem == "_index");
        let target = Target {
            path: &logical,
            kind: if is_section { "section" } else { "page" },
        };
        if let Some(own) = matter.params.get("cascade").cloned() {
            apply(&own, &target, &mut matter.params);
        }
        let folders = file
            .ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(&self.content));
        for folder in folders {
            let section = normalize(&folder.join("_index.md"));
            if section == normalize(file) || !system.is_file(&section) {
                continue;
            }
            let Ok(bytes) = system.read(&section) else { continue };
            let source = Source::new("", String::from_utf8_lossy(&bytes));
            let (above, _) = front_matter::read(&source);
            if let Some(cascade) = above.params.get("cascade") {
                apply(cascade, &target, &mut matter.params);
            }
        }
        if let Some(cascade) = self.settings.get("cascade") {
            apply(cascade, &target, &mut matter.params);
        }
    }
}

struct Target<'a> {
    path: &'a str,
    kind: &'a str,
}

fn logical(path: &Path) -> String {
    let path = path
        .with_extension("")
        .to_string_lossy()
        .replace('\\', "/")
        .to_lowercase();
    let path = path.replace(' ', "-");
    let path = path
        .strip_suffix("/index")
        .or_else(|| path.strip_suffix("/_index"))
        .unwrap_or(&path);
    format!("/{}", path.trim_start_matches('/'))
}

fn apply(cascade: &Value, target: &Target<'_>, params: &mut Params) {
    match cascade {
        Value::List(list) => list.iter().for_each(|entry| apply(entry, target, params)),
        Value::Map(entry) if matches(entry, target) => {
            for (key, value) in entry {
                match (key.as_str(), value) {
                    ("target" | "_target", _) => {}
                    ("params", Value::Map(own)) => fill(own, params),
                    _ => fill(&Params::from([(key.clone(), value.clone())]), params),
                }
            }
        }
        _ => {}
    }
}

fn fill(from: &Params, params: &mut Params) {
    for (key, value) in from {
        params.entry(key.clone()).or_insert_with(|| value.clone());
    }
}

/// Whether an entry is meant for the page; globs do not cross folders unless they say `**`.
fn matches(entry: &Params, target: &Target<'_>) -> bool {
    let Some(wanted) = entry
        .get("target")
        .or_else(|| entry.get("_target"))
        .and_then(Value::as_map)
    else {
        return true;
    };
    let fits = |key: &str, text: &str| {
        let Some(pattern) = wanted.get(key).and_then(Value::as_str) else { return true };
        let glob = GlobBuilder::new(&pattern.to_lowercase())
            .literal_separator(true)
            .build();
        glob.is_ok_and(|glob| glob.compile_matcher().is_match(text))
    };
    fits("path", target.path)
        && fits("kind", target.kind)
        && fits("environment", "production")
}
