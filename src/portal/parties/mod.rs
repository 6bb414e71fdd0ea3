//! Choosing whom to act for.

mod choose;
pub mod represent;

pub use choose::{ChoosePage, PARTIES_PER_PAGE, PartyRow, RowKind};
