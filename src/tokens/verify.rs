use std::sync::Arc;

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use time::Duration;

use super::caller::{Caller, Claims, OneOrMany};
use super::issuer_key::IssuerKey;
use super::issuers::{IssuerKind, TrustedIssuer};
use super::jwks::IssuerKeys;
use super::jws::Jws;
use super::own::OwnIssuer;
use super::supplier::Delegations;
use super::unique_json::UniqueJson;
use crate::db::Db;
use crate::domain::{OrgNumber, Scopes, Timestamp};
use crate::world::World;

/// How far the issuer's clock may be from ours.
pub const CLOCK_SKEW: Duration = Duration::seconds(10);
/// What Maskinporten issues; nothing symmetric, nothing unsigned.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512];

/// Verifies the tokens that callers bring: a known issuer's signature, in time, meant for us, and, when a supplier has it
/// on behalf of another, resting on a delegation that stands. No other way leads from a token to a [`Caller`].
pub struct Verifier {
    http: reqwest::Client,
    world: World,
    issuers: Vec<IssuerKeys>,
    own: Option<OwnIssuer>,
    /// Our own address: the only concrete audience that is accepted.
    audience: String,
    delegations: Delegations,
}

/// A token whose signature, times and audience are good: what stands in it, and who says so.
pub struct Verified<'a> {
    pub kind: IssuerKind,
    claims: Claims,
    jws: Jws<'a>,
}

impl Verified<'_> {
    /// The organization that the token names as its consumer.
    pub fn org(&self) -> Option<&OrgNumber> {
        self.claims.org()
    }

    /// Every claim, as the issuer wrote it.
    pub fn all(&self) -> Result<Map<String, Value>, TokenError> {
        self.jws.claims()
    }
}

/// Why a token is not accepted. The caller is told no more than this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("the token is not a signed JSON Web Token")]
    Unreadable,
    #[error("the token's issuer is not trusted here")]
    UnknownIssuer,
    #[error("the token must be exchanged before it is used here")]
    NotExchanged,
    #[error("the token is signed in a way that its issuer does not use")]
    WrongAlgorithm,
    #[error("the token's signature does not fit its issuer's keys")]
    BadSignature,
    #[error("the token has expired")]
    Expired,
    #[error("the token is not valid yet")]
    NotYet,
    #[error("the token is meant for somebody else")]
    WrongAudience,
    #[error("a claim of the token is not of the form that its issuer documents")]
    Malformed,
    #[error(
        "the token is of another kind than bearer tokens are, or bound to a key of its holder's"
    )]
    NotBearer,
    #[error("the token names no organization (`consumer`), which its issuer's tokens always do")]
    NoConsumer,
    #[error("the token says what only exchanged tokens may say")]
    NotItsToSay,
    #[error("the token names a supplier, consumer or delegation source, but not all three whole")]
    HalfDelegated,
    #[error("the token rests on a delegation that others than this portal answer for")]
    ForeignDelegation,
    #[error("nothing of what the token is for is delegated to its supplier now")]
    NothingDelegated,
    #[error("the database is not available, so that the delegation could not be checked")]
    Unavailable,
}

impl Verifier {
    pub fn new(
        http: reqwest::Client,
        world: World,
        issuers: Vec<TrustedIssuer>,
        (audience, db): (&str, Db),
    ) -> Self {
        Self {
            http,
            world,
            issuers: issuers.into_iter().map(IssuerKeys::new).collect(),
            own: None,
            audience: audience.to_owned(),
            delegations: Delegations {
                db,
                source: audience.to_owned(),
            },
        }
    }

    /// Accepts what we issue ourselves, too.
    #[must_use]
    pub fn with_own(self, own: OwnIssuer) -> Self {
        Self {
            own: Some(own),
            ..self
        }
    }

    /// Verifies a bearer token and says who calls. Only a supplier's token costs a query.
    pub async fn verify(&self, token: &str) -> Result<Caller, TokenError> {
        let verified = self.read(token).await?;
        if !verified.kind.opens_apis() {
            return Err(TokenError::NotExchanged);
        }
        verified.claims.check_complete(verified.kind)?;
        self.caller(&verified.claims).await
    }

