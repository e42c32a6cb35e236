//! The bytes of a picture, made ready for print: checked, turned into a format that may stand
//! in an accessible PDF, and freed of what would reach out of it. Names lie; bytes decide.

use std::io::Cursor;
use std::path::Path;

use data_url::DataUrl;
use image::{ImageFormat, ImageReader};

use super::Images;
use crate::diagnostic::Diagnostic;
use crate::document::{ComponentNode, Field, FieldValue, Picture};
use crate::drawing::{self, Unusable};
use crate::raster;
use crate::source::Span;
use crate::svg;

/// A picture that can be printed.
struct Printable {
    extension: &'static str,
    bytes: Vec<u8>,
    /// What was taken out of it.
    removed: Vec<String>,
}

/// Why a picture cannot be printed, and the way out.
struct Unprintable {
    message: String,
    hint: &'static str,
}

impl Images<'_> {
    /// The picture in the file at `path`.
    pub(super) fn load(&mut self, path: &Path, span: Span) -> Picture {
        let bytes = crate::system::read_within(
            self.context.system,
            &self.context.site.root,
            path,
        );
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                let message =
                    format!("cannot read the picture `{}`: {error}", path.display());
                let source = &self.context.page.source;
                self.diagnostics.push(
                    Diagnostic::error("image-unreadable", message).at(source, span),
                );
                return Picture::Missing;
            }
        };
        self.take(path, bytes, span)
    }

    /// The picture of these bytes, known by `path`.
    pub(super) fn take(&mut self, path: &Path, bytes: Vec<u8>, span: Span) -> Picture {
        let source = &self.context.page.source;
        let name = path.display();
        if let Some((width, height)) = raster::too_large(&bytes) {
            let message = format!(
                "the picture `{name}` has {width} × {height} pixels, more than fit into memory"
            );
            let hint =
                "make it smaller: a whole page has 2480 × 3508 pixels at 300 to the inch";
            self.diagnostics.push(
                Diagnostic::error("image-too-large", message)
                    .at(source, span)
                    .hint(hint),
            );
            return Picture::Missing;
        }
        if raster::is_cmyk(&bytes) {
            let message = format!("`{name}` is in the colours of a press (CMYK)");
            let hint = "its colours are turned into those of a screen without its profile; convert it to sRGB to decide how";
            self.diagnostics.push(
                Diagnostic::warning("image-cmyk", message).at(source, span).hint(hint),
            );
        }
        match printable(bytes) {
            Ok(printable) => {
                self.cleaned(path, &printable.removed, span);
                let Printable { extension, bytes, .. } = printable;
                Picture::File(self.assets.add(path, extension, bytes))
            }
            Err(Unprintable { message, hint }) => {
                self.diagnostics.push(
                    Diagnostic::error("image-format", format!("`{name}` {message}"))
                        .at(source, span)
                        .hint(hint),
                );
                Picture::Missing
            }
        }
    }

    /// A picture that is written into the page itself (`data:`, RFC 2397).
    pub(super) fn inline_data(&mut self, url: &str, span: Span) -> Picture {
        let bytes = DataUrl::process(url).ok().and_then(|data| data.decode_to_vec().ok());
        if let Some((bytes, _)) = bytes {
            const SHOWN: usize = 32;
            let name: String = url.chars().take(SHOWN).collect();
            let digest = url.bytes().fold(0_u64, |sum, byte| {
                sum.wrapping_mul(31).wrapping_add(u64::from(byte))
            });
            return self.take(Path::new(&format!("{name}… ({digest:x})")), bytes, span);
        }
        let diagnostic =
            Diagnostic::error("image-format", "a `data:` picture that cannot be read");
        self.diagnostics.push(
            diagnostic
                .at(&self.context.page.source, span)
                .hint("put the picture into a file"),
        );
        Picture::Missing
    }

    /// The width of a picture divided by its height.
    pub(super) fn ratio(&self, path: &str) -> Option<f64> {
        let bytes = self.assets.files.get(path)?;
        let (width, height) = match format(bytes)? {
            "svg" => svg::size(&String::from_utf8_lossy(bytes))?,
            _ => {
                let reader = ImageReader::new(Cursor::new(bytes.as_ref()));
                let size = reader.with_guessed_format().ok()?.into_dimensions().ok()?;
                (f64::from(size.0), f64::from(size.1))
            }
        };
        (height > 0.0).then(|| width / height)
    }

    /// A figure with a height and no width is as wide as that makes it.
    pub(super) fn size_by_height(&mut self, node: &mut ComponentNode) {
        let Some(Field { span, value: FieldValue::Word(height) }) =
            node.fields.shift_remove("height")
        else {
            return;
        };
        let height = height.trim().trim_end_matches("px").trim().parse::<f64>().ok();
        let Some(Field { value: FieldValue::Image(Picture::File(path)), .. }) =
            node.fields.get("image")
        else {
            return;
        };
        let width = height.zip(self.ratio(path)).map(|(height, ratio)| height * ratio);
        if let Some(width) = width.filter(|_| !node.fields.contains_key("width")) {
            let value = FieldValue::Word(width.to_string());
            node.fields.insert("width", Field { span, value });
        }
    }

    /// Tells what an SVG is printed without.
    fn cleaned(&mut self, path: &Path, removed: &[String], span: Span) {
        if removed.is_empty() {
            return;
        }
        let names: Vec<String> = removed.iter().map(|name| format!("`{name}`")).collect();
        let message =
            format!("`{}` is printed without its {}", path.display(), names.join(", "));
        let hint = "scripts do not run on paper, and nothing is loaded from elsewhere";
        let diagnostic = Diagnostic::warning("image-svg-cleaned", message);
        self.diagnostics
            .push(diagnostic.at(&self.context.page.source, span).hint(hint));
    }
}

