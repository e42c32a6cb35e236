//! Documents in a process of their own: one that runs away is stopped and told, and takes
//! nobody along. The engine cannot be interrupted from inside.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::build::BuildOptions;
use super::plan::{Planned, Subject, plan};
use super::print::{Imprint, Printed, print};
use super::project::Project;
use super::summary::State;
use super::thumbnail::Thumbnail;
use crate::coverage::Coverage;
use crate::diagnostic::{Diagnostic, Stored};
use crate::manifest::Ledger;
use crate::source::Source;
use crate::system::{Answer, Digest, Facts, Process, Question, Seen, System};
use crate::timings::Timings;

/// What a document may use.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// The time it may take.
    pub time: Option<Duration>,
    /// The memory it may take, in bytes.
    pub memory: Option<u64>,
    /// The arguments that make this program a worker of the build.
    pub worker: Vec<OsString>,
}

impl Limits {
    /// Whether there is any.
    #[must_use]
    pub fn any(&self) -> bool {
        self.time.is_some() || self.memory.is_some()
    }
}

/// How often a worker is looked at.
const TICK: Duration = Duration::from_millis(20);

/// How long a worker may take to open the project.
const START: Duration = Duration::from_secs(60);

/// What a worker is asked for.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    file: PathBuf,
    template: String,
    collection: Option<(usize, Vec<PathBuf>)>,
}

/// What a worker answers. The PDF and the pictures follow in a message of their own each.
#[derive(Debug, Serialize, Deserialize)]
struct Response {
    has_pdf: bool,
    thumbnails: Vec<String>,
    pages: usize,
    ledger: Ledger,
    coverage: Coverage,
    diagnostics: Vec<Stored>,
    imprint: Imprint,
    content: String,
    paths: Vec<(PathBuf, String)>,
    answers: Vec<(Question, String)>,
}

/// A worker, started when it is needed and again after it was stopped.
pub(super) struct Worker<'a> {
    system: &'a dyn System,
    limits: &'a Limits,
    process: Option<Box<dyn Process>>,
}

/// Why there is no answer.
enum Lost {
    TooLong,
    TooLarge,
    Died,
}

impl<'a> Worker<'a> {
    /// None is running yet.
    pub(super) fn new(system: &'a dyn System, limits: &'a Limits) -> Self {
        Self { system, limits, process: None }
    }

    /// Prints a planned document.
    pub(super) fn print(&mut self, project: &Project<'_>, planned: &Planned) -> Printed {
        match self.answer(project, planned) {
            Ok(printed) => printed,
            Err(lost) => {
                // What is left of it is killed.
                self.process = None;
                let diagnostics = vec![self.told(planned, &lost)];
                Printed { diagnostics, ..Printed::default() }
            }
        }
    }

    fn answer(
        &mut self,
        project: &Project<'_>,
        planned: &Planned,
    ) -> Result<Printed, Lost> {
        if self.process.is_none() {
            let started = self.system.start(&self.limits.worker);
            self.process = Some(started.map_err(|_| Lost::Died)?);
            // Its first message says that the project is open.
            self.message(self.system.elapsed() + START)?;
        }
        let request = Request {
            file: planned.file.clone(),
            template: planned.template.clone(),
            collection: match &planned.subject {
                Subject::Collection(number, files) => Some((*number, files.clone())),
                Subject::Page | Subject::Stdin(_) => None,
            },
        };
        let line = serde_json::to_string(&request).unwrap_or_default();
        let process = self.process.as_mut().ok_or(Lost::Died)?;
        process.ask(&line).map_err(|_| Lost::Died)?;
        let time = self.limits.time.unwrap_or(Duration::MAX);
        let end = self.system.elapsed().saturating_add(time);
        let response = self.message(end)?;
        let response: Response =
            serde_json::from_slice(&response).map_err(|_| Lost::Died)?;
        let pdf = if response.has_pdf { Some(self.message(end)?) } else { None };
        let mut pictures = Vec::new();
        for _ in &response.thumbnails {
            pictures.push(self.message(end)?);
        }
        Ok(printed(project, response, pdf, pictures))
    }

