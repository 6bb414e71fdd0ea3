//! An organization's clients and agents, for the end user's own systems:
//! `/accessmanagement/api/{v1,v2}/enduser/clientdelegations`.
//!
//! The two versions differ in the names of their parameters, which are both read in both, and in how something is taken
//! back: DELETE with a body in the first, POST in the second.

mod agents;
mod asked;
mod clients;
mod faults;
mod mine;
mod powers;
mod wire;

use axum::Router;
use axum::routing::{delete, get, post};

use crate::app::App;
use crate::routes;

/// The routes. Each handler's `EndUser<…>` says which scope is needed; what the person may do is asked of the engine.
pub fn router() -> Router<App> {
    let mut router = Router::new()
        .route(routes::API_AGENT_POWERS_DELETE, post(powers::take))
        .route(routes::API_AGENT_RESOURCES, get(clients::no_resources))
        .route(routes::API_CLIENT_RESOURCES, get(clients::no_resources))
        .route(routes::API_MY_POWERS, delete(mine::drop_powers))
        .route(routes::API_MY_POWERS_DELETE, post(mine::drop_powers));
    for version in 0..2 {
        let at = |paths: [&'static str; 2]| if version == 0 { paths[0] } else { paths[1] };
        let give = get(agents::clients_of).post(powers::give);
        let powers = if version == 0 {
            give.delete(powers::take)
        } else {
            give
        };
        router = router
            .route(at(routes::API_CLIENTS), get(clients::list))
            .route(at(routes::API_CLIENT_POWERS), get(clients::agents_of))
            .route(
                at(routes::API_AGENTS),
                get(agents::list).post(agents::add).delete(agents::remove),
            )
            .route(at(routes::API_AGENT_POWERS), powers)
            .route(at(routes::API_AGENT_CLIENTS), delete(agents::drop_client))
            .route(
                at(routes::API_MY_CLIENTS),
                get(mine::clients).delete(mine::drop_client),
            )
            .route(
                at(routes::API_MY_PROVIDERS),
                get(mine::providers).delete(mine::drop_provider),
            );
    }
    router
}
