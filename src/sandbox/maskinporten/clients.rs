use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::Jwk;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::OrgNumber;
use crate::sandbox::oauth::Refusal;
use crate::sandbox::{Sandbox, SandboxError, answer, demo};
use crate::store::sandbox_clients::{self, SandboxClient};

const MAX_CLIENTS: i64 = 1_000;
const MAX_SCOPES: usize = 50;
const MAX_NAME: usize = 200;
/// As many as a real client may have.
const MAX_KEYS: usize = 5;
/// What an RSA key may measure, in bytes of its modulus: 2048 to 4096 bits.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=512;

/// A client of one's own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewClient {
    client_id: String,
    org_no: String,
    scopes: Vec<String>,
    jwks: KeySet,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

/// `POST …/clients`: adds a client, or replaces one that was added. It may name any organization and any scope, since
/// everything here is invented.
pub async fn add(
    State(sandbox): State<Sandbox>,
    Json(new): Json<NewClient>,
) -> Result<Response, SandboxError> {
    let client = match new.check() {
        Ok(client) => client,
        Err(reason) => return Ok(Refusal::invalid_request(reason).into_response()),
    };
    let db = &sandbox.0.db;
    let is_new = sandbox_clients::find(db, &client.client_id)
        .await?
        .is_none();
    if is_new && sandbox_clients::count(db).await? >= MAX_CLIENTS {
        return Ok(Refusal::invalid_request("There are too many clients.").into_response());
    }
    sandbox_clients::put(db, &client).await?;
    let answer = json!({
        "clientId": client.client_id,
        "orgNo": client.org_number.as_str(),
        "scopes": client.scopes,
    });
    Ok(answer::json(StatusCode::CREATED, &answer))
}

impl NewClient {
    fn check(self) -> Result<SandboxClient, &'static str> {
        if !is_name(&self.client_id) {
            return Err("clientId must be 1 to 200 printable characters without space.");
        }
        if demo::clients::find(&self.client_id).is_some() {
            return Err("clientId is a demo client's; choose another.");
        }
        // None at all suits a service owner's client, which has the scopes that the operator granted.
        if self.scopes.len() > MAX_SCOPES {
            return Err("scopes must hold at most 50 names.");
        }
        if !self.scopes.iter().all(|scope| is_name(scope)) {
            return Err("A scope must be 1 to 200 printable characters without space.");
        }
        check_keys(&self.jwks.keys)?;
        Ok(SandboxClient {
            client_id: self.client_id,
            org_number: OrgNumber::parse(&self.org_no)
                .ok_or("orgNo must be a valid organization number.")?,
            scopes: self.scopes,
            jwks: json!({ "keys": self.jwks.keys }),
        })
    }
}

fn is_name(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn check_keys(keys: &[Value]) -> Result<(), &'static str> {
    if keys.is_empty() || keys.len() > MAX_KEYS {
        return Err("jwks.keys must hold 1 to 5 keys.");
    }
    keys.iter().try_for_each(check_key)
}

fn check_key(key: &Value) -> Result<(), &'static str> {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    if ["d", "p", "q", "dp", "dq", "qi"]
        .iter()
        .any(|part| key.get(part).is_some())
    {
        return Err(
            "Send the public half of the key only; this private key is no secret any more.",
        );
    }
    if text("kty") != Some("RSA") || !text("kid").is_some_and(is_name) {
        return Err("A key must be an RSA key with a kid.");
    }
    let modulus = text("n").and_then(|n| URL_SAFE_NO_PAD.decode(n).ok());
    if !modulus.is_some_and(|bytes| MODULUS.contains(&bytes.len())) {
        return Err("A key must have 2048 to 4096 bits, in base64url without padding.");
    }
    let parsed: Option<Jwk> = serde_json::from_value(key.clone()).ok();
    match parsed.map(|jwk| DecodingKey::from_jwk(&jwk)) {
        Some(Ok(_)) => Ok(()),
        _ => Err("A key is not usable."),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sandbox::demo::clients::SCRIPT_CLIENT;

    fn sent() -> Value {
        let key = SCRIPT_CLIENT.key().unwrap();
        json!({"clientId": "mine", "orgNo": "310801003", "scopes": ["a:b"], "jwks": {"keys": [key.public()]}})
    }

    fn check(sent: Value) -> Result<SandboxClient, &'static str> {
        serde_json::from_value::<NewClient>(sent).unwrap().check()
    }

    #[test]
    fn a_whole_client_is_accepted() {
        assert!(check(sent()).is_ok());
    }

    #[test]
    fn each_fault_is_refused() {
        for (name, value) in [
            ("clientId", json!("")),
            ("clientId", json!("a b")),
            ("clientId", json!(SCRIPT_CLIENT.client_id)),
            ("orgNo", json!("310801004")),
            ("scopes", json!(vec!["a:b"; 51])),
            ("scopes", json!(["a b"])),
            ("jwks", json!({"keys": []})),
            (
                "jwks",
                json!({"keys": [{"kty": "RSA", "kid": "k", "n": "AQAB", "e": "AQAB"}]}),
            ),
        ] {
            let mut sent = sent();
            sent[name] = value.clone();
            assert!(check(sent).is_err(), "{name} {value}");
        }
    }

    #[test]
    fn a_private_key_is_refused() {
        let mut sent = sent();
        sent["jwks"]["keys"][0]["d"] = json!("AQAB");
        assert!(check(sent).unwrap_err().contains("public half"));
    }
}
