use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::keys;
use crate::domain::OrgNumber;
use crate::sandbox::oauth::Refusal;
use crate::sandbox::{Sandbox, SandboxError, answer, demo};
use crate::store::sandbox_clients::{self, SandboxClient};
use crate::tokens::UniqueJson;

const MAX_CLIENTS: i64 = 1_000;
const MAX_SCOPES: usize = 50;
const MAX_NAME: usize = 200;

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
    body: Result<Json<UniqueJson>, JsonRejection>,
) -> Result<Response, SandboxError> {
    let client = match read(body).and_then(NewClient::check) {
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

fn read(body: Result<Json<UniqueJson>, JsonRejection>) -> Result<NewClient, &'static str> {
    let Json(UniqueJson(body)) = body
        .map_err(|_| "The body must be JSON, in which no name stands twice, of at most 64 kB.")?;
    serde_json::from_value(body).map_err(
        |_| "clientId, orgNo, scopes (an array) and jwks (with keys, an array) are needed.",
    )
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
        let keys = keys::check(&self.jwks.keys)?;
        Ok(SandboxClient {
            client_id: self.client_id,
            org_number: OrgNumber::parse(&self.org_no)
                .ok_or("orgNo must be a valid organization number.")?,
            scopes: self.scopes,
            jwks: json!({ "keys": keys }),
        })
    }
}

fn is_name(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
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
}
