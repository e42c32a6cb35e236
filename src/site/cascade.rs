//! Settings that sections hand down to their pages (`resources/page/page_matcher.go`): what a
//! page has not set itself it takes from its own `cascade`, from that of the nearest section
//! above, and so on up to the configuration of the site.

use std::path::Path;

use globset::GlobBuilder;

use super::Site;
use super::names::Kind;
use crate::front_matter::{FrontMatter, Params, Value};
use crate::system::System;

impl Site {
    /// Fills in what is handed down to the page in `file`, in a language of the site.
    pub(super) fn cascade(
        &self,
        system: &dyn System,
        file: &Path,
        edition: Option<&str>,
        matter: &mut FrontMatter,
    ) {
        let content = self.content_folder(edition);
        let inside = file.strip_prefix(&content).unwrap_or(file);
        let (logical, kind) = self.logical(inside);
        let target = Target {
            path: &logical,
            kind,
            edition,
            environment: self.settings.environment(),
        };
        if let Some(own) = matter.params.get("cascade").cloned() {
            apply(&own, &target, &mut matter.params);
        }
        // A section is not asked about itself.
        let own = usize::from(self.name(file).kind == Kind::Branch) + 1;
        let folders = file
            .ancestors()
            .skip(own)
            .take_while(|folder| folder.starts_with(&content));
        for folder in folders {
            let Some(section) = self.section(system, folder, edition) else { continue };
            if let Some(cascade) = section.matter.params.get("cascade") {
                apply(cascade, &target, &mut matter.params);
            }
        }
        if let Some(cascade) = self.settings_of(edition).get("cascade") {
            apply(cascade, &target, &mut matter.params);
        }
    }

    /// The logical path of a page and its kind, as patterns name them.
    pub(super) fn logical(&self, inside: &Path) -> (String, &'static str) {
        let name = self.name(inside);
        let folder = inside.parent().unwrap_or(Path::new(""));
        let path = match name.kind {
            Kind::Single => folder.join(&name.stem),
            Kind::Leaf | Kind::Branch => folder.to_owned(),
        };
        let path = path
            .to_string_lossy()
            .replace('\\', "/")
            .to_lowercase()
            .replace(' ', "-");
        let kind = match name.kind {
            Kind::Branch if path.is_empty() => "home",
            Kind::Branch => "section",
            Kind::Leaf | Kind::Single => "page",
        };
        (format!("/{}", path.trim_start_matches("./")), kind)
    }
}

/// What patterns are held against.
pub(super) struct Target<'a> {
    /// The logical path.
    pub(super) path: &'a str,
    /// `page`, `section` or `home`.
    pub(super) kind: &'a str,
    /// The language of the site.
    pub(super) edition: Option<&'a str>,
    /// The environment that the site is built for.
    pub(super) environment: &'a str,
}

fn apply(cascade: &Value, target: &Target<'_>, params: &mut Params) {
    match cascade {
        Value::List(list) => list.iter().for_each(|entry| apply(entry, target, params)),
        Value::Map(entry) if fits(entry, target) => {
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

/// Whether an entry is meant for the page: by its `target`, or `_target` as it was once called.
fn fits(entry: &Params, target: &Target<'_>) -> bool {
    let wanted = entry.get("target").or_else(|| entry.get("_target"));
    wanted.is_none_or(|wanted| matches(wanted, target))
}

/// Whether a `target` means the page; globs do not cross folders unless they say `**`.
pub(super) fn matches(wanted: &Value, target: &Target<'_>) -> bool {
    match wanted {
        Value::Map(wanted) => {
            let fits = |value: Option<&Value>, text: &str| {
                value
                    .and_then(Value::as_str)
                    .is_none_or(|pattern| glob(pattern, text))
            };
            let languages = wanted
                .get("sites")
                .and_then(|sites| {
                    sites.as_map()?.get("matrix")?.as_map()?.get("languages")
                })
                .or_else(|| wanted.get("lang"));
            fits(wanted.get("path"), target.path)
                && fits(wanted.get("kind"), target.kind)
                && fits(wanted.get("environment"), target.environment)
                && languages.is_none_or(|wanted| speaks(wanted, target.edition))
        }
        // Several of which one has to fit.
        Value::List(list) => list.iter().any(|wanted| matches(wanted, target)),
        _ => true,
    }
}

fn speaks(wanted: &Value, edition: Option<&str>) -> bool {
    let Some(edition) = edition else { return true };
    match wanted {
        Value::List(list) => list.iter().any(|one| speaks(one, Some(edition))),
        one => one.as_str().is_none_or(|pattern| glob(pattern, edition)),
    }
}

fn glob(pattern: &str, text: &str) -> bool {
    let glob = GlobBuilder::new(&pattern.to_lowercase())
        .literal_separator(true)
        .build();
    glob.is_ok_and(|glob| glob.compile_matcher().is_match(text))
}
