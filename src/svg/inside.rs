//! Pictures that are written into a drawing (`data:`, RFC 2397).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use data_url::DataUrl;

/// How such a picture begins.
const START: &str = "data:image/";

/// The drawing with its pictures as `change` gives them; it gives nothing for those that stay.
/// None if all stay.
#[must_use]
pub fn with_pictures(
    svg: &str,
    change: &dyn Fn(&[u8]) -> Option<Vec<u8>>,
) -> Option<String> {
    let mut out = String::new();
    let mut rest = svg;
    let mut changed = false;
    while let Some(at) = rest.find(START) {
        let (before, url) = rest.split_at_checked(at)?;
        out.push_str(before);
        let end = url.find(['"', '\'', ')', '<']).unwrap_or(url.len());
        let (url, after) = url.split_at_checked(end)?;
        match decoded(url).and_then(|bytes| change(&bytes)) {
            Some(bytes) => {
                let kind = url.split([';', ',']).next().unwrap_or_default();
                out.push_str(kind);
                out.push_str(";base64,");
                STANDARD.encode_string(bytes, &mut out);
                changed = true;
            }
            None => out.push_str(url),
        }
        rest = after;
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// The bytes of a picture. Drawing programs break its lines, also by references.
fn decoded(url: &str) -> Option<Vec<u8>> {
    let url = ["&#10;", "&#13;", "&#xA;", "&#xD;", "&#xa;", "&#xd;", "&#9;"]
        .iter()
        .fold(url.to_owned(), |url, line| url.replace(line, ""));
    let (bytes, _) = DataUrl::process(&url).ok()?.decode_to_vec().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::with_pictures;

    #[test]
    fn pictures_are_changed_and_nothing_else() {
        let louder =
            |bytes: &[u8]| (bytes == b"quiet").then(|| bytes.to_ascii_uppercase());
        let cases = [
            ("<image href=\"data:image/png;base64,cXVpZXQ=\"/>", "UVVJRVQ="),
            ("<image href=\'data:image/png;base64,cXVp\n ZXQ=\'/>", "UVVJRVQ="),
            ("<image xlink:href=\"data:image/png;base64,cX&#10;VpZXQ=\"/>", "UVVJRVQ="),
            ("<style>a { fill: url(data:image/png,quiet) }</style>", "UVVJRVQ="),
        ];
        for (svg, picture) in cases {
            let changed = with_pictures(svg, &louder).unwrap();
            let wanted = format!("data:image/png;base64,{picture}");
            assert!(changed.contains(&wanted), "{changed}");
            assert!(svg.starts_with(changed.split("data:").next().unwrap()));
        }
        for same in
            ["<svg/>", "<image href=\"data:image/png;base64,AAAA\"/>", "data:image/"]
        {
            assert_eq!(with_pictures(same, &louder), None, "{same}");
        }
    }
}
