//! Personal copies: the fields of a page that a table of recipients fills, and the values of
//! one recipient.
//!
//! Where a field stands in the text there is a character that means nothing to anybody (a
//! *mark*) until all reading is done. Only then the value takes its place, so a value is never
//! read as Markdown, HTML, a shortcode or a path.

mod field;
mod file_name;
mod front_matter;
mod mark;

use std::cell::RefCell;
use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::front_matter::Value;

pub use field::{Field, Kind, normalized};
pub use file_name::{FileName, problem};
pub use front_matter::Fields;
pub use mark::{Texts, is_mark, mark};

/// The values of one recipient by the names of the fields.
pub type Record = IndexMap<String, Value>;

/// A condition of a page: `{{% when industry="health" %}}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// The field.
    pub field: String,
    /// The values it may have; any value that is not empty if there are none.
    pub values: Vec<String>,
}

impl Condition {
    /// Whether it holds for a recipient. Case does not count.
    #[must_use]
    pub fn holds(&self, record: &Record) -> bool {
        let value = record.get(&self.field);
        if self.values.is_empty() {
            return match value {
                None | Some(Value::Null | Value::Bool(false)) => false,
                Some(value) => !value.to_text().is_empty(),
            };
        }
        let text = value.map(Value::to_text).unwrap_or_default().to_lowercase();
        self.values.iter().any(|wanted| wanted.to_lowercase() == text)
    }
}

/// What a page is read with: its fields, and the recipient whose copy is made.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The fields.
    pub fields: &'a Fields,
    record: &'a Record,
    /// The conditions that were asked for, and whether they held.
    asked: RefCell<BTreeMap<Condition, bool>>,
}

impl<'a> Reading<'a> {
    /// Reading a page for a recipient.
    #[must_use]
    pub fn new(fields: &'a Fields, record: &'a Record) -> Self {
        Self { fields, record, asked: RefCell::default() }
    }

    /// Whether a condition holds.
    #[must_use]
    pub fn holds(&self, condition: &Condition) -> bool {
        let holds = condition.holds(self.record);
        self.asked.borrow_mut().insert(condition.clone(), holds);
        holds
    }

    /// The conditions that were asked for, and whether they held. Whoever has the same answers
    /// has the same text.
    #[must_use]
    pub fn answers(self) -> BTreeMap<Condition, bool> {
        self.asked.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::{Condition, Record};
    use crate::front_matter::Value;

    #[test]
    fn conditions_compare_texts() {
        let record: Record = [
            ("industry".to_owned(), Value::String("Health".to_owned())),
            ("vip".to_owned(), Value::Bool(false)),
            ("seats".to_owned(), Value::Int(0)),
        ]
        .into();
        let holds = |field: &str, values: &[&str]| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            Condition { field: field.to_owned(), values }.holds(&record)
        };
        assert!(holds("industry", &["finance", "health"]) && holds("industry", &[]));
        assert!(!holds("industry", &["finance"]) && !holds("vip", &[]));
        assert!(
            holds("vip", &["false"]) && holds("seats", &["0"]) && holds("seats", &[])
        );
        assert!(!holds("other", &[]) && !holds("other", &["x"]) && holds("other", &[""]));
    }
}
