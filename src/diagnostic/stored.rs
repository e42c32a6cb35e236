//! Diagnostics that outlive the process: kept until the document is made anew, or told by
//! another process. The texts they point into are read again when they are shown.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Diagnostic, Place, Related, Severity};
use crate::source::{Source, Span};

/// A diagnostic in a form that can be written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stored {
    /// A stable name for the kind of problem.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<StoredPlace>,
    /// The way out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Further places, and what is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<(StoredPlace, String)>,
}

/// A place in a form that can be written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StoredPlace {
    /// The file.
    pub file: String,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The line of the first byte, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
}

impl From<&Diagnostic> for Stored {
    fn from(diagnostic: &Diagnostic) -> Self {
        let related = &diagnostic.related;
        Self {
            code: diagnostic.code.to_owned(),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            place: diagnostic.place.as_ref().map(StoredPlace::from),
            hint: diagnostic.hint.clone(),
            related: related
                .iter()
                .map(|one| (StoredPlace::from(&one.place), one.message.clone()))
                .collect(),
        }
    }
}

impl From<&Place> for StoredPlace {
    fn from(place: &Place) -> Self {
        let at = place.position();
        Self {
            file: place.source.name().to_owned(),
            start: place.span.start,
            end: place.span.end,
            line: at.line,
            column: at.column,
        }
    }
}

impl Stored {
    /// The diagnostic. `source` gives the text of a file by its name; a place in a text that
    /// is not there is told in words.
    #[must_use]
    pub fn restore(&self, source: &dyn Fn(&str) -> Option<Arc<Source>>) -> Diagnostic {
        let place = |place: &StoredPlace| {
            let source = source(&place.file)?;
            let fits = source.text().get(place.start..place.end).is_some();
            fits.then(|| Place::new(&source, Span::new(place.start, place.end)))
        };
        let related = self.related.iter().filter_map(|(at, message)| {
            Some(Related { place: place(at)?, message: message.clone() })
        });
        let own = self.place.as_ref();
        let found = own.and_then(place);
        let message = match own.filter(|_| found.is_none()) {
            Some(StoredPlace { file, line, column, .. }) => {
                format!("{} ({file}:{line}:{column})", self.message)
            }
            None => self.message.clone(),
        };
        Diagnostic {
            code: interned(&self.code),
            severity: self.severity,
            message,
            place: found,
            hint: self.hint.clone(),
            related: related.collect(),
        }
    }
}

/// A code as diagnostics have it. There are only so many codes: each is kept once, for good.
fn interned(code: &str) -> &'static str {
    static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = codes.get(code) {
        return known;
    }
    let kept: &'static str = Box::leak(code.to_owned().into_boxed_str());
    codes.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Stored;
    use crate::diagnostic::Diagnostic;
    use crate::source::{Source, Span};

    #[test]
    fn what_is_stored_comes_back_whole() {
        let source = Source::new("a.md", "one two");
        let diagnostic = Diagnostic::warning("odd", "`two` is odd")
            .at(&source, Span::new(4, 7))
            .hint("write `three`")
            .related(&source, Span::new(0, 3), "after this");
        let text = serde_json::to_string(&Stored::from(&diagnostic)).unwrap();
        let stored: Stored = serde_json::from_str(&text).unwrap();
        let find = |name: &str| (name == "a.md").then(|| Arc::clone(&source));
        assert_eq!(stored.restore(&find), diagnostic);
        let without = stored.restore(&|_| None);
        assert_eq!(without.place, None);
        assert_eq!(without.message, "`two` is odd (a.md:1:5)");
    }
}
