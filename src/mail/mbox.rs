//! Messages in one file (RFC 4155), as mail programs import them.

use std::io::{self, Write};

/// Adds a message. Lines that look like the start of one are quoted (`mboxrd`).
///
/// # Errors
/// Those of `out`.
pub fn add_to_mbox(out: &mut dyn Write, message: &[u8]) -> io::Result<()> {
    out.write_all(b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n")?;
    let text = String::from_utf8_lossy(message).replace("\r\n", "\n");
    for line in text.lines() {
        if line.trim_start_matches('>').starts_with("From ") {
            out.write_all(b">")?;
        }
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::add_to_mbox;

    #[test]
    fn lines_that_look_like_a_start_are_quoted() {
        let mut both = Vec::new();
        for message in ["A: b\r\n\r\nFrom me\r\n>From you\r\n", "C: d\r\n\r\nx\r\n"] {
            add_to_mbox(&mut both, message.as_bytes()).unwrap();
        }
        let text = String::from_utf8(both).unwrap();
        assert_eq!(text.matches("\n>From me\n>>From you\n").count(), 1);
        assert_eq!(text.matches("From MAILER-DAEMON").count(), 2);
    }
}
