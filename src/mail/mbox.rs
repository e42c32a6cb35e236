//! Messages in one file (RFC 4155), as mail programs import them.

/// The messages. Lines that look like the start of one are quoted (`mboxrd`).
#[must_use]
pub fn mbox(messages: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for message in messages {
        out.extend(b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n");
        let text = String::from_utf8_lossy(message).replace("\r\n", "\n");
        for line in text.lines() {
            if line.trim_start_matches('>').starts_with("From ") {
                out.push(b'>');
            }
            out.extend(line.as_bytes());
            out.push(b'\n');
        }
        out.push(b'\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::mbox;

    #[test]
    fn lines_that_look_like_a_start_are_quoted() {
        let both = mbox(&[
            b"A: b\r\n\r\nFrom me\r\n>From you\r\n".to_vec(),
            b"C: d\r\n\r\nx\r\n".to_vec(),
        ]);
        let text = String::from_utf8(both).unwrap();
        assert_eq!(text.matches("\n>From me\n>>From you\n").count(), 1);
        assert_eq!(text.matches("From MAILER-DAEMON").count(), 2);
    }
}
