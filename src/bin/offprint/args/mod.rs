//! The arguments of the command line, and nothing else.

mod reports;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use offprint::profile::Profile;

pub(crate) use reports::{Reports, Shown};

/// Turns the pages of a Hugo-style web site into branded, accessible PDFs.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes:
  0  everything is fine
  1  a document has errors; the others are built
  2  the command line or the configuration is wrong
  3  the system failed (disk, permission)
  4  `check`: a PDF is stale, missing, or its page is no longer printed
 75  another build works in the same folder; try again
130, 143  stopped by SIGINT or SIGTERM; what was made is kept";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the PDFs of pages
    Build(Build),
    /// Read and lay out pages, write nothing, and say what is wrong
    Check(Build),
    /// Build, and build again whenever a file changes
    Watch(Build),
    /// Show documents in the browser as they are being written
    Serve(Serve),
    /// Print what a build with limits asks for
    #[command(hide = true)]
    Worker(Build),
    /// Show how a page was understood
    Inspect(Inspect),
    /// Write the Typst markup of a page and everything it needs to a folder
    Export(Export),
    /// Build a personal copy of a page for each row of a table
    Merge(Merge),
    /// Write e-mail for each row of a table: as drafts, or sent
    Mail(Mail),
    /// Make a small project, or a template to change
    New(New),
    /// List the fonts that the brand asks for, and the characters of pages that no font has
    Fonts(Fonts),
    /// Print the JSON Schema of a file: editors complete and check with it
    Schema(SchemaOf),
    /// Look at a Hugo site and write `offprint.yml` and `_brand.yml` for it
    Adopt(Adopt),
}

#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The configuration of the project [default: offprint.yml]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// The template for all pages, whatever the configuration says
    #[arg(long, value_name = "NAME")]
    pub(crate) template: Option<String>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(crate) struct Build {
    /// Pages and folders of pages, `-` for standard input [default: all of the site]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The folder for the PDFs [default: output]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// Print documents even if something on the page is lost
    #[arg(long)]
    pub(crate) lenient: bool,

    /// Print drafts, too
    #[arg(long)]
    pub(crate) drafts: bool,

    /// Print pages with a date to come, too
    #[arg(long)]
    pub(crate) future: bool,

    /// Print expired pages, too
    #[arg(long)]
    pub(crate) expired: bool,

    /// Decide what is published as if it were this day, for example 2026-11-24
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<i64>,

    /// Lead links between pages to their PDFs instead of the web pages
    #[arg(long)]
    pub(crate) link_pdfs: bool,

    /// Note the addresses of links to the web at the foot of the page
    #[arg(long)]
    pub(crate) print_urls: bool,

    /// For a printing house: bleed, crop marks, mirrored margins, and the addresses of links
    #[arg(long)]
    pub(crate) press: bool,

    #[command(flatten)]
    pub(crate) run: Run,

    #[command(flatten)]
    pub(crate) size: Size,

    #[command(flatten)]
    pub(crate) thumbnails: Thumbnails,

    #[command(flatten)]
    pub(crate) reports: Reports,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Make everything anew, also what is up to date
    #[arg(long)]
    pub(crate) force: bool,

    /// Do nothing of what `hooks` asks for
    #[arg(long)]
    pub(crate) no_hooks: bool,

    /// How many documents are made at once [default: one for each processor]
    #[arg(long, short, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,

    /// Stop a document that takes longer than so many seconds, and go on with the others
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) timeout: Option<u64>,

    /// Stop a document that takes more memory, for example 2GB, and go on with the others
    #[arg(long, value_name = "SIZE", value_parser = offprint::profile::parse_size)]
    pub(crate) memory: Option<usize>,

    /// Make only what has changed since this manifest was written, wherever its PDFs are
    #[arg(long, value_name = "MANIFEST")]
    pub(crate) since: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Size {
    /// What the PDFs are made for: how fine pictures are, and what goes with them
    #[arg(long, value_name = "NAME", value_parser = profile)]
    pub(crate) profile: Option<Profile>,

    /// Make pictures ever coarser until a PDF is no larger, for example 2MB
    #[arg(long, value_name = "SIZE", value_parser = offprint::profile::parse_size)]
    pub(crate) max_size: Option<usize>,
}

