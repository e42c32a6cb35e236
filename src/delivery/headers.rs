//! What a store says of a file to those who fetch it.

use object_store::{Attribute, Attributes};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::File;

/// What `attr-char` of RFC 8187 has beside letters and digits.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where the SHA-256 of a file is kept beside it.
pub(super) const SHA256: Attribute =
    Attribute::Metadata(std::borrow::Cow::Borrowed("sha256"));

/// The headers of a document or a picture.
pub(super) fn of_file(name: &str, file: &File, cache_control: &str) -> Attributes {
    let mut all = typed(name);
    all.insert(Attribute::CacheControl, cache_control.to_owned().into());
    all.insert(Attribute::ContentDisposition, disposition(name).into());
    all.insert(SHA256, file.sha256.clone().into());
    if let Some(language) = &file.language {
        all.insert(Attribute::ContentLanguage, language.clone().into());
    }
    all
}

/// The headers of a list: whoever has one asks each time whether it is still right.
pub(super) fn of_list(name: &str) -> Attributes {
    let mut all = typed(name);
    all.insert(Attribute::CacheControl, "no-cache".into());
    all
}

fn typed(name: &str) -> Attributes {
    let mut all = Attributes::new();
    all.insert(Attribute::ContentType, content_type(name).into());
    all
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

/// Shown in the browser, and saved under its own name in any script (RFC 6266).
fn disposition(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%');
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    if plain == name {
        return format!("inline; filename=\"{plain}\"");
    }
    let encoded = utf8_percent_encode(name, PLAIN);
    format!("inline; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn names_are_told_in_any_script() {
        assert_eq!(disposition("a/guide.pdf"), "inline; filename=\"guide.pdf\"");
        assert_eq!(
            disposition("a/å b\".pdf"),
            "inline; filename=\"__b_.pdf\"; filename*=UTF-8''%C3%A5%20b%22.pdf"
        );
    }
}
