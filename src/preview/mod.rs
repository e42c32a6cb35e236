//! The preview: a page for the browser of the person at this machine, with the documents of the
//! project as they are being written.
//!
//! It listens on the loopback address only, answers only to its own name (DNS rebinding), and
//! opens no file: all it can give away is what the [`Desk`] holds. Who fills the desk, and how
//! documents are made, it does not know.

mod answer;
mod desk;
mod server;

pub use desk::{Desk, Document, Shown, Status, Work};
pub use server::{Server, serve};
