//! Tables made of data: files below `data/`, front matter, settings of the site, or its pages.

use super::Reader;
use super::lower::take;
use crate::component::Component;
use crate::document::{
    Block, BlockKind, Cell, ComponentNode, Field, FieldValue, Inline, InlineKind, Link,
    List, ListItem, Table, Target,
};
use crate::front_matter::{Params, Value};
use crate::html;
use crate::ledger::{Fate, Item};
use crate::source::Span;

/// Columns that hold the address of the row.
const ADDRESSES: &[&str] = &["link", "url", "href", "permalink"];

/// What is asked of a table.
struct Wanted {
    span: Span,
    columns: Vec<String>,
    heads: Vec<String>,
}

impl Reader<'_> {
    /// The tables that the data of a component makes. Without data a link to the web page
    /// stands in their place.
    pub(super) fn data(&mut self, span: Span, mut node: ComponentNode) -> Vec<Block> {
        let from = node.word("from");
        let value = match (self.context.data)(&from) {
            Ok(value) => value,
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic);
                None
            }
        };
        let words = |word: String| -> Vec<String> {
            word.split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let wanted = Wanted {
            span,
            columns: words(node.word("columns")),
            heads: words(node.word("heads")),
        };
        let caption = take(&mut node, "caption");
        let mut blocks =
            value.map(|value| self.tables(value, &wanted)).unwrap_or_default();
        if blocks.is_empty() {
            return self.instead(span, node, caption);
        }
        let heading = blocks.iter_mut().find_map(|block| match &mut block.kind {
            BlockKind::Table(table) if table.caption.is_empty() => Some(table),
            _ => None,
        });
        match heading {
            Some(table) if !caption.is_empty() => table.caption = caption,
            None if !caption.is_empty() => {
                blocks.insert(0, Block::new(span, BlockKind::Paragraph(caption)));
            }
            _ => {}
        }
        blocks
    }

    /// A link to the web page, told in the ledger as what it is.
    fn instead(
        &mut self,
        span: Span,
        mut node: ComponentNode,
        caption: Vec<Inline>,
    ) -> Vec<Block> {
        let reason = "made of data that is not in the site; a link leads to the web page";
        let entries = self.ledger.entries.iter_mut().rev();
        let own = entries.into_iter().find(|entry| {
            entry.item == Item::Shortcode
                && entry.name == node.name
                && entry.span.start == span.start
        });
        if let Some(entry) = own {
            entry.fate = Fate::Dropped(reason.to_owned());
        }
        let link = node.fields.shift_remove("link");
        let link = link.unwrap_or(Field {
            span,
            value: FieldValue::Url(Target::Written(String::new())),
        });
        let mut embed = ComponentNode::new(Component::Embed, node.name, Vec::new()).with(
            "kind",
            span,
            FieldValue::Word("page".to_owned()),
        );
        if !caption.is_empty() {
            embed = embed.with("title", span, FieldValue::Text(caption));
        }
        embed.fields.insert("link", link);
        self.name_embed(&mut embed);
        vec![Block::new(span, BlockKind::Component(embed))]
    }

    fn tables(&mut self, value: Value, wanted: &Wanted) -> Vec<Block> {
        match self.in_language(value) {
            Value::List(list) => self.list(list, wanted),
            Value::Map(map) => self.map(map, wanted),
            Value::Null => Vec::new(),
            value => {
                let text = self.text(&value, wanted.span);
                vec![Block::new(wanted.span, BlockKind::Paragraph(text))]
            }
        }
    }

    /// A list of rows; of plain values a list.
    fn list(&mut self, list: Vec<Value>, wanted: &Wanted) -> Vec<Block> {
        let span = wanted.span;
        if list.is_empty() {
            return Vec::new();
        }
        let rows: Option<Vec<Params>> =
            list.iter().map(|row| row.as_map().cloned()).collect();
        if let Some(rows) = rows {
            return vec![self.rows(&rows, wanted)];
        }
        let mut item = |value: &Value| ListItem {
            span,
            checked: None,
            blocks: vec![Block::new(span, BlockKind::Plain(self.text(value, span)))],
        };
        let items = list.iter().map(&mut item).collect();
        vec![Block::new(span, BlockKind::List(List { start: None, tight: true, items }))]
    }

    /// A map of rows by their names; of plain values two columns; of lists a table for each.
    fn map(&mut self, map: Params, wanted: &Wanted) -> Vec<Block> {
        let span = wanted.span;
        let is_list = |value: &Value| matches!(value, Value::List(_));
        if map.values().any(is_list) {
            let mut out = Vec::new();
            for (key, value) in map {
                let mut blocks = self.tables(value, wanted);
                let name = vec![Inline::text(span, self.head(&key))];
                match blocks.first_mut().map(|block| &mut block.kind) {
                    Some(BlockKind::Table(table)) => table.caption = name,
                    Some(_) => {
                        let strong =
                            InlineKind::Styled(crate::document::Style::Strong, name);
                        let line = vec![Inline::new(span, strong)];
                        out.push(Block::new(span, BlockKind::Paragraph(line)));
                    }
                    None => {}
                }
                out.append(&mut blocks);
            }
            return out;
        }
        let named = |(key, value): (String, Value)| {
            let mut row = Params::new();
            row.insert("name".to_owned(), Value::String(key));
            match value {
                Value::Map(own) => row.extend(own),
                value => {
                    row.insert("value".to_owned(), value);
                }
            }
            row
        };
        let rows: Vec<Params> = map.into_iter().map(named).collect();
        let pairs = rows.iter().all(|row| row.contains_key("value"));
        if rows.is_empty() {
            return Vec::new();
        }
        if pairs && wanted.heads.is_empty() && wanted.columns.is_empty() {
            // Names and values head themselves.
            let mut block = self.rows(&rows, wanted);
            if let BlockKind::Table(table) = &mut block.kind {
                table.head.clear();
                table
                    .body
                    .iter_mut()
                    .filter_map(|row| row.first_mut())
                    .for_each(|cell| cell.heading = true);
            }
            return vec![block];
        }
        vec![self.rows(&rows, wanted)]
    }

    fn rows(&mut self, rows: &[Params], wanted: &Wanted) -> Block {
        let address = rows
            .iter()
            .flat_map(Params::keys)
            .find(|key| ADDRESSES.contains(&key.to_lowercase().as_str()))
            .filter(|key| !wanted.columns.contains(*key))
            .cloned();
        let columns = if wanted.columns.is_empty() {
            columns(rows, address.as_deref())
        } else {
            wanted.columns.clone()
        };
        let span = wanted.span;
        let cell = |line: Vec<Inline>| Cell {
            blocks: if line.is_empty() {
                Vec::new()
            } else {
                vec![Block::new(span, BlockKind::Plain(line))]
            },
            ..Cell::default()
        };
        let heads = columns.iter().enumerate().map(|(at, column)| {
            let name = wanted.heads.get(at).unwrap_or(column);
            cell(vec![Inline::text(span, self.head(name))])
        });
        let head = vec![heads.collect()];
        let mut body = Vec::new();
        for row in rows {
            let mut cells = Vec::new();
            for (at, column) in columns.iter().enumerate() {
                let value = get(row, column).cloned().unwrap_or(Value::Null);
                let value = self.in_language(value);
                let text = self.text(&value, span);
                let target =
                    address.as_ref().filter(|_| at == 0).and_then(|key| get(row, key));
                cells.push(cell(linked(text, target.map(Value::to_text), span)));
            }
            body.push(cells);
        }
        let alignment = columns.iter().map(|column| numbers(rows, column)).collect();
        Block::new(
            span,
            BlockKind::Table(Table {
                columns: alignment,
                head,
                body,
                ..Table::default()
            }),
        )
    }

    fn text(&mut self, value: &Value, span: Span) -> Vec<Inline> {
        let text = match value {
            Value::List(list) => {
                list.iter().map(Value::to_text).collect::<Vec<_>>().join(", ")
            }
            Value::Map(map) => {
                map.values().map(Value::to_text).collect::<Vec<_>>().join(", ")
            }
            value => value.to_text(),
        };
        html::read_text(&text, span, self.ledger)
    }

    fn head(&self, name: &str) -> String {
        self.context.language.head(name)
    }

    /// Of values by language, such as `{ Se: …, En: … }`, the one in the page's own.
    fn in_language(&self, value: Value) -> Value {
        let Value::Map(map) = &value else { return value };
        let language = |key: &String| {
            (key.len() == 2)
                .then(|| {
                    crate::language::Language::resolve(key, &indexmap::IndexMap::new())
                })
                .flatten()
        };
        let languages: Option<Vec<_>> = map.keys().map(language).collect();
        let Some(languages) = languages.filter(|all| all.len() > 1) else { return value };
        let own = languages
            .iter()
            .position(|language| language.code == self.context.language.code);
        map.get_index(own.unwrap_or(0))
            .map(|(_, value)| value.clone())
            .unwrap_or(Value::Null)
    }
}

/// The keys of rows in the order in which they are met.
fn columns(rows: &[Params], address: Option<&str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for key in rows.iter().flat_map(Params::keys) {
        if Some(key.as_str()) != address && !out.contains(key) {
            out.push(key.clone());
        }
    }
    out
}

/// Data keep their case, front matter does not.
fn get<'p>(row: &'p Params, column: &str) -> Option<&'p Value> {
    row.get(column).or_else(|| {
        row.iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(column))
            .map(|(_, value)| value)
    })
}

/// Numbers stand at the right.
fn numbers(rows: &[Params], column: &str) -> Option<crate::document::Alignment> {
    let mut values = rows.iter().filter_map(|row| get(row, column)).peekable();
    values.peek()?;
    let is_number = |value: &Value| matches!(value, Value::Int(_) | Value::Float(_));
    values.all(is_number).then_some(crate::document::Alignment::Right)
}

fn linked(text: Vec<Inline>, target: Option<String>, span: Span) -> Vec<Inline> {
    match target.filter(|target| !target.is_empty() && !text.is_empty()) {
        Some(target) => {
            let link = Link { target: Target::Written(target), content: text };
            vec![Inline::new(span, InlineKind::Link(link))]
        }
        None => text,
    }
}
