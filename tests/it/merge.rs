//! Personal copies: values stay text, rows stay apart, and mistakes are told before anything
//! is made.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use offprint::config::Shortcodes;
use offprint::document::Document;
use offprint::driver::{MergeOptions, Merged, Project, join, merge};
use offprint::front_matter::Value;
use offprint::language::Language;
use offprint::markdown::Options;
use offprint::markup;
use offprint::merge::{Field, Fields, Reading, Record, Texts};
use offprint::passes::{body, sections};
use offprint::source::{Source, Span};
use offprint::system::{Memory, System};
use proptest::prelude::*;
use typst::syntax::{SyntaxKind, SyntaxNode, parse};

/// Every place a field may stand in.
const EVERYWHERE: &str = "## A {{< merge v >}}\n\nText *{{< merge v >}}* and `{{< merge v >}}` in [{{< merge v >}}](https://a.se/?q={{< merge v >}}).\n\n\
    {{< merge v >}}\n\n- {{< merge v >}}\n\n| a | b |\n| - | - |\n| {{< merge v >}} | c |\n\n> {{< merge v >}}\n\n```text\n{{< merge v >}}\n```\n\n\
    {{% accordion title=\"T\" %}}\nIn {{< merge v >}}\n{{% /accordion %}}\n\nNote[^1].\n\n[^1]: Says {{< merge v >}}\n";

/// The page, read, with marks in the places of its field.
fn marked() -> Document {
    let mut fields = Fields::default();
    fields.extend(["v"]);
    let record = Record::new();
    let reading = Reading::new(&fields, &record);
    let source = Source::new("page.md", EVERYWHERE);
    let language = Language { code: "en".to_owned(), region: None };
    let context = body::Context {
        source: &source,
        shortcodes: &Shortcodes::built_in(),
        markdown: &Options::hugo(language.quotes()),
        html: true,
        param: &|_| None,
        include: &|_| Err(String::new()),
        data: &|_| Ok(None),
        language: &language,
        merge: &reading,
        around: None,
    };
    let mut read = body::read(&context, Span::new(0, EVERYWHERE.len()));
    assert!(read.diagnostics.is_empty(), "{:#?}", read.diagnostics);
    sections::run(&mut read.document);
    read.document
}

/// The markup of the page with this value in its field.
fn written(value: &str) -> String {
    static MARKED: OnceLock<Document> = OnceLock::new();
    let mut document = MARKED.get_or_init(marked).clone();
    offprint::passes::merge::fill(&mut document, &Texts(vec![value.to_owned()]));
    markup::write(&document, &[], markup::Options::default()).text
}

/// The shape of markup: all that is not text.
fn shape(node: &SyntaxNode, out: &mut Vec<SyntaxKind>) {
    match node.kind() {
        SyntaxKind::Text | SyntaxKind::Space | SyntaxKind::Escape | SyntaxKind::Str => {}
        kind => out.push(kind),
    }
    node.children().for_each(|child| shape(child, out));
}

fn check(value: &str) -> Result<(), TestCaseError> {
    let language = Language { code: "en".to_owned(), region: None };
    let value = &Field::of_column("v").shown(&Value::String(value.to_owned()), &language);
    // An empty value leaves an empty place.
    if value.is_empty() {
        return Ok(());
    }
    let shape_of = |value: &str| {
        let text = written(value);
        let root = parse(&text);
        let mut kinds = Vec::new();
        shape(&root, &mut kinds);
        (kinds, root.errors_and_warnings().0.is_empty(), text)
    };
    let (plain, ..) = shape_of("x");
    let (kinds, sound, text) = shape_of(value);
    prop_assert!(sound, "{value:?}: {text}");
    prop_assert!(kinds == plain, "{value:?}: {text}");
    Ok(())
}

