//! Which documents a build makes, and where they go. Pages are read for it and put away
//! again: a plan of ten thousand documents is small.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::build::BuildOptions;
use super::project::Project;
use super::summary::State;
use crate::config::DEFAULT_TEMPLATE;
use crate::diagnostic::Diagnostic;
use crate::page::{Page, Unpublished};
use crate::site::menu::{self, MenuEntry};
use crate::system::{Digest, normalize};

/// What a document is made of.
#[derive(Debug, Clone)]
pub(super) enum Subject {
    /// The page in the file.
    Page,
    /// A page that comes from standard input, which can be read only once.
    Stdin(Box<Page>),
    /// A collection, by its number in the configuration, and the files of its pages.
    Collection(usize, Vec<PathBuf>),
}

/// A document to be made.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// What it is made of.
    pub(super) subject: Subject,
    /// The file of the page; a collection has a name instead.
    pub(super) file: PathBuf,
    /// Its title.
    pub(super) title: String,
    /// Its PDF.
    pub(super) output: PathBuf,
    /// Its template.
    pub(super) template: String,
    /// The digest of its pages.
    pub(super) content: Digest,
    /// What is wrong with its place among the others.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How its PDF was found; it is missing until somebody has looked.
    pub(super) state: State,
}

/// The documents of a build.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The documents, in the order of the files; collections come last.
    pub(super) documents: Vec<Planned>,
    /// Pages that are not printed now.
    pub(super) skipped: Vec<(PathBuf, Unpublished)>,
    /// What is wrong beside the documents.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// When the next page is published or expires, in seconds since 1970.
    pub(super) next_change: Option<i64>,
}

/// A page as the plan needs it.
struct Looked {
    planned: Planned,
    /// Whether it is a page to be printed.
    wanted: bool,
    named: bool,
    unpublished: Option<Unpublished>,
    change: Option<i64>,
    /// How other documents find it, where some look for others.
    found: Option<Box<Found>>,
}

/// How a page is found by collections and by links to PDFs.
struct Found {
    url: Option<String>,
    /// The menus it puts itself into, and its place there.
    menus: Vec<(String, MenuEntry)>,
    order: (bool, i64, std::cmp::Reverse<i64>, String),
}

impl Looked {
    fn url(&self) -> Option<&str> {
        self.found.as_ref()?.url.as_deref()
    }

    fn order(&self) -> impl Ord + use<'_> {
        self.found.as_ref().map(|found| &found.order)
    }
}

/// Plans a build.
pub(super) fn plan(project: &Project<'_>, options: &BuildOptions) -> Plan {
    let mut plan = Plan::default();
    let files = match project.files(&options.paths) {
        Ok(files) => files,
        Err(errors) => {
            plan.diagnostics = errors;
            return plan;
        }
    };
    plan.diagnostics = files.warnings().collect();
    let looked: Vec<Result<Looked, Diagnostic>> = files
        .pages
        .into_par_iter()
        .map(|file| look(project, options, file))
        .collect();
    // Each list takes the place of the one before it in memory.
    let mut told = Vec::new();
    let pages = looked
        .into_iter()
        .filter_map(|one| one.map_err(|e| told.push(e)).ok());
    let pages: Vec<Looked> = pages.collect();
    plan.diagnostics.append(&mut told);
    plan.next_change = pages.iter().filter_map(|page| page.change).min();
    if options.link_pdfs {
        let shown = pages.iter().filter(|page| hidden(project, options, page).is_none());
        let printed = shown.filter(|page| page.wanted).filter_map(|page| {
            page.url().map(|url| (url.to_owned(), page.planned.output.clone()))
        });
        // A project is built once; a second build keeps the paths of the first.
        let _ = project.printed.set(printed.collect());
    }
    let mut collections = Vec::new();
    if options.paths.is_empty() {
        for number in 0..project.config.collections.len() {
            match collection(project, options, number, &pages) {
                Some(Ok(planned)) => collections.push(planned),
                Some(Err(error)) => plan.diagnostics.push(error),
                None => {}
            }
        }
    }
    let skipped = &mut plan.skipped;
    let shown =
        pages
            .into_iter()
            .filter_map(|page| match hidden(project, options, &page) {
                Some(why) => {
                    skipped.push((page.planned.file, why));
                    None
                }
                None => page.wanted.then_some(page.planned),
            });
    plan.documents = shown.collect();
    refuse_twins(project, &mut plan.documents);
    plan.documents.append(&mut collections);
    plan
}

