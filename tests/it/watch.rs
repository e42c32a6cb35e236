//! Builds that follow the files, on a real disk: however an editor saves, whatever it saves.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use offprint::driver::{BuildOptions, Live, Told, watch};
use offprint::system::Os;

use crate::project::page;

/// What was told: the documents that were written, and the codes of what is wrong.
type News = (Vec<String>, Vec<&'static str>);

/// No step takes as long; a test that waits for nothing has to end.
const LONG: Duration = Duration::from_secs(40);

fn news(told: &Told<'_>) -> News {
    match told {
        Told::Broken(problems) => {
            (Vec::new(), problems.iter().map(|found| found.code).collect())
        }
        Told::Touched(summary) | Told::Built(summary) => {
            let written = summary.documents.iter().filter(|one| one.written);
            let name = |path: &Path| {
                path.file_stem().expect("a name").to_string_lossy().into_owned()
            };
            let own = summary.documents.iter().flat_map(|one| &one.diagnostics);
            (
                written.map(|one| name(&one.output)).collect(),
                summary
                    .diagnostics
                    .iter()
                    .chain(own)
                    .map(|found| found.code)
                    .collect(),
            )
        }
    }
}

/// Waits for news of a document that was written.
fn written(told: &Receiver<News>, name: &str) {
    loop {
        let (written, _) = told.recv_timeout(LONG).expect(name);
        if written.iter().any(|one| one == name) {
            return;
        }
    }
}

/// Waits for news with this problem.
fn wrong(told: &Receiver<News>, code: &str) {
    loop {
        let (_, codes) = told.recv_timeout(LONG).expect(code);
        if codes.contains(&code) {
            return;
        }
    }
}

fn site(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("content")).expect("a folder");
    fs::write(root.join("hugo.toml"), "title = \"T\"\n").expect("written");
    fs::write(root.join("content/a.md"), page("one\n")).expect("written");
    fs::write(root.join("content/b.md"), page("{{< part >}}\n")).expect("written");
    root
}

#[test]
fn builds_follow_the_files() {
    let root = site("watched");
    let stop = Arc::new(AtomicBool::new(false));
    let (sender, told) = channel();
    let (folder, ended) = (root.clone(), Arc::clone(&stop));
    let watching = thread::spawn(move || {
        let system = Os::hurried();
        let mut live = Live::open(&system, &folder, None, Box::new(|_| ()));
        let options = BuildOptions { stop: ended, ..BuildOptions::default() };
        watch(&mut live, &options, &mut |told| drop(sender.send(news(told))))
    });
    let file = root.join("content/a.md");
    wrong(&told, "shortcode-unknown");

    // In place, as most do; by a second file that takes its name, as careful ones do; by
    // renaming the old one first, as Vim does.
    fs::write(&file, page("two\n")).expect("written");
    written(&told, "a");
    fs::write(root.join("content/.a.md.swp"), page("three\n")).expect("written");
    fs::rename(root.join("content/.a.md.swp"), &file).expect("renamed");
    written(&told, "a");
    fs::rename(&file, root.join("content/a.md~")).expect("renamed");
    fs::write(&file, page("four\n")).expect("written");
    fs::remove_file(root.join("content/a.md~")).expect("removed");
    written(&told, "a");

    // What is wrong is mended by the map of shortcodes, and that is broken and mended again.
    let config = root.join("offprint.yml");
    fs::write(&config, "shortcodes:\n  part: { as: drop, reason: none }\n")
        .expect("written");
    written(&told, "b");
    fs::write(&config, "shortcodes:\n  part: { as: nonsense }\n").expect("written");
    wrong(&told, "config-unknown-component");
    fs::write(&config, "shortcodes:\n  part: { as: drop, reason: more }\n")
        .expect("written");
    written(&told, "b");

    // The brand and a template of its own change every page.
    fs::write(root.join("_brand.yml"), "color: { primary: \"#336699\" }\n")
        .expect("written");
    written(&told, "b");
    let template = root.join("templates/whitepaper");
    fs::create_dir_all(&template).expect("a folder");
    let text = include_str!("../../templates/whitepaper/template.typ");
    fs::write(template.join("template.typ"), format!("{text}\n// mine\n"))
        .expect("written");
    written(&told, "b");

    // A page that is new.
    fs::write(root.join("content/c.md"), page("new\n")).expect("written");
    written(&told, "c");

    stop.store(true, Ordering::Relaxed);
    watching.join().expect("it ends").expect("it could watch");
}
