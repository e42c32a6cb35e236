//! Pages and what becomes of them: markup and diagnostics as snapshots.

use crate::project::{page, prepared, rendered, shown};

/// The markup after its first lines, which are the same for all pages.
fn markup(body: &str) -> String {
    let prepared = prepared(&page(body));
    let text = prepared.markup.text;
    let text = text
        .split_once("#show: t.document\n\n")
        .map_or(text.as_str(), |(_, rest)| rest);
    let diagnostics = shown(prepared.diagnostics);
    if diagnostics.is_empty() {
        text.to_owned()
    } else {
        format!("{text}\n-----\n{diagnostics}")
    }
}

macro_rules! fixtures {
    ($($name:ident: $body:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(markup($body));
            }
        )*
    };
}

fixtures! {
    text: "Hej *du* **där**, `kod` ~~bort~~ \"citat\" 'enkelt' -- och #inte @kod.\\\nNy rad https://a.se.";
    headings: "# A\n\n### B {#eget .klass}\n\n## A\n\nRubrik\n------";
    lists: "- a\n- b\n  1. c\n  2. d\n\n3. e\n\n   f\n4. g\n\n- [x] h\n- [ ] i";
    tables: "| a | b |\n|:--|--:|\n| `x \\| y` | 1 |\n| bara en |\n\n<table><tr><th>h</th><th>i</th></tr><tr><td rowspan=2>j</td><td>k</td></tr><tr><td>l</td></tr></table>";
    footnotes: "a[^1] b[^1] c[^2]\n\n[^1]: ett\n[^2]: två\n\n    stycken";
    labels: "{{< inline \"Ovan\" >}}\n\n## Rubrik\n\n{{< inline \"I rad\" >}} text\n\n- {{< inline \"Punkt\" >}} text\n- {{< inline \"Ensam\" >}}\n\n| a | b |\n|---|---|\n| {{< inline \"Cell\" >}} text | c |\n\nMitt {{< inline \"i\" >}} raden.";
    definitions: "Term\n: ett\n: två";
    code: "```go {linenos=true,hl_lines=[2]}\na\nb\n```\n\n    indraget";
    alerts: "> [!NOTE]\n> text\n\n> [!TIP] Titel *kursiv*\n> text\n\n> vanligt";
    links: "[a](#rubrik) [b](/x/å/) [c](other.md) [d](mailto:a@b.se) [e][f]\n\n# Rubrik\n\n[f]: https://e.se 'titel'";
    pictures: "![Vad den visar](/img/a.svg \"Titel\")\n\ntext ![x y](/img/a.svg) text\n\n<img src=\"/img/a.svg\" alt=\"\">";
    raw_html: "<div align=center>\n\n**a** <sub>b</sub>\n\n</div>\n\n<details><summary>S</summary>\n\ntext\n\n</details>\n\n<script>x</script><blink>c</blink>";
    accordions: "## A\n\n{{% accordion title=\"T\" id=\"1\" %}}\n\n#### B\n[1](#1)\n{{% /accordion %}}\n{{< accordion-script >}}";
    cards: "{{< icon-block-container >}}\n    {{< icon-block icon=\"fa-solid fa-lock\" text=\"A\" link=\"#b\" color=\"#32cd32\">}}\n    {{< icon-block icon=\"fa-solid fa-nix\" text=\"C\" link=\"/d/\">}}\n{{< /icon-block-container >}}\n\n## B";
    shortcodes_anywhere: "a {{< tooltip \"tips\" >}}ord{{< /tooltip >}} b {{< note >}}c{{< /note >}} d\n\n| {{< icon \"lock\" >}} | [x]({{< ref \"other.md\" >}}) |\n|---|---|\n\n`{{</* visas */>}}`";
    accordions_in_html: "## A\n\n<div class=\"accordion-box\">\nvor\n<button class=\"accordion\">T <i>u</i></button>\n<div class=\"panel\"><p>a</p></div>\n<button aria-expanded=\"false\">V</button>\n<ul><li>b</li></ul>\n</div>\n\n<div class=\"accordion-item\"><h3><button data-bs-toggle=\"collapse\">W</button></h3><div>c</div></div>\n\n<button>Skicka</button>\n\n<div><button aria-expanded=\"false\"><i></i></button><p>d</p></div>\n\n<div><button class=\"collapse-all\">Alla</button></div>";
    forms_in_html: "<form action=\"/x\"><div><i class=\"fas fa-user\"></i> <input placeholder=\"Namn\"></div><input type=\"hidden\" placeholder=\"h\"><textarea placeholder=\"Fråga\"></textarea></form>";
    shortcodes_in_details: "<details id=\"d\"><summary>Om {{< icon \"lock\" >}} lås</summary>\na {{< tooltip \"tips\" >}}ord{{< /tooltip >}}\n\n{{% note %}}b{{% /note %}}\n\n</details>";
    references_across: "{{% note %}}\n[a][b] c[^d]\n{{% /note %}}\n\n[b]: https://e.se\n\n[^d]: fot";
    unknown_shortcode: "text\n\n{{< acordion title=\"x\" >}}kvar{{< /acordion >}}\n\n{{< eget text=\"y\" link=\"/z\" >}}";
    broken_shortcodes: "{{< note >}}\n\n{{< /tip >}}\n\n{{< card a=1 \"b\" >}}\n\n{{< card title=\"x >}}\n\nslut";
    diagrams: "{{< chart >}}\ngraph TD\n A[Kund] --> B[Portal]\n{{< /chart >}}\n\n```mermaid\nsequenceDiagram\n accTitle: Vägen\n A->>B: Hej\n```\n\n```mermaid\nflowchart LR\n A[x -->\n```";
    mathematics: "```math\na^2 \\text{ och } \\pmod{5}\n```\n\n```math\n\\foo\n```";
    figures: "{{< figure src=\"/img/a.svg\" title=\"T\" caption=\"*c* [l](https://a.se)\" attr=\"**x**\" attrlink=\"https://x.se\" link=\"https://y.se\" width=\"30\" class=\"c\" >}}\n\n{{< figure src=\"/img/a.svg\" alt=\"\" >}}\n\n{{< figure src=\"/img/a.svg\" alt=\"\" link=\"https://y.se\" >}}\n\n{{< figure src=\"/img/a.svg\" >}}";
    highlights: "{{< highlight go \"linenos=table,hl_lines=2 4-5,linenostart=199\" >}}\na\nb\n{{< /highlight >}}\n\ni {{< highlight sh \"hl_inline=true\" >}}ls -l{{< /highlight >}} rad\n\n```go {lineNos=inline hl_lines=[1,\"3-4\"]}\na\n```";
    hugos_own: "{{< details summary=\"*a*\" >}}\n- b\n{{< /details >}}\n\n{{< qr text=\"https://a.se\" alt=\"Till a\" />}}\n\n{{< qr >}}\ntext\n{{< /qr >}}\n\n{{< youtube id=\"x\" start=30 >}}\n\n{{< vimeo 5 >}}\n\n{{< x user=\"u\" id=\"7\" >}}\n\n{{< instagram y >}}\n\n{{< gist a b >}}{{< comment >}}c{{< /comment >}}\n\n{{< x.inline >}}{{ now }}{{< /x.inline >}}";
    guillemets_and_inches: "\"a\" <<b>> 6\" c 'd' `<<e>>`";
    terms_of_one_definition: "A\nB\n: c\n: d";
    missing_things: "![](/img/a.svg)\n\n![alt](/img/saknas.png)\n\n[x](#rubrk)\n\n# Rubrik";
}

