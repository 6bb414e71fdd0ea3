//! What a party has given to others and been given by others: `/accessmanagement/api/v1/enduser/connections`.

mod gate;
mod packages;
mod people;
mod query;
pub mod refused;
mod resources;
mod roles;
mod shape;
mod wire;

use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::routes;

/// The routes. Each handler's `EndUser<…>` says which scopes let somebody in.
pub fn router() -> Router<App> {
    Router::new()
        .route(
            routes::API_CONNECTIONS,
            get(people::list).post(people::add).delete(people::remove),
        )
        .route(routes::API_CONNECTION_USERS, get(people::users))
        .route(
            routes::API_CONNECTION_PACKAGES,
            get(packages::list)
                .post(packages::give)
                .delete(packages::revoke),
        )
        .route(routes::API_CONNECTION_PACKAGES_CHECK, get(packages::check))
        .route(
            routes::API_CONNECTION_ROLES,
            get(roles::list).delete(roles::revoke),
        )
        .route(routes::API_CONNECTION_ROLES_CHECK, get(roles::check))
        .route(
            routes::API_CONNECTION_RESOURCES,
            get(resources::list).delete(resources::revoke),
        )
        .route(
            routes::API_CONNECTION_RIGHTS,
            get(resources::rights)
                .post(resources::give)
                .put(resources::replace),
        )
        .route(
            routes::API_CONNECTION_RESOURCES_CHECK,
            get(resources::check),
        )
        .route(routes::API_CONNECTION_INSTANCES, get(resources::instances))
}
