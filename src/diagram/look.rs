//! How diagrams look: colours and type of the brand.

use mermaid_rs_renderer::config::MindmapConfig;
use mermaid_rs_renderer::{LayoutConfig, RenderOptions, Theme};

use crate::brand::{Brand, Color};

/// The size of the type, in CSS pixels: 10.5 points at full size.
const SIZE: f32 = 14.0;

/// Colours that the renderer has for series, and the roles that stand in their place.
const SERIES: &[&str] =
    &["#4e79a7", "#f28e2c", "#e15759", "#76b7b2", "#59a14f", "#edc949"];
const POINTS: &[&str] =
    &["#6366f1", "#f59e0b", "#10b981", "#ef4444", "#8b5cf6", "#06b6d4"];
const EVENTS: &[&str] =
    &["#ECECFF", "#FFE6CC", "#D5E8D4", "#F8CECC", "#FFF2CC", "#E1D5E7"];

/// The theme and the layout. Widths are those of the renderer's own table: the fonts of the
/// machine must not decide what a document looks like.
pub(super) fn options(brand: &Brand) -> RenderOptions {
    let roles = &brand.color;
    let tint = |color: Color, percent| roles.background.mix(color, percent).to_string();
    let ink = roles.foreground.to_string();
    let line = roles.foreground.mix(roles.background, 35).to_string();
    let mut theme = Theme::modern();
    let families = brand.font.headings.family.iter().map(|family| family.name.as_str());
    theme.font_family = families.collect::<Vec<_>>().join(", ");
    theme.font_size = SIZE;
    theme.background = roles.background.to_string();
    theme.primary_color = tint(roles.primary, 8);
    theme.primary_border_color = roles.primary.to_string();
    theme.primary_text_color.clone_from(&ink);
    theme.text_color.clone_from(&ink);
    theme.line_color = line.clone();
    theme.secondary_color = tint(roles.secondary, 14);
    theme.tertiary_color = tint(roles.tertiary, 14);
    theme.edge_label_background = roles.background.to_string();
    theme.cluster_background = tint(roles.foreground, 4);
    theme.cluster_border = tint(roles.foreground, 25);
    theme.sequence_actor_fill = tint(roles.primary, 8);
    theme.sequence_actor_border = roles.primary.to_string();
    theme.sequence_actor_line = line;
    theme.sequence_note_fill = tint(roles.secondary, 14);
    theme.sequence_note_border = roles.secondary.to_string();
    theme.sequence_activation_fill = tint(roles.primary, 20);
    theme.sequence_activation_border = roles.primary.to_string();
    theme.pie_colors = slices(brand);
    theme.pie_opacity = 1.0;
    theme.pie_title_text_size = SIZE * 1.3;
    theme.pie_section_text_size = SIZE;
    theme.pie_legend_text_size = SIZE;
    theme.pie_title_text_color.clone_from(&ink);
    theme.pie_section_text_color.clone_from(&ink);
    theme.pie_legend_text_color = ink;
    theme.pie_stroke_color = roles.background.to_string();
    theme.pie_outer_stroke_color = roles.background.to_string();
    theme.git_colors = std::array::from_fn(|at| lines(brand, at));
    theme.git_branch_label_colors = std::array::from_fn(|_| roles.background.to_string());
    let mindmap = MindmapConfig {
        section_colors: slices(brand).to_vec(),
        section_label_colors: vec![roles.foreground.to_string(); SLICES],
        section_line_colors: slices(brand).to_vec(),
        root_fill: Some(roles.primary.mix(Color::BLACK, 10).to_string()),
        root_text: Some(roles.background.to_string()),
        ..MindmapConfig::default()
    };
    let layout = LayoutConfig {
        fast_text_metrics: true,
        mindmap,
        ..LayoutConfig::default()
    };
    RenderOptions { theme, layout }
}

/// How many slices have colours of their own.
const SLICES: usize = 12;

/// Colours of lines, dark enough for a label in the colour of the paper.
fn lines(brand: &Brand, at: usize) -> String {
    let roles = &brand.color;
    let hues = [roles.primary, roles.secondary, roles.tertiary, roles.info];
    let hue = hues.get(at % hues.len()).copied().unwrap_or(roles.primary);
    let darker = if at < hues.len() { 25 } else { 50 };
    hue.mix(roles.foreground, darker).to_string()
}

/// Tints that dark text can be read on, next to each other unlike.
fn slices(brand: &Brand) -> [String; SLICES] {
    let roles = &brand.color;
    let hues = [roles.primary, roles.secondary, roles.tertiary];
    let shares = [45, 30, 60, 18];
    std::array::from_fn(|at| {
        let hue = hues.get(at % hues.len()).copied().unwrap_or(roles.primary);
        let share = shares.get(at / hues.len()).copied().unwrap_or(30);
        roles.background.mix(hue, share).to_string()
    })
}

/// The drawing with the colours of the brand where the renderer has fixed ones.
pub(super) fn branded(svg: &str, brand: &Brand) -> String {
    let roles = &brand.color;
    let own = [
        roles.primary,
        roles.secondary,
        roles.tertiary,
        roles.info,
        roles.success,
        roles.warning,
    ];
    let mut svg = svg.to_owned();
    for (fixed, tint) in EVENTS.iter().zip(slices(brand)) {
        svg = svg.replace(fixed, &tint);
    }
    for (fixed, own) in SERIES.iter().zip(own).chain(POINTS.iter().zip(own)) {
        svg = svg.replace(fixed, &own.to_string());
    }
    svg
}
