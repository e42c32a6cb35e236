//! Fills the desk of the preview: documents that somebody looks at first, the others when
//! there is nothing else to do.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::build::BuildOptions;
use super::judge::changed_answer;
use super::live::Live;
use super::plan::{Planned, plan};
use super::print::{Printed, print};
use super::project::Project;
use super::render::Look;
use super::session::folder_of;
use crate::diagnostic::{Diagnostic, Place};
use crate::preview::{Desk, Document, Shown, Status};
use crate::report;
use crate::report::json::DiagnosticJson;
use crate::system::{Digest, Facts, Seen, System, digest};

/// How long nothing may happen before the desk is looked at again.
const BREATH: Duration = Duration::from_millis(500);

/// Keeps the desk filled until the preview is over. Who watches the files tells the desk;
/// `watch` is called whenever other folders may have to be watched, and says whether they are.
pub fn preview(
    live: &mut Live<'_>,
    options: &BuildOptions,
    desk: &Desk,
    watch: &mut dyn FnMut(&mut Live<'_>) -> bool,
) {
    let mut maker = Maker::new(options, desk);
    maker.plan(live);
    loop {
        let is_idle = maker.waiting.is_empty();
        let work = desk.next_work(if is_idle { BREATH } else { Duration::ZERO });
        if work.over {
            break;
        }
        if !work.changed.is_empty() {
            live.changed(&work.changed);
            watch(live);
            maker.changed(live, &work.changed);
        }
        let Some(project) = live.project() else { continue };
        for id in &work.wanted {
            maker.make(project, id);
        }
        if work.wanted.is_empty()
            && let Some(id) = maker.waiting.pop_front()
        {
            maker.make(project, &id);
        }
        live.follow(&maker.inputs);
        if watch(live) {
            // What has changed before they were watched was seen by nobody.
            let inputs = maker.inputs.clone();
            live.changed(&inputs);
            maker.changed(live, &inputs);
        }
    }
}

/// What a document was made of.
struct Made {
    content: String,
    facts: Facts,
}

struct Maker<'a> {
    options: &'a BuildOptions,
    desk: &'a Desk,
    planned: BTreeMap<String, Planned>,
    made: BTreeMap<String, Made>,
    /// The folders of all files that documents were made of.
    inputs: BTreeSet<PathBuf>,
    /// Documents to be made when there is nothing else to do.
    waiting: VecDeque<String>,
    /// How many documents were made: what tells one making from another.
    count: u64,
}

impl<'a> Maker<'a> {
    fn new(options: &'a BuildOptions, desk: &'a Desk) -> Self {
        Self {
            options,
            desk,
            planned: BTreeMap::new(),
            made: BTreeMap::new(),
            inputs: BTreeSet::new(),
            waiting: VecDeque::new(),
            count: 0,
        }
    }

    /// Finds out which documents there are, and which are to be made.
    fn plan(&mut self, live: &Live<'_>) {
        let Some(project) = live.project() else {
            self.desk.set_problems(problems(live.problems(), &[]));
            return;
        };
        let plan = plan(project, self.options);
        let name = project.site.settings.text("title");
        let documents = plan.documents.iter().map(entry).collect();
        self.desk.set_documents(
            name.as_deref().unwrap_or("offprint"),
            documents,
            problems(live.problems(), &plan.diagnostics),
        );
        self.waiting.clear();
        let mut planned = BTreeMap::new();
        for document in plan.documents {
            let id = id(&document.file);
            let made = self.made.get(&id);
            let content = Some(document.content);
            if made.is_none_or(|made| Digest::parse(&made.content) != content) {
                self.waiting.push_back(id.clone());
            }
            planned.insert(id, document);
        }
        self.planned = planned;
    }

    /// Makes what a change has touched and somebody looks at; the rest waits.
    fn changed(&mut self, live: &Live<'_>, paths: &BTreeSet<PathBuf>) {
        let Some(project) = live.project() else {
            self.desk.set_problems(problems(live.problems(), &[]));
            return;
        };
        let everything = paths.iter().any(|path| {
            path == Path::new(".")
                || project.is_font(path)
                || project.opened.paths.contains_key(path)
        });
        let planned = &self.planned;
        self.made.retain(|id, made| {
            !everything
                && !is_touched(project.system, &made.facts, paths)
                && planned.get(id).is_some_and(|one| !asks_anew(project, one, made))
        });
        for id in self.desk.looked_at() {
            if !self.made.contains_key(&id) {
                self.make(project, &id);
            }
        }
        self.plan(live);
    }

    fn make(&mut self, project: &Project<'_>, id: &str) {
        let Some(planned) = self.planned.get(id) else { return };
        let looks = self.desk.looked_at().iter().any(|looked| looked == id);
        let mut project = project.clone();
        project.looks = looks;
        let mut printed = print(&project, planned, self.options.lenient);
        self.count += 1;
        let shown = looks.then(|| {
            let look = printed.look.take().unwrap_or_default();
            shown(planned, &mut printed, &look, self.count)
        });
        let counts = report::counts(&printed.diagnostics);
        let status = match (counts.errors, counts.warnings) {
            (0, 0) => Status::Fine,
            (0, _) => Status::Warnings,
            _ => Status::Errors,
        };
        let document = Document {
            status,
            pages: printed.pages,
            errors: counts.errors,
            warnings: counts.warnings,
            ..entry(planned)
        };
        self.desk.put(document, shown);
        let Printed { content, facts, .. } = printed;
        self.inputs
            .extend(facts.paths.keys().filter_map(|path| folder_of(path)));
        self.made.insert(id.to_owned(), Made { content, facts });
    }
}

