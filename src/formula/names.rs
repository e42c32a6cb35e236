//! Names in formulas: those of Typst's mathematics, and those that `math.typ` of the template
//! defines for what LaTeX has beside them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use typst::foundations::{Scope, Value};
use typst::{Library, LibraryExt};

/// The definitions that every template has.
const DEFINITIONS: &str = include_str!("../../templates/base/math.typ");

/// Functions of Typst that only set mathematics.
const FUNCTIONS: &[&str] = &[
    "frac",
    "binom",
    "cancel",
    "sqrt",
    "root",
    "overline",
    "underline",
    "overbrace",
    "underbrace",
    "overbracket",
    "underbracket",
    "overparen",
    "underparen",
    "bb",
    "cal",
    "scr",
    "frak",
    "mono",
    "sans",
    "serif",
    "bold",
    "italic",
    "upright",
    "display",
    "inline",
    "script",
    "sscript",
    "lr",
    "mid",
    "limits",
    "scripts",
    "cases",
    "vec",
    "mat",
    "op",
    "abs",
    "norm",
    "floor",
    "ceil",
    "round",
];

static OWN: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let name = |line: &'static str| {
        let rest = line.strip_prefix("#let ")?;
        rest.split([' ', '(']).next()
    };
    DEFINITIONS.lines().filter_map(name).collect()
});

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::default);

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A sign; callable ones are accents.
    Sign(String),
    /// A word such as `sin`, or space.
    Word,
    /// A function of Typst that sets mathematics.
    Function,
    /// A definition of `math.typ`.
    Own,
}

/// Names that the converter writes and Typst has given up since.
const RENAMED: &[(&str, &str)] = &[
    ("angle.l", "chevron.l"),
    ("angle.r", "chevron.r"),
    ("sect", "inter"),
    ("sect.big", "inter.big"),
    ("sect.double", "inter.double"),
    ("sect.sq", "inter.sq"),
    ("dot.circle", "dot.o"),
    ("dot.circle.big", "dot.o.big"),
    ("plus.circle", "plus.o"),
    ("plus.circle.big", "plus.o.big"),
    ("times.circle", "times.o"),
    ("times.circle.big", "times.o.big"),
    ("minus.circle", "minus.o"),
    ("dash.circle", "dash.o"),
    ("ast.circle", "convolve.o"),
    ("circle.nested", "compose.o"),
    ("arrow.l.dash", "arrow.l.dashed"),
    ("arrow.r.dash", "arrow.r.dashed"),
    ("planck.reduce", "planck"),
];

/// The name by which Typst knows what the converter means.
pub(super) fn current(name: &str) -> &str {
    RENAMED
        .iter()
        .find(|(old, _)| *old == name)
        .map_or(name, |(_, new)| new)
}

/// What a name means, with dots for its modifiers; none if it means nothing here.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    if OWN.contains(name) {
        return Some(Meaning::Own);
    }
    if FUNCTIONS.contains(&name) {
        return Some(Meaning::Function);
    }
    let mut parts = name.split('.');
    let scope: &Scope = LIBRARY.math.scope();
    match scope.get(parts.next()?)?.read() {
        Value::Symbol(symbol) => {
            let mut symbol = symbol.clone();
            for modifier in parts {
                symbol = symbol.modified((), modifier).ok()?;
            }
            Some(Meaning::Sign(symbol.get().to_owned()))
        }
        Value::Content(_) if parts.next().is_none() => Some(Meaning::Word),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Meaning, meaning};

    #[test]
    fn only_mathematics_has_a_meaning() {
        assert_eq!(meaning("alpha"), Some(Meaning::Sign("α".to_owned())));
        assert_eq!(meaning("arrow.l.double"), Some(Meaning::Sign("⇐".to_owned())));
        assert_eq!(meaning("sin"), Some(Meaning::Word));
        assert_eq!(meaning("frac"), Some(Meaning::Function));
        assert_eq!(meaning("pmatrix"), Some(Meaning::Own));
        for name in [
            "read",
            "std",
            "sys",
            "eval",
            "text",
            "class",
            "nix",
            "arrow.nix",
            "equation",
        ] {
            assert_eq!(meaning(name), None, "{name}");
        }
    }
}
