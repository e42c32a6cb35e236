//! `offprint.yml` as it is written: the keys there are, for the reader and for editors. What
//! shortcodes print has a reader of its own, as its keys follow from the components.

use std::collections::BTreeMap;
use std::path::PathBuf;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::component::Component;

/// How the pages of a site are printed by offprint.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct File {
    /// Which pages become documents, and how; the first rule that matches counts. Without
    /// any rule every page becomes one.
    pub(super) documents: Vec<Rule>,
    /// Several pages as one document.
    pub(super) collections: Vec<Collection>,
    /// What the shortcodes of the site print.
    #[schemars(schema_with = "shortcodes")]
    pub(super) shortcodes: Json,
    /// Names of languages in front matter, such as `Se`, and their codes.
    #[schemars(with = "BTreeMap<String, String>")]
    pub(super) languages: IndexMap<String, String>,
    /// Links between pages.
    pub(super) links: Links,
    /// Whether a code for cameras stands beside every film, map and form.
    pub(super) qr: bool,
    /// Fields and file names of the copies that `offprint merge` makes, for pages that do not
    /// say them in front matter.
    pub(super) merge: Merge,
    /// How mail is sent.
    pub(super) mail: Mail,
    /// What is done with the PDFs after `offprint build`, in this order; nothing unless given.
    pub(super) hooks: Vec<Hook>,
    /// Where things are, from the root of the project.
    pub(super) paths: Paths,
}

/// Pages that become documents.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["match"]))]
pub(super) struct Rule {
    /// The pages, as a pattern for their paths below the content folder.
    #[schemars(example = &"whitepaper/*")]
    pub(super) r#match: String,
    /// The template [default: whitepaper].
    pub(super) template: Option<String>,
    /// The kind of document, printed on the cover.
    pub(super) kind: Option<String>,
    /// `false` for pages that are not printed.
    pub(super) print: Option<bool>,
}

/// Several pages as one document.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("required" = ["name", "title"]))]
pub(super) struct Collection {
    /// The name of its PDF.
    #[schemars(regex(pattern = r"^[^./\\][^/\\]*$"), example = &"handbook")]
    pub(super) name: String,
    /// Its title.
    pub(super) title: String,
    /// The pages in order, as patterns: of each those that match, by weight, date and title.
    pub(super) pages: OneOrMany,
    /// A menu of the site whose pages come first, in its order.
    #[schemars(example = &"main")]
    pub(super) menu: Option<String>,
    /// The template.
    pub(super) template: Option<String>,
    /// The kind of document, printed on the cover.
    pub(super) kind: Option<String>,
    /// The introduction on the cover.
    pub(super) intro: Option<String>,
    /// The date; that of the newest page unless given.
    #[schemars(example = &"2026-11-24")]
    pub(super) date: Option<String>,
    /// The artwork of the cover.
    pub(super) cover: Option<String>,
}

/// Links between pages.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Links {
    /// Whether links into the site have to lead somewhere; unless it says, they have to if the
    /// site's templates are there, so that all of it is.
    pub(super) check: Option<bool>,
}

/// Fields and file names of copies.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Merge {
    /// The fields: `name: type`, or a map of settings.
    #[schemars(schema_with = "fields")]
    fields: Json,
    /// How files are named.
    #[schemars(example = &"offer-{company}")]
    file: Option<String>,
}

