//! What is done with the PDFs after a build, as `hooks` in `offprint.yml` says: a program is
//! run, files are copied or uploaded. The folder of the PDFs is still locked then, so that
//! nobody changes what is being sent.
//!
//! Copies of `offprint merge` are personal and have no part in this.

use std::collections::BTreeMap;
use std::path::Path;

use super::build::BuildOptions;
use super::project::Project;
use super::store::{PRIVATE, unwritable};
use super::summary::{State, Summary};
use crate::config::{Action, Hook, When};
use crate::delivery::{self, Delivered, Destination, File, Files, Folder, Round};
use crate::diagnostic::Diagnostic;
use crate::manifest::{self, Manifest};
use crate::report::json::HookJson;
use crate::system::{Command, Ended, Outcome, System, digest, normalize};

/// What came of a hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hooked {
    /// The program, the folder or the address of the store.
    pub what: String,
    /// What came of it.
    pub state: Done,
}

/// How a hook ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// The program has run; the last of what it wrote.
    Ran(String),
    /// The files are there.
    Delivered(Delivered),
    /// Nothing has changed since the program last ran.
    Needless,
    /// The variable that it hangs on is not set.
    Skipped(String),
    /// It failed, or was stopped; the diagnostics say why.
    Failed,
}

/// What hooks have to know of a build.
struct Work<'a> {
    project: &'a Project<'a>,
    options: &'a BuildOptions,
    /// The folder of the PDFs.
    folder: &'a Path,
    manifest: &'a Manifest,
    /// The text of the manifest.
    text: String,
    summary: &'a mut Summary,
}

/// Does what the configuration asks for. A build that was stopped, or that the disk has failed,
/// is not done; one with errors is, as all other documents are well. One of some pages knows
/// nothing of the others: in a fresh folder its manifest lacks them.
pub(super) fn run(
    project: &Project<'_>,
    options: &BuildOptions,
    manifest: &Manifest,
    summary: &mut Summary,
) {
    let is_whole = options.paths.is_empty() && summary.left == 0;
    let is_done = is_whole && !summary.system_failed && !options.is_stopped();
    if !options.hooks || !is_done || project.config.hooks.is_empty() {
        return;
    }
    let folder = options.folder(project);
    let text = manifest.to_text();
    let mut work = Work {
        project,
        options,
        folder: &folder,
        manifest,
        text,
        summary,
    };
    for hook in &project.config.hooks {
        work.hook(hook);
    }
}

