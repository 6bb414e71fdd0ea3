use serde::{Deserialize, Serialize};

use crate::domain::OrgNumber;

/// The register that organizations of tokens are numbered in, as ISO 6523 names it.
const AUTHORITY: &str = "iso6523-actorid-upis";

/// An organization as tokens name it: `{"authority": "iso6523-actorid-upis", "ID": "0192:<nine digits>"}`.
///
/// Read strictly: another authority, another prefix or a number whose control digit is wrong is no organization, and a
/// token that says so is refused rather than read as naming nobody. `id` is read as well as `ID`; guides write both.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct TokenOrg(pub OrgNumber);

#[derive(Deserialize, Serialize)]
struct Wire {
    authority: String,
    #[serde(rename = "ID", alias = "id")]
    id: String,
}

impl TryFrom<Wire> for TokenOrg {
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        if wire.authority != AUTHORITY {
            return Err("authority must be iso6523-actorid-upis");
        }
        OrgNumber::parse_iso6523(&wire.id)
            .map(Self)
            .ok_or("ID must be 0192: and an organization number")
    }
}

impl From<TokenOrg> for Wire {
    fn from(org: TokenOrg) -> Self {
        Self {
            authority: AUTHORITY.to_owned(),
            id: org.0.iso6523(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    fn read(value: Value) -> Option<String> {
        let org: Option<TokenOrg> = serde_json::from_value(value).ok();
        org.map(|org| org.0.to_string())
    }

    fn named(authority: &str, id: &str) -> Value {
        json!({"authority": authority, "ID": id})
    }

    #[test]
    fn an_organization_is_read_and_written_alike() {
        let sent = named(AUTHORITY, "0192:310801003");
        let org: TokenOrg = serde_json::from_value(sent.clone()).unwrap();
        assert_eq!(serde_json::to_value(org).unwrap(), sent);
        let lower = json!({"authority": AUTHORITY, "id": "0192:310801003"});
        assert_eq!(read(lower).as_deref(), Some("310801003"));
    }

    #[test]
    fn what_is_nearly_an_organization_is_none() {
        for near in [
            named("ISO6523-ACTORID-UPIS", "0192:310801003"),
            named("iso6523-actorid-upis ", "0192:310801003"),
            named("", "0192:310801003"),
            named(AUTHORITY, "310801003"),
            named(AUTHORITY, "9908:310801003"),
            named(AUTHORITY, "0192:310801004"),
            named(AUTHORITY, "0192:0192:310801003"),
            named(AUTHORITY, "0192: 310801003"),
            named(AUTHORITY, "0192:310801003 "),
            named(AUTHORITY, "0192:３10801003"),
            json!({"authority": AUTHORITY, "ID": 310_801_003}),
            json!({"authority": AUTHORITY}),
            json!({"ID": "0192:310801003"}),
            json!({"authority": AUTHORITY, "ID": "0192:310801003", "id": "0192:310501018"}),
            json!("0192:310801003"),
            json!([named(AUTHORITY, "0192:310801003")]),
            json!(null),
        ] {
            assert_eq!(read(near.clone()), None, "{near}");
        }
    }
}
