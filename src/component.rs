//! The components that shortcodes, HTML and alerts are printed as: their names, their
//! fields, and where they may stand. How one looks is the template's business.

use std::fmt;

/// What a field of a component holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Running text; HTML in it is read.
    Text,
    /// Running text in Markdown.
    Markdown,
    /// An address: of a page, of the web, or `#id` of this document.
    Url,
    /// The path of a picture.
    Image,
    /// The class of an icon font, for example `fa-solid fa-lock`.
    Icon,
    /// A single word or number that is passed on as it is: a colour, a kind, an id.
    Word,
}

/// What stands between the tags of a shortcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InnerKind {
    /// Markdown.
    Markdown,
    /// Other shortcodes; text between them is read as Markdown.
    Shortcodes,
    /// Plain text, line by line.
    Text,
    /// Text whose every blank counts, such as code.
    Raw,
    /// Nothing: there is no closing tag.
    None,
}

/// Where a component may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// Between paragraphs; one inside a paragraph splits it.
    Block,
    /// Within a line of text.
    Inline,
}

/// One field of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in `offprint.yml` and in the template.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
}

macro_rules! components {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal, $level:ident, $inner:ident, [$($field:literal: $kind:ident),*];)*) => {
        /// What a shortcode, an HTML element or an alert becomes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Component {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Component {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in `offprint.yml` and in the template.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Where it may stand.
            #[must_use]
            pub fn level(self) -> Level {
                match self { $(Self::$variant => Level::$level,)* }
            }

            /// What stands between its tags unless `inner:` says otherwise.
            #[must_use]
            pub fn inner(self) -> InnerKind {
                match self { $(Self::$variant => InnerKind::$inner,)* }
            }

            /// Its fields, in the order in which they are printed.
            #[must_use]
            pub fn fields(self) -> &'static [Field] {
                match self {
                    $(Self::$variant => &[$(Field { name: $field, kind: FieldKind::$kind }),*],)*
                }
            }
        }
    };
}

