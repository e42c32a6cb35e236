//! Mail: drafts that are ready to send, and messages that no broken line ever sends twice.

mod access;
mod imap;
mod server;

use std::path::Path;

use offprint::driver::{HandOver, MailOptions, Mailed, Project, mail_drafts, mail_send};
use offprint::system::{Memory, System};

use server::Fault::{
    Body, Busy, BusyDot, Data, Dot, Greeting, Hello, Mail, Rcpt, Reject,
};
use server::server;

const PAGE: &str = "---\nsubject: \"Hej {{< merge name >}}\"\nmerge:\n  fields:\n    name: text\n    email: email\n---\n\n\
    Hej **{{< merge name >}}**! [Läs](https://a.se/?n={{< merge name >}}).\n\n{{% when vip %}}\n- Du är viktig.\n{{% /when %}}\n";

fn site(rows: usize, port: u16) -> Memory {
    let row = |row: usize| {
        format!(
            "Namn {row},n{row}@example.org,{}\n",
            if row.is_multiple_of(2) { "ja" } else { "" }
        )
    };
    let table = "name,email,vip\n".to_owned() + &(0..rows).map(row).collect::<String>();
    Memory::new()
        .with("content/brev.md", PAGE)
        .with("kunder.csv", table)
        .with("offprint.yml", format!("mail:\n  from: Anna <anna@example.org>\n  rate: 60000\n  smtp: {{ host: 127.0.0.1, port: {port}, encryption: none }}\n"))
}

fn options() -> MailOptions {
    MailOptions {
        page: "content/brev.md".into(),
        table: "kunder.csv".into(),
        ..MailOptions::default()
    }
}

fn open(system: &Memory) -> Project<'_> {
    Project::open(system, Path::new("."), None).expect("a project").0
}

fn send(system: &Memory, sending: HandOver) -> Mailed {
    mail_send(&open(system), &options(), &HandOver { really: true, ..sending })
}

#[test]
fn whatever_breaks_nothing_is_sent_twice_and_nothing_is_lost() {
    const ROWS: usize = 7;
    for fault in [Greeting, Hello, Mail, Rcpt, Data, Body, Dot, Reject, Busy, BusyDot] {
        let (port, taken) = server(fault);
        let system = site(ROWS, port);
        let mut last = send(&system, HandOver::default());
        for _ in 0..8 {
            last = send(&system, HandOver { resume: true, ..HandOver::default() });
        }
        let taken = taken.lock().expect("no panic").clone();
        assert!(taken.values().all(|times| *times == 1), "{fault:?}: {taken:?}");
        let known = taken.len() + last.refused.len();
        let unknown = last.unknown.len();
        match fault {
            // The server has them and never said so: listed, not sent again.
            Dot => assert!(taken.len() == ROWS && unknown > 0, "{unknown}"),
            Body => assert!(known + unknown == ROWS && unknown > 0, "{known} {unknown}"),
            Reject => assert!(known == ROWS && !last.refused.is_empty() && unknown == 0),
            _ => {
                assert_eq!((known, unknown, last.later.len()), (ROWS, 0, 0), "{fault:?}");
            }
        }
        if fault == Body {
            let mut again = last;
            for _ in 0..4 {
                again = send(
                    &system,
                    HandOver { retry_unknown: true, ..HandOver::default() },
                );
            }
            assert!(again.unknown.is_empty(), "sent by hand");
        }
    }
}

#[test]
fn a_campaign_that_has_begun_goes_on_only_if_asked() {
    let (port, taken) = server(Reject);
    let system = site(2, port);
    let dry = mail_send(&open(&system), &options(), &HandOver::default());
    assert_eq!(
        dry.lines,
        ["Namn 0 <n0@example.org>  Hej Namn 0", "Namn 1 <n1@example.org>  Hej Namn 1"]
    );
    assert!(taken.lock().expect("no panic").is_empty(), "nothing is sent by itself");
    let one = send(&system, HandOver { limit: Some(1), ..HandOver::default() });
    assert_eq!(one.refused.len() + one.sent, 1);
    let again = send(&system, HandOver::default());
    assert_eq!(again.diagnostics[0].code, "mail-begun");
}

