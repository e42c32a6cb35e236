//! How large PDFs become: pictures at the size they are shown, and nothing in them that nobody
//! is to know.

use std::path::Path;
use std::sync::OnceLock;

use image::codecs::jpeg::JpegEncoder;
use lopdf::{Document, Object};
use offprint::driver::{Project, Rendered, render};
use offprint::profile::Profile;
use offprint::system::{Memory, Recording};

/// A picture of twelve megapixels with soft light, edges and grain, as a camera makes it: with
/// Exif, and with the place it was made at.
fn photograph() -> &'static [u8] {
    static PHOTOGRAPH: OnceLock<Vec<u8>> = OnceLock::new();
    PHOTOGRAPH.get_or_init(|| {
        let picture = image::RgbImage::from_fn(4000, 3000, |x, y| {
            let wave = |period: u32, at: u32| {
                let phase = at % period;
                (phase.min(period - phase) * 2 * 60 / period) as u8
            };
            let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)) >> 29;
            let soft = wave(1700, x + y / 2) + wave(311, x / 2 + y) + wave(23, x + 2 * y) / 3;
            let edge = if (x / 400 + y / 300) % 3 == 0 { 40 } else { 0 };
            let light = soft + edge + grain as u8;
            image::Rgb([light + 30, light, light / 2 + wave(900, y)])
        });
        let mut jpeg = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut jpeg, 92);
        picture.write_with_encoder(encoder).expect("a JPEG");
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0GPS 59.3293 N 18.0686 E";
        let mut out = jpeg[..2].to_vec();
        out.extend([0xff, 0xe1, 0, exif.len() as u8 + 2]);
        out.extend(exif);
        out.extend(&jpeg[2..]);
        out
    })
}

const PAGE: &str = "---\ntitle: Bilder\ndate: 2026-01-02\nlanguage: Sv\n---\n\n## Ett\n\n![Ljus över kullar](/photo.jpg)\n\nText.\n";

fn printed(profile: Option<Profile>, most: Option<usize>) -> Rendered {
    let system = Memory::new()
        .with("content/a.md", PAGE)
        .with("static/photo.jpg", photograph());
    let (mut project, _) =
        Project::open(&system, Path::new("."), None).expect("a project");
    let record = Recording::new(&system);
    project = project.recorded(&record);
    project.size.profile = profile;
    project.size.most = most;
    let (page, _) = project.page(Path::new("content/a.md")).expect("a page");
    render(&project, &page, "whitepaper", false)
}

/// Width in pixels and bytes of the pictures of a PDF.
fn pictures(pdf: &[u8]) -> Vec<(i64, usize)> {
    let document = Document::load_mem(pdf).expect("a readable PDF");
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let is_picture = |dict: &lopdf::Dictionary| {
        dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image".as_slice())
    };
    streams
        .filter(|stream| is_picture(&stream.dict))
        .map(|stream| {
            let width = stream.dict.get(b"Width").and_then(Object::as_i64);
            (width.expect("a width"), stream.content.len())
        })
        .collect()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|part| part == needle)
}

#[test]
fn a_photograph_of_twelve_megapixels_fits_into_an_e_mail() {
    let rendered = printed(Some(Profile::Email), None);
    let pdf = rendered.pdf.expect("a PDF");
    let [(width, bytes)] = pictures(&pdf)[..] else { panic!("one picture") };
    assert!(bytes <= 400_000, "{bytes} bytes");
    assert!((500..1200).contains(&width), "{width} pixels");
    assert!(pdf.len() <= 600_000, "{} bytes", pdf.len());
}

#[test]
fn the_place_a_photograph_was_made_at_goes_nowhere() {
    assert!(holds(photograph(), b"GPS 59"), "it is there before");
    let pdf = printed(None, None).pdf.expect("a PDF");
    assert_eq!(pictures(&pdf)[0].0, 4000, "as it was");
    assert!(!holds(&pdf, b"GPS 59") && !holds(&pdf, b"Exif"));
}

#[test]
fn pictures_get_coarser_until_the_pdf_is_small_enough() {
    let pdf = printed(Some(Profile::Print), Some(300_000)).pdf.expect("a PDF");
    assert!(pdf.len() <= 300_000, "{} bytes", pdf.len());
    let failed = printed(None, Some(20_000));
    assert!(failed.pdf.is_none());
    let told = failed.diagnostics.iter().find(|found| found.code == "pdf-too-large");
    let told = told.expect("it is told");
    assert!(
        told.hint
            .as_deref()
            .is_some_and(|hint| hint.contains("static/photo.jpg"))
    );
}

#[test]
fn what_is_kept_has_its_source_with_it() {
    let pdf = printed(Some(Profile::Archive), None).pdf.expect("a PDF");
    let document = Document::load_mem(&pdf).expect("a readable PDF");
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let plain = |stream: &lopdf::Stream| {
        stream
            .decompressed_content()
            .unwrap_or_else(|_| stream.content.clone())
    };
    let texts: Vec<Vec<u8>> = streams.map(plain).collect();
    assert!(texts.iter().any(|text| holds(text, b"<pdfaid:part>3</pdfaid:part>")));
    assert!(
        texts.iter().any(|text| text.starts_with(b"---\ntitle: Bilder\n")),
        "the source"
    );
    let entry = texts
        .iter()
        .find_map(|text| serde_json::from_slice::<serde_json::Value>(text).ok())
        .expect("what it was made of");
    assert_eq!(entry["page"], "content/a.md");
    assert_eq!(entry["title"], "Bilder");
    assert_eq!(entry["program"], offprint::driver::PROGRAM);
    for (path, bytes) in
        [("static/photo.jpg", photograph()), ("content/a.md", PAGE.as_bytes())]
    {
        let digest = format!("sha256:{}", offprint::system::digest(bytes));
        assert_eq!(entry["inputs"][path], digest, "{path}");
    }
    assert_eq!(entry["inputs"]["_brand.yml"], "absent");
}
