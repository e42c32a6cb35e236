//! What is refused before the converter sees it: commands that would pass code on, macros,
//! environments that are no mathematics, and braces that are not closed.

/// No formula that anybody could read is longer, in bytes.
const LONGEST: usize = 8_000;

/// Braces nested deeper than this are a mistake, and would run the converter out of stack.
const DEEPEST: usize = 40;

/// Commands that are not mathematics: Typst's code, macros, files.
const REFUSED: &[&str] = &[
    "iftypst",
    "fi",
    "def",
    "gdef",
    "edef",
    "let",
    "newcommand",
    "renewcommand",
    "providecommand",
    "DeclareMathOperator",
    "newenvironment",
    "renewenvironment",
    "includegraphics",
    "input",
    "include",
    "usepackage",
    "cite",
    "ref",
    "eqref",
    "footnote",
    "section",
    "subsection",
    "subsubsection",
    "item",
    "verb",
    "href",
    "url",
    "csname",
    "caption",
    "raisebox",
    "write",
    "loop",
    "expandafter",
];

/// Environments that are mathematics.
const ENVIRONMENTS: &[&str] = &[
    "matrix",
    "pmatrix",
    "bmatrix",
    "Bmatrix",
    "vmatrix",
    "Vmatrix",
    "smallmatrix",
    "array",
    "subarray",
    "aligned",
    "alignedat",
    "align",
    "align*",
    "equation",
    "equation*",
    "split",
    "gather",
    "gather*",
    "gathered",
    "cases",
    "rcases",
];

/// Whether the converter may read a formula.
///
/// # Errors
/// Why not.
pub(super) fn check(tex: &str) -> Result<(), String> {
    if tex.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    braces(tex)?;
    environments(tex)?;
    for name in commands(tex) {
        if REFUSED.contains(&name) {
            return Err(format!("`\\{name}` is no mathematics that can be set"));
        }
    }
    Ok(())
}

/// The names of commands; those made of one sign are left out.
fn commands(tex: &str) -> impl Iterator<Item = &str> {
    tex.split('\\').skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        rest.get(..end).filter(|name| !name.is_empty())
    })
}

fn braces(tex: &str) -> Result<(), String> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for c in tex.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => return Err("a `}` opens nowhere".to_owned()),
            '}' => depth -= 1,
            // Comments and mathematics in mathematics.
            '%' => return Err("`%` starts a comment; write `\\%`".to_owned()),
            _ => {}
        }
        if depth > DEEPEST {
            return Err("its braces are nested too deep".to_owned());
        }
    }
    match depth {
        0 if !escaped => Ok(()),
        0 => Err("a `\\` ends it".to_owned()),
        _ => Err("a `{` is not closed".to_owned()),
    }
}

fn environments(tex: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    for part in tex.split('\\').skip(1) {
        let name = |start: &str| {
            let rest = part.strip_prefix(start)?.trim_start().strip_prefix('{')?;
            rest.split_once('}').map(|(name, _)| name.trim())
        };
        if let Some(name) = name("begin") {
            if !ENVIRONMENTS.contains(&name) {
                return Err(format!("the environment `{name}` cannot be set"));
            }
            open.push(name);
        } else if let Some(name) = name("end") {
            if open.pop() != Some(name) {
                return Err(format!("`\\end{{{name}}}` closes nothing"));
            }
        } else if ["begin", "end"].iter().any(|word| is_word(part, word)) {
            return Err("an environment has no name".to_owned());
        }
    }
    match open.first() {
        Some(name) => Err(format!("`\\begin{{{name}}}` is not closed")),
        None => Ok(()),
    }
}

fn is_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_is_no_mathematics_is_refused() {
        let cases = [
            ("a^2", None),
            ("\\begin{pmatrix} a \\end{pmatrix}", None),
            ("\\{ x \\}", None),
            (
                "\\iftypst #read(\"/data.json\") \\fi",
                Some("`\\iftypst` is no mathematics that can be set"),
            ),
            (
                "\\begin{tabular} a \\end{tabular}",
                Some("the environment `tabular` cannot be set"),
            ),
            ("\\begin{pmatrix} a", Some("`\\begin{pmatrix}` is not closed")),
            ("\\end{cases}", Some("`\\end{cases}` closes nothing")),
            ("\\begin x", Some("an environment has no name")),
            ("\\frac{a", Some("a `{` is not closed")),
            ("a}", Some("a `}` opens nowhere")),
            ("5 % of", Some("`%` starts a comment; write `\\%`")),
            ("a\\", Some("a `\\` ends it")),
            (
                "\\newcommand{\\x}{y}",
                Some("`\\newcommand` is no mathematics that can be set"),
            ),
        ];
        for (tex, why) in cases {
            assert_eq!(check(tex).err().as_deref(), why, "{tex}");
        }
    }
}
