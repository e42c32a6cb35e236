//! Cuts a page into text and tags (`parser/pageparser/pagelexer_shortcode.go`).

use super::quoted::{Quoted, escaped, quoted, raw};
use super::{Delimiter, Param, Params, Value};
use crate::source::Span;

/// A part of the page, in order and without gaps.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Text(Span),
    Literal { text: String, span: Span },
    Divider(Span),
    Open(Tag),
    Close { name: String, span: Span },
}

/// An opening tag.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) name_span: Span,
    pub(super) delimiter: Delimiter,
    pub(super) params: Params,
    pub(super) self_closing: bool,
    pub(super) span: Span,
}

/// A tag that cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Broken {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) hint: &'static str,
    pub(super) span: Span,
}

const DIVIDER: &str = "<!--more-->";

/// Cuts the part `body` of `text`. A broken tag stays as text.
pub(super) fn tokens(text: &str, body: Span) -> (Vec<Token>, Vec<Broken>) {
    let text = text.get(..body.end).unwrap_or(text);
    let mut lexer = Lexer {
        text,
        at: body.start,
        tokens: Vec::new(),
        broken: Vec::new(),
        divided: false,
    };
    lexer.run();
    (lexer.tokens, lexer.broken)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    broken: Vec<Broken>,
    /// Only the first divider counts.
    divided: bool,
}

