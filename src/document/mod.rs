//! Our own tree of a page: blocks, inline text, components. Every node knows where it
//! stood in the source. What reads it and what prints it live elsewhere.

mod text;
mod walk;

use indexmap::IndexMap;

use crate::component::Component;
use crate::language::Language;
use crate::source::Span;

pub use text::{plain_text, plain_text_of_blocks, visible_text};
pub use walk::{Visit, VisitMut};

/// A page, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// What stands on it.
    pub blocks: Vec<Block>,
    /// Footnotes by label; they belong to the whole page, wherever they are defined.
    pub footnotes: IndexMap<String, Footnote>,
}

/// The text of a footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// Where it is defined.
    pub span: Span,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Something that stands by itself between other blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Where it stood.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is; the names are CommonMark's.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Text of a tight list item or a table cell: a paragraph without space around it.
    Plain(Vec<Inline>),
    /// A heading.
    Heading(Heading),
    /// A bullet or ordered list.
    List(List),
    /// A block quote.
    Quote(Vec<Block>),
    /// A code block.
    Code(Code),
    /// A table.
    Table(Table),
    /// A definition list.
    Definitions(Vec<Definition>),
    /// A thematic break.
    Rule,
    /// HTML as it was written; gone once the HTML pass has read it.
    Html(String),
    /// A component.
    Component(ComponentNode),
    /// A heading of its own and what stands under it; gone once headings have levels.
    Section(Section),
    /// A block that links can jump to.
    Anchored(String, Vec<Block>),
    /// Blocks aligned as a whole.
    Aligned(Alignment, Vec<Block>),
    /// Blocks in another language.
    Foreign(Language, Vec<Block>),
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6 as written; any number from 1 once the sections are numbered.
    pub level: u8,
    /// Its link target: what the author gave, then what Hugo would give.
    pub id: Option<String>,
    /// Classes given as `{.class}`.
    pub classes: Vec<String>,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A section made by a component: its heading is one level below where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The text of its heading.
    pub title: Vec<Inline>,
    /// Its link target.
    pub id: Option<String>,
    /// What stands under it.
    pub body: Vec<Block>,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Whether its items stand close together.
    pub tight: bool,
    /// Its items.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// Where it stood.
    pub span: Span,
    /// Whether a task is done, if the item is a task.
    pub checked: Option<bool>,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A code block.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// The first word of the info string.
    pub language: Option<String>,
    /// Its text, without the last line ending.
    pub text: String,
    /// Whether it stood between fences.
    pub fenced: bool,
    /// The first line number, if lines are numbered.
    pub numbers: Option<u32>,
    /// Marked lines, counted from 1.
    pub marked: Vec<(u32, u32)>,
}

/// How a column or a block is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The alignment of each column.
    pub columns: Vec<Option<Alignment>>,
    /// Head rows; they are repeated on every page.
    pub head: Vec<Vec<Cell>>,
    /// Body rows.
    pub body: Vec<Vec<Cell>>,
    /// What the table is called.
    pub caption: Vec<Inline>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// How many columns it takes; 0 counts as 1.
    pub columns: u16,
    /// How many rows it takes; 0 counts as 1.
    pub rows: u16,
    /// Whether it heads its row.
    pub heading: bool,
}

/// Terms and what they mean.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Definition {
    /// The terms.
    pub terms: Vec<Vec<Inline>>,
    /// Their meanings.
    pub details: Vec<Vec<Block>>,
}

/// Something within a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// Where it stood.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
}

/// What an inline is.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Text.
    Text(String),
    /// Code.
    Code(String),
    /// Text set apart.
    Styled(Style, Vec<Inline>),
    /// Text in another language.
    Foreign(Language, Vec<Inline>),
    /// A link.
    Link(Link),
    /// A picture.
    Image(Image),
    /// A reference to the footnote of this label.
    FootnoteReference(String),
    /// A footnote written where it belongs.
    Footnote(Vec<Inline>),
    /// A line ending that counts as a blank.
    SoftBreak,
    /// A line ending that is kept.
    LineBreak,
    /// HTML as it was written; gone once the HTML pass has read it.
    Html(String),
    /// A component.
    Component(ComponentNode),
    /// A place that links can jump to.
    Anchor(String),
    /// Mathematics.
    Math(Math),
}

