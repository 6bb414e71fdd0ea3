//! Validating the id token (OpenID Connect Core §3.1.3.7), by our own clock.

use std::time::SystemTime;

use openidconnect::core::{CoreIdTokenVerifier, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, Nonce, SignatureVerificationError,
};

use super::error::printable;
use super::metadata::{IdToken, IdTokenClaims, Metadata};
use super::providers::DEFAULT_KEY;
use super::{LoggedIn, LoginClient, LoginError, PendingLogin, Upstream};
use crate::domain::{NationalId, SecurityLevel, Timestamp};
use crate::tokens::verify::CLOCK_SKEW;

/// What ID-porten may sign with; nothing symmetric, nothing unsigned.
const RSA: [CoreJwsSigningAlgorithm; 3] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
];
/// What other providers may sign with besides.
const ELLIPTIC: CoreJwsSigningAlgorithm = CoreJwsSigningAlgorithm::EcdsaP256Sha256;

/// What the provider may sign with for us.
pub fn algorithms(client: &LoginClient) -> impl Iterator<Item = CoreJwsSigningAlgorithm> {
    let is_id_porten = client.key == DEFAULT_KEY;
    RSA.into_iter().chain((!is_id_porten).then_some(ELLIPTIC))
}

/// What the token endpoint gave.
pub struct Tokens {
    pub id_token: IdToken,
    pub access_token: AccessToken,
}

/// What the tokens are held against.
pub struct Expected<'a> {
    pub client: &'a LoginClient,
    pub pending: &'a PendingLogin,
    pub now: Timestamp,
}

/// Why the tokens were not accepted.
pub enum TokenFault {
    /// The token is signed with a key that we do not know: it may be newer than what we hold.
    UnknownKey,
    Refused(LoginError),
}

impl From<LoginError> for TokenFault {
    fn from(error: LoginError) -> Self {
        Self::Refused(error)
    }
}

impl TokenFault {
    pub fn into_error(self) -> LoginError {
        match self {
            Self::UnknownKey => not_trusted("the id token is signed with an unknown key"),
            Self::Refused(error) => error,
        }
    }
}

