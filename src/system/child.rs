//! This program once more, as a process of its own: it can be killed when what it does takes
//! too long, and takes nobody along when it dies.
#![expect(
    clippy::disallowed_methods,
    reason = "part of the one door to the operating system"
)]

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// What a process that was asked has to say.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// A message.
    Message(Vec<u8>),
    /// Nothing yet.
    Nothing,
    /// The process has ended.
    Ended,
}

/// A process that is asked and answers.
pub trait Process: Send {
    /// Sends it a line.
    ///
    /// # Errors
    /// Those of the operating system, when it has ended above all.
    fn ask(&mut self, line: &str) -> io::Result<()>;

    /// Waits for what it has to say, as long as `patience`.
    fn answer(&mut self, patience: Duration) -> Answer;

    /// The memory it uses, in bytes; none where that cannot be known.
    fn memory(&self) -> Option<u64>;
}

/// The real one. It is killed when this value goes.
pub(super) struct Real {
    child: Child,
    stdin: Option<ChildStdin>,
    answers: Receiver<Vec<u8>>,
}

impl Real {
    /// Starts this program with these arguments.
    pub(super) fn start(arguments: &[OsString]) -> io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdin = child.stdin.take();
        let (sender, answers) = channel();
        if let Some(stdout) = child.stdout.take() {
            std::thread::spawn(move || {
                let mut stdout = BufReader::new(stdout);
                while let Ok(message) = read_message(&mut stdout) {
                    if sender.send(message).is_err() {
                        break;
                    }
                }
            });
        }
        Ok(Self { child, stdin, answers })
    }
}

impl Process for Real {
    fn ask(&mut self, line: &str) -> io::Result<()> {
        let stdin = self.stdin.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        stdin.write_all(line.as_bytes())?;
        stdin.write_all(b"\n")?;
        stdin.flush()
    }

    fn answer(&mut self, patience: Duration) -> Answer {
        match self.answers.recv_timeout(patience) {
            Ok(message) => Answer::Message(message),
            Err(RecvTimeoutError::Timeout) => Answer::Nothing,
            Err(RecvTimeoutError::Disconnected) => Answer::Ended,
        }
    }

    /// What Linux says of it (`proc_pid_status(5)`).
    fn memory(&self) -> Option<u64> {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024)
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A message: its length in eight bytes, the lowest first, and then itself.
fn read_message(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    let mut message = Vec::new();
    from.take(length).read_to_end(&mut message)?;
    if message.len() as u64 == length {
        Ok(message)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// Writes a message to the process that asked, on standard output.
///
/// # Errors
/// When nobody listens any more.
pub(super) fn write_message(message: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(&(message.len() as u64).to_le_bytes())?;
    stdout.write_all(message)?;
    stdout.flush()
}

#[cfg(test)]
mod tests {
    use super::read_message;

    #[test]
    fn messages_are_read_whole_or_not_at_all() {
        let mut bytes = 3u64.to_le_bytes().to_vec();
        bytes.extend(b"abc");
        assert_eq!(read_message(&mut bytes.as_slice()).unwrap(), b"abc");
        assert!(read_message(&mut &bytes[..10]).is_err());
    }
}
