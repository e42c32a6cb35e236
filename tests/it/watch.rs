//! Builds that follow the files, on a real disk: whatever changes, however an editor saves it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use offprint::driver::{BuildOptions, Live, Project, Told, build, watch};
use offprint::system::Os;

use crate::project::page;

/// What was told.
#[derive(Debug, Default)]
struct News {
    /// The documents that were made, or tried.
    tried: BTreeSet<String>,
    /// Those that were written.
    written: BTreeSet<String>,
    /// Those that were removed.
    removed: BTreeSet<String>,
    /// The codes of all errors.
    errors: BTreeSet<&'static str>,
}

/// No step takes as long; a test that waits for nothing has to end.
const LONG: Duration = Duration::from_secs(60);

fn name(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

fn news(told: &Told<'_>) -> News {
    let summary = match told {
        Told::Broken(problems) => {
            let errors = problems.iter().map(|found| found.code).collect();
            return News { errors, ..News::default() };
        }
        Told::Touched(summary) | Told::Built(summary) => summary,
    };
    let documents = summary.documents.iter();
    let own = documents.clone().flat_map(|one| &one.diagnostics);
    let errors = summary.diagnostics.iter().chain(own).filter(|found| found.is_error());
    let made = documents.clone().filter(|one| !one.timings.total().is_zero());
    let written = documents.filter(|one| one.written);
    let removed = summary.orphans.iter().filter(|orphan| orphan.removed);
    News {
        tried: made.map(|one| name(&one.output)).collect(),
        written: written.map(|one| name(&one.output)).collect(),
        removed: removed.map(|orphan| name(&orphan.output)).collect(),
        errors: errors.map(|found| found.code).collect(),
    }
}

/// A site that is watched.
struct Watched {
    root: PathBuf,
    told: Receiver<News>,
    stop: Arc<AtomicBool>,
    watching: Option<JoinHandle<()>>,
    fences: usize,
}

const LINE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
    <path d='M0 0h9' stroke='#000'/></svg>";

/// Pages of all kinds; `fence` is never what a test is about.
fn site() -> Vec<(&'static str, String)> {
    vec![
        ("hugo.toml", "title = 'T'\nbaseURL = 'https://www.example.org/'\n".to_owned()),
        ("content/plain.md", page("one\n")),
        ("content/link.md", page("To [the plain one](plain.md).\n")),
        ("content/picture.md", page("![A line](/line.svg)\n")),
        ("content/prices.md", page("{{< data from=\"prices\" >}}\n")),
        ("content/include.md", page("{{< include \"parts/part.md\" >}}\n")),
        ("content/broken.md", page("{{< part >}}\n")),
        ("content/fence.md", page("0\n")),
        ("static/line.svg", LINE.to_owned()),
        ("data/prices.csv", "What,Price\nOne,1\n".to_owned()),
        ("data/nobodys.csv", "a\n1\n".to_owned()),
        ("parts/part.md", "A part.\n".to_owned()),
        ("offprint.yml", MAP.to_owned()),
    ]
}

const MAP: &str = "shortcodes:\n  data: { as: data, from: from }\n";

/// The names of all documents of the site that can be printed.
const WELL: &[&str] = &["plain", "link", "picture", "prices", "include"];

impl Watched {
    fn new(folder: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
        let _ = fs::remove_dir_all(&root);
        for (path, text) in site() {
            write(&root.join(path), text);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let (sender, told) = channel();
        let (here, ended) = (root.clone(), Arc::clone(&stop));
        let watching = thread::spawn(move || {
            let system = Os::hurried();
            let mut live = Live::open(&system, &here, None, Box::new(|_| ()));
            let options = BuildOptions { stop: ended, ..BuildOptions::default() };
            let mut tell = |told: &Told<'_>| drop(sender.send(news(told)));
            watch(&mut live, &options, &mut tell).expect("it can watch");
        });
        let watching = Some(watching);
        let mut watched = Self { root, told, stop, watching, fences: 0 };
        let first = watched.until("the first build", |news| news.tried.len() > 1);
        let broken = BTreeSet::from(["broken".to_owned()]);
        assert_eq!(&first.tried - &first.written, broken, "{first:?}");
        watched.fence();
        watched
    }

    /// Waits for news of a kind; what comes before is given, too.
    fn until(&self, what: &str, is_there: impl Fn(&News) -> bool) -> News {
        let mut all = News::default();
        loop {
            let news = self.told.recv_timeout(LONG).expect(what);
            let found = is_there(&news);
            all.tried.extend(news.tried);
            all.written.extend(news.written);
            all.removed.extend(news.removed);
            // What is wrong is told anew each time.
            all.errors = news.errors;
            if found {
                return all;
            }
        }
    }

    /// Waits until everything that was changed has been seen: another page is edited, and written
    /// after all others.
    fn fence(&mut self) -> News {
        self.fences += 1;
        write(&self.root.join("content/fence.md"), page(&format!("{}\n", self.fences)));
        let mut all = self.until("fence", |news| news.written.contains("fence"));
        // The page that is edited is told first, then all the others.
        let broken = |news: &News| news.errors.contains("shortcode-unknown");
        if !broken(&all) {
            let rest = self.until("what is wrong with the others", broken);
            all.errors = rest.errors;
            all.tried.extend(rest.tried);
        }
        all.tried.remove("fence");
        all
    }

    /// Changes a file, waits until a document was tried, and gives the names of all that were.
    fn change(
        &mut self,
        path: &str,
        bytes: impl AsRef<[u8]>,
        waits: &str,
    ) -> Vec<String> {
        write(&self.root.join(path), bytes);
        let mut tried = BTreeSet::new();
        if !waits.is_empty() {
            tried.extend(self.until(path, |news| news.tried.contains(waits)).tried);
        }
        tried.extend(self.fence().tried);
        tried.remove("fence");
        tried.into_iter().collect()
    }

    /// What is on the disk is what a build would make now.
    fn has_kept_up(self) {
        let system = Os::new();
        let (project, _) = Project::open(&system, &self.root, None).expect("it opens");
        let summary =
            build(&project, &BuildOptions { dry: true, ..BuildOptions::default() });
        let stale = summary.documents.iter().filter(|one| !one.is_fresh());
        let stale: Vec<String> = stale.map(|one| name(&one.output)).collect();
        assert_eq!(stale, ["broken"]);
        assert_eq!(summary.orphans, []);
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let ended = self.watching.take().map(JoinHandle::join);
        assert!(thread::panicking() || ended.is_none_or(|ended| ended.is_ok()));
    }
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("written");
}

#[test]
fn a_change_makes_what_it_touches_and_tries_nothing_else() {
    let mut watched = Watched::new("watched-changes");
    let picture = LINE.replace("9'", "8'");
    let cases: &[(&str, String, &[&str])] = &[
        ("content/plain.md", page("two\n"), &["plain"]),
        // Its address is on another page.
        (
            "content/plain.md",
            "---\ntitle: T\ndate: 2026-01-02\nslug: other\n---\nthree\n".to_owned(),
            &["link", "plain"],
        ),
        ("static/line.svg", picture, &["picture"]),
        ("data/prices.csv", "What,Price\nOne,2\n".to_owned(), &["prices"]),
        ("parts/part.md", "Another part.\n".to_owned(), &["include"]),
        ("parts/nobodys.md", "Not taken in.\n".to_owned(), &[]),
        ("data/nobodys.csv", "a\n2\n".to_owned(), &[]),
        ("content/broken.md", page("{{< part >}} still\n"), &["broken"]),
    ];
    for (path, text, expected) in cases {
        let tried = watched.change(path, text, expected.first().unwrap_or(&""));
        assert_eq!(tried, *expected, "{path}");
    }
    watched.has_kept_up();
}

#[test]
fn what_all_documents_have_in_common_changes_all() {
    let mut watched = Watched::new("watched-common");
    let template = include_str!("../../templates/whitepaper/template.typ").to_owned();
    let template = template + "\n// Mine.\n";
    let font = include_bytes!("../../fonts/figtree/Figtree-Light.ttf");
    let map = format!("{MAP}  nobodys: {{ as: drop, reason: none }}\n");
    let cases: &[(&str, &[u8])] = &[
        ("_brand.yml", b"color: { primary: \"#336699\" }\n"),
        ("templates/whitepaper/template.typ", template.as_bytes()),
        ("fonts/own/Mine.ttf", font),
        ("offprint.yml", map.as_bytes()),
        ("hugo.toml", b"title = 'U'\nbaseURL = 'https://www.example.org/'\n"),
    ];
    for (path, bytes) in cases {
        let tried: BTreeSet<String> =
            watched.change(path, bytes, "plain").into_iter().collect();
        let mut all: BTreeSet<String> =
            WELL.iter().map(|name| (*name).to_owned()).collect();
        all.insert("broken".to_owned());
        assert_eq!(tried, all, "{path}");
    }
    watched.has_kept_up();
}

#[test]
fn pages_and_pictures_come_and_go() {
    let mut watched = Watched::new("watched-going");
    assert_eq!(watched.change("content/deep/new.md", page("new\n"), "new"), ["new"]);

    // With a page that has errors there may be a reason that another is gone: its PDF stays.
    fs::remove_file(watched.root.join("content/deep/new.md")).expect("removed");
    watched.fence();
    assert!(watched.root.join("output/deep/new.pdf").is_file());
    let config = watched.root.join("offprint.yml");
    write(&config, format!("{MAP}  part: {{ as: drop, reason: none }}\n"));
    watched.until("the page that is gone", |news| news.removed.contains("new"));
    assert!(!watched.root.join("output/deep/new.pdf").exists());
    write(&config, MAP);
    watched.until("the error", |news| news.errors.contains("shortcode-unknown"));

    let (picture, away) = (watched.root.join("static"), watched.root.join("away"));
    fs::rename(&picture, &away).expect("renamed");
    let gone = watched.until("the picture", |news| news.errors.contains("image-missing"));
    assert!(!gone.written.contains("picture"));
    assert!(watched.fence().errors.contains("image-missing"), "it stays told");
    fs::rename(&away, &picture).expect("renamed");
    watched.until("the picture", |news| news.written.contains("picture"));
    assert!(!watched.fence().errors.contains("image-missing"), "it is mended");

    // The project itself may break.
    write(&config, "shortcodes:\n  part: { as: nonsense }\n");
    watched.until("the map", |news| news.errors.contains("config-unknown-component"));
    write(&config, MAP);
    watched.until("the map", |news| news.errors.contains("shortcode-unknown"));
    watched.has_kept_up();
}

#[test]
fn a_page_is_seen_however_it_is_saved() {
    let mut watched = Watched::new("watched-saves");
    let content = watched.root.join("content");
    let (file, draft) = (content.join("plain.md"), content.join(".plain.md.swp"));
    let backup = content.join("plain.md~");
    let pause = || thread::sleep(Duration::from_millis(60));
    let saves: &[(&str, &dyn Fn(String))] = &[
        ("in place", &|text| write(&file, text)),
        ("a second file that takes its name", &|text| {
            write(&draft, text);
            fs::rename(&draft, &file).expect("renamed");
        }),
        ("renamed to a backup first", &|text| {
            fs::rename(&file, &backup).expect("renamed");
            pause();
            write(&file, text);
            fs::remove_file(&backup).expect("removed");
        }),
        ("copied to a backup first", &|text| {
            fs::copy(&file, &backup).expect("copied");
            write(&file, text);
        }),
        ("cut off, then written", &|text| {
            fs::File::create(&file).expect("cut off");
            pause();
            write(&file, text);
        }),
        ("removed, then written", &|text| {
            fs::remove_file(&file).expect("removed");
            pause();
            write(&file, text);
        }),
        ("in pieces", &|text| {
            let (first, second) = text.split_at(text.len() / 2);
            write(&file, first);
            pause();
            write(&file, [first, second].concat());
        }),
    ];
    for (how, save) in saves {
        save(page(&format!("Saved {how}.\n")));
        watched.until(how, |news| news.written.contains("plain"));
        watched.fence();
        let text = fs::read_to_string(&file).expect("the page");
        assert!(text.contains(how), "{text}");
    }
    watched.has_kept_up();
}
