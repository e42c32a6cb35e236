//! Brand files and what they become.

use std::io;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Brand, BrandAssets};
use crate::source::Source;

/// What a file becomes, and what is told with its line.
fn read(text: &str) -> (Brand, Vec<(usize, String)>) {
    read_with(text, &|_| Err(io::ErrorKind::NotFound.into()))
}

fn read_with(text: &str, open: super::Open<'_>) -> (Brand, Vec<(usize, String)>) {
    let (brand, diagnostics) = Brand::read(&Source::new("_brand.yml", text), "x", open);
    let told = |d: crate::diagnostic::Diagnostic| {
        (d.place.map_or(0, |place| place.position().line), d.message)
    };
    (brand, diagnostics.into_iter().map(told).collect())
}

fn lines(text: &str) -> Vec<usize> {
    let mut lines: Vec<usize> = read(text).1.iter().map(|(line, _)| *line).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn templates_get_every_key() {
    let (brand, told) = read("");
    assert_eq!(told, []);
    let json = brand.to_json(&BrandAssets::default(), "sv");
    let keys: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let wanted = [
        "name",
        "full-name",
        "home",
        "links",
        "logo",
        "logos",
        "color",
        "palette",
        "font",
        "logo-use",
        "links-use",
        "page",
        "cover",
        "header",
        "footer",
        "folio",
        "contents",
        "text",
        "headings",
        "numbering",
        "tables",
        "callouts",
        "captions",
        "quotes",
        "asides",
        "code",
        "watermark",
        "closing",
        "legal",
        "contact",
    ];
    assert_eq!(keys, wanted);
    assert!(json["logo"].is_null() && json["contact"].is_null());
    assert_eq!(json["color"].as_object().unwrap().len(), 12);
    assert_eq!(json["font"]["base"]["family"][0], "Source Serif 4");
    assert_eq!(json["cover"]["image"], serde_json::Value::Null);
}

#[test]
fn a_brand_is_read() {
    let text = "meta: { name: { short: Nordanvik, full: Nordanvik AB }, link: https://a.example }\n\
        logo: { images: { m: { path: l.svg, alt: Nordanvik } }, medium: { light: m, dark: d.svg }, small: s.svg }\n\
        color: { palette: { hav: '#0b3954', djup: hav }, primary: djup, secondary: '#2a9d8f' }\n\
        typography: { base: { family: Spectral, size: 11pt, line-height: 1.5 }, headings: Figtree, monospace: { size: 0.9em }, monospace-block: { color: djup } }\n";
    let (brand, told) = read(text);
    assert_eq!(told, []);
    assert_eq!(brand.name, "Nordanvik");
    assert_eq!(brand.full_name.as_deref(), Some("Nordanvik AB"));
    assert_eq!(brand.links["home"], "https://a.example");
    assert_eq!(brand.color.primary.to_string(), "#0b3954");
    assert_eq!(brand.color.link.to_string(), "#0b3954");
    let logos = brand.logos.clone().unwrap();
    let shown =
        |logo: &super::Logo| [logo.light.clone(), logo.dark.clone(), logo.alt.clone()];
    assert_eq!(shown(&logos.large), ["l.svg", "d.svg", "Nordanvik"]);
    assert_eq!(shown(&logos.small), ["s.svg", "s.svg", "Nordanvik"]);
    let json = brand.to_json(&BrandAssets::default(), "sv");
    assert_eq!(
        json["font"]["base"]["family"],
        serde_json::json!(["Spectral", "Source Serif 4"])
    );
    assert_eq!(json["font"]["base"]["line-height"], 1.5);
    // Code in blocks is code: what it does not say itself, `monospace` says.
    assert_eq!(json["font"]["monospace-block"]["size"], "0.9em");
    assert_eq!(json["font"]["monospace-block"]["color"], "#0b3954");
}

#[test]
fn pictures_that_were_not_found_stay_away() {
    let (brand, _) = read("logo: { light: l.svg, dark: d.svg }");
    assert!(brand.to_json(&BrandAssets::default(), "sv")["logo"].is_null());
    let assets: BrandAssets =
        [("d.svg".to_owned(), "/d.svg".to_owned())].into_iter().collect();
    let logo = &brand.to_json(&assets, "sv")["logo"];
    assert_eq!((&logo["light"], &logo["alt"]), (&"/d.svg".into(), &"x".into()));
}

#[test]
fn contacts_are_read_as_written() {
    let text = "defaults:\n  offprint:\n    contact:\n      phone: +46105550100 # work\n      registration: 5590.10\n      address: |\n        A 1\n        B 2\n";
    let (brand, told) = read(text);
    assert_eq!(told, []);
    let contact = brand.print.contact.unwrap();
    assert_eq!(contact.phone.as_deref(), Some("+46105550100"));
    let registration = contact.registration.unwrap();
    assert_eq!(registration.said_in("sv"), Some("5590.10"));
    assert_eq!(contact.address.unwrap().0, ["A 1", "B 2"]);
}

#[test]
fn mistakes_are_told_with_their_line() {
    let cases: &[(&str, &[usize])] = &[
        (
            "meta: A\ncolor: red\ntypography: [a]\ndefaults:\n  offprint:\n    cover: x\nmeta2: 1\n",
            &[1, 2, 3, 6, 7],
        ),
        (
            "meta:\n  name: A\nkolor: 1\ncolor:\n  palette: { a: '#111111' }\n  primary: bb\n",
            &[3, 6],
        ),
        (
            "typography:\n  base:\n    size: big\n    weight: 1000\n    color: nope\n  headings: { line-height: x, color: primry }\n",
            &[3, 4, 5, 6, 6],
        ),
        (
            "typography:\n  fonts:\n    - family: A\n      source: gogle\n    - family: B\n      wieght: 400\n    - source: file\n",
            &[4, 6, 7],
        ),
        ("extends: a.yml\n", &[1]),
        ("defaults:\n  bootstrap: { x: 1 }\n  ofprint: {}\n", &[3]),
    ];
    for (text, expected) in cases {
        assert_eq!(&lines(text), expected, "{:#?}", read(text).1);
    }
    let (_, told) =
        read("defaults: { offprint: { page: { size: A4 }, folio: { style: 7 } } }");
    let told: Vec<&str> = told.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(
        told,
        [
            "`size` cannot be `A4`; it is left out; did you mean `a4`?",
            "`style` cannot be `7`; it is left out",
        ]
    );
}

#[test]
fn names_lead_to_colours() {
    let (brand, told) = read(
        "color:\n  palette: { blue: '#0000aa', sea: blue, primary: sea, red: red }\n  \
         primary: primary\n  dark: foreground\n  foreground: { light: '#111111', dark: '#eeeeee' }\n\
         defaults: { offprint: { captions: { color: sea }, callouts: { tip: { color: dark } } } }\n",
    );
    assert_eq!(told, []);
    assert_eq!(brand.color.primary.to_string(), "#0000aa");
    assert_eq!(brand.color.dark.to_string(), "#111111");
    assert_eq!(brand.palette["red"].to_string(), "#ff0000");
    assert_eq!(brand.print.captions.color.unwrap().to_string(), "#0000aa");
    assert_eq!(brand.print.callouts["tip"].color.unwrap().to_string(), "#111111");
}

#[test]
fn colours_that_are_none_are_told_once_and_at_their_line() {
    let text = "color:\n  palette:\n    primary: '#12'\n    sea: primary\n    a: b\n    b: a\n  \
                primary: se\n  secondary: primary\ndefaults: { offprint: { cover: { color: x } } }\n";
    assert_eq!(lines(text), [3, 5, 6, 7, 9]);
}

#[test]
fn a_brand_extends_another() {
    let files = |path: &Path| -> io::Result<Arc<Source>> {
        let text = match path.to_str().unwrap() {
            "group/base.yml" => {
                "meta: { name: Group }\ncolor: { palette: { hav: '#0b3954' }, primary: hav, dark: nope }\n\
                 defaults: { offprint: { extends: deep.yml, legal: Group } }\n"
            }
            "group/deep.yml" => {
                "typography: { headings: Figtree }\ndefaults: { offprint: { legal: Deep, folio: { rule: false } } }\n"
            }
            _ => return Err(io::ErrorKind::NotFound.into()),
        };
        Ok(Source::new(path.display().to_string(), text))
    };
    let text = "meta: { name: Own }\ncolor: { secondary: hav }\ndefaults: { offprint: { extends: group/base.yml } }\n";
    let (brand, told) = read_with(text, &files);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].1.contains("`nope`") && told[0].0 == 2, "{told:#?}");
    assert_eq!(brand.name, "Own");
    assert_eq!(brand.color.secondary, brand.color.primary);
    assert_eq!(
        brand
            .print
            .legal
            .and_then(|legal| legal.said_in("sv").map(str::to_owned))
            .as_deref(),
        Some("Group")
    );
    assert_eq!(brand.print.folio.rule, Some(false));
    assert_eq!(brand.folders, [Path::new(""), Path::new("group"), Path::new("group")]);
}

