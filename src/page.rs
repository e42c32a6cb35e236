//! A page of a site: its front matter, and what follows from it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::front_matter::{DateTime, FrontMatter, Value};
use crate::language::Language;
use crate::source::Source;

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its file.
    pub source: Arc<Source>,
    /// The path of its file, as the system finds it.
    pub file: PathBuf,
    /// The path of its file below the content folder, if it lies there.
    pub path: PathBuf,
    /// The folder of its own files, if it is a bundle.
    pub bundle: Option<PathBuf>,
    /// Its front matter.
    pub matter: FrontMatter,
    /// Its language.
    pub language: Language,
    /// The language of the site that it belongs to, if the site has several; `language` is what
    /// the page is written in.
    pub edition: Option<String>,
    /// Its public address, if the site has one.
    pub url: Option<String>,
}

/// Why a page is not printed today (`hugolib/site.go: shouldBuild`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpublished {
    /// `draft: true`.
    Draft,
    /// Its date of publication is to come.
    Future,
    /// Its date of expiry is over.
    Expired,
    /// It has no page on the web: `headless`, or `build` says so.
    Headless,
}

/// The keys that give the date, first come (`newDefaultFrontmatterConfig`).
const DATE_KEYS: &[&str] =
    &["date", "publishdate", "pubdate", "published", "lastmod", "modified"];

/// The keys that give the date of publication, first come.
const PUBLISH_KEYS: &[&str] = &["publishdate", "pubdate", "published", "date"];

/// The keys that give the date of expiry, first come.
const EXPIRY_KEYS: &[&str] = &["expirydate", "unpublishdate"];

impl Page {
    /// Its title.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        self.matter.text("title")
    }

    /// The date of the document, and the key it stands under.
    #[must_use]
    pub fn date(&self) -> Option<Result<DateTime, &'static str>> {
        self.date_of(DATE_KEYS)
    }

    /// The first of `keys` that is set, as a date; its name if it is none.
    #[must_use]
    pub fn date_of(
        &self,
        keys: &[&'static str],
    ) -> Option<Result<DateTime, &'static str>> {
        keys.iter().find_map(|key| {
            let value = self.matter.params.get(*key)?;
            let is_flag = *key == "published" && matches!(value, Value::Bool(_));
            let empty = matches!(value, Value::Null) || value.as_str() == Some("");
            (!is_flag && !empty).then(|| date(value).ok_or(*key))
        })
    }

    /// Why the page is not printed at `now` (seconds since 1970), if it is not.
    #[must_use]
    pub fn unpublished(
        &self,
        now: i64,
        zone: &jiff::tz::TimeZone,
    ) -> Option<Unpublished> {
        let is = |key: &str| self.matter.params.get(key).map(Value::to_bool);
        let seconds = |keys| {
            self.date_of(keys)
                .and_then(Result::ok)
                .and_then(|date| date.seconds(zone))
        };
        let draft = is("draft").unwrap_or_else(|| is("published") == Some(false));
        if draft {
            Some(Unpublished::Draft)
        } else if self.is_headless() {
            Some(Unpublished::Headless)
        } else if seconds(PUBLISH_KEYS).is_some_and(|at| at > now) {
            Some(Unpublished::Future)
        } else if seconds(EXPIRY_KEYS).is_some_and(|at| at <= now) {
            Some(Unpublished::Expired)
        } else {
            None
        }
    }

    /// The first moment after `now` at which the page is published or expires, in seconds since
    /// 1970; none if it stays as it is.
    #[must_use]
    pub fn next_change(&self, now: i64, zone: &jiff::tz::TimeZone) -> Option<i64> {
        let keys: [&[&'static str]; 2] = [PUBLISH_KEYS, EXPIRY_KEYS];
        let moments = keys.into_iter().filter_map(|keys| {
            let date = self.date_of(keys).and_then(Result::ok)?;
            date.seconds(zone).filter(|at| *at > now)
        });
        moments.min()
    }

    /// Whether the page is made for others to take in (`resources/page/pagemeta`).
    fn is_headless(&self) -> bool {
        let render = self.matter.get("build.render");
        let never = match render {
            Some(Value::Bool(on)) => !on,
            Some(value) => {
                matches!(value.to_text().to_lowercase().as_str(), "never" | "link")
            }
            None => false,
        };
        never || self.matter.params.get("headless").is_some_and(Value::to_bool)
    }

    /// What pages of a section are sorted by: weight (none comes last), newest date, title
    /// (`resources/page/pages_sort.go`).
    #[must_use]
    pub fn order(
        &self,
        zone: &jiff::tz::TimeZone,
    ) -> (bool, i64, std::cmp::Reverse<i64>, String) {
        let weight = match self.matter.params.get("weight") {
            Some(Value::Int(weight)) => *weight,
            Some(value) => value.to_text().parse().unwrap_or(0),
            None => 0,
        };
        let date = self.date().and_then(Result::ok).and_then(|date| date.seconds(zone));
        let title = self.title().unwrap_or_default();
        (weight == 0, weight, std::cmp::Reverse(date.unwrap_or(i64::MIN)), title)
    }

    /// The texts of a key that holds one or a list of them.
    #[must_use]
    pub fn list(&self, key: &str) -> Vec<String> {
        match self.matter.params.get(key) {
            Some(Value::List(list)) => list
                .iter()
                .map(Value::to_text)
                .filter(|text| !text.is_empty())
                .collect(),
            Some(value) => Some(value.to_text())
                .filter(|text| !text.is_empty())
                .into_iter()
                .collect(),
            None => Vec::new(),
        }
    }
}

fn date(value: &Value) -> Option<DateTime> {
    match value {
        Value::Date(date) => Some(*date),
        Value::String(text) => DateTime::parse(text),
        Value::Int(seconds) => DateTime::from_seconds(*seconds),
        _ => None,
    }
}
