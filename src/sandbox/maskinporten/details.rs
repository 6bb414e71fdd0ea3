use serde::Deserialize;
use serde_json::Value;

use crate::domain::{OrgNumber, external_ref};
use crate::tokens::{SYSTEM_USER, TokenOrg, stated};

const CONSENT: &str = "urn:altinn:consent";
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
    systemuser_org: TokenOrg,
    #[serde(rename = "externalRef", default, deserialize_with = "stated")]
    external_ref: Option<String>,
}

/// Reads the one element that a grant may have (RFC 9396 §2).
pub fn read_detail(details: &Value) -> Result<Detail, &'static str> {
    let [detail] = details.as_array().map(Vec::as_slice).unwrap_or_default() else {
        return Err("authorization_details must be an array of one element");
    };
    match detail.get("type").and_then(Value::as_str) {
        Some(SYSTEM_USER) => {}
        Some(CONSENT) => {
            return Err("there are no consents here yet, so there are no consent tokens either");
        }
        _ => {
            return Err(
                "the only type of authorization_details given here is urn:altinn:systemuser",
            );
        }
    }
    let wire: Wire = serde_json::from_value(detail.clone()).map_err(|_| {
        "systemuser_org must have authority iso6523-actorid-upis and as ID 0192: and the customer's organization \
         number; externalRef, if it is there, must be text"
    })?;
    let TokenOrg(owner) = wire.systemuser_org;
    let reference = wire.external_ref.as_deref();
    let is_plain = |text: &str| text.len() <= MAX_REF && !text.chars().any(char::is_control);
    if !reference.is_none_or(is_plain) {
        return Err("externalRef must be at most 255 characters of plain text");
    }
    Ok(Detail {
        external_ref: external_ref(reference, &owner),
        owner,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    const AUTHORITY: &str = "iso6523-actorid-upis";

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
        let with_reference = |reference: Value| {
            let mut detail = good.clone();
            detail["externalRef"] = reference;
            detail
        };
        for bad in [
            json!([]),
            json!(good),
            json!([good, good]),
            json!([detail("310501018")]),
            json!([detail("0192:310501019")]),
            json!([{"type": "urn:altinn:consent", "id": "x"}]),
            json!([{"type": SYSTEM_USER, "systemuserorg": good["systemuser_org"]}]),
            json!([with_reference(json!(null))]),
            json!([with_reference(json!(7))]),
            json!([with_reference(json!("x".repeat(256)))]),
            json!([{"type": SYSTEM_USER}]),
            json!(["x"]),
        ] {
            assert!(read_detail(&bad).is_err(), "{bad}");
        }
    }
}
