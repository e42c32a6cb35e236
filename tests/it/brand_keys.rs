//! What a brand says of print shows on the page, in every template: a brand that sets every
//! key, and the same brand without each of them.

use std::collections::BTreeSet;
use std::path::Path;

use offprint::brand::Brand;
use offprint::driver::{Project, lay_out};
use offprint::source::Source;
use offprint::system::Memory;
use offprint::view::Givens;
use rayon::prelude::*;
use serde_json::{Value, json};

const BRAND: &str = include_str!("../kitchen/brand.yml");

const TEMPLATES: &[&str] =
    &["whitepaper", "policy", "brief", "datasheet", "report", "letter"];

/// What each key shows on, by the start of its path, and which of the parts around the text are
/// printed: as little as there can be, so that hundreds of pages are laid out in no time. The
/// last one is for all other keys.
const BODIES: &[(&str, &str, &[&str])] = &[
    ("/defaults/offprint/cover", "Text.\n", &["cover"]),
    ("/defaults/offprint/logo/cover-height", "Text.\n", &["cover"]),
    ("/defaults/offprint/contents", LADDER, &["contents"]),
    ("/defaults/offprint/closing", "Text.\n", &["closing"]),
    ("/defaults/offprint/contact", "Text.\n", &["closing"]),
    ("/defaults/offprint/legal", "Text.\n", &["closing"]),
    (
        "/defaults/offprint/tables",
        "| Name | Number |\n|:--|--:|\n| a | 1 |\n| b | 22 |\n",
        &[],
    ),
    (
        "/defaults/offprint/callouts",
        "{{% note %}}A note without a title.{{% /note %}}\n",
        &[],
    ),
    ("/defaults/offprint/captions", "![A square](/img/a.svg \"A caption\")\n", &[]),
    ("/defaults/offprint/text", "The GDPR of 2016.\n", &[]),
    (
        "/defaults/offprint/asides",
        "{{% aside %}}A note beside the text.{{% /aside %}}\n",
        &[],
    ),
    ("/defaults/offprint/quotes", "> A quotation is set apart.\n", &[]),
    ("/defaults/offprint/code", CODE, &[]),
    ("/defaults/offprint/links", LINK, &[]),
    ("/defaults/offprint/watermark", "Text.\n", &[]),
    ("/typography/headings", LADDER, &[]),
    ("/typography/monospace", CODE, &[]),
    ("/typography/link", LINK, &[]),
    (
        "/typography",
        "Enough words to fill more than one line of any page that is in use, so that the space between two lines can be seen.\n",
        &[],
    ),
    ("/defaults/offprint", LADDER, &[]),
];

/// The parts around the text.
const PARTS: [&str; 3] = ["cover", "contents", "closing"];

/// Three pages: headings of the sixth level begin one in the fixture.
const LADDER: &str = "Text.\n\n# One\n\n## A second level whose title goes on for so long that it needs more than one line of the page\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six\n\nDeep.\n\n###### Seven\n\nDeep.\n\n# Eight\n\nText.\n";
const CODE: &str = "Here is `code`.\n\n```yaml\nkey: value\nlist: [1, 2]\n```\n";
const LINK: &str = "A [link to the web](https://kitchen.example/a).\n";

fn page(body: &str) -> String {
    let matter = "title: A page for tests\nlanguage: en\ndate: 2026-06-30\nintro: Short.\ndocumentkind: Test page\npdfversion: '1.2'\npdfclassification: Open\ntoc: Contents\nsidebarlinkname: Try it\nsidebarlinkurl: https://kitchen.example/try\n";
    format!("---\n{matter}---\n\n{body}")
}

/// The number of what the key at `path` shows on.
fn body(path: &str) -> usize {
    let found = BODIES.iter().position(|(start, ..)| path.starts_with(start));
    found.expect("a key of the fixture")
}

/// The brand without the parts around the text that are not wanted.
fn bare(brand: &Value, wanted: &[&str]) -> Brand {
    let mut brand = brand.clone();
    for part in PARTS.iter().filter(|part| !wanted.contains(part)) {
        brand["defaults"]["offprint"][part] = json!({ "show": false });
    }
    read(&format!("{brand:#}"))
}

