//! Where the time of a build goes, by stage. It is told and nothing else: no result depends
//! on it.

use std::time::Duration;

use crate::system::System;

/// A stage of the way of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The file is read: front matter, shortcodes, Markdown, HTML.
    Read,
    /// Levels, links, pictures, and the data of the template.
    Passes,
    /// The tree becomes markup.
    Markup,
    /// Typst lays the pages out.
    Layout,
    /// Pages become a PDF and pictures.
    Export,
    /// Files are written.
    Write,
}

impl Stage {
    /// All of them in order, with their names.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Read, "read"),
        (Self::Passes, "passes"),
        (Self::Markup, "markup"),
        (Self::Layout, "layout"),
        (Self::Export, "export"),
        (Self::Write, "write"),
    ];
}

/// The time that each stage took, in nanoseconds, in the order of [`Stage::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timings([u64; 6]);

impl Timings {
    /// Does something and adds the time it took to a stage.
    pub fn measure<T>(
        &mut self,
        system: &dyn System,
        stage: Stage,
        work: impl FnOnce() -> T,
    ) -> T {
        let start = system.elapsed();
        let result = work();
        let spent = system.elapsed().saturating_sub(start);
        let slot = self.slot(stage);
        // Five centuries fit in.
        *slot = slot.saturating_add(u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX));
        result
    }

    /// Adds other times to these.
    pub fn add(&mut self, other: &Self) {
        for (own, others) in self.0.iter_mut().zip(other.0) {
            *own = own.saturating_add(others);
        }
    }

    /// The time that a stage took.
    #[must_use]
    pub fn of(&self, stage: Stage) -> Duration {
        let mut all = *self;
        Duration::from_nanos(*all.slot(stage))
    }

    /// The time of all stages.
    #[must_use]
    pub fn total(&self) -> Duration {
        Stage::ALL.iter().map(|(stage, _)| self.of(*stage)).sum()
    }

    fn slot(&mut self, stage: Stage) -> &mut u64 {
        let [read, passes, markup, layout, export, write] = &mut self.0;
        match stage {
            Stage::Read => read,
            Stage::Passes => passes,
            Stage::Markup => markup,
            Stage::Layout => layout,
            Stage::Export => export,
            Stage::Write => write,
        }
    }
}
