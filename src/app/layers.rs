//! What lies around every route: request line, limits, headers.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Redirect, Response};
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::time::timeout;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use super::App;
use crate::telemetry::RequestLog;

/// The largest body that any route reads.
const MAX_BODY: usize = 1024 * 1024;
/// A body that is announced as larger than this is not even read out.
const MAX_READ_OUT: usize = 8 * MAX_BODY;
const TIMEOUT: Duration = Duration::from_secs(30);

/// Nothing inline, nothing foreign, no framing. Forms go to this origin only, and so do the redirects that answer them:
/// what must end elsewhere goes on from a page of ours.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Set on every answer that does not say otherwise itself.
const HEADERS: [(HeaderName, HeaderValue); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(CONTENT_SECURITY_POLICY),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("deny")),
    // Other sites learn nothing of where somebody comes from; our own forms know which page they stood on.
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    // A page of another site that opens ours, or that ours opens, holds no handle to it.
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    // Nothing of ours is put into another site's pages, where side channels might read it.
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

/// How a proxy says which scheme it was reached by.
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

struct Around {
    requests: RequestLog,
    /// Our own address, when browsers reach us over TLS.
    https: Option<String>,
}

/// Everything in one layer: each layer of its own would cost every request several allocations.
pub fn around(router: Router, app: &App) -> Router {
    let around = Arc::new(Around {
        requests: RequestLog::new(app.core().world.clone()),
        https: app
            .config()
            .is_https()
            .then(|| app.config().public_url.clone()),
    });
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(around, answer))
        .layer(CatchPanicLayer::new())
        .layer(DefaultBodyLimit::max(MAX_BODY));
    router.layer(layers)
}

async fn answer(State(around): State<Arc<Around>>, request: Request, next: Next) -> Response {
    let answer = async |request| {
        if let Some(address) = around.secure_address(&request) {
            return Redirect::permanent(&address).into_response();
        }
        let in_time = timeout(TIMEOUT, async { next.run(read_out(request).await).await });
        let mut response = in_time
            .await
            .unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response());
        around.add_headers(response.headers_mut());
        response
    };
    around.requests.log(request, answer).await
}

/// Reads a body that is a little too large to its end before it is refused: whoever is still sending when the answer comes
/// and the connection closes may never see why. What was read is thrown away; as much as is refused stands for it.
async fn read_out(request: Request) -> Request {
    let announced = announced_length(&request).unwrap_or(0);
    if announced <= MAX_BODY || announced > MAX_READ_OUT {
        return request;
    }
    let (parts, mut body) = request.into_parts();
    while let Some(Ok(_)) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {}
    let refused = Body::from(vec![0; MAX_BODY + 1]);
    Request::from_parts(parts, refused)
}

fn announced_length(request: &Request) -> Option<usize> {
    let value = request.headers().get(header::CONTENT_LENGTH)?;
    value.to_str().ok()?.parse().ok()
}

/// Whether a policy lets some sites frame the answer.
fn is_framed_by_some(policy: &[u8]) -> bool {
    let policy = str::from_utf8(policy).unwrap_or_default();
    let ancestors = policy.split("frame-ancestors ").nth(1);
    ancestors.is_some_and(|sites| !sites.starts_with("'none'"))
}

impl Around {
    /// Where a request belongs that came to the proxy in clear: the same address over TLS, as the regulation on IT
    /// standards in the public sector wants (§ 11). Whoever forges the header leads nobody but himself astray.
    fn secure_address(&self, request: &Request) -> Option<String> {
        let public_url = self.https.as_ref()?;
        let scheme = request.headers().get(FORWARDED_PROTO)?;
        let path = request.uri().path_and_query()?;
        (scheme == "http" && path.as_str().starts_with('/')).then(|| format!("{public_url}{path}"))
    }

    fn add_headers(&self, headers: &mut HeaderMap) {
        // Says whom it lets frame it, which the older header can only say no to.
        let names_framers = headers
            .get(header::CONTENT_SECURITY_POLICY)
            .is_some_and(|policy| is_framed_by_some(policy.as_bytes()));
        for (name, value) in HEADERS {
            headers.entry(name).or_insert(value);
        }
        if names_framers {
            headers.remove(header::X_FRAME_OPTIONS);
        }
        if self.https.is_some() {
            headers.insert(
                header::STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static("max-age=31536000; includeSubDomains"),
            );
        }
    }
}
