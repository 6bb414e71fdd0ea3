use serde_json::{Value, json};

use super::details::Detail;
use super::grant::Grant;
use super::issuer;
use super::token::Accepted;
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::sandbox_clients::SandboxClient;
use crate::store::{system_users, systems};
use crate::tokens::{SYSTEM_USER, TokenOrg};

/// How long a token lives, in seconds.
pub const TOKEN_LIFE: i64 = 599;

/// The answer's token (login-and-tokens: the access token of Maskinporten), signed.
pub fn token(
    sandbox: &Sandbox,
    accepted: &Accepted,
    system_user: Option<Value>,
) -> Result<String, SandboxError> {
    let Accepted {
        client,
        owned,
        grant,
    } = accepted;
    let now = sandbox.0.world.now().unix_seconds();
    let consumer = grant.consumer.as_ref().unwrap_or(&client.org_number);
    let mut claims = json!({
        "iss": issuer(sandbox),
        "aud": audience(grant),
        "client_id": client.client_id,
        "client_amr": "private_key_jwt",
        "token_type": "Bearer",
        "consumer": TokenOrg(consumer.clone()),
        "scope": grant.scope,
        "iat": now,
        "exp": now + TOKEN_LIFE,
        "jti": sandbox.0.world.random_id(),
    });
    if grant.consumer.is_some() {
        claims["supplier"] = json!(TokenOrg(client.org_number.clone()));
        claims["delegation_source"] = json!(format!("{}/", sandbox.0.public_url));
    }
    if !owned.prefixes().is_empty() {
        claims["consumer_prefix"] = json!(owned.prefixes());
    }
    if let Some(detail) = system_user {
        claims["authorization_details"] = json!([detail]);
    }
    Ok(sandbox.0.keys.maskinporten.sign(&claims)?)
}

/// What was asked for, or the word that Maskinporten writes when nothing was.
fn audience(grant: &Grant) -> Value {
    match grant.resources.as_slice() {
        [] => json!("unspecified"),
        [one] => json!(one),
        many => json!(many),
    }
}

/// Looks the system user up in the product's register, the way real Maskinporten does; None when there is no match.
pub async fn find_system_user(
    sandbox: &Sandbox,
    client: &SandboxClient,
    detail: &Detail,
) -> Result<Option<Value>, SandboxError> {
    let db = &sandbox.0.db;
    let lookup = system_users::Lookup {
        client_id: &client.client_id,
        vendor: &client.org_number,
        owner: &detail.owner,
        external_ref: &detail.external_ref,
    };
    let Some(user) = system_users::find_active(db, lookup).await? else {
        return Ok(None);
    };
    let Some(system) = systems::find(db, user.system).await? else {
        return Ok(None);
    };
    Ok(Some(json!({
        "type": SYSTEM_USER,
        "systemuser_id": [user.id],
        "systemuser_org": TokenOrg(detail.owner.clone()),
        "system_id": system.name_id,
    })))
}
