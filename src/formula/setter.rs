//! Writes mathematics anew from a syntax tree. Whatever is not mathematics is an error, so no
//! code can get through.

use typst::syntax::ast;
use typst::syntax::{SyntaxKind, SyntaxNode};

use super::names::{Meaning, current, meaning};
use crate::markup::escape;

/// A part of a formula.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    /// For Typst.
    pub(super) markup: String,
    /// For the ear.
    pub(super) spoken: String,
}

impl Piece {
    fn new(markup: impl Into<String>, spoken: impl Into<String>) -> Self {
        Self { markup: markup.into(), spoken: spoken.into() }
    }

    fn push(&mut self, other: &Self) {
        self.markup.push_str(&other.markup);
        self.spoken.push_str(&other.spoken);
    }

    /// Takes the blank off behind something that a prime or an index belongs to.
    fn close(&mut self) {
        let markup = self.markup.trim_end();
        if markup.ends_with(|c: char| c.is_alphanumeric() || c == ')') {
            self.markup.truncate(markup.len());
            self.spoken.truncate(self.spoken.trim_end().len());
        }
    }

    /// What one hears, in parentheses if it is more than one thing.
    fn grouped(&self) -> String {
        let spoken = self.spoken.split_whitespace().collect::<Vec<_>>().join(" ");
        let single = !spoken.contains(' ') || is_group(&spoken);
        if single { spoken } else { format!("({spoken})") }
    }
}

/// Whether a text stands in one pair of parentheses.
fn is_group(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))
    else {
        return false;
    };
    let mut depth = 0_i32;
    inner.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    })
}

/// Trees nested deeper than this are no formula that anybody could read.
const DEEPEST: usize = 120;

/// Writes a tree.
#[derive(Debug, Default)]
pub(super) struct Setter {
    depth: usize,
}

type Set = Result<Piece, String>;

