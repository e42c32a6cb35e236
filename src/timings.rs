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

/// The time that each stage took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timings {
    read: Duration,
    passes: Duration,
    markup: Duration,
    layout: Duration,
    export: Duration,
    write: Duration,
}

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
        *self.slot(stage) += system.elapsed().saturating_sub(start);
        result
    }

    /// Adds other times to these.
    pub fn add(&mut self, other: &Self) {
        for (stage, _) in Stage::ALL {
            *self.slot(stage) += other.of(stage);
        }
    }

    /// The time that a stage took.
    #[must_use]
    pub fn of(&self, stage: Stage) -> Duration {
        match stage {
            Stage::Read => self.read,
            Stage::Passes => self.passes,
            Stage::Markup => self.markup,
            Stage::Layout => self.layout,
            Stage::Export => self.export,
            Stage::Write => self.write,
        }
    }

    /// The time of all stages.
    #[must_use]
    pub fn total(&self) -> Duration {
        Stage::ALL.iter().map(|(stage, _)| self.of(*stage)).sum()
    }

    fn slot(&mut self, stage: Stage) -> &mut Duration {
        match stage {
            Stage::Read => &mut self.read,
            Stage::Passes => &mut self.passes,
            Stage::Markup => &mut self.markup,
            Stage::Layout => &mut self.layout,
            Stage::Export => &mut self.export,
            Stage::Write => &mut self.write,
        }
    }
}
