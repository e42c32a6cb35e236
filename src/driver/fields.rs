//! Pages with fields that are printed without a table: every field has its default.

use std::borrow::Cow;

use super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::front_matter::Value;
use crate::merge::{Fields, Record, Texts};
use crate::page::Page;

/// The page with the defaults of its fields in its front matter. Without fields it is the same.
pub(super) fn with_defaults<'p>(project: &Project<'_>, page: &'p Page) -> Cow<'p, Page> {
    let (fields, _) = Fields::read(page, project.config.merge.as_ref());
    if fields.list.is_empty() {
        return Cow::Borrowed(page);
    }
    let mut page = page.clone();
    // What is no field is told where the text is read.
    let _ = fields.mark_front_matter(&mut page);
    let texts = fields.texts(&fields.defaults(), &page.language);
    page.matter.params.values_mut().for_each(|value| fill(value, &texts));
    Cow::Owned(page)
}

fn fill(value: &mut Value, texts: &Texts) {
    match value {
        Value::String(text) => *text = texts.fill(text),
        Value::List(list) => list.iter_mut().for_each(|value| fill(value, texts)),
        Value::Map(map) => map.values_mut().for_each(|value| fill(value, texts)),
        _ => {}
    }
}

/// The values of a recipient for a template.
pub(super) fn data(record: &Record) -> serde_json::Value {
    serde_json::to_value(record).unwrap_or_default()
}

/// Names in front matter that are no fields, at the page.
pub(super) fn unknown(page: &Page, fields: &Fields, names: &[String]) -> Vec<Diagnostic> {
    let error = |name: &String| {
        let near = fields
            .nearest(name)
            .map(|near| format!("; did you mean `{near}`?"))
            .unwrap_or_default();
        let message = format!("the page has no field `{name}`{near}");
        Diagnostic::error("merge-field-unknown", message)
            .at(&page.source, page.matter.start())
            .hint("declare it under `merge`, or name a column of the table")
    };
    names.iter().map(error).collect()
}
