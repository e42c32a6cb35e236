//! What happens to a page between reading and printing, one small step a module. Each
//! takes the tree and leaves it nearer to paper; none knows another.

pub mod accessible;
pub mod body;
pub mod diagrams;
pub mod emoji;
pub mod formulas;
pub mod ids;
pub mod images;
pub mod links;
pub mod merge;
pub mod run_in;
pub mod sections;
