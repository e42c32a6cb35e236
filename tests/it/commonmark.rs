//! All examples of the CommonMark specification become markup that compiles and carries the
//! same text. The examples are those that pulldown-cmark is tested with; they lie in its
//! package.

use std::process::Command;
use std::sync::Arc;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use offprint::compile::{Origin, compile};
use offprint::config::Shortcodes;
use offprint::language::Language;
use offprint::markdown::Options;
use offprint::merge;
use offprint::passes::{body, ids, sections};
use offprint::source::{Source, Span};
use offprint::world::{Engine, Files, MAIN};

/// A template that adds no words of its own.
const TEMPLATE: &str = r"
#let document(intro: none, body) = {
  set text(hyphenate: false)
  set list(marker: [])
  set enum(numbering: n => [])
  set smartquote(enabled: false)
  body
}
#let divider() = []
";

fn examples() -> Vec<(String, String)> {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("a host");
    // Without the platform, packages of other systems would have to be fetched.
    let metadata = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--filter-platform",
            host,
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata");
    let metadata: serde_json::Value =
        serde_json::from_slice(&metadata.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages
        .iter()
        .find(|package| package["name"] == "pulldown-cmark")
        .expect("the package");
    let manifest = package["manifest_path"].as_str().expect("a path");
    let suite = std::path::Path::new(manifest)
        .with_file_name("tests")
        .join("suite")
        .join("spec.rs");
    let suite = std::fs::read_to_string(suite).expect("the examples");
    let mut parts = suite
        .split("r##\"")
        .skip(1)
        .map(|rest| rest.split("\"##").next().unwrap_or_default());
    let mut out = Vec::new();
    while let (Some(markdown), Some(html)) = (parts.next(), parts.next()) {
        out.push((markdown.to_owned(), html.to_owned()));
    }
    out
}

/// The text that a browser shows of HTML; pictures give their alternative text.
fn html_text(html: &str) -> String {
    let mut emitter = DefaultEmitter::<()>::new_with_span();
    emitter.naively_switch_states(true);
    let mut out = String::new();
    let mut hidden = false;
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                hidden = [&b"script"[..], b"style"].contains(&tag.name.as_ref());
                if tag.name.as_ref() as &[u8] == b"img"
                    && let Some(alt) = tag.attributes.get(&b"alt"[..])
                {
                    out.push_str(&String::from_utf8_lossy(&alt.value));
                }
            }
            Token::EndTag(_) => hidden = false,
            Token::String(text) if !hidden => {
                out.push_str(&String::from_utf8_lossy(&text.value));
            }
            _ => {}
        }
    }
    out
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{200b}')
        .collect()
}

fn printed(engine: &Engine, markdown: &str) -> Result<String, String> {
    let source = Source::new("example.md", markdown);
    let language = Language { code: "en".to_owned(), region: None };
    let (fields, record) = (merge::Fields::default(), merge::Record::default());
    let merge = merge::Reading::new(&fields, &record);
    let context = body::Context {
        merge: &merge,
        source: &source,
        shortcodes: &Shortcodes::built_in(),
        markdown: &Options::commonmark(language.quotes()),
        html: true,
        param: &|_| None,
        include: &|_| Err(String::new()),
        around: None,
        data: &|_| Ok(None),
        language: &language,
    };
    let mut document = body::read(&context, Span::new(0, markdown.len())).document;
    sections::run(&mut document);
    let _ = ids::run(&mut document, &source, ids::IdStyle::Github);
    let markup =
        offprint::markup::write(&document, &[], offprint::markup::Options::default());
    let mut files = Files::default();
    files.add(MAIN, markup.text.clone().into_bytes());
    files.add("/template/template.typ", TEMPLATE.as_bytes().to_vec());
    let origin = Origin { source: Arc::clone(&source), map: markup.map };
    let (compiled, diagnostics) = compile(engine, files, origin);
    match compiled {
        Some(compiled) => Ok(compiled.text()),
        None => Err(format!("{diagnostics:#?}\n{}", markup.text)),
    }
}

#[test]
fn all_examples_compile_and_keep_their_text() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let engine = Engine::new(Vec::new());
    let mut failed = Vec::new();
    for (index, (markdown, html)) in examples.iter().enumerate() {
        let number = index + 1;
        match printed(&engine, markdown) {
            Err(why) => failed
                .push(format!("example {number} does not compile: {why}\n{markdown}")),
            Ok(text) => {
                let (ours, theirs) = (bare(&text), bare(&html_text(html)));
                if ours != theirs {
                    failed.push(format!(
                        "example {number}:\n{markdown}\n  ours {ours}\ntheirs {theirs}"
                    ));
                }
            }
        }
    }
    assert!(
        failed.is_empty(),
        "{} examples failed:\n{}",
        failed.len(),
        failed.join("\n\n")
    );
}
