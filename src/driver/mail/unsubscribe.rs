//! The addresses by which a recipient gets off the list, made for each: who follows one with a
//! single click says nothing else (RFC 8058, 3.1), so it has to say who that is.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::merge::{Record, normalized};

/// The address with the values of a row in the places of `{field}`, percent-encoded.
///
/// # Errors
/// The name of a field that the row does not have, or that is empty there.
pub(super) fn of(pattern: &str, record: &Record) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        let value = record.get(&normalized(name)).map(|value| value.to_text());
        let value = value.filter(|value| !value.trim().is_empty());
        let value = value.ok_or_else(|| name.to_owned())?;
        out.push_str(before);
        out.extend(utf8_percent_encode(value.trim(), NON_ALPHANUMERIC));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}
