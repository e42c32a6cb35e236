//! Tests of the readers on random input: they never panic, and every place they tell can be
//! shown.

use proptest::prelude::*;

use super::{DateTime, read, read_file};
use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// Whether all places are whole characters of the text.
fn check(text: &str, diagnostics: &[Diagnostic]) -> Result<(), TestCaseError> {
    for diagnostic in diagnostics {
        let related = diagnostic.related.iter().map(|related| &related.place);
        for place in diagnostic.place.iter().chain(related) {
            prop_assert!(text.get(place.span.range()).is_some(), "{diagnostic:#?}");
        }
    }
    Ok(())
}

fn part() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a: ",
        "a = ",
        "\"a\": ",
        "A: å\n",
        "p:\n  a: 1\n  a: å",
        "[t]\n",
        "å",
        "\n",
        "\r",
        "  ",
        "- ",
        "&x ",
        "*x",
        "<<: ",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "1",
        "|\n  x",
        "# c",
        "? ",
        "!t ",
        "\\",
        ",",
        "\u{85}",
        "\u{feff}",
        "\t",
        "99999999999999999999999",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_front_matter_has_places(
        open in "(---|\\+\\+\\+|\\{)?[\r\n]{0,2}",
        parts in prop::collection::vec(part(), 0..24),
        close in "\n?(---|\\+\\+\\+|\\})?\n?\\PC{0,5}",
    ) {
        let text = format!("{open}{}{close}", parts.concat());
        let source = Source::new("a.md", text.as_str());
        let (matter, diagnostics) = read(&source);
        check(&text, &diagnostics)?;
        prop_assert!(text.get(matter.span.range()).is_some());
        prop_assert!(text.get(matter.body.range()).is_some());
        for key in matter.params.keys() {
            let place = matter.key_span(&source, key).unwrap_or_default();
            prop_assert!(text.get(place.range()).is_some());
        }
        for extension in ["yml", "toml", "json"] {
            check(&text, &read_file(&source, extension).1)?;
        }
    }

    #[test]
    fn any_text_may_be_a_date(text in "(Mon, |Monday, |Tue )?[0-9]{1,4}[- ][0-9JanM]{2,3}[- ][0-9å]{2,4}[T ]?[0-9:.]{0,10}[ZCET+\\-0-9: ]{0,8}") {
        let _ = DateTime::parse(&text);
    }

    #[test]
    fn dates_that_are_written_are_read_again(seconds in -60_000_000_000_i64..250_000_000_000) {
        let date = DateTime::from_seconds(seconds).unwrap();
        prop_assert_eq!(DateTime::parse(&date.to_string()), Some(date));
    }
}
