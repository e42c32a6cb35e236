//! Dates written out (CLDR, date format `long`).

use super::Language;

/// Year, month and day in the language; ISO 8601 for languages that have no names here.
pub(super) fn long(language: &Language, (year, month, day): (i16, i8, i8)) -> String {
    let name = usize::try_from(month)
        .ok()
        .and_then(|month| months(&language.code)?.get(month.checked_sub(1)?).copied());
    let Some(name) = name else { return format!("{year:04}-{month:02}-{day:02}") };
    match (language.code.as_str(), language.region.as_deref()) {
        ("nb" | "nn" | "da" | "fi" | "de", _) => format!("{day}. {name} {year}"),
        ("en", Some("US")) => format!("{name} {day}, {year}"),
        ("fr", _) if day == 1 => format!("1er {name} {year}"),
        _ => format!("{day} {name} {year}"),
    }
}

/// The names of the months by language.
const MONTHS: &[(&str, [&str; 12])] = &[
    (
        "sv",
        [
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "nb",
        [
            "januar",
            "februar",
            "mars",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "desember",
        ],
    ),
    (
        "da",
        [
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "fi",
        [
            "tammikuuta",
            "helmikuuta",
            "maaliskuuta",
            "huhtikuuta",
            "toukokuuta",
            "kesäkuuta",
            "heinäkuuta",
            "elokuuta",
            "syyskuuta",
            "lokakuuta",
            "marraskuuta",
            "joulukuuta",
        ],
    ),
    (
        "en",
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    ),
    (
        "de",
        [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
    ),
    (
        "fr",
        [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    ),
];

fn months(code: &str) -> Option<&'static [&'static str; 12]> {
    let code = super::common(code);
    MONTHS
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, names)| names)
}
