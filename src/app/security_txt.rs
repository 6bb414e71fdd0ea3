//! `security.txt` (RFC 9116): where somebody who has found a weakness tells it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use time::Duration;

use super::App;
use crate::config::{Config, SecurityConfig};
use crate::domain::Timestamp;
use crate::routes;

/// How far ahead the text says that it may be trusted; RFC 9116 §2.5.5 wants less than a year. It holds for as long as
/// the server runs with these settings, so each answer counts anew.
const TRUSTED_FOR: Duration = Duration::days(90);

/// `GET /.well-known/security.txt`; nothing is there when nobody has said where to write.
pub async fn show(State(app): State<App>) -> Response {
    let Some(security) = &app.config().security else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    let text = text(security, app.config(), app.core().world.now());
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

fn text(security: &SecurityConfig, config: &Config, now: Timestamp) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(security.contact.iter().map(|at| format!("Contact: {at}")));
    let until = now.plus(TRUSTED_FOR).rfc3339();
    lines.push(format!("Expires: {until}"));
    lines.push("Preferred-Languages: nb, nn, en".to_owned());
    lines.push(format!("Canonical: {}", config.url(routes::SECURITY_TXT)));
    lines.extend(security.policy.iter().map(|at| format!("Policy: {at}")));
    lines.join("\n") + "\n"
}
