//! Which shortcodes the content uses, how often, and with which parameters.

use indexmap::IndexMap;

use super::Found;
use crate::config::TakesInner;
use crate::diagnostic::Diagnostic;
use crate::front_matter;
use crate::shortcode::{Node, parse};
use crate::site::Site;
use crate::system::System;

/// The use of one shortcode.
#[derive(Debug, Clone, Default)]
pub(super) struct Usage {
    pub(super) name: String,
    pub(super) count: usize,
    pub(super) params: Vec<String>,
}

/// Counts over all pages; pages that cannot be read are left out.
pub(super) fn count(
    system: &dyn System,
    site: &Site,
    known: &IndexMap<String, Found>,
) -> Result<Vec<Usage>, Diagnostic> {
    let takes_inner = |name: &str| {
        let template = known
            .get(&name.to_lowercase())
            .and_then(|found| found.template.as_ref());
        match template.map(|template| template.takes_inner) {
            Some(true) => TakesInner::Yes,
            Some(false) => TakesInner::No,
            None => TakesInner::Unknown,
        }
    };
    let mut all: IndexMap<String, Usage> = IndexMap::new();
    for file in site.page_files(system, &site.content)? {
        let Ok(source) = site.source(system, &file) else { continue };
        let (matter, _) = front_matter::read(&source);
        let (nodes, _) = parse(&source, matter.body, &takes_inner);
        walk(&nodes, &mut all);
    }
    Ok(all.into_values().collect())
}

fn walk(nodes: &[Node], all: &mut IndexMap<String, Usage>) {
    for node in nodes {
        let Node::Shortcode(shortcode) = node else { continue };
        let usage = all.entry(shortcode.name.to_lowercase()).or_default();
        usage.name.clone_from(&shortcode.name);
        usage.count += 1;
        for (index, param) in shortcode.params.iter().enumerate() {
            let name = param.name.clone().unwrap_or_else(|| index.to_string());
            if !usage.params.contains(&name) {
                usage.params.push(name);
            }
        }
        if let Some(inner) = &shortcode.inner {
            walk(&inner.nodes, all);
        }
    }
}