#[test]
fn drafts_are_the_same_every_time() {
    let system = site(2, 1);
    let drafts = mail_drafts(&open(&system), &options(), None);
    assert_eq!(drafts.lines.len(), 2, "{:#?}", drafts.diagnostics);
    let path = Path::new("output/mail/brev/1-n0@example.org.eml");
    let first = String::from_utf8(system.read(path).expect("a draft")).expect("ASCII");
    assert!(first.contains("X-Unsent: 1\r\n") && !first.contains("\r\nDate:"));
    assert!(
        first.contains("Du =C3=A4r viktig") && first.contains("<strong>Namn 0</strong>")
    );
    let _ = mail_drafts(&open(&system), &options(), None);
    assert_eq!(system.read(path).expect("a draft"), first.as_bytes());
    let all = mail_drafts(&open(&system), &options(), Some(Path::new("all.mbox")));
    assert_eq!(all.lines, ["all.mbox"]);
}

#[test]
fn both_parts_say_the_same() {
    let page = "---\nsubject: Hej\n---\n\n## Rubrik & mer\n\nText med *ord*, `kod` och [länk](https://a.se/?b=1&c=2).[^1]\n\n\
        3. tre\n4. fyra\n   - under\n\n- [x] gjort\n- [ ] kvar\n\n> Sagt\n\n| A | B |\n| - | - |\n| 1 | <2> |\n\n\
        Ord\n: mening\n\n```\nx < y\n```\n\n---\n\nRad  \nrad\n\n[^1]: Not\n";
    let system = site(1, 1).with("content/brev.md", page);
    let drafts = mail_drafts(&open(&system), &options(), None);
    let draft = system.read(Path::new(&drafts.lines[0])).expect("a draft");
    let draft = String::from_utf8(draft).expect("ASCII");
    // Quoted-printable, as far as this page has it.
    let plain = draft
        .replace("=\r\n", "")
        .replace("=3D", "=")
        .replace("=C3=A4", "ä")
        .replace("=E2=98=91", "☑")
        .replace("=E2=98=90", "☐")
        .replace("\r\n", "\n");
    insta::assert_snapshot!(plain);
}

#[test]
fn everybody_has_an_own_way_off_the_list() {
    let settings =
        "mail: { from: a@b.se, unsubscribe: \"https://b.se/off?u={E-mail}&v=1\" }";
    let system = site(1, 1)
        .with("offprint.yml", settings.replace("E-mail", "Email"))
        .with("kunder.csv", "name,email,vip\nA,a+1@b.se,\n");
    let drafts = mail_drafts(&open(&system), &options(), None);
    let draft = system.read(Path::new(&drafts.lines[0])).expect("a draft");
    let draft = String::from_utf8(draft).expect("ASCII");
    assert!(
        draft.contains(
            "List-Unsubscribe: <https://b.se/off?u=a%2B1%40b%2Ese&v=1>\r\n\
             List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        ),
        "{draft}"
    );
    let system = system.with("offprint.yml", settings.replace("E-mail", "token"));
    let told = mail_drafts(&open(&system), &options(), None).diagnostics;
    assert_eq!(told[0].message, "row 1: there is no value for `token`");
}

#[test]
fn mistakes_are_told_before_anything_is_written() {
    let cases = [
        ("name,email\nA,a@b\n", "merge-value"),
        ("name,email\nA,a@b.se\nB,A@B.se\n", "mail-twice"),
        ("name,email\nA,\"a@b.se, c@d.se\"\n", "merge-value"),
        ("name\nA\n", "merge-field-missing"),
    ];
    for (table, code) in cases {
        let system = site(1, 1).with("kunder.csv", table);
        let drafts = mail_drafts(&open(&system), &options(), None);
        let codes: Vec<&str> =
            drafts.diagnostics.iter().map(|found| found.code).collect();
        assert!(codes.contains(&code), "{table}: {codes:?}");
        assert!(system.paths().iter().all(|path| !path.starts_with("output")));
    }
    let system = site(2, 1)
        .with("offprint.yml", "mail: { from: a@b.se, suppress: nej.txt }")
        .with("nej.txt", "# tack\nN1@example.org\n");
    let drafts = mail_drafts(&open(&system), &options(), None);
    assert_eq!(drafts.lines.len(), 1, "who is suppressed gets nothing");
    let secret = Memory::new().with("offprint.yml", "mail: { smtp: { password: x } }");
    assert!(
        Project::open(&secret, Path::new("."), None).is_err(),
        "no password in a file"
    );
    let open_line = Memory::new()
        .with("offprint.yml", "mail: { smtp: { host: a.se, encryption: none } }");
    assert!(Project::open(&open_line, Path::new("."), None).is_err(), "no open line");
}
