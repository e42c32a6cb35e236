//! The schemas in the repository are those of the program.

fn stored(name: &str) -> serde_json::Value {
    let path = format!("{}/schemas/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_schema_of_inspections_is_current() {
    assert_eq!(
        stored("inspect"),
        offprint::driver::schema(),
        "run `offprint inspect --schema`"
    );
}

#[test]
fn the_schema_of_builds_is_current() {
    assert_eq!(
        stored("build"),
        offprint::report::json::schema(),
        "run `offprint build --schema`"
    );
}
