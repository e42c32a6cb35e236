//! The pictures of a laid out document: how large each is shown, and smaller ones in their
//! place. Layout is done by then, so nothing moves, whatever a picture weighs.

use std::collections::BTreeMap;
use std::sync::Arc;

use image::DynamicImage;
use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem, Size, Transform};
use typst::model::Document as _;
use typst::syntax::Span;
use typst::text::TextItem;
use typst::utils::hash128;
use typst::visualize::{ExchangeFormat, Image, ImageKind, RasterImage};
use typst_layout::{Page, PagedDocument};

use crate::compile::Compiled;
use crate::frames::{self, Look};

/// A picture of pixels, once however often it is shown.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What it is told from others by.
    pub digest: u128,
    /// The file.
    pub bytes: Arc<[u8]>,
    /// Its pixels, turned as they are seen.
    pub pixels: Arc<DynamicImage>,
    /// Its colour profile.
    pub icc: Option<Vec<u8>>,
    /// The largest width it is shown at, in points.
    pub width: f64,
    /// The largest height it is shown at, in points.
    pub height: f64,
}

/// Files that take the place of pictures, by their digest.
pub type Replacements = BTreeMap<u128, Arc<[u8]>>;

impl Compiled<'_> {
    /// The pictures of all pages. Those inside drawings (SVG) are not among them.
    #[must_use]
    pub fn pictures(&self) -> Vec<Picture> {
        let mut found = Found::default();
        for page in self.laid_out.pages() {
            frames::walk(&page.frame, &mut found);
        }
        found.0.into_values().collect()
    }

    /// The virtual paths of pictures among the files of the document.
    #[must_use]
    pub fn paths_of(&self, pictures: &[Picture]) -> Vec<String> {
        let files = &self.world.files().0;
        let path = |picture: &Picture| {
            let mut same = files.iter().filter(|(_, bytes)| **bytes == picture.bytes);
            same.next().map(|(path, _)| path.clone()).unwrap_or_default()
        };
        pictures.iter().map(path).collect()
    }

    /// Puts other files in the place of pictures as they were laid out; each is shown as large
    /// as that was.
    pub fn replace_pictures(&mut self, replacements: &Replacements) {
        let images: BTreeMap<u128, RasterImage> = replacements
            .iter()
            .filter_map(|(digest, bytes)| Some((*digest, raster(bytes)?)))
            .collect();
        let pages = self.laid_out.pages().iter().map(|page| {
            let mut page: Page = page.clone();
            replace(&mut page.frame, &images);
            page
        });
        let info = self.laid_out.info().clone();
        self.document = PagedDocument::new(pages.collect(), info);
    }
}

fn raster(bytes: &Arc<[u8]>) -> Option<RasterImage> {
    let format = ExchangeFormat::detect(bytes)?;
    RasterImage::new(Bytes::new(Arc::clone(bytes)), format, Smart::Auto).ok()
}

/// How much larger than it is something is shown, across and down.
fn scale_of(transform: &Transform) -> (f64, f64) {
    let across = transform.sx.get().hypot(transform.ky.get());
    let down = transform.kx.get().hypot(transform.sy.get());
    (across, down)
}

/// What was found, by digest.
#[derive(Default)]
struct Found(BTreeMap<u128, Picture>);

impl Look for Found {
    fn text(&mut self, _text: &TextItem, _here: Transform) {}

    fn image(&mut self, image: &Image, size: Size, _mark: Span, here: Transform) {
        let ImageKind::Raster(raster) = image.kind() else { return };
        let digest = hash128(raster.data());
        let picture = self.0.entry(digest).or_insert_with(|| Picture {
            digest,
            bytes: raster.data().as_slice().into(),
            pixels: Arc::clone(raster.dynamic()),
            icc: raster.icc().map(|icc| icc.to_vec()),
            width: 0.0,
            height: 0.0,
        });
        let (across, down) = scale_of(&here);
        picture.width = picture.width.max(size.x.to_pt() * across);
        picture.height = picture.height.max(size.y.to_pt() * down);
    }
}

fn replace(frame: &mut Frame, images: &BTreeMap<u128, RasterImage>) {
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => replace(&mut group.frame, images),
            FrameItem::Image(image, ..) => {
                if let ImageKind::Raster(raster) = image.kind()
                    && let Some(other) = images.get(&hash128(raster.data()))
                {
                    let alt = image.alt().map(Into::into);
                    *image = Image::new(other.clone(), alt, image.scaling());
                }
            }
            _ => {}
        }
        true
    });
}
