//! Another program, started for somebody who asked for it, and waited for no longer than agreed.
#![expect(
    clippy::disallowed_methods,
    reason = "part of the one door to the operating system"
)]

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{self, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// A program to be started. There is no shell between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Its name, or its path from `folder`, and its arguments.
    pub words: Vec<String>,
    /// The folder it works in.
    pub folder: PathBuf,
    /// Variables of its environment beside our own.
    pub variables: Vec<(String, String)>,
    /// How long it may take.
    pub patience: Duration,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this code.
    Code(i32),
    /// Somebody killed it.
    Killed,
    /// It took too long and was killed.
    TooLong,
}

/// What came of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub ended: Ended,
    /// The last of what it wrote.
    pub said: String,
    /// The first of what it wrote to its standard output, in case that is what it was run for.
    pub output: String,
}

/// What is heard of a program.
#[derive(Default)]
struct Heard {
    said: Vec<u8>,
    output: Vec<u8>,
}

/// What came out of a pipe.
enum Piece {
    Output(Vec<u8>),
    Complaint(Vec<u8>),
}

/// So much of what a program writes is kept, in bytes.
const KEPT: usize = 4096;

/// How often a program is looked at.
const TICK: Duration = Duration::from_millis(20);

/// How long we wait for what is still in the pipes of a program that has ended. What it has
/// started itself may hold them open for ever.
const REST: Duration = Duration::from_millis(200);

/// Runs a program to its end. Only the program itself is killed when it takes too long, not
/// what it has started.
pub(super) fn run(command: &Command) -> io::Result<Outcome> {
    let mut words = command.words.iter();
    let name = words.next().ok_or(io::ErrorKind::InvalidInput)?;
    let mut child = process::Command::new(program(name, &command.folder)?)
        .args(words)
        .current_dir(&command.folder)
        .envs(command.variables.iter().cloned())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (sender, pieces) = channel();
    listen(child.stdout.take(), &sender, Piece::Output);
    listen(child.stderr.take(), &sender, Piece::Complaint);
    drop(sender);
    let start = Instant::now();
    let mut heard = Heard::default();
    let ended = loop {
        hear(&pieces, TICK, &mut heard);
        if let Some(status) = child.try_wait()? {
            break ended(status);
        }
        if start.elapsed() > command.patience {
            // It may have ended just now.
            let _ = child.kill();
            child.wait()?;
            break Ended::TooLong;
        }
    };
    let end = Instant::now();
    while hear(&pieces, TICK, &mut heard) && end.elapsed() < REST {}
    let said = String::from_utf8_lossy(&heard.said).trim().to_owned();
    let output = String::from_utf8_lossy(&heard.output).into_owned();
    Ok(Outcome { ended, said, output })
}

/// A path is one from the folder; a mere name is looked up where programs are.
fn program(name: &str, folder: &Path) -> io::Result<PathBuf> {
    match Path::new(name).components().count() {
        1 if !name.starts_with('.') => Ok(PathBuf::from(name)),
        _ => std::path::absolute(folder.join(name)),
    }
}

fn ended(status: ExitStatus) -> Ended {
    status.code().map_or(Ended::Killed, Ended::Code)
}

/// Takes what comes out of a pipe, so that its program never waits for us.
fn listen(
    pipe: Option<impl Read + Send + 'static>,
    sender: &Sender<Piece>,
    of: fn(Vec<u8>) -> Piece,
) {
    let Some(mut pipe) = pipe else { return };
    let sender = sender.clone();
    std::thread::spawn(move || {
        let mut piece = [0; KEPT];
        while let Ok(length @ 1..) = pipe.read(&mut piece) {
            let piece = piece.get(..length).unwrap_or_default().to_vec();
            if sender.send(of(piece)).is_err() {
                break;
            }
        }
    });
}

/// Waits for a piece and adds it. Whether more may come.
fn hear(pieces: &Receiver<Piece>, patience: Duration, heard: &mut Heard) -> bool {
    match pieces.recv_timeout(patience) {
        Ok(piece) => {
            let bytes = match piece {
                Piece::Output(bytes) => {
                    let room = KEPT.saturating_sub(heard.output.len());
                    heard.output.extend(bytes.iter().take(room));
                    bytes
                }
                Piece::Complaint(bytes) => bytes,
            };
            heard.said.extend(bytes);
            let first = heard.said.len().saturating_sub(KEPT);
            heard.said.drain(..first);
            true
        }
        Err(RecvTimeoutError::Timeout) => true,
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::sleep(patience);
            false
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use super::{Command, Ended, run};

    fn shell(script: &str, patience: u64) -> Command {
        Command {
            words: vec!["sh".to_owned(), "-c".to_owned(), script.to_owned()],
            folder: PathBuf::from("/"),
            variables: vec![("GREETING".to_owned(), "hello".to_owned())],
            patience: Duration::from_secs(patience),
        }
    }

    #[test]
    fn programs_end_as_they_like() {
        let done = run(&shell("echo $GREETING; pwd; exit 3", 60)).unwrap();
        assert_eq!((done.ended, done.said.as_str()), (Ended::Code(3), "hello\n/"));
        let both = run(&shell("echo word; echo wrong >&2", 60)).unwrap();
        assert_eq!(both.output, "word\n");
        let killed = run(&shell("kill -9 $$", 60)).unwrap();
        assert_eq!(killed.ended, Ended::Killed);
        let missing = Command {
            words: vec!["./no-such".to_owned()],
            ..shell("", 1)
        };
        assert!(run(&missing).is_err());
    }

    #[test]
    fn a_program_that_hangs_is_stopped() {
        let stopped = run(&shell("echo so far; exec sleep 600", 1)).unwrap();
        assert_eq!((stopped.ended, stopped.said.as_str()), (Ended::TooLong, "so far"));
    }

    #[test]
    fn only_the_last_words_are_kept() {
        let done = run(&shell("seq 1 20000; echo end >&2", 60)).unwrap();
        assert!(done.said.len() <= super::KEPT && done.said.contains("20000"));
    }
}
