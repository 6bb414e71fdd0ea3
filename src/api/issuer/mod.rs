//! Our own issuer, for those who verify our tokens and those who exchange theirs for them.

mod accept;
mod exchange;
mod metadata;
mod wire;

use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::routes;

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::OPENID_CONFIGURATION, get(metadata::document))
        .route(routes::OPENID_KEYS, get(metadata::keys))
        .route(routes::TOKEN_EXCHANGE, get(exchange::exchange))
}
