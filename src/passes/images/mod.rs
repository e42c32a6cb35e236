//! Pictures and icons: found, checked, and given a place among the files of the document.
//!
//! A picture that carries meaning needs a text for those who cannot see it (PDF/UA-1, ISO
//! 14289-1, 7.3); that is told at the picture, before any PDF is made.

mod load;
mod qr;

pub use load::ready;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::component::Component;
use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, BlockKind, ComponentNode, Document, Field, FieldValue, Image, Inline,
    InlineKind, Picture, VisitMut, plain_text,
};
use crate::icons;
use crate::language::Language;
use crate::ledger::{Fate, Item, Ledger};
use crate::page::Page;
use crate::site::Site;
use crate::source::Span;
use crate::system::System;

pub use qr::qr_code;

/// The files that a document needs, by virtual path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// The files.
    pub files: IndexMap<String, Arc<[u8]>>,
    /// Virtual paths of the files that were read.
    paths: IndexMap<PathBuf, String>,
}

impl Assets {
    /// Takes a file in, once.
    pub fn add(&mut self, path: &Path, extension: &str, bytes: Vec<u8>) -> String {
        if let Some(known) = self.paths.get(path) {
            return known.clone();
        }
        let name = format!("/assets/{}.{extension}", self.paths.len() + 1);
        self.paths.insert(path.to_owned(), name.clone());
        self.files.insert(name.clone(), bytes.into());
        name
    }

    /// A file that was taken in, by its virtual path.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(AsRef::as_ref)
    }

    /// Takes in another form of a picture that was taken in.
    pub fn add_changed(&mut self, extension: &str, bytes: Vec<u8>) -> String {
        let name = format!("/assets/changed-{}.{extension}", self.files.len() + 1);
        self.files.insert(name.clone(), bytes.into());
        name
    }

    /// Takes in a picture that was drawn for the document; no file stands behind it.
    pub fn add_drawn(&mut self, kind: &str, svg: String) -> String {
        let bytes = svg.into_bytes();
        let known = self.files.iter().find(|(_, file)| file.as_ref() == bytes.as_slice());
        if let Some((name, _)) = known {
            return name.clone();
        }
        let name = format!("/assets/{kind}-{}.svg", self.files.len() + 1);
        self.files.insert(name.clone(), bytes.into());
        name
    }

    fn add_icon(&mut self, icon: icons::Icon) -> String {
        self.files
            .entry(icon.path.clone())
            .or_insert_with(|| icon.svg.into_bytes().into());
        icon.path
    }

    /// The real paths of the files that were read, by their virtual ones.
    #[must_use]
    pub fn names(&self) -> IndexMap<String, String> {
        let name = |(path, name): (&PathBuf, &String)| {
            (name.clone(), path.display().to_string())
        };
        self.paths.iter().map(name).collect()
    }

    /// The files that were read, by their real paths.
    pub fn sources(&self) -> impl Iterator<Item = &Path> {
        self.paths.keys().map(PathBuf::as_path)
    }
}

/// What pictures are found with.
pub struct Context<'a> {
    /// The machine.
    pub system: &'a dyn System,
    /// The site.
    pub site: &'a Site,
    /// The page.
    pub page: &'a Page,
    /// Whether a code for cameras stands beside what works only on a screen.
    pub qr: bool,
}

/// Finds all pictures of a document.
pub fn run(
    document: &mut Document,
    context: &Context<'_>,
    assets: &mut Assets,
    ledger: &mut Ledger,
) -> Vec<Diagnostic> {
    let mut images = Images { context, assets, ledger, diagnostics: Vec::new() };
    images.document(document);
    images.diagnostics
}

struct Images<'a> {
    context: &'a Context<'a>,
    assets: &'a mut Assets,
    ledger: &'a mut Ledger,
    diagnostics: Vec<Diagnostic>,
}

impl VisitMut for Images<'_> {
    fn inline(&mut self, inline: &mut Inline) {
        if let InlineKind::Image(image) = &mut inline.kind {
            self.image(image, inline.span);
        }
        self.walk_inline(inline);
    }

    fn component(&mut self, node: &mut ComponentNode) {
        if node.component == Component::Figure {
            adopt_picture(node);
        }
        if node.component == Component::Qr {
            let span = node
                .fields
                .values()
                .next()
                .map_or(Span::default(), |field| field.span);
            self.qr(node, span);
        }
        if node.component == Component::Icon {
            name_icon(node, &self.context.page.language);
        }
        if node.component == Component::Embed {
            self.embed_code(node);
        }
        self.component_picture(node);
        self.walk_component(node);
    }
}

