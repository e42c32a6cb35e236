//! Builds values as a YAML parser meets them: keeps the last of duplicate keys and notes them,
//! merges `<<`, and stops when aliases make much out of little.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::Deserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::{Params, Value};

/// What the error says when aliases make much out of little.
pub(super) const TOO_MUCH: &str = "aliases repeat more than can be held";

/// What aliases may add to a text, in bytes. Hugo counts aliases instead
/// (`parser/metadecoders/decoder.go`); what hurts is the size they lead to.
const MAX_REPEATED: usize = 1024 * 1024;

/// What is noted on the way.
#[derive(Debug)]
pub(super) struct Notes {
    left: Cell<usize>,
    duplicates: RefCell<Vec<String>>,
}

impl Notes {
    /// For a text of this many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        // Without aliases a value costs at most twice what it takes to write it.
        let left = Cell::new(bytes.saturating_mul(2).saturating_add(MAX_REPEATED));
        Self { left, duplicates: RefCell::default() }
    }

    /// The keys that were set more than once in their map, each once.
    pub(super) fn into_duplicates(self) -> Vec<String> {
        self.duplicates.into_inner()
    }

    fn take<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let left = self.left.get().checked_sub(bytes + 1);
        self.left.set(left.ok_or_else(|| E::custom(TOO_MUCH))?);
        Ok(())
    }

    fn duplicate(&self, key: String) {
        let mut duplicates = self.duplicates.borrow_mut();
        if !duplicates.contains(&key) {
            duplicates.push(key);
        }
    }
}

/// Reads one value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seed<'a>(pub(super) &'a Notes);

impl Seed<'_> {
    fn scalar<E: Error>(self, value: Value) -> Result<Value, E> {
        let bytes = value.as_str().map_or(0, str::len);
        self.0.take(bytes).map(|()| value)
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.scalar(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.scalar(Value::Int(value))
    }

    /// Numbers that are too large to count with keep their digits: they are names.
    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        let whole = i64::try_from(value).map(Value::Int);
        self.scalar(whole.unwrap_or_else(|_| Value::String(value.to_string())))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.scalar(Value::String(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.scalar(Value::String(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.scalar(Value::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.scalar(Value::String(value.to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.scalar(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.scalar(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.0.take(0)?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(self)? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.0.take(0)?;
        let mut map = Params::new();
        let mut merged = Params::new();
        while let Some(key) = access.next_key_seed(self)? {
            let key = key.to_text();
            let value = access.next_value_seed(self)?;
            if key == "<<" && matches!(value, Value::Map(_) | Value::List(_)) {
                merge(value, &mut merged);
            } else if map.insert(key.clone(), value).is_some() {
                self.0.duplicate(key);
            }
        }
        for (key, value) in merged {
            map.entry(key).or_insert(value);
        }
        Ok(Value::Map(map))
    }

    /// A value with a tag: the tag says nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (_, variant) = access.variant::<String>()?;
        variant.newtype_variant_seed(self)
    }
}

/// `<<: *name`, or a list of them; the first to set a key wins.
fn merge(value: Value, into: &mut Params) {
    match value {
        Value::Map(map) => {
            for (key, value) in map {
                into.entry(key).or_insert(value);
            }
        }
        Value::List(list) => list.into_iter().for_each(|value| merge(value, into)),
        _ => {}
    }
}
