//! Text from bytes: what a byte order mark says, else UTF-8, else what Excel in the west writes.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::diagnostic::Diagnostic;

/// The text of a table.
pub(super) fn decode(
    name: &str,
    bytes: &[u8],
    label: Option<&str>,
) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    let named = match label {
        Some(label) => Some(Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            Diagnostic::error("table-encoding", format!("there is no encoding `{label}`"))
                .hint("for example utf-8, utf-16le, windows-1252, iso-8859-2")
        })?),
        None => Encoding::for_bom(bytes).map(|(encoding, _)| encoding),
    };
    let encoding = named.unwrap_or(UTF_8);
    let (text, encoding, broken) = encoding.decode(bytes);
    if !broken {
        return Ok((text.into_owned(), Vec::new()));
    }
    if named.is_some() {
        let message = format!("`{name}` is not in the encoding {}", encoding.name());
        return Err(Diagnostic::error("table-encoding", message)
            .hint("name its encoding with `--encoding`"));
    }
    let (text, _, _) = WINDOWS_1252.decode(bytes);
    let message = format!("`{name}` is not UTF-8; it is read as windows-1252");
    let warning = Diagnostic::warning("table-encoding", message)
        .hint("look at the letters beyond a–z, or name the encoding with `--encoding`");
    Ok((text.into_owned(), vec![warning]))
}
