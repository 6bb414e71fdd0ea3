//! Fullmakt.

pub mod api;
pub mod assets;
pub mod config;
pub mod db;
pub mod domain;
pub mod engine;
pub mod ops;
pub mod reference;
pub mod routes;
pub mod sandbox;
pub mod store;
pub mod tokens;
pub mod world;
