//! Which documents a build makes, and where they go. Pages are read for it and put away
//! again: a plan of ten thousand documents is small.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::build::BuildOptions;
use super::project::Project;
use crate::config::DEFAULT_TEMPLATE;
use crate::diagnostic::Diagnostic;
use crate::page::{Page, Unpublished};
use crate::site::menu::{self, MenuEntry};
use crate::system::{digest, normalize};

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
    pub(super) content: String,
    /// What is wrong with its place among the others.
    pub(super) diagnostics: Vec<Diagnostic>,
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
    file: PathBuf,
    title: String,
    named: bool,
    content: String,
    unpublished: Option<Unpublished>,
    change: Option<i64>,
    template: Option<String>,
    output: PathBuf,
    url: Option<String>,
    /// The menus it puts itself into, and its place there.
    menus: Vec<(String, MenuEntry)>,
    order: (bool, i64, std::cmp::Reverse<i64>, String),
    /// The page, to point to it, if it cannot be read again.
    stdin: Option<Box<Page>>,
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
    plan.diagnostics = project.unread(&options.paths);
    let looked: Vec<Result<Looked, Diagnostic>> =
        files.par_iter().map(|file| look(project, options, file)).collect();
    let mut pages = Vec::new();
    for one in looked {
        match one {
            Ok(page) => pages.push(page),
            Err(error) => plan.diagnostics.push(error),
        }
    }
    plan.next_change = pages.iter().filter_map(|page| page.change).min();
    let mut printed = BTreeMap::new();
    let mut taken: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for page in &mut pages {
        if let Some(why) = hidden(project, options, page) {
            plan.skipped.push((page.file.clone(), why));
            continue;
        }
        let Some(template) = page.template.clone() else { continue };
        printed.extend(page.url.clone().map(|url| (url, page.output.clone())));
        let stdin = page.stdin.take();
        let mut planned = Planned {
            subject: stdin.map_or(Subject::Page, Subject::Stdin),
            file: page.file.clone(),
            title: page.title.clone(),
            output: page.output.clone(),
            template,
            content: page.content.clone(),
            diagnostics: Vec::new(),
        };
        match taken.get(&page.output) {
            Some(first) => planned.diagnostics.push(twice(project, &planned, first)),
            None => {
                taken.insert(page.output.clone(), page.file.clone());
            }
        }
        plan.documents.push(planned);
    }
    if options.link_pdfs {
        // A project is built once; a second build keeps the paths of the first.
        let _ = project.printed.set(printed);
    }
    if options.paths.is_empty() {
        for number in 0..project.config.collections.len() {
            collection(project, options, number, &pages, &mut plan);
        }
    }
    plan
}

/// Reads a page for the plan.
fn look(
    project: &Project<'_>,
    options: &BuildOptions,
    file: &Path,
) -> Result<Looked, Diagnostic> {
    let read = project.page(file)?;
    let (page, _) = &read;
    project.has_address(page);
    let now = options.now(project);
    let zone = project.site.settings.time_zone();
    let named = options.paths.iter().any(|path| path == file);
    let template = project.template_of(page);
    let is_stdin = file == Path::new("-");
    Ok(Looked {
        file: file.to_owned(),
        title: page.title().unwrap_or_default(),
        named,
        content: content_of(project, page),
        unpublished: page.unpublished(now, &zone),
        change: page.next_change(now, &zone),
        template: template.or_else(|| named.then(|| DEFAULT_TEMPLATE.to_owned())),
        output: output_of(project, options, page),
        url: page.url.clone(),
        menus: menu::of_page(page),
        order: page.order(&zone),
        stdin: is_stdin.then(|| Box::new(read.0)),
    })
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
pub(super) fn content_of(project: &Project<'_>, page: &Page) -> String {
    let Page { source, file, matter, language, edition, url, .. } = page;
    let own = digest(source.text().as_bytes());
    let params = &matter.params;
    let file = file.display();
    let now = project.date.unwrap_or_else(|| project.machine.now());
    let state = page.unpublished(now, &project.site.settings.time_zone());
    let text =
        format!("{file} {own} {params:?} {language:?} {edition:?} {url:?} {state:?}");
    digest(text.as_bytes())
}

/// The digest of a collection, from those of its pages.
pub(super) fn content_of_all<'a>(pages: impl Iterator<Item = &'a str>) -> String {
    digest(pages.collect::<String>().as_bytes())
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
        let path = page.url.as_deref().and_then(path_of).unwrap_or_default();
        let file = page.file.strip_prefix(content).unwrap_or(&page.file);
        let file = file.with_extension("").display().to_string();
        let folder = file.trim_end_matches("/_index").trim_end_matches("/index");
        [path.trim_matches('/'), file.as_str(), folder].contains(&to)
    };
    let published = || pages.iter().filter(|page| page.unpublished.is_none());
    let configured = project.site.menu(name).into_iter().filter_map(|entry| {
        let to = entry.to.clone()?;
        let page = published().find(|page| is_at(page, &to))?;
        Some((entry, page.file.clone()))
    });
    let name = name.to_lowercase();
    let own = published().flat_map(|page| {
        let places = page.menus.iter().filter(|(menu, _)| *menu == name);
        places.map(|(_, entry)| (entry.clone(), page.file.clone()))
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

/// Plans a collection of the pages that are published.
fn collection(
    project: &Project<'_>,
    options: &BuildOptions,
    number: usize,
    pages: &[Looked],
    plan: &mut Plan,
) {
    let Some(collection) = project.config.collections.get(number) else { return };
    let mut files: Vec<PathBuf> = match &collection.menu {
        Some(name) => of_menu(project, name, pages),
        None => Vec::new(),
    };
    for pattern in &collection.pages {
        let mut matching: Vec<&Looked> = pages
            .iter()
            .filter(|page| page.unpublished.is_none() && !files.contains(&page.file))
            .filter(|page| {
                let inside = page.file.strip_prefix(&project.site.content);
                inside.is_ok_and(|path| pattern.is_match(path))
            })
            .collect();
        matching.sort_by(|a, b| a.order.cmp(&b.order));
        files.extend(matching.iter().map(|page| page.file.clone()));
    }
    if files.is_empty() {
        let message = format!("the collection `{}` has no pages", collection.name);
        let hint = "its `pages` are patterns for paths below the content folder, its `menu` is one of the site";
        let error = Diagnostic::error("collection-empty", message).hint(hint);
        plan.diagnostics.push(error);
        return;
    }
    let contents: BTreeMap<&PathBuf, &String> =
        pages.iter().map(|page| (&page.file, &page.content)).collect();
    let contents = files
        .iter()
        .filter_map(|file| contents.get(file).map(|one| one.as_str()));
    let content = content_of_all(contents);
    let template = collection.template.clone().or_else(|| project.template.clone());
    let name = format!("{}.pdf", collection.name);
    plan.documents.push(Planned {
        subject: Subject::Collection(number, files),
        file: PathBuf::from(format!("collection {}", collection.name)),
        title: collection.title.clone(),
        output: normalize(&options.folder(project).join(name)),
        template: template.unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned()),
        content,
        diagnostics: Vec::new(),
    });
}
