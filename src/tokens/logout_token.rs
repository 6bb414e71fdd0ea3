//! What an identity provider sends when somebody has logged out there (OpenID Connect Back-Channel Logout 1.0).

use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};

use super::caller::OneOrMany;
use super::id_porten::Providers;
use super::jwks::IssuerKeys;
use super::verify::CLOCK_SKEW;
use crate::domain::Timestamp;
use crate::world::World;

/// What identity providers sign with; nothing symmetric, nothing unsigned.
const ALGORITHMS: [Algorithm; 2] = [Algorithm::RS256, Algorithm::ES256];
/// How long after it was made a token is taken. Providers send it at once, and once.
const LATEST: Duration = Duration::minutes(5);
/// The longest token that is looked at.
const MAX_TOKEN: usize = 16 * 1024;
/// The longest name of a session, a person or a token that is looked at.
const MAX_NAME: usize = 256;
/// The one event that the token must be about (§2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Verifies logout tokens with the keys of the providers that people log in at.
pub struct LogoutTokens {
    http: reqwest::Client,
    world: World,
    issuers: Vec<Issuer>,
}

struct Issuer {
    keys: IssuerKeys,
    /// What the issuer calls us.
    client_id: String,
}

/// What a logout token says, once it is known to be genuine. Whether it was used before is for the database to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderLogout {
    pub issuer: String,
    pub what: LoggedOut,
    pub token_id: String,
    /// When the token would not be taken any more.
    pub expires_at: Timestamp,
}

/// What has ended at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoggedOut {
    /// One session, by its `sid`.
    Session(String),
    /// All sessions of one person, by its `sub`.
    Subject(String),
}

/// Why a logout token is not accepted. The provider is told no more than this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogoutTokenError {
    #[error("logout_token is not a signed JSON Web Token")]
    Unreadable,
    #[error("logout_token is of another type")]
    WrongType,
    #[error("logout_token is from an issuer that is not known here")]
    UnknownIssuer,
    #[error("logout_token is not signed by its issuer")]
    BadSignature,
    #[error("logout_token is meant for somebody else")]
    WrongAudience,
    #[error("logout_token is too old or not valid yet")]
    WrongTime,
    #[error("logout_token is not about a logout")]
    NoLogout,
    #[error("logout_token names neither a session nor a person")]
    Nobody,
    #[error("logout_token has no jti")]
    NoId,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: OneOrMany<String>,
    iat: i64,
    exp: i64,
    jti: Option<String>,
    events: Option<Map<String, Value>>,
    sid: Option<String>,
    sub: Option<String>,
    nonce: Option<Value>,
}

impl LogoutTokens {
    pub fn new(providers: &Providers, http: &reqwest::Client, world: &World) -> Self {
        let issuers = providers.iter().map(|provider| Issuer {
            keys: IssuerKeys::new(provider.trusted_issuer()),
            client_id: provider.client_id().to_owned(),
        });
        Self {
            http: http.clone(),
            world: world.clone(),
            issuers: issuers.collect(),
        }
    }

    /// Validates a logout token (§2.6), all but whether it was used before.
    pub async fn verify(&self, token: &str) -> Result<ProviderLogout, LogoutTokenError> {
        if token.len() > MAX_TOKEN {
            return Err(LogoutTokenError::Unreadable);
        }
        let header = decode_header(token).map_err(|_| LogoutTokenError::Unreadable)?;
        check_type(&header)?;
        let issuer = self.issuer_of(token)?;
        let claims = self.signed_claims(token, &header, issuer).await?;
        if claims.iss != issuer.keys.issuer() {
            return Err(LogoutTokenError::UnknownIssuer);
        }
        if !claims.aud.iter().any(|name| *name == issuer.client_id) {
            return Err(LogoutTokenError::WrongAudience);
        }
        claims.check_times(self.world.now())?;
        claims.read()
    }

    async fn signed_claims(
        &self,
        token: &str,
        header: &Header,
        issuer: &Issuer,
    ) -> Result<Claims, LogoutTokenError> {
        if !ALGORITHMS.contains(&header.alg) {
            return Err(LogoutTokenError::BadSignature);
        }
        let key_id = header.kid.as_ref().ok_or(LogoutTokenError::BadSignature)?;
        let key = issuer
            .keys
            .find(&self.http, key_id, self.world.now())
            .await
            .ok_or(LogoutTokenError::BadSignature)?;
        // A key fits one family of algorithms only; times and audience are checked against our own clock.
        let mut validation = Validation::new(header.alg);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let data = decode::<Value>(token, key.decoding_key(), &validation)
            .map_err(|_| LogoutTokenError::BadSignature)?;
        serde_json::from_value(data.claims).map_err(|_| LogoutTokenError::Unreadable)
    }

    /// The issuer that the token names. Read before the signature is checked, only to pick whose keys to check it with.
    fn issuer_of(&self, token: &str) -> Result<&Issuer, LogoutTokenError> {
        let named: Value = jsonwebtoken::dangerous::insecure_decode_claims(token)
            .map_err(|_| LogoutTokenError::Unreadable)?;
        let named = named.get("iss").and_then(Value::as_str);
        self.issuers
            .iter()
            .find(|issuer| Some(issuer.keys.issuer()) == named)
            .ok_or(LogoutTokenError::UnknownIssuer)
    }
}

/// The type may be left out (§2.4); any other is another kind of token, such as an id token.
fn check_type(header: &Header) -> Result<(), LogoutTokenError> {
    match header
        .typ
        .as_deref()
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        None | Some("logout+jwt" | "application/logout+jwt") => Ok(()),
        Some(_) => Err(LogoutTokenError::WrongType),
    }
}

impl Claims {
    fn check_times(&self, now: Timestamp) -> Result<(), LogoutTokenError> {
        let (now, skew) = (now.unix_seconds(), CLOCK_SKEW.whole_seconds());
        let is_early = self.iat > now.saturating_add(skew);
        let is_late = now >= self.taken_until() || now >= self.exp.saturating_add(skew);
        match is_early || is_late {
            true => Err(LogoutTokenError::WrongTime),
            false => Ok(()),
        }
    }

    /// Until when the token is taken, by when it was made.
    fn taken_until(&self) -> i64 {
        let latest = LATEST + CLOCK_SKEW;
        self.iat.saturating_add(latest.whole_seconds())
    }

    fn read(self) -> Result<ProviderLogout, LogoutTokenError> {
        let is_logout = self
            .events
            .as_ref()
            .and_then(|events| events.get(EVENT))
            .is_some_and(Value::is_object);
        // A nonce marks an id token (§2.4).
        if !is_logout || self.nonce.is_some() {
            return Err(LogoutTokenError::NoLogout);
        }
        let named =
            |name: Option<String>| name.filter(|name| !name.is_empty() && name.len() <= MAX_NAME);
        let expires_at = OffsetDateTime::from_unix_timestamp(self.taken_until())
            .map_or(Timestamp::MAX, Timestamp::from_datetime);
        let what = match (self.sid, self.sub) {
            (Some(sid), _) => named(Some(sid)).map(LoggedOut::Session),
            (None, sub) => named(sub).map(LoggedOut::Subject),
        };
        Ok(ProviderLogout {
            issuer: self.iss,
            what: what.ok_or(LogoutTokenError::Nobody)?,
            token_id: named(self.jti).ok_or(LogoutTokenError::NoId)?,
            expires_at,
        })
    }
}
