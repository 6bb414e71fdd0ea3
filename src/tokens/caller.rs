use serde::Deserialize;

use crate::domain::{OrgNumber, Scopes, SecurityLevel, SystemUserId};

/// Who calls an API, as a verified token says.
#[derive(Clone, Debug)]
pub struct Caller {
    pub issuer: String,
    pub client_id: Option<String>,
    /// The organization that the token was issued to (`consumer`).
    pub org: Option<OrgNumber>,
    pub scopes: Scopes,
    /// The system user that a system acts as.
    pub system_user: Option<SystemUserClaim>,
    /// The level of the login or of the machine's key.
    pub level: Option<SecurityLevel>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemUserClaim {
    pub id: SystemUserId,
    /// The business that owns it.
    pub owner: OrgNumber,
}

/// The claims that we read; others are left alone.
#[derive(Debug, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub exp: Option<i64>,
    pub nbf: Option<i64>,
    #[serde(default)]
    pub aud: Option<OneOrMany<String>>,
    #[serde(default)]
    scope: Option<String>,
    client_id: Option<String>,
    consumer: Option<OrgClaim>,
    authorization_details: Option<OneOrMany<serde_json::Value>>,
    #[serde(rename = "urn:altinn:authlevel")]
    auth_level: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct OrgClaim {
    authority: Option<String>,
    #[serde(rename = "ID", alias = "id")]
    id: String,
}

#[derive(Debug, Deserialize)]
struct SystemUserDetail {
    systemuser_id: OneOrMany<uuid::Uuid>,
    systemuser_org: OrgClaim,
}

/// A value that may come alone or in an array: serializers on the way flatten arrays of one.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

impl<T> OneOrMany<T> {
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        match self {
            Self::Many(all) => all.iter(),
            Self::One(one) => std::slice::from_ref(one).iter(),
        }
    }
}

impl OrgClaim {
    /// The number, when the authority is the one that numbers Norwegian organizations.
    fn number(&self) -> Option<OrgNumber> {
        match self.authority.as_deref() {
            None | Some("iso6523-actorid-upis") => OrgNumber::parse_iso6523(&self.id),
            Some(_) => None,
        }
    }
}

impl Claims {
    pub fn into_caller(self) -> Caller {
        let system_user = self
            .authorization_details
            .iter()
            .flat_map(OneOrMany::iter)
            .find(|detail| {
                detail.get("type").and_then(|kind| kind.as_str()) == Some("urn:altinn:systemuser")
            })
            .and_then(read_system_user);
        Caller {
            issuer: self.iss,
            client_id: self.client_id,
            org: self.consumer.as_ref().and_then(OrgClaim::number),
            scopes: Scopes::parse(self.scope.as_deref().unwrap_or_default()),
            system_user,
            level: self.auth_level.as_ref().and_then(read_level),
        }
    }
}

fn read_system_user(detail: &serde_json::Value) -> Option<SystemUserClaim> {
    let detail: SystemUserDetail = serde_json::from_value(detail.clone()).ok()?;
    let id = detail.systemuser_id.iter().next().copied()?;
    Some(SystemUserClaim {
        id: SystemUserId(id),
        owner: detail.systemuser_org.number()?,
    })
}

/// A number, or the same as text.
fn read_level(value: &serde_json::Value) -> Option<SecurityLevel> {
    let number = match value {
        serde_json::Value::String(text) => text.parse().ok()?,
        other => other.as_u64()?,
    };
    u8::try_from(number).ok().and_then(SecurityLevel::at_least)
}
