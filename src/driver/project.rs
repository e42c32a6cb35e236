//! A project: a site, the way it is printed, and the engine that prints it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::build::Progress;
use super::size::Size;
use super::thumbnail::Thumbnails;
use crate::brand::Brand;
use crate::config::{self, Config, DEFAULT_TEMPLATE};
use crate::diagnostic::Diagnostic;
use crate::front_matter::Value;
use crate::language::Language;
use crate::markdown;
use crate::markup;
use crate::page::Page;
use crate::passes::ids::IdStyle;
use crate::site::{Site, Stdin, Unresolved};
use crate::source::Source;
use crate::system::{System, normalize};
use crate::world::{Engine, unpacked};

/// A project that is open.
pub struct Project<'s> {
    /// The machine.
    pub system: &'s dyn System,
    /// What `offprint.yml` says.
    pub config: Config,
    /// The site.
    pub site: Site,
    /// The brand.
    pub brand: Brand,
    /// Typst.
    pub engine: Engine,
    /// The template for all pages, whatever the configuration says.
    pub template: Option<String>,
    /// What is written beside the text of pages.
    pub markup: markup::Options,
    /// What the PDFs are made for, and how large they may become.
    pub size: Size,
    /// Which pictures are made beside the PDFs.
    pub thumbnails: Thumbnails,
    /// Who is told how far a build is.
    pub progress: Option<Box<dyn Progress>>,
    /// The PDFs of the pages being built by their public addresses, if links shall lead there.
    pub printed: OnceLock<BTreeMap<String, PathBuf>>,
    /// The files of all pages, once somebody asks.
    index: OnceLock<Vec<PathBuf>>,
}

