//! Words on the pages that stand out too little from their ground, told where they are written,
//! or where the brand writes their colour.

use crate::brand::contrast::{apca, ratio};
use crate::brand::{Brand, Color};
use crate::compile::Compiled;
use crate::diagnostic::Diagnostic;
use crate::inks::Ink;
use crate::page::Page;
use crate::source::Span;

/// How many characters of the words are told.
const SHOWN: usize = 40;

/// A warning for each pair of colours that cannot be read, at the first words in it. Pairs that
/// the brand asks for itself are told at its keys already.
pub(super) fn faint(
    brand: &Brand,
    page: &Page,
    compiled: &Compiled<'_>,
) -> Vec<Diagnostic> {
    let own = brand.pairs();
    let is_told = |ink: &Ink| {
        own.iter().any(|pair| {
            !pair.is_enough() && (pair.text, pair.ground) == (ink.text, ink.ground)
        })
    };
    let mut pairs: Vec<(Ink, Option<Span>, usize)> = Vec::new();
    for ink in compiled.inks() {
        if ink.is_enough() || is_told(&ink) {
            continue;
        }
        let span = compiled.origin_of(&ink);
        let is_same = |(known, ..): &&mut (Ink, _, _)| {
            (known.text, known.ground) == (ink.text, ink.ground)
        };
        match pairs.iter_mut().find(is_same) {
            Some((_, place, times)) => {
                *place = place.or(span);
                *times += 1;
            }
            None => pairs.push((ink, span, 1)),
        }
    }
    let told = |(ink, span, times): (Ink, Option<Span>, usize)| {
        let told = told(brand, &ink, times);
        let place = brand.place_of(ink.text).or_else(|| brand.place_of(ink.ground));
        match (span, place) {
            (Some(span), _) => told.at(&page.source, span),
            (None, Some(place)) => Diagnostic { place: Some(place), ..told },
            (None, None) => told.at(&page.source, page.matter.start()),
        }
    };
    pairs.into_iter().map(told).collect()
}

fn told(brand: &Brand, ink: &Ink, times: usize) -> Diagnostic {
    let Ink { text, ground, page, .. } = ink;
    let words: String = ink.words.trim().chars().take(SHOWN).collect();
    let more = match times {
        1 => String::new(),
        2 => " and in another place".to_owned(),
        _ => format!(" and in {} more places", times - 1),
    };
    let message = format!(
        "`{words}` on page {page}{more}: `{text}` on `{ground}` has a contrast of {:.2} : 1; {} : 1 is needed (WCAG 2.2, 1.4.3; APCA Lc {:.0})",
        ratio(*text, *ground),
        ink.least(),
        apca(*text, *ground),
    );
    let names: Vec<String> = [*text, *ground]
        .into_iter()
        .filter_map(|color| Some(format!("`{color}` is `color.{}`", name(brand, color)?)))
        .collect();
    let hint = match names.as_slice() {
        [] => "take a darker colour for one and a lighter for the other".to_owned(),
        names => {
            format!("{} of the brand: take a darker one or a lighter", names.join(", "))
        }
    };
    Diagnostic::warning("contrast", message).hint(hint)
}

/// The name that a colour has in the brand.
fn name(brand: &Brand, color: Color) -> Option<String> {
    let role = brand.color.named().into_iter().find(|(_, own)| *own == color);
    let own = brand.palette.iter().find(|(_, own)| **own == color);
    role.map(|(name, _)| name.to_owned())
        .or_else(|| own.map(|(name, _)| format!("palette.{name}")))
}
