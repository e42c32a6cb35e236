//! What libraries say of their errors, as part of a message.

use std::error::Error;

/// The error and what led to it, on one line; what is said twice stands once.
#[must_use]
pub fn explained(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = inner.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::io::Error;

    use super::explained;

    #[test]
    fn an_error_stands_on_one_line_with_its_causes() {
        let inner = Error::other("the wire\n is cut");
        assert_eq!(explained(&inner), "the wire is cut");
        let outer = Error::other(inner);
        // The text of `outer` is that of `inner` already.
        assert_eq!(explained(&outer), "the wire is cut");
        #[derive(Debug)]
        struct Sent(Error);
        impl std::fmt::Display for Sent {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("not sent")
            }
        }
        impl std::error::Error for Sent {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                Some(&self.0)
            }
        }
        assert_eq!(explained(&Sent(outer)), "not sent: the wire is cut");
    }
}
