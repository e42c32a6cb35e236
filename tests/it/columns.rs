//! Text in columns: paragraphs stay whole, pages are filled, columns end level. How all of it
//! looks is what the golden pictures are for, and `.ci/check-layout`.

use std::path::Path;

use offprint::driver::{Project, render};
use offprint::system::Memory;
use offprint::view::Region;

use crate::project::{page, shown, site};

/// The regions of each page of `body` as a brief, which has two columns.
fn pages(body: &str) -> Vec<Vec<Region>> {
    let system: Memory = site(&page(body));
    let (mut project, _) =
        Project::open(&system, Path::new("."), None).expect("a project");
    project.looks = true;
    let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
    let rendered = render(&project, &page, "brief", false);
    assert_eq!(shown(rendered.diagnostics.clone()), "");
    let look = rendered.look.expect("looked at");
    look.pages.into_iter().map(|page| page.regions).collect()
}

/// Cells with characters that the markup escapes are measured like others: such a table finds
/// its page on the side, too.
#[test]
fn a_wide_table_turns_whatever_its_characters_are() {
    let row = |cell: &str| format!("| {} |\n", vec![cell; 18].join(" | "));
    let table = |cell: &str| format!("{}{}{}", row("Heading"), row("---"), row(cell));
    for cell in ["123 456", "3-fold 1", "#1 *x"] {
        let all = pages(&format!("Before.\n\n{}\nAfter.\n", table(cell)));
        // Upright pages are 595 points wide.
        let furthest =
            all.iter().flatten().map(|region| region.right).fold(0.0, f64::max);
        assert!(furthest > 640.0, "{cell}: {furthest}");
    }
}

#[test]
fn signs_notes_and_icons_do_not_cut_a_paragraph() {
    let body = "A word{{< tooltip \"said at the foot\" >}}here{{< /tooltip >}}\\. Then \\# and {{< icon \"lock\" >}} and `code` go on to the end.";
    let all = pages(body).concat();
    let whole = all.iter().filter(|region| {
        region.text.contains("A word") && region.text.contains("the end.")
    });
    assert_eq!(whole.count(), 1, "{all:#?}");
}

/// The text of the second page reaches to its foot in both columns.
#[test]
fn columns_fill_their_pages() {
    let line = "Some words that make a line of text which goes on for a while. ";
    let body: String = (1..40)
        .map(|number| format!("{}\n\n", line.repeat(1 + number % 5)))
        .collect();
    let all = pages(&body);
    assert!(all.len() > 2, "{}", all.len());
    let (middle, height) = (595.0 / 2.0, 842.0 - 24.0 * 72.0 / 25.4);
    let lowest = |is_right: bool| {
        let regions = all[1].iter().filter(|region| region.text.starts_with("Some"));
        // A paragraph may stand in both.
        let column = regions.filter(|region| {
            if is_right { region.right > middle } else { region.left < middle }
        });
        column.map(|region| region.bottom).fold(0.0, f64::max)
    };
    for bottom in [lowest(false), lowest(true)] {
        assert!(bottom < height + 4.0 && bottom > height - 36.0, "{bottom} of {height}");
    }
}

/// A heading that goes to the next page with the columns under it is as far from them there.
#[test]
fn a_heading_keeps_its_distance_over_the_page() {
    let line = "Some words that make a line of text which goes on for a while. ";
    let gaps = |lines: usize| {
        let body = format!(
            "## One\n\n{}\n\n## Two\n\n### Three\n\n{}",
            line.repeat(lines),
            line.repeat(9)
        );
        let all = pages(&body);
        let page = all.iter().find(|page| page.iter().any(|region| region.text == "Two"));
        let region = |text: &str| {
            page.and_then(|page| page.iter().find(|region| region.text == text))
        };
        let (two, three) = (region("Two").expect("Two"), region("Three").expect("Three"));
        (two.top < 120.0, three.top - two.bottom)
    };
    let all: Vec<(bool, f64)> = (40..56).map(gaps).collect();
    assert!(all.iter().any(|(turned, _)| *turned), "{all:?}");
    let usual = all[0].1;
    assert!(all.iter().all(|(_, gap)| (gap - usual).abs() < 0.5), "{all:?}");
}
