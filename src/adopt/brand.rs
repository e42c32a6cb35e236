//! A first `_brand.yml`: colours from the custom properties of the site's styles, families from
//! its `@font-face` rules, logos from its static files, the name from its configuration, and whom to turn to.

use std::path::{Path, PathBuf};

use super::swatches::{Swatch, most_used};
use super::typefaces::Typefaces;
use super::{contacts, roles, sources};
use crate::site::Site;
use crate::system::System;

/// The text of the file, and what is left to decide.
pub(super) fn text(system: &dyn System, site: &Site) -> (String, Vec<String>) {
    let mut files = Vec::new();
    let folders = site.paths.statics.iter().chain([&site.paths.assets]);
    for folder in folders {
        walk(system, &crate::system::normalize(&site.root.join(folder)), &mut files);
    }
    let found = sources::read(system, site, &files);
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
    let logo = logo(system, site, &files, &name);
    let drawn = logo
        .as_ref()
        .and_then(|(_, path)| system.read(path).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let colors =
        colors(&found.swatches, &found.styles, drawn.as_deref().unwrap_or_default());
    let fonts = fonts(&found.typefaces);
    let mut open = Vec::new();
    for (missing, what) in [
        (logo.is_none(), "no logo was found"),
        (!colors.contains("  primary:"), "no colour of the brand was found"),
        (
            colors.contains("unsure"),
            "whether the colour that is used most is the brand's",
        ),
        (fonts.starts_with('#'), "no fonts were found"),
    ] {
        if missing {
            open.push(format!("`_brand.yml`: {what}"));
        }
    }
    out.push_str(&logo.map_or_else(
        || "# logo: { light: img/logo.svg, dark: img/logo-white.svg }\n".to_owned(),
        |(text, _)| text,
    ));
    out.push_str(&colors);
    out.push_str(&fonts);
    let contacts = contacts::find(system, site, &name);
    out.push_str(&contacts.text);
    open.extend(contacts.open);
    (out, open)
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

pub(super) fn walk(system: &dyn System, folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in system.list(folder).unwrap_or_default() {
        if entry.is_dir {
            walk(system, &entry.path, out);
        } else {
            out.push(entry.path);
        }
    }
}

/// The logos: vector before pixels, one for light and one for dark ground.
fn logo(
    system: &dyn System,
    site: &Site,
    files: &[PathBuf],
    name: &str,
) -> Option<(String, PathBuf)> {
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
        let mut folders = site.paths.statics.iter().chain([&site.paths.assets]);
        let inside = folders.find_map(|folder| {
            path.strip_prefix(crate::system::normalize(&site.root.join(folder)))
                .ok()
        });
        inside.unwrap_or(path).to_string_lossy().replace('\\', "/")
    };
    // A parameter of the site knows best.
    let light = given(
        system,
        site,
        &["logo", "logo.light", "logo.image", "logolight", "site_logo"],
    );
    let light = light
        .or_else(|| logos.iter().find(|path| !pale(path)).map(|path| (*path).clone()))
        .or_else(|| logos.first().map(|path| (*path).clone()))?;
    let dark = given(
        system,
        site,
        &["logo.dark", "logodark", "logo_dark", "logo_darkmode", "logo_white"],
    );
    let dark = dark
        .or_else(|| logos.iter().find(|path| pale(path)).map(|path| (*path).clone()))
        .unwrap_or_else(|| light.clone());
    let text = format!(
        "logo:\n  images:\n    on-light: {{ path: {:?}, alt: {name:?} }}\n    on-dark: {{ path: {:?}, alt: {name:?} }}\n  medium: {{ light: on-light, dark: on-dark }}\n",
        relative(&light),
        relative(&dark)
    );
    Some((text, light))
}

/// The logo that a parameter of the site names.
fn given(system: &dyn System, site: &Site, keys: &[&str]) -> Option<PathBuf> {
    let name = keys
        .iter()
        .find_map(|key| site.settings.text(&format!("params.{key}")))?;
    let name = name.trim_start_matches('/');
    let mut folders = site.paths.statics.iter().chain([&site.paths.assets]);
    folders.find_map(|folder| {
        let path = crate::system::normalize(&site.root.join(folder).join(name));
        system.is_file(&path).then_some(path)
    })
}

/// The palette and its roles. Without any name the colour that is used most is the brand's.
fn colors(swatches: &[Swatch], styles: &str, logo: &str) -> String {
    let mut out = String::new();
    let roles = roles::roles(swatches);
    let mut palette: Vec<(String, String)> = swatches
        .iter()
        .map(|swatch| (swatch.name.clone(), swatch.color.to_string()))
        .collect();
    let mut named: Vec<(&str, String, &str)> =
        roles.into_iter().map(|(role, name)| (role, name, "")).collect();
    if !named.iter().any(|(role, ..)| *role == "primary")
        && let Some(color) = most_used(styles).or_else(|| most_used(logo))
    {
        palette.push(("most-used".to_owned(), color.to_string()));
        named.push((
            "primary",
            "most-used".to_owned(),
            " # unsure: the colour that is used most",
        ));
    }
    if palette.is_empty() {
        return "# color: { palette: { blue: \"#1d4e79\" }, primary: blue }\n".to_owned();
    }
    out.push_str("color:\n  palette:\n");
    for (name, color) in &palette {
        out.push_str(&format!("    {name}: \"{color}\"\n"));
    }
    for (role, name, note) in &named {
        out.push_str(&format!("  {role}: {name}{note}\n"));
    }
    out
}

fn fonts(typefaces: &Typefaces) -> String {
    let mut out = String::new();
    let parts = [("base", &typefaces.base), ("headings", &typefaces.headings)];
    for (part, font) in parts {
        match font {
            Some((family, Some(weight))) => {
                out.push_str(&format!(
                    "  {part}: {{ family: {family:?}, weight: {weight} }}\n"
                ));
            }
            Some((family, None)) => out.push_str(&format!("  {part}: {family:?}\n")),
            None => {}
        }
    }
    if let Some(family) = &typefaces.monospace {
        out.push_str(&format!("  monospace: {family:?}\n"));
    }
    match out.is_empty() {
        true => {
            "# typography: { base: \"Source Serif 4\", headings: Figtree }\n".to_owned()
        }
        false => format!("typography:\n{out}"),
    }
}