/// Of documents with one PDF only the first is made.
fn refuse_twins(project: &Project<'_>, documents: &mut [Planned]) {
    let mut by_output: Vec<(usize, &Planned)> = documents.iter().enumerate().collect();
    // Those with the same stay in their order.
    by_output.sort_by(|(_, a), (_, b)| a.output.cmp(&b.output));
    let groups = by_output.chunk_by(|(_, a), (_, b)| a.output == b.output);
    let mut refused = Vec::new();
    for ((_, first), others) in groups.filter_map(<[_]>::split_first) {
        let told = |planned: &Planned| twice(project, planned, &first.file);
        refused.extend(others.iter().map(|(number, planned)| (*number, told(planned))));
    }
    for (number, error) in refused {
        if let Some(planned) = documents.get_mut(number) {
            planned.diagnostics.push(error);
        }
    }
}

/// Reads a page for the plan.
fn look(
    project: &Project<'_>,
    options: &BuildOptions,
    file: PathBuf,
) -> Result<Looked, Diagnostic> {
    let read = project.page(&file)?;
    let (page, _) = &read;
    let now = options.now(project);
    let zone = project.site.settings.time_zone();
    let named = options.paths.contains(&file);
    let template = project.template_of(page);
    let planned = Planned {
        title: page.title().unwrap_or_default(),
        output: output_of(project, options, page),
        content: content_of(project, page),
        diagnostics: Vec::new(),
        state: State::Missing,
        subject: Subject::Page,
        template: String::new(),
        file,
    };
    let mut looked = Looked {
        wanted: named || template.is_some(),
        named,
        unpublished: page.unpublished(now, &zone),
        change: page.next_change(now, &zone),
        found: is_searched(project, options).then(|| {
            Box::new(Found {
                url: page.url.clone(),
                menus: menu::of_page(page),
                order: page.order(&zone),
            })
        }),
        planned,
    };
    looked.planned.template = template.unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned());
    if looked.planned.file == Path::new("-") {
        // It cannot be read again.
        looked.planned.subject = Subject::Stdin(Box::new(read.0));
    }
    Ok(looked)
}

/// Whether some documents look for others.
fn is_searched(project: &Project<'_>, options: &BuildOptions) -> bool {
    options.link_pdfs || !project.config.collections.is_empty()
}

/// Why a page is not printed, unless it is named or such pages are asked for, here or by the
/// site.
fn hidden(
    project: &Project<'_>,
    options: &BuildOptions,
    page: &Looked,
) -> Option<Unpublished> {
    let why = page.unpublished.filter(|_| !page.named)?;
    let flag = |name: &str| project.site.settings.flag(name, false);
    let asked = match why {
        Unpublished::Draft => options.drafts || flag("builddrafts"),
        Unpublished::Future => options.future || flag("buildfuture"),
        Unpublished::Expired => options.expired || flag("buildexpired"),
        Unpublished::Headless => false,
    };
    (!asked).then_some(why)
}

/// The digest of a page as it was read: its text, what the site adds to it, and what the day
/// makes of it, for that stands on the document, too.
pub(super) fn content_of(project: &Project<'_>, page: &Page) -> Digest {
    let Page { source, file, matter, language, edition, url, .. } = page;
    let own = Digest::of(source.text().as_bytes());
    let params = &matter.params;
    let file = file.display();
    let now = project.date.unwrap_or_else(|| project.machine.now());
    let state = page.unpublished(now, &project.site.settings.time_zone());
    let text =
        format!("{file} {own} {params:?} {language:?} {edition:?} {url:?} {state:?}");
    Digest::of(text.as_bytes())
}

/// The digest of a collection, from those of its pages.
pub(super) fn content_of_all(pages: impl Iterator<Item = Digest>) -> Digest {
    let all: String = pages.map(|page| page.to_string()).collect();
    Digest::of(all.as_bytes())
}

