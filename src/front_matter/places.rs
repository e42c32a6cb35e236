//! Where nested keys of YAML stand, and keys that stand twice. For messages only.

use super::keys::{indent, lines, same, says_something, yaml_key};
use crate::source::Span;

/// The first and the last place of each key of this name that one block sets more than once.
pub(super) fn repeated(text: &str, key: &str) -> Vec<(Span, Span)> {
    let mut found: Vec<(Span, Span)> = Vec::new();
    // The places of the key, by column, in the blocks that are open.
    let mut open: Vec<(usize, Span)> = Vec::new();
    for (start, line) in lines(text).filter(|(_, line)| says_something(line)) {
        let outer = indent(line);
        open.retain(|(column, _)| *column <= outer);
        let column = outer + dashes(line.get(outer..).unwrap_or_default());
        let rest = line.get(column..).unwrap_or_default();
        let Some((span, _)) = yaml_key(rest).filter(|(_, name)| *name == key) else {
            continue;
        };
        let span = span.shift(start + column);
        match open.iter().find(|(known, _)| *known == column) {
            Some((_, first)) => {
                found.retain(|(known, _)| known != first);
                found.push((*first, span));
            }
            None => open.push((column, span)),
        }
    }
    found
}

/// The length of the dashes that open list items at the start of a line.
fn dashes(line: &str) -> usize {
    let mut rest = line;
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start_matches(' ');
    }
    line.len() - rest.len()
}

/// The place of the key at the end of `path`, or of as much of the path as there is. A number
/// in the path stands for an item of a list.
pub(super) fn locate(text: &str, path: &[&str]) -> Option<Span> {
    let mut region = Span::new(0, text.len());
    let mut place = None;
    for key in path {
        if let Ok(number) = key.parse::<usize>() {
            if let Some(found) = between_brackets(text, region, number) {
                region = found;
                place = Some(found);
                continue;
            }
            if let Some(found) = item(text, region, number) {
                region = Span::new(found.start, block_end(text, found).min(region.end));
                place = Some(found);
                continue;
            }
            if place.is_some() {
                continue;
            }
        }
        let Some(found) = child(text, region, key) else { break };
        region = Span::new(found.end, block_end(text, found).min(region.end));
        place = Some(found);
    }
    place
}

/// What stands behind the dash of an item on its line.
fn item(text: &str, region: Span, number: usize) -> Option<Span> {
    let inner = text.get(region.range())?;
    let mut block = lines(inner)
        .skip(usize::from(region.start > 0))
        .filter(|(_, line)| says_something(line))
        .peekable();
    let column = block.peek().map(|(_, line)| indent(line))?;
    let dashed = |(start, line): (usize, &str)| {
        let rest = line.get(column..)?.strip_prefix('-')?;
        let text = rest.trim_start_matches(' ');
        let from = region.start + start + line.len() - text.len();
        Some(Span::new(from, from + text.trim_end().len()))
    };
    block.filter_map(dashed).nth(number)
}

