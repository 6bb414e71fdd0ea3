//! Fullmakt.

pub mod domain;
pub mod portal;
pub mod routes;
pub mod text;
