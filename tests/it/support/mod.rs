//! What the tests stand on.

pub mod app;
pub mod browser;
pub mod cast;
pub mod database;
pub mod environment;
pub mod issuer;
pub mod machine;
pub mod mint;
mod notice;
pub mod peers;
pub mod rows;
pub mod stage;