impl From<&Size> for offprint::driver::Size {
    fn from(size: &Size) -> Self {
        Self {
            profile: size.profile,
            most: size.max_size,
            ..Self::default()
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Thumbnails {
    /// Write a picture of the cover beside each PDF, this many pixels wide
    #[arg(long, value_name = "WIDTH", value_parser = clap::value_parser!(u32).range(16..=4960))]
    pub(crate) thumbnail: Option<u32>,

    /// The pages that pictures are made of [default: 1, the cover]
    #[arg(long, value_name = "PAGES", value_delimiter = ',', requires = "thumbnail")]
    pub(crate) thumbnail_pages: Vec<usize>,

    /// The format of pictures of pages
    #[arg(long, value_enum, default_value_t = PictureFormat::Png)]
    pub(crate) thumbnail_format: PictureFormat,

    /// Write a card of 1200 × 630 pixels beside each PDF, for where it is shared
    #[arg(long)]
    pub(crate) social_card: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PictureFormat {
    /// PNG
    Png,
    /// WebP, without loss
    Webp,
}

impl From<&Thumbnails> for offprint::driver::Thumbnails {
    fn from(thumbnails: &Thumbnails) -> Self {
        let format = match thumbnails.thumbnail_format {
            PictureFormat::Png => offprint::raster::Format::Png,
            PictureFormat::Webp => offprint::raster::Format::Webp,
        };
        Self {
            width: thumbnails.thumbnail,
            pages: thumbnails.thumbnail_pages.clone(),
            card: thumbnails.social_card,
            format,
        }
    }
}

/// The name of a profile.
fn profile(name: &str) -> Result<Profile, String> {
    Profile::by_name(name).ok_or_else(|| {
        let names: Vec<&str> = Profile::ALL.iter().map(|(name, _)| *name).collect();
        format!("profiles: {}", names.join(", "))
    })
}

/// A date in any layout of Hugo, as seconds since 1970.
fn date(text: &str) -> Result<i64, String> {
    let date = offprint::front_matter::DateTime::parse(text);
    let seconds = date.and_then(|date| date.seconds(&jiff::tz::TimeZone::UTC));
    seconds.ok_or_else(|| {
        "write a date as 2026-11-24 or 2026-11-24T13:00:00+01:00".to_owned()
    })
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The port to listen on, on this machine only; 0 for any that is free
    #[arg(long, value_name = "NUMBER", default_value_t = 1414)]
    pub(crate) port: u16,

    #[command(flatten)]
    pub(crate) build: Build,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The page, `-` for standard input
    #[arg(value_name = "FILE", required_unless_present = "schema")]
    pub(crate) file: Option<PathBuf>,

    /// How the result is shown
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub(crate) format: Format,

    /// Print the JSON Schema of the result instead
    #[arg(long)]
    pub(crate) schema: bool,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The page, `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The page
    #[arg(value_name = "PAGE", required_unless_present = "join")]
    pub(crate) page: Option<PathBuf>,

    /// The table: CSV, JSON, JSON Lines or YAML, with a row for each recipient
    #[arg(value_name = "TABLE", required_unless_present = "join")]
    pub(crate) table: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// The folder for the copies [default: output/merge/PAGE]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// How files are named, for example `offer-{company}` or `offer-{row}`
    #[arg(long, value_name = "PATTERN")]
    pub(crate) name: Option<String>,

    /// Make only a part of the rows, for example 1/4; run the others elsewhere
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<(usize, usize)>,

    /// Join the manifests of all shards in a folder to one, and do nothing else
    #[arg(long, value_name = "DIR", conflicts_with_all = ["page", "table", "shard"])]
    pub(crate) join: Option<PathBuf>,

    /// Check page, table and layout, and write nothing
    #[arg(long)]
    pub(crate) check: bool,

    /// Print copies even if something on the page is lost
    #[arg(long)]
    pub(crate) lenient: bool,

    #[command(flatten)]
    pub(crate) size: Size,

    #[command(flatten)]
    pub(crate) thumbnails: Thumbnails,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(crate) struct Mail {
    /// The text of the mail, a page in Markdown
    #[arg(value_name = "PAGE")]
    pub(crate) page: PathBuf,

    /// The table: CSV, JSON, JSON Lines or YAML, with a row for each recipient
    #[arg(value_name = "TABLE")]
    pub(crate) table: PathBuf,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// The name of the campaign; a recipient gets one message of it [default: that of the page]
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,

    /// The folder for drafts and the journal [default: output/mail/CAMPAIGN]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// Write all messages into one file that mail programs import, instead of drafts
    #[arg(long, value_name = "FILE", conflicts_with_all = ["server", "dry_run"])]
    pub(crate) mbox: Option<PathBuf>,

    /// Say what would be sent, or placed with `--imap`, and do neither
    #[arg(long, conflicts_with = "send")]
    pub(crate) dry_run: bool,

    /// Send the messages by the server that `offprint.yml` names
    #[arg(long, group = "server")]
    pub(crate) send: bool,

    /// Place the drafts into the folder for drafts at the server that `offprint.yml` names
    #[arg(long, group = "server")]
    pub(crate) imap: bool,

    /// Go on with a campaign that has begun: send what has not been sent
    #[arg(long, requires = "server")]
    pub(crate) resume: bool,

    /// Send messages once more of which nobody knows whether they were sent
    #[arg(long, requires = "server")]
    pub(crate) retry_unknown: bool,

    /// Send no more than this many messages in this run
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<usize>,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// What parts the cells of a CSV [default: found out]
    #[arg(long, value_name = "CHAR")]
    pub(crate) delimiter: Option<char>,

    /// The encoding of the table, for example windows-1252 [default: UTF-8, or its byte order mark]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
}

impl From<&Reading> for offprint::table::Options {
    fn from(reading: &Reading) -> Self {
        Self {
            delimiter: reading.delimiter,
            encoding: reading.encoding.clone(),
        }
    }
}

/// A part and the number of parts.
fn shard(text: &str) -> Result<(usize, usize), String> {
    let parts = text.split_once('/');
    let parts = parts.and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    parts
        .filter(|(part, of)| (1..=*of).contains(part))
        .ok_or_else(|| "write a part as 1/4: the first of four".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct Adopt {
    /// The folder of the site
    #[arg(value_name = "SITE", default_value = ".")]
    pub(crate) site: PathBuf,

    /// Add what is missing to an `offprint.yml` that is there; what is in it stays
    #[arg(long)]
    pub(crate) update: bool,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// The folder of the project
    #[arg(value_name = "DIR", required_unless_present = "template")]
    pub(crate) folder: Option<PathBuf>,

    /// Make a template of this name in the project instead
    #[arg(long, value_name = "NAME")]
    pub(crate) template: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Fonts {
    /// Pages and folders of pages [default: all of the site]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How the list is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaOf {
    /// The file, or what a command prints
    #[arg(value_enum, value_name = "NAME")]
    pub(crate) of: Schema,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    /// `offprint.yml`
    Offprint,
    /// `_brand.yml`
    Brand,
    /// What `inspect` prints
    Inspect,
    /// What `build --format json` prints
    Build,
    /// What `fonts --format json` prints
    Fonts,
    /// `manifest.json` beside the PDFs
    Manifest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
