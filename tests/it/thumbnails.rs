//! Pictures beside the PDFs.

use std::path::Path;

use offprint::driver::{BuildOptions, Project, Thumbnails, build};
use offprint::raster::Format;
use offprint::system::System;

use crate::project::{page, site};

#[test]
fn pages_and_the_card_are_pictures_beside_the_pdf() {
    let system = site(&page("## Ett\n\nText.\n"));
    let (mut project, _) =
        Project::open(&system, Path::new("."), None).expect("a project");
    for (format, extension) in [(Format::Png, "png"), (Format::Webp, "webp")] {
        project.thumbnails = Thumbnails {
            width: Some(210),
            pages: vec![1, 2, 9],
            card: true,
            format,
        };
        let options = BuildOptions {
            paths: vec!["content/page.md".into()],
            ..BuildOptions::default()
        };
        let summary = build(&project, &options);
        let codes: Vec<&str> = summary.documents[0]
            .diagnostics
            .iter()
            .map(|found| found.code)
            .collect();
        assert_eq!(codes, ["thumbnail-page-missing"], "page 9");
        let size = |name: &str| {
            let bytes = system.read(Path::new(&format!("output/{name}.{extension}")));
            let picture =
                image::load_from_memory(&bytes.expect("a file")).expect("a picture");
            (picture.width(), picture.height())
        };
        assert_eq!(size("page"), (210, 297));
        assert_eq!(size("page-2"), (210, 297));
        assert_eq!(size("page-card"), (1200, 630));
    }
}
