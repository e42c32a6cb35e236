//! What the configuration of a site asks for and offprint does not do: each is told once, so
//! that nobody wonders why a page looks as it does.

use super::Site;
use crate::diagnostic::Diagnostic;
use crate::front_matter::Value;
use crate::system::System;

fn unheard(what: &str, why: &str, hint: &str) -> Diagnostic {
    let message = format!("{what} is not honoured: {why}");
    Diagnostic::warning("site-setting-unheard", message).hint(hint)
}

impl Site {
    /// A warning for each setting that is not honoured.
    pub(super) fn unheard(&self, system: &dyn System) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        let mut tell =
            |what: &str, why: &str, hint: &str| told.push(unheard(what, why, hint));
        self.unheard_places(system, &mut tell);
        self.unheard_reading(system, &mut tell);
        told.extend(self.bad_patterns());
        told
    }

    /// Where pages and links are, other than here.
    fn unheard_places(
        &self,
        system: &dyn System,
        tell: &mut dyn FnMut(&str, &str, &str),
    ) {
        if let Some(url) =
            self.settings.text("baseurl").filter(|url| super::is_local(url))
        {
            tell(
                &format!("`baseURL` `{url}`"),
                "no reader of a PDF finds anything there",
                "set the public address of the site, or `HUGO_BASEURL`; without it links into the site are left out",
            );
        }
        for mount in self.lost_mounts() {
            tell(
                &format!("the mount of `{mount}`"),
                "pages are read from one folder for each language",
                "name the folder by `contentDir`, or build it by its path",
            );
        }
        if self.settings.get("module.imports").is_some() {
            tell(
                "`module.imports`",
                "nothing is fetched, and pages and pictures of modules are not looked for",
                "put what is needed into the site's own folders, or name them in `paths` of `offprint.yml`",
            );
        }
        for theme in self.settings.themes(&self.root) {
            if system.is_dir(&theme.join("content")) {
                let folder = theme.join("content");
                tell(
                    &format!("the content of the theme, `{}`,", folder.display()),
                    "only the site's own pages are printed",
                    "build a page of it by its path",
                );
            }
        }
    }

    /// How pages are read, other than here.
    fn unheard_reading(
        &self,
        system: &dyn System,
        tell: &mut dyn FnMut(&str, &str, &str),
    ) {
        let handler = self.settings.text("markup.defaultmarkdownhandler");
        if let Some(name) = handler.filter(|name| name != "goldmark") {
            tell(
                &format!("`markup.defaultMarkdownHandler` `{name}`"),
                "Markdown is read as Goldmark does",
                "remove the setting, or look at the pages with care",
            );
        }
        if self.settings.flag("markup.goldmark.extensions.cjk", false) {
            tell(
                "`markup.goldmark.extensions.cjk`",
                "line endings between ideographs become blanks",
                "write such paragraphs on one line",
            );
        }
        for key in ["date", "publishdate", "expirydate", "lastmod"] {
            if self.settings.get(&format!("frontmatter.{key}")).is_some() {
                tell(
                    &format!("`frontmatter.{key}`"),
                    "dates are looked for where Hugo does without it",
                    "write the dates under their usual names: `date`, `publishDate`, `expiryDate`",
                );
            }
        }
        let hooks = self.hooks(system);
        if !hooks.is_empty() {
            tell(
                &format!("what the render hooks do ({})", hooks.join(", ")),
                "they make HTML of Markdown, and none is made here",
                "look at such parts of a page with care; a shortcode can be mapped to a component",
            );
        }
    }

    /// Mounts that are neither the content folder nor files: those that cannot be followed.
    fn lost_mounts(&self) -> Vec<String> {
        let list = self.settings.get("module.mounts").and_then(Value::as_list);
        let mounts = list.into_iter().flatten().filter_map(Value::as_map);
        let mut has_content = false;
        let mut lost = Vec::new();
        for mount in mounts {
            let text = |key: &str| mount.get(key).map(Value::to_text).unwrap_or_default();
            let target = text("target");
            if target == "content" && !has_content && mount.get("lang").is_none() {
                has_content = true;
            } else if target == "content" || target.starts_with("content/") {
                lost.push(text("source"));
            }
        }
        lost
    }

    /// The render hooks of the site, by the names of their files.
    fn hooks(&self, system: &dyn System) -> Vec<String> {
        let folders = ["layouts/_markup", "layouts/_default/_markup"];
        let files = folders
            .iter()
            .flat_map(|folder| system.list(&self.root.join(folder)).unwrap_or_default());
        let names = files.filter_map(|entry| {
            Some(entry.path.file_stem()?.to_string_lossy().into_owned())
        });
        names.filter(|name| name.starts_with("render-")).collect()
    }

    /// Patterns of `ignoreFiles` that are none.
    fn bad_patterns(&self) -> Vec<Diagnostic> {
        let patterns = self.settings.list("ignorefiles");
        let bad = patterns.iter().filter(|pattern| regex::Regex::new(pattern).is_err());
        bad.map(|pattern| {
            let message =
                format!("`{pattern}` in `ignoreFiles` is no pattern and hides nothing");
            Diagnostic::warning("site-setting-unheard", message)
                .hint("it is a regular expression, for example `\\\\.draft\\\\.md$`")
        })
        .collect()
    }
}
