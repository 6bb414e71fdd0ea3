use serde::Deserialize;
use serde::de::IgnoredAny;

use super::client_proof::ClientProof;
use super::details::Details;
use super::issuers::IssuerKind;
use super::organization::TokenOrg;
use super::supplier::Supplied;
use super::unique_json::stated;
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
    /// How the client proved itself to the issuer (`client_amr`); None when the token does not say, or says something new.
    pub client_proof: Option<ClientProof>,
}

/// The claims that we read; others are left alone.
///
/// One that is there must be of the form that its issuer documents, and `null` is no form: a claim that is not understood
/// must not be taken for one that is not there, or a supplier would pass for its consumer and a system user for nobody.
#[derive(Debug, Deserialize)]
pub struct Claims {
    pub iss: String,
    #[serde(default, deserialize_with = "stated")]
    pub exp: Option<i64>,
    #[serde(default, deserialize_with = "stated")]
    pub nbf: Option<i64>,
    #[serde(default, deserialize_with = "stated")]
    pub iat: Option<i64>,
    #[serde(default, deserialize_with = "stated")]
    pub aud: Option<OneOrMany<String>>,
    #[serde(default, deserialize_with = "stated")]
    token_type: Option<String>,
    /// A key that only the holder has (RFC 7800 §3.1).
    #[serde(default, deserialize_with = "stated")]
    cnf: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "stated")]
    scope: Option<String>,
    #[serde(default, deserialize_with = "stated")]
    consumer: Option<TokenOrg>,
    #[serde(default, deserialize_with = "stated")]
    supplier: Option<TokenOrg>,
    #[serde(default, deserialize_with = "stated")]
    delegation_source: Option<String>,
    #[serde(default, deserialize_with = "stated")]
    client_amr: Option<String>,
    #[serde(default, deserialize_with = "stated")]
    consumer_prefix: Option<OneOrMany<String>>,
    #[serde(default, deserialize_with = "stated")]
    authorization_details: Option<Details>,
    #[serde(rename = "urn:altinn:org", default, deserialize_with = "stated")]
    owner_code: Option<String>,
    #[serde(rename = "urn:altinn:userid", default, deserialize_with = "stated")]
    user_number: Option<Number>,
    #[serde(rename = "urn:altinn:authlevel", default, deserialize_with = "stated")]
    level: Option<Number>,
}

/// A number that some issuers write as a number and others as text.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "NumberOrText")]
struct Number(i64);

#[derive(Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Number(i64),
    Text(String),
}

impl TryFrom<NumberOrText> for Number {
    type Error = std::num::ParseIntError;

    fn try_from(sent: NumberOrText) -> Result<Self, Self::Error> {
        match sent {
            NumberOrText::Number(number) => Ok(Self(number)),
            NumberOrText::Text(text) => text.parse().map(Self),
        }
    }
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

impl Claims {
    /// Whether whoever brings the token may use it: it is of no other type, and not bound to a key that would have to be
    /// shown with it (RFC 9449 §7.1, RFC 8705 §3).
    pub(super) fn check_bearer(&self) -> Result<(), TokenError> {
        let is_bearer = |kind: &String| kind.eq_ignore_ascii_case("bearer");
        match self.cnf.is_none() && self.token_type.as_ref().is_none_or(is_bearer) {
            true => Ok(()),
            false => Err(TokenError::NotBearer),
        }
    }

    /// Whether the token says what tokens of its issuer's kind always say, and nothing that only others may: Maskinporten
    /// speaks for organizations, so who is a person here, with which level, is not its to say.
    pub(super) fn check_complete(&self, kind: IssuerKind) -> Result<(), TokenError> {
        if kind == IssuerKind::Maskinporten {
            if self.consumer.is_none() {
                return Err(TokenError::NoConsumer);
            }
            if self.user_number.is_some() || self.level.is_some() || self.owner_code.is_some() {
                return Err(TokenError::NotItsToSay);
            }
        }
        match (self.user_number, self.system_user()) {
            (Some(_), Some(_)) => Err(TokenError::Malformed),
            _ => Ok(()),
        }
    }

    fn system_user(&self) -> Option<SystemUserId> {
        let details = self.authorization_details.as_ref()?;
        details.system_user
    }

    /// The organization whose access the token carries.
    pub(super) fn org(&self) -> Option<&OrgNumber> {
        self.consumer.as_ref().map(|consumer| &consumer.0)
    }

    /// The highest level that the number reaches; none said is the lowest.
    fn level(&self) -> SecurityLevel {
        match self.level {
            Some(Number(4..)) => SecurityLevel::High,
            Some(Number(3)) => SecurityLevel::Substantial,
            _ => SecurityLevel::Low,
        }
    }

    /// The delegation that the token rests on; None when it was issued to the consumer itself. What is said by halves is
    /// refused.
    pub(super) fn supplied(&self) -> Result<Option<Supplied>, TokenError> {
        match (self.org(), &self.supplier, &self.delegation_source) {
            (_, None, None) => Ok(None),
            (Some(consumer), Some(supplier), Some(source)) => Ok(Some(Supplied {
                consumer: consumer.clone(),
                supplier: supplier.0.clone(),
                source: source.clone(),
            })),
            _ => Err(TokenError::HalfDelegated),
        }
    }

    /// Who calls, as the token alone says: not yet whether a supplier's delegation stands.
    pub(super) fn caller(&self) -> Caller {
        let prefixes = self.consumer_prefix.iter().flat_map(OneOrMany::iter);
        Caller {
            org: self.org().cloned(),
            supplier: None,
            owner_code: self.owner_code.clone(),
            scope_prefixes: prefixes.cloned().collect(),
            scopes: Scopes::parse(self.scope.as_deref().unwrap_or_default()),
            user_number: self.user_number.map(|number| number.0),
            system_user: self.system_user(),
            level: self.level(),
            client_proof: self.client_amr.as_deref().and_then(ClientProof::parse),
        }
    }
}
