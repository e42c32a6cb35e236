//! How much of what a page says is on paper: its words, counted against those of the PDF.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Words of a page.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema,
)]
pub struct Words {
    /// All.
    pub words: u32,
    /// Those on paper.
    pub found: u32,
}

/// Words of a page, and how many of them are on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// How many.
    pub words: Words,
    /// The first that are not on paper.
    pub missing: Vec<String>,
}

/// How many missing words are named.
const NAMED: usize = 8;

/// How much of a missing word is named, in characters.
const LONGEST: usize = 40;

impl Coverage {
    /// Counts the words of `wanted` in `printed`, each as often as it stands there. A word
    /// that is in pieces on paper, by a line break or a change of style, counts as found if
    /// its pieces stand side by side; what was counted once does not count again.
    #[must_use]
    pub fn of(wanted: &str, printed: &str) -> Self {
        let mut printed = Printed::new(printed);
        let mut coverage = Self::default();
        let mut rest = Vec::new();
        // Whole words first: pieces are made of what they leave.
        for word in words(wanted) {
            coverage.words.words += 1;
            if printed.take(&word) {
                coverage.words.found += 1;
            } else {
                rest.push(word);
            }
        }
        for word in rest {
            if printed.take_pieces(&word) {
                coverage.words.found += 1;
            } else if coverage.missing.len() < NAMED {
                coverage.missing.push(word.chars().take(LONGEST).collect());
            }
        }
        coverage
    }
}

impl Words {
    /// The share that is on paper, in percent.
    #[must_use]
    pub fn percent(&self) -> f64 {
        if self.words == 0 {
            return 100.0;
        }
        100.0 * f64::from(self.found) / f64::from(self.words)
    }
}

/// The words on paper, and how many of each are left.
struct Printed {
    words: Vec<String>,
    left: BTreeMap<String, usize>,
    places: BTreeMap<String, Vec<usize>>,
}

impl Printed {
    fn new(text: &str) -> Self {
        let words = words(text);
        let mut left: BTreeMap<String, usize> = BTreeMap::new();
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, word) in words.iter().enumerate() {
            *left.entry(word.clone()).or_default() += 1;
            places.entry(word.clone()).or_default().push(at);
        }
        Self { words, left, places }
    }

    fn take(&mut self, word: &str) -> bool {
        match self.left.get_mut(word).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                true
            }
            None => false,
        }
    }

    /// Takes the neighbouring words that are a word when put together. Where another word has
    /// taken one of them that is there in pieces, too, that one has to do with its pieces.
    fn take_pieces(&mut self, word: &str) -> bool {
        let Some(pieces) = self
            .put_together(word, true)
            .or_else(|| self.put_together(word, false))
        else {
            return false;
        };
        pieces.iter().all(|piece| {
            let parts = if self.take(piece) {
                Vec::new()
            } else {
                match self.put_together(piece, true) {
                    Some(parts) => parts,
                    None => return false,
                }
            };
            parts.iter().all(|part| self.take(part))
        })
    }

    /// The pieces of a word; `left` asks that no other word has taken them.
    fn put_together(&self, word: &str, left: bool) -> Option<Vec<String>> {
        let ends = word.char_indices().map(|(at, _)| at).skip(1);
        let mut starts =
            ends.filter_map(|end| self.places.get(word.get(..end)?)).flatten();
        starts
            .find_map(|start| self.pieces(word, *start, left))
            .or_else(|| self.halves(word))
    }

    /// The two parts of a word that the end of a page divides: header and footer stand between
    /// them.
    fn halves(&self, word: &str) -> Option<Vec<String>> {
        let is_left = |half: &str| self.left.get(half).is_some_and(|count| *count > 0);
        word.char_indices().skip(2).find_map(|(at, _)| {
            let (first, second) = word.split_at_checked(at)?;
            let both = is_left(first) && is_left(second) && first != second;
            (both && second.chars().count() > 1)
                .then(|| vec![first.to_owned(), second.to_owned()])
        })
    }

    /// The words from `start` on that make up `word`.
    fn pieces(&self, word: &str, start: usize, left: bool) -> Option<Vec<String>> {
        let mut rest = word;
        let mut pieces: Vec<String> = Vec::new();
        for piece in self.words.get(start..)? {
            if rest.is_empty() {
                break;
            }
            rest = rest.strip_prefix(piece.as_str())?;
            let taken = pieces.iter().filter(|known| *known == piece).count();
            if left && self.left.get(piece)? <= &taken {
                return None;
            }
            pieces.push(piece.clone());
        }
        rest.is_empty().then_some(pieces)
    }
}

/// The words of a text: runs of letters and digits, in lower case; soft hyphens and places to
/// break a line do not part.
fn words(text: &str) -> Vec<String> {
    let joined = text.replace(
        ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'],
        "",
    );
    let parts = joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Coverage, Words};

    #[test]
    fn words_are_counted_as_often_as_they_stand() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("ett två tre", "tre\nett två", &[]),
            ("ett två två", "ett två", &["två"]),
            ("plattform", "platt-\nform", &[]),
            ("plattform form", "platt-\nform", &["plattform"]),
            ("plattform plattform", "platt-\nform", &["plattform"]),
            ("avtalsform form", "avtals-\nform fo-\nrm", &[]),
            ("H2O", "H\n2\nO", &[]),
            ("anna", "an\nna an", &[]),
            ("nana", "na", &["nana"]),
            ("plattform", "platt-\n3\nform", &[]),
            ("a", "b", &["a"]),
            ("i", "vi", &["i"]),
            ("MOLNET", "molnet", &[]),
            ("mol\u{ad}net", "molnet", &[]),
        ];
        for (wanted, printed, missing) in cases {
            assert_eq!(Coverage::of(wanted, printed).missing, *missing, "{wanted}");
        }
        let coverage = Coverage::of("ett två två plattform fem", "ett två PLATT-\nFORM");
        assert_eq!(coverage.words, Words { words: 5, found: 3 });
        assert!((Words::default().percent() - 100.0).abs() < f64::EPSILON);
    }
}
