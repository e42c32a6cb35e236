//! Dates in every layout that Hugo reads (spf13/cast, `internal/time.go`).

use std::fmt;

use jiff::civil;
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
        return Some(day(date));
    }
    let apart = rest.starts_with(' ');
    let rest = rest.strip_prefix(['T', ' '])?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.'))
        .unwrap_or(rest.len());
    let (time, zone) = rest.split_at_checked(end)?;
    let offset = match zone {
        "" => None,
        "Z" => Some(Offset::UTC),
        // Only after a blank may one stand before the offset too, and a name behind it.
        zone => match zone.strip_prefix(' ').filter(|_| apart) {
            Some(zone) => Some(offset_and_name(zone)?),
            None => Some(offset(zone)?),
        },
    };
    Some(DateTime {
        civil: date.to_datetime(clock(time)?),
        has_time: true,
        offset,
    })
}

fn day(date: civil::Date) -> DateTime {
    DateTime {
        civil: date.at(0, 0, 0, 0),
        has_time: false,
        offset: None,
    }
}

fn digits(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            wanted => byte == wanted,
        })
}

/// `15:04:05`, with or without a fraction, which is not kept.
fn clock(text: &str) -> Option<civil::Time> {
    let (time, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_fraction =
        !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let parts = digits(time, "dd:dd:dd") && is_fraction;
    let mut parts = time.split(':').filter(|_| parts);
    let mut part = || parts.next()?.parse().ok();
    civil::Time::new(part()?, part()?, part()?, 0).ok()
}

/// `-0700` or `-07:00`.
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
    let seconds = sign * (hours * 3600 + minutes * 60);
    (minutes < 60).then(|| Offset::from_seconds(seconds).ok())?
}

/// An offset, or one and a name, as Go prints times: `-0700 MST`, `+0300 +03`.
fn offset_and_name(text: &str) -> Option<Offset> {
    let Some((number, name)) = text.split_once(' ') else { return offset(text) };
    let is_name = is_zone(name) || digits(name.trim_start_matches(['+', '-']), "dd");
    (is_name && digits(number.get(1..)?, "dddd")).then(|| offset(number))?
}

fn is_zone(name: &str) -> bool {
    (3..=5).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Layouts with names of months: RFC 1123, RFC 822, RFC 850, ANSI C, Unix, Ruby, and
/// `02 Jan 2006`. What Go has without a year (`3:04PM`, stamps of log files) dates nothing.
fn named(text: &str) -> Option<DateTime> {
    let words: Vec<&str> = text.split(' ').collect();
    match *words.as_slice() {
        // Mon, 02 Jan 2006 15:04:05 MST
        [week, day, name, year, time, zone] if week.ends_with(',') && year.len() == 4 => {
            weekday(week.trim_end_matches(','), 3)?;
            dated(day, name, year).and_then(|date| at(date, clock(time)?, zone))
        }
        // Monday, 02-Jan-06 15:04:05 MST
        [week, date, time, zone] if week.ends_with(',') => {
            weekday(week.trim_end_matches(','), 6)?;
            let mut parts = date.splitn(3, '-');
            let date = dated(parts.next()?, parts.next()?, parts.next()?)?;
            (words.get(1)?.len() == 9).then(|| at(date, clock(time)?, zone))?
        }
        // Mon Jan _2 15:04:05 MST 2006, Mon Jan 02 15:04:05 -0700 2006
        [week, name, "", day, ref rest @ ..] if day.len() == 1 => {
            unix(week, name, day, rest)
        }
        [week, name, day, ref rest @ ..] if weekday(week, 3).is_some() => {
            unix(week, name, day, rest)
        }
        // 02 Jan 06 15:04 MST
        [day, name, year, time, zone] if digits(year, "dd") && digits(time, "dd:dd") => {
            let date = dated(day, name, year)?;
            at(date, clock(&format!("{time}:00"))?, zone)
        }
        [date, name, year] if digits(year, "dddd") => dated(date, name, year).map(day),
        _ => None,
    }
}

/// The layouts of ANSI C, Unix and Ruby, which end with the year.
fn unix(week: &str, name: &str, day: &str, rest: &[&str]) -> Option<DateTime> {
    weekday(week, 3)?;
    let (time, zone, year) = match *rest {
        [time, year] => (time, "UTC", year),
        [time, zone, year] => (time, zone, year),
        _ => return None,
    };
    let day = if day.len() == 1 { format!("0{day}") } else { day.to_owned() };
    let date = digits(year, "dddd").then(|| dated(&day, name, year))??;
    at(date, clock(time)?, zone)
}

/// The name of a day of the week, of three letters or written out. Which one, Go ignores.
fn weekday(name: &str, least: usize) -> Option<()> {
    const DAYS: &[&str] =
        &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let name = name.to_ascii_lowercase();
    let known = |day: &&str| {
        if least == 3 { day.get(..3) == Some(&*name) } else { **day == name }
    };
    DAYS.iter().any(known).then_some(())
}

/// `02`, `Jan`, and `2006` or `06`: then 69 and more belong to the last century.
fn dated(day: &str, name: &str, year: &str) -> Option<civil::Date> {
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
        "dec",
    ];
    let name = name.to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| *known == name)? + 1;
    let day = digits(day, "dd").then(|| day.parse().ok())??;
    let year: i16 = match year.len() {
        4 if digits(year, "dddd") => year.parse().ok()?,
        2 if digits(year, "dd") => match year.parse::<i16>().ok()? {
            late @ 69.. => 1900 + late,
            early => 2000 + early,
        },
        _ => return None,
    };
    civil::Date::new(year, i8::try_from(month).ok()?, day).ok()
}

/// The name of a zone without its offset says nothing, not even `GMT` (spf13/cast).
fn at(date: civil::Date, time: civil::Time, zone: &str) -> Option<DateTime> {
    let offset = if is_zone(zone) { None } else { Some(offset(zone)?) };
    Some(DateTime {
        civil: date.to_datetime(time),
        has_time: true,
        offset,
    })
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
            ("Tue Jan  2 15:04:05 CET 2024", "2024-01-02T15:04:05"),
            ("2024-01-02 15:04:05 +0300 +03", "2024-01-02T15:04:05+03:00"),
            ("Mon, 02 Jan 2024 15:04:05 GMT", "2024-01-02T15:04:05"),
            ("02 Jan 99 15:04 +0100", "1999-01-02T15:04:00+01:00"),
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
            "02 Jan 24",
            "2 Jan 2024",
            "02 januari 2024",
            "Tue, 2 Jan 2024 15:04:05 +0100",
            "Tisdag, 02 Jan 2024 15:04:05 +0100",
            "2024-01-02 ",
            "2024-01-02 15:04:60",
            "2024-01-02T15:04:05.",
            "2024-01-02T15:04:05CET",
            "2024-01-02T15:04:05 +0100",
            "2024-01-02T15:04:05+0099",
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
