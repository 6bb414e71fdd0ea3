use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, StatusCode};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::client_proof::authenticate;
use super::clients::{OidcClient, Proof};
use super::issuer;
use super::single_sign_on::Code;
use crate::domain::Timestamp;
use crate::sandbox::oauth::{Parameters, Refusal};
use crate::sandbox::{Sandbox, SandboxError, answer};
use crate::tokens::TokenOrg;

/// How long the tokens live, in seconds, as at ID-porten.
const ID_TOKEN_LIFE: i64 = 120;
const ACCESS_TOKEN_LIFE: i64 = 600;

/// `POST …/token` (OpenID Connect Core §3.1.3)
pub async fn redeem(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, SandboxError> {
    let form = match Parameters::parse(&body) {
        Ok(form) => form,
        Err(repeated) => return Ok(Refusal::from(repeated).into_response()),
    };
    let client = match authenticate(&sandbox, &headers, &form).await? {
        Ok(client) => client,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    match take_code(&sandbox, &client, &form) {
        Ok(code) => Ok(answer::json(
            StatusCode::OK,
            &tokens(&sandbox, &client, &code)?,
        )),
        Err(refusal) => Ok(refusal.into_response()),
    }
}

/// Takes the code away whether or not the rest fits: a code is tried once.
fn take_code(sandbox: &Sandbox, client: &OidcClient, form: &Parameters) -> Result<Code, Refusal> {
    if form.get("grant_type") != Some("authorization_code") {
        return Err(Refusal::new(
            "unsupported_grant_type",
            "grant_type must be authorization_code.",
        ));
    }
    let sent = form
        .get("code")
        .ok_or_else(|| Refusal::invalid_request("code is needed."))?;
    let verifier = form
        .get("code_verifier")
        .ok_or_else(|| Refusal::invalid_request("code_verifier is needed."))?;
    let code = sandbox
        .0
        .id_porten
        .codes
        .take(sent, sandbox.0.world.now())
        .ok_or_else(|| Refusal::invalid_grant("The code is unknown, used or too old."))?;
    if code.client_id != client.client_id {
        return Err(Refusal::invalid_grant(
            "The code belongs to another client.",
        ));
    }
    if form.get("redirect_uri") != Some(code.redirect_uri.as_str()) {
        return Err(Refusal::invalid_grant(
            "redirect_uri is not the one of the request.",
        ));
    }
    if !is_verifier_of(verifier, &code.challenge) {
        return Err(Refusal::invalid_grant(
            "code_verifier does not fit code_challenge.",
        ));
    }
    Ok(code)
}

/// S256 of RFC 7636 §4.6.
fn is_verifier_of(verifier: &str, challenge: &str) -> bool {
    (43..=128).contains(&verifier.len())
        && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge
}

fn tokens(
    sandbox: &Sandbox,
    client: &OidcClient,
    code: &Code,
) -> Result<serde_json::Value, SandboxError> {
    let key = &sandbox.0.keys.id_porten;
    let now = sandbox.0.world.now();
    Ok(json!({
        "access_token": key.sign(&access_claims(sandbox, client, code, now))?,
        "id_token": key.sign(&id_claims(sandbox, client, code, now))?,
        "token_type": "Bearer",
        "expires_in": ACCESS_TOKEN_LIFE,
        "scope": code.scope,
    }))
}

fn id_claims(
    sandbox: &Sandbox,
    client: &OidcClient,
    code: &Code,
    now: Timestamp,
) -> serde_json::Value {
    json!({
        "iss": issuer(sandbox),
        "aud": client.client_id,
        "sub": pairwise(sandbox, client, code),
        "pid": code.login.national_id.expose(),
        "acr": code.login.level.acr(),
        "amr": ["TestID"],
        "auth_time": code.login.at.unix_seconds(),
        "iat": now.unix_seconds(),
        "exp": now.unix_seconds() + ID_TOKEN_LIFE,
        "jti": sandbox.0.world.random_id(),
        "nonce": code.nonce,
        "locale": code.language.tag(),
        "sid": code.login.sid,
    })
}

fn access_claims(
    sandbox: &Sandbox,
    client: &OidcClient,
    code: &Code,
    now: Timestamp,
) -> serde_json::Value {
    let client_amr = match client.proof {
        Proof::Key(_) => "private_key_jwt",
        Proof::Secret(_) => "client_secret_basic",
    };
    let mut claims = json!({
        "iss": issuer(sandbox),
        "aud": "unspecified",
        "sub": pairwise(sandbox, client, code),
        "pid": code.login.national_id.expose(),
        "acr": code.login.level.acr(),
        "scope": code.scope,
        "client_id": client.client_id,
        "client_amr": client_amr,
        "token_type": "Bearer",
        "iat": now.unix_seconds(),
        "exp": now.unix_seconds() + ACCESS_TOKEN_LIFE,
        "jti": sandbox.0.world.random_id(),
    });
    if let Some(org) = &client.org {
        claims["consumer"] = json!(TokenOrg(org.clone()));
    }
    claims
}

/// A name for the person that this client alone knows (OpenID Connect Core §8.1). It must never be taken for the pid.
fn pairwise(sandbox: &Sandbox, client: &OidcClient, code: &Code) -> String {
    let text = format!(
        "{}\n{}\n{}",
        issuer(sandbox),
        client.client_id,
        code.login.person
    );
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_verifies() {
        // RFC 7636, appendix B.
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert!(is_verifier_of(verifier, challenge));
        assert!(!is_verifier_of(&verifier[..42], challenge));
        assert!(!is_verifier_of(challenge, challenge));
    }
}
