//! Drafts in a folder of a server that breaks off: none is there twice, and none is missing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use offprint::driver::{HandOver, MailOptions, Mailed, Project, mail_place, mail_send};
use offprint::system::Memory;

/// Where the line breaks, at the second draft.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// The server asks for a password that it does not like.
    Password,
    /// The draft is there, the server has not said so.
    Stored,
    /// The draft is not there.
    Lost,
    /// It is not there, but somebody else's has come.
    Other,
    /// The server says no.
    Full,
}

/// The messages of the folder.
type Folder = Arc<Mutex<Vec<String>>>;

fn server(fault: Fault) -> (u16, Folder) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let folder = Folder::default();
    let kept = Arc::clone(&folder);
    std::thread::spawn(move || {
        let mut drafts = 0;
        for line in listener.incoming().flatten() {
            // A broken line is what this is for.
            let _ = serve(line, fault, &mut drafts, &kept);
        }
    });
    (port, folder)
}

fn serve(
    line: TcpStream,
    fault: Fault,
    drafts: &mut usize,
    folder: &Folder,
) -> Option<()> {
    let mut out = line.try_clone().ok()?;
    let mut input = BufReader::new(line);
    let mut say = |text: String| out.write_all(format!("{text}\r\n").as_bytes()).ok();
    say("* OK here".to_owned())?;
    loop {
        let mut command = String::new();
        if input.read_line(&mut command).ok()? == 0 {
            return None;
        }
        let words: Vec<&str> = command.split_whitespace().collect();
        let [tag, verb, ..] = words.as_slice() else { return None };
        let mut done = "OK done";
        match *verb {
            "CAPABILITY" => say("* CAPABILITY IMAP4rev1 AUTH=PLAIN".to_owned())?,
            "AUTHENTICATE" => {
                say("+ ".to_owned())?;
                input.read_line(&mut String::new()).ok()?;
                if fault == Fault::Password {
                    done = "NO who are you";
                }
            }
            "LIST" => {
                say("* LIST (\\HasNoChildren) \"/\" INBOX".to_owned())?;
                say("* LIST (\\HasNoChildren \\Drafts) \"/\" Utkast".to_owned())?;
            }
            "STATUS" => {
                let next = folder.lock().ok()?.len() + 1;
                say(format!("* STATUS Utkast (UIDNEXT {next} UIDVALIDITY 1)"))?;
            }
            "EXAMINE" => say(format!("* {} EXISTS", folder.lock().ok()?.len()))?,
            "UID" => {
                let id = words.last()?.trim_matches('"');
                let there = folder.lock().ok()?.iter().any(|one| one.contains(id));
                say(if there { "* SEARCH 1" } else { "* SEARCH" }.to_owned())?;
            }
            "APPEND" => {
                say("+ go on".to_owned())?;
                let message = literal(&mut input, words.last()?)?;
                *drafts += 1;
                let due = *drafts == 2;
                if due && fault == Fault::Full {
                    done = "NO [OVERQUOTA] full";
                } else if due && fault == Fault::Lost {
                    return None;
                } else if due && fault == Fault::Other {
                    folder.lock().ok()?.push("somebody else's".to_owned());
                    return None;
                } else {
                    folder.lock().ok()?.push(message);
                }
                if due && fault == Fault::Stored {
                    return None;
                }
            }
            _ => {}
        }
        say(format!("{tag} {done}"))?;
    }
}

/// Reads a message of the length `{n}`.
fn literal(input: &mut impl Read, length: &str) -> Option<String> {
    let length: usize = length.trim_matches(['{', '}']).parse().ok()?;
    let mut bytes = vec![0; length + 2];
    input.read_exact(&mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

fn site(port: u16) -> Memory {
    Memory::new()
        .with("content/brev.md", "---\nsubject: Hej\n---\n\nHej!\n")
        .with("kunder.csv", "name,email\nA,a@b.se\nB,b@b.se\nC,c@b.se\nD,d@b.se\n")
        .with(
            "offprint.yml",
            format!("mail: {{ from: e@b.se, imap: {{ host: 127.0.0.1, port: {port}, encryption: none, timeout: 60 }} }}\n"),
        )
        .with_variable("OFFPRINT_IMAP_PASSWORD", "word")
}

fn options() -> MailOptions {
    MailOptions {
        page: "content/brev.md".into(),
        table: "kunder.csv".into(),
        ..MailOptions::default()
    }
}

fn hand_over(retry_unknown: bool) -> HandOver {
    HandOver {
        really: true,
        resume: true,
        retry_unknown,
        ..HandOver::default()
    }
}

fn place(system: &Memory, retry_unknown: bool) -> Mailed {
    let project = Project::open(system, Path::new("."), None).expect("a project").0;
    mail_place(&project, &options(), &hand_over(retry_unknown))
}

#[test]
fn whatever_breaks_every_draft_is_there_once() {
    for fault in [Fault::None, Fault::Stored, Fault::Lost, Fault::Other, Fault::Full] {
        let (port, folder) = server(fault);
        let system = site(port);
        let first = place(&system, false);
        assert!(first.diagnostics.is_empty(), "{fault:?}: {:#?}", first.diagnostics);
        let last = place(&system, false);
        let ours = || {
            let folder = folder.lock().expect("no panic");
            folder.iter().filter(|one| one.contains("Message-ID")).count()
        };
        if fault == Fault::Other {
            // The draft may have come and gone.
            assert_eq!((ours(), last.unknown.len()), (3, 1));
            let by_hand = place(&system, true);
            assert!(by_hand.unknown.is_empty() && by_hand.sent == 1);
        }
        assert_eq!(ours(), 4, "{fault:?}");
        let mut all = folder.lock().expect("no panic").clone();
        all.retain(|one| one.contains("Message-ID"));
        assert!(
            all.iter()
                .all(|one| one.contains("Date: ") && !one.contains("X-Unsent"))
        );
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 4, "{fault:?}");
        assert_eq!(place(&system, false).skipped, 4);
    }
}

#[test]
fn who_has_a_draft_is_not_written_to_as_well() {
    let (port, _) = server(Fault::None);
    let system = site(port);
    assert_eq!(place(&system, false).sent, 4);
    let project = Project::open(&system, Path::new("."), None).expect("a project").0;
    let dry = mail_send(&project, &options(), &HandOver::default());
    assert_eq!((dry.lines.len(), dry.skipped), (0, 4));
}

#[test]
fn a_server_that_does_not_let_in_is_asked_once() {
    let (port, folder) = server(Fault::Password);
    let mailed = place(&site(port), false);
    assert!(mailed.diagnostics[0].message.contains("who are you"), "{mailed:?}");
    assert!(mailed.later.is_empty() && folder.lock().expect("no panic").is_empty());
}
