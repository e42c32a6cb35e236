//! A message as bytes (RFC 5322, RFC 2045 to 2047, RFC 2231): ASCII throughout, lines of no more
//! than 76 characters where that can be. Only an address that is not ASCII stands as it is
//! (RFC 6532).

use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::headers::url::URL;
use mail_builder::mime::{BodyPart, MimePart};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::{Attachment, Message};
use crate::address::Mailbox;

/// The message.
#[must_use]
pub fn bytes(message: &Message) -> Vec<u8> {
    let seed = seed(message);
    let mut out = Vec::new();
    let mut root = body(message, &seed);
    let mut headers = head(message);
    headers.push(("MIME-Version".into(), Raw::new("1.0").into()));
    headers.append(&mut root.headers);
    root.headers = headers;
    root.write_part(&mut out);
    out
}

type Headers<'m> = Vec<(std::borrow::Cow<'m, str>, HeaderType<'m>)>;

fn head(message: &Message) -> Headers<'_> {
    let mut headers: Headers<'_> = Vec::new();
    let mailboxes =
        [("From", &message.from), ("Reply-To", &message.reply_to), ("To", &message.to)];
    for (name, mailbox) in mailboxes {
        headers.extend(mailbox.as_ref().map(|mailbox| (name.into(), address(mailbox))));
    }
    headers.push(("Subject".into(), Text::new(one_line(&message.subject)).into()));
    match message.date {
        Some(date) => {
            headers.push(("Date".into(), Date::new(date).into()));
            headers
                .push(("Message-ID".into(), MessageId::new(message.id.as_str()).into()));
        }
        // Outlook and Thunderbird open such a file as a message to be sent.
        None => headers.push(("X-Unsent".into(), Raw::new("1").into())),
    }
    if !message.unsubscribe.is_empty() {
        let urls = message.unsubscribe.iter().map(String::as_str);
        headers.push(("List-Unsubscribe".into(), URL::new_list(urls).into()));
        if message.unsubscribe.iter().any(|url| url.starts_with("https:")) {
            let one_click = Raw::new("List-Unsubscribe=One-Click");
            headers.push(("List-Unsubscribe-Post".into(), one_click.into()));
        }
    }
    headers
}

fn address(mailbox: &Mailbox) -> HeaderType<'_> {
    let name = Some(one_line(&mailbox.name)).filter(|name| !name.is_empty());
    Address::new_address(name, mailbox.address.as_str()).into()
}

/// Text and HTML, the picture that it shows, and the files.
fn body<'m>(message: &'m Message, seed: &str) -> MimePart<'m> {
    let text = MimePart::new("text/plain", message.text.as_str());
    let html = MimePart::new("text/html", message.html.as_str());
    let html = match &message.picture {
        None => html,
        Some(picture) => {
            let picture =
                MimePart::new("image/png", BodyPart::Binary(picture.as_slice().into()))
                    .inline()
                    .cid("cover");
            multipart("related", seed, vec![html, picture])
        }
    };
    let words = multipart("alternative", seed, vec![text, html]);
    if message.attachments.is_empty() {
        return words;
    }
    let files = message.attachments.iter().map(file);
    multipart("mixed", seed, std::iter::once(words).chain(files).collect())
}

fn multipart<'m>(kind: &str, seed: &str, parts: Vec<MimePart<'m>>) -> MimePart<'m> {
    // `=_` stands in no quoted-printable or base64 text (RFC 2045, 6.7).
    let boundary = format!("=_{kind}_{seed}");
    let kind =
        ContentType::new(format!("multipart/{kind}")).attribute("boundary", boundary);
    MimePart::new(kind, BodyPart::Multipart(parts))
}

/// A file under its own name (RFC 2231), and under one in ASCII for programs that do not know
/// that.
fn file(attachment: &Attachment) -> MimePart<'_> {
    let name = one_line(&attachment.name);
    let kind = ContentType::new("application/pdf").attribute("name", ascii(&name));
    let place = ContentType::new("attachment").attribute("filename", name);
    MimePart::new(kind, BodyPart::Binary(attachment.bytes.as_slice().into()))
        .header("Content-Disposition", place)
}

/// A text without line breaks and other controls: nothing can end a header but its end.
fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let text: String = text.chars().map(|c| if breaks(c) { ' ' } else { c }).collect();
    text.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The name in ASCII: accents taken off, anything else as `_`.