    /// The next message, if it comes before `end`.
    fn message(&mut self, end: Duration) -> Result<Vec<u8>, Lost> {
        let process = self.process.as_mut().ok_or(Lost::Died)?;
        loop {
            match process.answer(TICK) {
                Answer::Message(message) => return Ok(message),
                Answer::Ended => return Err(Lost::Died),
                Answer::Nothing => {}
            }
            let used = process.memory().unwrap_or_default();
            if self.limits.memory.is_some_and(|most| used > most) {
                return Err(Lost::TooLarge);
            }
            if self.system.elapsed() > end {
                return Err(Lost::TooLong);
            }
        }
    }

    fn told(&self, planned: &Planned, lost: &Lost) -> Diagnostic {
        let file = planned.file.display();
        let (code, message) = match lost {
            Lost::TooLong => {
                let most = self.limits.time.unwrap_or_default().as_secs();
                (
                    "document-time",
                    format!("`{file}` took more than {most} s and was stopped"),
                )
            }
            Lost::TooLarge => {
                let most = self.limits.memory.unwrap_or_default() / 1_000_000;
                let message = format!(
                    "`{file}` took more than {most} MB of memory and was stopped"
                );
                ("document-memory", message)
            }
            Lost::Died => {
                ("document-crash", format!("the process that printed `{file}` has died"))
            }
        };
        Diagnostic::error(code, message).hint(
            "look for a loop in the template, and for what is very long on the page",
        )
    }
}

/// What a worker has printed.
fn printed(
    project: &Project<'_>,
    response: Response,
    pdf: Option<Vec<u8>>,
    pictures: Vec<Vec<u8>>,
) -> Printed {
    let source = |name: &str| {
        let bytes = project.machine.read(name.as_ref()).ok()?;
        Some(Source::new(name, String::from_utf8_lossy(&bytes).into_owned()))
    };
    let mut facts = Facts::default();
    for (path, seen) in response.paths {
        facts.saw(&path, Seen::parse(&seen).unwrap_or(Seen::Absent));
    }
    facts.answers.extend(response.answers);
    let extension = project.thumbnails.format.extension();
    let thumbnails = response.thumbnails.into_iter().zip(pictures);
    Printed {
        pdf,
        thumbnails: thumbnails
            .map(|(suffix, bytes)| Thumbnail { suffix, extension, bytes })
            .collect(),
        pages: response.pages,
        totals: response.ledger.into(),
        coverage: response.coverage,
        diagnostics: response
            .diagnostics
            .iter()
            .map(|one| one.restore(&source))
            .collect(),
        imprint: response.imprint,
        content: response.content,
        facts,
        timings: Timings::default(),
        look: None,
    }
}

/// Prints what it is asked for, until nobody asks any more. `next` gives the lines that the
/// build sends.
///
/// # Errors
/// When nobody listens any more.
pub fn work(
    project: &Project<'_>,
    options: &BuildOptions,
    next: &mut dyn FnMut() -> Option<String>,
) -> io::Result<()> {
    if options.link_pdfs {
        // It says where the PDFs of other pages are.
        let _ = plan(project, options);
    }
    let system = project.machine;
    system.tell(b"open")?;
    while let Some(line) = next() {
        let request: Request = serde_json::from_str(&line)?;
        let planned = Planned {
            subject: match request.collection {
                Some((number, files)) => Subject::Collection(number, files),
                None => Subject::Page,
            },
            file: request.file,
            title: String::new(),
            output: PathBuf::new(),
            template: request.template,
            // The build knows it.
            content: Digest::of(&[]),
            diagnostics: Vec::new(),
            state: State::Missing,
        };
        let printed = print(project, &planned, options.lenient);
        let response = serde_json::to_vec(&response(&printed))?;
        system.tell(&response)?;
        if let Some(pdf) = &printed.pdf {
            system.tell(pdf)?;
        }
        for thumbnail in &printed.thumbnails {
            system.tell(&thumbnail.bytes)?;
        }
    }
    Ok(())
}

fn response(printed: &Printed) -> Response {
    let paths = printed.facts.paths.iter();
    Response {
        has_pdf: printed.pdf.is_some(),
        thumbnails: printed.thumbnails.iter().map(|one| one.suffix.clone()).collect(),
        pages: printed.pages,
        ledger: printed.totals.into(),
        coverage: printed.coverage.clone(),
        diagnostics: printed.diagnostics.iter().map(Stored::from).collect(),
        imprint: printed.imprint.clone(),
        content: printed.content.clone(),
        paths: paths.map(|(path, seen)| (path.clone(), seen.to_text())).collect(),
        answers: printed.facts.answers.clone().into_iter().collect(),
    }
}
