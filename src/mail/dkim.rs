//! Signatures by which the recipient's server knows that the domain of the sender has sent a
//! message, and nobody has changed it (RFC 6376, RFC 8463).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::message::Body;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm,
    DkimSigningKey,
};
use lettre::message::header::{ContentTransferEncoding, HeaderName, HeaderValue};
use pkcs8::der::pem::LineEnding;
use pkcs8::{ObjectIdentifier, PrivateKeyInfo, SecretDocument};

/// The fields that are signed, also if they are absent: then nobody can add one.
const SIGNED: &[&str] = &[
    "From",
    "Reply-To",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
];

/// RFC 8017, appendix C; RFC 8410, 3.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// A domain that signs.
pub struct Signer {
    config: DkimConfig,
}

impl Signer {
    /// Signs for `domain` with a private key, RSA or Ed25519, in PEM (PKCS #8 or PKCS #1); the
    /// public key is at `selector._domainkey.domain`.
    ///
    /// # Errors
    /// What is wrong with the key.
    pub fn new(domain: &str, selector: &str, pem: &str) -> Result<Self, String> {
        let relaxed = DkimCanonicalizationType::Relaxed;
        let headers = SIGNED.iter().map(|name| header(name)).collect::<Option<_>>();
        let config = DkimConfig::new(
            selector.to_owned(),
            domain.to_owned(),
            key(pem)?,
            headers.unwrap_or_default(),
            DkimCanonicalization { header: relaxed, body: relaxed },
        );
        Ok(Self { config })
    }

    /// The message with its signature before it. The signature says the time of the clock.
    ///
    /// # Errors
    /// The message is none.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let signature = self.signature(message).ok_or("the message cannot be signed")?;
        let mut out = folded(&signature).into_bytes();
        out.extend(message);
        Ok(out)
    }

    /// What the signature says. Lettre signs its own messages only: it gets one of the same
    /// fields and the same body.
    fn signature(&self, message: &[u8]) -> Option<String> {
        let end = message.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
        let (head, body) = message.split_at_checked(end + 4)?;
        let mut twin = lettre::Message::builder();
        for (name, value) in fields(std::str::from_utf8(head).ok()?) {
            let plain = match name {
                // Only who it is counts here, and that it is somebody.
                "From" | "To" => "nobody@localhost".to_owned(),
                _ => value.to_owned(),
            };
            let value = value.to_owned();
            let name = header(name)?;
            twin = twin
                .raw_header(HeaderValue::dangerous_new_pre_encoded(name, plain, value));
        }
        let encoding = ContentTransferEncoding::SevenBit;
        let mut twin =
            twin.body(Body::dangerous_pre_encoded(body.to_vec(), encoding)).ok()?;
        twin.sign(&self.config);
        twin.headers().get_raw("DKIM-Signature").map(str::to_owned)
    }
}

fn header(name: &str) -> Option<HeaderName> {
    HeaderName::new_from_ascii(name.to_owned()).ok()
}

/// The names and the values of the fields of a head. Values keep the line breaks in them.
fn fields(head: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut start = 0;
    for (end, _) in head.match_indices("\r\n") {
        let goes_on =
            head.get(end + 2..).is_some_and(|rest| rest.starts_with([' ', '\t']));
        if goes_on {
            continue;
        }
        let field = head.get(start..end).unwrap_or_default();
        if let Some((name, value)) = field.split_once(':') {
            out.push((name, value.trim_start_matches(' ')));
        }
        start = end + 2;
    }
    out
}

/// The field of a signature in lines of no more than 78 characters where that can be. Breaks
/// between tags, and within the signature itself, do not count (RFC 6376, 3.2 and 3.7).
fn folded(signature: &str) -> String {
    let (tags, signed) = signature.rsplit_once("b=").unwrap_or((signature, ""));
    let mut out = format!("DKIM-Signature: {}", tags.replace("; ", ";\r\n "));
    out.push_str("b=");
    for (number, c) in signed.chars().filter(|c| !c.is_whitespace()).enumerate() {
        if number % 72 == 71 {
            out.push_str("\r\n ");
        }
        out.push(c);
    }
    out + "\r\n"
}

/// The key as lettre wants it: PKCS #1 for RSA, the bare seed for Ed25519.
fn key(pem: &str) -> Result<DkimSigningKey, String> {
    let (label, document) = SecretDocument::from_pem(pem.trim())
        .map_err(|error| format!("it is no private key in PEM: {error}"))?;
    let (text, algorithm) = match label {
        "RSA PRIVATE KEY" => (pem.trim().to_owned(), DkimSigningAlgorithm::Rsa),
        "PRIVATE KEY" => bare(&document)?,
        other => return Err(format!("it is no private key, but `{other}`")),
    };
    DkimSigningKey::new(&text, algorithm).map_err(|error| error.to_string())
}

fn bare(document: &SecretDocument) -> Result<(String, DkimSigningAlgorithm), String> {
    let damaged = |_| "the key is damaged".to_owned();
    let info: PrivateKeyInfo<'_> = document.decode_msg().map_err(damaged)?;
    match info.algorithm.oid {
        RSA => {
            let key = SecretDocument::try_from(info.private_key).map_err(damaged)?;
            let pem = key.to_pem("RSA PRIVATE KEY", LineEnding::LF).map_err(damaged)?;
            Ok((pem.to_string(), DkimSigningAlgorithm::Rsa))
        }
        // An octet string of 32 bytes (RFC 8410, 7).
        ED25519 => match info.private_key {
            [0x04, 0x20, seed @ ..] => {
                Ok((STANDARD.encode(seed), DkimSigningAlgorithm::Ed25519))
            }
            _ => Err("the key is damaged".to_owned()),
        },
        _ => Err("it is neither an RSA nor an Ed25519 key".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Signer, fields};

    /// RFC 8410, 10.3.
    const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
        -----END PRIVATE KEY-----\n";
    const MESSAGE: &str = "From: A <a@b.se>\r\nTo: c@d.se\r\nSubject: long\r\n\tand longer\r\n\r\nBody: x\r\n";

    #[test]
    fn a_signature_stands_before_the_message() {
        let signer = Signer::new("b.se", "s1", KEY).unwrap();
        let signed = String::from_utf8(signer.sign(MESSAGE.as_bytes()).unwrap()).unwrap();
        let head = signed.strip_suffix(MESSAGE).unwrap();
        assert!(
            head.starts_with("DKIM-Signature: v=1;\r\n a=ed25519-sha256;\r\n d=b.se;")
        );
        assert!(head.contains(" h=from:reply-to:to:cc:subject:"));
        assert!(head.lines().skip(1).all(|line| line.starts_with(' ')), "{head}");
        assert!(signer.sign(b"no message").is_err());
    }

    #[test]
    fn fields_keep_their_line_breaks() {
        let head = MESSAGE.split_inclusive("\r\n\r\n").next().unwrap();
        assert_eq!(
            fields(head),
            [
                ("From", "A <a@b.se>"),
                ("To", "c@d.se"),
                ("Subject", "long\r\n\tand longer")
            ]
        );
    }

    #[test]
    fn what_is_no_key_is_told() {
        let other = KEY.replace("PRIVATE", "PUBLIC");
        for (pem, why) in [
            ("", "it is no private key in PEM"),
            (other.as_str(), "it is no private key, but `PUBLIC KEY`"),
        ] {
            let told = Signer::new("b.se", "s1", pem).err().unwrap();
            assert!(told.starts_with(why), "{told}");
        }
    }
}
