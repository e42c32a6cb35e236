//! Text in columns: which blocks stand in which.

use crate::component::Component;
use crate::document::{Block, BlockKind, plain_text_of_blocks};
use crate::source::Span;

/// The columns of a text: what stands in `column`s of its own, else two halves of much the
/// same length. Each is a group of blocks.
pub(super) fn of(blocks: Vec<Block>) -> Vec<Block> {
    let is_column = |block: &Block| matches!(&block.kind, BlockKind::Component(node) if node.component == Component::Column);
    if blocks.iter().any(is_column) {
        return blocks.into_iter().flat_map(column).collect();
    }
    let whole = plain_text_of_blocks(&blocks).chars().count();
    let mut left = Vec::new();
    let mut blocks = blocks.into_iter();
    let mut so_far = 0;
    for block in blocks.by_ref() {
        so_far += plain_text_of_blocks(std::slice::from_ref(&block)).chars().count();
        left.push(block);
        if so_far * 2 >= whole {
            break;
        }
    }
    let right: Vec<Block> = blocks.collect();
    [left, right]
        .into_iter()
        .filter(|half| !half.is_empty())
        .flat_map(group)
        .collect()
}

fn column(block: Block) -> Vec<Block> {
    match block.kind {
        BlockKind::Component(node) if node.component == Component::Column => {
            group(node.body).into_iter().collect()
        }
        _ => vec![block],
    }
}

fn group(blocks: Vec<Block>) -> Option<Block> {
    let span = blocks.iter().map(|block| block.span).reduce(Span::join)?;
    Some(Block::new(span, BlockKind::Anchored(String::new(), blocks)))
}
