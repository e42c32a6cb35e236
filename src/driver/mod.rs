//! The order of the stages: the only module that knows them all.

mod addresses;
mod archive;
mod branding;
mod build;
mod collection;
mod data;
mod export;
mod faces;
mod fields;
mod fonts;
mod given;
mod glyphs;
mod hooks;
mod inspect;
mod isolated;
mod judge;
mod legible;
mod live;
mod mail;
mod marks;
mod merge;
mod output;
mod plan;
mod prepare;
mod press;
mod preview;
mod print;
mod project;
mod prune;
mod questions;
mod render;
mod rows;
mod session;
mod size;
mod store;
mod summary;
mod thumbnail;
mod tones;
mod watch;
mod workers;

pub use build::{BuildOptions, build};
pub use export::export;
pub use fonts::{
    AxisJson, CharacterJson, FaceJson, FontsJson, Found, PartJson, fonts, fonts_schema,
};
pub use hooks::{Done, Hooked};
pub use inspect::{Inspection, inspect, schema};
pub use isolated::{Limits, work};
pub use live::{Live, SetUp};
pub use mail::{HandOver, MailOptions, Mailed, mail_drafts, mail_place, mail_send};
pub use merge::{Copied, MergeOptions, Merged, join, merge};
pub use prepare::{Prepared, prepare};
pub use press::Press;
pub use preview::preview;
pub use print::Imprint;
pub use project::Project;
pub use render::{Look, Rendered, lay_out, render, render_collection};
pub use session::Session;
pub use size::Size;
pub use summary::{Built, Orphan, Progress, State, Summary};
pub use thumbnail::{Thumbnail, Thumbnails};
pub use watch::{Told, watch};

/// The program: its version and a digest of its source.
pub const PROGRAM: &str =
    concat!("offprint ", env!("CARGO_PKG_VERSION"), "+", env!("OFFPRINT_MADE_OF"));