/// A picture ready for print, and the extension of its format. None if it cannot be printed.
#[must_use]
pub fn ready(bytes: Vec<u8>) -> Option<(&'static str, Vec<u8>)> {
    let printable = printable(bytes).ok()?;
    Some((printable.extension, printable.bytes))
}

fn printable(bytes: Vec<u8>) -> Result<Printable, Unprintable> {
    let plain = |extension, bytes| Printable { extension, bytes, removed: Vec::new() };
    match format(&bytes) {
        Some("svg") => drawn(&String::from_utf8_lossy(&bytes)),
        Some("pdf") => match drawing::of_pdf(bytes) {
            Ok(svg) => Ok(plain("svg", svg.into_bytes())),
            Err(Unusable::Unreadable) => Err(Unprintable {
                message: "is a PDF that cannot be read".to_owned(),
                hint: "save it anew without a password, or as SVG",
            }),
            Err(Unusable::WithoutFont) => Err(Unprintable {
                message: "is a PDF without the fonts of its text".to_owned(),
                hint: "save it with its fonts embedded, or as SVG",
            }),
        },
        Some(extension @ ("png" | "jpg" | "gif" | "webp")) => {
            if is_cut_off(extension, &bytes) {
                return Err(Unprintable {
                    message: "is damaged: its end is missing".to_owned(),
                    hint: "put the whole file there",
                });
            }
            Ok(match (extension, raster::jpeg_of_webp(&bytes)) {
                ("webp", Some(jpeg)) => plain("jpg", jpeg),
                _ => plain(extension, bytes),
            })
        }
        Some(other) => Err(Unprintable {
            message: format!(
                "is a picture in {}, which cannot be printed",
                other.to_uppercase()
            ),
            hint: "convert it to PNG, JPEG, WebP or SVG",
        }),
        None if bytes.is_empty() => Err(Unprintable {
            message: "is an empty file".to_owned(),
            hint: "put the picture there",
        }),
        None => Err(Unprintable {
            message: "is not a picture that can be printed".to_owned(),
            hint: "PNG, JPEG, GIF, WebP, SVG and PDF can; convert it to one of them",
        }),
    }
}

/// An SVG without what would reach out of it.
fn drawn(text: &str) -> Result<Printable, Unprintable> {
    let clean = svg::harmless(text);
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..roxmltree::ParsingOptions::default()
    };
    if let Err(error) = roxmltree::Document::parse_with_options(&clean.svg, options) {
        return Err(Unprintable {
            message: format!("is a damaged SVG: {error}"),
            hint: "open it in a drawing program and save it anew",
        });
    }
    Ok(Printable {
        extension: "svg",
        bytes: clean.svg.into_bytes(),
        removed: clean.removed,
    })
}

