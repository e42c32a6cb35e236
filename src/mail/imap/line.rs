//! Lines to servers, encrypted from the start or after the first words.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};

use imap::Client;

use super::super::{Failure, tls};
use super::{failure, last};
use crate::config::{Encryption, Server};

/// The longest line before the encryption, in bytes.
const LONGEST_LINE: usize = 8192;

/// A line to a server.
pub(super) enum Line {
    Open(TcpStream),
    Encrypted(Box<tls::Stream>),
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Open(line) => line.read(buffer),
            Self::Encrypted(line) => line.read(buffer),
        }
    }
}

impl Write for Line {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(line) => line.write(buffer),
            Self::Encrypted(line) => line.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(line) => line.flush(),
            Self::Encrypted(line) => line.flush(),
        }
    }
}

/// Opens a line and hears who is there.
pub(super) fn connect(
    server: &Server,
    authorities: &[u8],
) -> Result<Client<Line>, Failure> {
    let host = server.host.as_str();
    let line = dial(server)
        .map_err(|error| Failure { text: error.to_string(), is_final: false })?;
    let encrypted = |line| {
        let stream = tls::encrypt(line, host, authorities).map_err(last)?;
        Ok(Client::new(Line::Encrypted(Box::new(stream))))
    };
    match server.encryption {
        Encryption::Tls => greeted(encrypted(line)?),
        Encryption::None => greeted(Client::new(Line::Open(line))),
        Encryption::StartTls => {
            ask_for_tls(&line).map_err(last)?;
            let mut client = encrypted(line)?;
            client.greeting_read = true;
            Ok(client)
        }
    }
}

/// Asks for the encryption of a line (RFC 3501, 6.2.1). It is read letter by letter: what
/// somebody slips in behind the answer is no part of the encrypted line.
fn ask_for_tls(line: &TcpStream) -> Result<(), String> {
    let mut write = line;
    let told = |error: io::Error| error.to_string();
    let greeting = read_line(line).map_err(told)?;
    if !greeting.starts_with("* OK") {
        return Err(greeting);
    }
    write.write_all(b"tls STARTTLS\r\n").map_err(told)?;
    loop {
        let answer = read_line(line).map_err(told)?;
        match answer.strip_prefix("tls ") {
            Some(answer) if answer.starts_with("OK") => return Ok(()),
            Some(answer) => return Err(format!("no encryption: {answer}")),
            None => {}
        }
    }
}

fn read_line(line: &TcpStream) -> io::Result<String> {
    let mut bytes = Vec::new();
    let mut line = line;
    while bytes.len() < LONGEST_LINE {
        let mut byte = [0];
        line.read_exact(&mut byte)?;
        match byte {
            [b'\n'] => return Ok(String::from_utf8_lossy(&bytes).trim().to_owned()),
            [byte] => bytes.push(byte),
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

fn dial(server: &Server) -> io::Result<TcpStream> {
    let mut failed = io::Error::from(io::ErrorKind::NotFound);
    for address in (server.host.as_str(), server.port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, server.timeout) {
            Ok(line) => {
                line.set_read_timeout(Some(server.timeout))?;
                line.set_write_timeout(Some(server.timeout))?;
                return Ok(line);
            }
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn greeted<T: Read + Write>(mut client: Client<T>) -> Result<Client<T>, Failure> {
    let greeting = client.read_greeting().map_err(|error| failure(&error))?;
    if greeting.starts_with(b"* OK") {
        return Ok(client);
    }
    let text = String::from_utf8_lossy(&greeting).trim().to_owned();
    Err(Failure { text, is_final: false })
}
