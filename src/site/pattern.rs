//! Patterns for addresses, `/:year/:month/:slug/` (`resources/page/permalinks.go`).

use std::ops::Range;

use super::permalinks::{Facts, Folder, sanitized, section, slug};
use crate::front_matter::FrontMatter;

/// A part of a pattern that Hugo does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    /// The whole pattern.
    pub(super) pattern: String,
    /// The part, with its colon.
    pub(super) token: String,
}

/// The path that a pattern gives for a page.
pub(super) fn expanded(pattern: &str, facts: &Facts<'_>) -> Result<String, Unknown> {
    let filled = filled(pattern, facts)?;
    // Hugo decodes the finished path and cleans it once more; a `+` then counts as a blank.
    let blank = filled.trim_matches('/').replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&blank).decode_utf8_lossy();
    Ok(sanitized(&decoded, facts.settings))
}

/// The pattern with its parts filled in.
pub(super) fn filled(pattern: &str, facts: &Facts<'_>) -> Result<String, Unknown> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        // `\:` is a colon, which no path of Hugo's keeps.
        if let Some(before) = before.strip_suffix('\\') {
            out.push_str(before);
            rest = after;
            continue;
        }
        out.push_str(before);
        let (token, tail) = token(after);
        if token.is_empty() {
            out.push(':');
        } else {
            out.push_str(&value(token, facts).ok_or_else(|| Unknown {
                pattern: pattern.to_owned(),
                token: format!(":{token}"),
            })?);
        }
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

/// The name after a colon, with what stands in square brackets behind it, and the rest.
fn token(text: &str) -> (&str, &str) {
    let word = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let bracket = text.get(word..).filter(|rest| rest.starts_with('['));
    let slice = bracket.and_then(|rest| rest.find(']')).map_or(0, |end| end + 1);
    text.split_at_checked(word + slice).unwrap_or((text, ""))
}

fn value(token: &str, facts: &Facts<'_>) -> Option<String> {
    let clean = |text: &str| sanitized(text, facts.settings);
    let title = || clean(&title(facts.matter));
    let own_slug = || slug(facts.matter).map(|slug| clean(&slug));
    let name = || clean(&facts.name);
    let (year, month, day) = facts.date.map_or((1, 1, 1), |date| date.date());
    // Pages without a date are of the first day of the year 1, a Monday.
    let civil = facts.date.map(|date| date.civil.date());
    let layout = |pattern: &str, none: &str| {
        civil.map_or_else(|| none.to_owned(), |date| date.strftime(pattern).to_string())
    };
    Some(match token {
        "year" => year.to_string(),
        "month" => format!("{month:02}"),
        "day" => format!("{day:02}"),
        "monthname" => layout("%B", "january").to_lowercase(),
        "weekday" => layout("%w", "1"),
        "weekdayname" => layout("%A", "monday").to_lowercase(),
        "yearday" => civil.map_or(1, jiff::civil::Date::day_of_year).to_string(),
        "section" => clean(section(facts)),
        "sectionslug" => sections(facts).first().map(|first| named(first, facts))?,
        "title" => title(),
        "slug" => own_slug().unwrap_or_else(title),
        "slugorfilename" | "slugorcontentbasename" => own_slug().unwrap_or_else(name),
        "filename" | "contentbasename" => name(),
        token => return folders(token, facts).or_else(|| date_layout(token, facts)),
    })
}

/// A title may hold slashes, which part no path.
fn title(matter: &FrontMatter) -> String {
    matter.text("title").unwrap_or_default().replace(['/', '\\'], "-")
}

/// `:sections` and `:sectionslugs`, whole or a slice of them: `[1:]`, `[last]`.
fn folders(token: &str, facts: &Facts<'_>) -> Option<String> {
    let (word, slice) = token.split_once('[').unwrap_or((token, ":]"));
    let all = sections(facts);
    let names: Vec<String> = match word {
        "sections" => all
            .iter()
            .map(|folder| sanitized(&folder.name, facts.settings))
            .collect(),
        "sectionslugs" => {
            let own = all.iter().filter(|folder| folder.section.is_some());
            own.map(|folder| named(folder, facts)).collect()
        }
        _ => return None,
    };
    let range = range(slice.strip_suffix(']')?, names.len())?;
    Some(names.get(range).unwrap_or_default().join("/"))
}

/// The sections that a page stands in: the top folder, and those below up to the last that
/// has a page of its own.
fn sections<'a>(facts: &'a Facts<'_>) -> &'a [Folder] {
    let last = facts.folders.iter().rposition(|folder| folder.section.is_some());
    let count = last.map_or(1, |last| last + 1).min(facts.folders.len());
    facts.folders.get(..count).unwrap_or_default()
}

/// The slug of a section, else its title, else its name.
fn named(folder: &Folder, facts: &Facts<'_>) -> String {
    let own = folder.section.as_ref();
    let own = own.and_then(|own| slug(&own.matter).or_else(|| own.matter.text("title")));
    sanitized(&own.unwrap_or_else(|| folder.name.clone()), facts.settings)
}

/// The range of a slice of `length` items, as Hugo writes it: `1`, `last`, `1:`, `:last`.
fn range(slice: &str, length: usize) -> Option<Range<usize>> {
    let last = length.saturating_sub(1);
    let index = |text: &str, none: usize| match text.trim() {
        "" => Some(none),
        "last" => Some(last),
        number => Some(number.parse::<usize>().ok()?.min(length)),
    };
    let range = match slice.split_once(':') {
        Some((first, end)) => index(first, 0)?..index(end, length)?,
        None => {
            let at = index(slice, 0)?;
            at..(at + 1).min(length)
        }
    };
    Some(if range.start > range.end { 0..0 } else { range })
}

/// A date in Go's words: `:Jan`, `:2006`, `:_2`.
fn date_layout(token: &str, facts: &Facts<'_>) -> Option<String> {
    let pattern = match token {
        "2006" => "%Y",
        "06" => "%y",
        "January" => "%B",
        "Jan" => "%b",
        "01" => "%m",
        "1" => "%-m",
        "Monday" => "%A",
        "Mon" => "%a",
        "02" => "%d",
        "2" | "_2" => "%-d",
        "002" => "%j",
        "15" => "%H",
        "03" => "%I",
        "3" => "%-I",
        "04" => "%M",
        "4" => "%-M",
        "05" => "%S",
        "5" => "%-S",
        "PM" | "pm" => "%p",
        "20060102" => "%Y%m%d",
        "200601" => "%Y%m",
        _ => return None,
    };
    Some(facts.date?.civil.strftime(pattern).to_string())
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn slices_are_those_of_hugo() {
        let cases = [
            ("0", 0..1),
            ("1", 1..2),
            ("9", 3..3),
            ("last", 2..3),
            ("1:", 1..3),
            (":last", 0..2),
            ("0:2", 0..2),
            (":", 0..3),
        ];
        for (slice, wanted) in cases {
            assert_eq!(range(slice, 3), Some(wanted), "{slice}");
        }
        assert_eq!(range("x", 3), None);
        assert_eq!(range("last", 0), Some(0..0));
    }
}
