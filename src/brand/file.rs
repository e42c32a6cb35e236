//! A brand file as it is written: the keys of brand.yml, for the reader and for editors.
//! What is for print alone stands in [`Print`].

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::values::{LineHeight, Size, Weight};
use super::{Color, Print};

/// A brand: names, logo, colours and type as brand.yml has them, and how it is in print.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("x-moved" = { "extends": "defaults.offprint" }))]
pub(super) struct File {
    /// What the brand is called, and where it is on the web.
    pub(super) meta: Meta,
    /// The logo: a path, or one for each size.
    pub(super) logo: Option<LogoFile>,
    /// Colours by name, and by what they are for.
    pub(super) color: Colors,
    /// Type.
    pub(super) typography: Typography,
    /// What only some programs read.
    pub(super) defaults: Defaults,
}

/// Names and addresses.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Meta {
    /// The name, or its short and its full form.
    pub(super) name: Option<Name>,
    /// The home page, or an address for each place.
    pub(super) link: Option<Links>,
    /// The same as `link`, as some files have it.
    pub(super) links: Option<Links>,
}

/// The name of a brand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Name {
    /// The only one.
    One(String),
    /// Two forms.
    Forms(NameForms),
}

/// The forms of a name.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct NameForms {
    /// As people say it.
    pub(super) short: Option<String>,
    /// As contracts have it.
    pub(super) full: Option<String>,
}

/// Addresses on the web.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Links {
    /// The home page.
    Home(String),
    /// By name: `home`, `mastodon`, `bluesky`, `github`, `linkedin` and others.
    #[schemars(with = "BTreeMap<String, String>")]
    Places(IndexMap<String, String>),
}

/// The logo.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum LogoFile {
    /// The path of the only one.
    One(String),
    /// By size.
    Sizes(Box<LogoSizes>),
}

/// The logo by size; a single one may stand here, too.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct LogoSizes {
    /// Pictures by name.
    #[schemars(with = "BTreeMap<String, ImageOrPath>")]
    pub(super) images: IndexMap<String, ImageOrPath>,
    /// For running headers: a name below `images`, or a path.
    pub(super) small: Option<Variants>,
    /// For most places.
    pub(super) medium: Option<Variants>,
    /// For covers.
    pub(super) large: Option<Variants>,
    /// The only logo, on light backgrounds.
    pub(super) light: Option<String>,
    /// The only logo, on dark backgrounds.
    pub(super) dark: Option<String>,
    /// The path of the only logo.
    pub(super) path: Option<String>,
    /// What one hears instead of seeing it.
    pub(super) alt: Option<String>,
}

/// A logo, for light and for dark backgrounds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Variants {
    /// The same everywhere.
    One(String),
    /// Two, or one with its text.
    Two(VariantPair),
}

/// A logo for each background.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct VariantPair {
    /// On light backgrounds.
    pub(super) light: Option<ImageOrPath>,
    /// On dark backgrounds.
    pub(super) dark: Option<ImageOrPath>,
    /// The path, of one that is the same everywhere.
    pub(super) path: Option<String>,
    /// What one hears instead of seeing it.
    pub(super) alt: Option<String>,
    /// What browsers are told of it; says nothing in print.
    #[schemars(with = "BTreeMap<String, String>")]
    pub(super) attrs: IgnoredAny,
}

/// A picture by its path, or with its alternative text.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum ImageOrPath {
    /// Its path.
    Path(String),
    /// Its path and text.
    Image(ImageFile),
}

/// A picture with its alternative text.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ImageFile {
    /// From the brand file, the project, or its static files.
    pub(super) path: String,
    /// What one hears instead of seeing it.
    pub(super) alt: Option<String>,
    /// What browsers are told of it; says nothing in print.
    #[schemars(with = "BTreeMap<String, String>")]
    pub(super) attrs: IgnoredAny,
}

/// The colours.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Colors {
    /// Colours by name; a name may stand for another.
    #[schemars(with = "BTreeMap<String, Tone>")]
    pub(super) palette: IndexMap<String, Tone>,
    /// Text.
    pub(super) foreground: Option<Tone>,
    /// Paper.
    pub(super) background: Option<Tone>,
    /// The colour of the brand.
    pub(super) primary: Option<Tone>,
    /// The one that goes with it.
    pub(super) secondary: Option<Tone>,
    /// A third one.
    pub(super) tertiary: Option<Tone>,
    /// For what went well.
    pub(super) success: Option<Tone>,
    /// For what is worth knowing.
    pub(super) info: Option<Tone>,
    /// For what may go wrong.
    pub(super) warning: Option<Tone>,
    /// For what goes wrong.
    pub(super) danger: Option<Tone>,
    /// A light ground.
    pub(super) light: Option<Tone>,
    /// A dark ground.
    pub(super) dark: Option<Tone>,
    /// Links; the primary colour unless given.
    pub(super) link: Option<Tone>,
}

