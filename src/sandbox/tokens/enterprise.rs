use serde_json::{Value, json};

use super::claims::{common, org, set, set_supplier};
use super::query::Query;
use crate::domain::{OrgNumber, Party};
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::{parties, service_owners};

/// A Maskinporten token as it looks when it has been exchanged.
pub async fn claims(sandbox: &Sandbox, query: &mut Query) -> Result<Value, SandboxError> {
    let owner_code = query.required_text("org");
    let number = org_number(sandbox, query, &owner_code).await?;
    let party = match &number {
        Some(number) => parties::find_by_org_number(&sandbox.0.db, number).await?,
        None => None,
    };
    let ttl = query.ttl();
    let mut claims = common(sandbox, ttl);
    claims["scope"] = json!(query.scopes(None));
    claims["client_id"] = json!(sandbox.0.world.random_id());
    claims["urn:altinn:org"] = json!(owner_code);
    claims["urn:altinn:authenticatemethod"] = json!("maskinporten");
    claims["urn:altinn:authlevel"] = json!(3);
    if let Some(number) = &number {
        claims["consumer"] = org(number);
        claims["urn:altinn:orgNumber"] = json!(number.as_str());
    }
    set_supplier(sandbox, query, &mut claims);
    set_party(&mut claims, query, party.as_ref());
    Ok(claims)
}

/// The number sent, or that of the service owner whose code was sent.
async fn org_number(
    sandbox: &Sandbox,
    query: &mut Query,
    code: &str,
) -> Result<Option<OrgNumber>, SandboxError> {
    if query.has("orgno") {
        return Ok(query.org_number("orgno"));
    }
    let owner = service_owners::find(&sandbox.0.db, code).await?;
    if owner.is_none() {
        query.fault("orgno is required when org names no registered service owner");
    }
    Ok(owner.map(|owner| owner.number))
}

fn set_party(claims: &mut Value, query: &mut Query, party: Option<&Party>) {
    let number = query.number("partyid").or(party.map(|party| party.number));
    let id = query.uuid("partyuuid").or(party.map(|party| party.id.0));
    set(claims, "urn:altinn:partyid", number);
    set(claims, "urn:altinn:party:uuid", id.map(|id| id.to_string()));
}
