//! Golden pictures: a page with every component in every built-in template, compared with how
//! it looked when somebody last looked at it.
//!
//! `OFFPRINT_GOLDEN=update cargo test golden` takes the pictures anew. Where one differs, the
//! old one, the new one and what differs stand side by side in `target/golden/`.

use std::fs;
use std::path::{Path, PathBuf};

use image::{GenericImage, ImageFormat, Rgb, RgbImage};
use offprint::driver::{Project, Thumbnails, render};
use offprint::raster::{self, Format};
use rayon::prelude::*;

const PAGE: &str = include_str!("../kitchen/page.md");
const TEMPLATES: &[&str] =
    &["whitepaper", "policy", "brief", "datasheet", "report", "letter"];

/// The width of a page in pixels, and how many stand in a row.
const WIDTH: u32 = 210;
const ROW: u32 = 5;

/// Another processor may round the edge of a letter otherwise. A pixel differs if a channel
/// does by more than this, a picture if more than this share of its pixels do.
const CHANNEL: u8 = 40;
const SHARE: f64 = 0.001;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// All pages of the kitchen sink in a template on one sheet.
fn sheet(template: &str) -> RgbImage {
    let system = crate::project::site(PAGE);
    let (mut project, _) =
        Project::open(&system, Path::new("."), None).expect("a project");
    project.thumbnails = Thumbnails {
        width: Some(WIDTH),
        pages: (1..=40).collect(),
        ..Thumbnails::default()
    };
    let (page, _) = project.page(Path::new("content/page.md")).expect("the page");
    let rendered = render(&project, &page, template, false);
    assert!(rendered.pdf.is_some(), "{template}: {:#?}", rendered.diagnostics);
    let pages: Vec<RgbImage> = rendered
        .thumbnails
        .iter()
        .map(|one| image::load_from_memory(&one.bytes).expect("a picture").to_rgb8())
        .collect();
    let high = pages.iter().map(RgbImage::height).max().expect("a page");
    let rows = u32::try_from(pages.len()).expect("few pages").div_ceil(ROW);
    let mut sheet = RgbImage::from_pixel(ROW * WIDTH, rows * high, Rgb([120; 3]));
    for (at, page) in (0..).zip(&pages) {
        let (x, y) = (at % ROW * WIDTH, at / ROW * high);
        sheet.copy_from(page, x, y).expect("it fits");
    }
    sheet
}

fn differs(a: &Rgb<u8>, b: &Rgb<u8>) -> bool {
    a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > CHANNEL)
}

/// What was expected, what was found, and in red what differs.
fn side_by_side(wanted: &RgbImage, found: &RgbImage) -> RgbImage {
    let (width, height) =
        (wanted.width().max(found.width()), wanted.height().max(found.height()));
    let mut out = RgbImage::from_pixel(width * 3, height, Rgb([255; 3]));
    out.copy_from(wanted, 0, 0).expect("it fits");
    out.copy_from(found, width, 0).expect("it fits");
    for (x, y, pixel) in found.enumerate_pixels() {
        let same = wanted.get_pixel_checked(x, y).is_some_and(|old| !differs(old, pixel));
        let grey = Rgb([pixel.0[1] / 3 + 170; 3]);
        out.put_pixel(width * 2 + x, y, if same { grey } else { Rgb([220, 0, 0]) });
    }
    out
}

/// The share of pixels that differ; all of them if the sheets have other sizes.
fn difference(wanted: &RgbImage, found: &RgbImage) -> f64 {
    if wanted.dimensions() != found.dimensions() {
        return 1.0;
    }
    let changed = wanted.pixels().zip(found.pixels()).filter(|(a, b)| differs(a, b));
    changed.count() as f64 / f64::from(wanted.width() * wanted.height())
}

#[test]
fn templates_look_as_they_did() {
    let update = std::env::var("OFFPRINT_GOLDEN").is_ok_and(|value| value == "update");
    let compare = |template: &&str| {
        let found = sheet(template);
        let path = folder("tests/golden").join(format!("{template}.png"));
        if update {
            let bytes = raster::encode(found.into(), Format::Png).expect("a PNG");
            fs::write(&path, bytes).expect("written");
            return None;
        }
        let wanted = match fs::read(&path) {
            Ok(bytes) => image::load_from_memory(&bytes).expect("a picture").to_rgb8(),
            Err(_) => RgbImage::new(1, 1),
        };
        let share = difference(&wanted, &found);
        (share > SHARE).then(|| {
            let shown = folder("target/golden").join(format!("{template}.png"));
            fs::create_dir_all(folder("target/golden")).expect("a folder");
            side_by_side(&wanted, &found)
                .save_with_format(&shown, ImageFormat::Png)
                .expect("written");
            format!("{template}: {:.2} % differ, see {}", share * 100.0, shown.display())
        })
    };
    let pool = rayon::ThreadPoolBuilder::new().stack_size(64 * 1024 * 1024);
    let told: Vec<String> = pool
        .build()
        .expect("threads")
        .install(|| TEMPLATES.par_iter().filter_map(compare).collect());
    assert_eq!(told, Vec::<String>::new(), "take them anew: OFFPRINT_GOLDEN=update");
}

#[test]
fn a_small_change_is_seen_and_noise_is_not() {
    let plain = RgbImage::from_pixel(100, 100, Rgb([200; 3]));
    let mut noisy = plain.clone();
    noisy.pixels_mut().for_each(|pixel| pixel.0[0] -= CHANNEL);
    assert!(difference(&plain, &noisy) <= SHARE);
    let mut changed = plain.clone();
    (0..12).for_each(|x| changed.put_pixel(x, 50, Rgb([90; 3])));
    assert!(difference(&plain, &changed) > SHARE);
    assert!(difference(&plain, &RgbImage::new(100, 99)) > SHARE);
}