/// A colour, or one for each background; paper is light. One for dark backgrounds alone says
/// nothing in print.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Tone {
    /// The same everywhere.
    One(Color),
    /// Two.
    Two(TonePair),
}

/// A colour for each background.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct TonePair {
    /// On light backgrounds.
    pub(super) light: Option<Color>,
    /// On dark backgrounds.
    pub(super) dark: Option<Color>,
}

impl Tone {
    /// The colour on paper.
    pub(super) fn on_paper(self) -> Option<Color> {
        match self {
            Self::One(color) => Some(color),
            Self::Two(pair) => pair.light,
        }
    }
}

/// Type.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Typography {
    /// The fonts there are to be, and where they come from.
    pub(super) fonts: Vec<FontFile>,
    /// Running text.
    pub(super) base: Option<TypeOrFamily>,
    /// Headings.
    pub(super) headings: Option<TypeOrFamily>,
    /// Code.
    pub(super) monospace: Option<TypeOrFamily>,
    /// Code within a line; what it does not say is that of `monospace`.
    pub(super) monospace_inline: Option<TypeOrFamily>,
    /// Code on lines of its own; what it does not say is that of `monospace`.
    pub(super) monospace_block: Option<TypeOrFamily>,
    /// Links.
    pub(super) link: Option<TypeOrFamily>,
}

/// Type, or the family alone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum TypeOrFamily {
    /// The family.
    Family(String),
    /// More.
    Type(Box<Type>),
}

/// Type of one kind of text.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Type {
    /// The family, or several with commas between them: the first that is there is printed.
    pub(super) family: Option<String>,
    /// The size.
    pub(super) size: Option<Size>,
    /// The weight.
    pub(super) weight: Option<Weight>,
    /// Upright or slanted.
    pub(super) style: Option<Style>,
    /// The height of a line.
    pub(super) line_height: Option<LineHeight>,
    /// The colour.
    pub(super) color: Option<Tone>,
    /// The colour behind it.
    pub(super) background_color: Option<Tone>,
    /// A line under, over or through it, or none.
    pub(super) decoration: Option<Decoration>,
}

/// Upright or slanted.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// Upright.
    #[default]
    Normal,
    /// Italic.
    Italic,
    /// Slanted.
    Oblique,
}

/// A line at text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decoration {
    /// Under it.
    Underline,
    /// Over it.
    Overline,
    /// Through it.
    LineThrough,
    /// None.
    None,
}

/// A family, and where it comes from. Nothing is fetched: families of `google`, `bunny` and
/// `system` are those in the folder of fonts.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["family"]))]
pub(super) struct FontFile {
    /// Where it comes from.
    pub(super) source: FontSource,
    /// The family.
    pub(super) family: String,
    /// The files of `source: file`.
    pub(super) files: Vec<FaceOrPath>,
    /// The weights there are to be [default: 400, 700].
    pub(super) weight: Option<Weights>,
    /// The styles there are to be [default: normal, italic].
    pub(super) style: Option<Styles>,
    /// How browsers wait for it; says nothing in print.
    pub(super) display: Option<String>,
}

/// Where a font comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FontSource {
    /// Files beside the brand file.
    File,
    /// The folder of fonts; the family is that of fonts.google.com.
    Google,
    /// The folder of fonts; the family is that of fonts.bunny.net.
    Bunny,
    /// The folder of fonts: fonts of the machine would make PDFs differ between machines.
    #[default]
    System,
}

/// A face by its path, or with what it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum FaceOrPath {
    /// Its path.
    Path(String),
    /// Its path, weight and style.
    Face(FaceFile),
}

/// A face.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FaceFile {
    /// From the brand file or the project.
    pub(super) path: String,
    /// Its weight.
    pub(super) weight: Option<Weights>,
    /// Its style.
    pub(super) style: Option<Style>,
}

/// How a range of weights is written; `auto` is for browsers to see.
const RANGE: &str =
    r"^([1-9][0-9]{0,2}|[a-z-]+) *\.\.\.? *([1-9][0-9]{0,2}|[a-z-]+)$|^auto$";

/// One or more weights, or a range of them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Weights {
    /// One.
    One(Weight),
    /// All between two.
    Range(#[schemars(regex(pattern = RANGE), example = &"400..700")] String),
    /// Several.
    Many(Vec<Weight>),
}

/// One or more styles.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Styles {
    /// One.
    One(Style),
    /// Several.
    Many(Vec<Style>),
}

/// What only some programs read; those have a key each.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Defaults {
    /// What brand.yml has no word for: paper, covers, running lines and the like.
    pub(super) offprint: Print,
}