impl Expected<'_> {
    /// Validates the id token and reads who it is about.
    pub fn read(&self, metadata: &Metadata, tokens: &Tokens) -> Result<LoggedIn, TokenFault> {
        let client = metadata.client(&self.client.client_id, None);
        let verifier = self.verifier(client.id_token_verifier());
        let nonce = Nonce::new(self.pending.nonce.clone());
        let claims = tokens
            .id_token
            .claims(&verifier, &nonce)
            .map_err(token_fault)?;
        check_access_token(claims, &verifier, tokens)?;
        self.check_times(claims)?;
        self.check_authorized_party(claims)?;
        let (acr, level) = self.level(claims)?;
        Ok(LoggedIn {
            national_id: self.person(claims)?,
            level,
            upstream: Upstream {
                issuer: self.client.issuer.clone(),
                session: claims.additional_claims().sid.clone(),
                subject: claims.subject().to_string(),
                acr,
                amr: methods(claims),
                authenticated_at: claims
                    .auth_time()
                    .map_or_else(|| claims.issue_time().timestamp(), |at| at.timestamp()),
                id_token: tokens.id_token.to_string(),
            },
        })
    }

    /// `iss`, `aud`, `nonce` and the signature are the crate's to check: it takes no audience besides ours.
    fn verifier<'v>(&self, verifier: CoreIdTokenVerifier<'v>) -> CoreIdTokenVerifier<'v> {
        // The crate knows no skew: the clock that it asks goes slow instead.
        let now = SystemTime::from(self.now.minus(CLOCK_SKEW).as_datetime());
        verifier
            .set_allowed_algs(algorithms(self.client))
            .set_time_fn(move || now.into())
    }

    /// `iat` and `nbf`; `exp` is checked with the signature.
    fn check_times(&self, claims: &IdTokenClaims) -> Result<(), LoginError> {
        let latest = self.now.plus(CLOCK_SKEW).unix_seconds();
        if claims.issue_time().timestamp() > latest {
            return Err(not_trusted("the id token is from the future"));
        }
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are exact")]
        if claims
            .additional_claims()
            .nbf
            .is_some_and(|nbf| nbf > latest as f64)
        {
            return Err(not_trusted("the id token is not valid yet"));
        }
        self.check_freshness(claims)
    }

    /// Held against when the login was asked for: how long the person took is no fault.
    fn check_freshness(&self, claims: &IdTokenClaims) -> Result<(), LoginError> {
        let freshness = self.pending.freshness;
        let Some(oldest) = freshness.oldest() else {
            return Ok(());
        };
        let earliest = self.pending.started_at - oldest - CLOCK_SKEW.whole_seconds();
        match claims.auth_time() {
            Some(at) if at.timestamp() < earliest => Err(LoginError::TooOld),
            None if freshness.max_age.is_some() => {
                Err(not_trusted("the id token does not tell when the login was"))
            }
            _ => Ok(()),
        }
    }

    fn check_authorized_party(&self, claims: &IdTokenClaims) -> Result<(), LoginError> {
        match claims.authorized_party() {
            Some(party) if **party != self.client.client_id => {
                Err(not_trusted("the id token was made for another client"))
            }
            _ => Ok(()),
        }
    }

    fn level(&self, claims: &IdTokenClaims) -> Result<(String, SecurityLevel), LoginError> {
        let acr = claims.auth_context_ref().map(|acr| acr.to_string());
        let acr = acr.ok_or(LoginError::LevelTooLow)?;
        let level = self.client.levels.read(&acr);
        let level = level.filter(|level| *level >= self.pending.wanted);
        // Who logs in with an e-mail address lacks more than a level.
        if level.is_none() && claims.additional_claims().pid.is_none() {
            return Err(LoginError::NoPerson);
        }
        Ok((acr, level.ok_or(LoginError::LevelTooLow)?))
    }

    fn person(&self, claims: &IdTokenClaims) -> Result<NationalId, LoginError> {
        let pid = claims.additional_claims().pid.as_deref();
        let person = pid
            .and_then(NationalId::parse)
            .ok_or(LoginError::NoPerson)?;
        if self.client.require_synthetic_pid && !person.is_synthetic() {
            return Err(LoginError::NotInvented);
        }
        Ok(person)
    }
}

/// `at_hash` binds the access token to the id token (§3.1.3.8). ID-porten leaves it out; where it is, it must fit.
fn check_access_token(
    claims: &IdTokenClaims,
    verifier: &CoreIdTokenVerifier<'_>,
    tokens: &Tokens,
) -> Result<(), TokenFault> {
    let Some(said) = claims.access_token_hash() else {
        return Ok(());
    };
    let key = tokens.id_token.signing_key(verifier);
    let algorithm = tokens.id_token.signing_alg();
    let (Ok(key), Ok(algorithm)) = (key, algorithm) else {
        return Err(TokenFault::UnknownKey);
    };
    match AccessTokenHash::from_token(&tokens.access_token, algorithm, key) {
        Ok(hash) if hash == *said => Ok(()),
        _ => Err(not_trusted("the access token is not the id token's").into()),
    }
}

fn methods(claims: &IdTokenClaims) -> Vec<String> {
    let methods = claims.auth_method_refs().into_iter().flatten();
    methods.map(|method| method.to_string()).collect()
}

fn token_fault(problem: ClaimsVerificationError) -> TokenFault {
    match problem {
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        ) => TokenFault::UnknownKey,
        other => not_trusted(&printable(&other.to_string())).into(),
    }
}

fn not_trusted(why: &str) -> LoginError {
    LoginError::NotTrusted(why.to_owned())
}
