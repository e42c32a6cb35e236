//! The socket of the preview: HTTP/1.1 as far as one browser on this machine needs it. A
//! connection carries one question, which is a `GET` without a body, and is closed after it.
//!
//! A browser asks for many pages at once while one question waits for news. `tiny_http` lets
//! connections wait for each other then (`util/task_pool.rs`: it counts threads as free that
//! have just been given a task), so this is done by hand.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::answer::{Answer, Question, answer};
use super::desk::Desk;

/// A server that is ready.
pub struct Server {
    listener: TcpListener,
    port: u16,
}

impl Server {
    /// Listens on the loopback address, on a free port if `port` is 0.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn listen(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// The address for the browser.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }
}

/// The most connections at once. A browser opens six, and some in advance.
const MOST: usize = 64;

/// The longest head of a request, in bytes.
const MAX_HEAD: usize = 16 * 1024;

/// How long a browser may take to ask, and to take the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Answers requests as long as the program runs.
pub fn serve(server: &Server, desk: &Arc<Desk>) {
    let at_work = Arc::new(());
    for stream in server.listener.incoming() {
        let Ok(stream) = stream else { continue };
        if Arc::strong_count(&at_work) > MOST {
            continue;
        }
        let (desk, port, busy) = (Arc::clone(desk), server.port, Arc::clone(&at_work));
        thread::spawn(move || {
            // A browser that has gone away is no reason to fail.
            let _ = respond(stream, &desk, port);
            drop(busy);
        });
    }
}

fn respond(mut stream: TcpStream, desk: &Desk, port: u16) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = read_head(&mut stream)?;
    let Some(question) = parse(&head) else {
        return stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    };
    let Answer { status, headers, body } = answer(desk, port, &question);
    let mut text = format!("HTTP/1.1 {status} {}\r\n", reason(status));
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!(
        "Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    ));
    stream.write_all(text.as_bytes())?;
    stream.write_all(&body)
}

/// Everything up to the blank line.
fn read_head(stream: &mut impl Read) -> io::Result<String> {
    let mut head = Vec::new();
    let mut part = [0; 2048];
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let count = stream.read(&mut part)?;
        if count == 0 || head.len() > MAX_HEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
        head.extend(part.iter().take(count));
    }
    String::from_utf8(head).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// The question in the head of a request (RFC 9112, sections 3 and 5); none for what is no head.
fn parse(head: &str) -> Option<Question<'_>> {
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, url, version) = (first.next()?, first.next()?, first.next()?);
    if !version.starts_with("HTTP/1.") || first.next().is_some() {
        return None;
    }
    let fields = lines.take_while(|line| !line.is_empty());
    let mut hosts = fields
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.eq_ignore_ascii_case("host"))
        .map(|(_, value)| value.trim());
    // Two names are one too many: somebody in between may have meant the other.
    let host = hosts.next().filter(|_| hosts.next().is_none());
    Some(Question { method, url, host })
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, read_head};

    #[test]
    fn heads_are_read() {
        let head =
            "GET /a?b=c HTTP/1.1\r\nAccept: x\r\nhOST:  localhost:80 \r\n\r\nHost: no";
        let question = parse(head).unwrap();
        assert_eq!((question.method, question.url), ("GET", "/a?b=c"));
        assert_eq!(question.host, Some("localhost:80"));
        let twice = "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n";
        assert_eq!(parse(twice).unwrap().host, None);
        for wrong in ["", "GET", "GET /", "GET / FTP/1", "GET / HTTP/1.1 more"] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn heads_have_an_end() {
        assert!(read_head(&mut "GET / HTTP/1.1\r\n\r\n".as_bytes()).is_ok());
        assert!(read_head(&mut "GET / HTTP/1.1\r\n".as_bytes()).is_err());
        assert!(read_head(&mut std::io::repeat(b'a')).is_err());
        assert!(read_head(&mut "\u{fffd}".as_bytes()).is_err());
    }
}
