use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use metrics::{Counter, Histogram};

/// Counts requests. What has been counted before is found without its labels being put together again.
#[derive(Default)]
pub struct Counts(RwLock<Handles>);

/// By method and status, then by route.
type Handles = HashMap<(&'static str, u16), HashMap<String, Handle>>;

#[derive(Clone)]
struct Handle {
    requests: Counter,
    seconds: Histogram,
}

impl Counts {
    pub fn count(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let handle = self.handle(known_method(method), route, status);
        handle.requests.increment(1);
        handle.seconds.record(seconds);
    }

    fn handle(&self, method: &'static str, route: &str, status: u16) -> Handle {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = known
            .get(&(method, status))
            .and_then(|routes| routes.get(route));
        if let Some(handle) = found {
            return handle.clone();
        }
        drop(known);
        let handle = Handle::new(method, route, status);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let routes = known.entry((method, status)).or_default();
        routes.insert(route.to_owned(), handle.clone());
        handle
    }
}

impl Handle {
    fn new(method: &'static str, route: &str, status: u16) -> Self {
        let labels = [
            ("method", method.to_owned()),
            ("route", route.to_owned()),
            ("status", status.to_string()),
        ];
        let route = route.to_owned();
        Self {
            requests: metrics::counter!("fullmakt_http_requests_total", &labels),
            seconds: metrics::histogram!("fullmakt_http_request_seconds", "route" => route),
        }
    }
}

/// Callers may make up methods; each would be a new counter that is never forgotten.
fn known_method(method: &str) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let known = KNOWN.into_iter().find(|known| *known == method);
    known.unwrap_or("other")
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
