//! The words of the template, language by language.

use serde::Serialize;

/// Words that a template prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// Heads the contents.
    pub contents: &'static str,
    /// The folio; `{page}` and `{pages}` are numbers.
    pub page: &'static str,
    /// Before the date.
    pub date: &'static str,
    /// Before the version.
    pub version: &'static str,
    /// Before the author.
    pub author: &'static str,
    /// Before who wrote it.
    pub prepared_by: &'static str,
    /// Before who approved it.
    pub approved_by: &'static str,
    /// Before who may read it.
    pub classification: &'static str,
    /// Heads the contacts.
    pub contact: &'static str,
    /// A link to the whole.
    pub read_more: &'static str,
    /// Heads a note.
    pub note: &'static str,
    /// Heads a tip.
    pub tip: &'static str,
    /// Heads something important.
    pub important: &'static str,
    /// Heads a warning.
    pub warning: &'static str,
    /// Heads a danger.
    pub caution: &'static str,
    /// Before the number of a figure.
    pub figure: &'static str,
    /// Before the number of a table.
    pub table: &'static str,
    /// Names a quotation.
    pub quote: &'static str,
    /// A link to a film.
    pub watch: &'static str,
    /// A link to something that works on a screen.
    pub open: &'static str,
    /// Before where something comes from.
    pub source: &'static str,
    /// Heads the closing page.
    pub next_step: &'static str,
    /// Heads footnotes.
    pub footnotes: &'static str,
    /// After the head of a table that goes on.
    pub continued: &'static str,
}

/// The words of a language; the English ones if it has none here.
pub(super) fn labels(code: &str) -> &'static Labels {
    match code {
        "sv" => &SV,
        "nb" => &NB,
        "nn" => &NN,
        "da" => &DA,
        "fi" => &FI,
        "de" => &DE,
        "fr" => &FR,
        _ => &EN,
    }
}

const EN: Labels = Labels {
    contents: "Contents",
    page: "Page {page} of {pages}",
    date: "Date",
    version: "Version",
    author: "Author",
    prepared_by: "Prepared by",
    approved_by: "Approved by",
    classification: "Classification",
    contact: "Contact",
    read_more: "Read more",
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution",
    figure: "Figure",
    table: "Table",
    quote: "Quote",
    watch: "Watch the film",
    open: "Open",
    source: "Source",
    next_step: "Next step",
    footnotes: "Notes",
    continued: "continued",
};

const SV: Labels = Labels {
    contents: "Innehåll",
    page: "Sida {page} av {pages}",
    date: "Datum",
    version: "Version",
    author: "Författare",
    prepared_by: "Upprättad av",
    approved_by: "Godkänd av",
    classification: "Klassificering",
    contact: "Kontakt",
    read_more: "Läs mer",
    note: "Notera",
    tip: "Tips",
    important: "Viktigt",
    warning: "Varning",
    caution: "Var försiktig",
    figure: "Figur",
    table: "Tabell",
    quote: "Citat",
    watch: "Se filmen",
    open: "Öppna",
    source: "Källa",
    next_step: "Nästa steg",
    footnotes: "Noter",
    continued: "forts.",
};

const NB: Labels = Labels {
    contents: "Innhold",
    page: "Side {page} av {pages}",
    date: "Dato",
    version: "Versjon",
    author: "Forfatter",
    prepared_by: "Utarbeidet av",
    approved_by: "Godkjent av",
    classification: "Klassifisering",
    contact: "Kontakt",
    read_more: "Les mer",
    note: "Merk",
    tip: "Tips",
    important: "Viktig",
    warning: "Advarsel",
    caution: "Vær forsiktig",
    figure: "Figur",
    table: "Tabell",
    quote: "Sitat",
    watch: "Se filmen",
    open: "Åpne",
    source: "Kilde",
    next_step: "Neste steg",
    footnotes: "Noter",
    continued: "forts.",
};

const NN: Labels = Labels {
    contents: "Innhald",
    page: "Side {page} av {pages}",
    date: "Dato",
    version: "Versjon",
    author: "Forfattar",
    prepared_by: "Utarbeidd av",
    approved_by: "Godkjend av",
    classification: "Klassifisering",
    contact: "Kontakt",
    read_more: "Les meir",
    note: "Merk",
    tip: "Tips",
    important: "Viktig",
    warning: "Åtvaring",
    caution: "Ver forsiktig",
    figure: "Figur",
    table: "Tabell",
    quote: "Sitat",
    watch: "Sjå filmen",
    open: "Opne",
    source: "Kjelde",
    next_step: "Neste steg",
    footnotes: "Notar",
    continued: "framh.",
};

const DA: Labels = Labels {
    contents: "Indhold",
    page: "Side {page} af {pages}",
    date: "Dato",
    version: "Version",
    author: "Forfatter",
    prepared_by: "Udarbejdet af",
    approved_by: "Godkendt af",
    classification: "Klassifikation",
    contact: "Kontakt",
    read_more: "Læs mere",
    note: "Bemærk",
    tip: "Tip",
    important: "Vigtigt",
    warning: "Advarsel",
    caution: "Vær forsigtig",
    figure: "Figur",
    table: "Tabel",
    quote: "Citat",
    watch: "Se filmen",
    open: "Åbn",
    source: "Kilde",
    next_step: "Næste skridt",
    footnotes: "Noter",
    continued: "fortsat",
};

const FI: Labels = Labels {
    contents: "Sisällys",
    page: "Sivu {page}/{pages}",
    date: "Päiväys",
    version: "Versio",
    author: "Tekijä",
    prepared_by: "Laatinut",
    approved_by: "Hyväksynyt",
    classification: "Luokitus",
    contact: "Yhteystiedot",
    read_more: "Lue lisää",
    note: "Huomaa",
    tip: "Vinkki",
    important: "Tärkeää",
    warning: "Varoitus",
    caution: "Ole varovainen",
    figure: "Kuva",
    table: "Taulukko",
    quote: "Lainaus",
    watch: "Katso video",
    open: "Avaa",
    source: "Lähde",
    next_step: "Seuraava askel",
    footnotes: "Viitteet",
    continued: "jatkuu",
};

const DE: Labels = Labels {
    contents: "Inhalt",
    page: "Seite {page} von {pages}",
    date: "Datum",
    version: "Version",
    author: "Autor",
    prepared_by: "Erstellt von",
    approved_by: "Freigegeben von",
    classification: "Klassifizierung",
    contact: "Kontakt",
    read_more: "Mehr erfahren",
    note: "Hinweis",
    tip: "Tipp",
    important: "Wichtig",
    warning: "Warnung",
    caution: "Vorsicht",
    figure: "Abbildung",
    table: "Tabelle",
    quote: "Zitat",
    watch: "Film ansehen",
    open: "Öffnen",
    source: "Quelle",
    next_step: "Nächster Schritt",
    footnotes: "Anmerkungen",
    continued: "Fortsetzung",
};

const FR: Labels = Labels {
    contents: "Sommaire",
    page: "Page {page} sur {pages}",
    date: "Date",
    version: "Version",
    author: "Auteur",
    prepared_by: "Rédigé par",
    approved_by: "Approuvé par",
    classification: "Classification",
    contact: "Contact",
    read_more: "En savoir plus",
    note: "Note",
    tip: "Conseil",
    important: "Important",
    warning: "Avertissement",
    caution: "Attention",
    figure: "Figure",
    table: "Tableau",
    quote: "Citation",
    watch: "Voir la vidéo",
    open: "Ouvrir",
    source: "Source",
    next_step: "Étape suivante",
    footnotes: "Notes",
    continued: "suite",
};