/// Whether a picture of pixels cannot be read to its end. What ends as its format wants is
/// taken for whole; only what does not is decoded.
fn is_cut_off(extension: &str, bytes: &[u8]) -> bool {
    const TAIL: usize = 4096;
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    let has = |end: &[u8]| tail.windows(end.len()).any(|window| window == end);
    let (ends, format) = match extension {
        "png" => (has(b"IEND"), ImageFormat::Png),
        "jpg" => (has(b"\xff\xd9"), ImageFormat::Jpeg),
        "gif" => (tail.ends_with(b";"), ImageFormat::Gif),
        _ => (is_whole_riff(bytes), ImageFormat::WebP),
    };
    !ends && ImageReader::with_format(Cursor::new(bytes), format).decode().is_err()
}

/// Whether a WebP is as long as it says.
fn is_whole_riff(bytes: &[u8]) -> bool {
    let length = bytes.get(4..8).and_then(|length| <[u8; 4]>::try_from(length).ok());
    let length = length.map_or(u32::MAX, u32::from_le_bytes);
    usize::try_from(length).is_ok_and(|length| bytes.len() >= length.saturating_add(8))
}

/// The format of a picture by its first bytes. None for what is no picture.
fn format(bytes: &[u8]) -> Option<&'static str> {
    let at = |offset: usize, magic: &[u8]| {
        bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    match () {
        () if at(0, b"\x89PNG\r\n\x1a\n") => Some("png"),
        () if at(0, b"\xff\xd8\xff") => Some("jpg"),
        () if at(0, b"GIF8") => Some("gif"),
        () if at(0, b"RIFF") && at(8, b"WEBP") => Some("webp"),
        () if at(0, b"%PDF-") => Some("pdf"),
        () if at(4, b"ftypavif") || at(4, b"ftypavis") => Some("avif"),
        () if at(4, b"ftypheic") || at(4, b"ftypheix") || at(4, b"ftypmif1") => {
            Some("heic")
        }
        () if at(0, b"\xff\x0a") || at(4, b"JXL ") => Some("jpeg xl"),
        () if at(0, b"II*\0") || at(0, b"MM\0*") => Some("tiff"),
        () if at(0, b"BM") && bytes.len() > 26 => Some("bmp"),
        () if at(0, b"\0\0\x01\0") => Some("ico"),
        () => is_svg(bytes).then_some("svg"),
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let start =
        String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default());
    start.trim_start_matches('\u{feff}').trim_start().starts_with('<')
        && start.contains("<svg")
}

#[cfg(test)]
mod tests {
    use super::{format, printable};

    #[test]
    fn formats_are_told_by_bytes() {
        let cases: &[(&[u8], Option<&str>)] = &[
            (b"\x89PNG\r\n\x1a\n...", Some("png")),
            (b"RIFF....WEBPVP8 ", Some("webp")),
            (b"<?xml version='1.0'?><svg/>", Some("svg")),
            (b"....ftypavif", Some("avif")),
            (b"....ftypheic", Some("heic")),
            (b"II*\0....", Some("tiff")),
            (b"<html>", None),
            (b"BMW", None),
            (b"", None),
        ];
        for (bytes, name) in cases {
            assert_eq!(format(bytes), *name, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_cannot_be_printed_is_told_in_plain_words() {
        let cases: &[(&[u8], &str)] = &[
            (b"....ftypavif", "is a picture in AVIF, which cannot be printed"),
            (b"", "is an empty file"),
            (b"hello", "is not a picture that can be printed"),
            (b"%PDF-1.4 no", "is a PDF that cannot be read"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", "is damaged: its end is missing"),
            (b"GIF89a\0", "is damaged: its end is missing"),
            (b"<svg><rect></svg>", "is a damaged SVG"),
        ];
        for (bytes, message) in cases {
            let told = printable(bytes.to_vec()).err().map(|why| why.message);
            assert!(
                told.as_ref().is_some_and(|told| told.starts_with(message)),
                "{told:?}"
            );
        }
    }
}
