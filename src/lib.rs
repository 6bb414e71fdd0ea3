//! Fullmakt.

pub mod config;
pub mod db;
pub mod domain;
pub mod reference;
pub mod routes;
pub mod store;
pub mod tokens;
pub mod world;
