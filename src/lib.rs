//! x
pub mod component;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod front_matter;
pub mod html;
pub mod language;
pub mod ledger;
pub mod markdown;
pub mod markup;
pub mod passes;
pub mod shortcode;
pub mod source;
pub mod system;
