//! What a brand says shows on the page: a brand that sets every key, and the same brand
//! without each of them.

use std::path::Path;

use offprint::brand::Brand;
use offprint::driver::{Project, render};
use offprint::page::Page;
use offprint::source::Source;
use offprint::system::Memory;
use rayon::prelude::*;
use serde_json::{Map, Value};

const PAGE: &str = include_str!("../kitchen/page.md");
const BRAND: &str = include_str!("../kitchen/brand.yml");

/// The kitchen sink with a brand, which may be JSON: that is YAML.
fn kitchen(brand: &str) -> Memory {
    crate::project::site(PAGE).with("_brand.yml", brand)
}

/// Prints the kitchen sink with one brand after the other: the fonts are read only once.
struct Printer<'s> {
    project: Project<'s>,
    page: Page,
}

impl<'s> Printer<'s> {
    fn new(system: &'s Memory) -> Self {
        let (project, warnings) = Project::open(system, Path::new("."), None)
            .unwrap_or_else(|found| panic!("{found:#?}"));
        assert!(warnings.is_empty(), "{warnings:#?}");
        let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
        Self { project, page }
    }

    fn print(&self, brand: &str) -> Vec<u8> {
        let source = Source::new("_brand.yml", brand);
        let (brand, found) =
            Brand::read(&source, "x", &|_| Err(std::io::ErrorKind::NotFound.into()));
        // Without one of its colours another may stand out too little: that is well told.
        let told = found.iter().filter(|found| found.code != "brand-contrast");
        assert_eq!(told.count(), 0, "{found:#?}");
        let project = self.project.in_brand(brand);
        let rendered = render(&project, &self.page, "whitepaper", false);
        assert!(rendered.diagnostics.is_empty(), "{:#?}", rendered.diagnostics);
        rendered.pdf.expect("a PDF")
    }
}

/// On a thread with the stack that the program gives its own.
fn deep<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(64 * 1024 * 1024);
    pool.build().expect("threads").install(run)
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

/// Keys that show only where others do not stand before them, and where that is shown.
const ELSEWHERE: &[&str] = &[
    // `first`, `odd` and `even` stand before them.
    "/defaults/offprint/header/left",
    "/defaults/offprint/header/center",
    "/defaults/offprint/header/right",
    "/defaults/offprint/footer/left",
    "/defaults/offprint/footer/center",
    "/defaults/offprint/footer/right",
    // The page of the kitchen has no picture: `covers_have_the_tones_of_the_brand`.
    "/defaults/offprint/cover/duotone",
    // The parts of `monospace` say the same.
    "/typography/monospace/size",
];

#[test]
fn every_key_for_print_shows() {
    let full = brand();
    let mut paths = Vec::new();
    leaves(&full["defaults"]["offprint"], "/defaults/offprint", &mut paths);
    leaves(&full["typography"], "/typography", &mut paths);
    paths.retain(|path| {
        !path.ends_with("/family")
            && !path.contains("/fonts")
            && !ELSEWHERE.contains(&path.as_str())
    });
    let silent = deep(move || {
        let system = kitchen("{}");
        let printer = Printer::new(&system);
        let all = printer.print(&full.to_string());
        let is_silent =
            |path: &String| printer.print(&without(&full, path).to_string()) == all;
        paths.into_par_iter().filter(is_silent).collect::<Vec<String>>()
    });
    assert_eq!(silent, Vec::<String>::new(), "these keys change nothing");
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
    ];
    let print = print.map(|print| format!("{{\"defaults\": {{\"offprint\": {print}}}}}"));
    let typography = [
        r#"{"monospace": {"size": "0.5em"}}"#,
        r#"{"base": "JetBrains Mono"}"#,
        r#"{"headings": "JetBrains Mono"}"#,
    ];
    let typography =
        typography.map(|typography| format!("{{\"typography\": {typography}}}"));
    let mut cases = [print.to_vec(), typography.to_vec()].concat();
    deep(|| {
        let system = kitchen("{}");
        let printer = Printer::new(&system);
        let plain = printer.print("{}");
        cases.retain(|brand| printer.print(brand) == plain);
        assert_eq!(cases, Vec::<String>::new(), "these change nothing");
    });
}

#[test]
fn covers_have_the_tones_of_the_brand() {
    let toned = |front: &str, print: &str| {
        let page = format!("---\ntitle: T\ndate: 2026-01-01\ncover: a.svg\n{front}---\n");
        let brand = format!("{{\"defaults\": {{\"offprint\": {{\"cover\": {print}}}}}}}");
        let system = crate::project::site(&page).with("_brand.yml", brand.as_str());
        let prepared = crate::project::with_page(&system, |project, page, _| {
            offprint::driver::prepare(project, page, "whitepaper")
        });
        let data: Value =
            serde_json::from_slice(&prepared.files.0["/data.json"]).expect("JSON");
        data["cover"]["toned"].as_str().map(str::to_owned)
    };
    let ground = Some("ground".to_owned());
    assert_eq!(toned("", "{}"), ground);
    assert_eq!(toned("duotone: false\n", "{}"), None);
    assert_eq!(toned("", "{\"duotone\": false}"), None);
    assert_eq!(toned("duotone: true\n", "{\"duotone\": false}"), ground);
    assert_eq!(toned("", "{\"overlay\": 40}"), None, "a veil wants pictures as they are");
}

