//! Where links lead: within the document, to the web, or nowhere. None stays as it was
//! written, since on paper there is no page to take it from.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{
    Block, BlockKind, ComponentNode, Document, FieldValue, Inline, InlineKind, REFERENCE,
    Target, Visit, VisitMut, plain_text,
};
use crate::ledger::{Fate, Item, Ledger};
use crate::site::{Unresolved, absolute, encode, is_local};
use crate::source::{Source, Span};

/// What links are resolved with.
pub struct Context<'a> {
    /// The file.
    pub source: &'a Arc<Source>,
    /// The public address of the page.
    pub page_url: Option<&'a str>,
    /// The address of the site.
    pub base_url: Option<&'a str>,
    /// The public address of the page at a path, as links to `.md` files name it.
    pub page: &'a dyn Fn(&str) -> Option<String>,
    /// The path to the PDF of the page at an address, from the PDF that is being made.
    pub pdf: &'a dyn Fn(&str) -> Option<String>,
    /// Pages that an address of the site may mean, if there is nothing at it.
    pub missing: &'a dyn Fn(&str) -> Option<Vec<String>>,
    /// The public address of the page that `ref` names, or what is wrong and the way out.
    pub reference: &'a dyn Fn(&str) -> Result<String, Unresolved>,
}

/// Resolves all links of a document.
pub fn run(
    document: &mut Document,
    context: &Context<'_>,
    ledger: &mut Ledger,
) -> Vec<Diagnostic> {
    let mut ids = Ids(BTreeSet::new());
    ids.document(document);
    let mut links = Links {
        context,
        ids: ids.0,
        ledger,
        diagnostics: Vec::new(),
    };
    links.document(document);
    links.diagnostics
}

/// All places that links can jump to.
struct Ids(BTreeSet<String>);

impl Visit for Ids {
    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.0.extend(heading.id.clone()),
            BlockKind::Anchored(id, _) => {
                self.0.insert(id.clone());
            }
            _ => {}
        }
        self.walk_block(block);
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Anchor(id) = &inline.kind {
            self.0.insert(id.clone());
        }
        self.walk_inline(inline);
    }
}

struct Links<'a> {
    context: &'a Context<'a>,
    ids: BTreeSet<String>,
    ledger: &'a mut Ledger,
    diagnostics: Vec<Diagnostic>,
}

impl VisitMut for Links<'_> {
    fn inline(&mut self, inline: &mut Inline) {
        if let InlineKind::Link(link) = &mut inline.kind {
            // A reference by itself shows the address that it stands for.
            let shows_itself = matches!(&link.target, Target::Written(url) if url.starts_with(REFERENCE))
                && link.content.is_empty();
            let text = plain_text(&link.content);
            self.target(&mut link.target, inline.span, &text);
            if shows_itself && let Target::Url(url) = &link.target {
                link.content = vec![Inline::text(inline.span, url)];
            }
        }
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &mut ComponentNode) {
        for field in node.fields.values_mut() {
            if let FieldValue::Url(target) = &mut field.value {
                self.target(target, field.span, "");
            }
        }
        self.walk_component(node);
    }
}

