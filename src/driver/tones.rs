//! The artwork of a cover in the tones of the brand.

use super::project::Project;
use crate::front_matter::Value;
use crate::page::Page;
use crate::passes::images::Assets;
use crate::raster::{Tones, duotone, luma};
use crate::svg::recolored;

/// A drawing is light if its ground is lighter than this: then light and dark change places, so
/// that white words can be read on it.
const LIGHT: u8 = 150;

/// A drawing of fewer shapes than this shows nothing: it is a ground.
const FEW: usize = 12;

/// The picture `cover` in the tones of the brand, and whether it is a `picture` or hardly more
/// than a `ground`; none if it is to stay as it is, or cannot be changed.
///
/// Front matter (`duotone`) decides, then the brand. A brand that asks for a veil of one strength
/// wants its pictures as they are.
pub(super) fn toned(
    project: &Project<'_>,
    page: &Page,
    cover: &str,
    assets: &mut Assets,
) -> Option<(String, &'static str)> {
    let brand = &project.brand;
    let own = match page.matter.params.get("duotone") {
        Some(Value::Bool(own)) => Some(*own),
        _ => None,
    };
    let usual = brand
        .print
        .cover
        .duotone
        .unwrap_or(brand.print.cover.overlay.is_none());
    if !own.unwrap_or(usual) {
        return None;
    }
    let ground = brand.print.cover.color.unwrap_or(brand.color.dark);
    let tones = Tones::between(ground.parts(), brand.color.primary.parts());
    let what = |is_ground| if is_ground { "ground" } else { "picture" };
    let bytes = assets.file(cover)?;
    if !cover.ends_with(".svg") {
        let toned = duotone(bytes, &tones)?;
        return Some((assets.add_changed("jpg", toned.jpeg), what(toned.smooth)));
    }
    let svg = std::str::from_utf8(bytes).ok()?;
    let tone = |color, ground: Option<_>| {
        tones.of(color, ground.is_some_and(|ground| luma(ground) > LIGHT))
    };
    let changed = recolored(svg, tone)?;
    const SHAPES: [&str; 6] = ["<path", "<rect", "<circle", "<ellipse", "<poly", "<line"];
    let shapes: usize = SHAPES.iter().map(|shape| svg.matches(shape).count()).sum();
    Some((assets.add_changed("svg", changed.into_bytes()), what(shapes < FEW)))
}
