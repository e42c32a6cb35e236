//! Typst's compiler: files in, pages out, and what it says told at the page's own lines.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};
use typst::layout::Transform;
use typst::syntax::{DiagSpan, FileId, Span as Mark};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::diagnostic::{Diagnostic, Place};
use crate::frames::{self, Look};
use crate::markup::SourceMap;
use crate::source::{Source, Span};
use crate::world::{Engine, Files, MAIN, World};

/// A document that is laid out.
pub struct Compiled<'e> {
    pub(crate) world: World<'e>,
    /// The pages that are exported.
    pub(crate) document: PagedDocument,
    /// The pages with their pictures as they are.
    pub(crate) laid_out: PagedDocument,
    pub(crate) origin: Origin,
}

/// The code of a diagnostic about the engine itself: nothing is wrong with the page.
pub const FAULT: &str = "engine-fault";

/// Where the markup came from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The page.
    pub source: Arc<Source>,
    /// The way from the markup to it.
    pub map: SourceMap,
}

/// Lays out a document. The diagnostics hold warnings, and errors if there is no result.
#[must_use]
pub fn compile(
    engine: &Engine,
    files: Files,
    origin: Origin,
) -> (Option<Compiled<'_>>, Vec<Diagnostic>) {
    let Some(world) = World::new(engine, files) else {
        return (None, vec![Diagnostic::error("typst", "the document has no main file")]);
    };
    let warned = match guarded(|| typst::compile::<PagedDocument>(&world)) {
        Ok(warned) => warned,
        Err(fault) => return (None, vec![fault]),
    };
    let mut diagnostics: Vec<Diagnostic> = warned
        .warnings
        .iter()
        .map(|warning| translate(&world, &origin, warning))
        .collect();
    match warned.output {
        Ok(document) => {
            let laid_out = document.clone();
            (Some(Compiled { world, document, laid_out, origin }), diagnostics)
        }
        Err(errors) => {
            diagnostics
                .extend(errors.iter().map(|error| translate(&world, &origin, error)));
            (None, diagnostics)
        }
    }
}

/// How many threads let the engine work. What it remembers is the process's, too.
static AT_WORK: AtomicUsize = AtomicUsize::new(0);

/// Lets the engine work. Where it panics instead of giving an error, that is one; the other
/// documents of a build go on.
///
/// # Errors
/// When it panicked, with its last words.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    AT_WORK.fetch_add(1, Ordering::Relaxed);
    // What the engine leaves behind half done is read by nobody: the world is thrown away,
    // and its caches hold only finished results.
    let done = catch_unwind(AssertUnwindSafe(work));
    AT_WORK.fetch_sub(1, Ordering::Relaxed);
    done.map_err(|payload| {
        let words = payload.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| payload.downcast_ref::<&str>().copied());
        fault(words.unwrap_or("it did not say why"))
    })
}

fn fault(words: &str) -> Diagnostic {
    Diagnostic::error(FAULT, format!("Typst failed: {}", plain(words))).hint(
        "nothing is wrong with the page; move or shorten what stands here, and report the fault",
    )
}

/// Whether Typst says that it failed itself. Some of these faults hang on where pages break.
fn is_fault(message: &str) -> bool {
    message.contains("internal error:") || message.contains("PDF tag would be split up")
}

/// How many compilations Typst remembers what it made, at least: enough for what documents share.
pub const MEMORY: usize = 2;

/// Forgets what Typst remembers that was of no use to the last [`MEMORY`] compilations. Those
/// that are under way keep theirs: each that ends meanwhile counts as one.
pub fn evict() {
    comemo::evict(MEMORY.max(AT_WORK.load(Ordering::Relaxed) + 1));
}

/// Forgets all that Typst remembers.
pub fn evict_all() {
    comemo::evict(0);
}

impl Compiled<'_> {
    /// The number of pages.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// The text of all pages, run by run.
    #[must_use]
    pub fn text(&self) -> String {
        let mut words = Words(String::new());
        for page in self.document.pages() {
            frames::walk(&page.frame, &mut words);
        }
        words.0
    }
}

/// What is said, run by run.
struct Words(String);

impl Look for Words {
    fn text(&mut self, text: &TextItem, _: Transform) {
        self.0.push_str(&text.text);
        self.0.push('\n');
    }
}

impl Origin {
    /// The place in the page that something was written for; none for what templates print of
    /// their own accord.
    pub(crate) fn of(
        &self,
        world: &World<'_>,
        mark: Mark,
        offset: usize,
    ) -> Option<Span> {
        if mark.id()?.get().vpath().get_with_slash() != MAIN {
            return None;
        }
        self.map.origin(world.range(mark)?.start + offset)
    }
}

/// What Typst says, at the line of the page; where a template says it, that place beside it.
pub(crate) fn translate(
    world: &World<'_>,
    origin: &Origin,
    raw: &SourceDiagnostic,
) -> Diagnostic {
    let message = plain(&raw.message);
    let mut diagnostic = match raw.severity {
        Severity::Error if is_fault(&message) => fault(&message),
        Severity::Error => Diagnostic::error("typst", message),
        Severity::Warning => Diagnostic::warning("typst", message),
    };
    let mut hints = raw.hints.iter().map(|hint| hint.v.to_string());
    if diagnostic.code != FAULT {
        diagnostic.hint = hints
            .next()
            .map(|first| hints.fold(first, |all, hint| format!("{all}; {hint}")));
    }
    let spans =
        std::iter::once(raw.span).chain(raw.trace.iter().map(|point| point.span.into()));
    for span in spans {
        let Some((path, range)) = locate(world, span) else { continue };
        if path == MAIN {
            if let Some(span) = origin.map.origin(range.start) {
                diagnostic.place = Some(Place::new(&origin.source, span));
                return diagnostic;
            }
        } else if diagnostic.related.is_empty()
            && let Some(text) = world.files().text(&path)
        {
            let template = Source::new(path.trim_start_matches('/'), text);
            diagnostic = diagnostic.related(&template, range, "in the template here");
        }
    }
    // Nothing leads to the page: the place in the template is all there is.
    if let Some(related) = diagnostic.related.pop() {
        diagnostic.place = Some(related.place);
    }
    diagnostic
}

fn locate(world: &World<'_>, span: DiagSpan) -> Option<(String, Span)> {
    let id: FileId = span.id()?;
    let range = world.range(span)?;
    Some((id.get().vpath().get_with_slash().to_owned(), Span::from(range)))
}

/// Typst's messages as ours: one line.
fn plain(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{FAULT, guarded, is_fault};

    #[test]
    fn a_panic_of_the_engine_is_a_diagnostic() {
        assert_eq!(guarded(|| 1).unwrap(), 1);
        let fault = guarded(|| -> u8 { panic!("bounded layout\nis incomplete") });
        let fault = fault.unwrap_err();
        assert_eq!(fault.code, FAULT);
        assert_eq!(fault.message, "Typst failed: bounded layout is incomplete");
    }

    #[test]
    fn faults_are_told_from_mistakes() {
        assert!(is_fault("internal error: tags weren't properly closed"));
        assert!(!is_fault("unknown variable: internal"));
    }
}
