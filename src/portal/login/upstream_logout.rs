//! Logouts that begin elsewhere: at the identity provider, or at another client of it. No session of the browser's is
//! needed for them, so they stand outside the layers of the pages.

use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::json;
use tower_sessions::session::Id;
use url::{Host, Url};

use crate::app::App;
use crate::ops::sessions;
use crate::portal::session::cookie_name;
use crate::portal::session_store::hash;
use crate::portal::visitor::cookie;
use crate::portal::{PageError, cookies};
use crate::routes;
use crate::tokens::read_logout_token;

/// The largest form that a provider may send.
const MAX_FORM: usize = 32 * 1024;

pub fn router() -> Router<App> {
    Router::new()
        .route(
            routes::UPSTREAM_FRONT_CHANNEL_LOGOUT,
            get(front_channel_upstream),
        )
        .route(routes::FRONT_CHANNEL_LOGOUT, get(front_channel))
        .route(
            routes::UPSTREAM_BACK_CHANNEL_LOGOUT,
            post(back_channel).layer(DefaultBodyLimit::max(MAX_FORM)),
        )
}

#[derive(Deserialize)]
pub struct FrontChannelQuery {
    iss: Option<String>,
    sid: Option<String>,
}

/// `GET /authentication/api/v1/upstream/frontchannel-logout`, in a frame of the provider's page (OpenID Connect
/// Front-Channel Logout §2): ends the sessions that rest on the provider's. Whether there were any is not told.
async fn front_channel_upstream(
    State(app): State<App>,
    Query(query): Query<FrontChannelQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let filled = |value: Option<String>| value.filter(|value| !value.is_empty());
    let (Some(issuer), Some(session)) = (filled(query.iss), filled(query.sid)) else {
        return Ok(framed(
            &app,
            StatusCode::BAD_REQUEST,
            "iss and sid are needed",
        ));
    };
    let ended = match app.providers().by_issuer(&issuer) {
        Some(provider) => {
            let limits = app.config().session;
            sessions::end_at_provider(app.core(), limits, provider.issuer(), &session).await?
        }
        None => Vec::new(),
    };
    let mut response = framed(&app, StatusCode::OK, "OK");
    let own = session_hash(&app, &headers);
    if ended
        .iter()
        .any(|session| Some(&session.hash) == own.as_ref())
    {
        forget_cookie(&app, &mut response);
    }
    Ok(response)
}

/// `GET /authentication/api/v1/frontchannel_logout`: ends this browser's session.
async fn front_channel(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    if let Some(hash) = session_hash(&app, &headers) {
        sessions::end_by_hash(app.core(), app.config().session, &hash).await?;
    }
    let mut response = framed(&app, StatusCode::OK, "OK");
    forget_cookie(&app, &mut response);
    Ok(response)
}

#[derive(Deserialize)]
pub struct BackChannelForm {
    logout_token: String,
}

/// `POST /authentication/api/v1/upstream/backchannel-logout` (OpenID Connect Back-Channel Logout §2.5): the provider itself
/// says that a session has ended.
async fn back_channel(
    State(app): State<App>,
    form: Result<Form<BackChannelForm>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return refused("logout_token is needed, as a form");
    };
    let now = app.core().world.now();
    let logout = match read_logout_token(&form.logout_token, app.providers(), now).await {
        Ok(logout) => logout,
        Err(error) => {
            tracing::warn!(%error, "a logout token was refused");
            return refused(&error.to_string());
        }
    };
    match sessions::end_by_token(app.core(), app.config().session, &logout).await {
        Ok(Some(ended)) => {
            tracing::info!(ended, "sessions were ended by their provider");
            StatusCode::OK.into_response()
        }
        Ok(None) => refused("logout_token was used before"),
        Err(error) => {
            tracing::error!(%error, "a logout by a provider failed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The answer to a token that is not accepted (§2.8).
fn refused(why: &str) -> Response {
    let body = json!({"error": "invalid_request", "error_description": why});
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

/// An answer that the providers' own pages may show in a frame, and nobody else's.
fn framed(app: &App, status: StatusCode, text: &'static str) -> Response {
    let hosts: Vec<String> = app
        .providers()
        .iter()
        .filter_map(|provider| frame_hosts(provider.issuer()))
        .collect();
    let policy = format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {}",
        hosts.join(" ")
    );
    let mut response = (status, text).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The issuer's own origin, and the hosts below it: ID-porten's pages are at a host below its issuer's.
fn frame_hosts(issuer: &str) -> Option<String> {
    let url = Url::parse(issuer).ok()?;
    let origin = url.origin().ascii_serialization();
    match url.host()? {
        Host::Domain(name) if name.contains('.') => {
            Some(format!("{origin} {}://*.{name}", url.scheme()))
        }
        _ => Some(origin),
    }
}

/// What the browser's session is stored under, if it sent one.
fn session_hash(app: &App, headers: &HeaderMap) -> Option<String> {
    let id: Id = cookie(headers, cookie_name(app))?.parse().ok()?;
    Some(hash(&id))
}

fn forget_cookie(app: &App, response: &mut Response) {
    cookies::set(response.headers_mut(), app, (cookie_name(app), ""), 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_providers_own_hosts_may_frame_and_no_others() {
        assert_eq!(
            frame_hosts("https://idporten.no").as_deref(),
            Some("https://idporten.no https://*.idporten.no")
        );
        assert_eq!(
            frame_hosts("http://127.0.0.1:81/op").as_deref(),
            Some("http://127.0.0.1:81")
        );
        assert_eq!(frame_hosts("no address"), None);
    }
}
