//! Dates in every layout that Hugo reads (spf13/cast, `internal/time.go`).

use std::fmt;

use jiff::civil;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::{Offset, TimeZone};

/// A date, with or without a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// Date and time as written; midnight if only a date was.
    pub civil: civil::DateTime,
    /// Whether a time of day was written.
    pub has_time: bool,
    /// The distance from UTC, if written.
    pub offset: Option<Offset>,
}

impl DateTime {
    /// Reads a date; none if it has none of Hugo's layouts.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        iso(text).or_else(|| named(text))
    }

    /// The date of a number of seconds since 1970, UTC: what Hugo makes of a number.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
        let civil = TimeZone::UTC.to_datetime(timestamp);
        Some(Self { civil, has_time: true, offset: Some(Offset::UTC) })
    }

    /// Seconds since 1970; a date without an offset counts in `zone`.
    #[must_use]
    pub fn seconds(&self, zone: &TimeZone) -> Option<i64> {
        let timestamp = match self.offset {
            Some(offset) => offset.to_timestamp(self.civil),
            None => zone.to_timestamp(self.civil),
        };
        Some(timestamp.ok()?.as_second())
    }

    /// Year, month and day.
    #[must_use]
    pub fn date(&self) -> (i16, i8, i8) {
        (self.civil.year(), self.civil.month(), self.civil.day())
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.has_time {
            return write!(f, "{}", self.civil.date());
        }
        write!(f, "{}", self.civil)?;
        match self.offset {
            None => Ok(()),
            Some(offset) if offset == Offset::UTC => f.write_str("Z"),
            Some(offset) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

/// `2006-01-02` and everything that starts with it.
fn iso(text: &str) -> Option<DateTime> {
    let (date, rest) = text.split_at_checked(10)?;
    let date = digits(date, "dddd-dd-dd").then(|| date.parse::<civil::Date>().ok())??;
    if rest.is_empty() {
        return Some(DateTime {
            civil: date.at(0, 0, 0, 0),
            has_time: false,
            offset: None,
        });
    }
    let rest = rest.strip_prefix(['T', ' '])?;
    let (time, rest) = rest.split_at_checked(8)?;
    let time = digits(time, "dd:dd:dd").then(|| time.parse::<civil::Time>().ok())??;
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let offset = zone(rest)?;
    Some(DateTime {
        civil: date.to_datetime(time),
        has_time: true,
        offset,
    })
}

fn digits(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            wanted => byte == wanted,
        })
}

/// `Z`, an offset, a zone name (which Hugo ignores), or an offset and a name.
#[expect(
    clippy::option_option,
    reason = "nothing written is different from nonsense written"
)]
fn zone(text: &str) -> Option<Option<Offset>> {
    let text = text.trim_start_matches(' ');
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    if text.is_empty() {
        return Some(None);
    }
    if text == "Z" {
        return Some(Some(Offset::UTC));
    }
    if is_name(text) {
        return Some(if text == "UTC" || text == "GMT" {
            Some(Offset::UTC)
        } else {
            None
        });
    }
    let (number, name) = text.split_once(' ').unwrap_or((text, ""));
    if !name.is_empty() && !is_name(name) && offset(name).is_none() {
        return None;
    }
    offset(number).map(Some)
}

fn offset(text: &str) -> Option<Offset> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let rest = text.get(1..)?;
    if !digits(rest, "dd:dd") && !digits(rest, "dddd") {
        return None;
    }
    let hours: i32 = rest.get(..2)?.parse().ok()?;
    let minutes: i32 = rest.get(rest.len() - 2..)?.parse().ok()?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// Layouts with names of months: RFC 1123, RFC 822, RFC 850, ANSI C, Unix, Ruby and more.
fn named(text: &str) -> Option<DateTime> {
    const WITH_TIME: &[&str] = &[
        "%a, %d %b %Y %H:%M:%S %z",
        "%a, %d %b %Y %H:%M:%S",
        "%d %b %y %H:%M %z",
        "%d %b %y %H:%M",
        "%A, %d-%b-%y %H:%M:%S",
        "%a %b %e %H:%M:%S %Y",
        "%a %b %d %H:%M:%S %z %Y",
    ];
    let plain = without_zone_name(text);
    for layout in WITH_TIME {
        for text in [text, plain.as_str()] {
            let Ok(parts) = BrokenDownTime::parse(layout, text) else { continue };
            let Ok(civil) = parts.to_datetime() else { continue };
            return Some(DateTime { civil, has_time: true, offset: parts.offset() });
        }
    }
    let date = BrokenDownTime::parse("%d %b %Y", text).ok()?.to_date().ok()?;
    Some(DateTime {
        civil: date.at(0, 0, 0, 0),
        has_time: false,
        offset: None,
    })
}

/// The text without a word such as `CET`.
fn without_zone_name(text: &str) -> String {
    let is_zone = |word: &str| {
        (3..=4).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    text.split(' ')
        .filter(|word| !is_zone(word))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::DateTime;

    #[test]
    fn layouts_of_hugo_are_read() {
        let cases = [
            ("2024-01-02", "2024-01-02"),
            ("2024-01-01T13:58:58+01:00", "2024-01-01T13:58:58+01:00"),
            ("2024-01-02T15:04:05Z", "2024-01-02T15:04:05Z"),
            ("2024-01-02T15:04:05.123Z", "2024-01-02T15:04:05Z"),
            ("2024-01-02T15:04:05", "2024-01-02T15:04:05"),
            ("2024-01-02T15:04:05-0700", "2024-01-02T15:04:05-07:00"),
            ("2024-01-02 15:04:05", "2024-01-02T15:04:05"),
            ("2024-01-02 15:04:05.5 +0100 CET", "2024-01-02T15:04:05+01:00"),
            ("2024-01-02 15:04:05 +01:00", "2024-01-02T15:04:05+01:00"),
            ("2024-01-02 15:04:05Z", "2024-01-02T15:04:05Z"),
            ("Tue, 02 Jan 2024 15:04:05 +0100", "2024-01-02T15:04:05+01:00"),
            ("Tue, 02 Jan 2024 15:04:05 CET", "2024-01-02T15:04:05"),
            ("02 Jan 24 15:04 MST", "2024-01-02T15:04:00"),
            ("Tuesday, 02-Jan-24 15:04:05 MST", "2024-01-02T15:04:05"),
            ("Tue Jan  2 15:04:05 2024", "2024-01-02T15:04:05"),
            ("Tue Jan 02 15:04:05 -0700 2024", "2024-01-02T15:04:05-07:00"),
            ("02 Jan 2024", "2024-01-02"),
        ];
        for (text, date) in cases {
            assert_eq!(
                DateTime::parse(text).map(|date| date.to_string()).as_deref(),
                Some(date),
                "{text}"
            );
        }
    }

    #[test]
    fn other_layouts_are_not() {
        let refused = [
            "2024-1-2",
            "2024-01-02T03:04",
            "2024/01/02",
            "Jan 2, 2024",
            "2024-01",
            "2024-02-30",
            "",
            "yes",
        ];
        for text in refused {
            assert_eq!(DateTime::parse(text), None, "{text}");
        }
        assert_eq!(
            DateTime::from_seconds(2024).map(|date| date.to_string()).as_deref(),
            Some("1970-01-01T00:33:44Z")
        );
    }
}
