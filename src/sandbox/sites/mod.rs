//! Simulated sites of vendors and service owners. They know no more than real ones: every step is a call to the
//! product's public API over HTTP, with a token from Maskinporten.

mod keys;
mod machine;
mod owner;
mod start;
mod supplier;
mod vendor;
mod vendor_page;

use axum::Router;
use axum::routing::{get, post};

use super::{Sandbox, paths};

pub fn routes() -> Router<Sandbox> {
    Router::new()
        .route(paths::START, get(start::show))
        .route(paths::KEY_FILE, get(keys::show))
        .route(paths::VENDOR, get(vendor::show))
        .route(paths::VENDOR_RECEIPT, get(vendor::receipt))
        .route(paths::VENDOR_ASK, post(vendor::ask))
        .route(paths::VENDOR_TOKEN, post(vendor::token))
        .route(paths::VENDOR_DECISION, post(vendor::decision))
        .route(paths::VENDOR_DELETE, post(vendor::delete))
        .route(paths::SUPPLIER, get(supplier::show).post(supplier::call))
        .route(paths::OWNER, get(owner::show))
}
