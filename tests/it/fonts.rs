//! Font files of every format that the documentation names: each is found by its family, with
//! all of its faces, and the page is set in it.

use std::path::Path;

use offprint::driver::{FaceJson, Project, render};
use offprint::system::Memory;
use offprint::view::Region;

use crate::project::{page, site};

macro_rules! files {
    ($($name:literal),* $(,)?) => { &[$(($name, include_bytes!(concat!("../fonts/", $name)))),*] };
}

/// The same letters in each format.
const FILES: &[(&str, &[u8])] = files!(
    "glyf.ttf",
    "cff.otf",
    "collected.ttc",
    "collected-cff.otc",
    "packed.woff",
    "packed.woff2",
    "packed-cff.woff2",
    "variable.ttf",
    "variable.woff2",
);

/// Each file with its family, the weights in it, and the kind of outlines that the PDF holds.
const FAMILIES: &[(&str, &str, &[u16], &str)] = &[
    ("glyf.ttf", "Glyf", &[400], "CIDFontType2"),
    ("cff.otf", "Cff", &[400], "CIDFontType0"),
    ("collected.ttc", "Collected", &[400, 700], "CIDFontType2"),
    ("collected-cff.otc", "Collected Cff", &[400, 700], "CIDFontType0"),
    ("packed.woff", "Packed", &[400], "CIDFontType2"),
    ("packed.woff2", "Packed Two", &[400], "CIDFontType2"),
    ("packed-cff.woff2", "Packed Cff", &[400], "CIDFontType0"),
    ("variable.ttf", "Variable", &[300, 550, 700], "CIDFontType2"),
    ("variable.woff2", "Variable Packed", &[300, 550, 700], "CIDFontType2"),
];

const LETTERS: &str = "Aabgort rot bog";

/// The site in one family; all fonts lie in the project, as they do with people.
fn project_in(family: &str, weights: &[u16]) -> Memory {
    let weight = weights.first().expect("a weight");
    let brand = format!(
        "typography:\n  fonts:\n    - {{ family: {family}, source: system, weight: {weights:?} }}\n  base: {{ family: {family}, weight: {weight} }}\n"
    );
    let system = site(&page(&format!("{LETTERS}\n"))).with("_brand.yml", brand);
    FILES.iter().fold(system, |system, (name, bytes)| {
        system.with(format!("fonts/own/{name}"), *bytes)
    })
}

/// Where the faces of the family were found, and how wide the line is.
fn printed(family: &str, weights: &[u16], outlines: &str) -> (Vec<FaceJson>, f64) {
    let system = project_in(family, weights);
    let (mut project, _) =
        Project::open(&system, Path::new("."), None).expect("a project");
    project.looks = true;
    let file = Path::new("content/page.md");
    let found = offprint::driver::fonts(&project, &[file.into()]).expect("a page");
    assert_eq!(crate::project::shown(found.diagnostics), "", "{family}");
    let (page, _) = project.page(file).expect("the page");
    let rendered = render(&project, &page, "letter", false);
    let pdf = rendered.pdf.expect("a PDF");
    let holds = pdf.windows(outlines.len()).any(|part| part == outlines.as_bytes());
    assert!(holds, "{family} as {outlines}");
    let look = rendered.look.expect("looked at");
    let mut regions = look.pages.iter().flat_map(|page| &page.regions);
    let line: &Region = regions
        .find(|region| region.text == LETTERS)
        .expect("the line of letters");
    let part = found.json.parts.into_iter().find(|part| part.family == family);
    (part.expect("asked for").faces, line.right - line.left)
}

#[test]
fn every_format_is_found_and_printed() {
    let mut regular = Vec::new();
    for (file, family, weights, outlines) in FAMILIES {
        let (faces, width) = printed(family, weights, outlines);
        let expected = Some(format!("fonts/own/{file}"));
        let known: Vec<u16> = faces.iter().map(|face| face.weight).collect();
        assert_eq!(&known, weights, "{family}");
        assert!(faces.iter().all(|face| face.from == expected), "{family}: {faces:#?}");
        let is_variable = faces
            .iter()
            .all(|face| face.axes.iter().any(|axis| axis.tag == "wght"));
        assert_eq!(is_variable, file.starts_with("variable"), "{family}");
        if weights.first() == Some(&400) {
            regular.push(width);
        }
    }
    // The same letters are as wide in each format, and no other face has come in between.
    let first = regular.first().expect("a width");
    assert!(regular.iter().all(|width| (width - first).abs() < 0.2), "{regular:?}");
    let (_, other) = printed("Source Serif 4", &[400], "CIDFontType2");
    assert!((other - first).abs() > 0.5, "{other} and {first}");
}

/// What only looks like a font is told, and harms nothing.
#[test]
fn broken_files_are_no_fonts() {
    for (name, bytes) in FILES {
        let half = bytes.get(..bytes.len() / 2).expect("half of it");
        let brand = "typography: { base: Figtree, headings: { family: Nowhere } }\n";
        let system = site(&page("Text.\n"))
            .with("_brand.yml", brand)
            .with(format!("fonts/{name}"), half);
        let (project, _) =
            Project::open(&system, Path::new("."), None).expect("a project");
        let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
        let rendered = render(&project, &page, "letter", false);
        let codes: Vec<&str> =
            rendered.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["brand-font-missing"], "{name}");
    }
}
