//! What a JSON Schema says of one value. It understands what `schemars` writes for the types of
//! settings, and no more; anybody's schema is for a validator.

use serde_json::Value as Json;

use crate::front_matter::{Params, Value};

/// What a schema says of one value.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'s> {
    root: &'s Json,
    node: &'s Json,
}

impl<'s> Shape<'s> {
    /// The whole schema.
    #[must_use]
    pub fn root(schema: &'s Json) -> Self {
        Self { root: schema, node: schema }.resolved()
    }

    fn child(self, node: &'s Json) -> Self {
        Self { root: self.root, node }.resolved()
    }

    /// Where a reference leads.
    fn resolved(self) -> Self {
        let reference = self.node.get("$ref").and_then(Json::as_str);
        let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
        match pointer.and_then(|pointer| self.root.pointer(pointer)) {
            Some(node) => Self { root: self.root, node },
            None => self,
        }
    }

    /// What the keyword says.
    #[must_use]
    pub fn keyword(self, name: &str) -> Option<&'s Json> {
        self.node.get(name)
    }

    /// The forms that a value may have, nothing aside.
    #[must_use]
    pub fn forms(self) -> Vec<Self> {
        let several = ["anyOf", "oneOf"]
            .iter()
            .find_map(|name| self.node.get(name)?.as_array());
        match several {
            Some(list) => list.iter().flat_map(|node| self.child(node).forms()).collect(),
            None if self.kind() == "null" => Vec::new(),
            None => vec![self],
        }
    }

    /// The type of the value; `any` if the schema does not say.
    #[must_use]
    pub fn kind(self) -> &'s str {
        match self.node.get("type") {
            Some(Json::String(kind)) => kind,
            Some(Json::Array(kinds)) => kinds
                .iter()
                .filter_map(Json::as_str)
                .find(|kind| *kind != "null")
                .unwrap_or("null"),
            _ if self.node.get("const").is_some() || self.node.get("enum").is_some() => {
                "string"
            }
            _ => "any",
        }
    }

    /// The keys of a map.
    #[must_use]
    pub fn keys(self) -> Vec<&'s str> {
        let map = self.node.get("properties").and_then(Json::as_object);
        map.into_iter().flatten().map(|(key, _)| key.as_str()).collect()
    }

    /// What the value of a key is.
    #[must_use]
    pub fn property(self, key: &str) -> Option<Self> {
        Some(self.child(self.node.get("properties")?.get(key)?))
    }

    /// What the values of other keys are; none if there may be no others.
    #[must_use]
    pub fn others(self) -> Option<Self> {
        match self.node.get("additionalProperties") {
            Some(Json::Bool(false)) => None,
            Some(node) => Some(self.child(node)),
            None => Some(Self { root: self.root, node: &Json::Bool(true) }),
        }
    }

    /// What the items of a list are.
    #[must_use]
    pub fn items(self) -> Self {
        self.child(self.node.get("items").unwrap_or(&Json::Bool(true)))
    }

    /// The words that a value may be, if they are counted.
    #[must_use]
    pub fn words(self) -> Vec<&'s str> {
        let list = self.node.get("enum").and_then(Json::as_array).into_iter().flatten();
        list.chain(self.node.get("const")).filter_map(Json::as_str).collect()
    }

    /// Gives every value of this `format` to `then`, with the keys that lead to it, and puts
    /// what comes back in its place; where nothing comes back, the key goes.
    pub fn each(
        self,
        settings: &mut Params,
        format: &str,
        then: &mut dyn FnMut(&[String], &Value) -> Option<Value>,
    ) {
        self.each_below(settings, format, &mut Vec::new(), then);
    }

    fn each_below(
        self,
        settings: &mut Params,
        format: &str,
        path: &mut Vec<String>,
        then: &mut dyn FnMut(&[String], &Value) -> Option<Value>,
    ) {
        settings.retain(|key, value| {
            let Some(shape) = self.property(key).or_else(|| self.others()) else {
                return true;
            };
            path.push(key.clone());
            let stays = shape.each_value(value, format, path, then);
            path.pop();
            stays
        });
    }

    /// Whether the value stays.
    fn each_value(
        self,
        value: &mut Value,
        format: &str,
        path: &mut Vec<String>,
        then: &mut dyn FnMut(&[String], &Value) -> Option<Value>,
    ) -> bool {
        let forms = self.forms();
        let form = |kind: &str| forms.iter().copied().find(|form| form.kind() == kind);
        match value {
            Value::Map(map) => {
                if let Some(form) = form("object") {
                    form.each_below(map, format, path, then);
                }
            }
            Value::List(list) => {
                let Some(form) = form("array") else { return true };
                let mut index = 0;
                list.retain_mut(|item| {
                    path.push(index.to_string());
                    let stays = form.items().each_value(item, format, path, then);
                    path.pop();
                    index += 1;
                    stays
                });
            }
            value => {
                let is_format = |form: &Shape<'_>| {
                    form.keyword("format").and_then(Json::as_str) == Some(format)
                };
                if forms.iter().any(is_format) {
                    match then(path, value) {
                        Some(new) => *value = new,
                        None => return false,
                    }
                }
            }
        }
        true
    }
}