/// An item of a list between brackets, `[a, b]`, that the region begins with.
fn between_brackets(text: &str, region: Span, number: usize) -> Option<Span> {
    let inner = text.get(region.range())?;
    let open =
        inner.trim_start_matches(|c: char| c.is_whitespace() || "\"':".contains(c));
    let start = region.start + inner.len() - open.len();
    let items = open.strip_prefix('[')?;
    let (mut depth, mut quote, mut count, mut from) = (0_usize, None, 0, 0);
    for (at, c) in items.char_indices() {
        match (quote, c) {
            (Some(open), _) if open != c => {}
            (Some(_), _) => quote = None,
            // Within a word it is an apostrophe.
            (None, '"' | '\'')
                if items.get(from..at).is_some_and(|word| word.trim().is_empty()) =>
            {
                quote = Some(c);
            }
            (None, '[' | '{') => depth += 1,
            (None, ']' | ',') if depth == 0 => {
                if count == number {
                    let item = items.get(from..at)?;
                    let from = start + 1 + from + item.len() - item.trim_start().len();
                    let length = item.trim().len();
                    return (length > 0).then(|| Span::new(from, from + length));
                }
                if c == ']' {
                    return None;
                }
                count += 1;
                from = at + 1;
            }
            (None, ']' | '}') => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// A key directly in a block, else anywhere in it: then it stands between braces.
fn child(text: &str, region: Span, key: &str) -> Option<Span> {
    let inner = text.get(region.range())?;
    // The rest of the parent's own line is no line of the block.
    let own_line = region.start > 0;
    let block = || lines(inner).skip(usize::from(own_line));
    let column = block().find(|(_, line)| says_something(line));
    let column = column.map_or(0, |(_, line)| indent(line));
    let in_block = block().find_map(|(start, line)| {
        let (span, name) = yaml_key(line.get(column..)?)?;
        same(name, key).then(|| span.shift(region.start + start + column))
    });
    in_block.or_else(|| Some(in_braces(inner, key)?.shift(region.start)))
}

/// The first `key:` in a text.
pub(super) fn in_braces(text: &str, key: &str) -> Option<Span> {
    let starts = |before: &str| {
        before
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || "{[,\"'".contains(c))
    };
    let ends =
        |after: &str| after.trim_start_matches(['"', '\'']).trim_start().starts_with(':');
    text.match_indices(key)
        .map(|(at, _)| Span::new(at, at + key.len()))
        .find(|span| {
            text.get(..span.start).is_some_and(starts)
                && text.get(span.end..).is_some_and(ends)
        })
}

/// Where the block below a key ends: at the next line that is moved in no further.
fn block_end(text: &str, key: Span) -> usize {
    let before = text.get(..key.start).unwrap_or_default();
    let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let column = indent(text.get(line_start..).unwrap_or_default());
    let after = text.get(key.end..).unwrap_or_default();
    lines(after)
        .skip(1)
        .find(|(_, line)| says_something(line) && indent(line) <= column)
        .map_or(text.len(), |(start, _)| key.end + start)
}

#[cfg(test)]
mod tests {
    use super::{locate, repeated};

    #[test]
    fn repeated_keys_are_found_in_their_block() {
        let cases = [
            ("a: 1\na: 2\na: 3\n", vec![(0, 10)]),
            ("p:\n  a: 1\n  a: 2\na: 3\n", vec![(5, 12)]),
            ("p:\n  a: 1\nq:\n  a: 2\n", vec![]),
            ("l:\n- a: 1\n- a: 2\n  a: 3\n", vec![(12, 19)]),
            ("'a': 1\n# a: 1\na: 2\n", vec![(1, 14)]),
        ];
        for (text, places) in cases {
            let found: Vec<_> = repeated(text, "a")
                .iter()
                .map(|(first, last)| (first.start, last.start))
                .collect();
            assert_eq!(found, places, "{text:?}");
        }
    }

    #[test]
    fn paths_lead_to_their_key() {
        let text = "color:\n  palette:\n    primary: '#111'\n  primary: bb\nx: { color: 1, y: 2 }\n";
        let line = |path: &[&str]| {
            locate(text, path).map(|span| text[..span.start].matches('\n').count() + 1)
        };
        assert_eq!(line(&["color", "primary"]), Some(4));
        assert_eq!(line(&["color", "palette", "primary"]), Some(3));
        assert_eq!(line(&["x", "y"]), Some(5));
        assert_eq!(line(&["color", "none"]), Some(1));
        assert_eq!(line(&["none"]), None);
        let text = "l:\n  - a: 1\n    b: 2\n  - a: 3\n    b:\n      - x\n      - y\nf: [1, { a: 2 }]\n";
        let at = |path: &[&str]| {
            let span = locate(text, path)?;
            Some((text[..span.start].matches('\n').count() + 1, &text[span.range()]))
        };
        assert_eq!(at(&["l", "1"]), Some((4, "a: 3")));
        assert_eq!(at(&["l", "0", "b"]), Some((3, "b")));
        assert_eq!(at(&["l", "1", "a"]), Some((4, "a")));
        assert_eq!(at(&["l", "1", "b", "1"]), Some((7, "y")));
        assert_eq!(at(&["f", "0"]), Some((8, "1")));
        assert_eq!(at(&["f", "1"]), Some((8, "{ a: 2 }")));
        assert_eq!(at(&["f", "1", "a"]), Some((8, "a")));
        assert_eq!(at(&["f", "2"]), Some((8, "f")));
    }

    #[test]
    fn items_between_brackets_have_their_own_place() {
        let text = "a: { w: [200, 'x, y', \"]\", it's, [1, 2]], v: [] }\nb:\n  [\n    one,\n    two\n  ]\nc:\n  - [3, 4]\n";
        let at = |path: &[&str]| locate(text, path).map(|span| &text[span.range()]);
        assert_eq!(at(&["a", "w", "0"]), Some("200"));
        assert_eq!(at(&["a", "w", "1"]), Some("'x, y'"));
        assert_eq!(at(&["a", "w", "2"]), Some("\"]\""));
        assert_eq!(at(&["a", "w", "3"]), Some("it's"));
        assert_eq!(at(&["a", "w", "4", "1"]), Some("2"));
        assert_eq!(at(&["a", "v", "0"]), Some("v"));
        assert_eq!(at(&["b", "1"]), Some("two"));
        assert_eq!(at(&["c", "0", "1"]), Some("4"));
    }
}
