use serde_json::{Value, json};

use super::details::{Detail, SYSTEM_USER, org_claim};
use super::grant::Grant;
use super::issuer;
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::sandbox_clients::SandboxClient;
use crate::store::{service_owners, system_users, systems};

/// How long a token lives, in seconds.
pub const TOKEN_LIFE: i64 = 599;

/// The answer's token (login-and-tokens: the access token of Maskinporten), signed.
pub fn token(
    sandbox: &Sandbox,
    client: &SandboxClient,
    grant: &Grant,
    (system_user, prefixes): (Option<Value>, Vec<String>),
) -> Result<String, SandboxError> {
    let now = sandbox.0.world.now().unix_seconds();
    let mut claims = json!({
        "iss": issuer(sandbox),
        "aud": audience(grant),
        "client_id": client.client_id,
        "client_amr": "private_key_jwt",
        "token_type": "Bearer",
        "consumer": org_claim(&client.org_number),
        "scope": grant.scope,
        "iat": now,
        "exp": now + TOKEN_LIFE,
        "jti": sandbox.0.world.random_id(),
    });
    if let Some(detail) = system_user {
        claims["authorization_details"] = json!([detail]);
    }
    if !prefixes.is_empty() {
        claims["consumer_prefix"] = json!(prefixes);
    }
    Ok(sandbox.0.keys.maskinporten.sign(&claims)?)
}

/// The prefixes of the client's own scopes (`consumer_prefix`), when it is a registered service owner's.
pub async fn scope_prefixes(
    sandbox: &Sandbox,
    client: &SandboxClient,
) -> Result<Vec<String>, SandboxError> {
    let owner = service_owners::find_by_number(&sandbox.0.db, &client.org_number).await?;
    Ok(owner.map(|owner| owner.scope_prefixes).unwrap_or_default())
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
        "systemuser_org": org_claim(&detail.owner),
        "system_id": system.name_id,
    })))
}
