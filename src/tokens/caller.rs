use serde::Deserialize;
use serde_json::Value;

use super::supplier::Supplied;
use super::verify::TokenError;
use crate::domain::{OrgNumber, Scopes, SecurityLevel, SystemUserId};

/// Who calls an API, as a verified token says.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The organization whose access the token carries (`consumer`).
    pub org: Option<OrgNumber>,
    /// Who has the token in its place (`supplier`). The scopes are then those that the organization has delegated to it.
    pub supplier: Option<OrgNumber>,
    /// The code of the service owner, in tokens that were exchanged (`urn:altinn:org`).
    pub owner_code: Option<String>,
    /// The scope prefixes that the organization may use (`consumer_prefix`); empty when the token does not say.
    pub scope_prefixes: Vec<String>,
    pub scopes: Scopes,
    /// The person who is logged in, by the number that the APIs write as `userId` (`urn:altinn:userid`); only in tokens
    /// that were exchanged.
    pub user_number: Option<i64>,
    /// The system user that acts (`authorization_details` of the type `urn:altinn:systemuser`).
    pub system_user: Option<SystemUserId>,
    /// How strongly that person was logged in (`urn:altinn:authlevel`).
    pub level: SecurityLevel,
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
    consumer: Option<OrgClaim>,
    supplier: Option<OrgClaim>,
    delegation_source: Option<String>,
    #[serde(rename = "urn:altinn:org")]
    owner_code: Option<String>,
    consumer_prefix: Option<OneOrMany<String>>,
    #[serde(rename = "urn:altinn:userid")]
    user_number: Option<NumberOrText>,
    #[serde(rename = "urn:altinn:authlevel")]
    level: Option<NumberOrText>,
    authorization_details: Option<Value>,
}

/// The type of the detail that names a system user.
const SYSTEM_USER: &str = "urn:altinn:systemuser";

/// The system user that one of the details names (RFC 9396); what is of another type or form is left alone.
fn system_user(details: &Value) -> Option<SystemUserId> {
    let one = std::slice::from_ref(details);
    let all = details.as_array().map_or(one, Vec::as_slice);
    let mut ours = all.iter().filter(|detail| detail["type"] == SYSTEM_USER);
    ours.find_map(|detail| {
        let id = &detail["systemuser_id"];
        let id = id.as_str().or_else(|| id.get(0)?.as_str())?;
        id.parse().ok().map(SystemUserId)
    })
}

/// A number that some issuers write as a number and others as text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Number(i64),
    Text(String),
}

impl NumberOrText {
    fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
        }
    }
}

#[derive(Debug, Deserialize)]
struct OrgClaim {
    authority: Option<String>,
    #[serde(rename = "ID", alias = "id")]
    id: String,
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
    /// The highest level that the number reaches; none said is the lowest.
    fn level(&self) -> SecurityLevel {
        match self.level.as_ref().and_then(NumberOrText::number) {
            Some(4..) => SecurityLevel::High,
            Some(3) => SecurityLevel::Substantial,
            _ => SecurityLevel::Low,
        }
    }

    /// The delegation that the token rests on; None when it was issued to the consumer itself. What is said by halves is
    /// refused.
    pub(super) fn supplied(&self) -> Result<Option<Supplied>, TokenError> {
        let (supplier, source) = match (&self.supplier, &self.delegation_source) {
            (None, None) => return Ok(None),
            (Some(supplier), Some(source)) => (supplier.number(), source.clone()),
            _ => return Err(TokenError::HalfDelegated),
        };
        let consumer = self.consumer.as_ref().and_then(OrgClaim::number);
        match (consumer, supplier) {
            (Some(consumer), Some(supplier)) => Ok(Some(Supplied {
                consumer,
                supplier,
                source,
            })),
            _ => Err(TokenError::HalfDelegated),
        }
    }

    /// Who calls, as the token alone says: not yet whether a supplier's delegation stands.
    pub(super) fn caller(&self) -> Caller {
        Caller {
            org: self.consumer.as_ref().and_then(OrgClaim::number),
            supplier: None,
            owner_code: self.owner_code.clone(),
            scope_prefixes: self
                .consumer_prefix
                .iter()
                .flat_map(OneOrMany::iter)
                .cloned()
                .collect(),
            scopes: Scopes::parse(self.scope.as_deref().unwrap_or_default()),
            user_number: self.user_number.as_ref().and_then(NumberOrText::number),
            system_user: self.authorization_details.as_ref().and_then(system_user),
            level: self.level(),
        }
    }
}
