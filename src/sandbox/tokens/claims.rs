use serde_json::{Value, json};

use super::issuer;
use crate::domain::OrgNumber;
use crate::sandbox::Sandbox;

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
    json!({ "authority": "iso6523-actorid-upis", "ID": number.iso6523() })
}

/// Sets a claim, when there is something to set.
pub fn set(claims: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        claims[name] = value.into();
    }
}