impl Setter {
    /// A node of mathematics.
    pub(super) fn math(&mut self, node: &SyntaxNode) -> Set {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deep".to_owned());
        }
        let piece = self.node(node);
        self.depth -= 1;
        piece
    }

    fn node(&mut self, node: &SyntaxNode) -> Set {
        match node.kind() {
            SyntaxKind::Math | SyntaxKind::MathDelimited => self.all(node),
            SyntaxKind::Space => Ok(Piece::new(" ", " ")),
            // A blank keeps it from growing together with what follows.
            SyntaxKind::MathText | SyntaxKind::MathPrimes => Ok(Piece::new(
                format!("{} ", node.leaf_text()),
                format!("{} ", node.leaf_text()),
            )),
            SyntaxKind::LeftParen => Ok(Piece::new("(", "")),
            SyntaxKind::RightParen => Ok(Piece::new(")", "")),
            SyntaxKind::Linebreak => Ok(Piece::new("\\ ", "; ")),
            SyntaxKind::MathAlignPoint => Ok(Piece::new("& ", "")),
            SyntaxKind::Semicolon => Ok(Piece::default()),
            SyntaxKind::MathShorthand => shorthand(node),
            SyntaxKind::Escape => escaped(node),
            SyntaxKind::Str => string(node),
            SyntaxKind::MathIdent | SyntaxKind::MathFieldAccess => {
                name(&node.full_text())
            }
            SyntaxKind::MathAttach => self.attach(node),
            SyntaxKind::MathRoot => {
                let inner = self.all(node)?;
                Ok(Piece::new(
                    format!("sqrt({})", inner.markup),
                    format!(" √{} ", inner.grouped()),
                ))
            }
            SyntaxKind::Root => Ok(Piece::default()),
            SyntaxKind::MathCall => self.call(node),
            _ => Err("it holds something that is no mathematics".to_owned()),
        }
    }

    /// The children one after the other. After a `#` comes a call with text.
    fn all(&mut self, node: &SyntaxNode) -> Set {
        let mut out = Piece::default();
        let mut code = false;
        for child in node.children() {
            let piece = match child.kind() {
                SyntaxKind::Hash => {
                    code = true;
                    continue;
                }
                SyntaxKind::FuncCall if code => self.text_call(child)?,
                _ => self.math(child)?,
            };
            if child.kind() == SyntaxKind::MathPrimes {
                out.close();
            }
            code = false;
            out.push(&piece);
        }
        Ok(out)
    }

    /// `base_(low)^(high)`.
    fn attach(&mut self, node: &SyntaxNode) -> Set {
        let mut out = Piece::default();
        for child in node.children() {
            match child.kind() {
                SyntaxKind::Hat | SyntaxKind::Underscore => {
                    out.markup = out.markup.trim_end().to_owned();
                    out.spoken = out.spoken.trim_end().to_owned();
                    out.markup.push_str(child.leaf_text());
                    out.spoken.push_str(child.leaf_text());
                }
                SyntaxKind::MathPrimes => {
                    out.close();
                    out.push(&self.math(child)?);
                }
                _ if out.markup.is_empty() => out = self.math(child)?,
                _ => {
                    let piece = self.math(child)?;
                    out.spoken.push_str(&piece.grouped());
                    out.markup.push_str(&piece.markup);
                }
            }
        }
        out.markup.push(' ');
        out.spoken.push(' ');
        Ok(out)
    }

    fn call(&mut self, node: &SyntaxNode) -> Set {
        let mut children = node.children();
        let callee = children.next().map(SyntaxNode::full_text).unwrap_or_default();
        let arguments = children
            .next()
            .map_or_else(|| Ok(Arguments::default()), |list| self.arguments(list))?;
        called(&callee, arguments)
    }

    fn arguments(&mut self, node: &SyntaxNode) -> Result<Arguments, String> {
        let mut out = Arguments { rows: vec![Vec::new()], named: None };
        for child in node.children() {
            match child.kind() {
                SyntaxKind::LeftParen | SyntaxKind::RightParen | SyntaxKind::Comma => {}
                SyntaxKind::Space if out.rows.last().is_none_or(Vec::is_empty) => {}
                SyntaxKind::Semicolon => out.rows.push(Vec::new()),
                SyntaxKind::Named => {
                    let value = child.children().filter(|part| {
                        !matches!(
                            part.kind(),
                            SyntaxKind::Ident | SyntaxKind::MathIdent | SyntaxKind::Colon
                        )
                    });
                    let mut piece = Piece::default();
                    for part in value {
                        piece.push(&self.math(part)?);
                    }
                    out.named = Some(piece);
                }
                SyntaxKind::Space => {}
                _ => {
                    let piece = self.math(child)?;
                    if let Some(row) = out.rows.last_mut() {
                        row.push(piece);
                    }
                }
            }
        }
        Ok(out)
    }

    /// `#textmath[…]` and its like: text within a formula.
    fn text_call(&mut self, node: &SyntaxNode) -> Set {
        let mut children = node.children();
        let callee = children.next().map(SyntaxNode::full_text).unwrap_or_default();
        let around = match callee.as_str() {
            "textmath" | "textmd" | "textnormal" | "textrm" | "textup" => None,
            "textbf" | "strong" => Some("bold"),
            "textit" | "emph" => Some("italic"),
            "textsf" => Some("sans"),
            "texttt" => Some("mono"),
            _ => return Err(format!("`\\{callee}` cannot be set")),
        };
        let mut out = Piece::default();
        for child in children.flat_map(SyntaxNode::children) {
            match child.kind() {
                SyntaxKind::ContentBlock => out.push(&self.content(child)?),
                SyntaxKind::LeftParen | SyntaxKind::RightParen => {}
                _ => return Err("its text holds code".to_owned()),
            }
        }
        Ok(match around {
            Some(function) => {
                Piece::new(format!("{function}({})", out.markup), out.spoken)
            }
            None => out,
        })
    }

    /// Text as strings; mathematics in it as mathematics.
    fn content(&mut self, node: &SyntaxNode) -> Set {
        let mut out = Piece::default();
        let mut text = String::new();
        let mut inner = Vec::new();
        flatten(node, &mut inner);
        let mut code = false;
        for child in inner {
            match child.kind() {
                SyntaxKind::Text => text.push_str(child.leaf_text()),
                SyntaxKind::Space | SyntaxKind::Parbreak | SyntaxKind::Linebreak => {
                    text.push(' ');
                }
                SyntaxKind::SmartQuote => text.push_str(child.leaf_text()),
                SyntaxKind::Escape => {
                    text.extend(child.cast::<ast::Escape<'_>>().map(ast::Escape::get));
                }
                SyntaxKind::Shorthand => {
                    text.extend(
                        child.cast::<ast::Shorthand<'_>>().map(ast::Shorthand::get),
                    );
                }
                SyntaxKind::LeftBracket
                | SyntaxKind::RightBracket
                | SyntaxKind::Semicolon => {}
                SyntaxKind::Hash => code = true,
                SyntaxKind::FuncCall if code => {
                    code = false;
                    flush(&mut text, &mut out);
                    out.push(&self.within_text(child)?);
                }
                _ => return Err("its text holds code".to_owned()),
            }
        }
        flush(&mut text, &mut out);
        Ok(out)
    }

    /// A formula in text in a formula, or text set apart.
    fn within_text(&mut self, node: &SyntaxNode) -> Set {
        if !node.full_text().starts_with("math.equation(") {
            return self.text_call(node);
        }
        let equation = node
            .children()
            .flat_map(SyntaxNode::children)
            .find(|child| child.kind() == SyntaxKind::Equation);
        let inner = equation.and_then(|equation| {
            equation.children().find(|child| child.kind() == SyntaxKind::Math)
        });
        inner.map_or_else(|| Ok(Piece::default()), |inner| self.math(inner))
    }
}

