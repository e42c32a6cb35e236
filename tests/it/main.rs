//! One binary for all integration tests: it links once.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly and look at the repository"
)]

mod accessible;
mod addresses;
mod adopt;
mod architecture;
mod brand;
mod brand_keys;
mod columns;
mod commonmark;
mod components;
mod contrast;
mod data;
mod documents;
mod escape;
mod fixtures;
mod fonts;
mod formulas;
mod golden;
mod hooks;
mod incremental;
mod isolated;
mod languages;
mod links;
mod mail;
mod marks;
mod merge;
mod preview;
mod project;
mod readers;
mod robust;
mod schema;
mod shortcodes;
mod sizes;
mod starter;
mod thumbnails;
mod typography;
mod watch;
