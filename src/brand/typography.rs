//! The type of a brand. Fonts themselves come from files of the project; nothing is fetched.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::Color;
use super::file::{
    Decoration, FaceFile, FaceOrPath, FontFile, FontSource, Style, Styles, Tone, Type,
    TypeOrFamily, Typography, Weights,
};
use super::print::{Fallback, Families, Scripts};
use super::values::{Length, LineHeight, Weight};

/// Type of the parts of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Fonts {
    /// Running text.
    pub base: Font,
    /// Headings.
    pub headings: Font,
    /// Code.
    pub monospace: Font,
    /// Code within a line.
    pub monospace_inline: Font,
    /// Code on lines of its own.
    pub monospace_block: Font,
    /// Links.
    pub link: Font,
}

/// Type of one part.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub struct Font {
    /// Families, the first that exists and has the letter counts.
    pub family: Vec<Family>,
    /// The size.
    pub size: Option<Length>,
    /// The weight.
    pub weight: Option<Weight>,
    /// Upright or slanted.
    pub style: Option<Style>,
    /// The line height as a multiple of the size.
    pub line_height: Option<LineHeight>,
    /// The colour.
    pub color: Option<Color>,
    /// The colour behind it.
    pub background_color: Option<Color>,
    /// A line at it, or none.
    pub decoration: Option<Decoration>,
    /// The families that the brand names, of which the first that is there is printed. What
    /// stands in for letters that it does not have is not among them.
    #[serde(skip)]
    pub named: Vec<String>,
}

/// A family, for all letters or only for those of some scripts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Family {
    /// Its name.
    pub name: String,
    /// What it is used for, as a regular expression for one character.
    pub covers: Option<&'static str>,
}

impl Family {
    fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), covers: None }
    }
}

impl Serialize for Family {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json: Json = match self.covers {
            Some(covers) => json!({ "name": self.name, "covers": covers }),
            None => json!(self.name),
        };
        json.serialize(serializer)
    }
}

/// A family that the brand lists, and where it is to come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub family: String,
    /// Where it comes from.
    pub source: FontSource,
    /// Its files, as paths from the brand file or the project.
    pub files: Vec<String>,
    /// The weights and styles there are to be; none if the brand does not say.
    pub faces: Vec<(u16, Style)>,
}

impl Fonts {
    /// The fonts that come with the program.
    pub(super) fn built_in() -> Self {
        let font =
            |name: &str| Font { family: vec![Family::new(name)], ..Font::default() };
        Self {
            base: font("Source Serif 4"),
            headings: font("Figtree"),
            monospace: font("JetBrains Mono"),
            monospace_inline: font("JetBrains Mono"),
            monospace_block: font("JetBrains Mono"),
            link: Font::default(),
        }
    }

    /// All parts with their names in the brand file.
    pub fn parts(&self) -> [(&'static str, &Font); 6] {
        [
            ("base", &self.base),
            ("headings", &self.headings),
            ("monospace", &self.monospace),
            ("monospace-inline", &self.monospace_inline),
            ("monospace-block", &self.monospace_block),
            ("link", &self.link),
        ]
    }

    /// Every part.
    pub(super) fn each(&mut self, change: impl Fn(&mut Font)) {
        let parts = [&mut self.base, &mut self.headings, &mut self.monospace];
        parts.into_iter().for_each(&change);
        let parts =
            [&mut self.monospace_inline, &mut self.monospace_block, &mut self.link];
        parts.into_iter().for_each(&change);
    }

    /// What a template gets.
    pub(super) fn to_json(&self) -> Json {
        self.parts()
            .into_iter()
            .map(|(name, font)| (name.to_owned(), json!(font)))
            .collect()
    }

    pub(super) fn read(&mut self, file: &Typography) {
        self.base.read(file.base.as_ref());
        self.headings.read(file.headings.as_ref());
        self.monospace.read(file.monospace.as_ref());
        self.monospace_inline = self.monospace.clone();
        self.monospace_inline.read(file.monospace_inline.as_ref());
        self.monospace_block = self.monospace.clone();
        self.monospace_block.read(file.monospace_block.as_ref());
        self.link.read(file.link.as_ref());
    }

    /// Puts families behind the first one of each part, and before the one that comes with the
    /// program.
    pub(super) fn fall_back(&mut self, fallback: &Fallback) {
        let families = fallback.families();
        self.each(|font| {
            let at = font.family.len().saturating_sub(1).max(1);
            let new = families.iter().filter(|family| !font.family.contains(family));
            let new: Vec<Family> = new.cloned().collect();
            if !font.family.is_empty() {
                font.family.splice(at..at, new);
            }
        });
    }
}

impl Font {
    fn read(&mut self, file: Option<&TypeOrFamily>) {
        let own = Type::default();
        let file = match file {
            Some(TypeOrFamily::Type(file)) => file.as_ref(),
            Some(TypeOrFamily::Family(family)) => {
                self.prepend(family);
                &own
            }
            None => &own,
        };
        if let Some(family) = &file.family {
            self.prepend(family);
        }
        let size = file.size.clone().map(|size| size.0);
        self.size = size.or_else(|| self.size.take());
        self.weight = file.weight.or(self.weight);
        self.style = file.style.or(self.style);
        self.line_height = file.line_height.clone().or_else(|| self.line_height.take());
        let on_paper = |tone: Option<Tone>| tone.and_then(Tone::on_paper);
        self.color = on_paper(file.color).or(self.color);
        self.background_color = on_paper(file.background_color).or(self.background_color);
        self.decoration = file.decoration.or(self.decoration);
    }

