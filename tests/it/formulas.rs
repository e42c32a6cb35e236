//! Formulas: whatever stands in LaTeX, nothing but mathematics reaches Typst, and all that the
//! template defines for it can be set.

use offprint::formula::read;
use proptest::prelude::*;
use typst::syntax::{SyntaxKind, SyntaxNode, parse};

use crate::project::{page, shown, site, with_page};

/// What mathematics that offprint writes is made of.
const KINDS: &[SyntaxKind] = &[
    SyntaxKind::Markup,
    SyntaxKind::Equation,
    SyntaxKind::Dollar,
    SyntaxKind::Math,
    SyntaxKind::MathText,
    SyntaxKind::MathIdent,
    SyntaxKind::MathFieldAccess,
    SyntaxKind::MathShorthand,
    SyntaxKind::MathAlignPoint,
    SyntaxKind::MathCall,
    SyntaxKind::MathArgs,
    SyntaxKind::MathDelimited,
    SyntaxKind::MathAttach,
    SyntaxKind::MathPrimes,
    SyntaxKind::Space,
    SyntaxKind::Linebreak,
    SyntaxKind::Escape,
    SyntaxKind::Str,
    SyntaxKind::Named,
    SyntaxKind::Ident,
    SyntaxKind::Colon,
    SyntaxKind::Comma,
    SyntaxKind::Semicolon,
    SyntaxKind::LeftParen,
    SyntaxKind::RightParen,
    SyntaxKind::Hat,
    SyntaxKind::Underscore,
    SyntaxKind::Dot,
];

/// The first node that is no mathematics. A `#` is allowed before a string, as an argument.
fn foreign(node: &SyntaxNode) -> Option<String> {
    let mut children = node.children().peekable();
    if children.len() == 0 && !KINDS.contains(&node.kind()) {
        return Some(format!("{:?} {}", node.kind(), node.full_text()));
    }
    while let Some(child) = children.next() {
        let is_string = |next: &&SyntaxNode| next.kind() == SyntaxKind::Str;
        if child.kind() == SyntaxKind::Hash && children.peek().is_some_and(is_string) {
            continue;
        }
        if let Some(found) = foreign(child) {
            return Some(found);
        }
    }
    (!KINDS.contains(&node.kind()))
        .then(|| format!("{:?} {}", node.kind(), node.full_text()))
}

fn check(tex: &str) -> Result<(), TestCaseError> {
    let Ok(formula) = read(tex) else { return Ok(()) };
    let tree = parse(&format!("$ {} $", formula.markup));
    let (errors, _) = tree.errors_and_warnings();
    prop_assert!(errors.is_empty(), "{tex:?} {:?} {errors:?}", formula.markup);
    let equations: Vec<_> = tree
        .children()
        .filter(|child| child.kind() == SyntaxKind::Equation)
        .collect();
    prop_assert_eq!(equations.len(), 1, "{:?} {:?}", tex, formula.markup);
    prop_assert_eq!(foreign(&tree), None, "{:?} {:?}", tex, formula.markup);
    Ok(())
}

/// What random formulas are made of.
const PARTS: &[&str] = &[
    "#read(\"/data.json\")",
    "#",
    "$",
    "\"",
    "`",
    "//",
    "/*",
    "*/",
    "@a",
    "<a>",
    "\\\\",
    "&",
    "_",
    "^",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    ":",
    "'",
    "\\text{",
    "\\textbf{",
    "\\frac{a}{b}",
    "\\sqrt[3]{x}",
    "\\left(",
    "\\right)",
    "\\begin{pmatrix}",
    "\\end{pmatrix}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\begin{array}{cc}",
    "\\end{array}",
    "\\alpha",
    "\\sum",
    "\\limits",
    "\\color{red}",
    "\\operatorname{x}",
    "\\{",
    "\\}",
    "\\#",
    "\\$",
    " ",
    "\n",
    "a",
    "B",
    "12",
    "å",
    "std",
    "eval(",
    "..",
    "a: ",
    "tex",
    "\\iftypst",
    "\\fi",
    "\\label{x}",
    "\\%",
    "~",
    "\\substack{a \\\\ b}",
    "\\overset{a}{b}",
    "-",
    "=",
    "\\",
    "|",
    "\\|",
];

fn part() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(PARTS);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn nothing_but_mathematics_comes_out(parts in prop::collection::vec(part(), 0..14)) {
        check(&parts.concat())?;
    }
}

#[test]
fn formulas_are_set_in_the_document_and_heard() {
    let formulas = [
        r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
        r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2} \text{ för alla } n \in \mathbb{N}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{array}{lr} 1 & 2 \\ 3 & 4 \end{array}",
        r"\begin{aligned} a &= b + c \\ &= d \end{aligned}",
        r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{annars} \end{cases}",
        r"\left\langle \vec{v}, \hat{w} \right\rangle \quad \underbrace{a + b}_{c} \quad \overset{!}{=}",
        r"\int_0^\infty e^{-x^2}\,dx \quad \lim_{n \to \infty} a_n \quad \bigcap_i A_i",
        r"\mathrm{kWh} \cdot \mathbf{A}\mathcal{L} \operatorname{rang} A \bmod 3 \pmod 5",
        r"\dfrac12 \binom{n}{k} \sqrt[3]{x} f'(x) \dots \not= \cancel{y} \boxed{z}",
        r"\xrightarrow{f} \mathring{a} \big( x \big) \lvert x \rvert \varGamma \displaystyle \sum",
    ];
    let body: String = formulas
        .iter()
        .map(|tex| format!("i text \\({tex}\\) och\n\n$$\n{tex}\n$$\n\n"))
        .collect();
    let config = "baseURL = \"https://www.example.org/\"\nlanguageCode = \"sv\"\n\
                  [markup.goldmark.extensions.passthrough]\nenable = true\n\
                  [markup.goldmark.extensions.passthrough.delimiters]\nblock = [['$$', '$$']]\n\
                  inline = [['\\(', '\\)']]\n";
    let system = site(&page(&body)).with("hugo.toml", config);
    let rendered = with_page(&system, |project, page, _| {
        offprint::driver::render(project, page, "whitepaper", false)
    });
    assert_eq!(shown(rendered.diagnostics), "");
    let pdf = rendered.pdf.expect("a PDF that passes its standards");
    assert!(!pdf.is_empty());
}
