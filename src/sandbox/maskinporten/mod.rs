//! The sandbox's Maskinporten: tokens for machines, by signed grants (RFC 7523), and system-user tokens (RFC 9396).

mod clients;
mod delegated;
mod details;
mod form;
mod grant;
mod issue;
mod keys;
mod metadata;
mod owned;
mod proof;
mod token;

use axum::Router;
use axum::routing::{get, post};

use super::{Sandbox, paths};

pub fn routes() -> Router<Sandbox> {
    Router::new()
        .route(paths::MASKINPORTEN_METADATA, get(metadata::document))
        .route(paths::MASKINPORTEN_KEYS, get(metadata::keys))
        .route(paths::MASKINPORTEN_TOKEN, post(token::grant))
        .route(paths::MASKINPORTEN_CLIENTS, post(clients::add))
}

/// The issuer as tokens name it: with a slash at the end, like Maskinporten's own.
pub fn issuer(sandbox: &Sandbox) -> String {
    sandbox.url(paths::MASKINPORTEN)
}
