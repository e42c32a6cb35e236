//! The text of `offprint.yml`.

use super::guess::{Guess, fitted, guess};
use super::{Adopted, Found};
use crate::config::Shortcodes;
use crate::starter::CONFIG_LINK;

const HEAD: &str = "\
# Which pages become documents, and what the site's shortcodes print; written by
# `offprint adopt`. A value is the name of a parameter, a number for a positional one, or
# =text. Lines with `unsure` want a look: is it the right component, are the fields right?
#
# documents:                   # without rules every page becomes a document
#   - { match: \"whitepaper/*\", template: whitepaper, kind: Whitepaper }
#   - { match: \"tags/**\", print: false }
";

/// The whole file; what `old` holds stays as it is.
pub(super) fn config(
    found: &[Found],
    fonts: Option<&str>,
    old: Option<&str>,
    adopted: &mut Adopted,
) -> String {
    let built_in = Shortcodes::built_in();
    let kept = old.map(keys).unwrap_or_default();
    let mut lines = Vec::new();
    for shortcode in found {
        let name = shortcode.name.to_lowercase();
        if kept.contains(&name) {
            adopted.kept.push(name);
            continue;
        }
        let known = built_in.get(&name).zip(Shortcodes::built_in_text(&name));
        let Guess { text, sure } = match known {
            Some((mapping, text)) => fitted(&text, mapping.component, shortcode),
            None => guess(shortcode),
        };
        let list = if sure { &mut adopted.sure } else { &mut adopted.unsure };
        list.push(name.clone());
        let note = if sure { "" } else { ", unsure" };
        let origin = shortcode
            .template
            .as_ref()
            .map_or("no template", |template| template.path.as_str());
        lines.push(format!(
            "  {}: {text} # {} × in content, {origin}{note}",
            key(&name),
            shortcode.uses
        ));
    }
    match old {
        Some(old) => appended(old, &lines),
        None => {
            let paths = fonts.map(|folder| format!("\npaths:\n  fonts: {folder}\n"));
            format!(
                "{CONFIG_LINK}{HEAD}{}\nshortcodes:\n{}\n",
                paths.unwrap_or_default(),
                lines.join("\n")
            )
        }
    }
}

fn key(name: &str) -> String {
    let plain = name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if plain { name.to_owned() } else { format!("{name:?}") }
}

/// The names below `shortcodes:` in a file that a person has worked on.
fn keys(text: &str) -> Vec<String> {
    let mut inside = false;
    let mut out = Vec::new();
    for line in text.lines() {
        if line.starts_with("shortcodes:") {
            inside = true;
        } else if !line.starts_with([' ', '\t', '#']) && !line.trim().is_empty() {
            inside = false;
        } else if inside && line.starts_with("  ") && !line.starts_with("   ") {
            let name = line.trim_start().split(':').next().unwrap_or_default();
            let name = name.trim_matches(['"', '\'']).to_lowercase();
            if !name.is_empty() && !name.starts_with('#') {
                out.push(name);
            }
        }
    }
    out
}

/// Adds lines at the end of `shortcodes:`, nothing else changes.
fn appended(old: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return old.to_owned();
    }
    let block = format!("{}\n", lines.join("\n"));
    let Some(start) = old.find("shortcodes:").filter(|at| {
        *at == 0 || old.get(..*at).is_some_and(|before| before.ends_with('\n'))
    }) else {
        return format!("{}\n\nshortcodes:\n{block}", old.trim_end());
    };
    let mut end = start;
    for line in old.get(start..).unwrap_or_default().split_inclusive('\n') {
        let belongs =
            end == start || line.starts_with([' ', '\t', '#']) || line.trim().is_empty();
        if !belongs {
            break;
        }
        end += line.len();
    }
    let (before, after) = old.split_at_checked(end).unwrap_or((old, ""));
    let gap = if after.is_empty() { "" } else { "\n" };
    format!("{}\n{block}{gap}{after}", before.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{appended, keys};

    #[test]
    fn what_a_person_wrote_stays() {
        let old = "# mine\nshortcodes:\n  note: { as: lead } # no!\n  \"a/b\":\n    as: drop\n\npaths: { output: pdf }\n";
        assert_eq!(keys(old), ["note", "a/b"]);
        let new = appended(old, &["  x: { as: drop }".to_owned()]);
        assert_eq!(
            new,
            "# mine\nshortcodes:\n  note: { as: lead } # no!\n  \"a/b\":\n    as: drop\n  x: { as: drop }\n\npaths: { output: pdf }\n"
        );
        assert_eq!(appended(old, &[]), old);
    }
}
