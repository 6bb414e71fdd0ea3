use axum::extract::State;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use super::wire::{Configuration, KeySet};
use crate::api::json::json_answer;
use crate::app::App;
use crate::routes;

/// How long others may keep what they read here. A new key is published long before it signs.
const CACHED: &str = "public, max-age=3600";

/// `GET …/openid/.well-known/openid-configuration` (OpenID Connect Discovery §4)
pub async fn document(State(app): State<App>) -> Response {
    let document = Configuration {
        issuer: app.own_issuer().address().to_owned(),
        jwks_uri: app.config().url(routes::OPENID_KEYS),
        response_types_supported: ["token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
    };
    cached(&document)
}

/// `GET …/openid/.well-known/openid-configuration/jwks` (RFC 7517 §5)
pub async fn keys(State(app): State<App>) -> Response {
    let keys = app.own_issuer().public_keys().await;
    cached(&KeySet { keys })
}

fn cached(body: &impl Serialize) -> Response {
    let mut answer = json_answer(StatusCode::OK, body);
    let value = HeaderValue::from_static(CACHED);
    answer.headers_mut().insert(header::CACHE_CONTROL, value);
    answer
}
