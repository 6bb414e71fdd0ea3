use serde::Deserialize;
use serde_json::Value;

use super::organization::TokenOrg;
use crate::domain::SystemUserId;

/// The type of the detail that names a system user.
pub const SYSTEM_USER: &str = "urn:altinn:systemuser";

/// A token's `authorization_details` (RFC 9396 §2, §9.1): an array of objects with a type, or one alone, since serializers
/// on the way flatten arrays of one.
///
/// Details of other types are left alone. Of ours there is at most one, naming one system user whole: with two, one reader
/// would take the first and another the last.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct Details {
    pub system_user: Option<SystemUserId>,
}

/// The detail that names a system user. What else it says is for others.
#[derive(Deserialize)]
struct SystemUserDetail {
    systemuser_id: OneId,
    #[serde(rename = "systemuser_org")]
    _owner: TokenOrg,
}

/// An array of one, which may have been flattened too.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneId {
    Alone(SystemUserId),
    Array([SystemUserId; 1]),
}

impl TryFrom<Value> for Details {
    type Error = &'static str;

    fn try_from(details: Value) -> Result<Self, Self::Error> {
        let all = match details {
            Value::Array(all) => all,
            one => vec![one],
        };
        let mut system_user = None;
        for detail in all {
            let kind = detail.get("type").and_then(Value::as_str);
            if kind.ok_or("a detail must be an object with a type")? != SYSTEM_USER {
                continue;
            }
            let ours: SystemUserDetail = serde_json::from_value(detail)
                .map_err(|_| "systemuser_id must be one uuid, and systemuser_org name its owner")?;
            if system_user.replace(ours.systemuser_id.get()).is_some() {
                return Err("there must be one system user at most");
            }
        }
        Ok(Self { system_user })
    }
}

impl OneId {
    fn get(self) -> SystemUserId {
        match self {
            Self::Alone(id) | Self::Array([id]) => id,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    const ID: &str = "0199aaaa-0000-7000-8000-000000000001";

    fn detail(id: Value) -> Value {
        let owner = json!({"authority": "iso6523-actorid-upis", "ID": "0192:310501018"});
        json!({"type": SYSTEM_USER, "systemuser_id": id, "systemuser_org": owner, "system_id": "x"})
    }

    fn read(details: Value) -> Result<Option<String>, serde_json::Error> {
        let details: Details = serde_json::from_value(details)?;
        Ok(details.system_user.map(|id| id.0.to_string()))
    }

    #[test]
    fn one_system_user_is_read_alone_and_in_arrays() {
        let other = json!({"type": "urn:altinn:consent", "id": ID});
        for good in [
            json!([detail(json!([ID]))]),
            json!([detail(json!(ID))]),
            detail(json!([ID])),
            json!([other, detail(json!([ID]))]),
        ] {
            assert_eq!(read(good).unwrap().as_deref(), Some(ID));
        }
        assert_eq!(read(json!([other])).unwrap(), None);
    }

    #[test]
    fn anything_but_one_whole_system_user_is_refused() {
        let without = |name: &str| {
            let mut detail = detail(json!([ID]));
            detail.as_object_mut().unwrap().remove(name);
            detail
        };
        for bad in [
            json!([detail(json!([ID])), detail(json!([ID]))]),
            detail(json!([ID, ID])),
            detail(json!([])),
            detail(json!(["x"])),
            detail(json!(7)),
            detail(json!(null)),
            without("systemuser_id"),
            without("systemuser_org"),
            without("type"),
            json!([7]),
            json!("urn:altinn:systemuser"),
            json!(null),
        ] {
            assert!(read(bad.clone()).is_err(), "{bad}");
        }
    }
}