    fn prepend(&mut self, written: &str) {
        let names = families(written);
        if names.is_empty() {
            return;
        }
        self.family.retain(|known| !names.contains(&known.name));
        self.family.splice(0..0, names.iter().map(Family::new));
        self.named = names;
    }
}

/// What the kinds of faces that CSS has names for (CSS Fonts 4, 2.1.3) are here.
const KINDS: &[(&str, &str)] = &[
    ("serif", "Source Serif 4"),
    ("ui-serif", "Source Serif 4"),
    ("sans-serif", "Figtree"),
    ("ui-sans-serif", "Figtree"),
    ("ui-rounded", "Figtree"),
    ("system-ui", "Figtree"),
    ("-apple-system", "Figtree"),
    ("BlinkMacSystemFont", "Figtree"),
    ("monospace", "JetBrains Mono"),
    ("ui-monospace", "JetBrains Mono"),
];

/// The families in a list as CSS writes it, each once: `'Noto Sans', Arial, sans-serif`.
pub(super) fn families(written: &str) -> Vec<String> {
    let bare = |name: &str| name.trim().trim_matches(['"', '\'']).trim().to_owned();
    let mut names: Vec<String> = Vec::new();
    for name in written.split(',').map(bare).filter(|name| !name.is_empty()) {
        let kind = KINDS.iter().find(|(kind, _)| *kind == name);
        let name = kind.map_or(name, |(_, family)| (*family).to_owned());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl Fallback {
    fn families(&self) -> Vec<Family> {
        let of = |names: &Option<Families>, covers: Option<&'static str>| {
            let names = match names {
                Some(Families::One(name)) => std::slice::from_ref(name),
                Some(Families::Many(names)) => names.as_slice(),
                None => &[],
            };
            names
                .iter()
                .map(|name| Family { name: name.clone(), covers })
                .collect::<Vec<_>>()
        };
        match self {
            Self::All(names) => names.iter().map(Family::new).collect(),
            Self::Scripts(scripts) => {
                let Scripts { greek, cyrillic, cjk, arabic, hebrew, other } =
                    scripts.as_ref();
                [
                    of(greek, Some(r"[\p{Greek}]")),
                    of(cyrillic, Some(r"[\p{Cyrillic}]")),
                    of(cjk, Some(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}\u{3000}-\u{303f}\u{ff00}-\u{ffef}]")),
                    of(arabic, Some(r"[\p{Arabic}]")),
                    of(hebrew, Some(r"[\p{Hebrew}]")),
                    of(other, None),
                ]
                .concat()
            }
        }
    }
}

/// The families that a brand file lists.
pub(super) fn wanted(file: &Typography) -> Vec<Wanted> {
    let fonts = file.fonts.iter().filter(|font| !font.family.is_empty());
    fonts.map(FontFile::wanted).collect()
}

impl FontFile {
    fn wanted(&self) -> Wanted {
        let weights = self.weight.as_ref().map(Weights::list).unwrap_or_default();
        let styles = match &self.style {
            Some(Styles::One(style)) => vec![*style],
            Some(Styles::Many(styles)) => styles.clone(),
            None => Vec::new(),
        };
        let is_said = !weights.is_empty() || !styles.is_empty();
        let mut faces = if is_said { every(&weights, &styles) } else { Vec::new() };
        let mut files = Vec::new();
        for file in &self.files {
            match file {
                FaceOrPath::Path(path) => files.push(path.clone()),
                FaceOrPath::Face(FaceFile { path, weight, style }) => {
                    files.push(path.clone());
                    // What a file does not say is usual.
                    let weights = weight.as_ref().map(Weights::list).unwrap_or_default();
                    let is_said = !weights.is_empty() || style.is_some();
                    let style = style.unwrap_or_default();
                    faces.extend(
                        every(&weights, &[style]).into_iter().filter(|_| is_said),
                    );
                }
            }
        }
        faces.sort_unstable();
        faces.dedup();
        Wanted {
            family: self.family.clone(),
            source: self.source,
            files,
            faces,
        }
    }
}

/// Every weight in every style; the usual ones where there are none.
fn every(weights: &[u16], styles: &[Style]) -> Vec<(u16, Style)> {
    let weights = if weights.is_empty() { &[400] } else { weights };
    let styles = if styles.is_empty() { &[Style::Normal] } else { styles };
    let in_style = |style: &Style| {
        weights.iter().map(|weight| (*weight, *style)).collect::<Vec<_>>()
    };
    styles.iter().flat_map(in_style).collect()
}

impl Weights {
    fn list(&self) -> Vec<u16> {
        match self {
            Self::One(weight) => vec![weight.0],
            Self::Many(weights) => weights.iter().map(|weight| weight.0).collect(),
            Self::Range(range) => {
                let ends = range.split("..").map(|end| end.trim_matches([' ', '.']));
                ends.filter_map(Weight::parse).map(|weight| weight.0).collect()
            }
        }
    }
}
