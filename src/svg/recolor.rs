//! Drawings in other colours: each colour that is written in one becomes what a function makes
//! of it.

/// A colour of sRGB.
type Rgb = [u8; 3];

/// The drawing with its colours changed; `ground` tells what its first fill, mostly that of the
/// ground, was. None for one that holds a picture of pixels or no colour.
#[must_use]
pub fn recolored(svg: &str, tone: impl Fn(Rgb, Option<Rgb>) -> Rgb) -> Option<String> {
    if svg.contains("<image") || svg.contains("<feImage") {
        return None;
    }
    let ground = first_fill(svg);
    let mut out = String::with_capacity(svg.len());
    let (mut rest, mut found) = (svg, false);
    while let Some(at) = rest.find(['#', ':', '=']) {
        let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let sign = tail.get(..1).unwrap_or_default();
        out.push_str(sign);
        rest = tail.get(1..).unwrap_or_default();
        // What leads to another element is no colour: `url(#a)`, `href="#a"`.
        let leads =
            before.ends_with('(') || before.ends_with(['"', '\'']) && is_link(&out);
        let read = match sign {
            "#" if !leads => hex(rest),
            "#" => None,
            _ => named(rest),
        };
        let Some((length, color)) = read else { continue };
        let [red, green, blue] = tone(color, ground);
        if sign != "#" {
            out.push_str(rest.get(..quote(rest)).unwrap_or_default());
            out.push('#');
        }
        out.push_str(&format!("{red:02x}{green:02x}{blue:02x}"));
        rest = rest.get(length..).unwrap_or_default();
        found = true;
    }
    out.push_str(rest);
    found.then_some(out)
}

/// Whether what was written ends in the value of `href`, after its quotation mark and sign.
fn is_link(out: &str) -> bool {
    let before = out.trim_end_matches('#').trim_end_matches(['"', '\'']);
    before.trim_end().trim_end_matches('=').trim_end().ends_with("href")
}

/// Three or six digits and how many bytes they take.
fn hex(text: &str) -> Option<(usize, Rgb)> {
    let length = text.bytes().take_while(u8::is_ascii_hexdigit).count();
    let next = text.get(length..)?.chars().next();
    if next.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_') {
        return None;
    }
    let digit = |at: usize| {
        text.get(at..=at).and_then(|digit| u8::from_str_radix(digit, 16).ok())
    };
    let color = match length {
        3 => [digit(0)? * 17, digit(1)? * 17, digit(2)? * 17],
        6 => [
            digit(0)? * 16 + digit(1)?,
            digit(2)? * 16 + digit(3)?,
            digit(4)? * 16 + digit(5)?,
        ],
        _ => return None,
    };
    Some((length, color))
}

/// The length of a quotation mark at the start.
fn quote(text: &str) -> usize {
    usize::from(text.starts_with(['"', '\'']))
}

/// The names that drawings use most, after a quotation mark or none.
fn named(text: &str) -> Option<(usize, Rgb)> {
    let start = quote(text);
    let inner = text.get(start..)?;
    let (name, color) = [("white", [255; 3]), ("black", [0; 3])]
        .into_iter()
        .find(|(name, _)| inner.starts_with(name))?;
    let next = inner.get(name.len()..)?.chars().next();
    let ends = next.is_some_and(|c| matches!(c, '"' | '\'' | ';' | '}' | ' '));
    ends.then_some((start + name.len(), color))
}

/// The colour of the first fill that is one.
fn first_fill(svg: &str) -> Option<Rgb> {
    svg.match_indices("fill").find_map(|(at, word)| {
        let after = svg.get(at + word.len()..)?.trim_start();
        let value = after.strip_prefix(['=', ':'])?;
        let plain = value.trim_start_matches(['"', '\'', ' ']);
        let color = plain.strip_prefix('#').and_then(hex).or_else(|| named(value));
        color.map(|(_, color)| color)
    })
}

#[cfg(test)]
mod tests {
    use super::recolored;

    #[test]
    fn colours_change_and_nothing_else() {
        let svg = r##"<svg><defs><linearGradient id="fade"><stop stop-color="#195f8c"/></linearGradient></defs><path fill="#FFF"/><g style="fill:white;stroke:#000"/><use href="#fade"/><path fill="url(#fade)"/><text>#fff is 3</text></svg>"##;
        let inverted = |color: [u8; 3], ground: Option<[u8; 3]>| {
            assert_eq!(ground, Some([255; 3]));
            color.map(|part| 255 - part)
        };
        let changed = recolored(svg, inverted).unwrap();
        assert_eq!(
            changed,
            r##"<svg><defs><linearGradient id="fade"><stop stop-color="#e6a073"/></linearGradient></defs><path fill="#000000"/><g style="fill:#000000;stroke:#ffffff"/><use href="#fade"/><path fill="url(#fade)"/><text>#000000 is 3</text></svg>"##
        );
    }

    #[test]
    fn pictures_of_pixels_stay() {
        let tone = |color, _| color;
        assert_eq!(
            recolored(r#"<svg><image href="data:image/png;base64,AA"/></svg>"#, tone),
            None
        );
        assert_eq!(recolored("<svg><path/></svg>", tone), None);
    }
}
