use std::cell::RefCell;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method};

use super::counts::Counts;
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

/// Gives requests their ids, writes a line for each, and counts them.
pub struct RequestLog {
    world: World,
    counts: Counts,
}

impl RequestLog {
    pub fn new(world: World) -> Self {
        Self {
            world,
            counts: Counts::default(),
        }
    }

    /// Gives the request an id, has it answered, and writes one line when it is.
    pub async fn log(
        &self,
        request: Request,
        answer: impl AsyncFnOnce(Request) -> Response,
    ) -> Response {
        let method = request.method().clone();
        // The route's pattern, never the address itself: addresses carry ids, keys and codes.
        let matched = request.extensions().get::<MatchedPath>().cloned();
        let route = matched.as_ref().map_or("-", MatchedPath::as_str);
        let current = Current {
            id: self.world.random_id().to_string(),
            actor: RefCell::default(),
            party: RefCell::default(),
        };
        let started = Instant::now();
        let answered = async {
            let mut response = answer(request).await;
            let took = started.elapsed().as_secs_f64();
            let status = response.status().as_u16();
            self.counts.count(method.as_str(), route, status, took);
            CURRENT.with(|current| {
                current.write_line(&method, route, status, took);
                if let Ok(id) = HeaderValue::from_str(&current.id) {
                    // An API that answers with the caller's own id has put it there.
                    response.headers_mut().entry(REQUEST_ID).or_insert(id);
                }
            });
            response
        };
        CURRENT.scope(current, answered).await
    }
}

impl Current {
    fn write_line(&self, method: &Method, route: &str, status: u16, seconds: f64) {
        tracing::info!(
            request = self.id,
            method = method.as_str(),
            route,
            status,
            ms = (seconds * 10_000.0).round() / 10.0,
            actor = self.actor.borrow().as_deref().unwrap_or("-"),
            party = self.party.borrow().as_deref().unwrap_or("-"),
            "request"
        );
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
