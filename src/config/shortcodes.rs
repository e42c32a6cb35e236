//! The map from shortcodes to components.

use indexmap::IndexMap;

use crate::component::{Component, InnerKind};
use crate::diagnostic::nearest;
use crate::source::Source;

/// Where a field of a component gets its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldSource {
    /// The named parameter.
    Param(String),
    /// The positional parameter, counted from 0.
    Position(usize),
    /// This text.
    Literal(String),
    /// A text with parameters in it, written `{name}`; it counts if one of them has a value.
    Filled(Vec<Part>),
}

/// A part of a text with parameters in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// This text.
    Text(String),
    /// The value of a parameter.
    Value(FieldSource),
}

/// What one shortcode becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The component.
    pub component: Component,
    /// Its fields; of several sources the first that has a value counts.
    pub fields: IndexMap<String, Vec<FieldSource>>,
    /// Parameters that are left out on purpose.
    pub ignore: Vec<FieldSource>,
    /// What stands between the tags.
    pub inner: InnerKind,
    /// The language of what it prints, if that is another one.
    pub lang: Vec<FieldSource>,
    /// Why it is dropped.
    pub reason: Option<String>,
}

/// Whether a shortcode has something between its tags (`hugo-format` leaves that to the
/// template: `tpl/tplimpl/templatetransform.go`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakesInner {
    /// It has to be closed.
    Yes,
    /// It is never closed.
    No,
    /// It may be either.
    Unknown,
}

/// All mappings, the built-in ones below those of `offprint.yml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shortcodes {
    map: IndexMap<String, Mapping>,
}

/// Mappings that come with the program: Hugo's own shortcodes and names in wide use.
const BUILT_IN: &str = include_str!("shortcodes.yml");

impl Shortcodes {
    /// The mappings that come with the program.
    #[must_use]
    pub fn built_in() -> Self {
        let source = Source::new("shortcodes.yml", BUILT_IN);
        // A test holds that the file has no errors.
        super::reader::shortcodes(&source).0
    }

    /// The mapping of a built-in shortcode as it is written.
    #[must_use]
    pub fn built_in_text(name: &str) -> Option<String> {
        BUILT_IN.lines().find_map(|line| {
            let (key, text) = line.strip_prefix("  ")?.split_once(':')?;
            (key == name).then(|| text.trim().to_owned())
        })
    }

    /// What a shortcode becomes; names count without regard to case, as in Hugo.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Mapping> {
        self.map.get(&name.to_lowercase())
    }

    /// Adds a mapping, or puts it in the place of an older one.
    pub fn insert(&mut self, name: &str, mapping: Mapping) {
        self.map.insert(name.to_lowercase(), mapping);
    }

    /// Adds all of `other`; those win.
    pub fn extend(&mut self, other: Self) {
        self.map.extend(other.map);
    }

    /// How what stands between the tags is read.
    #[must_use]
    pub fn inner_kind(&self, name: &str) -> InnerKind {
        self.get(name).map_or(InnerKind::Markdown, |mapping| mapping.inner)
    }

    /// Whether a shortcode has something between its tags.
    #[must_use]
    pub fn takes_inner(&self, name: &str) -> TakesInner {
        match self.get(name).map(|mapping| mapping.inner) {
            Some(InnerKind::None) => TakesInner::No,
            // The map says how an inside is read, not that there is one.
            Some(_) | None => TakesInner::Unknown,
        }
    }

    /// The known name that looks most like `name`.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.map.keys().map(String::as_str))
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.map.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::{Shortcodes, TakesInner};
    use crate::component::Component;
    use crate::source::Source;

    #[test]
    fn built_in_map_has_no_errors() {
        let source = Source::new("shortcodes.yml", super::BUILT_IN);
        let (map, diagnostics) = crate::config::reader::shortcodes(&source);
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        assert!(map.names().count() > 50);
    }

    #[test]
    fn names_have_no_case() {
        let map = Shortcodes::built_in();
        assert_eq!(
            map.get("Accordion").map(|found| found.component),
            Some(Component::Section)
        );
        assert_eq!(map.takes_inner("distance"), TakesInner::No);
        assert_eq!(map.nearest("acordion"), Some("accordion"));
    }
}
