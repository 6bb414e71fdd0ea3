use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::issuer;
use crate::sandbox::{Sandbox, answer, paths};

/// `GET …/.well-known/oauth-authorization-server` (RFC 8414 §3.2)
pub async fn document(State(sandbox): State<Sandbox>) -> Response {
    let document = json!({
        "issuer": issuer(&sandbox),
        "jwks_uri": sandbox.url(paths::TOKENS_KEYS),
        "response_types_supported": [],
        "grant_types_supported": [],
    });
    answer::json(StatusCode::OK, &document)
}

/// `GET …/jwk` (RFC 7517 §5)
pub async fn keys(State(sandbox): State<Sandbox>) -> Response {
    let set = json!({ "keys": [sandbox.0.keys.tokens.public()] });
    answer::json(StatusCode::OK, &set)
}
