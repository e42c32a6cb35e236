//! Draws diagrams written in Mermaid as SVG, in the colours and the type of the brand. What
//! the drawing would leave out is looked for, so that no label gets lost.

mod labels;
mod look;

use std::panic::{AssertUnwindSafe, catch_unwind};

use mermaid_rs_renderer::{
    ParseError, RenderOptions, compute_layout, parse_mermaid, parse_mermaid_strict,
    render_svg,
};

use crate::brand::Brand;

/// A diagram, drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawing {
    /// The picture.
    pub svg: String,
    /// Its title, if the drawing itself does not show it.
    pub title: Option<String>,
    /// What one hears: what the author says of it (`accTitle`, `accDescr`), or its own words.
    pub alt: String,
}

/// A source longer than this draws nothing that could be read on a page, in bytes.
const LONGEST: usize = 40_000;

/// A drawing wider than this, in CSS pixels, is drawn again in a shape nearer to the page's.
const WIDE: f64 = 760.0;

/// The shape that is tried then, width to height.
const SHAPE: f32 = 1.5;

/// Draws a diagram.
///
/// # Errors
/// Why it cannot be drawn, as the end of a sentence.
pub fn draw(source: &str, brand: &Brand) -> Result<Drawing, String> {
    if source.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let options = look::options(brand);
    let mut svg = rendered(source, &options)?;
    if width(&svg).is_some_and(|width| width > WIDE) {
        let narrow = rendered(source, &options.with_preferred_aspect_ratio(SHAPE))?;
        if width(&narrow) < width(&svg) {
            svg = narrow;
        }
    }
    let svg = look::branded(&svg, brand);
    let words = labels::drawn(&svg);
    if words.is_empty() {
        return Err("nothing of it would be seen".to_owned());
    }
    if let Some(missing) = labels::missing(source, &words) {
        return Err(format!("`{missing}` would be missing"));
    }
    let said = labels::Said::of(source);
    let shows_title = said.title.as_ref().is_some_and(|title| words.contains(title));
    Ok(Drawing {
        alt: said.alt(&labels::shares(source).unwrap_or(words)),
        title: said.title.filter(|_| !shows_title),
        svg,
    })
}

fn rendered(source: &str, options: &RenderOptions) -> Result<String, String> {
    // The renderer is young; what trips it is a diagram that is not drawn.
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let parsed = match parse_mermaid_strict(source) {
            // Mermaid knows participants from their first message, too.
            Err(ParseError::UnknownParticipant { .. }) => {
                parse_mermaid(source).map_err(|error| error.to_string())
            }
            parsed => parsed.map_err(|error| error.to_string()),
        }?;
        let layout = compute_layout(&parsed.graph, &options.theme, &options.layout);
        Ok(render_svg(&layout, &options.theme, &options.layout))
    }));
    drawn.unwrap_or_else(|_| Err("it is not understood".to_owned()))
}

/// The width that a drawing gives itself, in CSS pixels.
fn width(svg: &str) -> Option<f64> {
    let (_, rest) = svg.split_once(" width=\"")?;
    rest.split('"').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::brand::Brand;

    #[test]
    fn kinds_of_diagrams_are_drawn_with_all_their_words() {
        let cases = [
            (
                "flowchart LR\n  A[Användare i Malmö] -->|HTTPS| B{Giltig?}\n  B -->|Ja| C[(Lagring)]\n",
                "HTTPS; Ja; Användare i Malmö; Giltig?; Lagring",
            ),
            (
                "sequenceDiagram\n  participant K as Kund\n  K->>T: Begär åtkomst\n",
                "Begär åtkomst; Kund; T; Kund; T",
            ),
            (
                "pie title Andelar\n  \"Lagring\" : 45\n  \"Nät\" : 55\n",
                "Andelar; Lagring 45; Nät 55",
            ),
            ("classDiagram\n  class Kund\n  Kund : +beställ()\n", "Kund; +beställ()"),
            (
                "stateDiagram-v2\n  [*] --> Väntar\n  Väntar --> Klar : färdig\n",
                "färdig; Väntar; Klar",
            ),
            ("erDiagram\n  KUND ||--o{ ORDER : lägger\n", "lägger; KUND; ORDER"),
            (
                "gantt\n  title Plan\n  dateFormat YYYY-MM-DD\n  section Först\n  Behov :a1, 2026-01-05, 14d\n",
                "Plan; Först; Behov; 2026-01-05",
            ),
            ("mindmap\n  root((Moln))\n    Lagring\n    Nät\n", "Moln; Lagring; Nät"),
            (
                "timeline\n  title Historia\n  2021 : Start\n  2024 : Norge\n",
                "Historia; 2021; Start; 2024; Norge",
            ),
        ];
        for (source, words) in cases {
            let drawing = draw(source, &Brand::neutral("x")).expect(source);
            let heard: Vec<&str> =
                drawing.alt.split("; ").flat_map(|part| part.split(": ")).collect();
            for word in words.split("; ") {
                assert!(heard.contains(&word), "{word} in {heard:?}");
            }
            assert!(!drawing.svg.contains("foreignObject"), "{source}");
        }
    }

    #[test]
    fn what_the_author_says_of_a_diagram_is_heard() {
        let cases = [
            (
                "flowchart LR\n  accTitle: Vägen\n  accDescr: Från A till B\n  A --> B\n",
                "Vägen: Från A till B",
                None,
            ),
            (
                "flowchart LR\n  accDescr {\n  Från A\n  till B\n  }\n  A --> B\n",
                "Från A till B",
                None,
            ),
            (
                "---\ntitle: Flödet\n---\nflowchart LR\n  A --> B\n",
                "Flödet: A; B",
                Some("Flödet"),
            ),
        ];
        for (source, alt, title) in cases {
            let drawing = draw(source, &Brand::neutral("x")).expect(source);
            assert_eq!(
                (drawing.alt.as_str(), drawing.title.as_deref()),
                (alt, title),
                "{source}"
            );
        }
    }

    #[test]
    fn what_cannot_be_drawn_says_why() {
        for source in [
            "",
            "flowchart LR\n  A[x --> \n",
            "hello world\n",
            "flowchart LR\n subgraph x\n A\n",
        ] {
            draw(source, &Brand::neutral("x")).expect_err(source);
        }
    }
}
