//! Languages: their codes, and what print needs to know of them: quotation marks, dates and
//! the words of the template.

mod dates;
mod heads;
mod labels;

use indexmap::IndexMap;

pub use labels::Labels;

/// A language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Language {
    /// The code of ISO 639: `sv`.
    pub code: String,
    /// The code of ISO 3166, if given: `SE`.
    pub region: Option<String>,
}

/// Quotation marks, opening and closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quotes {
    /// The usual ones.
    pub double: (&'static str, &'static str),
    /// Those within quotations.
    pub single: (&'static str, &'static str),
}

/// Names that sites use for languages; `offprint.yml` can add to them. None is the code of
/// another language (`uk` is Ukrainian) but two: `se`, which sites write for Swedish though it
/// is Northern Sami, and `ch`, which is Chamorro.
const NAMES: &[(&str, &str)] = &[
    ("se", "sv"),
    ("swe", "sv"),
    ("svenska", "sv"),
    ("swedish", "sv"),
    ("no", "nb"),
    ("nor", "nb"),
    ("nob", "nb"),
    ("nno", "nn"),
    ("norsk", "nb"),
    ("norwegian", "nb"),
    ("dk", "da"),
    ("dan", "da"),
    ("dansk", "da"),
    ("danish", "da"),
    ("fin", "fi"),
    ("suomi", "fi"),
    ("finnish", "fi"),
    ("eng", "en"),
    ("gb", "en-GB"),
    ("us", "en-US"),
    ("english", "en"),
    ("ger", "de"),
    ("deu", "de"),
    ("deutsch", "de"),
    ("german", "de"),
    ("at", "de-AT"),
    ("ch", "de-CH"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("français", "fr"),
    ("french", "fr"),
];

impl Language {
    /// The language of a code or a name; `table` comes before the built-in names. None if it
    /// looks like neither.
    #[must_use]
    pub fn resolve(name: &str, table: &IndexMap<String, String>) -> Option<Self> {
        let name = name.trim();
        let lower = name.to_lowercase();
        let given = table.iter().find(|(key, _)| key.to_lowercase() == lower);
        let built_in = NAMES.iter().find(|(known, _)| *known == lower);
        match (given, built_in) {
            (Some((_, code)), _) => Self::from_code(code),
            (None, Some((_, code))) => Self::from_code(code),
            (None, None) => Self::from_code(name),
        }
    }

    /// The language of a code such as `sv`, `sv-SE` or `en_GB` (BCP 47, language and region).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let mut parts = code.split(['-', '_']);
        let language = parts.next()?.to_lowercase();
        let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !(2..=3).contains(&language.len()) || !letters(&language) {
            return None;
        }
        // What follows a single letter is an extension (RFC 5646, 2.2.6).
        let region = parts
            .take_while(|part| part.len() > 1)
            .find(|part| part.len() == 2 && letters(part));
        // Norwegian without a written standard is printed in the common one.
        let code = if language == "no" { "nb".to_owned() } else { language };
        Some(Self { code, region: region.map(str::to_uppercase) })
    }

    /// Its tag by BCP 47, such as `sv` or `en-GB`.
    #[must_use]
    pub fn tag(&self) -> String {
        let region = self.region.iter().map(|region| format!("-{region}"));
        std::iter::once(self.code.clone()).chain(region).collect()
    }

    /// The quotation marks of the language.
    #[must_use]
    pub fn quotes(&self) -> Quotes {
        let quotes = |double, single| Quotes { double, single };
        match (self.code.as_str(), self.region.as_deref()) {
            ("sv" | "fi", _) => quotes(("”", "”"), ("’", "’")),
            ("nb" | "nn", _) => quotes(("«", "»"), ("‘", "’")),
            ("da", _) => quotes(("»", "«"), ("›", "‹")),
            ("de" | "fr" | "it", Some("CH")) => quotes(("«", "»"), ("‹", "›")),
            ("it" | "es" | "pt", _) => quotes(("«", "»"), ("“", "”")),
            ("de" | "cs" | "is", _) => quotes(("„", "“"), ("‚", "‘")),
            ("fr", _) => quotes(("«\u{202f}", "\u{202f}»"), ("“", "”")),
            ("pl", _) => quotes(("„", "”"), ("«", "»")),
            _ => quotes(("“", "”"), ("‘", "’")),
        }
    }

    /// The words of the template; English for languages that have none here.
    #[must_use]
    pub fn labels(&self) -> &'static Labels {
        labels::labels(&self.code)
    }

    /// The head of a table's column: the language's word for its name, if there is one.
    #[must_use]
    pub fn head(&self, name: &str) -> String {
        heads::head(&self.code, name)
    }

    /// What something that works on a screen is called: a film, a map, a form.
    #[must_use]
    pub fn kind(&self, kind: &str) -> Option<&'static str> {
        heads::kind(&self.code, kind)
    }

    /// What an icon says that stands for a word: a tick, a cross.
    #[must_use]
    pub fn icon(&self, class: &str) -> Option<&'static str> {
        heads::icon(&self.code, class)
    }

    /// A date as the language writes it.
    #[must_use]
    pub fn format_date(&self, date: (i16, i8, i8)) -> String {
        dates::long(self, date)
    }
}