impl Links<'_> {
    /// Resolves a target; `text` is what one reads in its place.
    fn target(&mut self, target: &mut Target, span: Span, text: &str) {
        let Target::Written(url) = target else { return };
        let url = std::mem::take(url);
        let (resolved, fate) = if is_local(url.trim()) {
            (Target::None, self.local(&url, span, text))
        } else if let Some(scheme) = browser_scheme(&url) {
            let message = format!("a `{scheme}` link works only in a browser");
            self.warn(
                "link-scheme",
                message,
                span,
                "the text is printed without the link",
            );
            (Target::None, Fate::Dropped("works only in a browser".to_owned()))
        } else {
            let resolved = self.resolve(url.trim(), span);
            let fate = self.fate(&resolved, span);
            (self.printed(resolved), fate)
        };
        self.ledger.add(Item::Link, url, span, fate);
        *target = resolved;
    }

    /// An address of the machine that the page was written on leads a reader nowhere. In a
    /// text about such machines it is no mistake, and stands there to be read.
    fn local(&mut self, url: &str, span: Span, text: &str) -> Fate {
        let bare = |text: &str| {
            let text = text.trim().trim_end_matches('/');
            text.split_once("://").map_or(text, |(_, rest)| rest).to_owned()
        };
        if bare(text) != bare(url) {
            let message = format!("`{url}` leads to the reader's own machine");
            let hint = "the text is printed without the link; write the public address";
            self.warn("link-local", message, span, hint);
        }
        Fate::Dropped("leads to the reader's own machine".to_owned())
    }

    /// What became of a link; one into the site has to lead somewhere.
    fn fate(&mut self, target: &Target, span: Span) -> Fate {
        let url = match target {
            Target::None => {
                return Fate::Lost("the link leads nowhere on paper".to_owned());
            }
            Target::Url(url) => url,
            _ => return Fate::Printed,
        };
        let Some(near) = (self.context.missing)(url) else { return Fate::Printed };
        let near: Vec<String> = near.iter().map(|path| format!("`{path}`")).collect();
        let near = match near.is_empty() {
            true => String::new(),
            false => format!("; did you mean {}?", near.join(" or ")),
        };
        let message = format!("the site has nothing at `{url}`{near}");
        let hint = "correct the address; if something else makes that page, say `links: { check: false }` in `offprint.yml`";
        self.diagnostics.push(
            Diagnostic::error("link-page-missing", message)
                .at(self.context.source, span)
                .hint(hint),
        );
        Fate::Lost("there is nothing at that address".to_owned())
    }

    /// A page that is printed, too, is reached by its PDF, if that is asked for.
    fn printed(&self, target: Target) -> Target {
        let Target::Url(url) = &target else { return target };
        let (page, fragment) = url
            .split_once('#')
            .map_or((url.as_str(), None), |(page, tail)| (page, Some(tail)));
        match (self.context.pdf)(page) {
            Some(path) => Target::Url(encode(&match fragment {
                Some(fragment) => format!("{path}#{fragment}"),
                None => path,
            })),
            None => target,
        }
    }

    fn resolve(&mut self, url: &str, span: Span) -> Target {
        // The whole of the address is a recipient's; it is looked at when it is known.
        if url.starts_with(crate::merge::is_mark) {
            return Target::Url(url.to_owned());
        }
        if let Some(path) = url.strip_prefix(REFERENCE) {
            return self.reference(path, span);
        }
        if let Some(fragment) = url.strip_prefix('#') {
            return self.fragment(fragment, span);
        }
        let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let is_scheme = |scheme: &String| {
            !scheme.is_empty()
                && scheme
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        };
        match scheme.filter(is_scheme).as_deref() {
            Some(_) => Target::Url(encode(url)),
            None => self.path(url, span),
        }
    }

    /// A place in this document; ids count in any case if none fits exactly.
    fn fragment(&mut self, fragment: &str, span: Span) -> Target {
        let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
        let lower = decoded.to_lowercase();
        let exact = self.ids.get(decoded.as_ref());
        let found =
            exact.or_else(|| self.ids.iter().find(|id| id.to_lowercase() == lower));
        if let Some(id) = found {
            return Target::Internal(id.clone());
        }
        if matches!(lower.as_str(), "" | "top") {
            return self.web(&format!("#{fragment}"), span);
        }
        let near = nearest(&decoded, self.ids.iter().map(String::as_str));
        let near = near
            .map(|near| format!("; did you mean `#{near}`?"))
            .unwrap_or_default();
        let message = format!("the document has no place `#{decoded}`{near}");
        let hint =
            "give the place an id, `## Heading {#id}`, or link to the page that has it";
        self.diagnostics.push(
            Diagnostic::error("link-anchor-missing", message)
                .at(self.context.source, span)
                .hint(hint),
        );
        self.web(&format!("#{fragment}"), span)
    }

    /// `ref` and `relref` (`hugolib/page__ref.go`): a page by its path, the fragment as it is.
    fn reference(&mut self, url: &str, span: Span) -> Target {
        let (path, fragment) = url
            .split_once('#')
            .map_or((url, None), |(path, fragment)| (path, Some(fragment)));
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return self.fragment(fragment.unwrap_or_default(), span);
        }
        match (self.context.reference)(path) {
            Ok(page)
                if Some(page.as_str()) == self.context.page_url && fragment.is_some() =>
            {
                self.fragment(fragment.unwrap_or_default(), span)
            }
            Ok(page) => Target::Url(encode(&match fragment {
                Some(fragment) => format!("{page}#{fragment}"),
                None => page,
            })),
            Err(Unresolved { message, hint }) => {
                let diagnostic = Diagnostic::error("reference-missing", message);
                self.diagnostics
                    .push(diagnostic.at(self.context.source, span).hint(hint));
                Target::None
            }
        }
    }

    fn path(&mut self, url: &str, span: Span) -> Target {
        let (path, tail) = url
            .split_at_checked(url.find(['?', '#']).unwrap_or(url.len()))
            .unwrap_or((url, ""));
        let is_page = path.ends_with(".md") && !path.starts_with("//");
        if is_page && let Some(page) = (self.context.page)(path) {
            return match tail.strip_prefix('#') {
                Some(fragment) if Some(page.as_str()) == self.context.page_url => {
                    self.fragment(fragment, span)
                }
                _ => Target::Url(encode(&format!("{page}{tail}"))),
            };
        }
        self.web(url, span)
    }

    fn web(&mut self, url: &str, span: Span) -> Target {
        match absolute(url, self.context.page_url, self.context.base_url) {
            Some(url) => Target::Url(url),
            None => {
                let message = format!("`{url}` cannot be made a whole address");
                self.warn(
                    "link-without-site",
                    message,
                    span,
                    "set `baseURL` in the site's configuration",
                );
                Target::None
            }
        }
    }

    fn warn(&mut self, code: &'static str, message: String, span: Span, hint: &str) {
        self.diagnostics.push(
            Diagnostic::warning(code, message)
                .at(self.context.source, span)
                .hint(hint),
        );
    }
}

/// The scheme of an address that means something only to a browser.
fn browser_scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.trim().split_once(':')?;
    let known = ["javascript", "data", "vbscript", "file", "about", "blob"];
    known
        .iter()
        .any(|name| scheme.eq_ignore_ascii_case(name))
        .then_some(scheme)
}
