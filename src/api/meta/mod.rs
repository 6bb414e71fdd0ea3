//! What packages, roles and forms of organizations there are, for everybody: `/accessmanagement/api/v1/meta`.
//!
//! As in the original, a list with nothing in it is 204, also when what it would be a list of is not there; a single thing
//! that is not there is 404.

mod answer;
mod opened;
mod packages;
mod query;
mod roles;
mod search;
mod wire;

use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::routes;

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::META_PACKAGE_SEARCH, get(search::search))
        .route(routes::META_PACKAGE_EXPORT, get(packages::export))
        .route(routes::META_GROUPS, get(packages::groups))
        .route(routes::META_GROUPS_SLASHED, get(packages::groups))
        .route(routes::META_GROUP, get(packages::group))
        .route(routes::META_GROUP_AREAS, get(packages::areas))
        .route(routes::META_AREA, get(packages::area))
        .route(routes::META_AREA_PACKAGES, get(packages::packages))
        .route(routes::META_PACKAGE, get(packages::package))
        .route(routes::META_PACKAGE_BY_URN, get(packages::package_named))
        .route(routes::META_PACKAGE_RESOURCES, get(packages::resources))
        .route(routes::META_ROLES, get(roles::list_all))
        .route(routes::META_ROLE, get(roles::show))
        .route(routes::META_PACKAGES_OF_ROLE, get(roles::packages_of_named))
        .route(
            routes::META_RESOURCES_OF_ROLE,
            get(roles::resources_of_named),
        )
        .route(routes::META_ROLE_PACKAGES, get(roles::packages))
        .route(routes::META_ROLE_RESOURCES, get(roles::resources))
        .route(routes::META_ORG_FORMS, get(roles::org_forms))
}
