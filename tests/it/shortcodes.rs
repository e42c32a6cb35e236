//! The rules of Hugo's shortcode lexer and parser as data: what is written, what is read.

use offprint::config::TakesInner;
use offprint::shortcode::{Delimiter, Node, Shortcode, Value, parse};
use offprint::source::{Source, Span};

/// `b` has no inside, `box` and `raw` always have one, of others nobody knows.
fn takes_inner(name: &str) -> TakesInner {
    match name {
        "b" => TakesInner::No,
        "box" => TakesInner::Yes,
        _ => TakesInner::Unknown,
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        other => other.to_string(),
    }
}

fn shown(source: &Source, shortcode: &Shortcode) -> String {
    let mark = if shortcode.delimiter == Delimiter::Angle { "<" } else { "%" };
    let params = shortcode.params.iter().map(|param| match &param.name {
        Some(name) => format!(" {name}={}", value(&param.value)),
        None => format!(" {}", value(&param.value)),
    });
    let params: String = params.collect();
    let inner = shortcode
        .inner
        .as_ref()
        .map(|inner| format!("[{}]", nodes(source, &inner.nodes)));
    let closed = if shortcode.self_closing { "/" } else { "" };
    format!("{mark}{}{params}{closed}{}", shortcode.name, inner.unwrap_or_default())
}

fn nodes(source: &Source, all: &[Node]) -> String {
    let show = |node: &Node| match node {
        Node::Text(span) => source.slice(*span).to_owned(),
        Node::Literal { text, .. } => format!("«{text}»"),
        Node::Divider(_) => "|more|".to_owned(),
        Node::Shortcode(shortcode) => format!("({})", shown(source, shortcode)),
    };
    all.iter().map(show).collect()
}

/// What is read, then the errors as `code@line:column`.
fn read(text: &str) -> String {
    let source = Source::new("a.md", text);
    let (all, diagnostics) = parse(&source, Span::new(0, text.len()), &takes_inner);
    let errors = diagnostics.iter().map(|found| {
        let at = found.place.as_ref().expect("a place").position();
        format!(" !{}@{}:{}", found.code, at.line, at.column)
    });
    format!("{}{}", nodes(&source, &all), errors.collect::<String>())
}

