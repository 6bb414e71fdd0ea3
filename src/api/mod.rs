//! The JSON APIs, in Altinn 3's wire format. One folder per API; `wire.rs` holds its serde types.

pub mod access_lists;
mod access_requests;
mod authorized_parties;
mod authzen;
mod bearer;
mod client_delegations;
mod conditional;
mod connections;
pub mod decisions;
mod end_user;
mod explain;
mod issuer;
mod json;
mod language;
pub mod limited;
pub mod link_services;
mod listed;
mod meta;
pub mod needs;
mod owner_connections;
mod parts;
mod policy_information;
mod problem;
mod register;
mod requests;
pub mod resources;
mod scope_delegations;
mod system_users;
mod systems;

use axum::routing::{any, get, post};
use axum::{Router, middleware};

use crate::app::App;
use crate::limits::{Guard, Limits, guard};
use crate::routes;

pub use problem::{CODES, Problem};

/// Every API route. Each handler's `Bearer<…>` says whose token and which scope it needs.
pub fn router(limits: &Limits) -> Router<App> {
    let guard_of =
        |refuse| middleware::from_fn_with_state(Guard::new(limits, limited::AREAS, refuse), guard);
    let mut router = Router::new();
    for root in routes::API_ROOTS {
        router = router.route(root, any(problem::no_such_address));
    }
    router
        .route(
            routes::API_SYSTEMS,
            post(systems::register).get(systems::list_own),
        )
        .route(routes::API_SYSTEM, get(systems::show))
        .route(routes::API_REQUESTS, post(requests::create))
        .route(
            routes::API_REQUEST,
            get(requests::show).delete(requests::delete),
        )
        .route(routes::API_REQUEST_BY_REF, get(requests::show_by_ref))
        .route(routes::API_SYSTEM_USER_QUERY, get(system_users::query))
        .route(routes::API_SYSTEM_USER_LOOKUP, get(system_users::look_up))
        .route(routes::API_AUTHORIZE, post(decisions::authorize))
        .route(routes::API_DECISION, post(decisions::decision))
        .route(routes::API_REDEEM, post(link_services::redeem))
        .merge(register::router())
        .merge(resources::router())
        .merge(access_lists::router())
        .merge(scope_delegations::router())
        .merge(issuer::router())
        .merge(meta::router())
        .merge(connections::router())
        .merge(owner_connections::router())
        .merge(policy_information::router())
        .merge(authorized_parties::router())
        .merge(access_requests::router())
        .merge(client_delegations::router())
        .layer(guard_of(limited::refuse))
        .layer(middleware::from_fn(problem::say_unnamed))
        .merge(authzen::router().layer(guard_of(authzen::refuse)))
}
