//! Makes a tree of tags (`hugolib/shortcode.go`). A closing tag ends the innermost open
//! shortcode, as in Hugo; where names do not match that is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::lexer::{Tag, Token, tokens};
use super::{Inner, Node, Shortcode, TakesInner};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// Shortcodes nested deeper than this are an error: a page cannot need it, and reading
/// cannot run out of stack.
pub const MAX_DEPTH: usize = 100;

/// Reads the part `body` of a page. The nodes cover it without gaps.
pub fn parse(
    source: &Arc<Source>,
    body: Span,
    takes_inner: &dyn Fn(&str) -> TakesInner,
) -> (Vec<Node>, Vec<Diagnostic>) {
    let (tokens, broken) = tokens(source.text(), body);
    let closed = closed(&tokens, takes_inner);
    let mut parser = Parser {
        source,
        takes_inner,
        open: Vec::new(),
        root: Vec::new(),
        seen: BTreeSet::new(),
        diagnostics: Vec::new(),
    };
    for broken in broken {
        let diagnostic = Diagnostic::error(broken.code, broken.message);
        parser
            .diagnostics
            .push(diagnostic.at(source, broken.span).hint(broken.hint));
    }
    for (index, token) in tokens.into_iter().enumerate() {
        parser.token(token, closed.contains(&index));
    }
    parser.finish(body.end);
    (parser.root, parser.diagnostics)
}

/// The tokens that open a shortcode which is closed later. Whether a shortcode has an inside
/// is not in the syntax; for those not known, a closing tag of the same name tells.
fn closed(tokens: &[Token], takes_inner: &dyn Fn(&str) -> TakesInner) -> BTreeSet<usize> {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut closed = BTreeSet::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(tag)
                if !tag.self_closing && takes_inner(&tag.name) != TakesInner::No =>
            {
                open.push((index, &tag.name));
            }
            Token::Close { name, .. } => {
                if let Some(at) = open.iter().rposition(|(_, opened)| opened == name) {
                    closed.extend(open.get(at).map(|(index, _)| *index));
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    closed
}

struct Open {
    tag: Tag,
    nodes: Vec<Node>,
}

struct Parser<'a> {
    source: &'a Arc<Source>,
    takes_inner: &'a dyn Fn(&str) -> TakesInner,
    open: Vec<Open>,
    root: Vec<Node>,
    /// Names that were opened on this page.
    seen: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Parser<'_> {
    fn push(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.nodes.push(node),
            None => self.root.push(node),
        }
    }

    fn error(&mut self, code: &'static str, message: String, span: Span, hint: &str) {
        self.diagnostics
            .push(Diagnostic::error(code, message).at(self.source, span).hint(hint));
    }

    fn token(&mut self, token: Token, is_closed: bool) {
        match token {
            Token::Text(span) => self.push(Node::Text(span)),
            Token::Literal { text, span } => self.push(Node::Literal { text, span }),
            Token::Divider(span) => self.push(Node::Divider(span)),
            Token::Open(tag) => self.open(tag, is_closed),
            Token::Close { name, span } => self.close(&name, span),
        }
    }

    fn open(&mut self, tag: Tag, is_closed: bool) {
        self.seen.insert(tag.name.clone());
        let takes = match (self.takes_inner)(&tag.name) {
            _ if tag.name.ends_with(".inline") => TakesInner::Yes,
            takes => takes,
        };
        let has_inner = !tag.self_closing
            && match takes {
                TakesInner::Yes => true,
                TakesInner::No => false,
                TakesInner::Unknown => is_closed,
            };
        if has_inner && self.open.len() >= MAX_DEPTH {
            let told = self
                .diagnostics
                .iter()
                .any(|found| found.code == "shortcode-too-deep");
            let message = format!("shortcodes are nested more than {MAX_DEPTH} deep");
            if !told {
                self.error(
                    "shortcode-too-deep",
                    message,
                    tag.span,
                    "close the shortcodes before this one",
                );
            }
            self.push(leaf(tag));
        } else if has_inner {
            self.open.push(Open { tag, nodes: Vec::new() });
        } else {
            self.push(leaf(tag));
        }
    }

    fn close(&mut self, name: &str, span: Span) {
        if (self.takes_inner)(name) == TakesInner::No {
            let message = format!(
                "shortcode `{name}` has no inside, yet a closing tag stands here"
            );
            self.error(
                "shortcode-unexpected-close",
                message,
                span,
                "remove the closing tag",
            );
            return self.push(Node::Text(span));
        }
        if !self.seen.contains(name) {
            let message = format!("closing tag of `{name}`, which was never opened");
            self.error(
                "shortcode-unexpected-close",
                message,
                span,
                "remove it, or open the shortcode before it",
            );
            return self.push(Node::Text(span));
        }
        let Some(open) = self.open.pop() else {
            let message = format!("closing tag of `{name}`, but none is open here");
            self.error(
                "shortcode-unexpected-close",
                message,
                span,
                "remove it: the shortcode is closed already",
            );
            return self.push(Node::Text(span));
        };
        if open.tag.name != name {
            let message = format!("closing tag of `{name}` ends `{}`", open.tag.name);
            self.diagnostics.push(
                Diagnostic::warning("shortcode-crossed", message)
                    .at(self.source, span)
                    .related(self.source, open.tag.span, "opened here")
                    .hint("close shortcodes in the reverse order of opening them"),
            );
        }
        let inner_span = Span::new(open.tag.span.end, span.start);
        let whole = open.tag.span.join(span);
        let inner = Inner { nodes: open.nodes, span: inner_span };
        self.push(shortcode(open.tag, Some(inner), whole, Some(span)));
    }

    /// Shortcodes still open at the end: told, and what follows them stays on the page.
    fn finish(&mut self, _end: usize) {
        let open = std::mem::take(&mut self.open);
        for Open { tag, nodes } in open {
            let message =
                format!("shortcode `{}` must be closed or self-closed", tag.name);
            let hint = format!(
                "add `{{{{{0} /{1} {2}`, or write `{{{{{0} {1} /{2}`",
                tag.delimiter.mark(),
                tag.name,
                tag.delimiter.close()
            );
            self.error("shortcode-unclosed", message, tag.span, &hint);
            self.root.push(leaf(tag));
            self.root.extend(nodes);
        }
    }
}

fn leaf(tag: Tag) -> Node {
    let span = tag.span;
    shortcode(tag, None, span, None)
}

fn shortcode(
    tag: Tag,
    inner: Option<Inner>,
    span: Span,
    close_span: Option<Span>,
) -> Node {
    Node::Shortcode(Box::new(Shortcode {
        name: tag.name,
        name_span: tag.name_span,
        delimiter: tag.delimiter,
        params: tag.params,
        inner,
        self_closing: tag.self_closing,
        span,
        open_span: tag.span,
        close_span,
    }))
}
