//! Brand files: what is read from them, mistakes in them, the fonts they ask for.

use std::path::Path;

use offprint::driver::{Project, render};
use offprint::source::Source;
use offprint::system::Memory;
use serde_json::{Map, Value};

const PAGE: &str = include_str!("../kitchen/page.md");
const BRAND: &str = include_str!("../kitchen/brand.yml");

/// The kitchen sink with a brand, which may be JSON: that is YAML.
fn kitchen(brand: &str) -> Memory {
    crate::project::site(PAGE).with("_brand.yml", brand)
}

fn brand() -> Value {
    let source = Source::new("brand.yml", BRAND);
    let (settings, diagnostics) = offprint::front_matter::yaml::parse_file(&source);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    serde_json::to_value(settings).expect("JSON")
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

/// The keys of the standard, as the documentation lists them: `*` is any name or number.
fn standard() -> Vec<Vec<&'static str>> {
    let text = include_str!("../../docs/brand.md");
    let (_, table) = text.split_once("| key of the standard |").expect("a table");
    let rows = table.lines().skip(2).map_while(|line| line.strip_prefix("| "));
    let keys = rows.flat_map(|row| {
        let (keys, _) = row.split_once(" | ").expect("two cells");
        keys.split(", ")
    });
    keys.map(|key| key.trim_matches('`').split('.').collect()).collect()
}

/// The paths of all values, lists and maps among them.
fn paths(value: &Value, path: &[String], out: &mut Vec<Vec<String>>) {
    let mut below = |key: String, value: &Value| {
        let path = [path, &[key]].concat();
        out.push(path.clone());
        paths(value, &path, out);
    };
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| below(key.clone(), value));
        }
        Value::Array(list) => {
            (0..)
                .zip(list)
                .for_each(|(at, value): (usize, _)| below(at.to_string(), value));
        }
        _ => {}
    }
}

const STANDARD: [&str; 2] = [
    include_str!("../kitchen/standard.yml"),
    include_str!("../kitchen/standard-short.yml"),
];

/// The fixtures have every key that the documentation lists, and it lists every key that they
/// have.
#[test]
fn every_key_of_the_standard_is_documented() {
    let mut used = Vec::new();
    for text in STANDARD {
        let (settings, told) =
            offprint::front_matter::yaml::parse_file(&Source::new("brand.yml", text));
        assert!(told.is_empty(), "{told:#?}");
        paths(&serde_json::to_value(settings).expect("JSON"), &[], &mut used);
    }
    let is = |key: &[&str], path: &[String]| {
        let same = |(key, name): (&&str, &String)| *key == "*" || key == name;
        key.len() == path.len() && key.iter().zip(path).all(same)
    };
    let known = standard();
    for key in &known {
        assert!(used.iter().any(|path| is(key, path)), "no fixture has {key:?}");
    }
    let starts = |key: &[&str], path: &[String]| {
        key.len() >= path.len() && is(&key[..path.len()], path)
    };
    for path in used.iter().filter(|path| path[0] != "defaults" || path.len() < 3) {
        assert!(known.iter().any(|key| starts(key, path)), "{path:?} is not documented");
    }
}

/// Every value of the standard arrives where templates and fonts are looked for.
#[test]
fn the_standard_is_read_whole() {
    let shown = STANDARD.map(|text| {
        let source = Source::new("brand.yml", text);
        let none = |_: &Path| Err(std::io::ErrorKind::NotFound.into());
        let (brand, told) = offprint::brand::Brand::read(&source, "x", &none);
        assert_eq!(crate::project::shown(told), "");
        let found = brand
            .pictures()
            .into_iter()
            .map(|path| (path.to_owned(), path.to_owned()));
        let json = brand.to_json(&found.collect(), "en");
        let keys =
            ["name", "full-name", "home", "links", "logos", "color", "palette", "font"];
        let mut lines: Vec<String> = Vec::new();
        for key in keys {
            leaves(&json[key], key, &mut lines);
        }
        lines.extend(brand.wanted.iter().map(|wanted| format!("{wanted:?}")));
        lines.join("\n")
    });
    insta::assert_snapshot!(shown.join("\n\n"));
}

/// A line for each value.
fn leaves(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            map.iter()
                .for_each(|(key, value)| leaves(value, &format!("{path}.{key}"), out));
        }
        Value::Array(_) | Value::Null => out.push(format!("{path}: {value}")),
        _ => out.push(format!("{path}: {}", value.to_string().trim_matches('"'))),
    }
}
