//! LaTeX mathematics as Typst's, and what one hears of it. The converter (`mitex`) writes Typst
//! code, so none of what it writes is taken over as it is: it is parsed, and only mathematics
//! is written anew from the tree. A formula that cannot be set stays text.

mod names;
mod setter;
mod source;

use std::panic::{AssertUnwindSafe, catch_unwind};

use typst::syntax::parse_math;

use crate::document::Formula;

/// Reads LaTeX.
///
/// # Errors
/// Why it cannot be set, as the end of a sentence.
pub fn read(tex: &str) -> Result<Formula, String> {
    source::check(tex)?;
    // The converter indexes and unwraps; what trips it is a formula that is not printed as one.
    let converted =
        catch_unwind(AssertUnwindSafe(|| mitex::convert_math_no_macro(tex, None)));
    let converted = match converted {
        Ok(Ok(markup)) => markup,
        Ok(Err(why)) => return Err(plain(&why)),
        Err(_) => return Err("it is not understood".to_owned()),
    };
    let piece = setter::Setter::default().math(&parse_math(&converted))?;
    let spoken = tidy(&piece.spoken);
    if spoken.is_empty() {
        return Err("there is nothing in it".to_owned());
    }
    // What was written reads as mathematics again, or it is none.
    let (errors, _) = parse_math(&piece.markup).errors_and_warnings();
    if !errors.is_empty() {
        return Err("it is not understood".to_owned());
    }
    Ok(Formula { markup: piece.markup.trim().to_owned(), spoken })
}

/// One line without blanks where nobody would write one.
fn tidy(spoken: &str) -> String {
    let mut spoken = spoken.split_whitespace().collect::<Vec<_>>().join(" ");
    for (loose, close) in
        [(" )", ")"), (" ]", "]"), (" ,", ","), (" ;", ";"), (" '", "'")]
    {
        spoken = spoken.replace(loose, close);
    }
    spoken
}

fn plain(why: &str) -> String {
    let why = why.trim_start_matches("error:").trim();
    match why.strip_prefix("unknown command: ") {
        Some(command) => format!("`{command}` is unknown"),
        None => why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn formulas_are_set_and_read_aloud() {
        let cases = [
            ("E = mc^2", "E = m c^(2 )", "E = m c^2"),
            (
                r"x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}",
                "x = frac(- b plus.minus sqrt(b^(2 ) - 4 a c ) , 2 a )",
                "x = (− b ± √(b^2 − 4 a c))/(2 a)",
            ),
            (r"\sqrt[3]{x}", "root(3, x )", "3√x"),
            (r"f'(x)", "f' \\( x \\)", "f' (x)"),
            (
                r"\text{ökning i #read($x$)}",
                "\"ökning i #read(\" x \")\"",
                "ökning i #read(x)",
            ),
            (
                r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
                "tex.pmatrix(a zws , b zws ; c zws , d )",
                "[a, b; c, d]",
            ),
            (
                r"\begin{cases} 1 & x \ge 0 \\ 0 & \text{annars} \end{cases}",
                "cases(1 & x >= 0 , 0 & \"annars\" )",
                "{1 x ≥ 0, 0 annars",
            ),
            (
                r"\textcolor{red}{x} \cap \langle y \rangle",
                "x inter chevron.l y chevron.r",
                "x ∩ ⟨ y ⟩",
            ),
            (r"\operatorname{rang} A", "tex.operatorname(r a n g ) A", "rang A"),
        ];
        for (tex, markup, spoken) in cases {
            let formula = read(tex).expect(tex);
            assert_eq!(squeezed(&formula.markup), squeezed(markup), "{tex}");
            assert_eq!(formula.spoken, spoken, "{tex}");
        }
    }

    #[test]
    fn what_cannot_be_set_says_why() {
        let cases = [
            (r"\foo{x}", r"`\foo` is unknown"),
            (r"\alpha \bottomrule", "`bottomrule` is unknown"),
            (r"\iftypst #panic() \fi", r"`\iftypst` is no mathematics that can be set"),
            ("", "there is nothing in it"),
        ];
        for (tex, why) in cases {
            assert_eq!(read(tex).expect_err(tex), why, "{tex}");
        }
    }

    fn squeezed(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
