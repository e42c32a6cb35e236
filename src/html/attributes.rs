//! Attributes and the few inline styles that make sense on paper.

use super::tokens::Tag;
use crate::document::Alignment;
use crate::language::Language;

/// The value of a property in the `style` attribute.
pub(super) fn style<'a>(tag: &'a Tag, property: &str) -> Option<&'a str> {
    tag.get("style")?.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        name.trim().eq_ignore_ascii_case(property).then(|| value.trim())
    })
}

/// How an element is aligned, by attribute or style.
pub(super) fn alignment(tag: &Tag) -> Option<Alignment> {
    match style(tag, "text-align")
        .or_else(|| tag.get("align"))?
        .to_ascii_lowercase()
        .as_str()
    {
        "left" => Some(Alignment::Left),
        "center" => Some(Alignment::Center),
        "right" => Some(Alignment::Right),
        _ => None,
    }
}

/// The language that an element says it is in.
pub(super) fn language(tag: &Tag) -> Option<Language> {
    let code = tag.get("lang").or_else(|| tag.get("xml:lang"))?;
    Language::from_code(code.trim())
}

/// A number of CSS pixels: `120` or `120px`.
pub(super) fn pixels(value: &str) -> Option<f64> {
    let number = value.trim().trim_end_matches("px").trim().parse::<f64>().ok()?;
    (number.is_finite() && number > 0.0).then_some(number)
}

/// The number of columns or rows of a cell, kept within reason.
pub(super) fn extent(tag: &Tag, name: &str) -> u16 {
    let extent = tag.get(name).and_then(|value| value.parse::<u16>().ok()).unwrap_or(1);
    extent.clamp(1, 1000)
}

/// Whether the element is hidden from everybody.
pub(super) fn is_hidden(tag: &Tag) -> bool {
    style(tag, "display").is_some_and(|value| value.eq_ignore_ascii_case("none"))
        || tag.attributes.contains_key("hidden")
}

/// Whether one of the classes of the element satisfies `test`.
pub(super) fn has_class(tag: &Tag, test: impl Fn(&str) -> bool) -> bool {
    tag.get("class")
        .is_some_and(|classes| classes.split_ascii_whitespace().any(test))
}
