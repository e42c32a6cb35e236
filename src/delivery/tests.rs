//! The same rules for every destination: a folder in memory and a store in memory, and a store
//! that breaks.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::memory::InMemory;
use object_store::{ObjectStoreExt, PutPayload, path};

use super::{Bucket, Delivered, Destination, File, Files, Folder, Found, Open, Round};
use crate::diagnostic::Diagnostic;
use crate::system::{Memory, System, digest};

const MANIFEST: &str = "manifest.json";

/// The bytes of files, and what a manifest says of them.
type Contents = BTreeMap<&'static str, Vec<u8>>;

fn contents(of: &[(&'static str, &str)]) -> Contents {
    of.iter()
        .map(|(name, text)| (*name, text.as_bytes().to_vec()))
        .collect()
}

fn files(contents: &Contents) -> Files {
    let file = |bytes: &Vec<u8>| File { sha256: digest(bytes), language: None };
    contents
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), file(bytes)))
        .collect()
}

fn listed(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    serde_json::from_slice(bytes).ok()
}

fn manifest(files: &Files) -> Vec<u8> {
    let all: BTreeMap<&String, &String> =
        files.iter().map(|(name, file)| (name, &file.sha256)).collect();
    serde_json::to_vec(&all).unwrap()
}

type Came = Result<(Delivered, Vec<Diagnostic>), Vec<Diagnostic>>;

fn deliver(contents: &Contents, to: &dyn Destination, may_remove: bool) -> Came {
    let files = files(contents);
    let open: Open<'_> = &|name| match contents.get(name) {
        Some(bytes) => Ok(Box::new(io::Cursor::new(bytes.clone()))),
        None => Err(io::ErrorKind::NotFound.into()),
    };
    let round = Round {
        files: &files,
        name: MANIFEST,
        manifest: &manifest(&files),
        open,
        parse: &listed,
        may_remove,
        go_on: &|| true,
    };
    round.deliver(to)
}

fn numbers(came: Came) -> (usize, usize, usize) {
    let (done, told) = came.expect("delivered");
    assert!(told.is_empty() && done.complete, "{told:#?}");
    (done.sent, done.there, done.removed)
}

/// A destination that breaks after so many files.
struct Broken<'a> {
    to: &'a dyn Destination,
    left: Cell<usize>,
}

impl Broken<'_> {
    fn breaks(&self) -> Result<(), Diagnostic> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        let error = || Diagnostic::error("hook-upload", "the line is cut");
        (left > 0).then_some(()).ok_or_else(error)
    }
}

impl Destination for Broken<'_> {
    fn name(&self) -> String {
        self.to.name()
    }
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        self.to.read(name)
    }
    fn find(&self, name: &str) -> Result<Found, Diagnostic> {
        self.to.find(name)
    }
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.breaks()?;
        self.to.write(name, bytes)
    }
    fn send(
        &self,
        files: &[(&str, &File)],
        open: Open<'_>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<(), Vec<Diagnostic>> {
        for file in files {
            self.breaks().map_err(|error| vec![error])?;
            self.to.send(&[*file], open, go_on)?;
        }
        Ok(())
    }
    fn remove(&self, name: &str) -> Result<(), Diagnostic> {
        self.breaks()?;
        self.to.remove(name)
    }
}

fn bucket(store: &Arc<InMemory>) -> Bucket {
    let store = Arc::clone(store) as Arc<dyn object_store::ObjectStore>;
    let patience = Duration::from_secs(600);
    Bucket::new(
        store,
        "docs/pdf",
        "s3://docs/pdf".to_owned(),
        "no-cache".to_owned(),
        patience,
    )
    .unwrap()
}

/// Does the same with a folder and with a store.
fn everywhere(test: impl Fn(&dyn Destination)) {
    let memory = Memory::new();
    test(&Folder::new(&memory, PathBuf::from("to")));
    test(&bucket(&Arc::default()));
}

fn assert_has(to: &dyn Destination, contents: &Contents) {
    for (name, bytes) in contents {
        assert_eq!(to.find(name).unwrap(), Found::File(digest(bytes)), "{name}");
        assert_eq!(to.read(name).unwrap().as_ref(), Some(bytes), "{name}");
    }
    assert_eq!(to.read(MANIFEST).unwrap(), Some(manifest(&files(contents))));
    assert_eq!(to.find("manifest.sending.json").unwrap(), Found::Nothing);
}

#[test]
fn only_what_is_lacking_is_sent() {
    everywhere(|to| {
        let first = contents(&[("a.pdf", "a"), ("å/b.pdf", "b"), ("c.pdf", "c")]);
        assert_eq!(numbers(deliver(&first, to, true)), (3, 0, 0));
        assert_has(to, &first);
        assert_eq!(numbers(deliver(&first, to, true)), (0, 3, 0));
        let second = contents(&[("a.pdf", "A"), ("å/b.pdf", "b"), ("d.pdf", "d")]);
        assert_eq!(numbers(deliver(&second, to, true)), (2, 1, 1));
        assert_has(to, &second);
        assert_eq!(to.find("c.pdf").unwrap(), Found::Nothing);
    });
}

#[test]
fn wherever_it_is_cut_off_the_next_round_mends_it() {
    let first = contents(&[("a.pdf", "a"), ("b.pdf", "b"), ("c.pdf", "c")]);
    let second = contents(&[("a.pdf", "A"), ("b.pdf", "b"), ("d.pdf", "d")]);
    for cut in 0..7 {
        everywhere(|to| {
            let _ = deliver(&first, to, true);
            let broken = Broken { to, left: Cell::new(cut) };
            let came = deliver(&second, &broken, true);
            assert_eq!(came.is_err(), cut < 6, "{cut}");
            // Meanwhile the pages are what they were before, or have gone on.
            for last in [&first, &second] {
                let came = deliver(last, to, true).expect("delivered");
                assert!(came.0.sent <= 2, "{cut}: {came:?}");
                assert_has(to, last);
                let extra = if last == &first { "d.pdf" } else { "c.pdf" };
                assert_eq!(to.find(extra).unwrap(), Found::Nothing, "{cut}");
            }
        });
    }
}

