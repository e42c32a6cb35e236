//! What a page says of its fields, under `merge` in front matter, or `offprint.yml` for all
//! pages that do not say it themselves:
//!
//! ```yaml
//! merge:
//!   fields:
//!     company: text
//!     seats: { type: number, default: 10 }
//!     industry: { one_of: [health, finance], default: health }
//!   file: "offer-{company}"
//! ```

use super::{Field, FileName, Kind, Record, Texts, mark, normalized};
use crate::config::Merge;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::front_matter::{Params, Value};
use crate::language::Language;
use crate::page::Page;

/// The fields of a page, and the names of its files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    /// The fields; the number of a field is that of its mark.
    pub list: Vec<Field>,
    /// How the files are named.
    pub file: Option<FileName>,
}

impl Fields {
    /// Reads what a page declares, and what the configuration does for all pages. Where the
    /// page says `fields`, or `file`, it alone counts.
    #[must_use]
    pub fn read(page: &Page, all: Option<&Merge>) -> (Self, Vec<Diagnostic>) {
        let mut fields = Self::default();
        let mut diagnostics = Vec::new();
        let own = page.matter.params.get("merge");
        let says = |key: &str| {
            own.and_then(Value::as_map).is_some_and(|own| own.contains_key(key))
        };
        if let Some(all) = all {
            let mut reader = Reader { place: all.place.clone(), diagnostics };
            let rest = all.settings.iter().filter(|(key, _)| !says(key));
            reader.merge(rest, &mut fields);
            diagnostics = reader.diagnostics;
        }
        let span = page.matter.key_span(&page.source, "merge");
        let place = Place::new(&page.source, span.unwrap_or_else(|| page.matter.start()));
        let mut reader = Reader { place, diagnostics };
        match own {
            None | Some(Value::Null) => {}
            Some(Value::Map(map)) => reader.merge(map, &mut fields),
            Some(_) => reader.error("`merge` must be a map with `fields` and `file`"),
        }
        (fields, reader.diagnostics)
    }

    /// Adds fields for columns that the page does not declare.
    pub fn extend<'a>(&mut self, columns: impl IntoIterator<Item = &'a str>) {
        for column in columns {
            let field = Field::of_column(column);
            if self.get(&field.name).is_none() {
                self.list.push(field);
            }
        }
    }

    /// The field of this name, however it is written, and its number.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<(usize, &Field)> {
        let name = normalized(name);
        self.list.iter().enumerate().find(|(_, field)| field.name == name)
    }

    /// The known name that looks most like `name`.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest(&normalized(name), self.list.iter().map(|field| field.name.as_str()))
    }

    /// What stands on a page that is printed without a table: the defaults.
    #[must_use]
    pub fn defaults(&self) -> Record {
        let value = |field: &Field| {
            (field.name.clone(), field.default.clone().unwrap_or_default())
        };
        self.list.iter().map(value).collect()
    }

    /// The values of a recipient as they are printed, by number. A field without value shows
    /// its name.
    #[must_use]
    pub fn texts(&self, record: &Record, language: &Language) -> Texts {
        let text = |field: &Field| match record.get(&field.name) {
            None | Some(Value::Null) => format!("‹{}›", field.name),
            Some(value) => field.shown(value, language),
        };
        Texts(self.list.iter().map(text).collect())
    }

    /// Puts marks in the place of `{{< merge name >}}` in all texts of a page's front matter.
    /// Gives the names that are no fields.
    pub fn mark_front_matter(&self, page: &mut Page) -> Vec<String> {
        let mut unknown = Vec::new();
        for (key, value) in &mut page.matter.params {
            if key != "merge" {
                self.mark_value(value, &mut unknown);
            }
        }
        unknown
    }

    fn mark_value(&self, value: &mut Value, unknown: &mut Vec<String>) {
        match value {
            Value::String(text) => *text = self.marked(text, unknown),
            Value::List(list) => {
                list.iter_mut().for_each(|value| self.mark_value(value, unknown));
            }
            Value::Map(map) => {
                map.values_mut().for_each(|value| self.mark_value(value, unknown));
            }
            _ => {}
        }
    }

    /// A text with marks in the place of `{{< merge name >}}`.
    #[must_use]
    pub fn marked(&self, text: &str, unknown: &mut Vec<String>) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(found) = tag(rest) {
            out.push_str(found.before);
            match self.get(found.name).and_then(|(number, _)| mark(number)) {
                Some(mark) => out.push(mark),
                None => unknown.push(found.name.to_owned()),
            }
            rest = found.after;
        }
        out + rest
    }
}

