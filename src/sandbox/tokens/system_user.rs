use serde_json::{Value, json};

use super::claims::{common, org, set, set_supplier};
use super::query::Query;
use crate::domain::{OrgNumber, System, SystemUser, SystemUserId};
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::{system_users, systems};
use crate::tokens::SYSTEM_USER;

const DEFAULT_SCOPE: &str = "altinn:enduser";

/// A Maskinporten system-user token. What the register knows of the system user is filled in.
pub async fn claims(sandbox: &Sandbox, query: &mut Query) -> Result<Value, SandboxError> {
    if !query.has("systemuserid") {
        query.fault("systemUserId is required");
    }
    let id = query.uuid("systemuserid");
    let (user, system) = find(sandbox, id.map(SystemUserId)).await?;
    let owner = number_or(query, "systemuserorg", user.map(|user| user.org_number));
    let vendor = number_or(
        query,
        "orgno",
        system.as_ref().map(|system| system.vendor.clone()),
    );
    let mut detail = json!({
        "type": SYSTEM_USER,
        "systemuser_id": id.map(|id| vec![id.to_string()]).unwrap_or_default(),
        "systemuser_org": owner.as_ref().map(org),
    });
    set(
        &mut detail,
        "system_id",
        system.map(|system| system.name_id),
    );
    let ttl = query.ttl();
    let mut claims = common(sandbox, ttl);
    claims["scope"] = json!(query.scopes(Some(DEFAULT_SCOPE)));
    claims["authorization_details"] = json!([detail]);
    claims["client_id"] = match query.text("clientid") {
        Some(client_id) => json!(client_id),
        None => json!(sandbox.0.world.random_id()),
    };
    set(&mut claims, "consumer", vendor.as_ref().map(org));
    set_supplier(sandbox, query, &mut claims);
    Ok(claims)
}

async fn find(
    sandbox: &Sandbox,
    id: Option<SystemUserId>,
) -> Result<(Option<SystemUser>, Option<System>), SandboxError> {
    let db = &sandbox.0.db;
    let user = match id {
        Some(id) => system_users::find(db, id).await?,
        None => None,
    };
    let system = match &user {
        Some(user) => systems::find(db, user.system).await?,
        None => None,
    };
    Ok((user, system))
}

/// The number sent, or the register's; without either there is no telling.
fn number_or(query: &mut Query, name: &str, known: Option<OrgNumber>) -> Option<OrgNumber> {
    if query.has(name) {
        return query.org_number(name);
    }
    if known.is_none() {
        query.fault(&format!(
            "{name} is required when the register does not know the system user"
        ));
    }
    known
}
