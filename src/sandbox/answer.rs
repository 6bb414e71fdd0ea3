//! The few kinds of answer that the sandbox gives, each with the headers that belong to it.

use askama::Template;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use super::SandboxError;

/// Nothing inline, nothing from elsewhere; forms only to ourselves and where the page says.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
                      base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// A page whose forms stay here.
pub fn page(status: StatusCode, template: &impl Template) -> Result<Response, SandboxError> {
    page_leading_to(status, template, None)
}

/// A page with a form whose answer leads the browser on to `origin`, which browsers check as well (CSP3 §6.4.2).
pub fn page_leading_to(
    status: StatusCode,
    template: &impl Template,
    origin: Option<&str>,
) -> Result<Response, SandboxError> {
    let policy = match origin {
        Some(origin) => format!("{POLICY} {origin}"),
        None => POLICY.to_owned(),
    };
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(POLICY));
    let mut response = text(status, "text/html; charset=utf-8", template.render()?);
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, policy);
    // Not `no-referrer`: browsers would then send `Origin: null` with forms, which looks like another site's.
    response
        .headers_mut()
        .insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    Ok(response)
}

/// JSON that nobody keeps (RFC 6749 §5.1).
pub fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(body) => text(status, "application/json", body),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Text that nobody keeps.
pub fn text(status: StatusCode, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    set_all(&mut response, headers);
    response
}

/// 303, so that the browser goes on with GET whatever it came with.
pub fn see_other(url: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let Ok(location) = HeaderValue::from_str(url) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    response.headers_mut().insert(LOCATION, location);
    set_all(&mut response, [(CACHE_CONTROL, "no-store")]);
    response
}

fn set_all<const N: usize>(response: &mut Response, headers: [(HeaderName, &'static str); N]) {
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
}