impl<'s> Project<'s> {
    /// Opens the project in `root`; `config` is the path of its `offprint.yml` if that is not
    /// in its usual place.
    ///
    /// # Errors
    /// When the configuration, the brand or the site's settings cannot be read without error.
    /// The diagnostics beside the project are warnings.
    pub fn open(
        system: &'s dyn System,
        root: &Path,
        config: Option<&Path>,
    ) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let read = |path: &Path, wanted: bool| read(system, path, wanted);
        let path = config.map_or_else(|| root.join(config::FILE_NAME), Path::to_owned);
        let settings = match read(&path, config.is_some())? {
            Some(source) => {
                let (settings, found) = Config::read(&source);
                diagnostics.extend(found);
                settings
            }
            None => Config::default(),
        };
        let (site, found) = Site::open(system, root, &settings);
        diagnostics.extend(found);
        let name = site
            .settings
            .text("params.author")
            .or_else(|| site.settings.text("author"));
        let name = name.or_else(|| site.settings.text("title")).unwrap_or_default();
        let mut brand = match read(&normalize(&root.join(&settings.paths.brand)), false)?
        {
            Some(source) => {
                let (brand, found) = Brand::read(&source, &name);
                diagnostics.extend(found);
                brand
            }
            None => Brand::neutral(&name),
        };
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        let fonts = normalize(&root.join(&settings.paths.fonts));
        let engine = engine(system, &fonts, &brand);
        diagnostics.extend(missing_families(&mut brand, &engine, &fonts));
        Ok((
            Self {
                system,
                config: settings,
                site,
                brand,
                engine,
                template: None,
                markup: markup::Options::default(),
                size: Size::default(),
                thumbnails: Thumbnails::default(),
                progress: None,
                printed: OnceLock::new(),
                index: OnceLock::new(),
            },
            diagnostics,
        ))
    }

    /// The template of a page; none if the page is not printed.
    #[must_use]
    pub fn template_of(&self, page: &Page) -> Option<String> {
        if let Some(name) = &self.template {
            return Some(name.clone());
        }
        match self.config.rule(&page.path) {
            Some(rule) => rule.template.clone(),
            None if self.config.documents.is_empty() => Some(DEFAULT_TEMPLATE.to_owned()),
            None => None,
        }
    }

    /// Reads the page in `file`, or on standard input if that is `-`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn page(&self, file: &Path) -> Result<(Page, Vec<Diagnostic>), Diagnostic> {
        let languages = &self.config.languages;
        if file == Path::new("-") {
            let bytes = self.system.read_stdin().map_err(|error| {
                Diagnostic::error(
                    "file-unreadable",
                    format!("cannot read standard input: {error}"),
                )
            })?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let source = Source::new("<stdin>", text);
            return Ok(self.site.page_of(
                self.system,
                source,
                &self.site.content.join(Stdin::NAME),
                languages,
            ));
        }
        self.site.page(self.system, &self.own_path(file), languages)
    }

    /// The path by which the project knows a file: below its content folder if it lies there,
    /// however the user got to it.
    fn own_path(&self, file: &Path) -> PathBuf {
        let file = normalize(file);
        if file.starts_with(&self.site.content) {
            return file;
        }
        let real = |path: &Path| self.system.resolve(path).ok();
        let inside =
            real(&file).zip(real(&self.site.content)).and_then(|(file, content)| {
                file.strip_prefix(content).map(Path::to_owned).ok()
            });
        inside.map_or(file, |inside| self.site.content.join(inside))
    }

    /// How the Markdown of the site is read in a language.
    #[must_use]
    pub fn markdown(&self, language: &Language) -> markdown::Options {
        let flag = |name: &str, default| {
            self.site.settings.flag(&format!("markup.goldmark.{name}"), default)
        };
        let defaults = markdown::Options::hugo(language.quotes());
        let attributes = match self.site.settings.get("markup.goldmark.parser.attribute")
        {
            Some(Value::Map(map)) => map.get("title").is_none_or(Value::to_bool),
            Some(value) => value.to_bool(),
            None => true,
        };
        markdown::Options {
            tables: flag("extensions.table", true),
            footnotes: flag("extensions.footnote", true),
            strikethrough: flag("extensions.strikethrough", true),
            tasks: flag("extensions.tasklist", true),
            definitions: flag("extensions.definitionlist", true),
            linkify: flag("extensions.linkify", true),
            typographer: flag("extensions.typographer", true),
            heading_attributes: attributes,
            hard_wraps: flag("renderer.hardwraps", false),
            superscript: flag("extensions.extras.superscript", false),
            subscript: flag("extensions.extras.subscript", false),
            mark: flag("extensions.extras.mark", false),
            insert: flag("extensions.extras.insert", false),
            passthrough: self.passthrough(),
            ..defaults
        }
    }

    /// The public address of the page at a path, as links on `page` name it: from the page's
    /// folder, or from the content folder.
    #[must_use]
    pub fn page_url(&self, page: &Page, path: &str) -> Option<String> {
        let folder = page.file.parent().unwrap_or(Path::new("."));
        let rooted = path.trim_start_matches('/');
        let places = [folder.join(path), self.site.content.join(rooted)];
        let file = places
            .iter()
            .map(|place| normalize(place))
            .find(|place| self.system.is_file(place))?;
        self.page(&file).ok()?.0.url
    }

    /// The public address of the page that a `ref` on `page` names.
    ///
    /// # Errors
    /// What is wrong, and the way out.
    pub fn reference(&self, page: &Page, path: &str) -> Result<String, Unresolved> {
        let index = self.index.get_or_init(|| {
            self.site
                .page_files(self.system, &self.site.content)
                .unwrap_or_default()
        });
        let file = self.site.reference(index, page, path)?;
        let read = self.page(&file).ok().and_then(|(page, _)| page.url);
        read.ok_or_else(|| Unresolved {
            message: format!("the page `{path}` has no public address"),
            hint: "set `baseURL` in the site's configuration".to_owned(),
        })
    }

    /// The path from the PDF of `page` to that of the page at `url`, if links shall lead there.
    #[must_use]
    pub fn pdf_of(&self, page: &Page, url: &str) -> Option<String> {
        let printed = self.printed.get()?;
        let to = printed.get(url)?;
        let from = printed.get(page.url.as_deref()?)?;
        let from: Vec<_> = from.parent()?.components().collect();
        let to: Vec<_> = to.components().collect();
        let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let up = std::iter::repeat_n("..".to_owned(), from.len() - shared);
        let down = to
            .iter()
            .skip(shared)
            .map(|part| part.as_os_str().to_string_lossy().into_owned());
        Some(up.chain(down).collect::<Vec<_>>().join("/"))
    }

    /// The file of the project that a page takes in: from the root, or from the content folder.
    ///
    /// # Errors
    /// When it is not there, not text, or outside the project.
    pub fn included(&self, name: &str) -> Result<std::sync::Arc<Source>, String> {
        let relative = name.trim_start_matches('/');
        let places = [self.site.root.join(relative), self.site.content.join(relative)];
        let file = places
            .iter()
            .map(|place| normalize(place))
            .find(|place| self.system.is_file(place));
        let file = file.ok_or_else(|| "there is no such file".to_owned())?;
        self.site.source(self.system, &file).map_err(|error| error.message)
    }

    /// The marks of mathematics, those of blocks first: `$$` before `$`.
    fn passthrough(&self) -> Vec<(String, String, bool)> {
        if !self
            .site
            .settings
            .flag("markup.goldmark.extensions.passthrough", false)
        {
            return Vec::new();
        }
        let pairs = |kind: &str| {
            let path =
                format!("markup.goldmark.extensions.passthrough.delimiters.{kind}");
            let list = self
                .site
                .settings
                .get(&path)
                .and_then(Value::as_list)
                .unwrap_or_default();
            let pair = |pair: &Value| match pair.as_list()? {
                [open, close] => Some((open.to_text(), close.to_text(), kind == "block")),
                _ => None,
            };
            list.iter()
                .filter_map(pair)
                .filter(|(open, close, _)| !open.is_empty() && !close.is_empty())
                .collect::<Vec<_>>()
        };
        [pairs("block"), pairs("inline")].concat()
    }

    /// How the ids of headings are made.
    #[must_use]
    pub fn id_style(&self) -> IdStyle {
        let parser = |name: &str| {
            self.site.settings.text(&format!("markup.goldmark.parser.{name}"))
        };
        match parser("autoidtype")
            .or_else(|| parser("autoheadingidtype"))
            .as_deref()
        {
            Some("github-ascii") => IdStyle::GithubAscii,
            Some("blackfriday") => IdStyle::Blackfriday,
            _ => IdStyle::Github,
        }
    }

    /// The pages at `paths`, files and folders; all of the site if there are none.
    ///
    /// # Errors
    /// For each path that is neither.
    pub fn files(&self, paths: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        let all = [self.site.content.clone()];
        let paths = if paths.is_empty() { &all[..] } else { paths };
        let (mut files, mut errors) = (Vec::new(), Vec::new());
        for path in paths {
            if path == Path::new("-") || self.system.is_file(path) {
                files.push(path.clone());
            } else if self.system.is_dir(path) {
                match self.site.page_files(self.system, path) {
                    Ok(found) => files.extend(found),
                    Err(error) => errors.push(error),
                }
            } else {
                let message =
                    format!("`{}` is neither a file nor a folder", path.display());
                errors.push(Diagnostic::error("path-missing", message));
            }
        }
        if errors.is_empty() { Ok(files) } else { Err(errors) }
    }
}

