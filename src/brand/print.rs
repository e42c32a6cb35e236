//! What a brand says of print alone, under `defaults.offprint`. Templates get it as it stands:
//! what is not given is null, and then the template's own look holds.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{Length, Weight};
use super::words::Words;
use super::{Color, Style};

/// Makes types of settings: every key is optional, and its comment explains it to editors.
macro_rules! settings {
    ($($(#[doc = $doc:literal])* $(#[schemars($schema:meta)])? $name:ident {
        $($(#[doc = $key_doc:literal])* $(#[schemars($key_schema:meta)])? $key:ident: $kind:ty,)*
    })*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
        $(#[schemars($schema)])?
        pub struct $name {
            $($(#[doc = $key_doc])* $(#[schemars($key_schema)])? pub $key: Option<$kind>,)*
        }
    )*};
}

/// What a brand says of print.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Print {
    /// Another brand file, from this one: what is not said here is said there.
    #[serde(skip_serializing)]
    pub extends: Option<String>,
    /// Families for what the others have no letters for: a list, or one for each script.
    #[serde(skip_serializing)]
    pub fallback: Option<Fallback>,
    /// The paper and its margins.
    pub page: Page,
    /// The cover.
    pub cover: Cover,
    /// The line at the head of a page.
    pub header: Running,
    /// The line at the foot of a page.
    pub footer: Running,
    /// The number of the page.
    pub folio: Folio,
    /// The contents.
    pub contents: Contents,
    /// Running text.
    pub text: Text,
    /// Headings by level.
    pub headings: Headings,
    /// The numbers of sections.
    pub numbering: Numbering,
    /// Tables.
    pub tables: Tables,
    /// Boxed notes by kind: `note`, `tip`, `important`, `warning`, `caution`, and others.
    #[schemars(with = "BTreeMap<String, Callout>")]
    pub callouts: IndexMap<String, Callout>,
    /// Captions of figures and tables.
    pub captions: Captions,
    /// Quotations.
    pub quotes: Quotes,
    /// Notes beside the text.
    pub asides: Asides,
    /// Listings.
    pub code: Code,
    /// Links.
    pub links: LinkUse,
    /// Words across the page.
    pub watermark: Watermark,
    /// The last page.
    pub closing: Option<Closing>,
    /// A line of law on the last page, such as a copyright.
    pub legal: Option<Words>,
    /// How the logo is used.
    pub logo: LogoUse,
    /// Where to turn to.
    pub contact: Option<Contact>,
}

/// Families for what the others have no letters for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Fallback {
    /// Tried in order.
    All(Vec<String>),
    /// By script.
    Scripts(Box<Scripts>),
}

settings! {
    /// Families by script.
    Scripts {
        /// Greek.
        greek: Families,
        /// Cyrillic.
        cyrillic: Families,
        /// Chinese, Japanese and Korean.
        cjk: Families,
        /// Arabic.
        arabic: Families,
        /// Hebrew.
        hebrew: Families,
        /// All that has no line of its own.
        other: Families,
    }

    /// The paper.
    Page {
        /// The paper by its name.
        size: Paper,
        /// The width, of paper without a name.
        width: Length,
        /// The height, of paper without a name.
        height: Length,
        /// The space around the text.
        margins: Margins,
    }

    /// The space around the text; `inside` and `outside` for pages that are bound.
    Margins {
        /// At the head.
        top: Length,
        /// At the foot.
        bottom: Length,
        /// At the left.
        left: Length,
        /// At the right.
        right: Length,
        /// At the back of a book.
        inside: Length,
        /// At the edge of a book.
        outside: Length,
    }

    /// The cover.
    Cover {
        /// `false` for none.
        show: bool,
        /// Artwork to the edges, as a path.
        image: String,
        /// The ground.
        color: Color,
        /// The words.
        text: Color,
        /// How much of the ground lies over the artwork, in percent.
        #[schemars(range(min = 0, max = 100))]
        overlay: f64,
        /// Whether pictures of pages are printed there in the tones of the brand.
        duotone: bool,
    }

    /// Words at the left, in the middle and at the right. They may hold `{title}`, `{section}`,
    /// `{page}`, `{pages}`, `{folio}`, `{date}`, `{version}`, `{kind}`, `{name}`, `{legal}`,
    /// `{classification}`, `{url}` and `{logo}`.
    Row {
        /// At the left.
        #[schemars(example = &"{section}")]
        left: String,
        /// In the middle.
        #[schemars(example = &"{folio}")]
        center: String,
        /// At the right.
        #[schemars(example = &"{logo}")]
        right: String,
    }

    /// A line at the head or the foot of a page: words at the left, in the middle and at the
    /// right, with `{title}`, `{section}`, `{page}`, `{pages}`, `{folio}`, `{date}`, `{version}`,
    /// `{kind}`, `{name}`, `{legal}`, `{classification}`, `{url}` and `{logo}` in them.
    Running {
        /// `false` for none.
        show: bool,
        /// At the left.
        #[schemars(example = &"{section}")]
        left: String,
        /// In the middle.
        #[schemars(example = &"{folio}")]
        center: String,
        /// At the right.
        #[schemars(example = &"{logo}")]
        right: String,
        /// On the first page after the cover.
        first: Row,
        /// On odd pages.
        odd: Row,
        /// On even pages.
        even: Row,
        /// The size of its type.
        size: Length,
        /// The colour of its type.
        color: Color,
        /// A line between it and the text.
        rule: bool,
    }

    /// The number of the page.
    Folio {
        /// What it says, with `{page}` and `{pages}`.
        #[schemars(example = &"{page} / {pages}")]
        format: String,
        /// How pages are counted.
        style: Count,
        /// Whether a short line stands above it.
        rule: bool,
    }

    /// The contents.
    Contents {
        /// `false` for none.
        show: bool,
        /// How many levels of headings it has.
        #[schemars(range(min = 1, max = 6))]
        depth: u8,
        /// Whether dots lead to the numbers of pages.
        leaders: bool,
    }

    /// Running text.
    Text {
        /// The figures, where the face has both: tables always have lining ones of one width.
        figures: Figures,
        /// Words of capitals, such as GDPR, where the face has small ones (`c2sc`).
        acronyms: Acronyms,
    }

    /// Notes beside the text.
    Asides {
        /// Where they stand.
        position: AsidePosition,
    }

    /// Headings by level.
    Headings {
        /// The first level.
        h1: Heading,
        /// The second level.
        h2: Heading,
        /// The third level.
        h3: Heading,
        /// The fourth level.
        h4: Heading,
        /// The fifth level.
        h5: Heading,
        /// The sixth level.
        h6: Heading,
    }

    /// Headings of one level.
    Heading {
        /// The family.
        family: String,
        /// The size.
        size: Length,
        /// The weight.
        weight: Weight,
        /// Upright or slanted.
        style: Style,
        /// The colour.
        color: Color,
        /// Where it stands in its line.
        align: Align,
        /// Capitals.
        case: Case,
        /// The space above it.
        above: Length,
        /// The space below it.
        below: Length,
        /// Whether a line stands under it.
        rule: bool,
        /// Whether it opens a page.
        page_break: bool,
    }

    /// The numbers of sections.
    Numbering {
        /// How they are written: `1` `a` `A` `i` `I` with what stands between them; nothing for
        /// none.
        #[schemars(regex(pattern = r"^$|[1aAiI]"))]
        pattern: String,
        /// How many levels have one.
        #[schemars(range(min = 0, max = 6))]
        depth: u8,
        /// Their colour.
        color: Color,
    }

    /// Tables.
    Tables {
        /// The size of the type.
        size: Length,
        /// The ground of the head.
        head_background: Color,
        /// The words of the head.
        head_color: Color,
        /// The weight of the head.
        head_weight: Weight,
        /// The lines between rows.
        rule: Color,
        /// The ground of every second row.
        stripe: Color,
        /// The space in a cell.
        inset: Length,
    }

    /// Boxed notes of one kind.
    Callout {
        /// The edge and the title.
        color: Color,
        /// The ground.
        background: Color,
        /// The title, of notes without one.
        title: Words,
    }

    /// Captions.
    Captions {
        /// The size.
        size: Length,
        /// Upright or slanted.
        style: Style,
        /// The colour.
        color: Color,
        /// Where it stands in its line.
        align: Align,
        /// Above or below what it names.
        position: Position,
    }

    /// Quotations.
    Quotes {
        /// The size.
        size: Length,
        /// Upright or slanted.
        style: Style,
        /// The words.
        color: Color,
        /// The line beside it.
        rule: Color,
    }

    /// Listings; type and ground are those of `typography.monospace-block`.
    Code {
        /// The line around it.
        border: Color,
        /// How round its corners are.
        radius: Length,
        /// Whether its lines have numbers.
        line_numbers: bool,
    }

    /// Links; type and colour are those of `typography.link`.
    LinkUse {
        /// Whether the addresses of links to the web stand at the foot of the page.
        print_urls: bool,
    }

    /// Words across the page.
    Watermark {
        /// The words.
        #[schemars(example = &"DRAFT")]
        text: Words,
        /// The colour.
        color: Color,
        /// The size.
        size: Length,
        /// How far it is turned, in degrees against the clock.
        #[schemars(range(min = -90, max = 90))]
        angle: f64,
        /// How strong it is, in percent.
        #[schemars(range(min = 1, max = 100))]
        strength: f64,
    }

    /// The last page.
    Closing {
        /// `false` for none.
        show: bool,
        /// Its heading.
        title: Words,
        /// What it says.
        text: Words,
        /// `false` leaves out which state of the page it was: the first digits of the SHA-256 of
        /// its file.
        digest: bool,
    }

    /// How the logo is used.
    LogoUse {
        /// The space around it, in percent of its height.
        #[schemars(range(min = 0, max = 200))]
        clear_space: f64,
        /// Its height in running lines.
        height: Length,
        /// Its height on the cover.
        cover_height: Length,
    }

    /// Where to turn to.
    Contact {
        /// The company.
        company: String,
        /// Its address, line by line.
        address: Lines,
        /// Phone.
        phone: String,
        /// E-mail.
        email: String,
        /// Web.
        web: String,
        /// Its number in the register of companies, with the word for it.
        registration: Words,
    }
}

impl Headings {
    fn levels(&self) -> [&Option<Heading>; 6] {
        [&self.h1, &self.h2, &self.h3, &self.h4, &self.h5, &self.h6]
    }

    /// The families that single levels have.
    pub(super) fn families(&self) -> impl Iterator<Item = &str> {
        let own = self.levels().into_iter().flatten();
        own.filter_map(|heading| heading.family.as_deref())
    }

    /// What is said of single levels, with their numbers.
    pub fn said(&self) -> impl Iterator<Item = (usize, &Heading)> {
        let levels = (1..).zip(self.levels());
        levels.filter_map(|(level, heading)| Some((level, heading.as_ref()?)))
    }

    /// The colour of each level, where it has its own.
    pub(super) fn colors(&self) -> [Option<Color>; 6] {
        self.levels().map(|heading| heading.as_ref()?.color)
    }
}

/// Families, one or a list of which the first that has the letter counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Families {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// Lines, as a list or as a text of several lines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Families")]
pub struct Lines(pub Vec<String>);

impl From<Families> for Lines {
    fn from(lines: Families) -> Self {
        Self(match lines {
            Families::One(text) => text.lines().map(str::to_owned).collect(),
            Families::Many(lines) => lines,
        })
    }
}

/// Makes words that a setting may be.
macro_rules! words {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $word_doc:literal])* $word:ident = $text:literal,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[doc = $word_doc])* #[serde(rename = $text)] $word,)*
        }
    )*};
}

