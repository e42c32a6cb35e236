//! Type by language and by script, seen on pages that are laid out: blanks at which no line
//! ends, hyphens, figures, and families for letters that the others do not have.

use std::path::Path;

use offprint::driver::{Project, lay_out};
use offprint::system::Memory;
use offprint::view::{Givens, Region};

use crate::project::{shown, site};

/// What is said on the pages of a body in a language, run by run, and the regions.
fn set(system: &Memory) -> (String, Vec<Region>) {
    let (project, _) = Project::open(system, Path::new("."), None).expect("a project");
    let (page, found) = project.page(Path::new("content/page.md")).expect("the page");
    assert_eq!(shown(found), "");
    let (compiled, found) = lay_out(&project, &page, "letter");
    assert_eq!(shown(found), "");
    let compiled = compiled.expect("pages");
    let views = compiled.views(Givens::default());
    (compiled.text(), views.into_iter().flat_map(|view| view.regions).collect())
}

fn page(language: &str, body: &str) -> String {
    format!("---\ntitle: T\nlanguage: {language}\ndate: 2026-01-02\n---\n{body}\n")
}

/// References, numbers, units, dates and abbreviations, as the people of each language write
/// them; and words beside them that are none.
const KEPT: &[(&str, &str)] = &[
    (
        "sv",
        "Enligt artikel 28.3 och § 4, kap. 3, s. 12, kl. 10 eller 2 kap. 3 §. Det kostar 1 000 000 kr eller 99,95 % den 17 mars, t. ex. SFS 2018:218. Ring +46 10 555 01 00. Året 2026 var bra.",
    ),
    (
        "nb",
        "Se artikkel 6, § 5, kap. 2, s. 7, kl. 9 og nr. 5, f. eks. 12 millioner kr, 25 % og 3. mai. Ring +47 21 00 00 00. I 2026 skjedde det.",
    ),
    (
        "en",
        "See Art. 6, Section 4.2, No. 5, pp. 12, e. g. EUR 500, 10 GB, 24 November, March 17, ISO 27001 and 9 a.m. In 2026 it was so.",
    ),
    (
        "de",
        "Nach Art. 6 Abs. 2, § 4, S. 12 und Nr. 5, z. B. 10 Mio. € oder 25 % am 3. Mai um 10 Uhr, d. h. DIN 5008. Im Jahr 2026 war es so.",
    ),
    (
        "fi",
        "Katso artikla 6, luku 3, s. 12, klo 10, 25 % ja 3. toukokuuta, 5 miljoonaa €. Vuonna 2026.",
    ),
    (
        "fr",
        "Voir l’article 6, p. 12, n° 5 : 25 % le 1er mars ; 10 Go ou 500 € ? Oui ! En 2026.",
    ),
];

#[test]
fn numbers_keep_what_belongs_to_them() {
    let told = KEPT.iter().map(|(language, text)| {
        let (text, _) = set(&site(&page(language, text)));
        let kept = text.lines().filter(|line| line.contains('\u{a0}'));
        let kept: Vec<String> =
            kept.map(|line| line.trim().replace('\u{a0}', "~")).collect();
        format!("{language}: {}\n", kept.join(" | "))
    });
    insta::assert_snapshot!(told.collect::<String>());
}

/// Words that are long in each language.
const LONG: &[(&str, &str)] = &[
    ("sv", "personuppgiftsbiträdesavtal informationssäkerhet tillgänglighetsredogörelse"),
    ("nb", "databehandleravtale informasjonssikkerhet tilgjengelighetserklæring"),
    ("en", "accountability administration information accessibility responsibilities"),
    (
        "de",
        "Auftragsverarbeitungsvertrag Informationssicherheit Barrierefreiheitserklärung",
    ),
    ("fi", "tietojenkäsittelysopimus tietoturvallisuus saavutettavuusseloste"),
    ("fr", "responsabilité administration informations accessibilité"),
];

/// In a column so narrow that each word is divided where its language does.
#[test]
fn words_are_divided_by_their_language() {
    let brand = "defaults: { offprint: { page: { width: 66mm, height: 297mm, margins: { left: 24mm, right: 24mm } }, header: { show: false }, footer: { show: false } } }";
    let told = LONG.iter().map(|(language, words)| {
        let system = site(&page(language, words)).with("_brand.yml", brand);
        let (text, _) = set(&system);
        let text = text.replace("\n\u{ad}\n", "-").replace('\n', " ");
        let own = text.split(' ').filter(|word| words.contains(&word.replace('-', "")));
        let own: Vec<&str> = own.filter(|word| word.contains('-')).collect();
        format!("{language}: {}\n", own.join(" "))
    });
    insta::assert_snapshot!(told.collect::<String>());
}

