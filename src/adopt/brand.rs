//! A first `_brand.yml`: colours from the custom properties of the site's styles, families from
//! its `@font-face` rules, logos from its static files, the name from its configuration.

use std::path::{Path, PathBuf};

use crate::brand::Color;
use crate::site::Site;
use crate::system::System;

/// Styles larger than this are the work of a program.
const MAX_STYLE: usize = 2_000_000;

/// The text of the file.
pub(super) fn text(system: &dyn System, site: &Site) -> String {
    let mut files = Vec::new();
    let folders = site.paths.statics.iter().chain([&site.paths.assets]);
    for folder in folders {
        walk(system, &crate::system::normalize(&site.root.join(folder)), &mut files);
    }
    let styles = styles(system, &files);
    let mut out = String::from(crate::starter::BRAND_LINK);
    out.push_str(
        "# The brand in print, written by `offprint adopt`; the format is brand.yml.\n",
    );
    let name = site
        .settings
        .text("params.author")
        .or_else(|| site.settings.text("author"));
    let name = name.or_else(|| site.settings.text("title")).unwrap_or_default();
    out.push_str(&format!("meta:\n  name: {name:?}\n"));
    if let Some(home) = site.settings.base_url() {
        out.push_str(&format!("  link: {home:?}\n"));
    }
    out.push_str(&logo(site, &files, &name));
    out.push_str(&colors(&styles));
    out.push_str(&fonts(&styles));
    out
}

/// The folder of the site that holds its fonts, from its root; none if `fonts` is it.
pub(super) fn font_folder(system: &dyn System, site: &Site) -> Option<String> {
    if system.is_dir(&crate::system::normalize(&site.root.join(&site.paths.fonts))) {
        return None;
    }
    let mut files = Vec::new();
    for folder in site.paths.statics.iter().chain([&site.paths.assets]) {
        walk(system, &crate::system::normalize(&site.root.join(folder)), &mut files);
    }
    let is_font = |path: &&PathBuf| {
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_lowercase());
        matches!(extension.as_deref(), Some("woff2" | "woff" | "ttf" | "otf"))
    };
    let mut folders: std::collections::BTreeMap<PathBuf, usize> =
        std::collections::BTreeMap::new();
    for file in files.iter().filter(is_font) {
        *folders.entry(file.parent()?.to_owned()).or_default() += 1;
    }
    let (folder, _) = folders.into_iter().max_by_key(|(_, count)| *count)?;
    let root = crate::system::normalize(&site.root);
    Some(
        folder
            .strip_prefix(&root)
            .unwrap_or(&folder)
            .to_string_lossy()
            .replace('\\', "/"),
    )
}

fn walk(system: &dyn System, folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in system.list(folder).unwrap_or_default() {
        if entry.is_dir {
            walk(system, &entry.path, out);
        } else {
            out.push(entry.path);
        }
    }
}

fn styles(system: &dyn System, files: &[PathBuf]) -> String {
    let is_style = |path: &&PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "css" || extension == "scss")
    };
    let texts = files
        .iter()
        .filter(is_style)
        .filter_map(|path| system.read(path).ok());
    let texts = texts.filter(|bytes| bytes.len() < MAX_STYLE);
    texts
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The logos: vector before pixels, one for light and one for dark ground.
fn logo(site: &Site, files: &[PathBuf], name: &str) -> String {
    let file_name = |path: &Path| {
        path.file_name().unwrap_or_default().to_string_lossy().to_lowercase()
    };
    let is_logo = |path: &&PathBuf| {
        let name = file_name(path);
        let picture = [".svg", ".png", ".webp"]
            .iter()
            .any(|extension| name.ends_with(extension));
        picture
            && (name.contains("logo") || name.contains("logotyp"))
            && !name.contains("favicon")
    };
    let own: String =
        name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let mut logos: Vec<&PathBuf> = files.iter().filter(is_logo).collect();
    // The site's own, drawn, and with a short path.
    logos.sort_by_key(|path| {
        let text = file_name(path);
        (
            !text.contains(&own),
            !text.ends_with(".svg"),
            path.components().count(),
            text.len(),
        )
    });
    let pale = |path: &PathBuf| {
        let text = file_name(path);
        ["white", "vit", "neg", "light", "dark-mode", "inverse"]
            .iter()
            .any(|word| text.contains(word))
    };
    let relative = |path: &PathBuf| {
        let inside = site.paths.statics.iter().find_map(|folder| {
            path.strip_prefix(crate::system::normalize(&site.root.join(folder)))
                .ok()
        });
        inside.unwrap_or(path).to_string_lossy().replace('\\', "/")
    };
    let light = logos.iter().find(|path| !pale(path)).or_else(|| logos.first());
    let dark = logos.iter().find(|path| pale(path)).or(light);
    match (light, dark) {
        (Some(light), Some(dark)) => format!(
            "logo:\n  images:\n    on-light: {{ path: {:?}, alt: {name:?} }}\n    on-dark: {{ path: {:?}, alt: {name:?} }}\n  medium: {{ light: on-light, dark: on-dark }}\n",
            relative(light),
            relative(dark)
        ),
        _ => "# logo: { light: img/logo.svg, dark: img/logo-white.svg }\n".to_owned(),
    }
}

fn colors(styles: &str) -> String {
    let mut palette: Vec<(String, Color)> = Vec::new();
    for part in styles.split("--").skip(1) {
        let Some((name, rest)) = part.split_once(':') else { continue };
        let name = name.trim();
        let is_name = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let value = rest.split([';', '}']).next().unwrap_or_default();
        let Some(color) = Color::parse(value).filter(|_| is_name) else { continue };
        if !palette.iter().any(|(known, _)| known == name) {
            palette.push((name.to_owned(), color));
        }
    }
    if palette.is_empty() {
        return "# color: { palette: { blue: \"#1d4e79\" }, primary: blue }\n".to_owned();
    }
    let mut out = String::from("color:\n  palette:\n");
    for (name, color) in &palette {
        out.push_str(&format!("    {name}: \"{color}\"\n"));
    }
    for role in
        ["primary", "secondary", "tertiary", "success", "info", "warning", "danger"]
    {
        let named = palette.iter().find(|(name, _)| {
            name.ends_with(role) || name.contains(&format!("{role}-color"))
        });
        if let Some((name, _)) = named {
            out.push_str(&format!("  {role}: {name}\n"));
        }
    }
    out
}

fn fonts(styles: &str) -> String {
    let mut families: Vec<&str> = Vec::new();
    for rule in styles.split("@font-face").skip(1) {
        let body = rule.split('}').next().unwrap_or_default();
        let family =
            body.split("font-family").nth(1).and_then(|rest| rest.split_once(':'));
        let family = family.and_then(|(_, value)| value.split(';').next());
        let Some(family) = family.map(|family| family.trim().trim_matches(['"', '\'']))
        else {
            continue;
        };
        let is_icons = family.to_lowercase().contains("awesome")
            || family.to_lowercase().contains("icon");
        if !family.is_empty() && !is_icons && !families.contains(&family) {
            families.push(family);
        }
    }
    match families.as_slice() {
        [] => {
            "# typography: { base: \"Source Serif 4\", headings: Figtree }\n".to_owned()
        }
        [only] => format!("typography:\n  headings: {only:?}\n  base: {only:?}\n"),
        [first, second, ..] => {
            format!("typography:\n  headings: {first:?}\n  base: {second:?}\n")
        }
    }
}
