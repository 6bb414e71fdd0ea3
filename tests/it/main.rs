//! The integration tests: one binary, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod activity_log;
mod api;
mod conformance;
mod connections;
mod decision_log;
mod facts;
mod faults;
mod fuzz;
mod journey;
mod matrix;
mod offline;
mod own_systems;
mod owners;
mod portal;
mod register;
mod resources;
mod road;
mod rules;
mod sandbox;
mod scope_delegations;
mod sql;
mod store;
mod support;
mod tokens;
