//! Short names of emoji (`enableEmoji`): `:rocket:` becomes the sign. After the ids, which are
//! made of the names.

use crate::document::{Document, Inline, InlineKind, VisitMut};

/// Puts the signs in the place of their names.
pub fn run(document: &mut Document) {
    let mut names = Names;
    names.document(document);
}

struct Names;

impl VisitMut for Names {
    fn inline(&mut self, inline: &mut Inline) {
        if let InlineKind::Text(text) = &mut inline.kind
            && text.contains(':')
        {
            *text = replaced(text);
        }
        self.walk_inline(inline);
    }
}

fn replaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(':') {
        out.push_str(before);
        let name = after.split_once(':').map(|(name, _)| name);
        match name.and_then(emojis::get_by_shortcode) {
            Some(emoji) => {
                out.push_str(emoji.as_str());
                rest = after.split_once(':').map_or("", |(_, rest)| rest);
            }
            None => {
                out.push(':');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn names_become_signs() {
        let cases = [
            (":rocket: up", "🚀 up"),
            ("a :no_such_thing: b", "a :no_such_thing: b"),
            ("12:30:45", "12:30:45"),
            ("::smile::+1:", ":😄👍"),
            (":smile::+1:", "😄👍"),
            ("a:", "a:"),
        ];
        for (text, expected) in cases {
            assert_eq!(replaced(text), expected);
        }
    }
}
