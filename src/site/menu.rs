//! Menus: which pages one holds, and in which order, by the site's configuration and by the
//! front matter of pages (`navigation/menu.go` of Hugo). What they look like on the web is
//! nothing to this program.

use super::Site;
use crate::front_matter::{Params, Value};
use crate::page::Page;

/// A place in a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuEntry {
    /// Where it leads: the path of a page or its address; none for the page that says so itself.
    pub to: Option<String>,
    /// By what others name it as their parent.
    pub identifier: String,
    /// The entry it stands under.
    pub parent: Option<String>,
    /// Light ones come first, those without a weight last.
    pub weight: i64,
    /// What it is called.
    pub name: String,
}

impl Site {
    /// The entries of a menu in the site's configuration, `menus.NAME`.
    #[must_use]
    pub fn menu(&self, name: &str) -> Vec<MenuEntry> {
        let name = name.to_lowercase();
        let at = |root: &str| self.settings.get(&format!("{root}.{name}"));
        let entries = at("menus").or_else(|| at("menu")).and_then(Value::as_list);
        let entries = entries.unwrap_or_default().iter().filter_map(Value::as_map);
        entries
            .map(|map| entry(map, text(map, "pageref").or_else(|| text(map, "url"))))
            .collect()
    }
}

/// The menus that a page puts itself into: their names in small letters, and its place there.
#[must_use]
pub fn of_page(page: &Page) -> Vec<(String, MenuEntry)> {
    let title = page.title().unwrap_or_default();
    let menus = page.matter.get("menus").or_else(|| page.matter.get("menu"));
    let plain = |name: &Value| {
        let place = MenuEntry {
            to: None,
            identifier: title.clone(),
            parent: None,
            weight: 0,
            name: title.clone(),
        };
        (name.to_text().to_lowercase(), place)
    };
    match menus {
        Some(Value::Map(map)) => map
            .iter()
            .map(|(name, place)| {
                let empty = Params::new();
                let mut place = entry(place.as_map().unwrap_or(&empty), None);
                for word in [&mut place.name, &mut place.identifier] {
                    if word.is_empty() {
                        word.clone_from(&title);
                    }
                }
                (name.to_lowercase(), place)
            })
            .collect(),
        Some(Value::List(names)) => names.iter().map(plain).collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(name) => vec![plain(name)],
    }
}

/// Entries in the order in which they are read: each before those that stand under it.
#[must_use]
pub fn in_order<T>(mut entries: Vec<(MenuEntry, T)>) -> Vec<(MenuEntry, T)> {
    entries.sort_by(|(a, _), (b, _)| {
        let key =
            |entry: &MenuEntry| (entry.weight == 0, entry.weight, entry.name.clone());
        key(a).cmp(&key(b))
    });
    let known: Vec<MenuEntry> = entries.iter().map(|(entry, _)| entry.clone()).collect();
    let is_root = |(entry, _): &(MenuEntry, T)| {
        let parent = entry.parent.as_deref();
        parent.is_none_or(|parent| !known.iter().any(|one| names(one, parent)))
    };
    let mut out = Vec::with_capacity(entries.len());
    while let Some(at) = entries.iter().position(is_root) {
        let root = entries.remove(at);
        with_children(root, &mut entries, &mut out);
    }
    // Entries that stand under each other in a circle are not lost.
    out.extend(entries);
    out
}

fn with_children<T>(
    entry: (MenuEntry, T),
    rest: &mut Vec<(MenuEntry, T)>,
    out: &mut Vec<(MenuEntry, T)>,
) {
    let head = entry.0.clone();
    out.push(entry);
    let is_child = |(one, _): &(MenuEntry, T)| {
        one.parent.as_deref().is_some_and(|parent| names(&head, parent))
    };
    while let Some(at) = rest.iter().position(is_child) {
        let child = rest.remove(at);
        with_children(child, rest, out);
    }
}

fn names(entry: &MenuEntry, parent: &str) -> bool {
    entry.identifier == parent || entry.name == parent
}

fn entry(map: &Params, to: Option<String>) -> MenuEntry {
    let name = text(map, "name").or_else(|| text(map, "title")).unwrap_or_default();
    let weight = match map.get("weight") {
        Some(Value::Int(weight)) => *weight,
        _ => 0,
    };
    MenuEntry {
        to,
        identifier: text(map, "identifier").unwrap_or_else(|| name.clone()),
        parent: text(map, "parent"),
        weight,
        name,
    }
}

fn text(map: &Params, key: &str) -> Option<String> {
    map.get(key).map(Value::to_text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{MenuEntry, in_order};

    fn entry(name: &str, weight: i64, parent: Option<&str>) -> (MenuEntry, ()) {
        let entry = MenuEntry {
            to: None,
            identifier: name.to_lowercase(),
            parent: parent.map(str::to_owned),
            weight,
            name: name.to_owned(),
        };
        (entry, ())
    }

    #[test]
    fn parents_stand_before_their_children() {
        let entries = vec![
            entry("Late", 0, None),
            entry("B", 20, None),
            entry("A2", 2, Some("a")),
            entry("A", 10, None),
            entry("A1", 1, Some("A")),
            entry("Lost", 5, Some("nowhere")),
            entry("X", 30, Some("y")),
            entry("Y", 31, Some("x")),
        ];
        let names: Vec<String> =
            in_order(entries).into_iter().map(|(entry, ())| entry.name).collect();
        assert_eq!(names.len(), 8);
        let at = |name: &str| names.iter().position(|known| known == name).unwrap();
        assert!(at("A") < at("A1") && at("A1") < at("A2") && at("A2") < at("B"));
        assert!(at("B") < at("Late"), "{names:?}");
    }
}
