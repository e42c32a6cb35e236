//! Words that head the columns of tables made of data, and those for what is no text: things
//! on a screen, icons that mean yes or no; language by language.

/// The order of the languages in the table.
const LANGUAGES: &[&str] = &["en", "sv", "nb", "da", "fi", "de", "fr"];

const HEADS: &[(&str, [&str; 7])] = &[
    (
        "address",
        ["Address", "Adress", "Adresse", "Adresse", "Osoite", "Adresse", "Adresse"],
    ),
    (
        "author",
        [
            "Author",
            "Författare",
            "Forfatter",
            "Forfatter",
            "Kirjoittaja",
            "Autor",
            "Auteur",
        ],
    ),
    ("date", ["Date", "Datum", "Dato", "Dato", "Päivämäärä", "Datum", "Date"]),
    (
        "description",
        [
            "Description",
            "Beskrivning",
            "Beskrivelse",
            "Beskrivelse",
            "Kuvaus",
            "Beschreibung",
            "Description",
        ],
    ),
    (
        "difficulty",
        [
            "Difficulty",
            "Svårighet",
            "Vanskelighet",
            "Sværhedsgrad",
            "Vaikeus",
            "Schwierigkeit",
            "Difficulté",
        ],
    ),
    ("disk", ["Disk", "Disk", "Disk", "Disk", "Levy", "Platte", "Disque"]),
    (
        "document",
        [
            "Document",
            "Dokument",
            "Dokument",
            "Dokument",
            "Asiakirja",
            "Dokument",
            "Document",
        ],
    ),
    (
        "email",
        ["E-mail", "E-post", "E-post", "E-mail", "Sähköposti", "E-Mail", "Courriel"],
    ),
    (
        "impact",
        [
            "Impact",
            "Påverkan",
            "Påvirkning",
            "Påvirkning",
            "Vaikutus",
            "Auswirkung",
            "Impact",
        ],
    ),
    ("link", ["Link", "Länk", "Lenke", "Link", "Linkki", "Link", "Lien"]),
    ("name", ["Name", "Namn", "Navn", "Navn", "Nimi", "Name", "Nom"]),
    (
        "phone",
        ["Phone", "Telefon", "Telefon", "Telefon", "Puhelin", "Telefon", "Téléphone"],
    ),
    ("price", ["Price", "Pris", "Pris", "Pris", "Hinta", "Preis", "Prix"]),
    (
        "responsibility",
        [
            "Responsibility",
            "Ansvar",
            "Ansvar",
            "Ansvar",
            "Vastuu",
            "Verantwortung",
            "Responsabilité",
        ],
    ),
    (
        "service",
        ["Service", "Tjänst", "Tjeneste", "Tjeneste", "Palvelu", "Dienst", "Service"],
    ),
    ("title", ["Title", "Titel", "Tittel", "Titel", "Otsikko", "Titel", "Titre"]),
    ("topic", ["Area", "Område", "Område", "Område", "Alue", "Bereich", "Domaine"]),
    ("unit", ["Unit", "Enhet", "Enhet", "Enhed", "Yksikkö", "Einheit", "Unité"]),
    (
        "version",
        ["Version", "Version", "Versjon", "Version", "Versio", "Version", "Version"],
    ),
];

const KINDS: &[(&str, [&str; 7])] = &[
    ("audio", ["Sound", "Ljud", "Lyd", "Lyd", "Ääni", "Ton", "Son"]),
    (
        "calendar",
        [
            "Calendar",
            "Kalender",
            "Kalender",
            "Kalender",
            "Kalenteri",
            "Kalender",
            "Calendrier",
        ],
    ),
    (
        "form",
        ["Form", "Formulär", "Skjema", "Formular", "Lomake", "Formular", "Formulaire"],
    ),
    ("map", ["Map", "Karta", "Kart", "Kort", "Kartta", "Karte", "Carte"]),
    (
        "page",
        [
            "On the web",
            "På webben",
            "På nettet",
            "På nettet",
            "Verkossa",
            "Im Web",
            "Sur le web",
        ],
    ),
    (
        "instagram",
        [
            "Post on Instagram",
            "Inlägg på Instagram",
            "Innlegg på Instagram",
            "Opslag på Instagram",
            "Julkaisu Instagramissa",
            "Beitrag auf Instagram",
            "Publication sur Instagram",
        ],
    ),
    (
        "vimeo",
        [
            "Film on Vimeo",
            "Film på Vimeo",
            "Film på Vimeo",
            "Film på Vimeo",
            "Video Vimeossa",
            "Film auf Vimeo",
            "Film sur Vimeo",
        ],
    ),
    (
        "youtube",
        [
            "Film on YouTube",
            "Film på YouTube",
            "Film på YouTube",
            "Film på YouTube",
            "Video YouTubessa",
            "Film auf YouTube",
            "Film sur YouTube",
        ],
    ),
    ("video", ["Film", "Film", "Film", "Film", "Video", "Film", "Film"]),
];

const YES: [&str; 7] = ["yes", "ja", "ja", "ja", "kyllä", "ja", "oui"];
const NO: [&str; 7] = ["no", "nej", "nei", "nej", "ei", "nein", "non"];

fn place(code: &str) -> usize {
    let code = super::common(code);
    LANGUAGES.iter().position(|language| *language == code).unwrap_or(0)
}

/// What a thing on a screen is called.
pub(super) fn kind(code: &str, kind: &str) -> Option<&'static str> {
    let (_, words) = KINDS.iter().find(|(known, _)| *known == kind)?;
    words.get(place(code)).copied()
}

/// What an icon says that stands for a word.
pub(super) fn icon(code: &str, class: &str) -> Option<&'static str> {
    let name = class.split_whitespace().last()?.trim_start_matches("fa-");
    match name {
        "check" | "circle-check" | "check-circle" | "square-check" | "check-square" => {
            YES.get(place(code)).copied()
        }
        "xmark" | "times" | "close" | "circle-xmark" | "times-circle" | "ban" => {
            NO.get(place(code)).copied()
        }
        "minus" | "dash" => Some("–"),
        _ => None,
    }
}

/// The head of a column: the language's word for it, or its name made readable.
pub(super) fn head(code: &str, name: &str) -> String {
    let at = place(code);
    let lower = name.trim().to_lowercase();
    let known = HEADS.iter().find(|(known, _)| *known == lower);
    if let Some(word) = known.and_then(|(_, words)| words.get(at)) {
        return (*word).to_owned();
    }
    let readable = name.trim().replace(['_', '-'], " ");
    let mut letters = readable.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{HEADS, head, icon, kind};

    #[test]
    fn heads_are_words_of_the_language() {
        assert_eq!(head("sv", "service"), "Tjänst");
        assert_eq!(head("nn", "Service"), "Tjeneste");
        assert_eq!(head("xx", "service"), "Service");
        assert_eq!(head("sv", "pris_per_gb"), "Pris per gb");
        assert_eq!(kind("sv", "form"), Some("Formulär"));
        assert_eq!(icon("nb", "fa-solid fa-xmark"), Some("nei"));
        assert_eq!(icon("sv", "fa-solid fa-lock"), None);
        assert!(HEADS.is_sorted_by_key(|(name, _)| *name));
    }
}
