//! The readers never panic and lose nothing, whatever they are given.

use std::sync::Arc;

use offprint::config::TakesInner;
use offprint::front_matter;
use offprint::shortcode::{Node, parse};
use offprint::source::{Source, Span};
use proptest::prelude::*;

use crate::project::{page, prepared};

/// The text that nodes cover, in order.
fn covered(source: &Arc<Source>, nodes: &[Node]) -> String {
    let text = |node: &Node| match node {
        Node::Text(span) | Node::Divider(span) | Node::Literal { span, .. } => {
            source.slice(*span).to_owned()
        }
        Node::Shortcode(shortcode) => match (&shortcode.inner, shortcode.close_span) {
            (Some(inner), Some(close)) => format!(
                "{}{}{}",
                source.slice(shortcode.open_span),
                covered(source, &inner.nodes),
                source.slice(close)
            ),
            _ => source.slice(shortcode.span).to_owned(),
        },
    };
    nodes.iter().map(text).collect()
}

fn check(text: &str) {
    let source = Source::new("a.md", text);
    for takes in [TakesInner::Unknown, TakesInner::Yes, TakesInner::No] {
        let (nodes, _) = parse(&source, Span::new(0, text.len()), &|_| takes);
        assert_eq!(covered(&source, &nodes), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shortcodes_cover_the_page(parts in prop::collection::vec(prop_oneof![
        Just("{{< "), Just("{{% "), Just(" >}}"), Just(" %}}"), Just("{{</* "), Just(" */>}}"), Just("/"),
        Just("a"), Just("b "), Just("a=1 "), Just("\"x\" "), Just("`y`"), Just("<!--more-->"), Just("\n"),
        Just("{{< /a >}}"), Just("{{% /b %}}"), Just("å"), Just("\\\""),
    ], 0..40)) {
        check(&parts.concat());
    }

    #[test]
    fn any_page_is_cut_without_loss(text in "\\PC*") {
        check(&text);
    }

    #[test]
    fn any_front_matter_is_read(text in "(---|\\+\\+\\+|\\{)?\n?[-a-z:{}\\[\\]\"'#&*!|>=\n 0-9]{0,80}(---|\\+\\+\\+|\\})?\n?\\PC{0,20}") {
        let source = Source::new("a.md", text.as_str());
        let (matter, _) = front_matter::read(&source);
        prop_assert!(matter.body.end <= text.len());
        prop_assert!(text.is_char_boundary(matter.body.start));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_becomes_markup(parts in prop::collection::vec(prop_oneof![
        Just("# a\n"), Just("* b\n"), Just("  - c\n"), Just("\n\n"), Just("<div>"), Just("</div>"), Just("<td>"),
        Just("| a | b |\n|---|---|\n| c |\n"), Just("[x](y)"), Just("![z](/img/a.svg)"), Just("{{< note >}}"),
        Just("{{< /note >}}"), Just("{{% accordion title=\"q\" %}}\n"), Just("{{% /accordion %}}\n"), Just("[^1]"),
        Just("[^1]: f\n\n"), Just("`"), Just("```\n"), Just("> "), Just("$ # @"), Just("<p>"), Just("<li>"),
    ], 0..25)) {
        let _ = prepared(&page(&parts.concat()));
    }
}
