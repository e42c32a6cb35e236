//! What keeps people from reading a document that hears it or has it read: told with its rule,
//! at the line of the page; and the languages of parts.

use lopdf::{Document, Object};

use crate::project::{page, prepared, rendered, shown};

#[test]
fn what_only_an_author_can_mend_is_told() {
    let body = "# A\n\n### B\n\n##\n\n[här](https://a.se) [Läs mer »](https://b.se) [click here](/page/) [Priser](https://c.se) [priser](https://d.se) [Priser](https://c.se)\n\n\
        ![IMG_0042.jpg](/img/a.svg) ![a](/img/a.svg)\n\n<img src=\"/img/a.svg\" alt=\"LONG\">\n\n\
        DET HÄR ÄR EN VIKTIG TEXT SOM ROPAR, men GDPR och EU gör det inte.\n\n\
        <table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>\n\n\
        {{% accordion title=\"T\" %}}\n#### Deep\n\n###### Deeper\n{{% /accordion %}}\n";
    let body = body.replace("LONG", &"lång ".repeat(60));
    insta::assert_snapshot!(shown(prepared(&page(&body)).diagnostics));
}

#[test]
fn a_careful_page_is_not_told_anything() {
    let body = "## A\n\n### B\n\n[Priser för lagring](https://a.se) [här finns priserna](https://b.se)\n\n\
        ![En ruta](/img/a.svg)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<table><tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr></table>\n";
    let prepared = prepared(&page(body));
    assert!(prepared.diagnostics.is_empty(), "{:#?}", prepared.diagnostics);
}

/// The languages that the structure and the marked content of a PDF name.
fn languages(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |object: &Object| {
        if let Ok(text) = object.as_str() {
            found.push(String::from_utf8_lossy(text).into_owned());
        }
    };
    for object in document.objects.values() {
        if let Ok(dictionary) = object.as_dict()
            && let Ok(language) = dictionary.get(b"Lang")
        {
            add(language);
        }
    }
    for (_, id) in document.get_pages() {
        let content = document.get_page_content(id);
        let content = lopdf::content::Content::decode(&content).expect("operators");
        for operation in content.operations.iter().filter(|one| one.operator == "BDC") {
            if let Some(Object::Dictionary(properties)) = operation.operands.get(1)
                && let Ok(language) = properties.get(b"Lang")
            {
                add(language);
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn the_language_of_parts_is_in_the_pdf() {
    let body = "Ett <span lang=\"fi\">kaunis päivä</span> och <em lang=\"de-CH\">schön</em>.\n\n\
        <div lang=\"en\">\n\n## In English\n\nA *paragraph*.\n\n</div>\n\n<p lang=\"he\">שלום</p>\n\n{{< part lang=\"nb\" >}}Noe på norsk.{{< /part >}}\n";
    let system = crate::project::site(&page(body))
        .with("offprint.yml", "shortcodes:\n  part: { as: callout, lang: lang }\n");
    let rendered = crate::project::with_page(&system, |project, page, _| {
        let prepared = offprint::driver::prepare(project, page, "whitepaper");
        insta::assert_snapshot!(prepared.markup.text);
        offprint::driver::render(project, page, "whitepaper", true)
    });
    let document =
        Document::load_mem(&rendered.pdf.expect("a PDF")).expect("a readable PDF");
    assert_eq!(languages(&document), ["de-CH", "en", "fi", "he", "nb", "sv"]);
}

/// As in HTML, without a word in the configuration; unless it is the language of a program.
#[test]
fn any_shortcode_may_say_its_language() {
    let body = "{{% accordion title=\"Title\" lang=\"en\" %}}\nText.\n{{% /accordion %}}\n\n\
        {{< part lang=\"js\" >}}x{{< /part >}}\n";
    let system = crate::project::site(&page(body))
        .with("offprint.yml", "shortcodes:\n  part: { as: code }\n");
    let (text, told) = crate::project::with_page(&system, |project, page, _| {
        let prepared = offprint::driver::prepare(project, page, "whitepaper");
        (prepared.markup.text, prepared.diagnostics)
    });
    assert!(text.contains("lang: \"en\""), "{text}");
    assert!(!text.contains("lang: \"js\", region"), "{text}");
    let codes: Vec<_> = told.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["shortcode-parameter-unused"], "{told:#?}");
}

#[test]
fn a_language_that_is_none_is_told() {
    let system =
        crate::project::site(&page("{{< part lang=\"klingon\" >}}x{{< /part >}}"))
            .with("offprint.yml", "shortcodes:\n  part: { as: callout, lang: lang }\n");
    let told = crate::project::with_page(&system, |project, page, _| {
        offprint::driver::prepare(project, page, "whitepaper").diagnostics
    });
    assert_eq!(told.iter().map(|one| one.code).collect::<Vec<_>>(), ["language-unknown"]);
    assert!(rendered(&page("<span lang=\"\">x</span>")).pdf.is_some());
}

/// The ledger of conformance names tests that there are.
#[test]
fn the_ledger_names_tests_that_there_are() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text =
        std::fs::read_to_string(root.join("docs/conformance.md")).expect("the ledger");
    let mut named = 0;
    for name in text.split('`').filter(|name| name.contains("::")) {
        let (module, test) = name.split_once("::").expect("a module and a test");
        let file = root.join(format!("tests/it/{module}.rs"));
        let code = std::fs::read_to_string(file).unwrap_or_else(|_| panic!("{name}"));
        let there = [format!("fn {test}("), format!("{test}:")];
        assert!(there.iter().any(|there| code.contains(there)), "{name}");
        named += 1;
    }
    assert!(named >= 10, "{named}");
}
