//! A project: a site, the way it is printed, and the engine that prints it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use super::addresses::Addresses;
use super::branding;
use super::press::{self, Press};
use super::size::Size;
use super::summary::Progress;
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
use crate::site::{Listing, Settings, Site, Stdin};
use crate::source::Source;
use crate::system::{Facts, Recording, System, normalize};

/// A project that is open. It is cheap to clone.
#[derive(Clone)]
pub struct Project<'s> {
    /// The machine; that of a [recorded](Project::recorded) project keeps a record.
    pub system: &'s dyn System,
    /// What `offprint.yml` says.
    pub config: Arc<Config>,
    /// The site.
    pub site: Arc<Site>,
    /// The brand.
    pub brand: Arc<Brand>,
    /// The template for all pages, whatever the configuration says.
    pub template: Option<String>,
    /// Whether the PDFs go to a printing house.
    pub for_press: bool,
    /// The moment that decides what has expired, in seconds since 1970; now unless given.
    pub date: Option<i64>,
    /// What is written beside the text of pages.
    pub markup: markup::Options,
    /// What the PDFs are made for, and how large they may become.
    pub size: Size,
    /// Which pictures are made beside the PDFs.
    pub thumbnails: Thumbnails,
    /// Whether documents are made to be looked at in the preview.
    pub looks: bool,
    /// Who is told how far a build is.
    pub progress: Option<Arc<dyn Progress>>,
    /// The PDFs of the pages being built by their public addresses, if links shall lead there.
    pub printed: Arc<OnceLock<BTreeMap<String, PathBuf>>>,
    /// What was read to open it: configuration, settings, brand.
    pub opened: Arc<Facts>,
    /// Typst and its fonts, once something is laid out.
    press: Arc<OnceLock<Press>>,
    /// The font files that the brand lists by their paths.
    pub(super) font_files: Arc<Vec<PathBuf>>,
    /// The files of all pages, once somebody asks.
    pub(super) index: Arc<OnceLock<Vec<PathBuf>>>,
    /// The public addresses of pages that others asked for.
    pub(super) addresses: Arc<Mutex<BTreeMap<PathBuf, Option<String>>>>,
    /// What there is at addresses of the site, once somebody asks.
    pub(super) site_map: Arc<OnceLock<Addresses>>,
    /// The machine that keeps no record.
    pub(super) machine: &'s dyn System,
    /// The record of what `system` is asked.
    pub(super) record: Option<&'s Recording<'s>>,
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
        let recording = Recording::new(system);
        let read = |path: &Path, wanted: bool| read(&recording, path, wanted);
        let path = config.map_or_else(|| root.join(config::FILE_NAME), Path::to_owned);
        let settings = match read(&path, config.is_some())? {
            Some(source) => {
                let (settings, found) = Config::read(&source);
                diagnostics.extend(found);
                settings
            }
            None => Config::default(),
        };
        let (site, found) = Site::open(&recording, root, &settings);
        diagnostics.extend(found);
        let name = site
            .settings
            .text("params.author")
            .or_else(|| site.settings.text("author"));
        let name = name.or_else(|| site.settings.text("title")).unwrap_or_default();
        let (brand, found) = branding::open(&recording, root, &settings.paths, &name)
            .map_err(|error| vec![error])?;
        diagnostics.extend(found);
        let (font_files, found) =
            press::listed(&recording, root, &settings.paths, &brand);
        diagnostics.extend(found);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        let markup = markup::Options {
            print_urls: brand.print.links.print_urls.unwrap_or(false),
        };
        Ok((
            Self {
                system,
                config: Arc::new(settings),
                site: Arc::new(site),
                brand: Arc::new(brand),
                template: None,
                for_press: false,
                date: None,
                markup,
                size: Size::default(),
                thumbnails: Thumbnails::default(),
                looks: false,
                progress: None,
                printed: Arc::default(),
                opened: Arc::new(recording.into_facts()),
                press: Arc::default(),
                font_files: Arc::new(font_files),
                index: Arc::default(),
                addresses: Arc::default(),
                site_map: Arc::default(),
                machine: system,
                record: None,
            },
            diagnostics,
        ))
    }

    /// The same project; what is asked of the machine and the site goes into the record.
    #[must_use]
    pub fn recorded<'r>(&self, record: &'r Recording<'r>) -> Project<'r>
    where
        's: 'r,
    {
        let own: Project<'r> = self.clone();
        Project { system: record, record: Some(record), ..own }
    }

    /// The same project without a record.
    pub(super) fn unrecorded(&self) -> Self {
        Self { system: self.machine, record: None, ..self.clone() }
    }

    /// Typst with the fonts of the project. They are loaded when they are first asked for.
    #[must_use]
    pub fn press(&self) -> &Press {
        let folder = self.fonts_folder();
        let new = || Press::new(self.machine, &folder, &self.font_files, &self.brand);
        self.press.get_or_init(new)
    }

    /// The same project in another brand, with the fonts of this one.
    #[must_use]
    pub fn in_brand(&self, brand: Brand) -> Self {
        let engine = Arc::clone(&self.press().engine);
        let press = Press::with(engine, &self.fonts_folder(), &brand);
        let mut markup = self.markup;
        markup.print_urls |= brand.print.links.print_urls.unwrap_or(false);
        let press = Arc::new(OnceLock::from(press));
        Self {
            brand: Arc::new(brand),
            press,
            markup,
            ..self.clone()
        }
    }

    /// Takes over fonts that are loaded already, if they are all that the brand asks for.
    pub(super) fn keep_fonts(&mut self, from: &Self) {
        let Some(old) = from.press.get() else { return };
        let engine = Arc::clone(&old.engine);
        let press = Press::with(engine, &self.fonts_folder(), &self.brand);
        if self.font_files == from.font_files
            && !press.problems.iter().any(Diagnostic::is_error)
        {
            self.press = Arc::new(OnceLock::from(press));
        }
    }

    /// The fonts of the project as files that Typst reads.
    pub(super) fn own_fonts(&self) -> Vec<(PathBuf, Vec<u8>)> {
        press::fonts(self.machine, &self.fonts_folder(), &self.font_files)
    }

    /// Whether a file is a font of the project.
    pub(super) fn is_font(&self, path: &Path) -> bool {
        path.starts_with(self.fonts_folder())
            || self.font_files.iter().any(|font| normalize(font) == path)
    }

    /// The folder of the project's fonts.
    #[must_use]
    pub fn fonts_folder(&self) -> PathBuf {
        normalize(&self.site.root.join(&self.site.paths.fonts))
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
            delete: flag("extensions.extras.delete", false),
            block_attributes: block_attributes(&self.site.settings),
            passthrough: self.passthrough(),
            ..defaults
        }
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

    /// The pages at `paths`, files and folders; all of the site if there are none. Beside them
    /// stands what is a page for Hugo and not for offprint.
    ///
    /// # Errors
    /// For each path that is neither.
    pub fn files(&self, paths: &[PathBuf]) -> Result<Listing, Vec<Diagnostic>> {
        let all = [self.site.content.clone()];
        let paths = if paths.is_empty() { &all[..] } else { paths };
        let (mut files, mut errors) = (Listing::default(), Vec::new());
        for path in paths {
            if path == Path::new("-") || self.system.is_file(path) {
                files.pages.push(path.clone());
            } else if self.system.is_dir(path) {
                match self.site.listing(self.system, path) {
                    Ok(found) => files.append(found),
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

/// `attribute` may be one flag, which means titles alone.
fn block_attributes(settings: &Settings) -> bool {
    settings.flag("markup.goldmark.parser.attribute.block", false)
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
