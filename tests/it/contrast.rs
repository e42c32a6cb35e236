//! Every pair of colours on the pages of every template can be read, whatever the brand's
//! colours are: measured on the pages, not taken from the templates' words.

use std::collections::BTreeSet;
use std::path::Path;

use offprint::brand::contrast::ratio;
use offprint::driver::{Project, lay_out, render};
use offprint::inks::Ink;

const PAGE: &str = include_str!("../kitchen/page.md");

const TEMPLATES: &[&str] =
    &["whitepaper", "policy", "brief", "datasheet", "report", "letter"];

/// Colours that are hard: pale, glaring, dark paper, all alike.
const BRANDS: &[&str] = &[
    "{}",
    "color: { primary: '#ffe14d', secondary: '#8df0c8', tertiary: '#ffb3d1', warning: '#ffd000', danger: '#ff9c9c', success: '#9cff9c', link: '#99ddff' }",
    "color: { primary: '#0b0b3a', secondary: '#1a1a1a', tertiary: '#2a0000' }",
    "color: { background: '#fdf6e3', foreground: '#073642', primary: '#b58900', secondary: '#2aa198', dark: '#586e75' }",
    "color: { background: '#14181d', foreground: '#e8edf2', primary: '#4da3ff', secondary: '#3ddc97', light: '#232a33', dark: '#0b0e12' }",
    "color: { primary: '#808080', secondary: '#777777', dark: '#6f6f6f' }",
];

/// Pairs that are too close, as lines to read.
fn close(template: &str, brand: &str) -> Vec<String> {
    let page = PAGE.replacen("---\n", "---\nstatus: confidential\n", 1);
    let system = crate::project::site(&page).with("_brand.yml", brand);
    let (project, _) = Project::open(&system, Path::new("."), None).expect("a project");
    let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
    let (compiled, _) = lay_out(&project, &page, template);
    let inks = compiled.expect("pages").inks();
    assert!(inks.len() > 50, "{template}: {}", inks.len());
    let line = |ink: &Ink| {
        let (text, ground) = (ink.text, ink.ground);
        let found = ratio(text, ground);
        let words: String = ink.words.chars().take(24).collect();
        format!("{template} {}: {text} on {ground} {found:.2}: {words}", ink.page)
    };
    let close: BTreeSet<String> =
        inks.iter().filter(|ink| !ink.is_enough()).map(line).collect();
    close.into_iter().collect()
}

#[test]
fn all_words_can_be_read_on_their_ground() {
    let mut found = Vec::new();
    for brand in BRANDS {
        for template in TEMPLATES {
            found.extend(
                close(template, brand)
                    .into_iter()
                    .map(|line| format!("{line}  {brand}")),
            );
        }
    }
    assert!(found.is_empty(), "{} pairs:\n{}", found.len(), found.join("\n"));
}

/// What only shows when the pages are laid out is told at the line of the page, with the name of
/// the colour in the brand; what the brand itself asks for, at its keys alone.
#[test]
fn words_that_are_too_pale_are_told_where_they_are_written() {
    let brand = "color: { palette: { fog: '#d8dde2' } }\ndefaults:\n  offprint:\n    numbering: { color: fog }\n    tables: { stripe: '#9fb0bd' }\n    captions: { color: '#cccccc' }\n";
    let body = "# One\n\nText.\n\n| A |\n|:--|\n| b |\n| [The other page](/other/) |\n| c |\n| [The page again](/other/) |\n\n![A square](/img/a.svg \"A caption\")\n";
    let system =
        crate::project::site(&crate::project::page(body)).with("_brand.yml", brand);
    let (project, found) =
        Project::open(&system, Path::new("."), None).expect("a project");
    let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
    let rendered = render(&project, &page, "whitepaper", false);
    insta::assert_snapshot!(crate::project::shown(
        [found, rendered.diagnostics].concat()
    ));
}

/// A brand may ask for what cannot be read: that is seen where it stands.
#[test]
fn words_that_are_too_pale_are_seen() {
    let brand = "typography: { headings: { color: '#c8c8c8' } }";
    let close = close("letter", brand);
    assert!(
        close.iter().any(|line| line.contains("#c8c8c8 on #ffffff 1.67")),
        "{close:#?}"
    );
}