/// The fixture is whole: it sets every key of the schema but those that are shown otherwise.
#[test]
fn the_fixture_sets_every_key() {
    const OTHERWISE: &[&str] = &[
        "/extends",
        "/fallback",
        "/page/size",
        "/page/margins/left",
        "/page/margins/right",
    ];
    let schema = offprint::brand::schema();
    let full = brand();
    let mut missing = Vec::new();
    let print = schema.pointer("/$defs/Print").expect("the schema of print");
    walk(&schema, print, &full["defaults"]["offprint"], "", &mut missing);
    // Levels of headings have the same keys: the first sets all but the one that the last sets.
    let is_set =
        |path: &String| path.starts_with("/headings/h") && path != "/headings/h1";
    missing.retain(|path| !OTHERWISE.contains(&path.as_str()) && !is_set(path));
    assert_eq!(missing, Vec::<String>::new());
}

fn walk(
    schema: &Value,
    node: &Value,
    set: &Value,
    path: &str,
    missing: &mut Vec<String>,
) {
    let empty = Map::new();
    let keys = node.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    for (key, child) in keys {
        let here = format!("{path}/{key}");
        match set.get(key) {
            None => missing.push(here),
            Some(value) => {
                let reference =
                    child.get("$ref").or_else(|| child.pointer("/anyOf/0/$ref"));
                let target = reference
                    .and_then(Value::as_str)
                    .and_then(|at| schema.pointer(&at[1..]));
                if let Some(target) = target {
                    walk(schema, target, value, &here, missing);
                }
            }
        }
    }
}

#[test]
fn mistakes_in_a_brand_file() {
    let system = kitchen(
        "meta: { name: [A] }\ncolr: {}\nextends: base.yml\ncolor:\n  palette: { a: b, b: a }\n  primary: a\n  secondary: nope\n\
         typography:\n  base: { family: Figtree, size: big, weight: 1000 }\n  fonts:\n    - { family: Nowhere, source: google, weight: [400, 600] }\n    - { family: Local, source: file, files: [fonts/none.ttf, \"https://a.example/x.woff2\"] }\n    - source: bunny\n\
         defaults:\n  offprint:\n    page: { size: A4, margin: 2cm }\n    folio: { style: one }\n    headings: { h7: {} }\n    contents: { depth: 9 }\n",
    );
    let Err(found) = Project::open(&system, Path::new("."), None) else {
        panic!("the project opens");
    };
    insta::assert_snapshot!(crate::project::shown(found));
}

#[test]
fn the_environment_names_the_brand() {
    let system = kitchen("meta: { name: Usual }")
        .with(
            "group/_brand.yml",
            "meta: { name: Group }\nlogo: { path: own.svg, alt: G }\n",
        )
        .with(
            "group/own.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>",
        )
        .with_variable("BRAND_YML_PATH", "group");
    let root = Path::new(".");
    let (project, _) = Project::open(&system, root, None).expect("a project");
    assert_eq!(project.brand.name, "Group");
    let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
    let prepared = offprint::driver::prepare(&project, &page, "whitepaper");
    let brand = prepared.files.text("/brand.json").expect("the brand");
    let brand: Value = serde_json::from_str(&brand).expect("JSON");
    assert!(brand["logo"]["light"].is_string(), "{:#?}", prepared.diagnostics);
    let system = system.with_variable("BRAND_YML_PATH", "none.yml");
    assert!(Project::open(&system, root, None).is_err());
}

#[test]
fn fonts_are_listed_and_letters_without_one_are_told() {
    let page = crate::project::page("Hej שלום x\n\n`\u{1f9ff}` och \u{13000}\n");
    let system = crate::project::site(&page).with(
        "_brand.yml",
        "typography:\n  fonts:\n    - { family: Figtree, source: google, weight: [400, 900] }\n  headings: Figtree\n  base: Nowhere\n",
    );
    let (project, _) = Project::open(&system, Path::new("."), None).expect("a project");
    let found =
        offprint::driver::fonts(&project, &["content/page.md".into()]).expect("a page");
    let faces = |family: &str| {
        let part = found
            .json
            .parts
            .iter()
            .find(|part| part.family == family)
            .expect("listed");
        let face = |face: &offprint::driver::FaceJson| (face.weight, face.from.is_some());
        part.faces.iter().map(face).collect::<Vec<_>>()
    };
    assert_eq!(faces("Figtree"), [(400, true), (900, false)]);
    assert_eq!(faces("Nowhere"), [(400, false)]);
    insta::assert_snapshot!(crate::project::shown(found.diagnostics));
    let places: Vec<&str> = found
        .json
        .characters
        .iter()
        .flat_map(|character| character.places.iter().map(String::as_str))
        .collect();
    assert!(places.contains(&"content/page.md:7:9"), "{places:?}");
    // What no font has is an error of the build, too, not an empty box.
    let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
    let rendered = render(&project, &page, "whitepaper", false);
    assert!(rendered.pdf.is_none());
    assert!(rendered.diagnostics.iter().any(|found| found.code == "glyph-missing"));
}
