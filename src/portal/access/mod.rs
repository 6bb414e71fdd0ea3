//! Access management: who may do what for a party, and what it may do for others.

pub mod clients;
mod menu;

pub use menu::{SectionItem, SectionMenu};