/// How mail is sent.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Mail {
    /// Who writes.
    #[schemars(example = &"Anna Ek <anna@example.org>")]
    pub(super) from: Option<String>,
    /// Who gets answers, if not the writer.
    pub(super) reply_to: Option<String>,
    /// Addresses by which a recipient gets off the list: `https://` or `mailto:`. `{field}` is
    /// the value of that column, percent-encoded.
    #[schemars(example = &"https://example.org/off?u={token}")]
    pub(super) unsubscribe: Option<OneOrMany>,
    /// A file of addresses that are never written to, one a line.
    pub(super) suppress: Option<PathBuf>,
    /// The largest a message may be as it is sent [default: 10MB].
    #[schemars(example = &"10MB")]
    pub(super) max_size: Option<String>,
    /// The most messages a minute [default: 60].
    #[schemars(range(min = 1))]
    pub(super) rate: Option<u32>,
    /// The server that sends. Name and password come from the environment or a program.
    pub(super) smtp: Server,
    /// The server that keeps the mail of who writes; drafts are placed there.
    pub(super) imap: Server,
    /// The folder for drafts at that server [default: the one that the server says is for
    /// drafts, or is called so].
    #[schemars(example = &"Drafts")]
    pub(super) drafts: Option<String>,
    /// How messages that are sent are signed [default: not at all].
    pub(super) dkim: Option<Dkim>,
}

/// A server for mail.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Server {
    /// Its name.
    pub(super) host: String,
    /// Its port [default: 587, with `tls` 465; for `imap` 993, with `starttls` 143].
    pub(super) port: Option<u16>,
    /// How the line is encrypted [default: starttls; for `imap` tls].
    pub(super) encryption: Option<super::Encryption>,
    /// A file of certificates (PEM) of authorities that are trusted for it beside those that
    /// everybody trusts.
    pub(super) ca: Option<PathBuf>,
    /// How long it may take to answer, in seconds [default: 300]. After the text of a message it
    /// has ten minutes, whatever stands here.
    #[schemars(range(min = 1))]
    pub(super) timeout: Option<u64>,
    /// What the password is [default: password].
    pub(super) login: Option<super::LoginKind>,
    /// The variable of the environment that holds the name to log in with [default:
    /// `OFFPRINT_SMTP_USER`, for `imap` `OFFPRINT_IMAP_USER`; without it the address of who
    /// writes].
    pub(super) user_variable: Option<String>,
    /// The variable of the environment that holds the password [default:
    /// `OFFPRINT_SMTP_PASSWORD`, for `imap` `OFFPRINT_IMAP_PASSWORD`].
    pub(super) password_variable: Option<String>,
    /// A program that writes the password as its first line, if the variable is not set: its name
    /// and its arguments. There is no shell.
    #[schemars(example = &["pass", "show", "mail"])]
    pub(super) password_command: Option<Vec<String>>,
}

/// How messages are signed (RFC 6376). The key comes from the environment or from a file outside
/// the project.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Dkim {
    /// The domain that signs.
    #[schemars(example = &"example.org")]
    pub(super) domain: String,
    /// The name of the key in the domain: its public half is at `SELECTOR._domainkey.DOMAIN`.
    pub(super) selector: String,
    /// The variable of the environment that holds the private key, RSA or Ed25519, in PEM
    /// [default: `OFFPRINT_DKIM_KEY`].
    pub(super) key_variable: Option<String>,
    /// The file of the private key, if the variable is not set.
    pub(super) key_file: Option<PathBuf>,
}

/// Something that is done after a build: one of `run`, `copy` and `upload`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Hook {
    /// A program and its arguments, one a word; no shell is between. It finds the manifest and
    /// what came of the build in variables that start with `OFFPRINT_`.
    #[schemars(example = &["./publish.sh", "--all"])]
    pub(super) run: Option<Vec<String>>,
    /// A folder that gets the PDFs, their pictures and the manifest.
    #[schemars(example = &"../website/static/pdf")]
    pub(super) copy: Option<PathBuf>,
    /// An object store that gets them. Who may write there, the environment says: `AWS_…`,
    /// `GOOGLE_…`, `AZURE_…`.
    #[schemars(example = &"s3://bucket/folder")]
    pub(super) upload: Option<String>,
    /// Whether a program is run only when a PDF has changed [default: changed].
    pub(super) when: Option<super::When>,
    /// A variable of the environment that has to be set; else nothing is done.
    #[schemars(example = &"CI")]
    pub(super) only_with: Option<String>,
    /// The most seconds it may take [default: 600].
    #[schemars(range(min = 1, max = 86400))]
    pub(super) timeout: Option<u64>,
    /// The address of the server of an object store, if it is none of the three usual ones.
    #[schemars(example = &"https://s3.example.org")]
    pub(super) endpoint: Option<String>,
    /// The region of the bucket.
    #[schemars(example = &"eu-north-1")]
    pub(super) region: Option<String>,
    /// The name of the account, for Azure.
    pub(super) account: Option<String>,
    /// Whether the environment or the machine's role says who may write [default:
    /// environment].
    pub(super) credentials: Option<super::Credentials>,
    /// The `Cache-Control` of uploaded PDFs and pictures [default: max-age=300].
    pub(super) cache_control: Option<String>,
}

