//! The text of a mail, read once for all who have the same answers to its conditions.

use std::collections::BTreeMap;

use super::super::prepare::{read_for, resolve};
use super::super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::mail::{html, text};
use crate::merge::{Condition, Fields, Reading, Record, Texts};
use crate::page::Page;
use crate::passes::images::Assets;
use crate::passes::merge;

/// The words of a mail as some recipients get them.
struct Variant {
    answers: BTreeMap<Condition, bool>,
    document: Document,
}

/// All variants of a mail.
pub(super) struct Letters<'a> {
    project: &'a Project<'a>,
    page: &'a Page,
    fields: &'a Fields,
    made: Vec<Variant>,
    /// What is wrong with the page.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Letters<'a> {
    /// Letters of a page with marks in its front matter.
    pub(super) fn new(
        project: &'a Project<'a>,
        page: &'a Page,
        fields: &'a Fields,
    ) -> Self {
        Self {
            project,
            page,
            fields,
            made: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Text and HTML for a recipient; `picture` is what the picture says, if there is one.
    pub(super) fn of(
        &mut self,
        record: &Record,
        texts: &Texts,
        picture: Option<&str>,
    ) -> (String, String) {
        let number = self.number(record);
        let Some(variant) = self.made.get(number) else { return Default::default() };
        let mut document = variant.document.clone();
        merge::fill(&mut document, texts);
        let language = &self.page.language.code;
        (text(&document), html(&document, language, picture))
    }

    fn number(&mut self, record: &Record) -> usize {
        let fits = |variant: &Variant| {
            variant.answers.iter().all(|(one, met)| one.holds(record) == *met)
        };
        if let Some(number) = self.made.iter().position(fits) {
            return number;
        }
        let reading = Reading::new(self.fields, record);
        let mut body = read_for(self.project, self.page, &reading);
        let mut assets = Assets::default();
        let found = resolve(
            self.project,
            self.page,
            &mut body.document,
            &mut assets,
            &mut body.ledger,
            true,
        );
        self.diagnostics.extend(body.diagnostics);
        self.diagnostics.extend(found);
        self.made.push(Variant {
            answers: reading.answers(),
            document: body.document,
        });
        self.made.len() - 1
    }
}
