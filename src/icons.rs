//! Icons by the classes that web pages use. The drawings are Font Awesome's free solid set;
//! `templates/icons/LICENSE.txt` says on which terms.

/// The drawings: name, width, height, path.
const SOLID: &str = include_str!("../templates/icons/fa-solid.tsv");
/// Names of older versions and what they are called today.
const ALIASES: &str = include_str!("../templates/icons/fa-solid-aliases.tsv");

/// An icon as a drawing in one colour, `currentColor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icon {
    /// Its virtual path.
    pub path: String,
    /// Its drawing.
    pub svg: String,
}

impl Icon {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        file.trim_end_matches(".svg")
    }
}

/// Classes that say how an icon is set, not which one it is.
const STYLES: &[&str] = &[
    "fa-solid",
    "fa-regular",
    "fa-light",
    "fa-thin",
    "fa-brands",
    "fa-duotone",
    "fa-sharp",
    "fa-fw",
    "fa-lg",
    "fa-sm",
    "fa-xs",
    "fa-xl",
    "fa-2xs",
    "fa-2xl",
    "fa-1x",
    "fa-2x",
    "fa-3x",
    "fa-4x",
    "fa-5x",
    "fa-spin",
    "fa-pulse",
    "fa-inverse",
    "fa-li",
    "fa-border",
];

/// The icon of a class such as `fa-solid fa-lock`, `fas fa-lock` or `lock`.
#[must_use]
pub fn find(class: &str) -> Option<Icon> {
    known(name_in(class)?)
}

/// The icon whose name says most of what that of a class does: names of the sets that are not
/// free begin or end as a free one, `clipboard-list-check` as `clipboard-list`.
#[must_use]
pub fn nearest(class: &str) -> Option<Icon> {
    let name = name_in(class)?;
    let cuts = || name.match_indices('-').map(|(at, _)| at);
    let fronts: Vec<&str> = cuts().filter_map(|at| name.get(..at)).collect();
    let ends = cuts().filter_map(|at| name.get(at + 1..));
    // Letters and digits are icons, too.
    let names = fronts.into_iter().rev().chain(ends).filter(|name| name.len() > 2);
    names.into_iter().find_map(known)
}

fn name_in(class: &str) -> Option<&str> {
    let mut words = class.split_ascii_whitespace().filter(|word| !STYLES.contains(word));
    let named = words.clone().find_map(|word| word.strip_prefix("fa-"));
    named.or_else(|| words.find(|word| !matches!(*word, "fa" | "fas" | "far" | "fab")))
}

fn known(name: &str) -> Option<Icon> {
    drawing(name).or_else(|| drawing(line(ALIASES, name)?))
}

/// The mark in the place of an icon that is not known.
#[must_use]
pub fn unknown() -> Icon {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 512 512\">\
        <path d=\"M256 96 416 256 256 416 96 256Z\" fill=\"currentColor\"/></svg>";
    Icon {
        path: "/icons/mark.svg".to_owned(),
        svg: svg.to_owned(),
    }
}

fn drawing(name: &str) -> Option<Icon> {
    let mut fields = line(SOLID, name)?.split('\t');
    let (width, height, path) = (fields.next()?, fields.next()?, fields.next()?);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\
         <path fill=\"currentColor\" d=\"{path}\"/></svg>"
    );
    Some(Icon { path: format!("/icons/fa-solid/{name}.svg"), svg })
}

/// What follows `name` on its line of a table.
fn line(table: &'static str, name: &str) -> Option<&'static str> {
    table
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'))
}

#[cfg(test)]
mod tests {
    use super::{find, nearest};

    #[test]
    fn classes_name_icons() {
        let cases = [
            ("fa-solid fa-lock", "lock"),
            ("fas fa-file-alt", "file-lines"),
            ("fa-solid fa-shield-alt", "shield-halved"),
            ("fa-lg fa-database", "database"),
            ("video", "video"),
            (
                "fa-solid fa-arrow-up-right-and-arrow-down-left-from-center",
                "up-right-and-down-left-from-center",
            ),
        ];
        for (class, name) in cases {
            let path = find(class).map(|icon| icon.path);
            assert_eq!(path, Some(format!("/icons/fa-solid/{name}.svg")), "{class}");
        }
        assert_eq!(find("fa-solid fa-no-such-thing"), None);
        assert_eq!(nearest("fa-solid fa-no-such-thing"), None);
        let path = nearest("fa-duotone fa-clipboard-list-check").map(|icon| icon.path);
        assert_eq!(path.as_deref(), Some("/icons/fa-solid/clipboard-list.svg"));
        assert_eq!(find(""), None);
    }
}
