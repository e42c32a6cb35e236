//! offprint turns the pages of a Hugo-style web site into branded, accessible PDFs.
//!
//! This library knows nothing of the command line. The program in `src/bin/offprint` reads
//! arguments, calls [`driver`], and shows what came of it.
//!
//! # The way of a page
//!
//! ```text
//! System → Site → Page → shortcodes + Markdown + HTML → Document → passes → Markup + map
//!        → Typst's pages → PDF → output
//! ```
//!
//! [`driver::prepare`] goes as far as the markup, [`driver::render`] all the way,
//! [`driver::build`] does so for many pages.
//!
//! # The house
//!
//! A module imports only modules of lower floors, or those before it on its own; readers,
//! passes and outputs do not import their neighbours. A test holds that
//! (`tests/it/architecture.rs`), and a new module has to choose its floor there.
//!
//! | floor | modules | know |
//! | --- | --- | --- |
//! | 0 ground | [`source`], [`diagnostic`], [`system`] | nothing of the crate |
//! | 1 model | [`component`], [`ledger`], [`coverage`], [`timings`], [`front_matter`], [`settings`], [`language`], [`profile`], [`address`], [`brand`], [`config`], [`document`], [`page`], [`icons`], [`merge`] | plain data |
//! | 2 readers | [`site`], [`shortcode`], [`markdown`], [`html`], [`svg`], [`drawing`], [`raster`], [`diagram`], [`table`] | Hugo's layout and syntax, CommonMark, HTML |
//! | 3 passes and writers | [`passes`], [`markup`], [`template`] | Typst's syntax as text |
//! | 4 engine | `frames`, [`formula`], [`world`], [`compile`], [`pictures`], [`thumbnail`], [`view`], [`inks`], [`pdf`] | the Typst crates; nothing else names them |
//! | 5 outputs | [`manifest`], [`report`], [`preview`], [`mail`], [`delivery`] | formats of what comes out, and where it goes |
//! | 6 driver | [`starter`], [`adopt`], [`driver`] | the order of the stages |
//!
//! # What is absent
//!
//! - No module but [`system`] touches the disk, the environment or the clock; clippy's list
//!   of disallowed methods holds that. So the same input gives the same bytes.
//! - Nothing opens a socket but [`preview`], for the person at this machine alone,
//!   [`mail::smtp`] and [`mail::imap`], when mail is to be handed over, and [`delivery`], when
//!   a hook is to upload. No page is printed by way of any of them.
//! - Readers and passes cannot fail: they give what they could read and a list of
//!   [`Diagnostic`](diagnostic::Diagnostic)s. All problems of a page are told, not the first.
//! - Text never reaches Typst but through [`markup::escape`]; data reaches templates as JSON.
//! - Only `front_matter::yaml` names `serde_yaml`.
//!
//! # Holes
//!
//! A shortcode may stand in the middle of a word, a link or a table. So
//! [`passes::body`] puts one private character in the place of each, reads the rest as
//! Markdown, and then fills the holes in the tree.

pub mod address;
pub mod adopt;
pub mod brand;
pub mod compile;
pub mod component;
pub mod config;
pub mod coverage;
pub mod delivery;
pub mod diagnostic;
pub mod diagram;
pub mod document;
pub mod drawing;
pub mod driver;
pub mod formula;
mod frames;
pub mod front_matter;
pub mod html;
pub mod icons;
pub mod inks;
pub mod language;
pub mod ledger;
pub mod mail;
pub mod manifest;
pub mod markdown;
pub mod markup;
pub mod merge;
pub mod page;
pub mod passes;
pub mod pdf;
pub mod pictures;
pub mod preview;
pub mod profile;
pub mod raster;
pub mod report;
pub mod settings;
pub mod shortcode;
pub mod site;
pub mod source;
pub mod starter;
pub mod svg;
pub mod system;
pub mod table;
pub mod template;
pub mod thumbnail;
pub mod timings;
pub mod view;
pub mod world;
