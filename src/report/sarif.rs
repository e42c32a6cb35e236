//! SARIF 2.1.0 (OASIS, 2020), the part of it that code scanning reads.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::json::{BuildJson, DiagnosticJson, RelatedJson};
use super::machine::worst_first;

/// The most results that GitHub takes from a run.
const MOST: usize = 25_000;

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    information_uri: Option<&'static str>,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

/// What makes a problem the same one although its line has moved.
#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "offprint/v1")]
    first: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

/// Writes the report.
pub(super) fn write(build: &BuildJson) -> String {
    let mut found = worst_first(build);
    found.truncate(MOST);
    let mut codes: Vec<&str> = found.iter().map(|found| found.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let results = found.iter().map(|found| finding(found, &codes)).collect();
    let rules = codes
        .iter()
        .map(|id| Rule { id, short_description: words(id) })
        .collect();
    let driver = Driver {
        name: "offprint",
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: home(),
        rules,
    };
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver },
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    serde_json::to_string_pretty(&log).unwrap_or_default()
}

/// Where to read about the program, if its package says so.
fn home() -> Option<&'static str> {
    let homes = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];
    homes.into_iter().find(|home| !home.is_empty())
}

/// A code as words; GitHub wants a description of each rule.
fn words(code: &str) -> Message {
    Message { text: code.replace('-', " ") }
}

fn finding<'a>(found: &'a DiagnosticJson, codes: &[&str]) -> Finding<'a> {
    let hint = found.hint.as_ref().map_or(String::new(), |hint| format!("\n{hint}"));
    Finding {
        rule_id: &found.code,
        rule_index: codes.binary_search(&found.code.as_str()).unwrap_or_default(),
        level: &found.severity,
        message: Message { text: format!("{}{hint}", found.message) },
        locations: location(found).into_iter().collect(),
        related_locations: found.related.iter().map(related).collect(),
        partial_fingerprints: Fingerprints { first: fingerprint(found) },
    }
}

fn location(found: &DiagnosticJson) -> Option<Location> {
    let region = found.line.zip(found.column).map(|(start_line, start_column)| Region {
        start_line,
        start_column,
        end_line: found.end_line,
        end_column: found.end_column,
    });
    let physical_location = Physical {
        artifact_location: artifact(found.file.as_deref()?),
        region,
    };
    Some(Location { physical_location, message: None })
}

fn related(related: &RelatedJson) -> Location {
    let region = Region {
        start_line: related.line,
        start_column: related.column,
        end_line: None,
        end_column: None,
    };
    let physical_location = Physical {
        artifact_location: artifact(&related.file),
        region: Some(region),
    };
    Location {
        physical_location,
        message: Some(Message { text: related.message.clone() }),
    }
}

/// What an address of a file may not have as it is.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn artifact(file: &str) -> Artifact {
    let file = file.strip_prefix("./").unwrap_or(file);
    Artifact {
        uri: utf8_percent_encode(file, UNSAFE).to_string(),
        uri_base_id: "%SRCROOT%",
    }
}

/// Of what and where, but not of the line: it moves when something is written above.
fn fingerprint(found: &DiagnosticJson) -> String {
    let file = found.file.as_deref().unwrap_or_default();
    let digest = Sha256::digest(format!("{}\n{file}\n{}", found.code, found.message));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
