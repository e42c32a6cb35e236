//! How servers let in and what they are asked: passwords, keys, limits, addresses.

use std::path::Path;
use std::time::Duration;

use offprint::driver::{HandOver, MailOptions, Mailed, Project, mail_place, mail_send};
use offprint::system::{Ended, Memory, Outcome, System};

use super::server::{Fault, server_with};

/// A campaign of these people, by the server at `port`.
fn site(people: &str, port: u16, smtp: &str, rest: &str) -> Memory {
    Memory::new()
        .with("content/brev.md", format!("---\nsubject: Hej\n---\n\n{}\n", "Hej! ".repeat(100)))
        .with("kunder.csv", format!("name,email\n{people}"))
        .with(
            "offprint.yml",
            format!("mail:\n  from: Anna <anna@example.org>\n  smtp: {{ host: 127.0.0.1, port: {port}, encryption: none{smtp} }}\n{rest}"),
        )
}

fn options() -> MailOptions {
    MailOptions {
        page: "content/brev.md".into(),
        table: "kunder.csv".into(),
        ..MailOptions::default()
    }
}

fn send(system: &Memory) -> Mailed {
    let project = Project::open(system, Path::new("."), None).expect("a project").0;
    let really = HandOver { really: true, ..HandOver::default() };
    mail_send(&project, &options(), &really)
}

/// What is wrong, as code and message.
fn told(mailed: &Mailed) -> Vec<String> {
    let line = |told: &offprint::diagnostic::Diagnostic| {
        format!("{}: {}", told.code, told.message)
    };
    mailed.diagnostics.iter().map(line).collect()
}

const ONE: &str = "Åsa,asa@example.org\n";
const COMMAND: &str = ", password_command: [pass, show, mail]";

fn wrote(ended: Ended, output: &str) -> Outcome {
    Outcome {
        ended,
        said: format!("{output} and more"),
        output: output.to_owned(),
    }
}

#[test]
fn passwords_come_from_programs_and_from_nowhere_else() {
    let (port, taken, heard) = server_with(Fault::Nothing, &["AUTH PLAIN"]);
    let system = site(ONE, port, COMMAND, "")
        .with_outcome(wrote(Ended::Code(0), "secret word\nsecond line\n"));
    let mailed = send(&system);
    assert_eq!((mailed.sent, told(&mailed)), (1, Vec::new()));
    assert_eq!(system.commands()[0].words, ["pass", "show", "mail"]);
    // \0anna@example.org\0secret word
    let login = "AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0IHdvcmQ=";
    assert!(heard.lock().expect("no panic").contains(&login.to_owned()));
    let journal = system.read(Path::new("output/mail/brev/journal.jsonl"));
    let journal = String::from_utf8(journal.expect("a journal")).expect("UTF-8");
    assert!(!journal.contains("secret") && taken.lock().expect("no panic").len() == 1);

    let system = site(ONE, port, COMMAND, "")
        .with_variable("OFFPRINT_SMTP_PASSWORD", "x")
        .with_outcome(wrote(Ended::Code(1), ""));
    assert_eq!(send(&system).sent, 1);
    assert!(system.commands().is_empty(), "the environment comes first");
}

#[test]
fn programs_that_give_no_password_are_told_and_nothing_is_sent() {
    let cases = [
        (wrote(Ended::Code(2), "secret\n"), "it ended with code 2"),
        (wrote(Ended::Code(0), "\nsecret\n"), "its first line is empty"),
        (wrote(Ended::Killed, "secret\n"), "it was killed"),
        (wrote(Ended::TooLong, "secret\n"), "it took more than 300 seconds"),
    ];
    for (outcome, why) in cases {
        let system = site(ONE, 1, COMMAND, "").with_outcome(outcome);
        let mailed = send(&system);
        let wanted = format!("mail-password: the program `pass` gave no password: {why}");
        assert_eq!(told(&mailed), [wanted]);
        assert!(!format!("{mailed:?}").contains("secret"));
        assert!(!system.is_file(Path::new("output/mail/brev/journal.jsonl")));
    }
    let half = site(ONE, 1, "", "").with_variable("OFFPRINT_SMTP_USER", "anna");
    let message = "mail-password: `OFFPRINT_SMTP_USER` is set, but there is no password";
    assert_eq!(told(&send(&half)), [message]);
    let shell = site(ONE, 1, ", password_command: [pass show mail]", "");
    assert!(Project::open(&shell, Path::new("."), None).is_err(), "there is no shell");
}

