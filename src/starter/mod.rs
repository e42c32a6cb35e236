//! What a project starts with: the schemas that editors complete its files with.

use std::path::{Path, PathBuf};

use crate::brand;
use crate::config;
use crate::system::normalize;

/// The line that tells editors the schema of `offprint.yml`.
pub const CONFIG_LINK: &str =
    "# yaml-language-server: $schema=.offprint/offprint.schema.json\n";

/// The line that tells editors the schema of `_brand.yml`.
pub const BRAND_LINK: &str =
    "# yaml-language-server: $schema=.offprint/brand.schema.json\n";

/// The schemas as files of the project in `root`.
#[must_use]
pub fn schemas(root: &Path) -> [(PathBuf, String); 2] {
    let file = |name: &str, schema: serde_json::Value| {
        (normalize(&root.join(".offprint").join(name)), format!("{schema:#}\n"))
    };
    [
        file("offprint.schema.json", config::schema()),
        file("brand.schema.json", brand::schema()),
    ]
}