/// The leaves and calls of markup.
fn flatten<'a>(node: &'a SyntaxNode, out: &mut Vec<&'a SyntaxNode>) {
    for child in node.children() {
        match child.kind() {
            SyntaxKind::Markup => flatten(child, out),
            _ => out.push(child),
        }
    }
}

fn flush(text: &mut String, out: &mut Piece) {
    if !text.is_empty() {
        let text = std::mem::take(text);
        out.push(&Piece::new(format!("{} ", escape::string(&text)), text));
    }
}

fn shorthand(node: &SyntaxNode) -> Set {
    let sign = node.cast::<ast::MathShorthand<'_>>().map(ast::MathShorthand::get);
    let sign = sign.ok_or("a sign is not understood")?;
    Ok(Piece::new(format!("{} ", node.leaf_text()), format!("{sign} ")))
}

fn escaped(node: &SyntaxNode) -> Set {
    let sign = node.cast::<ast::Escape<'_>>().map(ast::Escape::get);
    let sign = sign.ok_or("a sign is not understood")?;
    // A parenthesis stands close to what it holds.
    let spoken = if matches!(sign, '(' | '[' | '{') {
        sign.to_string()
    } else {
        format!("{sign} ")
    };
    Ok(Piece::new(format!("{} ", node.leaf_text()), spoken))
}

fn string(node: &SyntaxNode) -> Set {
    let text = node.cast::<ast::Str<'_>>().map(|text| text.get());
    let text = text.ok_or("a text is not understood")?;
    Ok(Piece::new(format!("{} ", escape::string(&text)), text.to_string()))
}

/// Marks that are seen and not heard.
const SILENT: &[&str] = &["zws", "thin", "med", "thick", "quad", "wide", "space.nobreak"];

fn name(name: &str) -> Set {
    let name = current(name);
    let spoken = |text: &str| {
        if SILENT.contains(&name) { " ".to_owned() } else { format!(" {text} ") }
    };
    Ok(match meaning(name) {
        Some(Meaning::Sign(sign)) => Piece::new(format!("{name} "), spoken(&sign)),
        Some(Meaning::Word) => Piece::new(format!("{name} "), spoken(name)),
        Some(Meaning::Own) => Piece::new(format!("tex.{name} "), " "),
        Some(Meaning::Function) | None => return Err(format!("`{name}` is unknown")),
    })
}

/// What a function is called with.
#[derive(Debug, Default)]
struct Arguments {
    /// Rows parted by semicolons, cells by commas.
    rows: Vec<Vec<Piece>>,
    /// The one that LaTeX's environments have.
    named: Option<Piece>,
}

