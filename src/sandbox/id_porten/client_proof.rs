use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use jsonwebtoken::{DecodingKey, decode_header};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::clients::{OidcClient, Proof};
use super::issuer;
use crate::domain::Timestamp;
use crate::sandbox::oauth::{JWT_BEARER_CLIENT, MAX_ASSERTION_LIFE, Parameters, Refusal};
use crate::sandbox::{Sandbox, SandboxError};
use crate::store;
use crate::tokens::{check_times, decode_with};

const MAX_ASSERTION: usize = 16 * 1024;
/// How far the client's clock may be ahead of ours, in seconds.
const SKEW: i64 = 10;

/// The claims of a client assertion (RFC 7523 §3).
#[derive(Deserialize)]
struct Assertion {
    iss: String,
    sub: String,
    aud: serde_json::Value,
    iat: i64,
    exp: i64,
    jti: String,
}

/// Finds out which client calls the token endpoint, and makes sure that it is so.
pub async fn authenticate(
    sandbox: &Sandbox,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<Result<OidcClient, Refusal>, SandboxError> {
    match (basic(headers), form.get("client_assertion")) {
        (Some(_), Some(_)) => Ok(Err(Refusal::invalid_request(
            "The client must prove itself in one way only.",
        ))),
        (Some(credentials), None) => Ok(credentials.and_then(|pair| check_secret(sandbox, &pair))),
        (None, Some(assertion)) => check_assertion(sandbox, form, assertion).await,
        (None, None) => Ok(Err(Refusal::invalid_client(
            "The client must prove itself by private_key_jwt or client_secret_basic.",
        ))),
    }
}

struct Credentials {
    client_id: String,
    secret: SecretString,
}

/// Reads HTTP Basic as it came.
fn basic(headers: &HeaderMap) -> Option<Result<Credentials, Refusal>> {
    let value = headers.get(AUTHORIZATION)?;
    let unreadable = || Refusal::invalid_client("The Authorization header is not HTTP Basic.");
    let read = || -> Option<Credentials> {
        let encoded = value.to_str().ok()?.strip_prefix("Basic ")?;
        let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (id, secret) = text.split_once(':')?;
        Some(Credentials {
            client_id: form_decoded(id),
            secret: secret.into(),
        })
    };
    Some(read().ok_or_else(unreadable))
}

fn form_decoded(text: &str) -> String {
    url::form_urlencoded::parse(format!("x={}", text.replace('&', "%26")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn check_secret(sandbox: &Sandbox, credentials: &Credentials) -> Result<OidcClient, Refusal> {
    let refusal = || Refusal::invalid_client("Client authentication failed.");
    let client = sandbox
        .0
        .id_porten
        .clients
        .find(&credentials.client_id)
        .ok_or_else(refusal)?;
    let Proof::Secret(secret) = &client.proof else {
        return Err(refusal());
    };
    let expected = secret.expose_secret().as_bytes();
    let sent = credentials.secret.expose_secret();
    // RFC 6749 §2.3.1 wants the parts form-encoded; widely used clients send them as they are.
    let is_right = verify_slices_are_equal(expected, form_decoded(sent).as_bytes()).is_ok()
        || verify_slices_are_equal(expected, sent.as_bytes()).is_ok();
    if is_right { Ok(client) } else { Err(refusal()) }
}

async fn check_assertion(
    sandbox: &Sandbox,
    form: &Parameters,
    assertion: &str,
) -> Result<Result<OidcClient, Refusal>, SandboxError> {
    let now = sandbox.0.world.now();
    let (client, claims) = match read_assertion(sandbox, form, assertion, now) {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let user = format!("{} {}", issuer(sandbox), client.client_id);
    let forget_at = now.plus(time::Duration::seconds(MAX_ASSERTION_LIFE + 2 * SKEW));
    if store::keys::use_once(&sandbox.0.db, &user, &claims.jti, forget_at).await? {
        Ok(Ok(client))
    } else {
        Ok(Err(Refusal::invalid_client(
            "The client assertion has been used before.",
        )))
    }
}

fn read_assertion(
    sandbox: &Sandbox,
    form: &Parameters,
    assertion: &str,
    now: Timestamp,
) -> Result<(OidcClient, Assertion), Refusal> {
    let refusal = |reason: &str| Refusal::invalid_client(format!("Client assertion: {reason}."));
    if form.get("client_assertion_type") != Some(JWT_BEARER_CLIENT) {
        return Err(refusal("client_assertion_type is wrong"));
    }
    if assertion.len() > MAX_ASSERTION {
        return Err(refusal("too long"));
    }
    let client_id = form
        .get("client_id")
        .ok_or_else(|| refusal("client_id must be sent too"))?;
    let client = sandbox
        .0
        .id_porten
        .clients
        .find(client_id)
        .ok_or_else(|| refusal("unknown client"))?;
    let Proof::Key(key) = &client.proof else {
        return Err(refusal("the client has no key"));
    };
    let header = decode_header(assertion).map_err(|_| refusal("not a JSON Web Token"))?;
    if header.kid != key.common.key_id {
        return Err(refusal("unknown kid"));
    }
    let key = DecodingKey::from_jwk(key).map_err(|_| refusal("the key is not usable"))?;
    let claims: Assertion =
        decode_with(assertion, &key).map_err(|problem| refusal(&problem.to_string()))?;
    if claims.iss != client_id || claims.sub != client_id {
        return Err(refusal("iss and sub must be the client"));
    }
    if claims.aud.as_str() != Some(issuer(sandbox).as_str()) {
        return Err(refusal("aud must be the issuer, as one string"));
    }
    check_times(Some(claims.exp), Some(claims.iat), now)
        .map_err(|problem| refusal(&problem.to_string()))?;
    if claims.exp.saturating_sub(claims.iat) > MAX_ASSERTION_LIFE {
        return Err(refusal("it lives longer than 120 seconds"));
    }
    if claims.jti.is_empty() || claims.jti.len() > 200 {
        return Err(refusal("jti must be 1 to 200 characters"));
    }
    Ok((client, claims))
}