    /// Verifies a token of any issuer that is known here, and says whose it is and what stands in it. Such a token opens
    /// nothing yet.
    pub async fn read<'a>(&self, token: &'a str) -> Result<Verified<'a>, TokenError> {
        let jws = Jws::parse(token)?;
        jws.check_access_token()?;
        // Read before the signature is checked, to pick whose keys to check it with.
        let claims: Claims = jws.claims()?;
        let now = self.world.now();
        let (kind, key) = self.key_of(&claims, &jws.key_id, now).await?;
        key.ok_or(TokenError::BadSignature)?.check(&jws)?;
        check_times(claims.exp, claims.nbf.max(claims.iat), now)?;
        claims.check_bearer()?;
        self.check_audience(claims.aud.as_ref())?;
        Ok(Verified { kind, claims, jws })
    }

    /// The scopes of a verified token that count now: of a supplier's, those that stand delegated. Nothing else is refused
    /// later than here.
    pub async fn standing(&self, verified: &Verified<'_>) -> Result<Scopes, TokenError> {
        verified.claims.check_complete(verified.kind)?;
        let caller = self.caller(&verified.claims).await?;
        match caller.supplier.is_some() && caller.scopes.iter().next().is_none() {
            true => Err(TokenError::NothingDelegated),
            false => Ok(caller.scopes),
        }
    }

    /// The caller, with no other scopes than a supplier has been delegated.
    async fn caller(&self, claims: &Claims) -> Result<Caller, TokenError> {
        let caller = claims.caller();
        let Some(supplied) = claims.supplied()? else {
            return Ok(caller);
        };
        Ok(Caller {
            scopes: self.delegations.standing(&supplied, &caller.scopes).await?,
            supplier: Some(supplied.supplier),
            ..caller
        })
    }

    /// The issuer that the claims name, and its key of this id.
    async fn key_of(
        &self,
        claims: &Claims,
        key_id: &str,
        now: Timestamp,
    ) -> Result<(IssuerKind, Option<Arc<IssuerKey>>), TokenError> {
        if let Some(own) = self.own.as_ref().filter(|own| own.address() == claims.iss) {
            return Ok((IssuerKind::Own, own.find(key_id, now).await));
        }
        let mut others = self.issuers.iter();
        let issuer = others
            .find(|issuer| issuer.issuer() == claims.iss)
            .ok_or(TokenError::UnknownIssuer)?;
        Ok((issuer.kind(), issuer.find(&self.http, key_id, now).await))
    }

    /// Maskinporten writes `unspecified` where no audience was asked for.
    fn check_audience<'a>(
        &self,
        audience: Option<&'a OneOrMany<String>>,
    ) -> Result<(), TokenError> {
        let without_slash = |name: &'a str| name.strip_suffix('/').unwrap_or(name);
        let is_ours =
            |name: &'a String| name == "unspecified" || without_slash(name) == self.audience;
        match audience {
            Some(names) if !names.iter().any(is_ours) => Err(TokenError::WrongAudience),
            _ => Ok(()),
        }
    }
}

/// Checks the signature and reads the claims; times and audience are the caller's to check, against its own clock.
pub fn decode_with<T: DeserializeOwned>(token: &str, key: &DecodingKey) -> Result<T, TokenError> {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.algorithms = ALGORITHMS.to_vec();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let data =
        decode::<UniqueJson>(token, key, &validation).map_err(|error| match error.kind() {
            ErrorKind::Json(_) => TokenError::Malformed,
            _ => TokenError::BadSignature,
        })?;
    // What the header says must be understood (RFC 7515 §4.1.11); we understand nothing beyond the standard.
    if data.header.crit.is_some() {
        return Err(TokenError::Unreadable);
    }
    serde_json::from_value(data.claims.0).map_err(|_| TokenError::Malformed)
}

/// Checks `exp`, which must be there, and `nbf`, with room for the clocks' difference.
pub fn check_times(exp: Option<i64>, nbf: Option<i64>, now: Timestamp) -> Result<(), TokenError> {
    let skew = CLOCK_SKEW.whole_seconds();
    let exp = exp.ok_or(TokenError::Expired)?;
    if now.unix_seconds() >= exp.saturating_add(skew) {
        return Err(TokenError::Expired);
    }
    match nbf {
        Some(nbf) if now.unix_seconds() < nbf.saturating_sub(skew) => Err(TokenError::NotYet),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::OffsetDateTime;

    #[test]
    fn a_token_lives_ten_seconds_longer_than_it_says_and_no_more() {
        let at = |seconds| {
            Timestamp::from_datetime(
                OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH),
            )
        };
        assert_eq!(check_times(Some(1_000), None, at(1_009)), Ok(()));
        assert_eq!(
            check_times(Some(1_000), None, at(1_010)),
            Err(TokenError::Expired)
        );
        assert_eq!(check_times(None, None, at(0)), Err(TokenError::Expired));
        assert_eq!(
            check_times(Some(2_000), Some(1_000), at(989)),
            Err(TokenError::NotYet)
        );
        assert_eq!(check_times(Some(2_000), Some(1_000), at(990)), Ok(()));
    }
}