impl Work<'_> {
    fn hook(&mut self, hook: &Hook) {
        let what = match &hook.action {
            Action::Run(words) => words.join(" "),
            Action::Copy(folder) => folder.display().to_string(),
            Action::Upload(upload) => upload.address(),
        };
        let state = self.done(hook).unwrap_or_else(|told| {
            self.summary.system_failed = true;
            self.tell(hook, told);
            Done::Failed
        });
        self.summary.hooks.push(Hooked { what, state });
    }

    fn tell(&mut self, hook: &Hook, told: Vec<Diagnostic>) {
        for mut diagnostic in told {
            let place = Some(hook.place.clone());
            diagnostic.place = diagnostic.place.or(place);
            self.summary.diagnostics.push(diagnostic);
        }
    }

    fn done(&mut self, hook: &Hook) -> Result<Done, Vec<Diagnostic>> {
        let system = self.project.machine;
        if let Some(name) = &hook.only_with
            && system.variable(name).is_none_or(|value| value.is_empty())
        {
            return Ok(Done::Skipped(name.clone()));
        }
        match &hook.action {
            Action::Run(words) => self.program(hook, words).map_err(|error| vec![error]),
            Action::Copy(folder) => {
                let folder = normalize(&self.project.site.root.join(folder));
                self.deliver(hook, &Folder::new(system, folder))
            }
            Action::Upload(upload) => {
                let store = delivery::open(upload, system, hook.patience);
                self.deliver(hook, &store.map_err(|error| vec![error])?)
            }
        }
    }

    fn deliver(
        &mut self,
        hook: &Hook,
        to: &dyn Destination,
    ) -> Result<Done, Vec<Diagnostic>> {
        let files = files(self.manifest);
        let system = self.project.machine;
        let round = Round {
            files: &files,
            name: manifest::FILE_NAME,
            manifest: self.text.as_bytes(),
            open: &|name| system.open(&self.folder.join(name)),
            parse: &listed,
            may_remove: self.summary.counts().errors == 0,
            go_on: &|| !self.options.is_stopped(),
        };
        let (delivered, told) = round.deliver(to)?;
        self.tell(hook, told);
        Ok(if delivered.complete { Done::Delivered(delivered) } else { Done::Failed })
    }

    /// Runs a program, unless it has run well for the same PDFs before.
    fn program(&self, hook: &Hook, words: &[String]) -> Result<Done, Diagnostic> {
        let system = self.project.machine;
        let notes = self.folder.join(PRIVATE).join("hooks");
        let key = digest(words.join("\0").as_bytes());
        let state = digest(self.text.as_bytes());
        let mut ran = notes_of(system, &notes);
        if hook.when == When::Changed && ran.get(&key) == Some(&state) {
            return Ok(Done::Needless);
        }
        let command = Command {
            words: words.to_vec(),
            folder: self.project.site.root.clone(),
            variables: self.variables(),
            patience: hook.patience,
        };
        let outcome = system.run(&command).map_err(|error| {
            let name = words.first().map_or("", String::as_str);
            let message = format!("cannot run `{name}`: {error}");
            Diagnostic::error("hook-run", message)
                .hint("a path is one from the root of the project; there is no shell")
        })?;
        if let Some(error) = failed(words, hook, &outcome) {
            return Err(error);
        }
        ran.insert(key, state);
        let text = serde_json::to_string_pretty(&ran).unwrap_or_default();
        let written = system.write(&notes, text.as_bytes());
        written.map_err(|error| unwritable(&notes, &error))?;
        Ok(Done::Ran(outcome.said))
    }

    /// What a program finds in its environment.
    fn variables(&self) -> Vec<(String, String)> {
        let absolute = |path: &Path| {
            let path = self.project.machine.resolve(path);
            path.unwrap_or_else(|_| self.folder.to_owned()).display().to_string()
        };
        let documents = &self.summary.documents;
        let fresh = documents.iter().filter(|one| one.state == State::Fresh).count();
        let built = documents.iter().filter(|one| one.written).count();
        let removed = self.summary.orphans.iter().filter(|one| one.removed).count();
        let counts = self.summary.counts();
        let numbers = [
            ("OFFPRINT_BUILT", built),
            ("OFFPRINT_UNCHANGED", fresh),
            ("OFFPRINT_FAILED", documents.len() - built - fresh),
            ("OFFPRINT_REMOVED", removed),
            ("OFFPRINT_ERRORS", counts.errors),
            ("OFFPRINT_WARNINGS", counts.warnings),
        ];
        let paths = [
            ("OFFPRINT_OUTPUT", absolute(self.folder)),
            ("OFFPRINT_MANIFEST", absolute(&self.folder.join(manifest::FILE_NAME))),
        ];
        let numbers = numbers.map(|(name, number)| (name, number.to_string()));
        let all = paths.into_iter().chain(numbers);
        all.map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// For which PDFs each program has run well: digests of both.
fn notes_of(system: &dyn System, path: &Path) -> BTreeMap<String, String> {
    let bytes = system.read(path).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// The error of a program that did not end well.
fn failed(words: &[String], hook: &Hook, outcome: &Outcome) -> Option<Diagnostic> {
    let how = match outcome.ended {
        Ended::Code(0) => return None,
        Ended::Code(code) => format!("ended with {code}"),
        Ended::Killed => "was killed".to_owned(),
        Ended::TooLong => {
            format!("took more than {} s and was stopped", hook.patience.as_secs())
        }
    };
    let message = format!("`{}` {how}", words.join(" "));
    let hint = match outcome.said.as_str() {
        "" => "it wrote nothing; the next build runs it again".to_owned(),
        said => format!("it wrote:\n{said}"),
    };
    Some(Diagnostic::error("hook-run", message).hint(hint))
}

/// The files of a manifest that lie beside it: documents and their pictures.
fn files(manifest: &Manifest) -> Files {
    let mut files = Files::new();
    for (name, document) in &manifest.documents {
        let file = File {
            sha256: document.sha256.clone(),
            language: Some(document.language.clone()).filter(|code| !code.is_empty()),
        };
        for (picture, sha256) in &document.pictures {
            files
                .insert(picture.clone(), File { sha256: sha256.clone(), ..file.clone() });
        }
        files.insert(name.clone(), file);
    }
    files.retain(|name, _| delivery::is_safe(name));
    files
}

/// What a manifest says of the files beside it. None if it is none of this program.
fn listed(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let files = files(&Manifest::parse(bytes)?).into_iter();
    Some(files.map(|(name, file)| (name, file.sha256)).collect())
}

impl Hooked {
    pub(super) fn to_json(&self) -> HookJson {
        let delivered = match &self.state {
            Done::Delivered(delivered) => *delivered,
            _ => Delivered::default(),
        };
        let (state, said) = match &self.state {
            Done::Ran(said) => ("done", said.clone()),
            Done::Delivered(one) if one.sent + one.removed == 0 => {
                ("needless", String::new())
            }
            Done::Delivered(_) => ("done", String::new()),
            Done::Needless => ("needless", String::new()),
            Done::Skipped(_) => ("skipped", String::new()),
            Done::Failed => ("failed", String::new()),
        };
        HookJson {
            hook: self.what.clone(),
            state: state.to_owned(),
            sent: delivered.sent,
            there: delivered.there,
            removed: delivered.removed,
            said,
        }
    }
}