/// The path of the PDF.
fn output_of(project: &Project<'_>, options: &BuildOptions, page: &Page) -> PathBuf {
    let mut path = project.site.document_path(page).into_os_string();
    path.push(".pdf");
    normalize(&options.folder(project).join(path))
}

fn twice(project: &Project<'_>, planned: &Planned, first: &Path) -> Diagnostic {
    let message = format!(
        "`{}` would be written twice, first for `{}`",
        planned.output.display(),
        first.display()
    );
    let diagnostic = Diagnostic::error("output-twice", message)
        .hint("give one of the two pages another name");
    match project.page(&planned.file) {
        Ok((page, _)) => diagnostic.at(&page.source, page.matter.start()),
        Err(_) => diagnostic,
    }
}

/// The published pages of a menu, in its order.
fn of_menu(project: &Project<'_>, name: &str, pages: &[Looked]) -> Vec<PathBuf> {
    let content = &project.site.content;
    let is_at = |page: &&Looked, to: &str| {
        let to = to.trim_matches('/');
        let path = page.url().and_then(path_of).unwrap_or_default();
        let file = page.planned.file.strip_prefix(content).unwrap_or(&page.planned.file);
        let file = file.with_extension("").display().to_string();
        let folder = file.trim_end_matches("/_index").trim_end_matches("/index");
        [path.trim_matches('/'), file.as_str(), folder].contains(&to)
    };
    let published = || pages.iter().filter(|page| page.unpublished.is_none());
    let configured = project.site.menu(name).into_iter().filter_map(|entry| {
        let to = entry.to.clone()?;
        let page = published().find(|page| is_at(page, &to))?;
        Some((entry, page.planned.file.clone()))
    });
    let name = name.to_lowercase();
    let own = published().flat_map(|page| {
        let menus = page.found.iter().flat_map(|found| &found.menus);
        let places = menus.filter(|(menu, _)| *menu == name);
        places.map(|(_, entry)| (entry.clone(), page.planned.file.clone()))
    });
    let mut files = Vec::new();
    for (_, file) in menu::in_order(configured.chain(own).collect()) {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

/// The path of an address.
fn path_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.find('/').and_then(|at| rest.get(at..))
}

/// Plans a collection of the pages that are published. None if there is no such collection.
fn collection(
    project: &Project<'_>,
    options: &BuildOptions,
    number: usize,
    pages: &[Looked],
) -> Option<Result<Planned, Diagnostic>> {
    let collection = project.config.collections.get(number)?;
    let mut files: Vec<PathBuf> = match &collection.menu {
        Some(name) => of_menu(project, name, pages),
        None => Vec::new(),
    };
    for pattern in &collection.pages {
        let mut matching: Vec<&Looked> = pages
            .iter()
            .filter(|page| {
                page.unpublished.is_none() && !files.contains(&page.planned.file)
            })
            .filter(|page| {
                let inside = page.planned.file.strip_prefix(&project.site.content);
                inside.is_ok_and(|path| pattern.is_match(path))
            })
            .collect();
        matching.sort_by(|a, b| a.order().cmp(&b.order()));
        files.extend(matching.iter().map(|page| page.planned.file.clone()));
    }
    if files.is_empty() {
        let message = format!("the collection `{}` has no pages", collection.name);
        let hint = "its `pages` are patterns for paths below the content folder, its `menu` is one of the site";
        let error = Diagnostic::error("collection-empty", message).hint(hint);
        return Some(Err(error));
    }
    let planned = pages.iter().map(|page| &page.planned);
    let contents: BTreeMap<&PathBuf, Digest> =
        planned.map(|planned| (&planned.file, planned.content)).collect();
    let content =
        content_of_all(files.iter().filter_map(|file| contents.get(file)).copied());
    let template = collection.template.clone().or_else(|| project.template.clone());
    let name = format!("{}.pdf", collection.name);
    Some(Ok(Planned {
        subject: Subject::Collection(number, files),
        file: PathBuf::from(format!("collection {}", collection.name)),
        title: collection.title.clone(),
        output: normalize(&options.folder(project).join(name)),
        template: template.unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned()),
        content,
        diagnostics: Vec::new(),
        state: State::Missing,
    }))
}
