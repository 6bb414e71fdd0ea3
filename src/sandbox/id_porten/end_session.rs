use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue, StatusCode};
use jsonwebtoken::DecodingKey;
use serde::Deserialize;

use super::authorize::refuse;
use super::clients::OidcClient;
use super::issuer;
use super::request::{BadRequest, with_query};
use super::single_sign_on;
use crate::sandbox::answer::{page, see_other};
use crate::sandbox::oauth::Parameters;
use crate::sandbox::{Sandbox, SandboxError};
use crate::tokens::decode_with;

const MAX_FORM: usize = 16 * 1024;

#[derive(Template)]
#[template(path = "sandbox/logged_out.html")]
struct LoggedOutPage;

/// What we read of an id token that we issued. It may have expired long ago.
#[derive(Deserialize)]
struct Hint {
    iss: String,
    aud: String,
    sid: String,
}

struct Logout {
    /// The login that is meant, when the client said so.
    sid: Option<String>,
    return_to: Option<String>,
}

/// `GET …/endsession` (OpenID Connect RP-Initiated Logout §2)
pub async fn show(
    State(sandbox): State<Sandbox>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, SandboxError> {
    end(&sandbox, &headers, query.as_deref().unwrap_or_default())
}

/// `POST …/endsession`
pub async fn submit(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, SandboxError> {
    end(&sandbox, &headers, &body)
}

fn end(sandbox: &Sandbox, headers: &HeaderMap, form: &str) -> Result<Response, SandboxError> {
    let logout = match read(sandbox, form) {
        Ok(logout) => logout,
        Err(reason) => return refuse(sandbox, BadRequest::Untrusted(reason)),
    };
    let cookie = single_sign_on::end(sandbox, headers, logout.sid.as_deref());
    let mut response = match logout.return_to {
        Some(url) => see_other(&url),
        None => page(StatusCode::OK, &LoggedOutPage)?,
    };
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}

fn read(sandbox: &Sandbox, form: &str) -> Result<Logout, &'static str> {
    if form.len() > MAX_FORM {
        return Err("The request is too long.");
    }
    let form = Parameters::parse(form).map_err(|_| "A parameter is repeated.")?;
    let hint = match form.get("id_token_hint") {
        Some(token) => Some(read_hint(sandbox, token)?),
        None => None,
    };
    let client = find_client(sandbox, &form, hint.as_ref())?;
    Ok(Logout {
        return_to: return_address(&form, client.as_ref())?,
        sid: hint.map(|hint| hint.sid),
    })
}

fn read_hint(sandbox: &Sandbox, token: &str) -> Result<Hint, &'static str> {
    const REASON: &str = "id_token_hint is no id token of ours.";
    let key = DecodingKey::from_jwk(sandbox.0.keys.id_porten.public()).map_err(|_| REASON)?;
    let hint: Hint = decode_with(token, &key).map_err(|_| REASON)?;
    if hint.iss == issuer(sandbox) {
        Ok(hint)
    } else {
        Err(REASON)
    }
}

fn find_client(
    sandbox: &Sandbox,
    form: &Parameters,
    hint: Option<&Hint>,
) -> Result<Option<OidcClient>, &'static str> {
    let hinted = hint.map(|hint| hint.aud.as_str());
    let named = form.get("client_id");
    if let (Some(hinted), Some(named)) = (hinted, named)
        && hinted != named
    {
        return Err("client_id is not the client that the id token was issued to.");
    }
    match hinted.or(named) {
        Some(id) => match sandbox.0.id_porten.clients.find(id) {
            Some(client) => Ok(Some(client)),
            None => Err("The client is not registered here."),
        },
        None => Ok(None),
    }
}

/// Where to send the browser: only to an address that the client has registered.
fn return_address(
    form: &Parameters,
    client: Option<&OidcClient>,
) -> Result<Option<String>, &'static str> {
    let Some(address) = form.get("post_logout_redirect_uri") else {
        return Ok(None);
    };
    let is_registered =
        client.is_some_and(|client| client.logout_uris.iter().any(|known| known == address));
    if !is_registered {
        return Err("post_logout_redirect_uri is not registered for the client.");
    }
    Ok(Some(match form.get("state") {
        Some(state) => with_query(address, &[("state", state)]),
        None => address.to_owned(),
    }))
}
