//! x
pub mod source; pub mod diagnostic; pub mod system; pub mod component; pub mod front_matter; pub mod language; pub mod brand; pub mod ledger; pub mod config; pub mod document; pub mod page; pub mod icons; pub mod site; pub mod shortcode; pub mod markdown; pub mod html; pub mod markup;
pub mod passes; pub mod template; pub mod world; pub mod compile; pub mod pdf;
