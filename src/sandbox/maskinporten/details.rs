use serde::Deserialize;

use crate::domain::{OrgNumber, external_ref};

/// The type of a request for a system-user token.
pub const SYSTEM_USER: &str = "urn:altinn:systemuser";
const AUTHORITY: &str = "iso6523-actorid-upis";
const MAX_REF: usize = 255;

/// Which system user the token shall be for.
#[derive(Debug, PartialEq, Eq)]
pub struct Detail {
    /// The business that owns the system user.
    pub owner: OrgNumber,
    pub external_ref: String,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(rename = "type")]
    kind: String,
    systemuser_org: Option<OrgId>,
    #[serde(rename = "externalRef")]
    external_ref: Option<String>,
}

#[derive(Deserialize)]
struct OrgId {
    authority: String,
    #[serde(rename = "ID", alias = "id")]
    id: String,
}

/// Reads the one element that a grant may have (RFC 9396 §2).
pub fn read_detail(details: &serde_json::Value) -> Result<Detail, &'static str> {
    let [detail] = details.as_array().map(Vec::as_slice).unwrap_or_default() else {
        return Err("authorization_details must be an array of one element");
    };
    let wire: Wire = serde_json::from_value(detail.clone())
        .map_err(|_| "authorization_details is not understood")?;
    if wire.kind != SYSTEM_USER {
        return Err("the only type of authorization_details given here is urn:altinn:systemuser");
    }
    let org = wire
        .systemuser_org
        .filter(|org| org.authority == AUTHORITY)
        .ok_or("systemuser_org with authority iso6523-actorid-upis is needed")?;
    let owner = OrgNumber::parse_iso6523(&org.id)
        .ok_or("systemuser_org.ID must be 0192: and an organization number")?;
    if wire
        .external_ref
        .as_ref()
        .is_some_and(|text| text.len() > MAX_REF)
    {
        return Err("externalRef is too long");
    }
    Ok(Detail {
        external_ref: external_ref(wire.external_ref.as_deref(), &owner),
        owner,
    })
}

/// An organization as tokens carry it.
pub fn org_claim(number: &OrgNumber) -> serde_json::Value {
    serde_json::json!({ "authority": AUTHORITY, "ID": number.iso6523() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn detail(id: &str) -> serde_json::Value {
        json!({"type": SYSTEM_USER, "systemuser_org": {"authority": AUTHORITY, "ID": id}})
    }

    #[test]
    fn the_reference_defaults_to_the_owners_number() {
        let mut sent = detail("0192:310501018");
        assert_eq!(
            read_detail(&json!([sent])).unwrap().external_ref,
            "310501018"
        );
        sent["externalRef"] = json!("avd-7");
        assert_eq!(read_detail(&json!([sent])).unwrap().external_ref, "avd-7");
    }

    #[test]
    fn anything_but_one_whole_element_is_refused() {
        let good = detail("0192:310501018");
        for bad in [
            json!([]),
            json!(good),
            json!([good, good]),
            json!([detail("310501018")]),
            json!([detail("0192:310501019")]),
            json!([{"type": "urn:altinn:consent", "id": "x"}]),
            json!([{"type": SYSTEM_USER}]),
            json!(["x"]),
        ] {
            assert!(read_detail(&bad).is_err(), "{bad}");
        }
    }
}
