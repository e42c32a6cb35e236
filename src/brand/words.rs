//! Words that a brand has printed: one text, or one for each language.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::print::Print;

/// Words, the same everywhere or by language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Words {
    /// In whatever language the document is.
    One(String),
    /// By the code of the language: `{ sv: …, en: … }`.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    ByLanguage(IndexMap<String, String>),
}

impl Words {
    /// The words for a language, by its code; none if there are some for other languages only.
    #[must_use]
    pub fn said_in(&self, language: &str) -> Option<&str> {
        match self {
            Self::One(text) => Some(text),
            Self::ByLanguage(texts) => {
                let text = |code: &str| texts.get(code).map(String::as_str);
                // The two written standards of Norwegian are read by the same people.
                text(language).or_else(|| match language {
                    "nn" => text("nb").or_else(|| text("no")),
                    "nb" => text("no").or_else(|| text("nn")),
                    _ => None,
                })
            }
        }
    }
}

impl Print {
    /// The same with the words of one language.
    #[must_use]
    pub fn said_in(mut self, language: &str) -> Self {
        let closing = self.closing.iter_mut();
        let closing = closing.flat_map(|closing| [&mut closing.title, &mut closing.text]);
        let callouts = self.callouts.values_mut().map(|callout| &mut callout.title);
        let registration =
            self.contact.iter_mut().map(|contact| &mut contact.registration);
        let others = [&mut self.legal, &mut self.watermark.text];
        for words in closing.chain(callouts).chain(registration).chain(others) {
            let said = words
                .take()
                .and_then(|words| words.said_in(language).map(str::to_owned));
            *words = said.map(Words::One);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_are_those_of_the_language() {
        let one: Words = serde_json::from_str("\"Hej\"").unwrap();
        assert_eq!(one.said_in("fi"), Some("Hej"));
        let two: Words = serde_json::from_str(r#"{"sv": "Hej", "nb": "Hei"}"#).unwrap();
        assert_eq!(
            ["sv", "nn", "fi"].map(|code| two.said_in(code)),
            [Some("Hej"), Some("Hei"), None]
        );
    }
}
