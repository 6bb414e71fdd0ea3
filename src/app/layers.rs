//! What lies around every route: request line, limits, headers, refusal of cross-site posts.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use super::App;
use crate::telemetry;

/// The largest body that any route reads.
const MAX_BODY: usize = 1024 * 1024;
/// A body that is announced as larger than this is not even read out.
const MAX_READ_OUT: usize = 8 * MAX_BODY;
const TIMEOUT: Duration = Duration::from_secs(30);

/// Nothing inline, nothing foreign, no framing. Forms go to this origin only, and so do the redirects that answer them:
/// what must end elsewhere goes on from a page of ours.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub fn around(router: Router, app: &App) -> Router {
    router
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(read_out))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            TIMEOUT,
        ))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            security_headers,
        ))
        .layer(middleware::from_fn_with_state(
            app.core().world.clone(),
            telemetry::log_request,
        ))
}

/// Reads a body that is a little too large to its end before it is refused: whoever is still sending when the answer comes
/// and the connection closes may never see why. What was read is thrown away; as much as is refused stands for it.
async fn read_out(request: Request, next: Next) -> Response {
    let announced = announced_length(&request).unwrap_or(0);
    if announced <= MAX_BODY || announced > MAX_READ_OUT {
        return next.run(request).await;
    }
    let (parts, mut body) = request.into_parts();
    while let Some(Ok(_)) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {}
    let refused = Body::from(vec![0; MAX_BODY + 1]);
    next.run(Request::from_parts(parts, refused)).await
}

fn announced_length(request: &Request) -> Option<usize> {
    let value = request.headers().get(header::CONTENT_LENGTH)?;
    value.to_str().ok()?.parse().ok()
}

async fn security_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "deny"),
        // Other sites learn nothing of where somebody comes from; our own forms know which page they stood on.
        (header::REFERRER_POLICY, "same-origin"),
    ];
    for (name, value) in fixed {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if app.config().is_https() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    response
}
