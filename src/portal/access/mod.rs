//! Access management: who may do what for a party, and what it may do for others.

pub mod activity;
mod activity_csv;
mod activity_kinds;
mod activity_page;
mod activity_words;
pub mod clients;
mod menu;

pub use activity_page::ActivityPage;
pub use menu::{SectionItem, SectionMenu};