/// Folders and files.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Paths {
    /// Pages; Hugo's `contentDir` unless given.
    pub(super) content: Option<PathBuf>,
    /// Files that are published as they are.
    pub(super) r#static: Option<OneOrMany>,
    /// Files that Hugo processes.
    pub(super) assets: Option<PathBuf>,
    /// Templates of the project.
    pub(super) templates: Option<PathBuf>,
    /// Fonts of the project.
    pub(super) fonts: Option<PathBuf>,
    /// Where the PDFs go.
    pub(super) output: Option<PathBuf>,
    /// The brand file.
    pub(super) brand: Option<PathBuf>,
    /// A list of the PDFs for the site itself, for example `data/documents.json`; none is
    /// written unless given.
    pub(super) documents: Option<PathBuf>,
}

/// A text, or a list of them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// The fields of copies. The reader of front matter reads them, too.
fn fields(_: &mut SchemaGenerator) -> Schema {
    let kind =
        serde_json::json!({ "enum": ["text", "number", "flag", "date", "email", "url"] });
    let settings = serde_json::json!({
        "type": "object",
        "properties": {
            "type": kind,
            "default": { "description": "the value of rows that have none" },
            "one_of": { "type": "array", "description": "the values that there are" },
        },
        "additionalProperties": false,
    });
    json_schema!({
        "description": "The fields: `name: type`, or a map of settings.",
        "type": "object",
        "x-reader": "merge",
        "additionalProperties": { "anyOf": [kind, settings, { "type": "null" }] },
    })
}

/// The map of shortcodes: `as` names the component, and that says which fields there are.
fn shortcodes(generator: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> =
        Component::ALL.iter().map(|component| component.name()).collect();
    let value = serde_json::json!({
        "description": "the name of a parameter, a number for a positional one, `=text` for a fixed text, `/img/{name}` for a text around one, or a list of which the first that is given counts",
        "type": ["string", "integer", "array", "null"],
        "items": { "type": ["string", "integer"] },
    });
    generator.definitions_mut().insert("Value".to_owned(), value);
    let source = serde_json::json!({ "$ref": "#/$defs/Value" });
    let fields = |component: &Component| {
        let names = component.fields().iter().map(|field| field.name);
        let own: serde_json::Map<String, Json> =
            names.map(|name| (name.to_owned(), source.clone())).collect();
        serde_json::json!({
            "if": { "properties": { "as": { "const": component.name() } } },
            "then": { "properties": own },
        })
    };
    let rules: Vec<Json> = Component::ALL.iter().map(fields).collect();
    json_schema!({
        "description": "What the shortcodes of the site print.",
        "type": "object",
        "x-reader": "shortcodes",
        "additionalProperties": {
            "type": ["object", "null"],
            "required": ["as"],
            "properties": {
                "as": { "enum": names, "description": "the component" },
                "inner": { "enum": ["markdown", "shortcodes", "text", "raw", "none"], "description": "what stands between the tags" },
                "ignore": source,
                "lang": source,
                "reason": { "type": "string", "description": "why it is dropped" },
            },
            "allOf": rules,
            "unevaluatedProperties": false,
        },
    })
}
