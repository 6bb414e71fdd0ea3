use std::cell::RefCell;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};

use crate::world::World;

/// What becomes known about a request while it is handled.
struct Current {
    id: String,
    actor: RefCell<Option<String>>,
    party: RefCell<Option<String>>,
}

tokio::task_local! {
    static CURRENT: Current;
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id, and writes one line when it is answered.
pub async fn log_request(State(world): State<World>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = route(&request);
    let current = Current {
        id: world.random_id().to_string(),
        actor: RefCell::default(),
        party: RefCell::default(),
    };
    let started = Instant::now();
    CURRENT
        .scope(current, async move {
            let mut response = next.run(request).await;
            let ms = started.elapsed().as_secs_f64() * 1_000.0;
            let status = response.status().as_u16();
            count(method.as_str(), &route, status, ms);
            CURRENT.with(|current| {
                tracing::info!(
                    request = current.id,
                    method = %method,
                    route,
                    status,
                    ms = (ms * 10.0).round() / 10.0,
                    actor = current.actor.borrow().as_deref().unwrap_or("-"),
                    party = current.party.borrow().as_deref().unwrap_or("-"),
                    "request"
                );
                if let Ok(id) = HeaderValue::from_str(&current.id) {
                    // An API that answers with the caller's own id has put it there.
                    response.headers_mut().entry(REQUEST_ID).or_insert(id);
                }
            });
            response
        })
        .await
}

/// The route's pattern, never the address itself: addresses carry ids, keys and codes.
fn route(request: &Request) -> String {
    request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned())
}

fn count(method: &str, route: &str, status: u16, ms: f64) {
    let labels = [
        ("method", known_method(method).to_owned()),
        ("route", route.to_owned()),
        ("status", status.to_string()),
    ];
    metrics::counter!("fullmakt_http_requests_total", &labels).increment(1);
    metrics::histogram!("fullmakt_http_request_seconds", "route" => route.to_owned())
        .record(ms / 1_000.0);
}

/// Callers may make up methods; each would be a new counter that is never forgotten.
fn known_method(method: &str) -> &str {
    match method {
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => method,
        _ => "other",
    }
}

/// The id under which the present request is logged; `-` outside one.
pub fn request_id() -> String {
    present_request().unwrap_or_else(|| "-".to_owned())
}

/// The id under which the present request is logged; None outside one.
pub fn present_request() -> Option<String> {
    CURRENT.try_with(|current| current.id.clone()).ok()
}

/// Names who acts, for the log line: a party's uuid or an organization number.
pub fn record_actor(actor: &str) {
    let _ = CURRENT.try_with(|current| current.actor.replace(Some(actor.to_owned())));
}

/// Names the party acted for, for the log line.
pub fn record_party(party: &str) {
    let _ = CURRENT.try_with(|current| current.party.replace(Some(party.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_method_is_no_counter_of_its_own() {
        assert_eq!(known_method("POST"), "POST");
        assert_eq!(known_method("QUERY-1234"), "other");
    }
}
