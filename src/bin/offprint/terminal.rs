//! What people see: diagnostics on standard error, results on standard output.

use std::io::{IsTerminal, Write};

use offprint::diagnostic::Diagnostic;
use offprint::report::{Style, render};

/// Writes a line of results. A reader that has gone away is no reason to fail.
pub(crate) fn result(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Writes a line of messages.
pub(crate) fn message(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Shows diagnostics, a blank line after each.
pub(crate) fn diagnostics(diagnostics: &[Diagnostic]) {
    let terminal = std::io::stderr().is_terminal();
    let style = Style { color: terminal, ..Style::default() };
    for diagnostic in diagnostics {
        message(&render(diagnostic, style));
        message("");
    }
}
