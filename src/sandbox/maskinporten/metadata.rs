use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::issuer;
use crate::sandbox::oauth::JWT_BEARER_GRANT;
use crate::sandbox::{Sandbox, answer, paths};
use crate::tokens::SYSTEM_USER;

/// `GET …/.well-known/oauth-authorization-server` (RFC 8414 §3.2)
pub async fn document(State(sandbox): State<Sandbox>) -> Response {
    let document = json!({
        "issuer": issuer(&sandbox),
        "token_endpoint": sandbox.url(paths::MASKINPORTEN_TOKEN),
        "jwks_uri": sandbox.url(paths::MASKINPORTEN_KEYS),
        // Required by RFC 8414 §2; there is no authorization endpoint, so there is none.
        "response_types_supported": [],
        "grant_types_supported": [JWT_BEARER_GRANT],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "RS384", "RS512"],
        "authorization_details_types_supported": [SYSTEM_USER],
    });
    answer::json(StatusCode::OK, &document)
}

/// `GET …/jwk` (RFC 7517 §5)
pub async fn keys(State(sandbox): State<Sandbox>) -> Response {
    let set = json!({ "keys": [sandbox.0.keys.maskinporten.public()] });
    answer::json(StatusCode::OK, &set)
}
