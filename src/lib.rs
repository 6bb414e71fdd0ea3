//! Fullmakt.

pub mod db;
pub mod domain;
pub mod reference;
pub mod routes;
pub mod store;
pub mod world;
