use serde_json::{Map, Value, json};

use super::claims::{common, org, set};
use super::query::Query;
use crate::domain::{OrgNumber, Party, PartyId, SecurityLevel};
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::parties;

/// Whose client the token was issued to, when nothing else is asked for.
const DEFAULT_CONSUMER: &str = "991825827";
const DEFAULT_LEVEL: i64 = 3;
/// How many persons one call may give tokens for.
const MAX_MANY: i64 = 100;

/// An ID-porten token as it looks when it has been exchanged.
pub async fn claims(sandbox: &Sandbox, query: &mut Query) -> Result<Value, SandboxError> {
    let names = ["pid", "userid", "partyid", "partyuuid"];
    if !names.iter().any(|name| query.has(name)) {
        query.fault("one of pid, userId, partyId and partyuuid is required");
    }
    let party = find_person(sandbox, query).await?;
    let mut claims = shared(sandbox, query);
    let person = party.as_ref().and_then(Party::person);
    let pid = query.national_id("pid");
    let pid = pid.as_ref().or(person.map(|person| &person.national_id));
    set(&mut claims, "pid", pid.map(|pid| pid.expose()));
    let user = query
        .number("userid")
        .or(person.map(|person| person.user_number));
    set(
        &mut claims,
        "urn:altinn:userid",
        user.map(|number| number.to_string()),
    );
    let number = query
        .number("partyid")
        .or(party.as_ref().map(|party| party.number));
    set(&mut claims, "urn:altinn:partyid", number);
    let id = query
        .uuid("partyuuid")
        .or(party.as_ref().map(|party| party.id.0));
    set(
        &mut claims,
        "urn:altinn:party:uuid",
        id.map(|id| id.to_string()),
    );
    Ok(claims)
}

/// Tokens for the first `bulkCount` persons of the register, by their national ids.
pub async fn many(
    sandbox: &Sandbox,
    query: &mut Query,
) -> Result<Map<String, Value>, SandboxError> {
    let wanted = query.number("bulkcount").unwrap_or(0);
    if !(1..=MAX_MANY).contains(&wanted) {
        query.fault("bulkCount must be 1 to 100");
        return Ok(Map::new());
    }
    let common = shared(sandbox, query);
    let mut tokens = Map::new();
    for party in parties::list_persons_named(&sandbox.0.db, "", wanted).await? {
        let Some(person) = party.person() else {
            continue;
        };
        let mut claims = common.clone();
        claims["jti"] = json!(sandbox.0.world.random_id());
        claims["pid"] = json!(person.national_id.expose());
        claims["urn:altinn:userid"] = json!(person.user_number.to_string());
        claims["urn:altinn:partyid"] = json!(party.number);
        claims["urn:altinn:party:uuid"] = json!(party.id);
        let token = sandbox.0.keys.tokens.sign(&claims)?;
        tokens.insert(person.national_id.expose().to_owned(), json!(token));
    }
    Ok(tokens)
}

/// What does not depend on the person.
fn shared(sandbox: &Sandbox, query: &mut Query) -> Value {
    let ttl = query.ttl();
    let level = read_level(query);
    let consumer = match query.has("consumerorgno") {
        true => query.org_number("consumerorgno"),
        false => OrgNumber::parse(DEFAULT_CONSUMER),
    };
    let mut claims = common(sandbox, ttl);
    claims["scope"] = json!(query.scopes(None));
    claims["client_id"] = json!(sandbox.0.world.random_id());
    claims["acr"] = json!(level.acr());
    claims["urn:altinn:authlevel"] = json!(level.number());
    claims["urn:altinn:authenticatemethod"] = json!("NotDefined");
    claims["client_amr"] = json!(
        query
            .text("clientamr")
            .unwrap_or_else(|| "virksomhetssertifikat".to_owned())
    );
    set(&mut claims, "consumer", consumer.as_ref().map(org));
    set(&mut claims, "urn:altinn:username", query.text("username"));
    claims
}

fn read_level(query: &mut Query) -> SecurityLevel {
    let number = match query.has("authlvl") {
        true => query.number("authlvl"),
        false => Some(DEFAULT_LEVEL),
    };
    let level = number
        .and_then(|number| u8::try_from(number).ok())
        .and_then(SecurityLevel::at_least);
    level.unwrap_or_else(|| {
        query.fault("authLvl must be 0 to 4");
        SecurityLevel::Low
    })
}

/// The person of the register that the query names, by the first id it gives.
async fn find_person(sandbox: &Sandbox, query: &mut Query) -> Result<Option<Party>, SandboxError> {
    let db = &sandbox.0.db;
    if let Some(pid) = query.national_id("pid") {
        return Ok(parties::find_by_national_id(db, &pid).await?);
    }
    if let Some(number) = query.number("userid") {
        return Ok(parties::find_by_user_number(db, number).await?);
    }
    if let Some(number) = query.number("partyid") {
        return Ok(parties::find_by_number(db, number).await?);
    }
    match query.uuid("partyuuid") {
        Some(id) => Ok(parties::find(db, PartyId(id)).await?),
        None => Ok(None),
    }
}
