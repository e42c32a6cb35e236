//! `{#id .class key=value}` on a line of its own below a block (`parser.attribute.block`): it
//! is no text. Only ids matter in print.

use crate::document::{Block, BlockKind, Cell, Inline, InlineKind, Table, plain_text};

/// The blocks without lines of attributes; those with an id can be linked to.
pub(super) fn applied(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().filter_map(block).collect()
}

fn block(block: Block) -> Option<Block> {
    let span = block.span;
    let mut id = None;
    let kind = match block.kind {
        BlockKind::Paragraph(line) => BlockKind::Paragraph(without(line, &mut id)?),
        BlockKind::Plain(line) => BlockKind::Plain(without(line, &mut id)?),
        BlockKind::Quote(inner) => BlockKind::Quote(applied(inner)),
        BlockKind::List(mut list) => {
            for item in &mut list.items {
                item.blocks = applied(std::mem::take(&mut item.blocks));
            }
            BlockKind::List(list)
        }
        BlockKind::Table(mut table) => {
            id = of_table(&mut table);
            BlockKind::Table(table)
        }
        BlockKind::Definitions(mut definitions) => {
            for detail in definitions.iter_mut().flat_map(|one| &mut one.details) {
                *detail = applied(std::mem::take(detail));
            }
            BlockKind::Definitions(definitions)
        }
        kind => kind,
    };
    let block = Block::new(span, kind);
    Some(match id {
        Some(id) => Block::new(span, BlockKind::Anchored(id, vec![block])),
        None => block,
    })
}

/// A line without its last part if that holds attributes; none if it holds nothing else.
fn without(mut line: Vec<Inline>, id: &mut Option<String>) -> Option<Vec<Inline>> {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = line.last() else {
        return Some(line);
    };
    let starts_line = match line.len() {
        1 => true,
        length => matches!(
            line.get(length - 2).map(|before| &before.kind),
            Some(InlineKind::SoftBreak | InlineKind::LineBreak)
        ),
    };
    let Some(found) = attributes(text).filter(|_| starts_line) else { return Some(line) };
    *id = found;
    line.pop();
    line.pop();
    (!line.is_empty()).then_some(line)
}

/// The id that the last row of a table gives it: below a table the line of attributes reads
/// as a row.
fn of_table(table: &mut Table) -> Option<String> {
    let text = |cell: &Cell| match cell.blocks.as_slice() {
        [Block { kind: BlockKind::Plain(line), .. }] => plain_text(line),
        _ => String::new(),
    };
    let row = table.body.last()?;
    let (first, rest) = row.split_first()?;
    let found = attributes(&text(first))?;
    if rest.iter().any(|cell| !text(cell).trim().is_empty()) {
        return None;
    }
    table.body.pop();
    found
}

/// Whether a text is a list of attributes, and the id in it.
fn attributes(text: &str) -> Option<Option<String>> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    if inner.is_empty() {
        return None;
    }
    let name = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
    };
    let mut id = None;
    let mut quoted = false;
    for item in inner.split([' ', ',']).filter(|item| !item.is_empty()) {
        if quoted {
            quoted = !item.ends_with(['"', '”', '“']);
        } else if let Some(given) = item.strip_prefix('#').filter(|rest| name(rest)) {
            id = Some(given.to_owned());
        } else if let Some((key, value)) =
            item.split_once('=').filter(|(key, _)| name(key))
        {
            if key == "id" {
                id = Some(value.trim_matches(['"', '”', '“']).to_owned());
            }
            let opens = value.starts_with(['"', '”', '“']);
            quoted = opens
                && (value.chars().count() == 1 || !value.ends_with(['"', '”', '“']));
        } else if item.strip_prefix('.').is_none_or(|rest| !name(rest)) {
            return None;
        }
    }
    (!quoted).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::attributes;

    #[test]
    fn attributes_are_told_from_text() {
        let id = |text: &str| Some(Some(text.to_owned()));
        let cases = [
            ("{.lead #para}", id("para")),
            ("{.a .b}", Some(None)),
            ("{key=\"a b\" id=\"x\"}", id("x")),
            ("{x=1,.y}", Some(None)),
            ("{}", None),
            ("{ett ord}", None),
            ("{.a b}", None),
            ("text {.a}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(attributes(text), expected, "{text}");
        }
    }
}
