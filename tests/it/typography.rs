//! What the type of a brand does on the page: notes in the margin, features of faces, faces that
//! are missing, pages that are bound.

use std::path::Path;

use offprint::driver::{Project, Rendered, render};
use offprint::system::Memory;
use offprint::view::Region;

use crate::project::{page, shown, site};

const MILLIMETRE: f64 = 72.0 / 25.4;

fn printed(system: &Memory, template: &str, press: bool, lenient: bool) -> Rendered {
    let (mut project, _) =
        Project::open(system, Path::new("."), None).expect("a project");
    project.looks = true;
    project.for_press = press;
    let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
    render(&project, &page, template, lenient)
}

/// The regions of each page that is not a cover.
fn pages(rendered: &Rendered) -> Vec<&[Region]> {
    let look = rendered.look.as_ref().expect("looked at");
    look.pages.iter().map(|page| page.regions.as_slice()).collect()
}

/// Where the text ends and the margin for notes begins, in points.
const EDGE: f64 = (210.0 - 60.0) * MILLIMETRE;

/// The notes in the margin and those in the text. None in the margin stands over another, or
/// leaves the page.
fn notes_apart<'r>(
    rendered: &'r Rendered,
    start: &str,
) -> (Vec<&'r Region>, Vec<&'r Region>) {
    let (mut in_margin, mut in_text) = (Vec::new(), Vec::new());
    for regions in pages(rendered) {
        let notes = regions.iter().filter(|region| region.text.starts_with(start));
        let (beside, within): (Vec<&Region>, Vec<_>) =
            notes.partition(|region| region.left > EDGE);
        for (number, one) in beside.iter().enumerate() {
            let (right, bottom) = (210.0 * MILLIMETRE, (297.0 - 20.0) * MILLIMETRE);
            assert!(one.right < right && one.bottom < bottom, "{}", one.text);
            for other in beside.iter().skip(number + 1) {
                let is_apart = one.bottom < other.top || other.bottom < one.top;
                assert!(is_apart, "{} and {}", one.text, other.text);
            }
        }
        in_margin.extend(beside);
        in_text.extend(within);
    }
    (in_margin, in_text)
}

/// Sixty notes over several pages, some long, several in one paragraph: the layout comes to an
/// end in every template, and all of them are on paper.
#[test]
fn many_notes_come_to_rest_in_every_template() {
    let text = |words: usize| "mmm mmmm mm ".repeat(words / 3);
    let note = |number: usize| {
        let words = text([9, 30, 150][number % 3]);
        format!(
            "{{{{% aside title=\"Note {number}\" %}}}}note{number} {words}{{{{% /aside %}}}}"
        )
    };
    let paragraph = |start: usize| {
        // Every fourth time all three stand within one paragraph.
        let between = if start.is_multiple_of(12) { " " } else { "\n\n" };
        let parts = (start..start + 3).map(|number| text(36) + between + &note(number));
        format!("{}{between}{}\n\n", parts.collect::<Vec<_>>().join(between), text(60))
    };
    let brand = "defaults: { offprint: { page: { margins: { left: 24mm, right: 60mm } }, cover: { show: false }, asides: { position: margin } } }";
    // Columns keep their notes, and are slow to balance.
    for (template, count) in [
        ("whitepaper", 60),
        ("policy", 60),
        ("report", 60),
        ("letter", 60),
        ("brief", 9),
        ("datasheet", 9),
    ] {
        let body: String = (0..count).step_by(3).map(paragraph).collect();
        let system = site(&page(&format!("# One\n\n{body}"))).with("_brand.yml", brand);
        let rendered = printed(&system, template, false, false);
        assert_eq!(shown(rendered.diagnostics.clone()), "", "{template}");
        assert_eq!(
            rendered.coverage.words.found, rendered.coverage.words.words,
            "{template}"
        );
        let (in_margin, _) = notes_apart(&rendered, "Note");
        let all = pages(&rendered).concat();
        for number in 0..count {
            let words = format!("note{number} ");
            let is_there = all.iter().any(|region| region.text.contains(&words));
            assert!(is_there, "{template}: note {number}");
        }
        assert_eq!(in_margin.len() > 9, count > 9, "{template}: {}", in_margin.len());
    }
}

/// Five notes at nearly one place, one at the foot of a page, and one in a box.
#[test]
fn notes_in_the_margin_never_overlap_and_stay_on_the_page() {
    let note = |number: usize, words: usize| {
        let words = "mmm ".repeat(words);
        format!(
            "{{{{% aside title=\"Note {number}\" %}}}}\nnote{number} {words}\n{{{{% /aside %}}}}\n\n"
        )
    };
    let mut body = "# One\n\n".to_owned();
    for number in 0..5 {
        body += &format!("Short.\n\n{}", note(number, 20 + 20 * number));
    }
    body += &"Text that fills the page.\n\n".repeat(27);
    // Notes at many heights of a page, at its foot among them.
    for number in 7..20 {
        body += &"Text that fills the page.\n\n".repeat(11);
        body += &note(number, 60);
    }
    body += &format!("{{{{% note %}}}}\n{}{{{{% /note %}}}}\n", note(6, 10));
    let brand = "defaults: { offprint: { page: { margins: { left: 24mm, right: 60mm } }, cover: { show: false }, asides: { position: margin } } }";
    let system = site(&page(&body)).with("_brand.yml", brand);
    let rendered = printed(&system, "whitepaper", false, false);
    assert!(rendered.pdf.is_some(), "{:#?}", rendered.diagnostics);
    assert_eq!(rendered.coverage.words.found, rendered.coverage.words.words);
    assert_eq!(shown(rendered.diagnostics.clone()), "");
    let (in_margin, in_text) = notes_apart(&rendered, "Note");
    assert!(in_text.iter().all(|note| note.right <= EDGE));
    assert!(in_margin.iter().all(|note| !note.text.starts_with("Note 6")));
    let in_margin = in_margin.len();
    assert!(in_margin >= 14, "{in_margin}");
    // Notes are read where they belong: the first before the second line of text.
    let first = pages(&rendered)[0];
    let at = |text: &str| first.iter().position(|region| region.text.starts_with(text));
    assert!(at("Note 0") < first.iter().rposition(|region| region.text == "Short."));
}

