//! Finding files of a site that a page names, pictures above all: of the page's bundle,
//! published ones, those of `assets/`, and last those beside the page's file, which is what
//! authors often mean although no browser would find them.

use std::path::{Path, PathBuf};

use super::Site;
use crate::page::Page;
use crate::system::{System, normalize};

/// A file that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Whether the web page would not find it there.
    pub beside_page: bool,
}

/// A file that was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// The places looked at.
    pub looked_at: Vec<PathBuf>,
}

impl Site {
    /// Finds the file that `url` on `page` names.
    ///
    /// # Errors
    /// The places looked at, if it is at none of them.
    pub fn find(
        &self,
        system: &dyn System,
        page: &Page,
        url: &str,
    ) -> Result<Found, NotFound> {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let path = percent_encoding::percent_decode_str(path)
            .decode_utf8_lossy()
            .into_owned();
        let own = self.own_path(page, &path);
        let relative = own.trim_start_matches('/');
        let relative = relative.strip_prefix("./").unwrap_or(relative);
        if let Some(path) = self.bundled(system, page, relative) {
            return Ok(Found { path, beside_page: false });
        }
        let mut looked_at = Vec::new();
        for (place, beside_page) in self.places(page, &own, relative) {
            let place = normalize(&place);
            if system.is_file(&place) {
                return Ok(Found { path: place, beside_page });
            }
            if !looked_at.contains(&place) {
                looked_at.push(place);
            }
        }
        match self.only_one_named(system, relative) {
            Some(path) => Ok(Found { path, beside_page: true }),
            None => Err(NotFound { looked_at }),
        }
    }

    /// The file below the static folders whose path ends in `relative`, if there is just one:
    /// templates of sites often know the folder that pages leave out.
    fn only_one_named(&self, system: &dyn System, relative: &str) -> Option<PathBuf> {
        if relative.is_empty() || relative.contains("..") {
            return None;
        }
        let mut found = Vec::new();
        for folder in &self.paths.statics {
            collect(
                system,
                &normalize(&self.root.join(folder)),
                Path::new(relative),
                &mut found,
            );
        }
        match found.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// The path of an address of the site itself, any other as it is.
    fn own_path(&self, page: &Page, path: &str) -> String {
        match self
            .base_url(page)
            .as_deref()
            .and_then(|base| path.strip_prefix(base))
        {
            Some(rest) => format!("/{rest}"),
            None => path.to_owned(),
        }
    }

    fn places(&self, page: &Page, path: &str, relative: &str) -> Vec<(PathBuf, bool)> {
        let rooted = path.starts_with('/');
        let mut places = Vec::new();
        if let Some(bundle) = &page.bundle {
            places.push((bundle.join(relative), false));
        }
        let statics = || self.paths.statics.iter().map(|folder| self.root.join(folder));
        if rooted {
            places.extend(statics().map(|folder| (folder.join(relative), false)));
            // What is published lies below the path of the site's own address.
            if let Some(inside) = self.below_base(page, path) {
                places.extend(statics().map(|folder| (folder.join(&inside), false)));
            }
        } else if let Some(base) = self.published_folder(page) {
            places.extend(
                statics().map(|folder| (folder.join(&base).join(relative), false)),
            );
        }
        places.push((self.root.join(&self.paths.assets).join(relative), false));
        if rooted {
            places.push((self.content.join(relative), false));
        } else {
            let beside = page.file.parent().unwrap_or(Path::new("."));
            places.push((beside.join(relative), true));
            places.extend(statics().map(|folder| (folder.join(relative), true)));
        }
        places
    }

    /// The path of a file below the folder that the site is published in, if it has one.
    fn below_base(&self, page: &Page, path: &str) -> Option<String> {
        let base = self.base_url(page)?;
        let (_, host_and_path) = base.split_once("://")?;
        let folder = host_and_path.get(host_and_path.find('/')?..)?;
        let inside = path.strip_prefix(folder).filter(|_| folder != "/")?;
        Some(inside.to_owned())
    }

    /// The folder that a browser takes a relative address from: the path of the page.
    fn published_folder(&self, page: &Page) -> Option<PathBuf> {
        let base = self.base_url(page)?;
        let path = page.url.as_deref()?.strip_prefix(&base)?;
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        Some(PathBuf::from(path.rsplit_once('/').map_or("", |(folder, _)| folder)))
    }

    /// Finds a picture that front matter names, often by its bare name: below the static
    /// folders the ones that hold pictures of that kind are tried, too.
    #[must_use]
    pub fn find_artwork(
        &self,
        system: &dyn System,
        page: &Page,
        name: &str,
    ) -> Option<PathBuf> {
        if let Ok(found) = self.find(system, page, name) {
            return Some(found.path);
        }
        let relative = name.trim_start_matches('/');
        const FOLDERS: &[&str] = &[
            "img",
            "images",
            "img/background",
            "images/background",
            "img/card",
            "img/headimage",
        ];
        let statics = self.paths.statics.iter().map(|folder| self.root.join(folder));
        statics
            .flat_map(|folder| FOLDERS.iter().map(move |part| folder.join(part)))
            .map(|folder| normalize(&folder.join(relative)))
            .find(|path| system.is_file(path))
    }
}

fn collect(system: &dyn System, folder: &Path, name: &Path, found: &mut Vec<PathBuf>) {
    for entry in system.list(folder).unwrap_or_default() {
        if entry.is_dir {
            collect(system, &entry.path, name, found);
        } else if entry.path.ends_with(name) {
            found.push(entry.path);
        }
    }
}
