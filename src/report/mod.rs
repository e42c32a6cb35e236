//! How diagnostics and results are shown: to people, and to programs in the formats they read.

mod github;
mod human;
pub mod json;
mod junit;
mod machine;
mod sarif;
mod summary;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostic;

pub use github::annotations;
pub use human::{Style, render};
pub use machine::Format;

/// How many problems there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// Counts problems.
#[must_use]
pub fn counts(diagnostics: &[Diagnostic]) -> Counts {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    Counts { errors, warnings: diagnostics.len() - errors }
}

/// The problems in the order of files and lines, each once.
#[must_use]
pub fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |diagnostic: &Diagnostic| {
        let place = diagnostic.place.as_ref();
        (
            place.map(|place| place.source.name().to_owned()),
            place.map(|place| place.span.start),
            std::cmp::Reverse(diagnostic.severity),
            diagnostic.code,
            diagnostic.message.clone(),
        )
    };
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup();
    diagnostics
}