#[test]
fn what_was_sent_is_not_sent_again() {
    everywhere(|to| {
        let all = contents(&[("a.pdf", "a"), ("b.pdf", "b"), ("c.pdf", "c")]);
        let broken = Broken { to, left: Cell::new(3) };
        assert!(deliver(&all, &broken, true).is_err());
        assert_eq!(to.read(MANIFEST).unwrap(), None);
        assert_eq!(numbers(deliver(&all, to, true)), (1, 2, 0));
    });
}

#[test]
fn nothing_is_removed_before_all_is_well() {
    everywhere(|to| {
        let _ = deliver(&contents(&[("a.pdf", "a"), ("b.pdf", "b")]), to, true);
        let left = contents(&[("a.pdf", "a")]);
        assert_eq!(numbers(deliver(&left, to, false)), (0, 1, 0));
        assert_eq!(to.find("b.pdf").unwrap(), Found::File(digest(b"b")));
        assert_eq!(numbers(deliver(&left, to, true)), (0, 1, 1));
        assert_has(to, &left);
    });
}

#[test]
fn what_is_not_ours_stays() {
    let memory = Memory::new().with("to/b.pdf", "somebody else's");
    let to = Folder::new(&memory, PathBuf::from("to"));
    let all = contents(&[("a.pdf", "a"), ("b.pdf", "b")]);
    let _ = deliver(&all, &to, true);
    memory.write(Path::new("to/b.pdf"), b"changed there").unwrap();
    let (done, told) = deliver(&contents(&[("a.pdf", "a")]), &to, true).unwrap();
    assert_eq!((done.removed, told[0].code), (0, "output-foreign"));
    assert!(memory.is_file(Path::new("to/b.pdf")));
    let memory = Memory::new().with("to/manifest.json", "{\"name\": 1}");
    let to = Folder::new(&memory, PathBuf::from("to"));
    assert_eq!(deliver(&all, &to, true).unwrap_err()[0].code, "hook-foreign");
    assert_eq!(memory.paths(), [Path::new("to/manifest.json")]);
}

#[test]
fn a_manifest_from_elsewhere_leads_nowhere_else() {
    let sha256 = digest(b"secret");
    let text =
        format!("{{\"../secret\": \"{sha256}\", \"a/../../secret\": \"{sha256}\"}}");
    let memory = Memory::new().with("secret", "secret").with("to/manifest.json", text);
    let to = Folder::new(&memory, PathBuf::from("to"));
    let all = contents(&[("a.pdf", "a")]);
    assert_eq!(numbers(deliver(&all, &to, true)), (1, 0, 0));
    assert!(memory.is_file(Path::new("secret")));
}

#[test]
fn files_that_are_not_what_they_were_are_told_and_the_others_sent() {
    everywhere(|to| {
        let all = contents(&[("a.pdf", "a"), ("b.pdf", "b"), ("c.pdf", "c")]);
        let files = files(&all);
        let open: Open<'_> = &|name| match name {
            "a.pdf" => Ok(Box::new(io::Cursor::new(b"changed"))),
            "b.pdf" => Err(io::ErrorKind::NotFound.into()),
            _ => Ok(Box::new(io::Cursor::new(b"c"))),
        };
        let manifest = manifest(&files);
        let round = Round {
            files: &files,
            name: MANIFEST,
            manifest: &manifest,
            open,
            parse: &listed,
            may_remove: true,
            go_on: &|| true,
        };
        let told = round.deliver(to).unwrap_err();
        let told: Vec<&str> = told.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "`a.pdf` is not sent: somebody has changed it since it was built",
                "`b.pdf` is not sent: entity not found",
            ]
        );
        assert_eq!(to.find("c.pdf").unwrap(), Found::File(digest(b"c")));
        assert_eq!(to.read(MANIFEST).unwrap(), None);
    });
}

#[test]
fn large_files_go_in_parts() {
    let store = Arc::<InMemory>::default();
    let to = bucket(&store);
    let large = vec![7; super::bucket::PART * 2 + 5];
    let exact = vec![8; super::bucket::PART];
    let all = BTreeMap::from([("large.pdf", large), ("exact.pdf", exact)]);
    assert_eq!(numbers(deliver(&all, &to, true)), (2, 0, 0));
    assert_has(&to, &all);
    // One that changes meanwhile never comes to be.
    let files = files(&BTreeMap::from([("other.pdf", vec![9; super::bucket::PART + 1])]));
    let file = &files["other.pdf"];
    let open: Open<'_> =
        &|_| Ok(Box::new(io::Cursor::new(vec![1; super::bucket::PART + 1])));
    assert!(to.send(&[("other.pdf", file)], open, &|| true).is_err());
    assert_eq!(to.find("other.pdf").unwrap(), Found::Nothing);
}

#[test]
fn objects_of_others_are_foreign() {
    let store = Arc::<InMemory>::default();
    let to = bucket(&store);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let place = path::Path::from("docs/pdf/a.pdf");
    runtime
        .block_on(store.put(&place, PutPayload::from_static(b"a")))
        .unwrap();
    assert_eq!(to.find("a.pdf").unwrap(), Found::Foreign);
}