fn id(file: &Path) -> String {
    digest(file.to_string_lossy().as_bytes()).chars().take(12).collect()
}

fn entry(planned: &Planned) -> Document {
    let file = planned.file.display().to_string();
    let title =
        if planned.title.is_empty() { file.clone() } else { planned.title.clone() };
    Document {
        id: id(&planned.file),
        file,
        title,
        ..Document::default()
    }
}

/// Whether anything that a document was made of is another now.
fn is_touched(system: &dyn System, facts: &Facts, paths: &BTreeSet<PathBuf>) -> bool {
    // A folder that is moved tells nothing of what is in it; a file that is new, nothing of
    // the list of its folder.
    let may_be = |known: &Path| {
        known.ancestors().any(|around| paths.contains(around))
            || paths.iter().any(|path| path.parent() == Some(known))
    };
    let mut known = facts.paths.iter();
    known.any(|(known, seen)| may_be(known) && !seen.holds(&now(system, known)))
}

/// Whether other pages answer otherwise than when the document was made.
fn asks_anew(project: &Project<'_>, planned: &Planned, made: &Made) -> bool {
    let answers = made.facts.answers.iter();
    let asked = answers.map(|(one, answer)| (one.about, &*one.page, &*one.of, &**answer));
    changed_answer(project, planned, asked).is_some()
}

/// How a path is found now.
fn now(system: &dyn System, path: &Path) -> Seen {
    if system.is_dir(path) {
        return system
            .list(path)
            .map_or(Seen::Folder, |entries| Seen::names(&entries));
    }
    system.read(path).map_or(Seen::Absent, |bytes| Seen::contents(&bytes))
}

fn problems(project: &[Diagnostic], plan: &[Diagnostic]) -> Value {
    let all: Vec<DiagnosticJson> =
        project.iter().chain(plan).map(DiagnosticJson::from).collect();
    json!(all)
}

/// A document as it is looked at.
fn shown(planned: &Planned, printed: &mut Printed, look: &Look, stamp: u64) -> Shown {
    let coverage = &printed.coverage;
    let totals = printed.totals;
    let problems: Vec<DiagnosticJson> =
        printed.diagnostics.iter().map(DiagnosticJson::from).collect();
    let counts = report::counts(&printed.diagnostics);
    let details = json!({
        "stamp": stamp,
        "title": entry(planned).title,
        "bytes": printed.pdf.as_ref().map(Vec::len),
        "pages": look.pages.iter().map(page).collect::<Vec<_>>(),
        "problems": problems,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "coverage": {
            "words": coverage.words.words,
            "found": coverage.words.found,
            "percent": hundredths(coverage.words.percent()),
            "missing": coverage.missing,
        },
        "totals": {
            "printed": totals.printed,
            "dropped": totals.dropped,
            "lost": totals.lost,
        },
        "ledger": look.ledger.iter().map(ledger_entry).collect::<Vec<_>>(),
        "sources": sources(planned, printed, look),
    });
    let pages = look.pages.iter().map(|page| (page.digest.clone(), page.svg.clone()));
    Shown {
        details,
        pages: pages.collect(),
        pdf: printed.pdf.take(),
        name: planned
            .output
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    }
}

fn page(view: &crate::view::PageView) -> Value {
    let regions = view.regions.iter().map(|region| {
        let place = &region.place;
        json!({
            "left": hundredths(region.left),
            "top": hundredths(region.top),
            "right": hundredths(region.right),
            "bottom": hundredths(region.bottom),
            "text": region.text,
            "file": place.source.name(),
            "line": place.position().line,
            "end_line": place.source.position(place.span.end).line,
        })
    });
    json!({
        "digest": view.digest,
        "width": hundredths(view.width),
        "height": hundredths(view.height),
        "regions": regions.collect::<Vec<_>>(),
    })
}

fn ledger_entry((place, entry): &(Place, crate::ledger::Entry)) -> Value {
    json!({
        "file": place.source.name(),
        "line": place.position().line,
        "item": entry.item.name(),
        "name": entry.name,
        "fate": entry.fate.name(),
        "reason": entry.fate.reason(),
    })
}

/// The texts that the document came from, that of its own file first.
fn sources(planned: &Planned, printed: &Printed, look: &Look) -> Vec<Value> {
    let own = planned.file.display().to_string();
    let regions = look.pages.iter().flat_map(|page| &page.regions);
    let regions = regions.map(|region| &region.place);
    let found = printed.diagnostics.iter().filter_map(|found| found.place.as_ref());
    let ledger = look.ledger.iter().map(|(place, _)| place);
    let mut all: BTreeMap<&str, &str> = BTreeMap::new();
    for place in regions.chain(found).chain(ledger) {
        all.insert(place.source.name(), place.source.text());
    }
    let mut all: Vec<(&str, &str)> = all.into_iter().collect();
    all.sort_by_key(|(name, _)| *name != own);
    all.into_iter()
        .map(|(file, text)| json!({ "file": file, "text": text }))
        .collect()
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