impl Images<'_> {
    fn image(&mut self, image: &mut Image, span: Span) {
        let Picture::Written(url) = &image.picture else { return };
        let url = url.clone();
        image.picture = self.find(&url, span);
        if let (None, Some(height), Picture::File(path)) =
            (image.width, image.height, &image.picture)
        {
            image.width = self.ratio(path).map(|ratio| height * ratio);
        }
        if image.decorative || !matches!(image.picture, Picture::File(_)) {
            return;
        }
        if is_no_alt(&image.alt, &url)
            && let Some(alt) = self.other_alt(&url, &image.title)
        {
            image.alt = alt;
        } else if is_no_alt(&image.alt, &url) {
            self.alt_missing(&url, &image.alt, span, "![what it shows](…)");
        }
    }

    /// An alternative text from elsewhere: the title, what front matter says of the page's own
    /// files (`resources`), or a text file beside the picture: `photo.jpg.alt.txt`.
    fn other_alt(&self, url: &str, title: &str) -> Option<String> {
        let own = (!is_no_alt(title, url)).then(|| title.to_owned());
        let text =
            own.or_else(|| self.resource_alt(url)).or_else(|| self.sidecar(url))?;
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn resource_alt(&self, url: &str) -> Option<String> {
        let Context { system, site, page, .. } = self.context;
        let found = site.find(*system, page, url).ok()?;
        site.resource_text(page, &found.path)
    }

    fn sidecar(&self, url: &str) -> Option<String> {
        let context = self.context;
        let found = context.site.find(context.system, context.page, url).ok()?;
        let mut path = found.path.into_os_string();
        path.push(".alt.txt");
        let bytes = crate::system::read_within(
            context.system,
            &context.site.root,
            Path::new(&path),
        )
        .ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Pictures in fields. Beside a text they decorate; a figure has to say what it shows.
    fn component_picture(&mut self, node: &mut ComponentNode) {
        let mut alt = plain_text(node.inlines("alt"));
        let picture = node.fields.get("image").map(|field| (&field.value, field.span));
        if let Some((FieldValue::Image(Picture::Written(url)), span)) = picture
            && alt.is_empty()
            && let Some(other) = self.other_alt(url, "")
        {
            alt.clone_from(&other);
            let value = FieldValue::Text(vec![Inline::text(span, other)]);
            node.fields.insert("alt", Field { span, value });
        }
        // Words beside a picture say what it shows (Hugo's figure shortcode does the same).
        let words = ["caption", "title"].map(|name| plain_text(node.inlines(name)));
        let words = words.into_iter().find(|words| !words.trim().is_empty());
        let decorative = node.fields.contains_key("alt") && alt.trim().is_empty();
        for field in node.fields.values_mut() {
            let span = field.span;
            match &mut field.value {
                FieldValue::Image(picture) => {
                    let Picture::Written(url) = picture else { continue };
                    let url = url.clone();
                    *picture = self.find(&url, span);
                    let silent = is_no_alt(&alt, &url) && words.is_none() && !decorative;
                    if node.component == Component::Figure
                        && silent
                        && matches!(picture, Picture::File(_))
                    {
                        self.alt_missing(&url, &alt, span, "alt=\"what it shows\"");
                    }
                }
                FieldValue::Icon(class) => {
                    let class = std::mem::take(class);
                    field.value = FieldValue::Icon(self.icon(&class, span));
                }
                _ => {}
            }
        }
        self.size_by_height(node);
        if node.component == Component::Figure && alt.trim().is_empty() {
            let linked = node.word("link");
            // A link has to be heard, whatever it leads from.
            let heard = words
                .filter(|_| !decorative)
                .or(Some(linked).filter(|url| !url.is_empty()));
            let span = node
                .fields
                .values()
                .next()
                .map_or(Span::default(), |field| field.span);
            node.fields.shift_remove("alt");
            if let Some(heard) = heard {
                let value = FieldValue::Text(vec![Inline::text(span, heard)]);
                node.fields.insert("alt", Field { span, value });
            }
        }
    }

    fn icon(&mut self, class: &str, span: Span) -> String {
        let icon = icons::find(class).unwrap_or_else(|| {
            let (icon, printed) = match icons::nearest(class) {
                Some(icon) => {
                    let printed = format!("`{}`", icon.name());
                    (icon, printed)
                }
                None => (icons::unknown(), "a neutral mark".to_owned()),
            };
            let message = format!("unknown icon `{class}`; {printed} is printed");
            let hint = "icons are those of Font Awesome's free solid set, for example `fa-solid fa-lock`";
            let diagnostic = Diagnostic::warning("icon-unknown", message);
            self.diagnostics.push(diagnostic.at(&self.context.page.source, span).hint(hint));
            icon
        });
        self.assets.add_icon(icon)
    }

    fn find(&mut self, url: &str, span: Span) -> Picture {
        let picture = self.look_for(url, span);
        let fate = match &picture {
            Picture::Missing => {
                Fate::Lost("the picture was not found or cannot be read".to_owned())
            }
            Picture::Remote(_) => {
                Fate::Dropped("a remote picture is printed as a link".to_owned())
            }
            _ => Fate::Printed,
        };
        let name = if url.starts_with("data:") { "data:" } else { url };
        self.ledger.add(Item::Image, name, span, fate);
        picture
    }

    fn look_for(&mut self, url: &str, span: Span) -> Picture {
        let own = self.context.site.base_url(self.context.page);
        let is_own = own.as_deref().is_some_and(|base| url.starts_with(base));
        let source = &self.context.page.source;
        if url.is_empty() {
            let diagnostic =
                Diagnostic::error("image-without-source", "a picture without an address");
            self.diagnostics
                .push(diagnostic.at(source, span).hint("name the file of the picture"));
            return Picture::Missing;
        }
        if url.starts_with("data:") {
            return self.inline_data(url, span);
        }
        if (url.contains("://") || url.starts_with("//")) && !is_own {
            let message = format!("the picture `{url}` is on the web; a link is printed");
            let hint = "keep the picture in the site: nothing is fetched while printing";
            self.diagnostics.push(
                Diagnostic::warning("image-remote", message)
                    .at(source, span)
                    .hint(hint),
            );
            return Picture::Remote(crate::site::encode(url));
        }
        match self.context.site.find(self.context.system, self.context.page, url) {
            Ok(found) => {
                if found.beside_page {
                    let message = format!(
                        "the picture `{url}` is not where a browser would look for it"
                    );
                    let hint = format!(
                        "taken from `{}`; write its whole path, or make the page a bundle",
                        found.path.display()
                    );
                    self.diagnostics.push(
                        Diagnostic::warning("image-elsewhere", message)
                            .at(source, span)
                            .hint(hint),
                    );
                }
                self.load(&found.path, span)
            }
            Err(not_found) => {
                let places = not_found
                    .looked_at
                    .iter()
                    .map(|path| format!("`{}`", path.display()));
                let hint =
                    format!("looked for {}", places.collect::<Vec<_>>().join(", "));
                let message = format!("picture `{url}` not found");
                self.diagnostics.push(
                    Diagnostic::error("image-missing", message)
                        .at(source, span)
                        .hint(hint),
                );
                Picture::Missing
            }
        }
    }

    fn alt_missing(&mut self, url: &str, alt: &str, span: Span, write: &str) {
        let message = match alt.trim() {
            "" => format!("the picture `{url}` has no alternative text"),
            alt => format!("`{alt}` says nothing about what the picture `{url}` shows"),
        };
        let hint = format!(
            "write what it shows for those who cannot see it: `{write}`; \
             a picture that only decorates: `<img src=\"{url}\" alt=\"\">`"
        );
        let diagnostic = Diagnostic::error("image-alt-missing", message);
        self.diagnostics
            .push(diagnostic.at(&self.context.page.source, span).hint(hint));
    }
}

/// An icon that stands for yes or no is heard as that.
fn name_icon(node: &mut ComponentNode, language: &Language) {
    let is_named = ["text", "alt"].iter().any(|name| !node.inlines(name).is_empty());
    let class = node.word("icon");
    let Some(span) =
        node.fields.get("icon").map(|field| field.span).filter(|_| !is_named)
    else {
        return;
    };
    if let Some(word) = language.icon(&class) {
        let value = FieldValue::Text(vec![Inline::text(span, word)]);
        node.fields.insert("alt", Field { span, value });
    }
}

/// Whether an alternative text is none: empty, the name of the file, or a bare "icon".
fn is_no_alt(alt: &str, url: &str) -> bool {
    let alt = alt.trim().to_lowercase();
    let name = url.rsplit('/').next().unwrap_or(url).to_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    alt.is_empty()
        || alt == name
        || (alt == stem && alt.contains(['-', '_']))
        || matches!(alt.as_str(), "icon" | "image" | "img" | "bild")
}

/// A figure whose picture stands between its tags takes it as its own.
fn adopt_picture(node: &mut ComponentNode) {
    if node.fields.contains_key("image") {
        return;
    }
    let [
        Block {
            kind: BlockKind::Paragraph(line) | BlockKind::Plain(line),
            ..
        },
    ] = node.body.as_slice()
    else {
        return;
    };
    let [Inline { kind: InlineKind::Image(image), span }] = line.as_slice() else {
        return;
    };
    let (image, span) = (image.clone(), *span);
    node.fields
        .insert("image", Field { span, value: FieldValue::Image(image.picture) });
    if !image.alt.is_empty() {
        let value = FieldValue::Text(vec![Inline::text(span, image.alt)]);
        node.fields.insert("alt", Field { span, value });
    }
    if let (None, Some(height)) = (image.width, image.height) {
        let value = FieldValue::Word(height.to_string());
        node.fields.insert("height", Field { span, value });
    }
    if let Some(width) = image.width {
        node.fields
            .insert("width", Field { span, value: FieldValue::Word(width.to_string()) });
    }
    node.body.clear();
}

#[cfg(test)]
mod tests {
    use super::is_no_alt;

    #[test]
    fn names_are_no_alternative_text() {
        assert!(
            is_no_alt("", "a.png")
                && is_no_alt("a.png", "/x/a.png")
                && is_no_alt("Icon", "a.svg")
        );
        assert!(is_no_alt("my-photo", "my-photo.jpg"));
        assert!(!is_no_alt("A lock", "lock.svg"));
    }
}
