//! A document that runs away is stopped and told; the others are built, and its old PDF stays.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("offprint-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn build(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .current_dir(&self.0)
            .arg("build")
            .args(arguments)
            .output()
            .expect("it starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn page(title: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-01-02\nwords: {title}\n---\nSome words.\n")
}

/// A site with a page whose template does `what` before it is done.
fn site(name: &str, what: &str) -> Folder {
    let folder = Folder::new(name);
    let rules =
        "documents:\n  - { match: wild.md, template: wild }\n  - { match: '*' }\n";
    folder.write("offprint.yml", rules);
    for tame in ["a", "b", "z"] {
        folder.write(&format!("content/{tame}.md"), &page(tame));
    }
    folder.write("content/wild.md", &page("wild"));
    let template = format!("#let document(intro: none, body) = {{ {what}; body }}\n");
    folder.write("templates/wild/template.typ", &template);
    folder
}

fn others_are_built(folder: &Folder) {
    for tame in ["a", "b", "z"] {
        let pdf = folder.0.join(format!("output/{tame}.pdf"));
        assert!(fs::read(pdf).expect("a PDF").starts_with(b"%PDF"), "{tame}");
    }
}

#[test]
fn a_document_that_takes_too_long_is_stopped() {
    let loops = "for a in range(100000) { for b in range(100000) { } }";
    let folder = site("time", loops);
    folder.write("output/wild.pdf", "the last good one");
    let (code, told) = folder.build(&["--timeout", "20"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("error[document-time]"), "{told}");
    others_are_built(&folder);
    let kept = fs::read_to_string(Path::new(&folder.0).join("output/wild.pdf"));
    assert_eq!(kept.expect("kept"), "the last good one");
}

#[test]
fn a_document_that_takes_too_much_memory_is_stopped() {
    if !Path::new("/proc/self/status").exists() {
        return;
    }
    let grows = "let all = (); for a in range(100000) { all.push(range(100000)) }";
    let folder = site("memory", grows);
    let (code, told) = folder.build(&["--memory", "600MB", "--jobs", "1"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("error[document-memory]"), "{told}");
    others_are_built(&folder);
}

#[test]
fn limits_change_nothing_else() {
    let folder = site("same", "none");
    let bytes = |output: &str| {
        let read = |name| fs::read(folder.0.join(output).join(name)).expect("a file");
        ["a.pdf", "b.pdf", "z.pdf", "manifest.json"].map(read)
    };
    folder.write("content/b.md", "---\ntitle: B\n---\nTo [a](a.md), without a date.\n");
    let (_, plain) = folder.build(&["--output", "plain"]);
    let (_, limited) = folder.build(&["--output", "limited", "--timeout", "60"]);
    assert!(plain.contains("warning[date-missing]"), "{plain}");
    assert_eq!(plain.replace("plain/", "limited/"), limited);
    assert!(bytes("plain") == bytes("limited"), "the same bytes");
}
