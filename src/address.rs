//! E-mail addresses (RFC 5322, 3.4.1; RFC 5321, 4.1.2): only those that every server takes.
//!
//! Quoted local parts are refused: they may hold line breaks and commands. Names before an
//! address may be in any script, domains too: they are sent in their ASCII form (RFC 5890).
//! Local parts may be in letters of any script, but only some servers take them (RFC 6531).

use std::fmt;

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization;

/// An address with the name of who has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mailbox {
    /// The name; empty if there is none.
    pub name: String,
    /// The address: its domain in ASCII and lower case.
    pub address: String,
}

/// The longest local part and the longest address, in bytes (RFC 5321, 4.5.3.1).
const LONGEST: (usize, usize) = (64, 254);

impl Mailbox {
    /// Reads `name@example.org` or `Name <name@example.org>`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return Err(
                "it has a line break or another control character in it".to_owned()
            );
        }
        match text.rsplit_once('<') {
            Some((name, rest)) => {
                let address =
                    rest.strip_suffix('>').ok_or("`>` is missing at its end")?;
                let name = name.trim().trim_matches('"').trim();
                Ok(Self {
                    name: name.to_owned(),
                    address: address_of(address)?,
                })
            }
            None => Ok(Self { name: String::new(), address: address_of(text)? }),
        }
    }

    /// What two addresses are compared by: local parts differ by case in theory only.
    #[must_use]
    pub fn key(&self) -> String {
        self.address.to_lowercase()
    }
}

fn address_of(text: &str) -> Result<String, String> {
    let (local, domain) = text.trim().rsplit_once('@').ok_or("`@` is missing")?;
    let local: String = local.nfc().collect();
    if local.is_empty() || local.len() > LONGEST.0 {
        return Err(format!("what stands before `@` has 1 to {} characters", LONGEST.0));
    }
    if let Some(wrong) = local.chars().find(|c| !is_atom(*c) && *c != '.') {
        return Err(format!("`{}` cannot stand before `@`", wrong.escape_debug()));
    }
    if local.split('.').any(str::is_empty) {
        return Err(
            "a full stop starts or ends what stands before `@`, or follows another"
                .to_owned(),
        );
    }
    let domain = idna::domain_to_ascii_strict(domain)
        .map_err(|_| format!("`{}` is no domain", domain.escape_debug()))?;
    if !domain.contains('.') && domain != "localhost" {
        return Err(format!("`{domain}` is not the whole of a domain"));
    }
    let address = format!("{local}@{domain}");
    if address.len() > LONGEST.1 {
        return Err(format!("it has more than {} characters", LONGEST.1));
    }
    Ok(address)
}

/// Whether an atom may hold it: of what is not ASCII only letters, their marks, and digits, so
/// that nothing is invisible or turns the direction of the text.
fn is_atom(c: char) -> bool {
    use GeneralCategory::{
        DecimalNumber, LowercaseLetter, ModifierLetter, NonspacingMark, OtherLetter,
        SpacingMark, TitlecaseLetter, UppercaseLetter,
    };
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    }
    matches!(
        get_general_category(c),
        UppercaseLetter
            | LowercaseLetter
            | TitlecaseLetter
            | ModifierLetter
            | OtherLetter
            | NonspacingMark
            | SpacingMark
            | DecimalNumber
    )
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => f.write_str(&self.address),
            name => write!(f, "{name} <{}>", self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Mailbox;

    #[test]
    fn addresses_are_read() {
        let read = |text| Mailbox::parse(text).map(|box_| (box_.name, box_.address));
        let ok = |name: &str, address: &str| Ok((name.to_owned(), address.to_owned()));
        assert_eq!(read("a.b+c@Example.ORG"), ok("", "a.b+c@example.org"));
        assert_eq!(
            read("Åsa Öst <asa@räksmörgås.se>"),
            ok("Åsa Öst", "asa@xn--rksmrgs-5wao1o.se")
        );
        assert_eq!(read("\"Öst, Åsa\" <a@b.se>"), ok("Öst, Åsa", "a@b.se"));
        assert_eq!(read("李明 <li@example.com>"), ok("李明", "li@example.com"));
        assert_eq!(read("a\u{30a}sa@b.se"), ok("", "åsa@b.se"));
        assert_eq!(read("用户@例え.jp"), ok("", "用户@xn--r8jz45g.jp"));
    }

    #[test]
    fn what_servers_refuse_or_obey_is_no_address() {
        let long = format!("{}@example.org", "x".repeat(65));
        let wrong = [
            "",
            "a",
            "@b.se",
            "a@",
            "a@b",
            "a b@c.se",
            "a@b@c.se",
            ".a@b.se",
            "a..b@c.se",
            "a.@b.se",
            "\"a\\\r\nRCPT TO:<x@y.z>\"@b.se",
            "a@b.se\r\nBcc: x@y.z",
            "a@b.se\0",
            "<a@b.se",
            "a\u{202e}b@c.se",
            "a\u{200b}b@c.se",
            "a\u{a0}b@c.se",
            "å„b@c.se",
            "a@b_c.se",
            "a@-b.se",
            "a@b..se",
            "a@[127.0.0.1]",
            "a,b@c.se",
            "a@b.se, c@d.se",
            &long,
        ];
        for text in wrong {
            assert!(Mailbox::parse(text).is_err(), "{text:?}");
        }
    }
}
