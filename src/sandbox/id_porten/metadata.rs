use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::issuer;
use crate::sandbox::answer;
use crate::sandbox::{Sandbox, paths};

/// `GET …/.well-known/openid-configuration` (OpenID Connect Discovery §3).
pub async fn discovery(State(sandbox): State<Sandbox>) -> Response {
    let document = json!({
        "issuer": issuer(&sandbox),
        "authorization_endpoint": sandbox.url(paths::ID_PORTEN_AUTHORIZE),
        "token_endpoint": sandbox.url(paths::ID_PORTEN_TOKEN),
        "jwks_uri": sandbox.url(paths::ID_PORTEN_KEYS),
        "end_session_endpoint": sandbox.url(paths::ID_PORTEN_LOGOUT),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_basic"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "RS384", "RS512"],
        "scopes_supported": ["openid", "profile"],
        "acr_values_supported": ["idporten-loa-substantial", "idporten-loa-high"],
        "prompt_values_supported": ["login", "none"],
        "ui_locales_supported": ["nb", "nn", "en"],
        "claims_supported": [
            "iss", "aud", "sub", "pid", "acr", "amr", "auth_time", "iat", "exp", "jti", "nonce", "locale", "sid",
        ],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    });
    answer::json(StatusCode::OK, &document)
}

/// `GET …/jwks` (RFC 7517 §5).
pub async fn keys(State(sandbox): State<Sandbox>) -> Response {
    let set = json!({ "keys": [sandbox.0.keys.id_porten.public()] });
    answer::json(StatusCode::OK, &set)
}