/// A formula.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Math {
    /// As it was written, in LaTeX.
    pub tex: String,
    /// Whether it stands on lines of its own.
    pub block: bool,
    /// The same for Typst; none for what is printed as it was written.
    pub set: Option<Formula>,
}

/// A formula ready to be set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formula {
    /// Typst's mathematics, without dollar signs. Definitions of the template's `math.typ` are
    /// called by way of the name `tex`.
    pub markup: String,
    /// What one hears, in the linear form of plain text: `(−b ± √(b²−4ac))/(2a)`.
    pub spoken: String,
}

/// How text is set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck through.
    Strikethrough,
    /// Inserted: underlined.
    Inserted,
    /// Marked.
    Marked,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// Smaller.
    Small,
    /// A key of a keyboard.
    Keyboard,
}

/// Marks the path of a `ref` or `relref` (Hugo's shortcodes) in the place of an address, until
/// links are resolved.
pub const REFERENCE: &str = "ref:";

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// As it was written; gone once links are resolved.
    Written(String),
    /// To the web.
    Url(String),
    /// To this id in the document.
    Internal(String),
    /// Nowhere: the text stays, the link is gone.
    None,
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// What one reads.
    pub content: Vec<Inline>,
}

/// Where the bytes of a picture are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// As it was written; gone once pictures are found.
    Written(String),
    /// A file of the document, by its virtual path.
    File(String),
    /// On the web: printed as a link, never fetched.
    Remote(String),
    /// Nowhere.
    Missing,
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Where it is.
    pub picture: Picture,
    /// What one hears instead of seeing it; empty for decoration.
    pub alt: String,
    /// The title: printed as caption.
    pub title: String,
    /// The width in CSS pixels, if given.
    pub width: Option<f64>,
    /// The height in CSS pixels, if given; it counts where no width is.
    pub height: Option<f64>,
    /// Whether it carries no meaning, so that silence is right.
    pub decorative: bool,
}

/// A component with its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct ComponentNode {
    /// Which one.
    pub component: Component,
    /// The shortcode or element it came from.
    pub name: String,
    /// Its fields by name, in the order of [`Component::fields`].
    pub fields: IndexMap<&'static str, Field>,
    /// What stands between its tags.
    pub body: Vec<Block>,
}

/// A field with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Where the value stands.
    pub span: Span,
    /// The value.
    pub value: FieldValue,
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// Running text.
    Text(Vec<Inline>),
    /// A link.
    Url(Target),
    /// A picture.
    Image(Picture),
    /// An icon: its class as written, then its virtual path.
    Icon(String),
    /// A word.
    Word(String),
}

impl Block {
    /// A block that stood at `span`.
    #[must_use]
    pub fn new(span: Span, kind: BlockKind) -> Self {
        Self { span, kind }
    }
}

impl Inline {
    /// An inline that stood at `span`.
    #[must_use]
    pub fn new(span: Span, kind: InlineKind) -> Self {
        Self { span, kind }
    }

    /// Text that stood at `span`.
    #[must_use]
    pub fn text(span: Span, text: impl Into<String>) -> Self {
        Self::new(span, InlineKind::Text(text.into()))
    }
}

impl ComponentNode {
    /// A component without fields.
    #[must_use]
    pub fn new(component: Component, name: impl Into<String>, body: Vec<Block>) -> Self {
        Self {
            component,
            name: name.into(),
            fields: IndexMap::new(),
            body,
        }
    }

    /// With this field.
    #[must_use]
    pub fn with(mut self, name: &'static str, span: Span, value: FieldValue) -> Self {
        self.fields.insert(name, Field { span, value });
        self
    }

    /// The text of a word or text field; empty if there is none.
    #[must_use]
    pub fn word(&self, name: &str) -> String {
        match self.fields.get(name).map(|field| &field.value) {
            Some(FieldValue::Word(word) | FieldValue::Icon(word)) => word.clone(),
            Some(FieldValue::Text(inlines)) => plain_text(inlines),
            Some(FieldValue::Url(Target::Written(url) | Target::Url(url))) => url.clone(),
            _ => String::new(),
        }
    }

    /// The running text of a field; empty if there is none.
    #[must_use]
    pub fn inlines(&self, name: &str) -> &[Inline] {
        match self.fields.get(name).map(|field| &field.value) {
            Some(FieldValue::Text(inlines)) => inlines,
            _ => &[],
        }
    }
}
