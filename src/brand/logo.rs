//! The logo of a brand file: which picture it is at a size and on a background.

use indexmap::IndexMap;
use serde::Serialize;

use super::file::{ImageFile, ImageOrPath, LogoFile, VariantPair, Variants};

/// A logo.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Logo {
    /// On light backgrounds: a path.
    pub light: String,
    /// On dark backgrounds: a path.
    pub dark: String,
    /// What one hears instead of seeing it.
    pub alt: String,
}

/// A logo for each size; a size that is not given is that of the nearest one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Logos {
    /// For running headers.
    pub small: Logo,
    /// For most places.
    pub medium: Logo,
    /// For covers.
    pub large: Logo,
}

type Images = IndexMap<String, ImageOrPath>;

impl LogoFile {
    /// The logos; a picture without a text is called by `name`. None if there is no picture.
    pub(super) fn logos(&self, name: &str) -> Option<Logos> {
        let sizes = match self {
            Self::One(path) => {
                let logo = pair(
                    Some(&ImageOrPath::Path(path.clone())),
                    None,
                    None,
                    &Images::new(),
                    name,
                )?;
                return Some(Logos {
                    small: logo.clone(),
                    medium: logo.clone(),
                    large: logo,
                });
            }
            Self::Sizes(sizes) => sizes,
        };
        let of =
            |variants: &Option<Variants>| variants.as_ref()?.logo(&sizes.images, name);
        let only = || {
            let path = |path: &Option<String>| path.clone().map(ImageOrPath::Path);
            let light = path(&sizes.light).or_else(|| path(&sizes.path));
            pair(
                light.as_ref(),
                path(&sizes.dark).as_ref(),
                sizes.alt.as_deref(),
                &sizes.images,
                name,
            )
        };
        let (small, medium, large) =
            (of(&sizes.small), of(&sizes.medium), of(&sizes.large));
        let any = [&medium, &large, &small].into_iter().flatten().next().cloned();
        let any = any.or_else(only)?;
        Some(Logos {
            small: small.or_else(|| medium.clone()).unwrap_or_else(|| any.clone()),
            large: large.or_else(|| medium.clone()).unwrap_or_else(|| any.clone()),
            medium: medium.unwrap_or(any),
        })
    }
}

impl Variants {
    fn logo(&self, images: &Images, name: &str) -> Option<Logo> {
        match self {
            Self::One(path) => {
                pair(Some(&ImageOrPath::Path(path.clone())), None, None, images, name)
            }
            Self::Two(VariantPair { light, dark, path, alt, attrs: _ }) => {
                let path = path.clone().map(ImageOrPath::Path);
                pair(
                    light.as_ref().or(path.as_ref()),
                    dark.as_ref(),
                    alt.as_deref(),
                    images,
                    name,
                )
            }
        }
    }
}

/// A logo of its variants; one stands in for the other.
fn pair(
    light: Option<&ImageOrPath>,
    dark: Option<&ImageOrPath>,
    alt: Option<&str>,
    images: &Images,
    name: &str,
) -> Option<Logo> {
    let light = image(light.or(dark)?, images);
    let dark = dark.map_or_else(|| light.clone(), |dark| image(dark, images));
    let own = [alt.map(str::to_owned), light.alt, dark.alt].into_iter().flatten();
    let alt = own.into_iter().find(|alt| !alt.is_empty());
    Some(Logo {
        light: light.path,
        dark: dark.path,
        alt: alt.unwrap_or_else(|| name.to_owned()),
    })
}

/// A picture by its name or its path.
fn image(written: &ImageOrPath, images: &Images) -> ImageFile {
    let bare = |path: &String| ImageFile { path: path.clone(), ..ImageFile::default() };
    match written {
        ImageOrPath::Image(image) => image.clone(),
        ImageOrPath::Path(name) => match images.get(name) {
            Some(ImageOrPath::Image(image)) => image.clone(),
            Some(ImageOrPath::Path(path)) => bare(path),
            None => bare(name),
        },
    }
}
