//! What the name of a content file says: the language of the page, and whether it is a page
//! of its own, a bundle or a section (`common/paths/pathparser.go`, `source/fileInfo.go`).

use std::path::Path;

/// What a file below the content folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `index.md`: a page to which everything in its folder belongs.
    Leaf,
    /// `_index.md`: the page of a section.
    Branch,
    /// Any other page.
    Single,
}

/// The name of a content file, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Without extension and language.
    pub(super) stem: String,
    /// The language that the name gives, lower case, if the site has it.
    pub(super) language: Option<String>,
    /// What it is.
    pub(super) kind: Kind,
}

impl Name {
    /// Takes a name apart; `is_language` knows the codes of the site.
    pub(super) fn of(file: &Path, is_language: impl Fn(&str) -> bool) -> Self {
        let whole = file.file_stem().unwrap_or_default().to_string_lossy();
        let (stem, language) = match whole.rsplit_once('.') {
            Some((stem, last)) => {
                let code = last.to_lowercase();
                // The newer form: `page._language_sv_.md`.
                let code = code
                    .strip_prefix("_language_")
                    .and_then(|code| code.strip_suffix('_'))
                    .unwrap_or(&code);
                match is_language(code) {
                    true => (stem, Some(code.to_owned())),
                    false => (whole.as_ref(), None),
                }
            }
            None => (whole.as_ref(), None),
        };
        let kind = match stem.to_lowercase().as_str() {
            "index" => Kind::Leaf,
            "_index" => Kind::Branch,
            _ => Kind::Single,
        };
        Self { stem: stem.to_owned(), language, kind }
    }
}

/// Whether a file is a page in Markdown (`media/config.go`).
pub(super) fn is_page(path: &Path) -> bool {
    has_extension(path, &["md", "markdown", "mdown"])
}

/// Whether a file is a page in a language that offprint does not read. HTML is one that new
/// Hugo refuses, too, unless told otherwise.
pub(super) fn is_foreign_page(path: &Path) -> bool {
    has_extension(
        path,
        &["html", "htm", "adoc", "asciidoc", "ad", "pandoc", "pdc", "rst", "org"],
    )
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    path.extension().is_some_and(|extension| {
        known.iter().any(|name| extension.eq_ignore_ascii_case(name))
    })
}

/// Whether Hugo never looks at a file or folder of this name: hidden ones and those that
/// editors leave behind.
pub(super) fn is_ignored(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(['.', '#']) || name.ends_with('~')
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Kind, Name, is_ignored};

    #[test]
    fn names_are_taken_apart() {
        let cases = [
            ("a.md", "a", None, Kind::Single),
            ("a.sv.md", "a", Some("sv"), Kind::Single),
            ("a.SV.md", "a", Some("sv"), Kind::Single),
            ("a.fr.md", "a.fr", None, Kind::Single),
            ("p._language_sv_.md", "p", Some("sv"), Kind::Single),
            ("index.md", "index", None, Kind::Leaf),
            ("INDEX.md", "INDEX", None, Kind::Leaf),
            ("index.sv.md", "index", Some("sv"), Kind::Leaf),
            ("_index.sv.markdown", "_index", Some("sv"), Kind::Branch),
        ];
        for (file, stem, language, kind) in cases {
            let name = Name::of(Path::new(file), |code| code == "sv");
            assert_eq!(
                (name.stem.as_str(), name.language.as_deref(), name.kind),
                (stem, language, kind),
                "{file}"
            );
        }
    }

    #[test]
    fn what_editors_leave_behind_is_ignored() {
        for name in [".a.md", "#a.md", "a.md~"] {
            assert!(is_ignored(Path::new(name)), "{name}");
        }
        assert!(!is_ignored(Path::new("~a.md")));
    }
}