fn read(
    system: &dyn System,
    path: &Path,
    wanted: bool,
) -> Result<Option<std::sync::Arc<Source>>, Vec<Diagnostic>> {
    if !wanted && !system.is_file(path) {
        return Ok(None);
    }
    match system.read(path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Ok(Some(Source::new(normalize(path).display().to_string(), text)))
        }
        Err(error) => {
            let message = format!("cannot read `{}`: {error}", path.display());
            Err(vec![Diagnostic::error("file-unreadable", message)])
        }
    }
}

/// The font files below a folder, in the order of their paths.
fn font_files(system: &dyn System, folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in system.list(folder).unwrap_or_default() {
        if entry.is_dir {
            files.extend(font_files(system, &entry.path, extensions));
            continue;
        }
        let extension = entry
            .path
            .extension()
            .map(|name| name.to_string_lossy().to_lowercase());
        if extension.is_some_and(|extension| extensions.contains(&extension.as_str())) {
            files.push(entry.path);
        }
    }
    files
}

/// The engine with the fonts of the project. Packed fonts are unpacked only if the brand asks
/// for a family that is not there without them.
fn engine(system: &dyn System, folder: &Path, brand: &Brand) -> Engine {
    let load = |extensions: &[&str]| -> Vec<Vec<u8>> {
        let files = font_files(system, folder, extensions);
        files
            .par_iter()
            .filter_map(|path| unpacked(system.read(path).ok()?))
            .collect()
    };
    let plain = Engine::new(load(&["ttf", "otf", "ttc", "otc"]));
    if brand.families().all(|family| plain.has_family(family)) {
        return plain;
    }
    match load(&["woff", "woff2"]) {
        packed if packed.is_empty() => plain,
        packed => Engine::new([load(&["ttf", "otf", "ttc", "otc"]), packed].concat()),
    }
}

/// Families that the brand asks for and that are not there; they are taken out.
fn missing_families(
    brand: &mut Brand,
    engine: &Engine,
    folder: &Path,
) -> Vec<Diagnostic> {
    let missing: Vec<String> = brand
        .families()
        .filter(|family| !engine.has_family(family))
        .map(str::to_owned)
        .collect();
    brand.keep_families(|family| engine.has_family(family));
    let mut told = Vec::new();
    for family in missing {
        let message =
            format!("the brand's font `{family}` is not there; the next one is used");
        let hint =
            format!("put its files (.ttf, .otf, .woff2) into `{}`", folder.display());
        let diagnostic = Diagnostic::warning("brand-font-missing", message).hint(hint);
        if !told.contains(&diagnostic) {
            told.push(diagnostic);
        }
    }
    told
}