/// Keys that show only where others do not stand before them, and where that is shown.
const ELSEWHERE: &[&str] = &[
    // `first`, `odd` and `even` stand before them.
    "/defaults/offprint/header/left",
    "/defaults/offprint/header/center",
    "/defaults/offprint/header/right",
    "/defaults/offprint/footer/left",
    "/defaults/offprint/footer/center",
    "/defaults/offprint/footer/right",
    // The page has no picture: `brand::covers_have_the_tones_of_the_brand`.
    "/defaults/offprint/cover/duotone",
    // The parts of `monospace` say the same.
    "/typography/monospace/size",
];

/// A digest of what is seen on each page.
type Pages = Vec<String>;

/// Lays pages out in one brand after the other: the fonts are read only once.
struct Printer<'s> {
    project: Project<'s>,
}

impl<'s> Printer<'s> {
    fn new(system: &'s Memory) -> Self {
        let (project, warnings) = Project::open(system, Path::new("."), None)
            .unwrap_or_else(|found| panic!("{found:#?}"));
        assert!(warnings.is_empty(), "{warnings:#?}");
        Self { project }
    }

    fn in_all(&self, body: &str, brand: &Brand) -> Vec<Pages> {
        let print = |template: &&str| self.print(template, body, brand);
        TEMPLATES.iter().map(print).collect()
    }

    fn print(&self, template: &str, body: &str, brand: &Brand) -> Pages {
        let project = self.project.in_brand(brand.clone());
        let source = Source::new("content/page.md", page(body));
        let site = &project.site;
        let file = site.content.join("page.md");
        let (page, _) =
            site.page_of(project.system, source, &file, &project.config.languages);
        let (compiled, found) = lay_out(&project, &page, template);
        // A weight that one of its faces lacks without another key is well told, too.
        let told = found.iter().filter(|found| found.code != "brand-face-missing");
        assert_eq!(told.count(), 0, "{found:#?}");
        let pages = compiled.expect("pages").views(Givens::default());
        pages.into_iter().map(|page| page.digest).collect()
    }
}

/// The brand that a text of JSON makes: that is YAML.
fn read(brand: &str) -> Brand {
    let source = Source::new("_brand.yml", brand);
    let (brand, found) =
        Brand::read(&source, "x", &|_| Err(std::io::ErrorKind::NotFound.into()));
    // Without one of its colours another may stand out too little: that is well told.
    let told = found.iter().filter(|found| found.code != "brand-contrast");
    assert_eq!(told.count(), 0, "{found:#?}");
    brand
}

/// On a thread with the stack that the program gives its own.
fn deep<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(64 * 1024 * 1024);
    pool.build().expect("threads").install(run)
}

fn site() -> Memory {
    crate::project::site("").with("_brand.yml", "{}")
}

fn brand() -> Value {
    let source = Source::new("brand.yml", BRAND);
    let (settings, diagnostics) = offprint::front_matter::yaml::parse_file(&source);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    serde_json::to_value(settings).expect("JSON")
}

/// The paths of all values that are no maps.
fn leaves(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            map.iter()
                .for_each(|(key, value)| leaves(value, &format!("{path}/{key}"), out));
        }
        _ => out.push(path.to_owned()),
    }
}

/// The brand without one key; of a switch, with the other position.
fn without(brand: &Value, path: &str) -> Value {
    let mut brand = brand.clone();
    let (parent, key) = path.rsplit_once('/').expect("a path");
    let map = brand
        .pointer_mut(parent)
        .and_then(Value::as_object_mut)
        .expect("a map");
    match map.get_mut(key) {
        Some(Value::Bool(switch)) => *switch = !*switch,
        _ => {
            map.shift_remove(key);
        }
    }
    brand
}

/// The keys that a template has no use for, as the documentation lists them.
fn documented(template: &str) -> Vec<String> {
    let text = include_str!("../../docs/brand.md");
    let (_, table) =
        text.split_once("| key | has nothing to show in |").expect("a table");
    let rows = table.lines().skip(2).map_while(|line| line.strip_prefix("| `"));
    let mut keys = Vec::new();
    for row in rows {
        let (names, templates) = row.split_once(" | ").expect("two cells");
        let templates = templates.trim_end_matches(" |");
        if templates.split(", ").any(|known| known == template) {
            let names = names.split(", ").map(|name| name.trim_matches('`'));
            keys.extend(names.map(|name| name.replace('.', "/")));
        }
    }
    keys
}

