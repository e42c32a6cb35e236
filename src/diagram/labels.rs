//! The words of a diagram: those of its source, and those that the drawing shows.

/// What the author says of the diagram as a whole.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The title.
    pub(super) title: Option<String>,
    accessible_title: Option<String>,
    description: Option<String>,
}

impl Said {
    /// Reads `title` of the front matter or of the diagram, `accTitle` and `accDescr`.
    pub(super) fn of(source: &str) -> Self {
        let mut said = Self::default();
        let mut lines = source.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if let Some(text) = value(line, "accTitle") {
                said.accessible_title = Some(text);
            } else if let Some(text) = value(line, "accDescr") {
                said.description = Some(text);
            } else if line.starts_with("accDescr") && line.ends_with('{') {
                let inner: Vec<&str> =
                    lines.by_ref().take_while(|line| *line != "}").collect();
                said.description = Some(inner.join(" "));
            } else if let Some(text) = value(line, "title").or_else(|| title(line)) {
                said.title.get_or_insert(text);
            }
        }
        said
    }

    /// What one hears instead of seeing the diagram that shows these words.
    pub(super) fn alt(&self, words: &[String]) -> String {
        let title = self.accessible_title.as_ref().or(self.title.as_ref());
        let rest: Vec<&str> = words
            .iter()
            .map(String::as_str)
            .filter(|word| Some(*word) != title.map(String::as_str))
            .collect();
        let told = self.description.clone().unwrap_or_else(|| rest.join("; "));
        match title {
            Some(title) => format!("{title}: {told}"),
            None => told,
        }
    }
}

/// `key: value`.
fn value(line: &str, key: &str) -> Option<String> {
    let text = line.strip_prefix(key)?.trim_start().strip_prefix(':')?.trim();
    let text = text.trim_matches(['"', '\'']);
    (!text.is_empty()).then(|| text.to_owned())
}

/// `title The text`, and `pie title The text`.
fn title(line: &str) -> Option<String> {
    let line = line.strip_prefix("pie ").map_or(line, str::trim_start);
    let line = line.strip_prefix("showData ").map_or(line, str::trim_start);
    let text = line.strip_prefix("title ")?.trim().trim_matches('"');
    (!text.is_empty()).then(|| text.to_owned())
}

/// The slices of a pie with their values: in the drawing those stand apart.
pub(super) fn shares(source: &str) -> Option<Vec<String>> {
    let mut lines = source.lines().map(str::trim);
    lines.find(|line| line.split_whitespace().next() == Some("pie"))?;
    let share = |line: &str| {
        let (label, value) = line.strip_prefix('"')?.split_once('"')?;
        Some(format!("{label} {}", value.trim().strip_prefix(':')?.trim()))
    };
    Some(lines.filter_map(share).collect())
}

/// The texts that a drawing shows, in its order.
pub(super) fn drawn(svg: &str) -> Vec<String> {
    let texts = svg.split("<text").skip(1).filter_map(|rest| {
        let (_, rest) = rest.split_once('>')?;
        rest.split_once("</text>").map(|(inner, _)| inner)
    });
    let texts = texts.map(|inner| {
        let mut out = String::new();
        for part in inner.split('<') {
            // What stands before `>` is a tag, except in the first part.
            let text = part.split_once('>').map_or(part, |(_, text)| text);
            out.push_str(text);
            out.push(' ');
        }
        decoded(&out).split_whitespace().collect::<Vec<_>>().join(" ")
    });
    texts.filter(|text| !text.is_empty()).collect()
}

fn decoded(text: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    pairs
        .iter()
        .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

/// The first label of the source that the drawing does not show.
pub(super) fn missing(source: &str, words: &[String]) -> Option<String> {
    let shown = letters(&words.concat());
    let is_there = |label: &String| {
        let wanted = letters(label);
        wanted.is_empty() || shown.contains(&wanted)
    };
    labels(source).into_iter().find(|label| !is_there(label))
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What stands in the source as a label without doubt: between brackets and bars of a
/// flowchart, and as the message of a sequence.
fn labels(source: &str) -> Vec<String> {
    let lines = source.lines().map(str::trim).filter(|line| !line.starts_with("%%"));
    let body: Vec<&str> = lines.collect();
    let starts = |words: &[&str]| {
        body.iter()
            .any(|line| words.iter().any(|word| line.starts_with(word)))
    };
    let mut out = Vec::new();
    if starts(&["flowchart", "graph "]) {
        for line in body.iter().filter(|line| !is_statement(line)) {
            out.extend(between(line, '[', ']'));
            out.extend(between(line, '|', '|'));
        }
    } else if starts(&["sequenceDiagram"]) {
        let message = |line: &&str| {
            let (before, text) = line.split_once(':')?;
            before.contains("->").then(|| text.trim().to_owned())
        };
        out.extend(body.iter().filter_map(message));
    }
    // Marks of Markdown, HTML and icons are no words.
    out.retain(|label| !label.contains(['<', '#', '`', '*', '&', ':']));
    out
}

/// Lines that say how something looks or what it does, and show no text.
fn is_statement(line: &str) -> bool {
    [
        "style ",
        "classDef ",
        "class ",
        "click ",
        "linkStyle ",
        "accTitle",
        "accDescr",
        "direction ",
    ]
    .iter()
    .any(|word| line.starts_with(word))
}

fn between(line: &str, open: char, close: char) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once(open) {
        let Some((label, after)) = after.split_once(close) else { break };
        let label = label
            .trim_matches(|c: char| "[](){}/\\\"'|>".contains(c) || c.is_whitespace());
        out.push(label.to_owned());
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{drawn, labels, missing};

    #[test]
    fn labels_are_found_and_missed() {
        let source = "flowchart LR\n A[(Lagring)] -->|Ja| B[\"Två ord\"]\n style A fill:#fff,stroke:[x]\n";
        assert_eq!(labels(source), ["Lagring", "Två ord", "Ja"]);
        let words = ["Lagring", "Två", "ord"].map(str::to_owned);
        assert_eq!(missing(source, &words).as_deref(), Some("Ja"));
        assert_eq!(
            labels("sequenceDiagram\n A->>B: Hej på dig\n Note over A: x\n"),
            ["Hej på dig"]
        );
    }

    #[test]
    fn texts_of_a_drawing_are_read() {
        let svg = "<svg><text x=\"1\"><tspan>a &amp; b</tspan><tspan>c</tspan></text><text>d</text><text> </text></svg>";
        assert_eq!(drawn(svg), ["a & b c", "d"]);
    }
}
