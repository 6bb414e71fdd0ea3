//! The consent screen for a vendor's request, and its receipt.

pub mod answer;
mod receipt;
mod show;

pub use receipt::{Onward, Outcome, ReceiptPage};
pub use show::{Approvers, Problem, ShowPage, State};