words! {
    /// Paper by its name.
    Paper {
        /// 297 × 420 mm.
        A3 = "a3",
        /// 210 × 297 mm.
        A4 = "a4",
        /// 148 × 210 mm.
        A5 = "a5",
        /// 176 × 250 mm.
        B5 = "iso-b5",
        /// 8.5 × 11 in.
        Letter = "us-letter",
        /// 8.5 × 14 in.
        Legal = "us-legal",
        /// 7.25 × 10.5 in.
        Executive = "us-executive",
        /// 16:9, for screens.
        Wide = "presentation-16-9",
    }

    /// How pages are counted.
    Count {
        /// 1, 2, 3.
        Arabic = "1",
        /// i, ii, iii.
        Roman = "i",
        /// I, II, III.
        UpperRoman = "I",
        /// a, b, c.
        Letter = "a",
        /// A, B, C.
        UpperLetter = "A",
    }

    /// Where something stands in its line.
    Align {
        /// At the left.
        Left = "left",
        /// In the middle.
        Center = "center",
        /// At the right.
        Right = "right",
    }

    /// Capitals.
    Case {
        /// As written.
        None = "none",
        /// All capitals.
        Upper = "upper",
        /// Small capitals.
        SmallCaps = "small-caps",
    }

    /// How figures are drawn.
    Figures {
        /// As high as capitals.
        Lining = "lining",
        /// With ascenders and descenders, as small letters are (`onum`).
        OldStyle = "old-style",
    }

    /// How words of capitals are drawn.
    Acronyms {
        /// As written.
        Capitals = "capitals",
        /// In small capitals.
        SmallCaps = "small-caps",
    }

    /// Where a note beside the text stands.
    AsidePosition {
        /// In the text, between two lines.
        Text = "text",
        /// In the outer margin, where that is 38 mm and more.
        Margin = "margin",
    }

    /// Above or below.
    Position {
        /// Above.
        Top = "top",
        /// Below.
        Bottom = "bottom",
    }
}