/// A tag in a text that is not read as Markdown.
struct Tag<'a> {
    before: &'a str,
    name: &'a str,
    after: &'a str,
}

/// The first `{{< merge name >}}` or `{{% merge name %}}`.
fn tag(text: &str) -> Option<Tag<'_>> {
    for (at, _) in text.match_indices("{{") {
        let (before, tag) = text.split_at_checked(at)?;
        let found = [("{{<", ">}}"), ("{{%", "%}}")].iter().find_map(|(open, close)| {
            let (inside, after) = tag.strip_prefix(open)?.split_once(close)?;
            let name = inside.trim().strip_prefix("merge")?;
            let name = name.strip_prefix(char::is_whitespace)?.trim_end_matches('/');
            Some(Tag {
                before,
                name: name.trim().trim_matches(['"', '`', '\'']),
                after,
            })
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

struct Reader {
    /// Where the settings stand.
    place: Place,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn error(&mut self, message: impl Into<String>) {
        let place = &self.place;
        self.diagnostics.push(
            Diagnostic::error("merge-invalid", message)
                .at(&place.source, place.span)
                .hint("write `fields:` with `name: type`, or `name: { type: number, default: 10 }`; types: text, number, flag, date, email, url"),
        );
    }

    fn merge<'v>(
        &mut self,
        settings: impl IntoIterator<Item = (&'v String, &'v Value)>,
        fields: &mut Fields,
    ) {
        for (key, value) in settings {
            match (key.as_str(), value) {
                ("fields", Value::Map(list)) => {
                    fields.list = list
                        .iter()
                        .filter_map(|(name, value)| self.field(name, value))
                        .collect();
                }
                ("file", Value::String(pattern)) => {
                    fields.file = Some(FileName::parse(pattern));
                }
                ("fields", _) => self.error("`merge.fields` must be a map"),
                ("file", _) => {
                    self.error("`merge.file` must be a text such as `offer-{company}`");
                }
                (key, _) => self.error(format!("`merge` has no key `{key}`")),
            }
        }
    }

    fn field(&mut self, name: &str, value: &Value) -> Option<Field> {
        let mut field = Field { name: normalized(name), ..Field::default() };
        match value {
            Value::Null => {}
            Value::String(kind) => field.kind = self.kind(name, kind)?,
            Value::Map(map) => self.settings(name, map, &mut field)?,
            _ => {
                self.error(format!("the field `{name}` needs a type"));
                return None;
            }
        }
        // A default has the kind of its field, too.
        if let Some(default) = field.default.take() {
            let empty = matches!(&default, Value::String(text) if text.is_empty());
            let checked = if empty { Ok(default) } else { field.read(Some(&default)) };
            match checked {
                Ok(default) => field.default = Some(default),
                Err(why) => self.error(format!("the default of {why}")),
            }
        }
        Some(field)
    }

    fn settings(&mut self, name: &str, map: &Params, field: &mut Field) -> Option<()> {
        for (key, value) in map {
            match key.as_str() {
                "type" => field.kind = self.kind(name, &value.to_text())?,
                "default" => field.default = Some(value.clone()),
                "one_of" => {
                    let list = value.as_list().unwrap_or_default();
                    field.one_of = list.iter().map(Value::to_text).collect();
                }
                key => self.error(format!("the field `{name}` has no setting `{key}`")),
            }
        }
        Some(())
    }

    fn kind(&mut self, name: &str, kind: &str) -> Option<Kind> {
        let found = Kind::by_name(kind);
        if found.is_none() {
            let near = nearest(kind, Kind::ALL.iter().map(|(name, _)| *name));
            let near = near
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            self.error(format!("the field `{name}` has an unknown type `{kind}`{near}"));
        }
        found
    }
}