/// Where the text has columns, notes stay in it.
#[test]
fn notes_stay_in_columns() {
    let brand = "defaults: { offprint: { page: { margins: { right: 60mm } }, asides: { position: margin } } }";
    let body = "Text.\n\n{{% aside %}}note{{% /aside %}}\n\nText.\n".repeat(9);
    let system = site(&page(&body)).with("_brand.yml", brand);
    let rendered = printed(&system, "brief", false, false);
    assert_eq!(shown(rendered.diagnostics.clone()), "");
    let all = pages(&rendered).concat();
    let notes: Vec<&Region> = all.iter().filter(|region| region.text == "note").collect();
    assert_eq!(notes.len(), 9);
    assert!(notes.iter().all(|note| note.right < (210.0 - 60.0) * MILLIMETRE));
}

#[test]
fn a_margin_that_is_narrow_keeps_notes_in_the_text() {
    let body = "# One\n\nText.\n\n{{% aside %}}note{{% /aside %}}\n";
    let brand = "defaults: { offprint: { asides: { position: margin } } }";
    let system = site(&page(body)).with("_brand.yml", brand);
    let rendered = printed(&system, "whitepaper", false, false);
    let all = pages(&rendered).concat();
    let note = all.iter().find(|region| region.text == "note").expect("the note");
    assert!(note.right < (210.0 - 26.0) * MILLIMETRE);
}

/// What a face does not have is told where the brand asks for it, and nothing is imitated.
#[test]
fn features_and_faces_that_are_missing_are_told() {
    let asks = "defaults:\n  offprint:\n    text: { figures: old-style, acronyms: small-caps }\n    headings:\n      h2: { case: small-caps, weight: 800 }\n";
    let body = page("## Two\n\nText with **stress** of *two* kinds.\n");
    let serif =
        printed(&site(&body).with("_brand.yml", asks), "whitepaper", false, false);
    let mono = format!(
        "typography: {{ base: JetBrains Mono, headings: {{ family: Source Serif 4, weight: 350 }} }}\n{asks}"
    );
    let mono = printed(&site(&body).with("_brand.yml", mono), "whitepaper", false, false);
    let emoji = "typography: { base: Noto Emoji }\n";
    let emoji =
        printed(&site(&body).with("_brand.yml", emoji), "whitepaper", false, false);
    let told = [serif, mono, emoji].map(|rendered| {
        let printed = if rendered.pdf.is_some() { "printed" } else { "kept back" };
        format!("{printed}\n{}", shown(rendered.diagnostics))
    });
    insta::assert_snapshot!(told.join("-----\n"));
}

/// A family that is not there keeps the PDF back, as what is lost does; `--lenient` does not.
#[test]
fn a_family_that_is_missing_keeps_the_pdf_back() {
    let brand = "typography: { base: { family: Nowhere } }\n";
    let system = site(&page("# One\n\nText.\n")).with("_brand.yml", brand);
    let strict = printed(&system, "letter", false, false);
    assert!(strict.pdf.is_none());
    let lenient = printed(&system, "letter", false, true);
    assert!(lenient.pdf.is_some());
    let code = |rendered: &Rendered| {
        let found = rendered.diagnostics.iter();
        found.map(|found| (found.code, found.is_error())).collect::<Vec<_>>()
    };
    assert_eq!(code(&strict), [("brand-font-missing", true)]);
    assert_eq!(code(&lenient), [("brand-font-missing", false)]);
}

/// For a printing house the sides of right and left pages are mirrored in every template.
#[test]
fn bound_pages_are_mirrored_in_every_template() {
    let body = page(&format!("# One\n\n{}", "mmmm mmmm\n\n".repeat(260)));
    for template in ["whitepaper", "policy", "brief", "datasheet", "report", "letter"] {
        let rendered = printed(&site(&body), template, true, false);
        assert!(rendered.pdf.is_some(), "{template}: {:#?}", rendered.diagnostics);
        let left = |number: usize| {
            let pages = pages(&rendered);
            let regions = pages[number - 1].iter();
            let text = regions.filter(|region| region.text == "mmmm mmmm");
            text.map(|region| region.left).fold(f64::MAX, f64::min)
        };
        let (even, odd) = (left(4), left(3));
        assert!((even - odd).abs() > 0.5 * MILLIMETRE, "{template}: {even} and {odd}");
    }
}
