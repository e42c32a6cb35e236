//! Text is text: what the escaping writes is parsed by Typst's own parser and holds the same
//! characters and no code, whatever the text.

use offprint::markup::escape;
use proptest::prelude::*;
use typst::syntax::ast::{self, AstNode};
use typst::syntax::{SyntaxKind, SyntaxNode, parse, parse_code};

/// The text of parsed markup, or the kind of node that is more than text.
fn text_of(node: &SyntaxNode, out: &mut String) -> Result<(), SyntaxKind> {
    match node.kind() {
        SyntaxKind::Markup => node.children().try_for_each(|child| text_of(child, out)),
        SyntaxKind::Text => {
            out.push_str(node.leaf_text());
            Ok(())
        }
        SyntaxKind::Space | SyntaxKind::Parbreak => {
            out.push(' ');
            Ok(())
        }
        SyntaxKind::Escape => {
            out.push(ast::Escape::from_untyped(node).expect("an escape").get());
            Ok(())
        }
        kind => Err(kind),
    }
}

/// Blanks run together; control characters are left out, as no font has them.
fn normal(text: &str) -> String {
    let blank = |c: char| {
        matches!(
            c,
            ' ' | '\t'
                | '\n'
                | '\r'
                | '\x0B'
                | '\x0C'
                | '\u{85}'
                | '\u{2028}'
                | '\u{2029}'
        )
    };
    let kept: String = text
        .chars()
        .map(|c| if blank(c) { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
        .collect();
    let mut out = String::new();
    for c in kept.chars() {
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out.trim_matches(' ').to_owned()
}

fn check(text: &str) -> Result<(), TestCaseError> {
    for frame in ["", "a ", "#emph[x]", "#emph[x] "] {
        let markup = format!("{frame}{}", escape::text(text));
        let root = parse(&markup);
        let (errors, _) = root.errors_and_warnings();
        prop_assert!(errors.is_empty(), "{markup:?}: {errors:?}");
        let skip = if frame.starts_with('#') { 2 } else { 0 };
        let mut found = String::new();
        for child in root.children().skip(skip) {
            if let Err(kind) = text_of(child, &mut found) {
                return Err(TestCaseError::fail(format!("{markup:?} holds a {kind:?}")));
            }
        }
        let found = normal(&found);
        let found = if frame == "a " {
            found.strip_prefix('a').unwrap_or(&found).trim_start_matches(' ')
        } else {
            &found
        };
        prop_assert_eq!(found, normal(text));
    }
    Ok(())
}

#[test]
fn known_traps_stay_text() {
    let traps = [
        "= a",
        "- a",
        "+ a",
        "/ a: b",
        "1. a",
        "12. a",
        " 0.",
        "  3. a",
        "// a",
        "/* a */",
        "a // b",
        "#let x = 1",
        "$x$",
        "*a*",
        "_a_",
        "`a`",
        "<a>",
        "@a",
        "~",
        "--",
        "---",
        "-?",
        "-1",
        "...",
        "'a'",
        "\"a\"",
        "\\",
        "\\u{41}",
        "[a]",
        "https://a.se",
        "http://a",
        "(a)",
        "; a",
        ".a",
        "{a}",
        "a\nb",
        "a\n\nb",
        "\u{a0}",
        "\u{ad}",
        "]",
        "#",
        "a_b",
        "10.",
        "=",
        "-",
        "+",
        "/",
        ":",
        "a:b",
        "::",
        "\t- x",
    ];
    for text in traps {
        check(text).unwrap_or_else(|why| panic!("{text:?}: {why}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_stays_text(text in "\\PC*") {
        check(&text)?;
    }

    #[test]
    fn marks_stay_text(text in "[-=+/#$*_`<>@~.\\\\\\[\\](){};:'\"0-9a-z \n]{0,40}") {
        check(&text)?;
    }

    #[test]
    fn strings_hold_what_they_are_given(text in any::<String>()) {
        let literal = escape::string(&text);
        let root = parse_code(&literal);
        prop_assert!(root.errors_and_warnings().0.is_empty(), "{literal:?}");
        let node = root.children().next().and_then(SyntaxNode::cast::<ast::Str>);
        let node = node.expect("one string");
        let value = node.get().to_string();
        prop_assert_eq!(value, text);
    }
}
