//! The register's look-ups: parties by any of their names, one or many, in the register's two shapes.
//!
//! The older shape (`v1`) is what vendors' and applications' code reads; the newer one (`v2`) lets the caller choose fields.
//! Who may call is in [`caller`].

mod batch;
mod caller;
mod consumer;
mod number;
mod parties;
mod persons;
mod v2;
mod wire;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::routes;

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::REGISTER_PARTY, get(parties::show))
        .route(routes::REGISTER_PARTY_BY_UUID, get(parties::show_by_uuid))
        .route(routes::REGISTER_LOOKUP, post(parties::look_up))
        .route(routes::REGISTER_NAMES, post(parties::list_names))
        .route(routes::REGISTER_LIST, post(parties::list))
        .route(routes::REGISTER_LIST_BY_UUID, post(parties::list_by_uuid))
        .route(routes::REGISTER_IDENTIFIERS, get(parties::list_identifiers))
        .route(
            routes::REGISTER_ORGANIZATION,
            get(parties::show_organization),
        )
        .route(routes::REGISTER_PERSON, get(persons::show))
        .merge(internal())
        .merge(trimmed())
}

/// The newer shape.
fn internal() -> Router<App> {
    Router::new()
        .route(routes::REGISTER_V2_PARTY, get(v2::show))
        .route(routes::REGISTER_V2_QUERY, post(v2::query))
        .route(routes::REGISTER_V2_STREAM, get(v2::stream))
        .route(routes::REGISTER_V2_CUSTOMERS, get(v2::list_customers))
        .route(routes::REGISTER_V2_HOLDERS, get(v2::list_holders))
        .route(routes::REGISTER_V2_MAIN_UNITS, post(v2::list_main_units))
        .route(routes::REGISTER_V2_ROLES, get(v2::list_roles))
        .route(routes::REGISTER_V2_METADATA, get(v2::describe_roles))
}

/// The newer shape as single consumers get it.
fn trimmed() -> Router<App> {
    Router::new()
        .route(routes::REGISTER_CONSUMER_PARTY, get(v2::show))
        .route(routes::REGISTER_CONSUMER_QUERY, post(v2::query))
        .route(routes::REGISTER_CONSUMER_STREAM, get(v2::stream))
        .route(routes::REGISTER_CONSUMER_CUSTOMERS, get(v2::list_customers))
        .route(routes::REGISTER_CONSUMER_HOLDERS, get(v2::list_holders))
        .route(
            routes::REGISTER_CONSUMER_CUSTOMERS_V2,
            get(v2::list_customers),
        )
        .route(routes::REGISTER_CONSUMER_HOLDERS_V2, get(v2::list_holders))
        .route(
            routes::REGISTER_CONSUMER_MAIN_UNITS,
            post(v2::list_main_units),
        )
        .route(routes::REGISTER_CONSUMER_ROLES, get(v2::list_roles))
}