#[test]
fn tags_are_read_as_hugo_reads_them() {
    let cases = [
        // Names and white space.
        ("{{<a>}}", "(<a)"),
        ("{{%  a  %}}", "(%a)"),
        ("{{<\n a\n x=1\n>}}", "(<a x=1)"),
        ("{{< ns/foo-bar_1 >}}", "(<ns/foo-bar_1)"),
        ("{{< åäö >}}", "(<åäö)"),
        ("{{ a }} {{{< b >}}", "{{ a }} {(<b)"),
        ("\\{{< b >}}", "\\(<b)"),
        // Positional parameters and their types.
        ("{{< a 1 -2 3.5 .5 >}}", "{{< a 1 -2 3.5 .5 >}} !shortcode-syntax@1:16"),
        ("{{< a 1 -2 3.5 true x-1.y >}}", "(<a 1 -2 3.5 true \"x-1.y\")"),
        ("{{< a \"1\" `true` >}}", "(<a \"1\" \"true\")"),
        ("{{< a \"x\"\"y\" >}}", "(<a \"x\" \"y\")"),
        ("{{< a b:c >}}", "{{< a b:c >}} !shortcode-syntax@1:8"),
        // Named parameters.
        ("{{< a x=1 y=\"z\" z=`w\nv` >}}", "(<a x=1 y=\"z\" z=\"w\\nv\")"),
        ("{{< a x= \"y\" >}}", "(<a x=\"y\")"),
        ("{{< a link=https://a.se/b?c=1 >}}", "(<a link=\"https://a.se/b?c=1\")"),
        ("{{< a x=1 x=2 >}}", "(<a x=1 x=2)"),
        ("{{< a å-1.b=1 >}}", "(<a å-1.b=1)"),
        ("{{< a x=1 \"y\" >}}", "{{< a x=1 \"y\" >}} !shortcode-param-mixed@1:11"),
        ("{{< a \"y\" x=1 >}}", "{{< a \"y\" x=1 >}} !shortcode-param-mixed@1:11"),
        // Quotes and backslashes.
        ("{{< a \"e\\nf\" >}}", "(<a \"e\\\\nf\")"),
        ("{{< a \"e\\nf \\\"g\\\"\" >}}", "(<a \"enf \\\"g\\\"\")"),
        ("{{< a \">}}\" >}}", "(<a \">}}\")"),
        ("{{< a \\\"x\\\" >}}", "(<a \"x\")"),
        ("{{< a \"x\ny\" >}}", "{{< a \"x\ny\" >}} !shortcode-syntax@1:7"),
        ("{{< a `x >}}", "{{< a `x >}} !shortcode-syntax@1:7"),
        // Wrong ends.
        ("{{< a %}}", "{{< a %}} !shortcode-syntax@1:7"),
        ("{{< a ", "{{< a  !shortcode-syntax@1:1"),
        ("{{<>}}", "{{<>}} !shortcode-syntax@1:4"),
        ("{{< a.html >}}", "{{< a.html >}} !shortcode-syntax@1:6"),
        ("{{< a x=1>}}", "{{< a x=1>}} !shortcode-syntax@1:9"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn trees_are_built_as_hugo_builds_them() {
    let cases = [
        ("{{< box >}}x{{< /box >}}", "(<box[x])"),
        ("{{< box >}}x{{</box>}}", "(<box[x])"),
        ("{{< box >}}x{{< / box >}}", "(<box[x])"),
        ("{{< box >}}x{{% /box %}}", "(<box[x])"),
        ("{{% box %}}a{{< b >}}c{{% /box %}}", "(%box[a(<b)c])"),
        ("{{< box />}}y", "(<box/)y"),
        ("{{< box / >}}y", "(<box/)y"),
        ("{{< u >}}x", "(<u)x"),
        ("{{< u >}}x{{< u >}}y{{< /u >}}", "(<u)x(<u[y])"),
        ("{{< box >}}{{< box >}}x{{< /box >}}{{< /box >}}", "(<box[(<box[x])])"),
        ("{{< box >}}x", "(<box)x !shortcode-unclosed@1:1"),
        ("{{< /box >}}", "{{< /box >}} !shortcode-unexpected-close@1:1"),
        ("{{< b >}}x{{< /b >}}", "(<b)x{{< /b >}} !shortcode-unexpected-close@1:11"),
        (
            "{{< box >}}x{{< /box >}}{{< /box >}}",
            "(<box[x]){{< /box >}} !shortcode-unexpected-close@1:25",
        ),
        (
            "{{< box >}}{{< bax >}}x{{< /box >}}{{< /bax >}}",
            "(<box[(<bax)x]){{< /bax >}} !shortcode-unexpected-close@1:36",
        ),
        ("{{< b / x >}}", "{{< b / x >}} !shortcode-syntax@1:9"),
        (
            "a\nå {{< b x, >}}\n{{< box >}}",
            "a\nå {{< b x, >}}\n(<box) !shortcode-syntax@2:10 !shortcode-unclosed@3:1",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn they_are_found_everywhere_but_in_comments_of_their_own() {
    let cases = [
        ("`{{< b >}}`", "`(<b)`"),
        ("<!-- {{< b >}} -->", "<!-- (<b) -->"),
        ("[x]({{< b >}})", "[x]((<b))"),
        ("{{</* b \"x\" */>}}", "«{{< b \"x\" >}}»"),
        ("{{%/* b */%}}", "«{{% b %}}»"),
        ("{{</* a */ b */>}}", "«{{< a */ b >}}»"),
        ("{{</* box */>}}{{< b >}}{{</* /box */>}}", "«{{< box >}}»(<b)«{{< /box >}}»"),
        ("{{</* b */%}}", "{{</* b */%}} !shortcode-comment-unclosed@1:1"),
        ("{{< /* b */ >}}", "{{< /* b */ >}} !shortcode-syntax@1:6"),
        ("a<!--more-->\n\n b<!--more-->", "a|more|b<!--more-->"),
        ("a<!-- more -->b", "a<!-- more -->b"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}
