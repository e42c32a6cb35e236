//! Quotation marks of the page's language. Hugo's typographer sets English ones whatever
//! the language (`hugo-goldmark-extensions`); in print that would be a mistake.

use super::passthrough::code_length;
use crate::language::Quotes;

/// Which quotation marks are open in the block being read.
#[derive(Debug, Default)]
pub(super) struct Typographer {
    open_single: usize,
    open_double: usize,
}

impl Typographer {
    /// A new block begins: quotes do not reach across.
    pub(super) fn reset(&mut self) {
        self.open_single = 0;
        self.open_double = 0;
    }

    /// What stands for a mark that the parser took for an opening or closing one.
    ///
    /// `written` is what the author typed: only straight marks are replaced. `before` stands in
    /// front of it.
    pub(super) fn mark(
        &mut self,
        written: &str,
        set: &str,
        quotes: &Quotes,
        before: Option<char>,
    ) -> Option<String> {
        let mark = match (written, set) {
            // Inches: nothing is open that could be closed after a number.
            ("\"", _)
                if self.open_double == 0
                    && before.is_some_and(|c| c.is_ascii_digit()) =>
            {
                "\""
            }
            ("\"", "“") => {
                self.open_double += 1;
                quotes.double.0
            }
            ("\"", "”") => {
                self.open_double = self.open_double.saturating_sub(1);
                quotes.double.1
            }
            ("'", "‘") => {
                self.open_single += 1;
                quotes.single.0
            }
            ("'", "’") if self.open_single > 0 => {
                self.open_single -= 1;
                quotes.single.1
            }
            _ => return None,
        };
        Some(mark.to_owned())
    }
}

/// `<<` and `>>` as guillemets. They are put in before the text is read, since what stands
/// between them looks like HTML; each has as many bytes as what it replaces. Code is left alone,
/// and a `>>` that no `<<` opened may be two quotes.
pub(super) fn guillemets(text: &str) -> String {
    if !text.contains("<<") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut open = 0_usize;
    while let Some(c) = rest.chars().next() {
        if let Some(length) = code_length(rest, &out) {
            let (code, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            out.push_str(code);
            rest = after;
            continue;
        }
        let (mark, length) = match rest {
            _ if rest.starts_with("\n\n") => {
                open = 0;
                (None, 1)
            }
            _ if rest.starts_with("<<") && closes(rest) => {
                open += 1;
                (Some('«'), 2)
            }
            _ if open > 0 && rest.starts_with(">>") => {
                open -= 1;
                (Some('»'), 2)
            }
            _ => (None, c.len_utf8()),
        };
        out.push(mark.unwrap_or(c));
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// Whether the paragraph that starts here has a closing mark.
fn closes(text: &str) -> bool {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    paragraph.get(2..).is_some_and(|inner| inner.contains(">>"))
}

#[cfg(test)]
mod tests {
    use super::guillemets;

    #[test]
    fn guillemets_come_in_pairs() {
        let cases = [
            ("a <<b>> c", "a «b» c"),
            ("a << b", "a << b"),
            (">> quote", ">> quote"),
            ("`<<a>>` <<b>>", "`<<a>>` «b»"),
            ("```\n<<a>>\n```\n<<b>>", "```\n<<a>>\n```\n«b»"),
            ("<<a\n\n>> b", "<<a\n\n>> b"),
        ];
        for (text, expected) in cases {
            assert_eq!(guillemets(text), expected);
            assert_eq!(text.len(), expected.len());
        }
    }
}
