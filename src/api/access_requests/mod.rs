//! Requests for access: `/accessmanagement/api/v1/enduser/request`, and service owners' drafts,
//! `/accessmanagement/api/v1/serviceowner/delegationrequests`.

mod asking;
mod drafts;
mod faults;
mod query;
mod wire;

use axum::Router;
use axum::routing::{get, post, put};

use crate::app::App;
use crate::routes;

/// The routes. Each handler's `EndUser<…>` or `Bearer<…>` says who may call.
pub fn router() -> Router<App> {
    Router::new()
        .route(routes::API_ASKS, get(asking::show))
        .route(routes::API_ASK_DRAFT, get(asking::show_draft))
        .route(routes::API_ASK_CONFIRM, put(asking::confirm))
        .route(routes::API_ASKS_SENT, get(asking::list_sent))
        .route(routes::API_ASKS_SENT_COUNT, get(asking::count_sent))
        .route(routes::API_ASK_WITHDRAW, put(asking::withdraw))
        .route(routes::API_ASKS_RECEIVED, get(asking::list_received))
        .route(routes::API_ASKS_RECEIVED_COUNT, get(asking::count_received))
        .route(routes::API_ASK_APPROVE, put(asking::approve))
        .route(routes::API_ASK_REJECT, put(asking::reject))
        .route(routes::API_ASK_RESOURCE, post(asking::ask_resource))
        .route(routes::API_ASK_PACKAGE, post(asking::ask_package))
        .route(routes::API_DRAFTS, post(drafts::make))
        .route(routes::API_DRAFT_RESOURCE, post(drafts::make_for_resource))
        .route(routes::API_DRAFT_PACKAGE, post(drafts::make_for_package))
        .route(routes::API_DRAFT_STATUS, get(drafts::show))
        .route(routes::API_DRAFT_WITHDRAW, put(drafts::withdraw))
        .route(routes::API_DRAFT_URNS, get(drafts::list_urns))
}
