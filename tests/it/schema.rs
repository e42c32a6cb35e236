//! The schema in the repository is the one of the program.

#[test]
fn the_schema_of_inspections_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/inspect.schema.json");
    let stored: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the schema"))
            .expect("JSON");
    assert_eq!(stored, offprint::driver::schema(), "run `offprint inspect --schema`");
}
