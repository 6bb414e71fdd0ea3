//! Delegation of scopes at Maskinporten: for end users in two shapes, and the look-up that Maskinporten and those who serve
//! APIs make.

mod consumers;
mod faults;
mod look_up;
mod party;
mod schemas;
mod suppliers;
mod wire;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::routes;

pub fn router() -> Router<App> {
    Router::new()
        .route(
            routes::API_SUPPLIERS,
            get(suppliers::list)
                .post(suppliers::add)
                .delete(suppliers::remove),
        )
        .route(
            routes::API_SUPPLIER_RESOURCES,
            get(suppliers::list_resources)
                .post(suppliers::give)
                .delete(suppliers::withdraw),
        )
        .route(routes::API_SUPPLIER_CHECK, get(suppliers::check))
        .route(
            routes::API_CONSUMERS,
            get(consumers::list).delete(consumers::remove),
        )
        .route(
            routes::API_CONSUMER_RESOURCES,
            get(consumers::list_resources).delete(consumers::withdraw),
        )
        .merge(older())
        .route(routes::API_SCOPE_DELEGATIONS, get(look_up::list))
        .route(routes::API_SCOPE_DELEGATIONS_BARE, get(look_up::list))
        .route(routes::API_SCOPE_DELEGATIONS_OLD, get(look_up::list))
}

/// The shape that was there first.
fn older() -> Router<App> {
    Router::new()
        .route(routes::API_SCHEMA_CHECK, post(schemas::check))
        .route(
            routes::API_SCHEMA_OFFERED,
            get(schemas::list_offered).post(schemas::offer),
        )
        .route(
            routes::API_SCHEMA_OFFERED_REVOKE,
            post(schemas::revoke_offered),
        )
        .route(routes::API_SCHEMA_RECEIVED, get(schemas::list_received))
        .route(
            routes::API_SCHEMA_RECEIVED_REVOKE,
            post(schemas::revoke_received),
        )
}
