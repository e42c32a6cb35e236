//! What stands after the language of a fence: `{linenos=table,hl_lines=[1,"3-5"]}`
//! (`yuin/goldmark` `parser/attribute.go`, `markup/highlight/config.go`). The `highlight`
//! shortcode takes the same options without braces.

/// The options of a code block that matter in print.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FenceOptions {
    /// The first line number, if lines are numbered.
    pub numbers: Option<u32>,
    /// Marked lines, first and last, counted from 1.
    pub marked: Vec<(u32, u32)>,
    /// Whether it stands within a line (`hl_inline`).
    pub inline: bool,
}

/// Splits an info string into its language and its options.
pub(super) fn info_string(info: &str) -> (Option<String>, FenceOptions) {
    let (words, options) = match info.split_once('{') {
        Some((words, rest)) => {
            (words, rest.rsplit_once('}').map_or(rest, |(inner, _)| inner))
        }
        None => (info, ""),
    };
    let language = words.split_whitespace().next().map(str::to_owned);
    (language, fence_options(options))
}

/// Reads options such as `linenos=table,hl_lines=1 3-4,linenostart=10`.
#[must_use]
pub fn fence_options(text: &str) -> FenceOptions {
    let mut options = FenceOptions::default();
    let mut start = 1;
    let mut numbered = false;
    for (key, value) in pairs(text) {
        match key.to_ascii_lowercase().as_str() {
            "linenos" => numbered = !matches!(value.as_str(), "false" | "0"),
            "hl_inline" => options.inline = matches!(value.as_str(), "true" | "1"),
            "linenostart" => start = first_word(&value).parse().unwrap_or(1),
            "hl_lines" => {
                options.marked = value.split([' ', ',']).filter_map(lines).collect();
            }
            _ => {}
        }
    }
    options.numbers = numbered.then_some(start);
    options
}

fn first_word(value: &str) -> &str {
    value.split(' ').next().unwrap_or_default()
}

fn lines(range: &str) -> Option<(u32, u32)> {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

/// `key=value` pairs; a value may stand in quotes or square brackets, and the string form
/// of `hl_lines` holds blanks, so that only a comma or a following key ends it.
fn pairs(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut depth = 0_usize;
    let mut item = String::new();
    for c in text.chars().chain([',']) {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '"' | '\'' => {}
            ',' if depth == 0 => push_items(&std::mem::take(&mut item), &mut out),
            c => item.push(c),
        }
    }
    push_items(&item, &mut out);
    out
}

fn push_items(item: &str, out: &mut Vec<(String, String)>) {
    for word in item.split_whitespace() {
        match (word.split_once('='), out.last_mut()) {
            (Some((key, value)), _) => out.push((key.to_owned(), value.to_owned())),
            (None, Some((_, value))) if item.contains('=') => {
                value.push(' ');
                value.push_str(word);
            }
            (None, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FenceOptions, fence_options, info_string};

    #[test]
    fn options_of_both_forms_are_read() {
        let options = FenceOptions {
            numbers: Some(10),
            marked: vec![(1, 1), (3, 4)],
            inline: false,
        };
        assert_eq!(fence_options("linenos=table,hl_lines=1 3-4,linenostart=10"), options);
        let info = "go {linenos=true,hl_lines=[1,\"3-4\"],linenostart=10 .wide #id}";
        assert_eq!(info_string(info), (Some("go".to_owned()), options));
        assert_eq!(info_string("{.go}").0, None);
    }
}
