//! A project that stays open while its files are being edited: for `watch` and `serve`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::project::Project;
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::system::{System, Watch, normalize};

/// What the command line says of how pages are printed, given to a project when it is opened.
pub type SetUp<'s> = Box<dyn Fn(&mut Project<'s>) + 's>;

/// A project that is opened again whenever that is needed.
pub struct Live<'s> {
    system: &'s dyn System,
    root: PathBuf,
    config: Option<PathBuf>,
    set_up: SetUp<'s>,
    project: Option<Project<'s>>,
    problems: Vec<Diagnostic>,
    /// Where the files lie that documents are made of.
    inputs: BTreeSet<PathBuf>,
    /// The folders that are watched.
    folders: Vec<(PathBuf, bool)>,
}

impl<'s> Live<'s> {
    /// Opens the project in `root`; `config` is the path of its `offprint.yml` if that is not in
    /// its usual place.
    #[must_use]
    pub fn open(
        system: &'s dyn System,
        root: &Path,
        config: Option<&Path>,
        set_up: SetUp<'s>,
    ) -> Self {
        let mut live = Self {
            system,
            root: root.to_owned(),
            config: config.map(Path::to_owned),
            set_up,
            project: None,
            problems: Vec::new(),
            inputs: BTreeSet::new(),
            folders: Vec::new(),
        };
        live.reopen(false);
        live
    }

    /// The project, unless it cannot be opened as its files are now.
    #[must_use]
    pub fn project(&self) -> Option<&Project<'s>> {
        self.project.as_ref().filter(|_| !self.is_broken())
    }

    /// What is wrong with the project itself.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    fn is_broken(&self) -> bool {
        self.problems.iter().any(Diagnostic::is_error)
    }

    /// Opens the project again after files have changed. Configuration and settings are quick to
    /// read; fonts are not, and are loaded again only if they have changed.
    pub fn changed(&mut self, paths: &BTreeSet<PathBuf>) {
        let is_font = |path: &PathBuf| {
            self.project.as_ref().is_none_or(|project| project.is_font(path))
        };
        let has_fonts = paths.iter().any(is_font);
        self.reopen(!has_fonts);
    }

    fn reopen(&mut self, keeps_fonts: bool) {
        match Project::open(self.system, &self.root, self.config.as_deref()) {
            Ok((mut project, warnings)) => {
                (self.set_up)(&mut project);
                if let Some(old) = self.project.as_ref().filter(|_| keeps_fonts) {
                    project.keep_fonts(old);
                }
                self.project = Some(project);
                self.problems = warnings;
            }
            // The project as it was stays: it says what is to be watched.
            Err(errors) => self.problems = crate::report::sorted(errors),
        }
    }

    /// Says in which folders the files lie that documents are made of: pages take in files from
    /// all over the project.
    pub(super) fn follow(&mut self, inputs: &BTreeSet<PathBuf>) {
        if self.inputs != *inputs {
            self.inputs.clone_from(inputs);
        }
    }

    /// Whether a file is gone or empty. Some editors rename it or cut it off before they write it.
    pub(super) fn is_hollow(&self, path: &Path) -> bool {
        self.system.stamp(path).is_none_or(|stamp| stamp.bytes == 0)
    }

    /// Watches the folders of the project; none if the same ones are watched already.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn watch(&mut self) -> std::io::Result<Option<Box<dyn Watch>>> {
        let folders = self.folders_now();
        if folders == self.folders {
            return Ok(None);
        }
        let watch = self.system.watch(&folders)?;
        self.folders = folders;
        Ok(Some(watch))
    }

    /// The folders that have a say in documents, as far as they are there; `true` with all below.
    fn folders_now(&self) -> Vec<(PathBuf, bool)> {
        let inside = |path: &Path| normalize(&self.root.join(path));
        let mut whole: BTreeSet<PathBuf> = ["data", "config", "i18n", "templates"]
            .map(|name| inside(name.as_ref()))
            .into();
        let mut single = BTreeSet::from([inside(Path::new("."))]);
        let config = self
            .config
            .clone()
            .unwrap_or_else(|| inside(config::FILE_NAME.as_ref()));
        single.extend(config.parent().map(normalize));
        single.extend(self.inputs.iter().map(|folder| self.nearest(folder)));
        if let Some(project) = &self.project {
            let paths = &project.site.paths;
            whole.insert(project.site.content.clone());
            whole.insert(inside(&paths.assets));
            whole.insert(inside(&paths.templates));
            whole.insert(project.fonts_folder());
            whole.extend(paths.statics.iter().map(|folder| inside(folder)));
            let opened = project.opened.paths.keys().filter_map(|path| path.parent());
            single.extend(opened.map(normalize));
        }
        let there = |folder: &PathBuf| self.system.is_dir(folder);
        let whole: Vec<PathBuf> = whole.into_iter().filter(there).collect();
        let within = |folder: &PathBuf| {
            whole.iter().any(|other| other != folder && folder.starts_with(other))
        };
        let single = single
            .into_iter()
            .filter(there)
            .filter(|folder| !whole.contains(folder) && !within(folder));
        let single: Vec<(PathBuf, bool)> = single.map(|folder| (folder, false)).collect();
        let outer = whole.iter().filter(|folder| !within(folder));
        outer.map(|folder| (folder.clone(), true)).chain(single).collect()
    }

    /// A folder, or the nearest one around it that is there.
    fn nearest(&self, folder: &Path) -> PathBuf {
        let mut around = folder.ancestors();
        let found = around.find(|folder| self.system.is_dir(folder));
        normalize(found.unwrap_or(&self.root))
    }
}