/// The language whose months, heads and the like another one shares: both written standards of
/// Norwegian have the same.
fn common(code: &str) -> &str {
    if code == "nn" { "nb" } else { code }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::Language;

    #[test]
    fn names_and_codes_are_resolved() {
        let cases = [
            ("Se", "sv", None),
            ("No", "nb", None),
            ("EN", "en", None),
            ("Dk", "da", None),
            ("sv-SE", "sv", Some("SE")),
            ("en_gb", "en", Some("GB")),
            ("zh-Hant-TW", "zh", Some("TW")),
            ("uk", "uk", None),
            ("en-u-co", "en", None),
            ("deu", "de", None),
        ];
        for (name, code, region) in cases {
            let language = Language::resolve(name, &IndexMap::new()).unwrap();
            assert_eq!(
                (language.code.as_str(), language.region.as_deref()),
                (code, region),
                "{name}"
            );
        }
        for name in ["", "klingon", "1", "s"] {
            assert_eq!(Language::resolve(name, &IndexMap::new()), None, "{name}");
        }
        let table = IndexMap::from([("Se".to_owned(), "se".to_owned())]);
        assert_eq!(
            Language::resolve("SE", &table).map(|l| l.code).as_deref(),
            Some("se")
        );
    }

    #[test]
    fn quotation_marks_follow_the_language() {
        let cases = [
            ("sv", "”a ’b’”"),
            ("nb", "«a ‘b’»"),
            ("da", "»a ›b‹«"),
            ("fi", "”a ’b’”"),
            ("de", "„a ‚b‘“"),
            ("de-CH", "«a ‹b›»"),
            ("fr", "«\u{202f}a “b”\u{202f}»"),
            ("en", "“a ‘b’”"),
            ("ja", "“a ‘b’”"),
        ];
        for (code, text) in cases {
            let quotes = Language::from_code(code).unwrap().quotes();
            let ((open, close), (inner, outer)) = (quotes.double, quotes.single);
            assert_eq!(format!("{open}a {inner}b{outer}{close}"), text, "{code}");
        }
    }

    #[test]
    fn every_label_is_there() {
        for code in ["sv", "nb", "nn", "da", "fi", "en", "de", "fr", "ja"] {
            let labels = Language::from_code(code).unwrap().labels();
            assert!(labels.page.contains("{page}") && labels.page.contains("{pages}"));
            let json = serde_json::to_value(labels).unwrap();
            let words = json.as_object().unwrap().values();
            assert!(words.clone().all(|word| word.as_str() != Some("")), "{code}");
        }
        let same = Language::from_code("ja").unwrap().labels();
        assert_eq!(same, Language::from_code("en").unwrap().labels());
    }

    #[test]
    fn dates_are_written_out() {
        let cases = [
            ("sv", "24 november 2026"),
            ("nb", "24. november 2026"),
            ("da", "24. november 2026"),
            ("fi", "24. marraskuuta 2026"),
            ("de", "24. November 2026"),
            ("fr", "24 novembre 2026"),
            ("en", "24 November 2026"),
            ("en-US", "November 24, 2026"),
            ("ja", "2026-11-24"),
        ];
        for (code, text) in cases {
            assert_eq!(
                Language::from_code(code).unwrap().format_date((2026, 11, 24)),
                text
            );
        }
        assert_eq!(
            Language::from_code("fr").unwrap().format_date((2026, 1, 1)),
            "1er janvier 2026"
        );
    }
}
