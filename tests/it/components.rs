//! What shortcodes of the built-in map print: tables made of data and of pages, scales, codes,
//! cards; each as the markup it becomes, and what is told.

use offprint::driver::prepare;
use offprint::system::Memory;

use crate::project::{page, shown, site, with_page};

/// A site with data and a section of pages.
fn data_site(body: &str) -> Memory {
    site(&page(body))
        .with("data/price-list.yaml", "- { name: Lagring, unit: GB, price: 0.25, link: /lagring }\n- { name: \"Nät & mer\", price: 12 }\n")
        .with("data/offers/nordic.csv", "name;region\nA;Sverige\nB;Norge\n")
        .with("data/levels.toml", "gold = '24/7'\nsilver = 'kontorstid'\n")
        .with("data/services.json", "{\"Lagring\": [{\"name\": \"Objekt\", \"description\": {\"Se\": \"svensk\", \"En\": \"english\"}}], \"Nät\": [\"VPN\", \"DNS\"]}")
        .with("content/policy/a.md", "---\ntitle: A\ndate: 2026-01-03\ndescription: Vad A säger\n---\n")
        .with("content/policy/b.md", "---\ntitle: B\ndate: 2026-01-04\n---\n")
        .with("content/policy/c.md", "---\ntitle: C\ndraft: true\n---\n")
        .with("content/policy/deep/d.md", "---\ntitle: D\n---\n")
}

fn markup(body: &str, config: &str) -> String {
    let system = data_site(body).with("offprint.yml", config);
    let prepared =
        with_page(&system, |project, page, _| prepare(project, page, "whitepaper"));
    let text = prepared.markup.text;
    let text = text
        .split_once("#show: t.document\n\n")
        .map_or(text.as_str(), |(_, rest)| rest);
    let told: Vec<String> = prepared
        .ledger
        .entries
        .iter()
        .filter_map(|entry| Some(format!("{}: {}", entry.name, entry.fate.reason()?)))
        .collect();
    format!("{text}\n-----\n{}{}", told.join("\n"), shown(prepared.diagnostics))
}

macro_rules! fixtures {
    ($($name:ident: $body:expr, $config:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(markup($body, $config));
            }
        )*
    };
}

fixtures! {
    data_files: "{{< price-list language=\"Se\" >}}\n\n{{< services >}}\n\n{{< offers >}}\n\n{{< levels >}}",
        "shortcodes:\n  offers: { as: data, from: =offers/nordic, columns: \"=region, name\", heads: \"=Land, name\", caption: =Avtal }\n  levels: { as: data, from: =levels }\n";
    data_that_is_not_there: "{{< service-catalogue >}}\n\n{{< price-table-dbaas >}}", "";
    pages_of_a_section: "{{< dokument >}}\n\n{{< document-table label=\"Dokument\" >}}",
        "shortcodes:\n  dokument: { as: data, from: =pages/policy, columns: \"=title, date\", link: \"=\" }\n";
    scales: "{{< flavour cpu=\"4\" ram=\"8\" disk=\"100GB\" >}}\n\n{{< impact difficulty=\"3\" impact=\"hög\" >}}", "";
    rows_of_facts: "{{< boundary-row topic=\"Drift\" service=\"IaaS\" responsibility=\"Leverantör\" first=\"true\" >}}\n{{< boundary-row topic=\"Data\" service=\"IaaS\" responsibility=\"Kund\" >}}\n\n{{< manual-document-table >}}\n{{< manual-document-row title=\"Avtal\" href=\"/a.pdf\" icon=\"fa-file\" label=\"Hämta\" description=\"Huvudavtal\" >}}\n{{< manual-document-row title=\"Bilaga\" href=\"/b.pdf\" icon=\"fa-file\" label=\"Hämta\" description=\"Priser\" >}}\n{{< /manual-document-table >}}", "";
    facts_in_a_list_and_a_table: "- {{< boundary-row topic=\"Drift\" service=\"IaaS\" responsibility=\"Vi\" >}}\n\n| a |\n|---|\n| {{< boundary-row topic=\"Data\" >}} |", "";
    embeds_with_codes: "{{< video \"https://s3.example.org/x.m3u8\" \"/img/a.svg\" >}}\n\n{{< calendar month=\"Sep\" day=\"15\" type=\"Webinar\" platform=\"Zoom\" time=\"10:00\" >}}\n\n{{< contact-form >}}", "qr: true\n";
    columns: "{{< columns >}}\n{{% column %}}\nett\n{{% /column %}}\n{{% column %}}\ntvå\n{{% /column %}}\n{{< /columns >}}\n\n{{< column-two >}}\na b c\n\nd e f\n{{< /column-two >}}\n\n{{% column %}}ensam{{% /column %}}", "";
    icons_that_say_something: "| a | {{< icon \"fa-solid fa-check\" \"#00aa00\" >}} |\n|---|---|\n| b | <i class=\"fa-solid fa-xmark\"></i> |\n\n{{< icon \"fa-solid fa-lock\" >}} lås", "";
    logos_on_cards: "{{< custom-card-logo image=\"/img/a.svg\" logo=\"/img/a.svg\" logoAlt=\"Logga\" cardtitle=\"T\" >}}inre{{< /custom-card-logo >}}", "";
}