impl Arguments {
    fn markup(&self) -> String {
        // Blanks stay: one behind a line break is part of it.
        let row = |row: &Vec<Piece>| {
            row.iter()
                .map(|cell| cell.markup.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        self.rows.iter().map(row).collect::<Vec<_>>().join("; ")
    }

    fn spoken(&self) -> String {
        let row = |row: &Vec<Piece>| {
            row.iter()
                .map(|cell| cell.spoken.trim())
                .collect::<Vec<_>>()
                .join(", ")
        };
        self.rows.iter().map(row).collect::<Vec<_>>().join("; ")
    }

    fn cells(&self) -> impl Iterator<Item = &Piece> {
        self.rows.iter().flatten()
    }
}

fn called(name: &str, arguments: Arguments) -> Set {
    let cells: Vec<&Piece> = arguments.cells().collect();
    match (name, cells.as_slice()) {
        ("mitexsqrt" | "sqrt", [body]) => Ok(Piece::new(
            format!("sqrt({}) ", body.markup),
            format!(" √{} ", body.grouped()),
        )),
        ("mitexsqrt", [index, body]) => Ok(root(index, body)),
        ("frac" | "dfrac" | "tfrac" | "cfrac", [over, under]) => {
            let markup =
                format!("{}({}, {}) ", function(name)?, over.markup, under.markup);
            Ok(Piece::new(markup, format!(" {}/{} ", over.grouped(), under.grouped())))
        }
        // Colour alone says nothing.
        ("colortext" | "mitexcolor" | "colorbox", [.., body]) if cells.len() > 1 => {
            Ok((*body).clone())
        }
        ("mitexlabel", _) => Ok(Piece::default()),
        ("hspace" | "vspace", _) => Ok(Piece::new("space ", " ")),
        ("mitexarray", _) => {
            let columns: String = arguments
                .named
                .iter()
                .flat_map(|piece| piece.spoken.chars())
                .filter(|c| "lcr".contains(*c))
                .collect();
            let markup = format!(
                "tex.array(columns: #{}, {}) ",
                escape::string(&columns),
                arguments.markup()
            );
            Ok(Piece::new(markup, format!(" [{}] ", arguments.spoken())))
        }
        _ => {
            let markup = format!("{}({}) ", function(name)?, arguments.markup());
            Ok(Piece::new(markup, heard(name, &arguments)))
        }
    }
}

fn root(index: &Piece, body: &Piece) -> Piece {
    let strip = |text: &str| {
        let text = text.trim();
        let text = text.strip_prefix("\\[").unwrap_or(text).trim_start();
        text.strip_suffix("\\]").unwrap_or(text).trim().to_owned()
    };
    let spoken = index
        .spoken
        .trim()
        .trim_start_matches('[')
        .trim_end_matches(']')
        .trim();
    Piece::new(
        format!("root({}, {}) ", strip(&index.markup), body.markup),
        format!(" {spoken}√{} ", body.grouped()),
    )
}

/// The name by which a function is called.
fn function(name: &str) -> Result<String, String> {
    let name = current(name);
    match meaning(name) {
        Some(Meaning::Own) => Ok(format!("tex.{name}")),
        Some(Meaning::Function | Meaning::Sign(_)) => Ok(name.to_owned()),
        Some(Meaning::Word) | None => Err(format!("`{name}` is unknown")),
    }
}

/// Functions that only change how their argument looks, and those that are heard by name.
fn heard(name: &str, arguments: &Arguments) -> String {
    let spoken = arguments.spoken();
    match name {
        "hat" | "tilde" | "macron" | "dot" | "dot.double" | "arrow" | "overline"
        | "underline" | "breve" | "caron" | "acute" | "grave" | "cancel" | "mitexnot" => {
            format!(" {}({}) ", name.trim_start_matches("mitex"), spoken.trim())
        }
        "pmod" => format!(" (mod {}) ", spoken.trim()),
        "binom" | "dbinom" | "tbinom" => {
            format!(" ({}) ", spoken.replace(", ", " over "))
        }
        "matrix" | "pmatrix" | "bmatrix" | "Bmatrix" | "vmatrix" | "Vmatrix"
        | "smallmatrix" => format!(" [{spoken}] "),
        "cases" | "rcases" => format!(" {{{spoken} "),
        "operatorname" | "operatornamewithlimits" => {
            format!(" {} ", spoken.replace(' ', ""))
        }
        "stackrel" | "overset" | "underset" => format!(" {} ", spoken.replace(',', "")),
        _ => format!("{spoken} "),
    }
}