/// Figures in tables are as wide as each other, also where those of the text are old ones.
#[test]
fn figures_in_tables_stand_below_each_other() {
    let body = "| Number |\n|--:|\n| 111111 |\n| 888888 |\n";
    let widths = |brand: &str| {
        let (_, regions) = set(&site(&page("en", body)).with("_brand.yml", brand));
        ["111111", "888888"].map(|text| {
            let region = regions.iter().find(|region| region.text == text);
            let region = region.expect("the figures");
            region.right - region.left
        })
    };
    for brand in ["{}", "defaults: { offprint: { text: { figures: old-style } } }"] {
        let [ones, eights] = widths(brand);
        assert!((ones - eights).abs() < 0.01, "{brand}: {ones} and {eights}");
    }
}

/// Words of capitals become small also where the brand names families for other scripts.
#[test]
fn small_capitals_show_beside_a_fallback() {
    let (_, hebrew, family, ..) = SCRIPTS[2];
    let width = |text: &str| {
        let brand = format!(
            "defaults: {{ offprint: {{ text: {{ {text} }}, fallback: {{ hebrew: {family} }} }} }}"
        );
        let system = site(&page("en", "GDPR\n")).with("_brand.yml", brand);
        let (_, regions) = set(&system.with("fonts/hebrew.ttf", hebrew));
        let region = regions.iter().find(|region| region.text == "GDPR");
        let region = region.expect("the words");
        region.right - region.left
    };
    let (capitals, small) = (width(""), width("acronyms: small-caps"));
    assert!(small < capitals * 0.95, "{small} and {capitals}");
}

/// The scripts of `tests/fonts/scripts`: the file, the family, how wide each letter is as a part
/// of the size, the language, and two words.
type Script =
    (&'static str, &'static [u8], &'static str, f64, &'static str, &'static str);

const SCRIPTS: &[Script] = &[
    (
        "greek",
        include_bytes!("../fonts/scripts/greek.ttf"),
        "Box Greek",
        0.4,
        "el",
        "λόγος",
    ),
    (
        "cyrillic",
        include_bytes!("../fonts/scripts/cyrillic.ttf"),
        "Box Cyrillic",
        0.5,
        "ru",
        "сторож",
    ),
    (
        "hebrew",
        include_bytes!("../fonts/scripts/hebrew.ttf"),
        "Box Hebrew",
        0.6,
        "he",
        "שלום",
    ),
    (
        "arabic",
        include_bytes!("../fonts/scripts/arabic.ttf"),
        "Box Arabic",
        0.7,
        "ar",
        "سلم",
    ),
    ("cjk", include_bytes!("../fonts/scripts/cjk.ttf"), "Box Han", 0.9, "ja", "日本語"),
];

/// Letters of each script are of the family that the brand names for it, whatever language the
/// page is in, and run from the right where they do.
#[test]
fn each_script_has_its_family() {
    let fallback: Vec<String> = SCRIPTS
        .iter()
        .map(|(script, _, family, ..)| format!("{script}: {family}"))
        .collect();
    let brand = format!(
        "typography: {{ base: {{ family: Figtree, size: 10pt }} }}\ndefaults: {{ offprint: {{ fallback: {{ {} }} }} }}\n",
        fallback.join(", ")
    );
    for (_, _, family, wide, language, word) in SCRIPTS {
        for page_language in ["en", language] {
            let body = format!("{word}\n\nabc {word} def\n");
            let system =
                site(&page(page_language, &body)).with("_brand.yml", brand.as_str());
            let system = SCRIPTS.iter().fold(system, |system, (script, bytes, ..)| {
                system.with(format!("fonts/{script}.ttf"), *bytes)
            });
            let (_, regions) = set(&system);
            let region = regions.iter().find(|region| region.text.trim() == *word);
            let region = region.unwrap_or_else(|| panic!("{family}: {regions:#?}"));
            let letters = f64::from(u32::try_from(word.chars().count()).expect("few"));
            let expected = letters * wide * 10.0;
            let found = region.right - region.left;
            assert!((found - expected).abs() < 0.1, "{family}: {found}, not {expected}");
            let is_rtl = page_language != "en" && matches!(*language, "he" | "ar");
            let middle = 210.0 / 2.0 * 72.0 / 25.4;
            assert_eq!(region.left > middle, is_rtl, "{family}");
        }
    }
}
