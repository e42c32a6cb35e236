//! Mathematics that Markdown must not touch (Hugo's `passthrough` extension). What stands
//! between the marks is hidden behind characters of the same number of bytes, so that places
//! stay true, and put back as one node.

/// Starts what is hidden; a private character that the text does not hold.
pub(super) const MARK: char = '\u{e0ff}';
/// Fills up what is hidden.
pub(super) const FILL: char = '\u{1}';

/// Something hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hidden {
    /// The TeX between the marks.
    pub(super) tex: String,
    /// Whether it stands on lines of its own.
    pub(super) block: bool,
}

/// The text with its mathematics hidden, and what was hidden in order.
pub(super) fn hide(
    text: &str,
    pairs: &[(String, String, bool)],
) -> (String, Vec<Hidden>) {
    if pairs.is_empty() || text.contains([MARK, FILL]) {
        return (text.to_owned(), Vec::new());
    }
    let mut out = String::with_capacity(text.len());
    let mut hidden = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(code) = code_length(rest, &out) {
            let (code, after) = rest.split_at_checked(code).unwrap_or((rest, ""));
            out.push_str(code);
            rest = after;
        } else if let Some((tex, block, length)) = find(rest, pairs) {
            out.push(MARK);
            out.extend(std::iter::repeat_n(FILL, length - MARK.len_utf8()));
            hidden.push(Hidden { tex, block });
            rest = rest.get(length..).unwrap_or_default();
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    (out, hidden)
}

/// Code comes first: the length of a code span or fence that starts here.
pub(super) fn code_length(text: &str, before: &str) -> Option<usize> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let run: String = text.chars().take_while(|c| *c == mark).collect();
    let starts_line =
        before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
    let after = text.get(run.len()..)?;
    if run.len() >= 3 && starts_line {
        let end = after
            .find(&format!("\n{run}"))
            .map_or(after.len(), |at| at + 1 + run.len());
        return Some(run.len() + end);
    }
    if mark == '~' {
        return None;
    }
    // A run that nothing closes is text.
    let end = after.find(&run);
    Some(end.map_or(run.len(), |end| run.len() + end + run.len()))
}

fn find(text: &str, pairs: &[(String, String, bool)]) -> Option<(String, bool, usize)> {
    pairs.iter().find_map(|(open, close, block)| {
        let inner = text.strip_prefix(open.as_str())?;
        let end = inner.find(close.as_str())?;
        let tex = inner.get(..end)?;
        let length = open.len() + end + close.len();
        let fits = length >= MARK.len_utf8()
            && !tex.trim().is_empty()
            && (*block || !tex.contains("\n\n"));
        fits.then(|| (tex.trim().to_owned(), *block, length))
    })
}

#[cfg(test)]
mod tests {
    use super::{Hidden, hide};

    #[test]
    fn mathematics_is_hidden_and_code_is_not() {
        let pairs = [
            ("$$".to_owned(), "$$".to_owned(), true),
            ("\\(".to_owned(), "\\)".to_owned(), false),
        ];
        let text = "a \\(x_1\\) `\\(y\\)` $$\nz\n$$\n```\n$$q$$\n```\n";
        let (out, hidden) = hide(text, &pairs);
        assert_eq!(out.len(), text.len());
        let expected = [("x_1", false), ("z", true)];
        let expected = expected.map(|(tex, block)| Hidden { tex: tex.to_owned(), block });
        assert_eq!(hidden, expected);
        assert!(out.contains("`\\(y\\)`") && out.contains("$$q$$"));
        assert_eq!(hide("a $$ b", &pairs).1, []);
    }
}
