//! The field's types and rules, pure: no clock, no I/O, no other module of the crate.

mod language;
mod timestamp;

pub use language::{Language, Localized};
pub use timestamp::Timestamp;
