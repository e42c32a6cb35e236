//! Data files: `data/` and what is below it, as templates reach it by way of `site.Data`
//! (`hugolib/hugo_sites.go: loadData`): folders, file names and keys are the steps of a path.

use std::path::{Path, PathBuf};

use super::Site;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{self, Params, Value};
use crate::system::{System, normalize};

impl Site {
    /// The value at a path such as `prices.compute`; none if nothing is there. Where no name
    /// fits exactly, one that differs in case and hyphens does.
    ///
    /// # Errors
    /// When a file of data cannot be read.
    pub fn data(
        &self,
        system: &dyn System,
        path: &str,
    ) -> Result<Option<Value>, Diagnostic> {
        let folder = self.settings.text("datadir").unwrap_or_else(|| "data".to_owned());
        let mut steps = path.split(['.', '/']).filter(|step| !step.is_empty());
        let mut folder = normalize(&self.root.join(folder));
        while let Some(step) = steps.next() {
            let entries = system.list(&folder).unwrap_or_default();
            let named = |is_folder: bool| {
                let fits = |entry: &&crate::system::Entry| {
                    entry.is_dir == is_folder
                        && (is_folder || format(&entry.path).is_some())
                };
                let names = entries.iter().filter(fits);
                let names: Vec<(String, &PathBuf)> = names
                    .map(|entry| (stem(&entry.path, is_folder), &entry.path))
                    .collect();
                nearest(step, names)
            };
            if let Some(file) = named(false) {
                let value = self.data_file(system, file)?;
                return Ok(within(value, steps));
            }
            match named(true) {
                Some(inner) => folder = inner.clone(),
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    fn data_file(&self, system: &dyn System, file: &Path) -> Result<Value, Diagnostic> {
        let source = self.source(system, file)?;
        match format(file) {
            Some("csv") => Ok(table(source.text())),
            Some(extension) => front_matter::read_data(&source, extension),
            None => Ok(Value::Null),
        }
    }
}

fn format(file: &Path) -> Option<&'static str> {
    let extension = file.extension()?.to_string_lossy().to_lowercase();
    ["yaml", "yml", "toml", "json", "csv"]
        .into_iter()
        .find(|known| *known == extension)
}

fn stem(path: &Path, is_folder: bool) -> String {
    let name = if is_folder { path.file_name() } else { path.file_stem() };
    name.unwrap_or_default().to_string_lossy().into_owned()
}

/// What a name is without what people write now this way, now that way.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn nearest<'v, T>(wanted: &str, names: Vec<(String, &'v T)>) -> Option<&'v T> {
    let exact = names.iter().position(|(name, _)| name == wanted);
    let at =
        exact.or_else(|| names.iter().position(|(name, _)| plain(name) == plain(wanted)));
    at.and_then(|at| names.get(at)).map(|(_, value)| *value)
}

/// The value below some keys; numbers count the items of lists.
fn within<'s>(mut value: Value, steps: impl Iterator<Item = &'s str>) -> Option<Value> {
    for step in steps {
        value = match value {
            Value::Map(map) => {
                let names: Vec<(String, &Value)> =
                    map.iter().map(|(key, value)| (key.clone(), value)).collect();
                nearest(step, names)?.clone()
            }
            Value::List(list) => list.get(step.parse::<usize>().ok()?)?.clone(),
            _ => return None,
        };
    }
    Some(value)
}

/// A table as a list of rows, whose keys are in its first line. Commas or semicolons part the
/// cells, whichever the first line has more of.
fn table(text: &str) -> Value {
    let first = text.lines().next().unwrap_or_default();
    let delimiter =
        if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let heads: Vec<String> = reader
        .headers()
        .map(|heads| heads.iter().map(str::to_owned).collect())
        .unwrap_or_default();
    let row = |record: csv::StringRecord| {
        let cells = heads.iter().zip(record.iter());
        let cells: Params = cells
            .map(|(head, cell)| (head.clone(), Value::String(cell.to_owned())))
            .collect();
        Value::Map(cells)
    };
    Value::List(reader.records().filter_map(Result::ok).map(row).collect())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::Config;
    use crate::site::Site;
    use crate::system::Memory;

    #[test]
    fn data_is_found_by_folders_files_and_keys() {
        let system = Memory::new()
            .with("hugo.toml", "")
            .with(
                "data/price-list.yaml",
                "- { name: A, price: 1 }\n- { name: B, price: 2 }\n",
            )
            .with("data/se/offers.toml", "[main]\nname = 'C'\n")
            .with("data/x.csv", "name;price\nD;1,5\n")
            .with("data/bad.json", "{");
        let (site, _) = Site::open(&system, Path::new("."), &Config::default());
        let cases = [
            ("price-list.1.name", Some("B")),
            ("priceList.0.price", Some("1")),
            ("se.offers.main.name", Some("C")),
            ("se/offers.main.nix", None),
            ("x.0.price", Some("1,5")),
            ("nix", None),
        ];
        for (path, expected) in cases {
            let value = site.data(&system, path).expect("readable");
            assert_eq!(value.map(|value| value.to_text()).as_deref(), expected, "{path}");
        }
        assert_eq!(
            site.data(&system, "bad").expect_err("no JSON").code,
            "front-matter-json"
        );
    }
}
