//! For whoever operates the product: does it live, is it ready, what does it count, and where are weaknesses told.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderValue, StatusCode, header};

use super::{App, security_txt};
use crate::routes;

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::LIVE, get(live))
        .route(routes::READY, get(ready))
        .route(routes::METRICS, get(metrics))
        .route(routes::SECURITY_TXT, get(security_txt::show))
}

/// The process answers.
async fn live() -> &'static str {
    "ok"
}

/// The database answers too, so requests can be served.
async fn ready(State(app): State<App>) -> Response {
    match app.core().db.ping().await {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer",
            )
                .into_response()
        }
    }
}

/// Counters in the Prometheus text format.
async fn metrics(State(app): State<App>) -> Response {
    let kind = HeaderValue::from_static("text/plain; version=0.0.4");
    ([(header::CONTENT_TYPE, kind)], app.metrics().render()).into_response()
}
