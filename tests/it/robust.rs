//! No page, however broken, brings the program down or loses its words without one clear
//! reason. Pages are put together at random from pieces that have meaning somewhere.

use std::path::Path;
use std::sync::OnceLock;

use offprint::driver::{Project, prepare, render};
use offprint::system::{Memory, System};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Every run looks at the same pages.
const SEED: u64 = 2026;

/// Pieces of pages: words, and what Markdown, HTML and shortcodes are made of.
const PIECES: &[&str] = &[
    "ord ",
    "två ord",
    "\n",
    "\n\n",
    "\r\n",
    "  ",
    "    ",
    "\t",
    "# ",
    "### ",
    "- ",
    "1. ",
    "> ",
    "> [!NOTE]\n",
    "```\n",
    "~~~ go {hl_lines=[1]}\n",
    "`",
    "**",
    "_",
    "~~",
    "==",
    "^",
    "[",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: not\n",
    "[a]: /x\n",
    "| a | b |\n|---|--:|\n",
    "|",
    "---\n",
    "***\n",
    "Term\n: ",
    "{#id .a}",
    "&amp;",
    "&nbsp;",
    "&#0;",
    "\u{ad}",
    "\u{a0}",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{f0000}",
    "<",
    ">",
    "<p>",
    "</p>",
    "<div align=center>",
    "</div>",
    "<table>",
    "<tr id=r>",
    "<td rowspan=3 colspan=2>",
    "</td>",
    "</table>",
    "<ul><li>",
    "</ul>",
    "<a href=\"#id\">",
    "</a>",
    "<img src=\"/img/a.svg\" alt=\"En ruta\">",
    "<br>",
    "<details><summary>",
    "</summary>",
    "</details>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<script>",
    "</script>",
    "<style>",
    "<!--",
    "-->",
    "<!--more-->",
    "<pre>",
    "</pre>",
    "<dl><dt>",
    "<dd>",
    "<legend>",
    "<h2 id=\"x\">",
    "</h2>",
    "<i class=\"fa fa-lock\"></i>",
    "{{< ",
    " >}}",
    "{{% ",
    " %}}",
    "{{</* ",
    " */>}}",
    "note",
    "accordion title=\"T\" id=\"1\"",
    "/note",
    "/accordion",
    "{{< note >}}",
    "{{< /note >}}",
    "{{% accordion title=\"T\" %}}",
    "{{% /accordion %}}",
    "{{< tooltip \"tips\" >}}",
    "{{< /tooltip >}}",
    "{{< ref \"page.md\" >}}",
    "{{< icon-block text=\"A\" link=\"/x/\" >}}",
    "{{< highlight go >}}",
    "{{< chart >}}",
    "{{< readfile \"a\" \"content/page.md\" >}}",
    "\"",
    "'",
    "\\",
    "$$",
    "\\(",
    "#let x = 1",
    "//",
    "/*",
    "*/",
    "@ref",
    "<label>",
    "https://a.se/å",
    "a@b.se",
];

fn bodies() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..40)
        .prop_map(|pieces| pieces.concat())
}

/// A machine with one page, which the tests write anew.
fn system() -> &'static Memory {
    static SYSTEM: OnceLock<Memory> = OnceLock::new();
    SYSTEM.get_or_init(|| crate::project::site(""))
}

fn with_body<T>(
    body: &str,
    then: impl FnOnce(&Project<'_>, &offprint::page::Page) -> T,
) -> T {
    let system = system();
    let text = crate::project::page(body);
    system
        .write(Path::new("content/page.md"), text.as_bytes())
        .expect("memory");
    let (project, _) = Project::open(system, Path::new("."), None).expect("a project");
    let (page, _) = project.page(Path::new("content/page.md")).expect("a page");
    then(&project, &page)
}

#[test]
fn any_page_is_read_and_its_places_are_whole() {
    let config = ProptestConfig {
        cases: 256,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(SEED),
        ..Default::default()
    };
    proptest!(config, |(body in bodies())| {
        with_body(&body, |project, page| {
            let prepared = prepare(project, page, "whitepaper");
            let text = page.source.text();
            for entry in &prepared.ledger.entries {
                prop_assert!(text.get(entry.span.range()).is_some(), "{:?}", entry);
            }
            for place in prepared.diagnostics.iter().filter_map(|found| found.place.as_ref()) {
                prop_assert!(place.source.text().get(place.span.range()).is_some());
            }
            Ok(())
        })?;
    });
}

#[test]
fn any_page_is_printed_or_has_a_reason() {
    let config = ProptestConfig {
        cases: 12,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(SEED),
        ..Default::default()
    };
    proptest!(config, |(body in bodies())| {
        with_body(&body, |project, page| {
            let rendered = render(project, page, "whitepaper", true);
            let errors: Vec<_> =
                rendered.diagnostics.iter().filter(|found| found.is_error()).collect();
            prop_assert!(rendered.pdf.is_some() != errors.iter().any(|_| true), "{:#?}", errors);
            // An error of the engine is one that nobody told before.
            prop_assert!(!errors.iter().any(|found| found.code == "typst"), "{:#?}", errors);
            Ok(())
        })?;
    });
}