#[test]
fn hostile_values_stay_text() {
    let values = [
        "#panic()",
        "#import \"/x.typ\": *",
        "*a* _b_ `c`",
        "= a",
        "- a",
        "$x$",
        "\\",
        "\"",
        "]",
        "[a](https://x.y)",
        "<script>alert(1)</script>",
        "&amp;",
        "{{< param secret >}}",
        "{{% include file=\"/etc/passwd\" %}}",
        "](/etc/passwd)",
        "\u{100000}",
        "\u{f0000}",
        "%F4%80%80%80",
        "\u{202e}abc",
        "a @label <label>",
        "// a",
        "/* a",
        "```",
        "~~~",
        "---",
    ];
    for value in values {
        check(value).unwrap_or_else(|why| panic!("{value:?}: {why}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_stays_text(value in "\\PC{1,60}") {
        check(&value)?;
    }

    #[test]
    fn any_marks_stay_text(value in "[-=+/#$*_`<>@~.\\\\\\[\\](){}%;:'\"&0-9a-z ]{1,40}") {
        check(&value)?;
    }
}

const PAGE: &str = "---\ntitle: \"Till {{< merge name >}}\"\ndate: 2026-01-02\nlanguage: Sv\nmerge:\n  fields:\n    name: text\n    \
    seats: { type: number, default: 3 }\n    industry: { one_of: [health, finance], default: finance }\n  file: \"kopia-{name}\"\n---\n\n\
    ## Hej {{< merge name >}}\n\n{{< merge seats >}} platser, {{< merge city >}}.\n\n{{% when industry=\"health\" %}}\n### Vård\n\nText.\n{{% /when %}}\n";

fn site(table: &str) -> Memory {
    Memory::new().with("content/brev.md", PAGE).with("kunder.csv", table)
}

fn merged(system: &Memory, set: impl FnOnce(&mut MergeOptions)) -> Merged {
    let (project, _) = Project::open(system, Path::new("."), None).expect("a project");
    let mut options = MergeOptions {
        page: "content/brev.md".into(),
        table: "kunder.csv".into(),
        ..MergeOptions::default()
    };
    set(&mut options);
    merge(&project, &options)
}

fn told(merged: &Merged) -> Vec<String> {
    let line = |found: &offprint::diagnostic::Diagnostic| {
        let line = found.place.as_ref().map_or(0, |place| place.position().line);
        format!("{line}: {}", found.message)
    };
    merged.diagnostics.iter().map(line).collect()
}

fn canaries(rows: usize) -> String {
    let row = |row: usize| format!("kanarie{row:03}x,{row},Stad{row},health\n");
    "name,seats,city,industry\n".to_owned() + &(0..rows).map(row).collect::<String>()
}

#[test]
fn every_row_has_its_own_copy_and_nothing_of_another() {
    let system = site(&canaries(12));
    let copies = merged(&system, |_| {});
    assert!(copies.diagnostics.is_empty(), "{:#?}", copies.diagnostics);
    let mut ids = BTreeSet::new();
    for row in 0..12 {
        let name = format!("output/merge/brev/kopia-kanarie{row:03}x.pdf");
        let pdf = system.read(Path::new(&name)).expect("a copy");
        let document = lopdf::Document::load_mem(&pdf).expect("a readable PDF");
        let streams =
            document.objects.values().filter_map(|object| object.as_stream().ok());
        let plain = streams.filter_map(|stream| stream.decompressed_content().ok());
        let all: Vec<u8> = pdf.iter().copied().chain(plain.flatten()).collect();
        let found: BTreeSet<&[u8]> = all
            .windows(11)
            .filter(|part| part.starts_with(b"kanarie") && part.ends_with(b"x"))
            .collect();
        let own = format!("kanarie{row:03}x");
        assert_eq!(found, BTreeSet::from([own.as_bytes()]));
        let id = document
            .trailer
            .get(b"ID")
            .and_then(lopdf::Object::as_array)
            .expect("an id");
        assert!(ids.insert(format!("{:?}", id[0])), "the ids of copies differ");
    }
}

#[test]
fn what_is_there_is_kept_and_shards_are_one() {
    let system = site(&canaries(5));
    for part in 1..=2 {
        let copies = merged(&system, |options| options.shard = Some((part, 2)));
        let rows: Vec<usize> = copies.copies.iter().map(|copy| copy.row).collect();
        assert_eq!(rows, if part == 1 { vec![1, 3, 5] } else { vec![2, 4] });
    }
    let folder = Path::new("output/merge/brev");
    assert_eq!(join(&system, folder), Ok(5));
    let copy = |row| folder.join(format!("kopia-kanarie{row:03}x.pdf"));
    let before = system.read(&copy(3)).expect("a copy");
    let again = merged(&system, |_| {});
    assert!(again.copies.iter().all(|copy| copy.kept && copy.written));
    let changed = canaries(5).replace("Stad3", "Stad9");
    let system = site(&changed)
        .with(
            folder.join("manifest.json"),
            system.read(&folder.join("manifest.json")).expect("it"),
        )
        .with(copy(3), before.clone())
        .with(copy(1), system.read(&copy(1)).expect("a copy"))
        .with(copy(2), before.clone());
    let once_more = merged(&system, |_| {});
    let kept: Vec<usize> = once_more
        .copies
        .iter()
        .filter(|copy| copy.kept)
        .map(|copy| copy.row)
        .collect();
    assert_eq!(
        kept,
        [2],
        "row 4 has changed, the files of the others are gone or others'"
    );
    assert_ne!(system.read(&copy(3)).expect("it"), before);
    assert_ne!(system.read(&copy(2)).expect("it"), before);
}

#[test]
fn a_run_that_was_cut_off_is_gone_on_with() {
    let system = site(&canaries(3));
    assert_eq!(merged(&system, |_| {}).copies.len(), 3);
    let folder = Path::new("output/merge/brev");
    let whole = system.read(&folder.join("manifest.json")).expect("a manifest");
    let mut manifest: serde_json::Value = serde_json::from_slice(&whole).expect("JSON");
    let copies = std::mem::take(&mut manifest["copies"]);
    manifest["copies"] = serde_json::json!({});
    let line = |row: &str| {
        let mut line = copies[row].clone();
        line["row"] = row.parse::<u32>().expect("a row").into();
        line.to_string() + "\n"
    };
    let third = line("3");
    let journal = line("1") + &line("2") + &third[..third.len() / 2];
    let system = system
        .with(folder.join("manifest.json"), manifest.to_string())
        .with(folder.join("manifest.journal"), journal);
    let kept = |merged: &Merged| -> Vec<bool> {
        merged.copies.iter().map(|copy| copy.kept).collect()
    };
    assert_eq!(kept(&merged(&system, |_| {})), [true, true, false]);
    assert_eq!(system.read(&folder.join("manifest.json")).expect("a manifest"), whole);
    assert!(!system.paths().contains(&folder.join("manifest.journal")));
}

#[test]
fn mistakes_are_told_before_anything_is_made() {
    let cases = [
        (
            "nme,city\na,b\n",
            vec!["1: the table has no column `name`; is it the column `nme`?"],
        ),
        (
            "name,city,seats,industry\nA,x,många,health\n,y,,\nB,z,,skog\n",
            vec![
                "2: row 1, column `seats`: `seats` is `många`, not a number such as 1200 or 12.5",
                "3: row 2, column `name`: `name` is empty and has no default",
                "4: row 3, column `industry`: `industry` is `skog`, not one of `health`, `finance`",
            ],
        ),
        ("name,city\nA,x\na,y\n", vec!["3: row 2 has the same file name as row 1"]),
        (
            "name,city\n../../x,y\n",
            vec!["2: row 1 has no safe file name: the character `/` cannot be in it"],
        ),
        ("name\nA\n", vec!["15: the page has no field `city`"]),
    ];
    for (table, expected) in cases {
        let system = site(table);
        let result = merged(&system, |_| {});
        let errors: Vec<String> = told(&result);
        for line in &expected {
            assert!(errors.iter().any(|told| told == line), "{line}: {errors:#?}");
        }
        assert!(result.copies.is_empty());
        assert!(system.paths().iter().all(|path| !path.starts_with("output")));
    }
}

#[test]
fn fields_stand_only_where_text_can() {
    let pages = [
        ("[a]({{< merge name >}})", "merge-url"),
        ("## A {#x{{< merge name >}}}", "merge-place"),
        ("{{< merge nmae >}}", "merge-field-unknown"),
        ("{{% when nmae %}}\na\n{{% /when %}}", "merge-field-unknown"),
        ("![a]({{< merge name >}}.png)", "image-missing"),
    ];
    for (text, code) in pages {
        let page = PAGE.replace("{{< merge seats >}} platser, {{< merge city >}}.", text);
        let system = Memory::new()
            .with("content/brev.md", page)
            .with("kunder.csv", "name\nA\n");
        let result = merged(&system, |_| {});
        let codes: Vec<&str> =
            result.diagnostics.iter().map(|found| found.code).collect();
        assert!(codes.contains(&code), "{text}: {:#?}", result.diagnostics);
        assert!(result.copies.is_empty());
    }
}

#[test]
fn the_configuration_speaks_for_pages_that_do_not() {
    let config = "merge:\n  fields:\n    name: text\n    seats: { type: number, default: 7 }\n  file: \"offert-{name}\"\n";
    let page = |merge: &str| {
        format!(
            "---\ntitle: Brev\ndate: 2026-01-02\n{merge}---\n\n## Hej {{{{< merge name >}}}}\n\nText.\n"
        )
    };
    let cases = [
        // The page, the table, and what comes of it.
        ("", "name\nAda\n", "offert-Ada.pdf"),
        ("merge: { file: \"{name}\" }\n", "name\nAda\n", "Ada.pdf"),
        (
            "merge: { fields: { name: text, seats: text } }\n",
            "name,seats\nAda,två\n",
            "offert-Ada.pdf",
        ),
        (
            "",
            "name,seats\nAda,två\n",
            "2: row 1, column `seats`: `seats` is `två`, not a number such as 1200 or 12.5",
        ),
        ("", "nme\nAda\n", "1: the table has no column `name`; is it the column `nme`?"),
    ];
    for (merge, table, expected) in cases {
        let system = Memory::new()
            .with("offprint.yml", config)
            .with("content/brev.md", page(merge))
            .with("kunder.csv", table);
        let result = merged(&system, |_| {});
        let came = match result.copies.first() {
            Some(copy) => copy
                .output
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
            None => told(&result).first().cloned().unwrap_or_default(),
        };
        assert_eq!(came, expected, "{merge}{table}: {:#?}", result.diagnostics);
    }
    let system = site("name,city\nAda,Umeå\n")
        .with("offprint.yml", "merge:\n  fields:\n    name: txt\n  fil: x\n");
    let told = Project::open(&system, Path::new("."), None).err().expect("mistakes");
    let told: Vec<&str> = told.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(told, ["unknown key `fil` in `merge`; did you mean `file`?"]);
}

#[test]
fn a_copy_that_is_kept_says_what_it_is_and_nothing_of_another() {
    let page = PAGE.replacen("title: ", "title: \"{{< merge name >}}\" # ", 1);
    let system = site(&canaries(2)).with("content/brev.md", page);
    let (mut project, _) =
        Project::open(&system, Path::new("."), None).expect("a project");
    project.size.profile = Some(offprint::profile::Profile::Archive);
    let options = MergeOptions {
        page: "content/brev.md".into(),
        table: "kunder.csv".into(),
        ..MergeOptions::default()
    };
    let copies = merge(&project, &options);
    assert!(copies.diagnostics.is_empty(), "{:#?}", copies.diagnostics);
    for row in 0..2 {
        let own = format!("kanarie{row:03}x");
        let path = format!("output/merge/brev/kopia-{own}.pdf");
        let pdf = system.read(Path::new(&path)).expect("a copy");
        let document = lopdf::Document::load_mem(&pdf).expect("a readable PDF");
        let streams =
            document.objects.values().filter_map(|object| object.as_stream().ok());
        let texts = streams.map(|stream| {
            stream
                .decompressed_content()
                .unwrap_or_else(|_| stream.content.clone())
        });
        let values: Vec<serde_json::Value> =
            texts.filter_map(|text| serde_json::from_slice(&text).ok()).collect();
        let of = |key: &str| values.iter().find(|value| value.get(key).is_some());
        assert_eq!(of("title").expect("an entry")["title"], own);
        assert_eq!(of("name").expect("a record")["name"], own);
    }
}
