//! Where the files of a brand say what they say, for messages. Places are looked for when one is
//! asked for, which is seldom.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::front_matter::{Params, Value};
use crate::settings;
use crate::source::Source;

/// The files of a brand.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Places {
    /// Each with what it says, the ones that are extended behind those that do.
    files: Vec<(Arc<Source>, Params)>,
}

/// The value at the end of `path`.
fn value<'v>(settings: &'v Params, path: &[&str]) -> Option<&'v Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(settings.get(*first)?, |value, key| match value {
        Value::Map(map) => map.get(*key),
        Value::List(list) => list.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}

/// What a text is looked for by: its path and itself.
pub(super) type Is<'i> = &'i dyn Fn(&[String], &str) -> bool;

/// Whether a map says what is looked for; then `path` leads there.
fn leads(map: &Params, path: &mut Vec<String>, is: Is<'_>) -> bool {
    map.iter().any(|(key, value)| leads_by(key.clone(), value, path, is))
}

fn leads_by(key: String, value: &Value, path: &mut Vec<String>, is: Is<'_>) -> bool {
    path.push(key);
    let found = match value {
        Value::Map(map) => leads(map, path, is),
        Value::List(list) => {
            let mut items = list.iter().enumerate();
            items.any(|(index, value)| leads_by(index.to_string(), value, path, is))
        }
        Value::String(text) => is(path, text),
        _ => false,
    };
    if !found {
        path.pop();
    }
    found
}

impl Places {
    pub(super) fn add(&mut self, source: Arc<Source>, settings: Params) {
        self.files.push((source, settings));
    }

    /// What each file says.
    pub(super) fn settings(&self) -> impl Iterator<Item = &Params> {
        self.files.iter().map(|(_, settings)| settings)
    }

    /// The files.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.files.iter().map(|(source, _)| source)
    }

    /// Whether a file is among them.
    pub(super) fn has(&self, path: &Path) -> bool {
        self.sources().any(|source| Path::new(source.name()) == path)
    }

    /// The end of `path` in the file that says it; none if none does.
    pub(super) fn at(&self, path: &[&str]) -> Option<Place> {
        let says =
            |(_, settings): &&(Arc<Source>, Params)| value(settings, path).is_some();
        let (source, _) = self.files.iter().find(says)?;
        Some(Place::new(source, settings::place(source, path)))
    }

    /// The same, or the place in the first file where it would stand.
    pub(super) fn near(&self, path: &[&str]) -> Option<Place> {
        self.at(path).or_else(|| {
            let source = self.sources().next()?;
            Some(Place::new(source, settings::place(source, path)))
        })
    }

    /// The first text that `is` what is looked for.
    pub(super) fn find(&self, is: Is<'_>) -> Option<Place> {
        self.files.iter().find_map(|(source, settings)| {
            let mut path = Vec::new();
            let found = leads(settings, &mut path, is);
            found.then(|| Place::new(source, settings::place(source, &path)))
        })
    }
}