components! {
    /// A numbered heading one level below the one it stands under, and what belongs to it.
    Section = "section", Block, Markdown, ["title": Text, "id": Word];
    /// An opening paragraph, larger and lighter than the text.
    Lead = "lead", Block, Markdown, [];
    /// A boxed note.
    Callout = "callout", Block, Markdown, ["kind": Word, "title": Text, "icon": Icon, "color": Word, "quiet": Word];
    /// A quotation with the one who said it.
    Quote = "quote", Block, Markdown, ["by": Text, "role": Text, "image": Image, "alt": Text, "text": Text];
    /// A small box with icon or picture, title, text and link.
    Card = "card", Block, Markdown, ["icon": Icon, "image": Image, "alt": Text, "title": Text, "text": Text, "link": Url, "label": Text, "color": Word, "logo": Image, "logoalt": Text];
    /// A grid of cards.
    Cards = "cards", Block, Shortcodes, ["columns": Word];
    /// Text in columns.
    Columns = "columns", Block, Markdown, ["widths": Word];
    /// One of the columns of `columns`; by itself only what it holds.
    Column = "column", Block, Markdown, [];
    /// A picture with caption.
    Figure = "figure", Block, Markdown, ["image": Image, "alt": Text, "title": Text, "caption": Markdown, "attribution": Markdown, "source": Url, "link": Url, "width": Word, "height": Word];
    /// A link that looks like a button.
    Button = "button", Block, None, ["text": Text, "link": Url, "icon": Icon];
    /// A row of buttons.
    Buttons = "buttons", Block, Shortcodes, ["text": Text, "link": Url, "text2": Text, "link2": Url];
    /// A link within the text.
    Link = "link", Inline, Text, ["text": Text, "link": Url, "icon": Icon];
    /// A heading.
    Heading = "heading", Block, Text, ["text": Text, "level": Word, "id": Word];
    /// A place that links can jump to.
    Anchor = "anchor", Inline, None, ["id": Word];
    /// A table written as a Markdown table between the tags.
    Table = "table", Block, Markdown, ["caption": Text];
    /// Code.
    Code = "code", Block, Raw, ["language": Word, "options": Word, "title": Text];
    /// A diagram, as its source.
    Diagram = "diagram", Block, Raw, ["language": Word, "title": Text];
    /// Something that only moves on a screen, printed as a titled link.
    Embed = "embed", Block, Markdown, ["kind": Word, "title": Text, "link": Url, "text": Text, "image": Image, "alt": Text, "start": Word, "qr": Word];
    /// A row of facts: what, and what is said of it.
    Facts = "facts", Block, None, ["one": Text, "two": Text, "three": Text, "four": Text, "link": Url, "heads": Word];
    /// Values with a drawn scale for each.
    Scale = "scale", Block, None, ["one": Text, "two": Text, "three": Text, "four": Text, "heads": Word, "max": Word];
    /// Tables made of data: a file below `data/`, front matter, or the pages of a section.
    Data = "data", Block, None, ["from": Word, "columns": Word, "heads": Word, "caption": Text, "link": Url];
    /// A person to turn to.
    Profile = "profile", Block, Markdown, ["name": Text, "role": Text, "image": Image, "alt": Text, "email": Word, "phone": Word, "address": Text, "link": Url];
    /// A small label above a heading.
    Eyebrow = "eyebrow", Block, Text, ["text": Text];
    /// A tip: the word stays, the tip goes to the foot of the page.
    Tooltip = "tooltip", Inline, Text, ["text": Text, "tip": Text];
    /// An icon within the text.
    Icon = "icon", Inline, None, ["icon": Icon, "text": Text, "color": Word, "alt": Text];
    /// Text that a parameter holds.
    Text = "text", Inline, Text, ["text": Text];
    /// The address of a page, for links (`ref` and `relref` of Hugo).
    Reference = "reference", Inline, None, ["path": Url];
    /// A parameter of the page or the site (`param` of Hugo).
    Param = "param", Inline, None, ["key": Word];
    /// A field that a table of recipients fills.
    Merge = "merge", Inline, None, ["name": Word];
    /// What is said only to recipients for whom its conditions hold.
    When = "when", Block, Markdown, [];
    /// What is said only to the others.
    Unless = "unless", Block, Markdown, [];
    /// A file of the project, read as Markdown.
    Include = "include", Block, None, ["file": Word, "title": Text];
    /// A block that folds on the web and is printed open.
    Details = "details", Block, Markdown, ["title": Markdown];
    /// A row of figures that count.
    Stats = "stats", Block, Shortcodes, ["columns": Word];
    /// One of them: the figure, what it counts, and more about it.
    Stat = "stat", Block, Markdown, ["value": Text, "title": Text, "icon": Icon, "text": Text];
    /// Steps in order, or a line of time (`kind` is `timeline`).
    Steps = "steps", Block, Shortcodes, ["kind": Word];
    /// One of them.
    Step = "step", Block, Markdown, ["date": Text, "title": Text, "text": Text];
    /// A list to tick off.
    Checklist = "checklist", Block, Markdown, ["title": Text];
    /// A table that sets offers side by side; `highlight` is the number of the column to choose.
    Comparison = "comparison", Block, Markdown, ["title": Text, "highlight": Word];
    /// A question and its answer, without a heading.
    Qa = "qa", Block, Markdown, ["question": Text, "text": Text];
    /// A note beside the text.
    Aside = "aside", Block, Markdown, ["title": Text, "text": Text];
    /// A code for cameras.
    Qr = "qr", Block, Text, ["text": Text, "level": Word, "title": Text, "alt": Text];
    /// A thin line.
    Divider = "divider", Block, None, [];
    /// Only what is between the tags.
    Unwrap = "unwrap", Block, Markdown, [];
    /// Nothing, on purpose.
    Drop = "drop", Inline, Raw, [];
}

impl Component {
    /// The component of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|component| component.name() == name)
    }

    /// What the field of this name holds.
    #[must_use]
    pub fn field(self, name: &str) -> Option<FieldKind> {
        self.fields()
            .iter()
            .find(|field| field.name == name)
            .map(|field| field.kind)
    }
}

impl InnerKind {
    /// The kind of this name in `offprint.yml`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "markdown" => Self::Markdown,
            "shortcodes" => Self::Shortcodes,
            "text" => Self::Text,
            "raw" => Self::Raw,
            "none" => Self::None,
            _ => return None,
        })
    }
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