#[test]
fn extending_in_a_circle_is_refused() {
    let text = "defaults: { offprint: { extends: _brand.yml } }\n";
    let (_, told) = read(text);
    assert_eq!(told, [(1, "`_brand.yml` is extended in a circle".to_owned())]);
    let (_, told) = read("defaults:\n  offprint:\n    extends: none.yml\n");
    assert_eq!(told[0].0, 3);
}

#[test]
fn families_for_scripts_stand_before_those_of_the_program() {
    let (brand, told) = read(
        "typography: { base: A }\ndefaults: { offprint: { fallback: { hebrew: [H, I], other: O } } }\n",
    );
    assert_eq!(told, []);
    let names: Vec<&str> =
        brand.font.base.family.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["A", "H", "I", "O", "Source Serif 4"]);
    assert_eq!(brand.font.base.family[1].covers, Some(r"[\p{Hebrew}]"));
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_makes_a_brand(parts in prop::collection::vec(prop::sample::select(vec![
        "color:\n", "  palette:\n", "    a: b\n", "    b: a\n", "  primary: a\n",
        "  primary: '#fff'\n", "  dark: light\n", "  light: dark\n", "typography:\n",
        "  base:\n", "    size: 1\n", "    color: primary\n", "logo:\n", "x: å\n",
        "logo: {images: {a: {path: x}}, large: a}\n", "meta:\n", "  name: [1]\n",
        "defaults:\n", "  offprint:\n", "    contact: {phone: +1, registration: 2}\n",
        "    cover: {color: a}\n", "    fallback: [a]\n", "    header: {odd: {left: 1}}\n",
        "  fonts:\n", "  - family: a\n", "    weight: [400, bold]\n", "    files: [x]\n",
    ]), 0..20)) {
        let (brand, _) = read(&parts.concat());
        let json = brand.to_json(&BrandAssets::default(), "sv");
        prop_assert!(json["color"]["primary"].is_string());
    }
}
