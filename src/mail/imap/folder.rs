//! Names of folders.

use base64::Engine;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;
use imap::types::Name;
use imap_proto::NameAttribute;

/// The folder for drafts among all folders.
pub(super) fn find<'n>(
    names: impl Iterator<Item = &'n Name<'n>> + Clone,
    wanted: Option<&str>,
) -> Result<String, String> {
    let last_part = |name: &&'n Name<'n>| {
        let text = name.name();
        let part = name.delimiter().and_then(|delimiter| text.rsplit(delimiter).next());
        part.unwrap_or(text)
    };
    let found = match wanted {
        Some(wanted) => {
            let wanted = encoded(wanted);
            let mut names = names.clone();
            names.find(|name| name.name() == wanted)
        }
        None => {
            let is_meant =
                |name: &&Name<'_>| name.attributes().contains(&NameAttribute::Drafts);
            let is_called = |name: &&'n Name<'n>| {
                last_part(name).eq_ignore_ascii_case("drafts")
                    && !name.attributes().contains(&NameAttribute::NoSelect)
            };
            let meant = names.clone().find(is_meant);
            meant.or_else(|| names.clone().find(is_called))
        }
    };
    match (found, wanted) {
        // It stands between quotation marks in a command.
        (Some(name), _) if name.name().contains(['"', '\\', '\r', '\n']) => {
            Err(format!("the folder `{}` cannot be named in a command", name.name()))
        }
        (Some(name), _) => Ok(name.name().to_owned()),
        (None, Some(wanted)) => Err(format!("there is no folder `{wanted}`")),
        (None, None) => Err("the server does not say which folder is for drafts; name it under `mail: { drafts: … }`".to_owned()),
    }
}

/// The name of a folder as commands have it (RFC 3501, 5.1.3): base64 of UTF-16 for what is not
/// ASCII.
fn encoded(name: &str) -> String {
    let base64 = GeneralPurpose::new(&base64::alphabet::IMAP_MUTF7, NO_PAD);
    let flush = |other: &mut Vec<u16>, out: &mut String| {
        if !other.is_empty() {
            let bytes: Vec<u8> = other.drain(..).flat_map(u16::to_be_bytes).collect();
            out.push('&');
            base64.encode_string(bytes, out);
            out.push('-');
        }
    };
    let mut out = String::new();
    let mut other = Vec::new();
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut other, &mut out);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            other.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    flush(&mut other, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn names_of_folders_are_encoded() {
        let cases = [
            ("Drafts", "Drafts"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("A & B", "A &- B"),
            // RFC 3501, 5.1.3.
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ];
        for (name, expected) in cases {
            assert_eq!(encoded(name), expected);
        }
    }
}