fn ascii(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "pdf"));
    let plain: String = stem
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| match c {
            'ø' => 'o',
            'Ø' => 'O',
            'ß' => 's',
            'đ' => 'd',
            'ł' => 'l',
            c if c.is_ascii_alphanumeric() || " -_.()+&".contains(c) => c,
            _ => '_',
        })
        .take(60)
        .collect();
    let readable = plain.chars().any(|c| c.is_ascii_alphanumeric());
    let extension = if extension.is_ascii() { extension } else { "pdf" };
    format!("{}.{extension}", if readable { plain.as_str() } else { "document" })
}

/// What boundaries are made of.
fn seed(message: &Message) -> String {
    let mut digest = Sha256::new();
    for part in [&message.id, &message.subject, &message.text, &message.html] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    for attachment in &message.attachments {
        digest.update(Sha256::digest(&attachment.bytes));
    }
    digest
        .finalize()
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ascii, bytes};
    use crate::address::Mailbox;
    use crate::mail::{Attachment, Message};

    fn message(subject: &str, name: &str) -> Message {
        Message {
            from: Mailbox::parse("Ånna <anna@example.org>").ok(),
            to: Mailbox::parse("bo@example.org").ok(),
            subject: subject.to_owned(),
            text: "Hej\n".to_owned(),
            html: "<p>Hej</p>\n".to_owned(),
            attachments: vec![Attachment { name: name.to_owned(), bytes: vec![7; 300] }],
            id: "x@example.org".to_owned(),
            date: Some(0),
            ..Message::default()
        }
    }

    #[test]
    fn nothing_gets_into_the_head_but_what_belongs_there() {
        let hostile = "Hej\r\nBcc: evil@example.org\r\n\r\nBody \u{2028}\u{85}\0x";
        let bytes = bytes(&Message {
            reply_to: Some(Mailbox {
                name: hostile.to_owned(),
                address: "a@b.se".to_owned(),
            }),
            ..message(hostile, &format!("{hostile}.pdf"))
        });
        let text = String::from_utf8(bytes).expect("ASCII");
        assert!(text.is_ascii());
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        assert!(
            !head.lines().any(|line| line.to_lowercase().starts_with("bcc")),
            "{head}"
        );
        assert!(text.lines().all(|line| line.len() <= 998));
    }

    #[test]
    fn addresses_in_other_scripts_stand_as_they_are() {
        let to = Mailbox::parse("Ö 用户 <用户@räv.se>").ok();
        let bytes = bytes(&Message { to, ..message("Å", "a.pdf") });
        let text = String::from_utf8(bytes).expect("UTF-8");
        let line = text.lines().find(|line| line.starts_with("To: ")).expect("To");
        assert!(
            line.ends_with(" <用户@xn--rv-via.se>") && line.contains("=?utf-8?"),
            "{line}"
        );
    }

    #[test]
    fn there_is_a_way_off_the_list() {
        let unsubscribe =
            ["https://example.org/off?u=1", "mailto:off@example.org"].map(str::to_owned);
        let of = |unsubscribe: &[String]| {
            let unsubscribe = unsubscribe.to_vec();
            let bytes = bytes(&Message { unsubscribe, ..message("Å", "a.pdf") });
            String::from_utf8(bytes)
                .expect("ASCII")
                .replace("\r\n\t", " ")
                .replace("\r\n ", " ")
        };
        let both = of(&unsubscribe);
        assert!(both.contains(
            "List-Unsubscribe: <https://example.org/off?u=1>, <mailto:off@example.org>\r\n"
        ), "{both}");
        assert!(both.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
        // One click needs an address of the web (RFC 8058, 3.1).
        let mail = of(&unsubscribe[1..]);
        assert!(mail.contains("List-Unsubscribe: <mailto:") && !mail.contains("-Post"));
        assert!(!of(&[]).contains("List-Unsubscribe"));
    }

    #[test]
    fn the_same_message_has_the_same_bytes() {
        let one = message("Å", "Offert Malmö.pdf");
        assert_eq!(bytes(&one), bytes(&one.clone()));
        assert_ne!(bytes(&one), bytes(&message("Ä", "Offert Malmö.pdf")));
    }

    #[test]
    fn names_in_ascii() {
        assert_eq!(ascii("Offert Malmö & Røde.pdf"), "Offert Malmo & Rode.pdf");
        assert_eq!(ascii("報告.pdf"), "document.pdf");
        assert_eq!(ascii("a\"b\\c/d.pdf"), "a_b_c_d.pdf");
    }
}
