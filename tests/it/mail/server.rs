//! A mail server on this machine that breaks on purpose, and remembers what it was told.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use Fault::{
    Body, Busy, BusyDot, Data, Dot, Greeting, Hello, Mail, Rcpt, Reject, Silence,
};

/// Where a line breaks, or what a server answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fault {
    Greeting,
    Hello,
    Mail,
    Rcpt,
    Data,
    Body,
    Dot,
    Reject,
    Busy,
    BusyDot,
    /// It never says a word.
    Silence,
    /// It has none.
    Nothing,
}

/// How often the server has taken each message.
pub(super) type Taken = Arc<Mutex<BTreeMap<String, usize>>>;

/// What the server was told, line for line.
pub(super) type Heard = Arc<Mutex<Vec<String>>>;

/// A server on this machine that has a fault in every third message.
pub(super) fn server(fault: Fault) -> (u16, Taken) {
    let (port, taken, _) = server_with(fault, &[]);
    (port, taken)
}

/// The same, with extensions.
pub(super) fn server_with(
    fault: Fault,
    extensions: &'static [&'static str],
) -> (u16, Taken, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (taken, heard) = (Taken::default(), Heard::default());
    let mut serving = Serving {
        fault,
        extensions,
        count: 0,
        taken: Arc::clone(&taken),
        heard: Arc::clone(&heard),
    };
    std::thread::spawn(move || {
        for line in listener.incoming().flatten() {
            // A broken line is what this is for.
            let _ = serving.serve(line);
        }
    });
    (port, taken, heard)
}

struct Serving {
    fault: Fault,
    extensions: &'static [&'static str],
    count: usize,
    taken: Taken,
    heard: Heard,
}

impl Serving {
    /// Whether it is time for a fault.
    fn fails(&self, fault: Fault) -> bool {
        self.fault == fault && self.count % 3 == 1
    }

    fn serve(&mut self, line: TcpStream) -> Option<()> {
        let mut out = line.try_clone().ok()?;
        let mut input = BufReader::new(line);
        let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes()).ok();
        if self.fault == Silence {
            // Until the other side has had enough.
            return input.read_line(&mut String::new()).ok().map(drop);
        }
        if self.fails(Greeting) {
            self.count += 1;
            return None;
        }
        let connected = self.count;
        let mut is_open = false;
        say("220 here")?;
        loop {
            let mut text = String::new();
            if input.read_line(&mut text).ok()? == 0 {
                return None;
            }
            self.heard.lock().ok()?.push(text.trim().to_owned());
            let verb = text.get(..4).unwrap_or_default().to_uppercase();
            match verb.as_str() {
                "EHLO" if self.fault == Hello && connected % 3 == 1 => {
                    self.count += 1;
                    return None;
                }
                "EHLO" => {
                    self.extensions
                        .iter()
                        .try_for_each(|one| say(&format!("250-{one}")))?;
                    say("250 here")?;
                }
                "AUTH" => say("235 welcome")?,
                // RFC 5321, 4.1.4.
                "MAIL" if is_open => say("503 nested MAIL command")?,
                "MAIL" => {
                    self.count += 1;
                    if self.fails(Mail) {
                        return None;
                    }
                    is_open = true;
                    say("250 ok")?;
                }
                "RCPT" if self.fails(Rcpt) => return None,
                "RCPT" if self.fails(Reject) => say("550 nobody")?,
                "RCPT" if self.fails(Busy) => say("451 later")?,
                "DATA" => {
                    is_open = false;
                    self.data(&mut input, &mut say)?;
                }
                "QUIT" => {
                    say("221 bye")?;
                    return None;
                }
                "RSET" => {
                    is_open = false;
                    say("250 ok")?;
                }
                _ => say("250 ok")?,
            }
        }
    }

    fn data(
        &self,
        input: &mut impl BufRead,
        say: &mut impl FnMut(&str) -> Option<()>,
    ) -> Option<()> {
        if self.fails(Data) {
            return None;
        }
        say("354 go")?;
        let id = message(input, self.fails(Body).then_some(3))?;
        if self.fails(BusyDot) {
            return say("451 later");
        }
        *self.taken.lock().ok()?.entry(id).or_default() += 1;
        if self.fails(Dot) {
            return None;
        }
        say("250 taken")
    }
}

/// Reads a message, or only some lines of it; gives its id.
fn message(input: &mut impl BufRead, only: Option<usize>) -> Option<String> {
    let mut id = String::new();
    for number in 0.. {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 || only == Some(number) {
            return None;
        }
        if let Some(value) = line.strip_prefix("Message-ID: ") {
            id = value.trim().to_owned();
        }
        if line == ".\r\n" {
            break;
        }
    }
    Some(id)
}
