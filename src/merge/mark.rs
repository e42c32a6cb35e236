//! The marks that stand for fields until all reading is done.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The first mark: plane 16 is for private use, and no font has it. Plane 15 is for the holes
/// of shortcodes.
const FIRST: u32 = 0x10_0000;

/// What a value must not be in the middle of a web address (RFC 3986, 2.3).
const IN_URL: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The mark of the field with this number. None for more fields than there are marks.
#[must_use]
pub fn mark(number: usize) -> Option<char> {
    char::from_u32(FIRST + u32::try_from(number).ok()?).filter(|c| is_mark(*c))
}

/// Whether a character is a mark.
#[must_use]
pub fn is_mark(c: char) -> bool {
    ('\u{100000}'..='\u{10fffd}').contains(&c)
}

/// What takes the places of the marks, by their numbers.
#[derive(Debug, Clone, Default)]
pub struct Texts(pub Vec<String>);

impl Texts {
    fn of(&self, c: char) -> Option<&str> {
        let number = u32::from(c).checked_sub(FIRST)?;
        self.0.get(usize::try_from(number).ok()?).map(String::as_str)
    }

    /// The text with values in the places of marks. One walk: a value is never looked at.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match self.of(c) {
                Some(value) => out.push_str(value),
                None => out.push(c),
            }
        }
        out
    }

    /// The web address with values in the places of marks, plain or percent-encoded. A value
    /// that starts it is an address itself; elsewhere values are encoded, so that they stay
    /// within their part of it.
    #[must_use]
    pub fn fill_url(&self, url: &str) -> String {
        let url = plain(url);
        let mut out = String::with_capacity(url.len());
        for (at, c) in url.char_indices() {
            match self.of(c) {
                Some(value) if at == 0 => out.push_str(value),
                Some(value) => out.extend(utf8_percent_encode(value, IN_URL)),
                None => out.push(c),
            }
        }
        out
    }
}

/// The address with its percent-encoded marks as they are.
fn plain(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let mut rest = url;
    while let Some(at) = rest.find("%F4%") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let (code, after) = from.split_at_checked(12).unwrap_or((from, ""));
        let decoded = percent_encoding::percent_decode_str(code).decode_utf8_lossy();
        if decoded.chars().all(is_mark) {
            out.push_str(&decoded);
        } else {
            out.push_str(code);
        }
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{Texts, mark};

    #[test]
    fn values_take_the_places_of_marks_once() {
        let (a, b) = (mark(0).unwrap(), mark(1).unwrap());
        let texts = Texts(vec![format!("<{b}>"), "x&y".to_owned()]);
        assert_eq!(texts.fill(&format!("{a}{b}!")), format!("<{b}>x&y!"));
        assert_eq!(mark(usize::MAX), None);
    }

    #[test]
    fn in_addresses_values_are_encoded() {
        let (a, b) = (mark(0).unwrap(), mark(1).unwrap());
        let texts = Texts(vec!["https://a.b/?x".to_owned(), "1&y=/é".to_owned()]);
        assert_eq!(
            texts.fill_url(&format!("{a}&c={b}")),
            "https://a.b/?x&c=1%26y%3D%2F%C3%A9"
        );
        assert_eq!(
            texts.fill_url("https://c.d/%F4%80%80%81/%F4%8F"),
            "https://c.d/1%26y%3D%2F%C3%A9/%F4%8F"
        );
    }
}
