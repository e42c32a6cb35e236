//! The order of the stages: the only module that knows them all.

mod build;
mod collection;
mod data;
mod export;
mod fields;
mod inspect;
mod merge;
mod project;
mod render;
mod rows;
mod size;
mod thumbnail;

pub use build::{BuildOptions, Built, Progress, Summary, build};
pub use export::export;
pub use inspect::{Inspection, inspect, schema};
pub use merge::{Copied, MergeOptions, Merged, join, merge};
pub use project::Project;
pub use render::{Prepared, Rendered, prepare, render, render_collection};
pub use size::Size;
pub use thumbnail::{Thumbnail, Thumbnails};
