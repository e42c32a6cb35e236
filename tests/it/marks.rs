//! The marks of a draft, of what has expired and of what is confidential: words across the page
//! and at its foot, in every template. What they say is the business of `driver::marks`.

use std::path::Path;

use image::RgbImage;
use offprint::driver::{Project, Thumbnails, render};

const TEMPLATES: &[&str] =
    &["whitepaper", "policy", "brief", "datasheet", "report", "letter"];

const STATES: &[&str] =
    &["status: draft", "status: expired", "pdfclassification: Confidential"];

/// A page in the middle of a long document.
fn looked_at(template: &str, state: &str) -> RgbImage {
    let body =
        "Some words that make a line of text which goes on for a while.\n\n".repeat(90);
    let page = format!(
        "---\ntitle: Marks\ndate: 2026-05-04\nlanguage: en\n{state}\n---\n\n{body}"
    );
    let system = crate::project::site(&page);
    let (mut project, _) =
        Project::open(&system, Path::new("."), None).expect("a project");
    project.thumbnails = Thumbnails {
        width: Some(300),
        pages: (2..=2).collect(),
        ..Thumbnails::default()
    };
    let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
    let rendered = render(&project, &page, template, false);
    let picture = rendered.thumbnails.first().expect("a second page");
    image::load_from_memory(&picture.bytes).expect("a picture").to_rgb8()
}

/// How many pixels of every hundred from `top` to `bottom`, shares of the page, are others by
/// more than `least`.
fn changed(
    one: &RgbImage,
    other: &RgbImage,
    (top, bottom): (f64, f64),
    least: u8,
) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let height = f64::from(one.height());
    let inside = |y: u32| (top * height..bottom * height).contains(&f64::from(y));
    let pixels = one.enumerate_pixels().filter(|(_, y, _)| inside(*y));
    let (mut all, mut changed) = (0.0, 0.0);
    for (x, y, pixel) in pixels {
        all += 1.0;
        let new = other.get_pixel(x, y).0;
        if pixel.0.iter().zip(new).any(|(old, new)| old.abs_diff(new) > least) {
            changed += 1.0;
        }
    }
    100.0 * changed / all
}

#[test]
fn every_state_shows_behind_the_text_and_at_the_foot() {
    for template in TEMPLATES {
        let plain = looked_at(template, "");
        for state in STATES {
            let marked = looked_at(template, state);
            let across = changed(&plain, &marked, (0.3, 0.7), 6);
            let foot = changed(&plain, &marked, (0.9, 1.0), 40);
            assert!(across > 3.0, "{template}, {state}: {across} % behind the text");
            assert!(foot > 0.05, "{template}, {state}: {foot} % at the foot");
        }
    }
}
