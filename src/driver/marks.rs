//! What a document says of its own state: whether it still holds, who may read it, and where
//! the living page is. What that looks like is the template's business.

use super::project::Project;
use crate::page::{Page, Unpublished};
use crate::passes::images::{Assets, qr_code};

/// Words in `pdfclassification` and `status` that mean that not everybody may read it.
const CLOSED: &[&str] =
    &["konfidentiell", "confidential", "fortrolig", "vertraulich", "hemlig", "secret"];

/// The kind of a state, for the template, and the word for it in the page's language.
pub(super) fn status(project: &Project<'_>, page: &Page) -> Option<(String, String)> {
    let labels = page.language.labels();
    let state = |kind: &str, word: &str| Some((kind.to_owned(), word.to_owned()));
    let now = project.date.unwrap_or_else(|| project.system.now());
    match page.unpublished(now, &project.site.settings.time_zone()) {
        Some(Unpublished::Draft) => return state("draft", labels.draft),
        Some(Unpublished::Expired) => return state("expired", labels.expired),
        Some(Unpublished::Future | Unpublished::Headless) | None => {}
    }
    let said = page.matter.text("status");
    if let Some(said) = &said {
        match said.to_lowercase().as_str() {
            "draft" => return state("draft", labels.draft),
            "expired" => return state("expired", labels.expired),
            _ => {}
        }
    }
    let class = page.matter.text("pdfclassification");
    let is_closed = |text: &String| {
        let text = text.to_lowercase();
        CLOSED.iter().any(|word| text.starts_with(word))
    };
    match [said, class].into_iter().flatten().find(is_closed) {
        Some(word) if word.to_lowercase() == "confidential" => {
            state("confidential", labels.confidential)
        }
        Some(word) => state("confidential", &word),
        None => None,
    }
}

/// A drawing of the code for cameras that leads to the page.
pub(super) fn qr(page: &Page, assets: &mut Assets) -> Option<String> {
    let url = page.url.as_deref()?;
    let drawing = qr_code(url)?;
    Some(assets.add_drawn("qr", drawing))
}
