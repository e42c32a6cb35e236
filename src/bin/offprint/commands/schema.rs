//! `schema`.

use offprint::{brand, config, driver, manifest, report};

use crate::args::{self, Schema};
use crate::exit::Exit;
use crate::terminal;

/// `schema`.
pub(crate) fn schema(arguments: &args::SchemaOf) -> Exit {
    let schema = match arguments.of {
        Schema::Offprint => config::schema(),
        Schema::Brand => brand::schema(),
        Schema::Inspect => driver::schema(),
        Schema::Fonts => driver::fonts_schema(),
        Schema::Build => report::json::schema(),
        Schema::Manifest => manifest::schema(),
    };
    terminal::result(&format!("{schema:#}"));
    Exit::Success
}
