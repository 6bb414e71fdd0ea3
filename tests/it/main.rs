//! The integration tests: one binary, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod api;
mod matrix;
mod road;
mod rules;
mod sql;
mod store;
mod support;
mod tokens;
