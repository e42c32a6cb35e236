//! Quotation marks of the page's language. Hugo's typographer sets English ones whatever
//! the language (`hugo-goldmark-extensions`); in print that would be a mistake.

use crate::language::Quotes;

/// Which quotation marks are open in the block being read.
#[derive(Debug, Default)]
pub(super) struct Typographer {
    open_single: usize,
}

impl Typographer {
    /// A new block begins: quotes do not reach across.
    pub(super) fn reset(&mut self) {
        self.open_single = 0;
    }

    /// What stands for a mark that the parser took for an opening or closing one.
    ///
    /// `written` is what the author typed: only straight marks are replaced.
    pub(super) fn mark(
        &mut self,
        written: &str,
        set: &str,
        quotes: &Quotes,
    ) -> Option<String> {
        let mark = match (written, set) {
            ("\"", "“") => quotes.double.0,
            ("\"", "”") => quotes.double.1,
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
