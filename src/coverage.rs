//! How much of what a page says is on paper: its words, counted against those of the PDF.

use std::collections::BTreeMap;

/// Words of a page, and how many of them are on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The words of the page.
    pub words: usize,
    /// Those that are on paper, too.
    pub found: usize,
    /// The first that are not.
    pub missing: Vec<String>,
}

/// How many missing words are named.
const NAMED: usize = 8;

/// How much of a missing word is named, in characters.
const LONGEST: usize = 40;

impl Coverage {
    /// Counts the words of `wanted` in `printed`, each as often as it stands there. A word
    /// that a line break has parted counts as found if its letters are there in a row.
    #[must_use]
    pub fn of(wanted: &str, printed: &str) -> Self {
        let mut there: BTreeMap<String, usize> = BTreeMap::new();
        for word in words(printed) {
            *there.entry(word).or_default() += 1;
        }
        let letters: String = printed
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let mut coverage = Self::default();
        for word in words(wanted) {
            coverage.words += 1;
            let whole = there.get_mut(&word).filter(|count| **count > 0);
            if let Some(count) = whole {
                *count -= 1;
                coverage.found += 1;
            } else if letters.contains(&word) {
                coverage.found += 1;
            } else if coverage.missing.len() < NAMED {
                coverage.missing.push(word.chars().take(LONGEST).collect());
            }
        }
        coverage
    }

    /// The share that is on paper, in percent.
    #[must_use]
    pub fn percent(&self) -> f64 {
        if self.words == 0 {
            return 100.0;
        }
        // Counts of words are far below the precision of the type.
        100.0 * f64::from(u32::try_from(self.found).unwrap_or(u32::MAX))
            / f64::from(u32::try_from(self.words).unwrap_or(u32::MAX))
    }
}

/// The words of a text: runs of letters and digits, in lower case; soft hyphens do not part.
fn words(text: &str) -> Vec<String> {
    let joined = text.replace('\u{ad}', "");
    let parts = joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::Coverage;

    #[test]
    fn words_are_counted_as_often_as_they_stand() {
        let coverage = Coverage::of("Ett två två plattform fem", "ett två PLATT-\nFORM");
        assert_eq!((coverage.words, coverage.found), (5, 4));
        assert_eq!(coverage.missing, ["fem"]);
        assert!((Coverage::of("", "").percent() - 100.0).abs() < f64::EPSILON);
    }
}
