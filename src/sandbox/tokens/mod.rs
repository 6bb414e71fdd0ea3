//! The token generator: tokens of every kind on demand, with the paths and query names of the public test tool, so that
//! existing scripts work by changing the host. Its issuer is its own, trusted only while the sandbox is on.

mod claims;
mod enterprise;
mod metadata;
mod personal;
mod platform;
mod query;
mod system_user;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::Value;

use super::{Sandbox, SandboxError, answer, paths};
use query::Query;

const NO_CONSENTS: &str =
    "consent tokens are not given: there are no consents here yet, so nothing could check one";

pub fn routes() -> Router<Sandbox> {
    Router::new()
        .route(paths::TOKENS_METADATA, get(metadata::document))
        .route(paths::TOKENS_KEYS, get(metadata::keys))
        .route(paths::TOKENS_ENTERPRISE, get(enterprise_token))
        .route(paths::TOKENS_PERSONAL, get(personal_token))
        .route(paths::TOKENS_SYSTEM_USER, get(system_user_token))
        .route(paths::TOKENS_PLATFORM, get(platform_token))
        .route(paths::TOKENS_CONSENT, get(consent_token))
}

/// The issuer of the generated tokens, with a slash at the end.
fn issuer(sandbox: &Sandbox) -> String {
    sandbox.url(paths::TOKENS)
}

/// `GET …/api/GetEnterpriseToken`
async fn enterprise_token(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, SandboxError> {
    let Some(mut query) = read(&headers, query) else {
        return Ok(ask_for_credentials());
    };
    let claims = enterprise::claims(&sandbox, &mut query).await?;
    answer_one(&sandbox, query, claims)
}

/// `GET …/api/GetPersonalToken`
async fn personal_token(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, SandboxError> {
    let Some(mut query) = read(&headers, query) else {
        return Ok(ask_for_credentials());
    };
    if query.has("bulkcount") {
        let all = personal::many(&sandbox, &mut query).await?;
        return Ok(match query.faults() {
            [] => answer::json(StatusCode::OK, &all),
            faults => answer::json(StatusCode::BAD_REQUEST, &faults),
        });
    }
    let claims = personal::claims(&sandbox, &mut query).await?;
    answer_one(&sandbox, query, claims)
}

/// `GET …/api/GetSystemUserToken`
async fn system_user_token(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, SandboxError> {
    let Some(mut query) = read(&headers, query) else {
        return Ok(ask_for_credentials());
    };
    let claims = system_user::claims(&sandbox, &mut query).await?;
    answer_one(&sandbox, query, claims)
}

/// `GET …/api/GetPlatformAccessToken`
async fn platform_token(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, SandboxError> {
    let Some(mut query) = read(&headers, query) else {
        return Ok(ask_for_credentials());
    };
    let claims = platform::claims(&sandbox, &mut query);
    answer_one(&sandbox, query, claims)
}

/// `GET …/api/GetConsentToken`: says why there is none, in the form of the other faults.
async fn consent_token(headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    match read(&headers, query) {
        Some(_) => answer::json(StatusCode::BAD_REQUEST, &[NO_CONSENTS]),
        None => ask_for_credentials(),
    }
}

/// The query, when the caller brings HTTP Basic. Which credentials they are does not matter here.
fn read(headers: &HeaderMap, query: Option<String>) -> Option<Query> {
    let has_basic = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"));
    has_basic.then(|| Query::read(query.as_deref().unwrap_or_default()))
}

fn ask_for_credentials() -> Response {
    let mut response = StatusCode::UNAUTHORIZED.into_response();
    response.headers_mut().insert(
        WWW_AUTHENTICATE,
        HeaderValue::from_static("Basic realm=\"sandbox: any user and password\""),
    );
    response
}

/// The signed token, what is in it, or everything that is wrong with the query.
fn answer_one(sandbox: &Sandbox, query: Query, claims: Value) -> Result<Response, SandboxError> {
    match query.faults() {
        [] if query.wants_dump() => Ok(answer::json(StatusCode::OK, &claims)),
        [] => Ok(answer::text(
            StatusCode::OK,
            "text/plain; charset=utf-8",
            sandbox.0.keys.tokens.sign(&claims)?,
        )),
        faults => Ok(answer::json(StatusCode::BAD_REQUEST, &faults)),
    }
}