#[test]
fn front_matter_mistakes() {
    let pages = [
        "---\ntitle: a: b\n---\n",
        "---\ndate: 2026-01-02\n---\ntext",
        "---\ntitle: T\ndate: 2026-1-2\nlanguage: Klingon\n---\n",
        "---\ntitle: T\n",
    ];
    let all: String =
        pages.iter().map(|page| shown(prepared(page).diagnostics)).collect();
    insta::assert_snapshot!(all);
}

#[test]
fn errors_of_typst_are_told_at_the_page() {
    let system = crate::project::site(&page("one\n\nsee {{< note >}}text{{< /note >}}\n"))
        .with("templates/whitepaper/template.typ", "#let document(intro: none, body) = body\n#let callout(kind: none, body) = panic(\"no\")\n");
    let diagnostics = crate::project::with_page(&system, |project, page, _| {
        offprint::driver::render(project, page, "whitepaper", false).diagnostics
    });
    insta::assert_snapshot!(shown(diagnostics));
}

#[test]
fn a_page_with_errors_has_no_pdf_and_a_lenient_one_has() {
    let body = page("![alt](/img/saknas.png)");
    assert!(rendered(&body).pdf.is_none());
    let lenient =
        crate::project::with_page(&crate::project::site(&body), |project, page, _| {
            offprint::driver::render(project, page, "whitepaper", true)
        });
    assert!(lenient.pdf.is_some(), "{:#?}", lenient.diagnostics);
}

/// A page of a site that switches on what Hugo leaves off.
#[test]
fn extras_of_the_site() {
    let config = "baseURL = \"https://www.example.org/\"\nlanguageCode = \"sv\"\nenableEmoji = true\n\
                  [markup.goldmark.parser.attribute]\nblock = true\n\
                  [markup.goldmark.extensions]\nstrikethrough = false\n\
                  [markup.goldmark.extensions.extras]\nsubscript = { enable = true }\n\
                  superscript = { enable = true }\nmark = { enable = true }\n\
                  insert = { enable = true }\ndelete = { enable = true }\n";
    let body = "## :rocket: Upp\n\nH~2~O x^2^ ==m== ++i++ ~~d~~ a == b :nix:\n\nstycke\n{.lead #para}\n\n- a\n- b\n{.list}\n\n\
                > c\n{.q}\n\n| d | e |\n|---|---|\n| 1 | 2 |\n{#tabell}\n\n[l](#para) [t](#tabell) [u](#rocket-upp)";
    let system = crate::project::site(&page(body)).with("hugo.toml", config);
    let prepared = crate::project::with_page(&system, |project, page, _| {
        offprint::driver::prepare(project, page, "whitepaper")
    });
    insta::assert_snapshot!(format!(
        "{}{}",
        prepared.markup.text,
        shown(prepared.diagnostics)
    ));
}
