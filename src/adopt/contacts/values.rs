//! What is an address of e-mail, a telephone number, a number in a register: told from how it
//! is written, and from the name of what holds it.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;

/// What a brand says of whom to turn to; its web address is that of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Company,
    Address,
    Phone,
    Email,
    Registration,
}

/// Last words of the names of settings, by what they hold. Longer ones come first: an
/// `emailaddress` is none of paper.
const NAMES: &[(Key, &[&str])] = &[
    (Key::Email, &["emailaddress", "mailaddress", "email", "epost", "mejl", "mail"]),
    (
        Key::Registration,
        &[
            "organisationsnummer",
            "organisationsnr",
            "organizationnumber",
            "organisationnumber",
            "organisasjonsnummer",
            "orgnumber",
            "orgnummer",
            "orgnr",
            "orgno",
            "companynumber",
            "companyno",
            "registrationnumber",
            "registration",
            "cvr",
            "ytunnus",
            "handelsregister",
            "vatid",
            "vatnumber",
        ],
    ),
    (
        Key::Phone,
        &[
            "telephone",
            "phonenumber",
            "phone",
            "telefonnummer",
            "telefonnr",
            "telefon",
            "tlf",
            "tel",
        ],
    ),
    (
        Key::Address,
        &[
            "postaladdress",
            "postadress",
            "postadresse",
            "streetaddress",
            "visitingaddress",
            "besoksadress",
            "besøksadresse",
            "address",
            "adress",
            "adresse",
            "anschrift",
        ],
    ),
    (
        Key::Company,
        &[
            "companyname",
            "company",
            "legalname",
            "organization",
            "organisation",
            "foretag",
            "företag",
            "foretagsnamn",
            "bolag",
            "firma",
            "selskap",
        ],
    ),
];

/// Boxes that nobody owns alone.
const SHARED: &[&str] = &[
    "info", "hello", "hej", "hei", "hallo", "hi", "contact", "kontakt", "mail", "post",
    "office", "kansli", "sales", "salg", "team",
];

impl Key {
    /// All, in the order of the file.
    pub(super) const ALL: [Self; 5] =
        [Self::Company, Self::Address, Self::Phone, Self::Email, Self::Registration];

    /// Its name in the brand file.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Registration => "registration",
        }
    }

    /// The same in words.
    pub(super) fn what(self) -> &'static str {
        match self {
            Self::Company => "name of the company",
            Self::Address => "postal address",
            Self::Phone => "telephone number",
            Self::Email => "e-mail address",
            Self::Registration => "number in a register of companies",
        }
    }

    /// What a setting of this name holds: its last word counts, so `sidebarmail` is e-mail.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let name: String =
            name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        let ends = |names: &&[&str]| names.iter().any(|last| name.ends_with(last));
        NAMES.iter().find(|(_, names)| ends(names)).map(|(key, _)| *key)
    }

    /// The text as it is printed; none if it is not what the name promises.
    pub(super) fn tidy(self, text: &str) -> Option<String> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.trim_matches([',', ';']).to_owned();
        let is_plain = !text.is_empty()
            && text.chars().count() <= 80
            && !text.contains(['{', '}', '<', '>', '\u{fffd}'])
            && !text.contains("://");
        let fits = is_plain
            && match self {
                Self::Email => is_email(&text),
                Self::Phone => is_phone(&text),
                Self::Registration => {
                    text.chars().filter(char::is_ascii_digit).count() >= 6
                }
                Self::Address => !is_email(&text),
                Self::Company => text.chars().any(char::is_alphabetic),
            };
        fits.then_some(text)
    }

    /// Whether two say the same.
    pub(super) fn same(self, one: &Found, other: &Found) -> bool {
        match self {
            Self::Phone | Self::Registration => last_digits(one) == last_digits(other),
            _ => one.lines.join(" ").eq_ignore_ascii_case(&other.lines.join(" ")),
        }
    }

    /// Whether it is that of the company beyond doubt: a shared box at its own host.
    pub(super) fn is_of_company(self, found: &Found, host: Option<&str>) -> bool {
        let text = found.lines.concat().to_lowercase();
        let Some((name, at)) = text.split_once('@') else { return false };
        self == Self::Email && SHARED.contains(&name) && host == Some(at)
    }
}

/// The last digits: a number is written with its country or without.
fn last_digits(found: &Found) -> String {
    const COMPARED: usize = 8;
    let text = found.lines.concat();
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    digits.iter().rev().take(COMPARED).collect()
}

/// Whether a text is an address of e-mail.
pub(super) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let part = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || more.contains(c))
    };
    part(name, ".+-_") && part(host, ".-") && host.contains('.') && !host.ends_with('.')
}

/// Whether a text is a telephone number (E.123, with what people write besides).
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let known = text
        .chars()
        .all(|c| c.is_ascii_digit() || "+ ()-–./\u{a0}".contains(c));
    known && (6..=15).contains(&digits)
}

/// The host of a web address without `www.`.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', ':']).next()?.to_lowercase();
    Some(host.strip_prefix("www.").map(str::to_owned).unwrap_or(host))
}

/// A number with the word for the register before it, where it has none.
pub(super) fn registered(number: &str, language: &str) -> String {
    let word = match language.get(..2).unwrap_or_default() {
        "sv" | "nb" | "nn" | "no" => "Org.nr ",
        "da" => "CVR-nr. ",
        "fi" => "Y-tunnus ",
        _ => "",
    };
    let is_bare = number.starts_with(|c: char| c.is_ascii_digit());
    if is_bare { format!("{word}{number}") } else { number.to_owned() }
}

/// A text as YAML writes it between double quotes.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Links of HTML: scheme, target, words.
static HTML: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"["'](mailto|tel):([^"'{}<>]+)["'][^>]*>([^<{}]*)<"#).ok()
});

/// Links of Markdown: words, scheme, target.
static MARKDOWN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[([^\]]*)\]\((mailto|tel):([^)\s{}]+)\)").ok());

/// The links for mail and telephone in a text of HTML or Markdown.
pub(super) fn links(text: &str) -> Vec<(Key, String)> {
    let mut out = Vec::new();
    let kinds: [(&Option<Regex>, [usize; 3]); 2] =
        [(&HTML, [1, 2, 3]), (&MARKDOWN, [2, 3, 1])];
    for (pattern, [scheme, target, shown]) in kinds {
        let Some(pattern) = pattern else { continue };
        for found in pattern.captures_iter(text) {
            let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
            let target = part(target).split('?').next().unwrap_or_default();
            let target = target.replace("%20", " ").replace("%2B", "+");
            let key = if part(scheme) == "tel" { Key::Phone } else { Key::Email };
            out.extend(readable(key, &target, part(shown)).map(|value| (key, value)));
        }
    }
    out
}

/// A number as the link shows it, if that is the number: it is spaced for readers.
fn readable(key: Key, target: &str, shown: &str) -> Option<String> {
    let tail = |text: &str| {
        let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
        digits.iter().rev().take(6).collect::<String>()
    };
    let value = key.tidy(target)?;
    let shown = key
        .tidy(shown)
        .filter(|shown| key == Key::Phone && tail(shown) == tail(&value));
    Some(shown.unwrap_or(value))
}
