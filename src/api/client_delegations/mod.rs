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
    let first = [
        routes::API_CLIENTS,
        routes::API_CLIENT_POWERS,
        routes::API_AGENTS,
        routes::API_AGENT_CLIENTS,
        routes::API_MY_CLIENTS,
        routes::API_MY_PROVIDERS,
    ];
    let second = [
        routes::API_CLIENTS_2,
        routes::API_CLIENT_POWERS_2,
        routes::API_AGENTS_2,
        routes::API_AGENT_CLIENTS_2,
        routes::API_MY_CLIENTS_2,
        routes::API_MY_PROVIDERS_2,
    ];
    let of_agent = get(agents::clients_of).post(powers::give);
    in_both(first)
        .merge(in_both(second))
        .route(
            routes::API_AGENT_POWERS,
            of_agent.clone().delete(powers::take),
        )
        .route(routes::API_AGENT_POWERS_2, of_agent)
        .route(routes::API_AGENT_POWERS_DELETE, post(powers::take))
        .route(routes::API_AGENT_RESOURCES, get(clients::no_resources))
        .route(routes::API_CLIENT_RESOURCES, get(clients::no_resources))
        .route(routes::API_MY_POWERS, delete(mine::drop_powers))
        .route(routes::API_MY_POWERS_DELETE, post(mine::drop_powers))
}

/// What is the same in both versions, at the paths of one of them.
fn in_both(paths: [&'static str; 6]) -> Router<App> {
    let [
        clients,
        client_powers,
        agents,
        agent_clients,
        my_clients,
        my_providers,
    ] = paths;
    Router::new()
        .route(clients, get(self::clients::list))
        .route(client_powers, get(self::clients::agents_of))
        .route(
            agents,
            get(self::agents::list)
                .post(self::agents::add)
                .delete(self::agents::remove),
        )
        .route(agent_clients, delete(self::agents::drop_client))
        .route(my_clients, get(mine::clients).delete(mine::drop_client))
        .route(
            my_providers,
            get(mine::providers).delete(mine::drop_provider),
        )
}
