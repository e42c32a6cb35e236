//! What a page says to some recipients and not to others, and the fields in its text.

use super::Reader;
use super::fill::Filling;
use super::weave::Hole;
use crate::component::Component;
use crate::diagnostic::Diagnostic;
use crate::document::{ComponentNode, Inline};
use crate::ledger::{Fate, Item};
use crate::merge::{Condition, mark, normalized};
use crate::shortcode::{Param, Shortcode};
use crate::source::Span;

impl Reader<'_> {
    /// `{{% when industry="health" %}}` and `{{% unless … %}}`: what is between the tags, or
    /// nothing. Of several conditions all have to hold; `a|b` is either.
    pub(super) fn when(&mut self, hole: &Hole, component: Component) -> Filling {
        let shortcode = &hole.shortcode;
        let conditions: Vec<Condition> = shortcode.params.iter().map(condition).collect();
        for condition in &conditions {
            if self.context.merge.fields.get(&condition.field).is_none() {
                self.unknown_field(&condition.field, shortcode.open_span);
            }
        }
        // Each is asked, so that all are known to whoever prints for the next recipient.
        let met: Vec<bool> =
            conditions.iter().map(|one| self.context.merge.holds(one)).collect();
        let holds = met.iter().all(|met| *met) == (component == Component::When);
        let fate = match holds {
            true => Fate::Printed,
            false => Fate::Dropped("its condition does not hold".to_owned()),
        };
        let Shortcode { name, open_span, .. } = shortcode;
        self.ledger.add(Item::Shortcode, name, *open_span, fate);
        match &hole.inner {
            Some(inner) if holds => Filling::Blocks(self.blocks(inner)),
            _ => Filling::Inlines(Vec::new()),
        }
    }

    /// `{{< merge company >}}`: the mark of the field.
    pub(super) fn merge_field(&mut self, span: Span, node: &ComponentNode) -> Filling {
        let name = node.word("name");
        let found = self.context.merge.fields.get(&name);
        match found.and_then(|(number, _)| mark(number)) {
            Some(mark) => Filling::Inlines(vec![Inline::text(span, mark.to_string())]),
            None => {
                self.unknown_field(&name, span);
                Filling::Inlines(Vec::new())
            }
        }
    }

    fn unknown_field(&mut self, name: &str, span: Span) {
        let fields = self.context.merge.fields;
        let near = fields
            .nearest(name)
            .map(|near| format!("; did you mean `{near}`?"))
            .unwrap_or_default();
        let message = format!("the page has no field `{name}`{near}");
        let hint = "declare it in front matter: `merge: { fields: { name: text } }`, or name a column of the table";
        self.diagnostics.push(
            Diagnostic::error("merge-field-unknown", message)
                .at(self.context.source, span)
                .hint(hint),
        );
    }
}

fn condition(param: &Param) -> Condition {
    let value = param.value.to_string();
    match &param.name {
        Some(name) => Condition {
            field: normalized(name),
            values: value.split('|').map(|one| one.trim().to_owned()).collect(),
        },
        None => Condition { field: normalized(&value), values: Vec::new() },
    }
}
