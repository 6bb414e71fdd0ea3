use serde_json::{Value, json};

use super::claims::common;
use super::query::Query;
use crate::sandbox::Sandbox;

const DEFAULT_ORG: &str = "platform";

/// A token by which one part of the platform calls another.
pub fn claims(sandbox: &Sandbox, query: &mut Query) -> Value {
    let ttl = query.ttl();
    let mut claims = common(sandbox, ttl);
    claims["urn:altinn:app"] = json!(query.required_text("app"));
    claims["urn:altinn:org"] = json!(query.text("org").unwrap_or_else(|| DEFAULT_ORG.to_owned()));
    claims
}