/// Whether a key, or a map that it stands in, is among `documented`.
fn is_among(documented: &[String], path: &str) -> bool {
    let path = path.trim_start_matches("/defaults/offprint/");
    documented.iter().any(|key| {
        let rest = path.strip_prefix(key.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Every key for print shows in every template, but those that the documentation names.
#[test]
fn every_key_for_print_shows_in_every_template() {
    let full = brand();
    let mut paths = Vec::new();
    leaves(&full["defaults"]["offprint"], "/defaults/offprint", &mut paths);
    leaves(&full["typography"], "/typography", &mut paths);
    paths.retain(|path| {
        !path.ends_with("/family")
            && !path.contains("/fonts")
            && !ELSEWHERE.contains(&path.as_str())
    });
    let mut expected = BTreeSet::new();
    for template in TEMPLATES {
        let known = documented(template);
        let own = paths.iter().filter(|path| is_among(&known, path));
        expected.extend(own.map(|path| (*template, path.clone())));
    }
    let silent: BTreeSet<(&str, String)> = deep(move || {
        let system = site();
        let printer = Printer::new(&system);
        let whole = |(_, body, parts): &(&str, &str, &[&str])| {
            printer.in_all(body, &bare(&full, parts))
        };
        let whole: Vec<Vec<Pages>> = BODIES.par_iter().map(whole).collect();
        let silent = |path: String| {
            let number = body(&path);
            let (_, body, parts) = BODIES[number];
            let brand = bare(&without(&full, &path), parts);
            let printed = printer.in_all(body, &brand);
            let same = printed
                .into_iter()
                .zip(&whole[number])
                .map(|(one, other)| one == *other);
            let of_templates = TEMPLATES.iter().zip(same).filter(|(_, same)| *same);
            of_templates
                .map(|(template, _)| (*template, path.clone()))
                .collect::<Vec<_>>()
        };
        paths.into_par_iter().flat_map(silent).collect()
    });
    let more: Vec<_> = silent.difference(&expected).collect();
    let fewer: Vec<_> = expected.difference(&silent).collect();
    assert!(more.is_empty(), "these keys change nothing: {more:#?}");
    assert!(fewer.is_empty(), "these do more than docs/brand.md says: {fewer:#?}");
}

#[test]
fn keys_that_stand_behind_others_show() {
    let print = [
        r#"{"header": {"left": "{name} x"}}"#,
        r#"{"header": {"center": "{kind}"}}"#,
        r#"{"header": {"right": "x"}}"#,
        r#"{"footer": {"left": "x"}}"#,
        r#"{"footer": {"center": "x"}}"#,
        r#"{"footer": {"right": "x"}}"#,
        r#"{"page": {"size": "a5"}}"#,
        r#"{"page": {"margins": {"left": "40mm"}}}"#,
        r#"{"page": {"margins": {"right": "40mm"}}}"#,
        r#"{"headings": {"h1": {"page-break": true}}}"#,
    ];
    let print = print.map(|print| format!("{{\"defaults\": {{\"offprint\": {print}}}}}"));
    let typography = [
        r#"{"monospace": {"size": "0.5em"}}"#,
        r#"{"base": "JetBrains Mono"}"#,
        r#"{"headings": "JetBrains Mono"}"#,
    ];
    let typography =
        typography.map(|typography| format!("{{\"typography\": {typography}}}"));
    let cases: Vec<(&String, Brand)> = print
        .iter()
        .chain(&typography)
        .map(|brand| (brand, read(brand)))
        .collect();
    // Long enough for a second page.
    let text = "Text.\n\n".repeat(60);
    let body = format!("# One\n\n`code`\n\n# Two\n\n{text}");
    let silent: Vec<(&str, String)> = deep(|| {
        let system = site();
        let printer = Printer::new(&system);
        let silent = |template: &&'static str| {
            let plain = printer.print(template, &body, &read("{}"));
            let changes_nothing = |(_, brand): &&(&String, Brand)| {
                printer.print(template, &body, brand) == plain
            };
            let silent = cases.iter().filter(changes_nothing);
            silent
                .map(|(text, _)| (*template, (*text).clone()))
                .collect::<Vec<_>>()
        };
        TEMPLATES.par_iter().flat_map(silent).collect()
    });
    assert!(silent.is_empty(), "these change nothing: {silent:#?}");
}
