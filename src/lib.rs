//! Fullmakt ("power of attorney"): a portal where people act on behalf of others, with the authorization engine and the
//! database that it needs in the same process.
//!
//! A person logs in through ID-porten and chooses whom to act for. A business's access managers let vendors' systems act
//! for the business, as **system users** with exactly the rights given. **Link services** send a person on to a service
//! owner's site with a one-time ticket. Service owners ask for **decisions**. The APIs keep Altinn 3's wire format.
//!
//! # Rooms
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`app`] | everything a request needs, made once; the router; the layers around it; serving and stopping |
//! | [`routes`] | every address, as functions and constants |
//! | [`portal`] | what a person sees: pages and handlers, one folder per journey |
//! | [`api`] | what machines call: JSON, one folder per API, wire types in `wire.rs` |
//! | [`ops`] | what the product does, for portal and APIs alike; [`ops::access`] is the only way to a decision |
//! | [`engine`] | the authorization engine, pure: policy, request and facts in, decision with its reason out |
//! | [`domain`] | the field's types and rules, pure |
//! | [`store`] | all SQL, one file per aggregate |
//! | [`db`] | SQLite and PostgreSQL behind one face; migrations |
//! | [`tokens`] | our keys, others' keys, verifying tokens, the client towards ID-porten |
//! | [`reference`](mod@reference) | roles and access packages as the public registers publish them; our own resources' policies |
//! | [`text`] | what is said, in bokmål, nynorsk and English |
//! | [`assets`] | stylesheets, script and fonts under hashed names |
//! | [`jobs`] | work that no request waits for |
//! | [`limits`] | how often somebody may call, by caller and by address |
//! | [`sandbox`] | test ID-porten, test Maskinporten, invented people and businesses, simulated sites; off in earnest |
//! | [`config`], [`telemetry`], [`world`] | settings; log lines and counters; time, ids and chance |
//!
//! # Invariants
//!
//! A test reads the source and holds them up (`tests/it/rules.rs`).
//!
//! - `domain` uses nothing of the crate; `engine` uses `domain` alone and does no I/O; `store` knows neither `ops` nor HTTP.
//! - `portal` and `api` do not use each other. Nothing but `app` uses `sandbox`.
//! - No decision without `ops::access`: handlers ask it, templates print what it said, the decision log keeps it.
//! - All SQL is in `store`, written with `sql!`, which enters it in a registry that a test prepares on both databases.
//! - Wire types (JSON bodies) are in `api/**/wire.rs` only; a changed domain type cannot change the wire by accident.
//! - Addresses come from `routes`; no handler builds a path.
//! - Time, ids and randomness come from `world` only, so a test can move the clock.
//! - No network call inside a write transaction. What is written in one act is written in one transaction.
//! - Another party's object does not exist: it is looked up by party and id, and answers 404.
//! - A policy that cannot be evaluated is Indeterminate with its reason, never Permit.
//! - No national id, token, key or name reaches a log line; no national id reaches the decision log.

// Futures of handlers lie deep in each other; laying them out optimized goes deeper than the compiler allows by itself.
#![recursion_limit = "256"]

pub mod api;
pub mod app;
pub mod assets;
pub mod config;
pub mod db;
pub mod domain;
pub mod engine;
pub mod jobs;
pub mod limits;
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
