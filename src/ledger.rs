//! The account of a page: everything that could get lost on the way to paper, and what
//! became of it.

use crate::source::Span;

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A shortcode.
    Shortcode,
    /// An HTML element.
    Html,
    /// A picture.
    Image,
    /// A link.
    Link,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It is on paper.
    Printed,
    /// It is not, and that is right; why.
    Dropped(String),
    /// It is not, and it should be; why.
    Lost(String),
}

/// One thing that was met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// Where.
    pub span: Span,
    /// What kind of thing.
    pub item: Item,
    /// Its name or address.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
}

/// The account of one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Everything that was met.
    pub entries: Vec<Entry>,
}

/// How many things were met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Printed.
    pub printed: u32,
    /// Dropped on purpose.
    pub dropped: u32,
    /// Lost.
    pub lost: u32,
}

impl Item {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shortcode => "shortcode",
            Self::Html => "html",
            Self::Image => "image",
            Self::Link => "link",
        }
    }
}

impl Fate {
    /// Its name in reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Dropped(_) => "dropped",
            Self::Lost(_) => "lost",
        }
    }

    /// Why it is not on paper.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Printed => None,
            Self::Dropped(reason) | Self::Lost(reason) => Some(reason),
        }
    }
}

impl Ledger {
    /// Adds an entry.
    pub fn add(&mut self, item: Item, name: impl Into<String>, span: Span, fate: Fate) {
        self.entries.push(Entry { span, item, name: name.into(), fate });
    }

    /// The entries in the order of the page, each once.
    pub fn sort(&mut self) {
        self.entries.sort();
        self.entries.dedup();
    }

    /// How many there are of each fate.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for entry in &self.entries {
            match entry.fate {
                Fate::Printed => totals.printed += 1,
                Fate::Dropped(_) => totals.dropped += 1,
                Fate::Lost(_) => totals.lost += 1,
            }
        }
        totals
    }
}
