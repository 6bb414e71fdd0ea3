//! What an identity provider sends when somebody has logged out there (OpenID Connect Back-Channel Logout 1.0).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::CoreJwsSigningAlgorithm;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};

use super::caller::OneOrMany;
use super::id_porten::{Providers, Signature};
use super::unique_json::{UniqueJson, stated};
use super::verify::CLOCK_SKEW;
use crate::domain::Timestamp;

/// How long after it was made a token is taken. Providers send it at once, and once.
const LATEST: Duration = Duration::minutes(5);
/// The longest token that is looked at.
const MAX_TOKEN: usize = 16 * 1024;
/// The longest name of a session, a person or a token that is looked at.
const MAX_NAME: usize = 256;
/// The one event that the token must be about (§2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

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

/// What a token says of how it is signed.
#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    typ: Option<String>,
    /// Extensions that must be understood (RFC 7515 §4.1.11); we understand none.
    #[serde(default, deserialize_with = "stated")]
    crit: Option<IgnoredAny>,
}

/// Validates a logout token of one of the providers (§2.6), all but whether it was used before.
pub async fn read_logout_token(
    token: &str,
    providers: &Providers,
    now: Timestamp,
) -> Result<ProviderLogout, LogoutTokenError> {
    let token = Parts::of(token)?;
    let header: Header = token.header()?;
    header.check()?;
    // Read before the signature is checked, to pick whose keys to check it with.
    let claims: Claims = token.claims()?;
    let provider = providers.by_issuer(&claims.iss);
    let provider = provider.ok_or(LogoutTokenError::UnknownIssuer)?;
    let signature = Signature {
        algorithm: header.alg,
        key_id: header
            .kid
            .as_deref()
            .ok_or(LogoutTokenError::BadSignature)?,
        message: token.signed.as_bytes(),
        bytes: &token.signature,
    };
    if !provider.has_signed(&signature).await {
        return Err(LogoutTokenError::BadSignature);
    }
    if !claims.aud.iter().any(|name| name == provider.client_id()) {
        return Err(LogoutTokenError::WrongAudience);
    }
    claims.check_times(now)?;
    claims.read()
}

/// A token taken apart (RFC 7515 §7.1).
struct Parts<'a> {
    /// What the signature is over: header and payload.
    signed: &'a str,
    signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    fn of(token: &'a str) -> Result<Self, LogoutTokenError> {
        if token.len() > MAX_TOKEN {
            return Err(LogoutTokenError::Unreadable);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(LogoutTokenError::Unreadable)?;
        Ok(Self {
            signed,
            signature: decode(signature)?,
        })
    }

    fn header<T: DeserializeOwned>(&self) -> Result<T, LogoutTokenError> {
        let header = self.signed.split('.').next().unwrap_or_default();
        read(header)
    }

    fn claims<T: DeserializeOwned>(&self) -> Result<T, LogoutTokenError> {
        let (_, claims) = self
            .signed
            .split_once('.')
            .ok_or(LogoutTokenError::Unreadable)?;
        read(claims)
    }
}

/// A part as JSON, in which no name may be written twice.
fn read<T: DeserializeOwned>(part: &str) -> Result<T, LogoutTokenError> {
    let json: UniqueJson =
        serde_json::from_slice(&decode(part)?).map_err(|_| LogoutTokenError::Unreadable)?;
    serde_json::from_value(json.0).map_err(|_| LogoutTokenError::Unreadable)
}

fn decode(part: &str) -> Result<Vec<u8>, LogoutTokenError> {
    let bytes = URL_SAFE_NO_PAD.decode(part);
    bytes.map_err(|_| LogoutTokenError::Unreadable)
}

impl Header {
    /// The type may be left out (§2.4); any other is another kind of token, such as an id token.
    fn check(&self) -> Result<(), LogoutTokenError> {
        if self.crit.is_some() {
            return Err(LogoutTokenError::Unreadable);
        }
        let kind = self.typ.as_deref().map(str::to_ascii_lowercase);
        match kind.as_deref() {
            None | Some("logout+jwt" | "application/logout+jwt") => Ok(()),
            Some(_) => Err(LogoutTokenError::WrongType),
        }
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
