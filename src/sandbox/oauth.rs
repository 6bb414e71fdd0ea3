//! What both test servers need of OAuth: parameters, and refusals at a token endpoint.

use std::collections::HashMap;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};

use super::answer::json;
use crate::limits::TooMany;

/// The grant and client assertions of RFC 7523.
pub const JWT_BEARER_GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
pub const JWT_BEARER_CLIENT: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How long an assertion may live, in seconds.
pub const MAX_ASSERTION_LIFE: i64 = 120;

/// The parameters of a request, each of which may come once (RFC 6749 §3.1, §3.2). An empty one counts as left out.
#[derive(Debug)]
pub struct Parameters(HashMap<String, String>);

/// A parameter came twice.
#[derive(Debug, PartialEq, Eq)]
pub struct Repeated;

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` text.
    pub fn parse(text: &str) -> Result<Self, Repeated> {
        let mut all = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            let value = value.into_owned();
            if all.insert(name.into_owned(), value).is_some() {
                return Err(Repeated);
            }
        }
        all.retain(|_, value| !value.is_empty());
        Ok(Self(all))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// A refusal at the token endpoint (RFC 6749 §5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub error: &'static str,
    pub description: String,
}

impl Refusal {
    pub fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            error,
            description: description.into(),
        }
    }

    pub fn invalid_request(description: impl Into<String>) -> Self {
        Self::new("invalid_request", description)
    }

    pub fn invalid_grant(description: impl Into<String>) -> Self {
        Self::new("invalid_grant", description)
    }

    pub fn invalid_client(description: impl Into<String>) -> Self {
        Self::new("invalid_client", description)
    }
}

impl From<Repeated> for Refusal {
    fn from(_: Repeated) -> Self {
        Self::invalid_request("A parameter is repeated.")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body =
            serde_json::json!({ "error": self.error, "error_description": self.description });
        if self.error != "invalid_client" {
            return json(StatusCode::BAD_REQUEST, &body);
        }
        let mut response = json(StatusCode::UNAUTHORIZED, &body);
        response.headers_mut().insert(
            WWW_AUTHENTICATE,
            http::HeaderValue::from_static("Basic realm=\"sandbox\""),
        );
        response
    }
}

/// What is answered at a token endpoint to whoever calls too often (RFC 6585 §4); RFC 6749 has no error of its own for it.
pub fn too_many(refused: TooMany) -> Response {
    let description = format!("Too many requests. Wait {} seconds.", refused.seconds);
    let body = serde_json::json!({
        "error": "temporarily_unavailable",
        "error_description": description,
    });
    let mut response = json(StatusCode::TOO_MANY_REQUESTS, &body);
    let wait = http::HeaderValue::from(refused.seconds);
    response.headers_mut().insert(RETRY_AFTER, wait);
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_repeated_parameter_is_refused_and_an_empty_one_left_out() {
        assert_eq!(Parameters::parse("a=1&a=2").unwrap_err(), Repeated);
        let read = Parameters::parse("a=&b=x%20y").unwrap();
        assert_eq!(read.get("a"), None);
        assert_eq!(read.get("b"), Some("x y"));
    }
}