#[test]
fn tokens_are_another_way_in() {
    let (port, _, heard) = server_with(Fault::Nothing, &["AUTH PLAIN XOAUTH2"]);
    let system = site(ONE, port, ", login: oauth2", "")
        .with_variable("OFFPRINT_SMTP_PASSWORD", "token")
        .with_variable("OFFPRINT_SMTP_USER", "anna");
    assert_eq!(send(&system).sent, 1);
    let heard = heard.lock().expect("no panic").join("\n");
    assert!(heard.contains("AUTH XOAUTH2 dXNlcj1hbm5hAWF1dGg9QmVhcmVyIHRva2VuAQE="));
}

#[test]
fn addresses_in_other_scripts_go_only_where_they_are_taken() {
    let people = "用户,用户@example.org\nÅsa,asa@example.org\n";
    let (port, _, heard) = server_with(Fault::Nothing, &["SMTPUTF8", "8BITMIME"]);
    assert_eq!(send(&site(people, port, "", "")).sent, 2);
    let heard = heard.lock().expect("no panic").clone();
    let mail: Vec<&String> =
        heard.iter().filter(|line| line.starts_with("MAIL")).collect();
    assert_eq!(
        mail,
        [
            "MAIL FROM:<anna@example.org> SMTPUTF8 BODY=8BITMIME",
            "MAIL FROM:<anna@example.org>",
        ]
    );
    let (port, taken, _) = server_with(Fault::Nothing, &[]);
    let mailed = send(&site(people, port, "", ""));
    assert_eq!((mailed.sent, mailed.refused.len()), (1, 1));
    assert!(mailed.refused[0].text.contains("SMTPUTF8"));
    assert_eq!(taken.lock().expect("no panic").len(), 1);
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let (port, _, _) = server_with(Fault::Silence, &[]);
    let people: String = (0..5).map(|n| format!("A,a{n}@example.org\n")).collect();
    let mailed = send(&site(&people, port, ", timeout: 1", ""));
    assert_eq!((mailed.sent, mailed.unknown.len()), (0, 0));
    // After the third there is no more patience.
    assert_eq!(mailed.later.len(), 2);
    assert_eq!(mailed.diagnostics[0].code, "mail-server");
}

#[test]
fn the_rate_is_kept() {
    let (port, _, _) = server_with(Fault::Nothing, &[]);
    let people: String = (0..5).map(|n| format!("A,a{n}@example.org\n")).collect();
    let system = site(&people, port, "", "  rate: 30\n");
    assert_eq!(send(&system).sent, 5);
    assert_eq!(system.slept(), Duration::from_secs(2) * 5);
}

#[test]
fn messages_that_are_too_large_are_told_before_the_first_is_sent() {
    let (port, taken, _) = server_with(Fault::Nothing, &[]);
    let mailed = send(&site(ONE, port, "", "  max_size: 1kB\n"));
    assert_eq!(
        told(&mailed),
        ["mail-too-large: row 1: the message has 2 kB, more than 1 kB"]
    );
    assert!(taken.lock().expect("no panic").is_empty());
}

#[test]
fn keys_do_not_lie_in_the_project() {
    let dkim =
        |rest: &str| format!("  dkim: {{ domain: example.org, selector: a{rest} }}\n");
    let key = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n";
    let none = send(&site(ONE, 1, "", &dkim("")));
    assert_eq!(told(&none), ["mail-dkim: there is no key to sign with"]);
    let inside = site(ONE, 1, "", &dkim(", key_file: a.key")).with("a.key", key);
    let message = &told(&send(&inside))[0];
    assert!(
        message.starts_with("mail-dkim: the key ")
            && message.ends_with("lies in the project")
    );
    let damaged = site(ONE, 1, "", &dkim("")).with_variable("OFFPRINT_DKIM_KEY", key);
    let message = &told(&send(&damaged))[0];
    assert!(message.starts_with("mail-dkim: the key cannot sign: "), "{message}");
    let elsewhere = site(ONE, 1, "", &dkim(" , domain: \"a b\""));
    assert!(Project::open(&elsewhere, Path::new("."), None).is_err());
}

#[test]
fn drafts_are_placed_only_where_somebody_says() {
    let system = site(ONE, 1, "", "");
    let project = Project::open(&system, Path::new("."), None).expect("a project").0;
    let really = HandOver { really: true, ..HandOver::default() };
    let mailed = mail_place(&project, &options(), &really);
    assert_eq!(told(&mailed), ["mail-server: no server is named"]);
    let dry = mail_place(&project, &options(), &HandOver::default());
    assert_eq!(dry.lines, ["Åsa <asa@example.org>  Hej"]);
}
