//! The order of the stages: the only module that knows them all.

mod addresses;
mod branding;
mod build;
mod collection;
mod data;
mod export;
mod fields;
mod inspect;
mod judge;
mod merge;
mod output;
mod plan;
mod press;
mod print;
mod project;
mod prune;
mod questions;
mod render;
mod rows;
mod size;
mod store;
mod summary;
mod thumbnail;
mod workers;

pub use build::{BuildOptions, build};
pub use export::export;
pub use inspect::{Inspection, inspect, schema};
pub use merge::{Copied, MergeOptions, Merged, join, merge};
pub use press::Press;
pub use print::Imprint;
pub use project::Project;
pub use render::{Prepared, Rendered, prepare, render, render_collection};
pub use size::Size;
pub use summary::{Built, Orphan, Progress, State, Summary};
pub use thumbnail::{Thumbnail, Thumbnails};

/// The program: its version and a digest of its source.
pub const PROGRAM: &str =
    concat!("offprint ", env!("CARGO_PKG_VERSION"), "+", env!("OFFPRINT_MADE_OF"));
