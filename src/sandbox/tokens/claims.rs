use serde_json::{Value, json};

use super::issuer;
use super::query::Query;
use crate::domain::OrgNumber;
use crate::sandbox::Sandbox;
use crate::tokens::TokenOrg;

/// Says in every generated token where it is from, whatever it looks like.
const MADE_BY: &str = "fullmakt-sandbox";

/// What every generated token holds.
pub fn common(sandbox: &Sandbox, ttl: i64) -> Value {
    let now = sandbox.0.world.now().unix_seconds();
    json!({
        "iss": issuer(sandbox),
        "actual_iss": MADE_BY,
        "token_type": "Bearer",
        "iat": now,
        "nbf": now,
        "exp": now + ttl,
        "jti": sandbox.0.world.random_id(),
    })
}

/// An organization as tokens carry it.
pub fn org(number: &OrgNumber) -> Value {
    json!(TokenOrg(number.clone()))
}

/// Whose token another organization has: the supplier, and who answers for the delegation. That is this portal, unless
/// the query says otherwise; the portal asks at each call whether the delegation stands.
pub fn set_supplier(sandbox: &Sandbox, query: &mut Query, claims: &mut Value) {
    let source = query.text("delegation_source");
    let Some(supplier) = query.org_number("supplierorgno") else {
        if source.is_some() && !query.has("supplierorgno") {
            query.fault("delegation_source goes with supplierOrgNo");
        }
        return;
    };
    claims["supplier"] = org(&supplier);
    claims["delegation_source"] =
        json!(source.unwrap_or_else(|| format!("{}/", sandbox.0.public_url)));
}

/// Sets a claim, when there is something to set.
pub fn set(claims: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        claims[name] = value.into();
    }
}
