//! A progress bar, on a terminal only, and only when a build takes longer than a second.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use offprint::driver::{Built, Progress};

/// Work that is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bar of a build.
#[derive(Clone)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar that does not show yet.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template(
            "{wide_bar} {pos} of {len} documents, {eta} left",
        );
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Takes the bar off the terminal.
    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn planned(&self, documents: usize) {
        self.0.set_length(u64::try_from(documents).unwrap_or(u64::MAX));
    }

    fn finished(&self, _: &Built) {
        self.0.inc(1);
        let due = self.0.is_hidden() && self.0.elapsed() > PATIENCE;
        if due && std::io::stderr().is_terminal() {
            self.0.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}
