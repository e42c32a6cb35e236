//! Pictures in the tones of a brand: dark where they are dark, its colour in the middle, a pale
//! one where they are light. White words can be read on them.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageReader, RgbImage};

use super::{QUALITY, as_jpeg, decode};

/// A colour of sRGB.
pub type Rgb = [u8; 3];

/// More pixels than this along an edge are more than 150 to the inch on a whole page.
const MAX_EDGE: u32 = 1754;

/// How light a picture is to be on average; so dark that white stands out.
const MEAN: f64 = 0.34;

/// The colour of each shade of grey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tones(Vec<Rgb>);

impl Tones {
    /// The tones from `dark` over `middle` to a pale `middle`.
    #[must_use]
    pub fn between(dark: Rgb, middle: Rgb) -> Self {
        let stops = [
            (0.0, mixed(dark, [0; 3], 0.45)),
            (0.4, mixed(dark, middle, 0.55)),
            (0.75, mixed(middle, [255; 3], 0.1)),
            (1.0, mixed(middle, [255; 3], 0.5)),
        ];
        Self(
            (0..=255_u8)
                .map(|grey| between(&stops, f64::from(grey) / 255.0))
                .collect(),
        )
    }

    /// The tone of a colour in a drawing, whose darkest is not so dark as a photograph's; that of
    /// its opposite if the drawing is `inverted`.
    #[must_use]
    pub fn of(&self, color: Rgb, inverted: bool) -> Rgb {
        let grey = luma(color);
        let grey = if inverted { 255 - grey } else { grey };
        self.at(70 + u8::try_from(u16::from(grey) * 185 / 255).unwrap_or_default())
    }

    fn at(&self, grey: u8) -> Rgb {
        self.0.get(usize::from(grey)).copied().unwrap_or_default()
    }
}

/// How light a colour looks, 0 to 255 (Rec. 709).
#[must_use]
pub fn luma([red, green, blue]: Rgb) -> u8 {
    let sum =
        0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue);
    byte(sum)
}

/// A picture in the tones of a brand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toned {
    /// The JPEG.
    pub jpeg: Vec<u8>,
    /// Whether it hardly shows more than a soft change of colour.
    pub smooth: bool,
}

/// The picture in those tones. None if it cannot be read, is too large, or can be seen
/// through.
#[must_use]
pub fn duotone(bytes: &[u8], tones: &Tones) -> Option<Toned> {
    let format = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?
        .format()?;
    let picture = decode(bytes, format)?;
    if picture.color().has_alpha()
        && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX)
    {
        return None;
    }
    let picture = match picture.width().max(picture.height()) > MAX_EDGE {
        true => picture.thumbnail(MAX_EDGE, MAX_EDGE),
        false => picture,
    };
    let grey = picture.to_luma8();
    let curve = curve(&grey);
    let tone = |pixel: &image::Luma<u8>| {
        let grey = curve.get(usize::from(pixel.0[0])).copied().unwrap_or_default();
        image::Rgb(tones.at(grey))
    };
    let toned =
        RgbImage::from_fn(grey.width(), grey.height(), |x, y| tone(grey.get_pixel(x, y)));
    let smooth = is_smooth(&toned);
    let jpeg = as_jpeg(&DynamicImage::ImageRgb8(toned), QUALITY, None)?;
    Some(Toned { jpeg, smooth })
}

/// Whether neighbours in a small copy are nearly the same.
fn is_smooth(picture: &RgbImage) -> bool {
    /// The mean difference between a point and those to the right and below, together, of 255.
    const MOST: u64 = 6;
    const EDGE: u32 = 48;
    let small = image::imageops::thumbnail(picture, EDGE, EDGE);
    let at = |x: u32, y: u32| luma(small.get_pixel(x, y).0);
    let points = (0..EDGE - 1).flat_map(|x| (0..EDGE - 1).map(move |y| (x, y)));
    let steps = |(x, y): (u32, u32)| {
        u64::from(at(x, y).abs_diff(at(x + 1, y)))
            + u64::from(at(x, y).abs_diff(at(x, y + 1)))
    };
    let sum: u64 = points.map(steps).sum();
    sum < MOST * u64::from((EDGE - 1) * (EDGE - 1))
}

