//! Fullmakt.

pub mod api;
pub mod app;
pub mod assets;
pub mod config;
pub mod db;
pub mod domain;
pub mod engine;
pub mod jobs;
pub mod ops;
pub mod portal;
pub mod reference;
pub mod routes;
pub mod sandbox;
pub mod store;
pub mod telemetry;
pub mod text;
pub mod tokens;
pub mod world;
