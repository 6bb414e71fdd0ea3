//! The sandbox's ID-porten: an OpenID provider with its own login page, where one picks an invented person.

mod authorize;
mod client_proof;
mod clients;
mod end_session;
mod login;
mod login_text;
mod metadata;
mod request;
mod single_sign_on;
mod token;

use axum::Router;
use axum::routing::{get, post};
use jsonwebtoken::jwk::Jwk;

use super::shelf::Shelf;
use super::{Sandbox, paths};
use clients::Clients;
use single_sign_on::{Code, Login};

/// How many logins and codes are kept at once.
const MAX_LOGINS: usize = 10_000;
const MAX_CODES: usize = 10_000;

/// What this ID-porten remembers. A restart forgets it, and people log in again.
pub struct Memory {
    clients: Clients,
    /// By the secret in the cookie.
    logins: Shelf<Login>,
    codes: Shelf<Code>,
}

impl Memory {
    /// Knows the portal, by the public half of its key.
    pub fn new(public_url: &str, portal_key: Jwk) -> Self {
        Self {
            clients: Clients::new(public_url, portal_key),
            logins: Shelf::new(MAX_LOGINS),
            codes: Shelf::new(MAX_CODES),
        }
    }
}

pub fn routes() -> Router<Sandbox> {
    Router::new()
        .route(paths::ID_PORTEN_DISCOVERY, get(metadata::discovery))
        .route(paths::ID_PORTEN_KEYS, get(metadata::keys))
        .route(paths::ID_PORTEN_AUTHORIZE, get(authorize::show))
        .route(paths::ID_PORTEN_LOGIN, get(login::search).post(login::pick))
        .route(paths::ID_PORTEN_TOKEN, post(token::redeem))
        .route(
            paths::ID_PORTEN_LOGOUT,
            get(end_session::show).post(end_session::submit),
        )
        .route(paths::ID_PORTEN_CLIENTS, post(clients::add))
}

/// The issuer as the standard writes it: no slash at the end.
fn issuer(sandbox: &Sandbox) -> String {
    sandbox.url(paths::ID_PORTEN)
}