impl<'a> Lexer<'a> {
    fn run(&mut self) {
        let mut text_start = self.at;
        while let Some(found) = self.next_mark() {
            if found > text_start {
                self.tokens.push(Token::Text(Span::new(text_start, found)));
            }
            self.at = found;
            let before = self.tokens.len();
            self.mark();
            // A broken tag is text; it joins what follows.
            text_start = if self.tokens.len() == before { found } else { self.at };
        }
        if self.text.len() > text_start {
            self.tokens.push(Token::Text(Span::new(text_start, self.text.len())));
        }
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The next place where a tag or the divider starts.
    fn next_mark(&self) -> Option<usize> {
        let rest = self.rest(self.at);
        let tag = [rest.find("{{<"), rest.find("{{%")].into_iter().flatten().min();
        let divider = if self.divided { None } else { rest.find(DIVIDER) };
        let next = match (tag, divider) {
            (Some(tag), Some(divider)) => tag.min(divider),
            (tag, divider) => tag.or(divider)?,
        };
        Some(self.at + next)
    }

    fn mark(&mut self) {
        let start = self.at;
        let rest = self.rest(start);
        if let Some(after) = rest.strip_prefix(DIVIDER) {
            self.divided = true;
            let blank = after.len() - after.trim_start_matches(is_blank).len();
            self.at = start + DIVIDER.len() + blank;
            self.tokens.push(Token::Divider(Span::new(start, self.at)));
            return;
        }
        let delimiter =
            if rest.starts_with("{{<") { Delimiter::Angle } else { Delimiter::Percent };
        let read = match rest.get(3..).is_some_and(|after| after.starts_with("/*")) {
            true => self.comment(delimiter),
            false => {
                TagReader { text: self.text, start, at: start + 3, delimiter }.read()
            }
        };
        match read {
            Ok((token, end)) => {
                self.tokens.push(token);
                self.at = end;
            }
            Err(broken) => {
                self.at = resume(self.text, start);
                self.broken.push(broken);
            }
        }
    }

    /// `{{</* … */>}}`: ends at the first end mark of the same kind.
    fn comment(&self, delimiter: Delimiter) -> Result<(Token, usize), Broken> {
        let start = self.at;
        let end_mark = format!("*/{}", delimiter.close());
        let inside = self.rest(start + 5);
        let Some(end) = inside.find(&end_mark) else {
            return Err(Broken {
                code: "shortcode-comment-unclosed",
                message: "a commented shortcode is not closed".to_owned(),
                hint: "end it with `*/` directly before the delimiter it starts with: `*/>}}` or `*/%}}`",
                span: Span::new(start, start + 5),
            });
        };
        let inner = inside.get(..end).unwrap_or_default();
        let text = format!("{{{{{}{inner}{}", delimiter.mark(), delimiter.close());
        let end = start + 5 + end + end_mark.len();
        Ok((Token::Literal { text, span: Span::new(start, end) }, end))
    }
}

/// Where reading goes on after a broken tag: behind its end if that comes before another tag.
fn resume(text: &str, start: usize) -> usize {
    let rest = text.get(start + 3..).unwrap_or_default();
    let end = [">}}", "%}}"]
        .iter()
        .filter_map(|mark| Some(rest.find(mark)? + mark.len()))
        .min();
    let next = ["{{<", "{{%"].iter().filter_map(|mark| rest.find(mark)).min();
    match (end, next) {
        (Some(end), Some(next)) if next < end => start + 3,
        (Some(end), _) => start + 3 + end,
        (None, _) => start + 3,
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0B' | '\x0C')
}

struct TagReader<'a> {
    text: &'a str,
    start: usize,
    at: usize,
    delimiter: Delimiter,
}

impl TagReader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_blank).len();
    }

    fn at_end(&self) -> bool {
        self.rest().starts_with(self.delimiter.close())
    }

    fn fail<T>(
        &self,
        message: impl Into<String>,
        hint: &'static str,
    ) -> Result<T, Broken> {
        let next = self.rest().chars().next().map_or(0, char::len_utf8);
        let span = if self.rest().is_empty() {
            Span::new(self.start, self.start + 3)
        } else {
            Span::new(self.at, self.at + next)
        };
        Err(Broken {
            code: "shortcode-syntax",
            message: message.into(),
            hint,
            span,
        })
    }

    fn read(mut self) -> Result<(Token, usize), Broken> {
        self.skip_blanks();
        let closing = self.rest().starts_with('/');
        if closing {
            self.at += 1;
            self.skip_blanks();
        }
        if self.at_end() {
            return self.fail(
                "shortcode has no name",
                "write the name of a shortcode, or comment the braces out: `{{</* */>}}`",
            );
        }
        let name_at = self.at;
        let name = self.name()?;
        let name_span = Span::new(name_at, self.at);
        if closing {
            return self.close(name);
        }
        let (params, self_closing) = self.params(&name)?;
        let span = Span::new(self.start, self.at);
        let delimiter = self.delimiter;
        Ok((
            Token::Open(Tag {
                name,
                name_span,
                delimiter,
                params,
                self_closing,
                span,
            }),
            self.at,
        ))
    }

    fn close(mut self, name: String) -> Result<(Token, usize), Broken> {
        self.skip_blanks();
        if !self.at_end() {
            return self.fail(
                format!("closing tag of `{name}` is not closed"),
                "a closing tag holds only the name: `{{< /name >}}`",
            );
        }
        self.at += 3;
        Ok((Token::Close { name, span: Span::new(self.start, self.at) }, self.at))
    }

    /// A letter, digit or `_`, then also `-` and `/`.
    fn name(&mut self) -> Result<String, Broken> {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return self.unexpected();
        }
        let part = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '/'));
        let mut end = rest.find(part).unwrap_or(rest.len());
        if rest.get(end..).is_some_and(|after| after.starts_with('.')) {
            if rest.get(end..).is_some_and(|after| after.starts_with(".inline ")) {
                end += ".inline".len();
            } else {
                self.at += end;
                return self.fail(
                    "a period in the name of a shortcode is allowed only for inline shortcodes",
                    "leave out the file extension: `{{< name >}}` finds `name.html`",
                );
            }
        }
        let name = rest.get(..end).unwrap_or_default().to_owned();
        self.at += end;
        Ok(name)
    }

    fn unexpected<T>(&self) -> Result<T, Broken> {
        match self.rest().chars().next() {
            None => self.fail(
                "shortcode tag is not closed",
                "end it with `>}}` or `%}}`, the delimiter it starts with",
            ),
            Some(c) => self.fail(
                format!("unexpected `{c}` in a shortcode tag"),
                "values with anything but letters, digits, `_`, `-` and `.` need quotes",
            ),
        }
    }

    fn params(&mut self, name: &str) -> Result<(Params, bool), Broken> {
        let mut items: Vec<Param> = Vec::new();
        loop {
            self.skip_blanks();
            if self.at_end() {
                self.at += 3;
                return Ok((Params { items }, false));
            }
            if self.rest().starts_with('/') {
                self.at += 1;
                self.skip_blanks();
                if !self.at_end() {
                    return self.fail(
                        format!("nothing may follow the `/` that closes `{name}`"),
                        "write `{{< name … />}}`",
                    );
                }
                self.at += 3;
                return Ok((Params { items }, true));
            }
            let param = self.param()?;
            if let Some(first) = items.first()
                && first.name.is_some() != param.name.is_some()
            {
                return Err(Broken {
                    code: "shortcode-param-mixed",
                    message: format!("`{name}` mixes named and positional parameters"),
                    hint: "give all parameters names, or none of them",
                    span: param.span,
                });
            }
            items.push(param);
        }
    }

    fn param(&mut self) -> Result<Param, Broken> {
        let start = self.at;
        if let Some(read) = self.string() {
            let (text, length) = read.or_else(|message| self.bad_string(message))?;
            self.at += length;
            let span = Span::new(start, self.at);
            return Ok(Param {
                name: None,
                value: Value::String(text),
                span,
                value_span: span,
            });
        }
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')) {
            return self.unexpected();
        }
        let end =
            rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')));
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().to_owned();
        self.at += word.len();
        let after_word = self.at;
        self.skip_blanks();
        if !self.rest().starts_with('=') {
            self.at = after_word;
            let span = Span::new(start, self.at);
            return Ok(Param {
                name: None,
                value: Value::bare(&word),
                span,
                value_span: span,
            });
        }
        self.at += 1;
        self.skip_blanks();
        let value_start = self.at;
        let value = self.named_value()?;
        let (span, value_span) =
            (Span::new(start, self.at), Span::new(value_start, self.at));
        Ok(Param { name: Some(word), value, span, value_span })
    }

    /// A quoted or raw string here, if there is one.
    fn string(&self) -> Option<Quoted> {
        let rest = self.rest();
        match rest.chars().next()? {
            '"' => Some(quoted(rest)),
            '`' => Some(raw(rest)),
            '\\' if rest.starts_with("\\\"") => Some(escaped(rest)),
            _ => None,
        }
    }

    fn bad_string<T>(&self, message: &str) -> Result<T, Broken> {
        self.fail(
            message,
            "close it on the same line, or use backticks for a value of several lines",
        )
    }

    /// After `=`: a string, or everything up to the next white space.
    fn named_value(&mut self) -> Result<Value, Broken> {
        if let Some(read) = self.string() {
            let (text, length) = read.or_else(|message| self.bad_string(message))?;
            self.at += length;
            return Ok(Value::String(text));
        }
        let rest = self.rest();
        let word = rest
            .get(..rest.find(is_blank).unwrap_or(rest.len()))
            .unwrap_or_default()
            .to_owned();
        if word.ends_with(self.delimiter.close()) {
            return self.fail(
                format!("the value takes in the end of the tag: `{word}`"),
                "put the value in quotes, or a blank before the end of the tag",
            );
        }
        self.at += word.len();
        Ok(Value::bare(&word))
    }
}