/// What becomes of each shade: the range is used, and the mean comes to [`MEAN`].
fn curve(grey: &GrayImage) -> Vec<u8> {
    /// A flat picture stays flat: its range is not made wider than twice and a half.
    const LEAST: f64 = 105.0;
    let mut count = [0_u64; 256];
    for pixel in grey.pixels() {
        if let Some(count) = count.get_mut(usize::from(pixel.0[0])) {
            *count += 1;
        }
    }
    let all: u64 = count.iter().sum();
    let below = |share: u64| {
        let mut sum = 0;
        let at = count.iter().position(|count| {
            sum += count;
            sum * 100 > all * share
        });
        f64::from(u8::try_from(at.unwrap_or(255)).unwrap_or(u8::MAX))
    };
    let (low, high) = (below(1), below(98));
    let range = (high - low).max(LEAST);
    let low = (low - (range - (high - low)) / 2.0).clamp(0.0, 255.0 - range);
    let share = |shade: f64| ((shade - low) / range).clamp(0.0, 1.0);
    #[expect(clippy::cast_precision_loss, reason = "a mean needs no 53 bits")]
    let mean = (0..=255_u8)
        .zip(count)
        .map(|(shade, count)| share(f64::from(shade)) * count as f64)
        .sum::<f64>()
        / all.max(1) as f64;
    let power = (MEAN.ln() / mean.clamp(0.02, 0.97).ln()).clamp(0.7, 3.4);
    (0..=255_u8)
        .map(|shade| byte(share(f64::from(shade)).powf(power) * 255.0))
        .collect()
}

fn between(stops: &[(f64, Rgb)], at: f64) -> Rgb {
    let pair = stops.windows(2).find_map(|pair| match pair {
        [(from, one), (to, other)] if at <= *to => {
            Some(mixed(*one, *other, (at - from) / (to - from)))
        }
        _ => None,
    });
    pair.unwrap_or_default()
}

/// So much of `other` in `one`.
fn mixed(one: Rgb, other: Rgb, share: f64) -> Rgb {
    let channel = |at: usize| {
        let (one, other) = (
            one.get(at).copied().unwrap_or_default(),
            other.get(at).copied().unwrap_or_default(),
        );
        byte(f64::from(one) * (1.0 - share) + f64::from(other) * share)
    };
    [channel(0), channel(1), channel(2)]
}

fn byte(value: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within a byte"
    )]
    let byte = value.round().clamp(0.0, 255.0) as u8;
    byte
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};

    use super::{Tones, duotone, luma};

    const DARK: [u8; 3] = [10, 20, 60];
    const BLUE: [u8; 3] = [25, 95, 140];

    fn png(picture: &DynamicImage) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn tones_rise_from_dark_to_pale() {
        let tones = Tones::between(DARK, BLUE);
        let light: Vec<u8> =
            (0..=255).map(|grey| luma(tones.of([grey; 3], false))).collect();
        assert!(light.is_sorted(), "{light:?}");
        assert_eq!(tones.of([255; 3], true), tones.of([0; 3], false));
    }

    #[test]
    fn any_photograph_becomes_one_on_which_white_stands_out() {
        let tones = Tones::between(DARK, BLUE);
        for (least, most) in [(0_u32, 255_u32), (180, 250), (0, 60), (240, 241)] {
            let shade = |x: u32| u8::try_from(least + (most - least) * x / 63).unwrap();
            let picture = RgbImage::from_fn(64, 8, |x, _| {
                image::Rgb([shade(x), shade(x) / 2 + 60, 40])
            });
            let toned = duotone(&png(&DynamicImage::ImageRgb8(picture)), &tones).unwrap();
            let toned = image::load_from_memory(&toned.jpeg).unwrap().to_rgb8();
            let sum: u64 = toned.pixels().map(|pixel| u64::from(luma(pixel.0))).sum();
            let mean = sum / u64::from(64 * 8_u32);
            assert!(mean < 118, "{least} to {most}: {mean}");
        }
    }

    #[test]
    fn what_can_be_seen_through_stays() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(
            4,
            4,
            image::Rgba([9, 9, 9, 100]),
        ));
        assert_eq!(duotone(&png(&clear), &Tones::between(DARK, BLUE)), None);
        assert_eq!(duotone(b"none", &Tones::between(DARK, BLUE)), None);
    }
}
