//! How large a PDF becomes: pictures with no more pixels than their size on paper needs, and
//! ever fewer until a PDF is as small as it has to be.

use std::sync::Arc;

use rayon::prelude::*;

use crate::compile::Compiled;
use crate::diagnostic::Diagnostic;
use crate::pdf;
use crate::pictures::{Picture, Replacements};
use crate::profile::{Fineness, Profile, coarser};
use crate::raster::{self, Target};

/// What a PDF is made for, and how large it may become.
#[derive(Debug, Clone, Default)]
pub struct Size {
    /// What it is made for; pictures stay as they are unless given.
    pub profile: Option<Profile>,
    /// The most bytes it may have.
    pub most: Option<usize>,
    /// Pictures that were made smaller.
    pub cache: Arc<raster::Cache>,
}

/// Writes the PDF in the size that is asked for.
///
/// # Errors
/// What keeps it from being accessible, and if it is too large, which pictures weigh what.
pub(super) fn export(
    size: &Size,
    compiled: &mut Compiled<'_>,
    identifier: &str,
    name: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let fineness = size.profile.and_then(Profile::fineness);
    let has_files = size.profile == Some(Profile::Archive);
    if fineness.is_none() && size.most.is_none() {
        return pdf::export(compiled, identifier, has_files);
    }
    let pictures = compiled.pictures();
    let mut made = Replacements::new();
    if let Some(fineness) = fineness {
        made = shrunk(size, &pictures, fineness);
        compiled.replace_pictures(&made);
    }
    let mut bytes = pdf::export(compiled, identifier, has_files)?;
    let Some(most) = size.most else { return Ok(bytes) };
    for fineness in coarser(fineness) {
        if bytes.len() <= most {
            return Ok(bytes);
        }
        made = shrunk(size, &pictures, fineness);
        compiled.replace_pictures(&made);
        bytes = pdf::export(compiled, identifier, has_files)?;
    }
    if bytes.len() <= most {
        return Ok(bytes);
    }
    let paths = compiled.paths_of(&pictures);
    let names: Vec<String> =
        paths.into_iter().map(|path| name(&path).unwrap_or(path)).collect();
    Err(vec![too_large(bytes.len(), most, &names, &pictures, &made)])
}

/// The pictures in a fineness, those that do not stay as they are.
fn shrunk(size: &Size, pictures: &[Picture], fineness: Fineness) -> Replacements {
    let make = |picture: &Picture| {
        let target = target(picture, fineness);
        let made = size.cache.get(picture.digest, target, || {
            raster::shrink(
                &picture.bytes,
                &picture.pixels,
                picture.icc.as_deref(),
                target,
            )
        });
        Some((picture.digest, made?))
    };
    pictures.par_iter().filter_map(make).collect()
}

fn target(picture: &Picture, fineness: Fineness) -> Target {
    let pixels = |points: f64| {
        let pixels = (points / 72.0 * f64::from(fineness.ppi)).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a length on paper in pixels; too much saturates"
        )]
        let pixels = pixels as u32;
        pixels.max(1)
    };
    Target {
        width: pixels(picture.width),
        height: pixels(picture.height),
        quality: fineness.quality,
    }
}

/// Which pictures weigh what, the heaviest first.
fn too_large(
    bytes: usize,
    most: usize,
    names: &[String],
    pictures: &[Picture],
    made: &Replacements,
) -> Diagnostic {
    const SHOWN: usize = 5;
    let weight = |picture: &Picture| {
        made.get(&picture.digest)
            .map_or(picture.bytes.len(), |bytes| bytes.len())
    };
    let mut weights: Vec<(usize, &str)> = pictures
        .iter()
        .map(weight)
        .zip(names.iter().map(String::as_str))
        .collect();
    weights.sort_by(|a, b| b.cmp(a));
    let all: usize = weights.iter().map(|(bytes, _)| bytes).sum();
    let list: Vec<String> = weights
        .iter()
        .take(SHOWN)
        .map(|(bytes, name)| format!("`{name}` {}", kilobytes(*bytes)))
        .collect();
    let message = format!(
        "the PDF has {}, which is more than {}, even with its pictures as coarse as they may be",
        kilobytes(bytes),
        kilobytes(most)
    );
    let rest = kilobytes(bytes.saturating_sub(all));
    let hint = match list.is_empty() {
        true => format!("there are no pictures; text and fonts take {rest}"),
        false => {
            format!("pictures: {}; text, fonts and the rest {rest}", list.join(", "))
        }
    };
    Diagnostic::error("pdf-too-large", message).hint(hint)
}

fn kilobytes(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}
