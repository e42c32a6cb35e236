//! The schemas in the repository are those of the program. `UPDATE_SCHEMAS=1 cargo test schema`
//! writes them anew.

use std::path::Path;

fn is_current(name: &str, schema: &serde_json::Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let path = folder.join(format!("{name}.schema.json"));
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        std::fs::write(&path, format!("{schema:#}\n")).expect("written");
    }
    let stored = std::fs::read_to_string(&path).expect("the schema");
    let stored: serde_json::Value = serde_json::from_str(&stored).expect("JSON");
    assert_eq!(stored, *schema, "run `UPDATE_SCHEMAS=1 cargo test schema`");
}

#[test]
fn the_schema_of_inspections_is_current() {
    is_current("inspect", &offprint::driver::schema());
}

#[test]
fn the_schema_of_manifests_is_current() {
    is_current("manifest", &offprint::manifest::schema());
}

#[test]
fn the_schema_of_builds_is_current() {
    is_current("build", &offprint::report::json::schema());
}

#[test]
fn the_schemas_of_settings_are_current() {
    is_current("offprint", &offprint::config::schema());
    is_current("brand", &offprint::brand::schema());
    is_current("fonts", &offprint::driver::fonts_schema());
}
