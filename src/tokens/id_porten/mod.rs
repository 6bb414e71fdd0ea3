//! Login at ID-porten, and at providers that speak the same: OpenID Connect authorization code flow with PKCE, state and nonce (OpenID Connect Core §3.1).

mod assertion;
mod metadata;
mod providers;

use openidconnect::core::{CoreAuthenticationFlow, CoreJwsSigningAlgorithm};
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, CsrfToken, LanguageTag, LogoutRequest, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    RedirectUrl, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use time::Duration;
use tokio::sync::RwLock;

use super::TrustedIssuer;
use crate::config::ClientAuthentication;
use crate::domain::{Language, NationalId, SecurityLevel, Timestamp};
use crate::world::World;
use metadata::{IdToken, IdTokenClaims, Metadata};

pub use providers::{DEFAULT_KEY, Providers};

/// How long a person may take to log in.
const LOGIN_LIFETIME: Duration = Duration::minutes(10);
/// How long ID-porten's own description of itself is used before it is read again.
const PROVIDER_FRESH_FOR: Duration = Duration::hours(1);

/// This product's registration at a provider.
#[derive(Clone, Debug)]
pub struct LoginClient {
    /// What the provider is called in the settings.
    pub key: String,
    pub issuer: String,
    pub client_id: String,
    pub authentication: ClientAuthentication,
    /// Where ID-porten sends the browser after login.
    pub redirect_uri: String,
    /// Where ID-porten sends the browser after logout.
    pub logout_return: String,
}

/// ID-porten or another provider, as this product uses it.
pub struct IdentityProvider {
    client: LoginClient,
    http: reqwest::Client,
    world: World,
    provider: RwLock<Option<(Metadata, Timestamp)>>,
}

/// A login that has been sent off and not come back. Kept in the browser's own session, used once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PendingLogin {
    state: String,
    nonce: String,
    verifier: String,
    wanted: SecurityLevel,
    started_at: i64,
    /// The path on this portal to return to.
    pub goto: String,
}

/// What ID-porten brings back in the address (OpenID Connect Core §3.1.2.5, RFC 9207).
#[derive(Debug, Deserialize)]
pub struct Callback {
    pub state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// A person whose identity ID-porten vouches for.
pub struct LoggedIn {
    pub national_id: NationalId,
    pub level: SecurityLevel,
    pub upstream: Upstream,
}

/// A login at a provider, as long as a session here rests on it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Upstream {
    pub issuer: String,
    /// The provider's own name for its session (`sid`, OpenID Connect Back-Channel Logout §2.1): how it says which has ended.
    pub session: Option<String>,
    /// The authentication context class, as the provider wrote it.
    pub acr: String,
    /// How the person proved who it is (RFC 8176).
    pub amr: Vec<String>,
    /// When, in seconds since 1970. Before the login here if the person was logged in at the provider already.
    pub authenticated_at: i64,
    /// Says at the logout which login is to end.
    pub id_token: String,
}

/// Why nobody was logged in.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    #[error("ID-porten cannot be reached: {0}")]
    Unavailable(String),
    #[error("the person cancelled")]
    Cancelled,
    #[error("ID-porten refused: {0}")]
    Refused(String),
    #[error("the answer belongs to no login that was started here, or came too late")]
    NotStarted,
    #[error("the answer is not to be trusted: {0}")]
    NotTrusted(String),
    #[error("the login is not strong enough")]
    LevelTooLow,
    #[error("the login carries no national identity number")]
    NoPerson,
    #[error("this installation's own key for ID-porten cannot be used")]
    OwnKey,
}

impl IdentityProvider {
    pub fn new(client: LoginClient, http: reqwest::Client, world: World) -> Self {
        Self {
            client,
            http,
            world,
            provider: RwLock::default(),
        }
    }

    /// What the provider is called in the settings.
    pub fn key(&self) -> &str {
        &self.client.key
    }

    /// Exactly as its tokens name it in `iss`.
    pub fn issuer(&self) -> &str {
        &self.client.issuer
    }

    /// What its tokens for us name in `aud`.
    pub fn client_id(&self) -> &str {
        &self.client.client_id
    }

    /// Where the keys are that its tokens are signed with, logout tokens among them.
    pub fn trusted_issuer(&self) -> TrustedIssuer {
        TrustedIssuer::openid_provider(&self.client.issuer)
    }

    /// The address to send the browser to, and what to remember meanwhile.
    pub async fn start(
        &self,
        wanted: SecurityLevel,
        language: Language,
        goto: &str,
    ) -> Result<(String, PendingLogin), LoginError> {
        let provider = self.provider().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = provider
            .client(&self.client.client_id, None)
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .set_redirect_uri(std::borrow::Cow::Owned(redirect_url(
                &self.client.redirect_uri,
            )?))
            .set_pkce_challenge(challenge)
            .add_auth_context_value(AuthenticationContextClass::new(wanted.acr().to_owned()))
            .add_ui_locale(LanguageTag::new(language.tag().to_owned()))
            .url();
        let pending = PendingLogin {
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            wanted,
            started_at: self.world.now().unix_seconds(),
            goto: goto.to_owned(),
        };
        Ok((url.to_string(), pending))
    }

    /// Turns the answer into a person. `pending` must have been taken out of the session before.
    pub async fn finish(
        &self,
        callback: Callback,
        pending: &PendingLogin,
    ) -> Result<LoggedIn, LoginError> {
        self.check_started(&callback, pending)?;
        if let Some(error) = callback.error {
            return Err(match error.as_str() {
                "access_denied" => LoginError::Cancelled,
                _ => LoginError::Refused(printable(&error)),
            });
        }
        let code = callback
            .code
            .ok_or_else(|| LoginError::NotTrusted("no code".to_owned()))?;
        let provider = self.provider().await?;
        let id_token = self.redeem(&provider, code, pending).await?;
        match self.read_token(&provider, &id_token, pending) {
            // The signing key may be newer than what we hold: read ID-porten's keys anew, once.
            Err(LoginError::NotTrusted(_)) => {
                let fresh = self.read_provider().await?;
                self.read_token(&fresh, &id_token, pending)
            }
            other => other,
        }
    }

    /// The address that ends the login at ID-porten too, and then comes back (OpenID Connect RP-Initiated Logout §2).
    pub async fn logout_url(&self, id_token: &str) -> Result<String, LoginError> {
        let provider = self.provider().await?;
        let end = provider
            .end_session()
            .ok_or_else(|| LoginError::Unavailable("it offers no logout".to_owned()))?;
        let hint: IdToken = id_token
            .parse()
            .map_err(|_| LoginError::NotTrusted("the kept token is unreadable".to_owned()))?;
        let back = PostLogoutRedirectUrl::new(self.client.logout_return.clone())
            .map_err(|_| LoginError::OwnKey)?;
        Ok(LogoutRequest::from(end)
            .set_id_token_hint(&hint)
            .set_post_logout_redirect_uri(back)
            .http_get_url()
            .to_string())
    }

    /// The answer must come to the browser that asked, from the issuer that was asked, in time.
    fn check_started(&self, callback: &Callback, pending: &PendingLogin) -> Result<(), LoginError> {
        let age = self.world.now().unix_seconds() - pending.started_at;
        if callback.state.as_deref() != Some(pending.state.as_str())
            || age > LOGIN_LIFETIME.whole_seconds()
        {
            return Err(LoginError::NotStarted);
        }
        match &callback.iss {
            Some(issuer) if *issuer != self.client.issuer => {
                Err(LoginError::NotTrusted("another issuer answered".to_owned()))
            }
            _ => Ok(()),
        }
    }

    async fn redeem(
        &self,
        provider: &Metadata,
        code: String,
        pending: &PendingLogin,
    ) -> Result<IdToken, LoginError> {
        let http = |request| metadata::send(self.http.clone(), request);
        let client = provider.client(&self.client.client_id, self.client.authentication.secret());
        let mut exchange = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| LoginError::Unavailable("it offers no token endpoint".to_owned()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.clone()))
            .set_redirect_uri(std::borrow::Cow::Owned(redirect_url(
                &self.client.redirect_uri,
            )?));
        if let ClientAuthentication::PrivateKey { key_id, pem } = &self.client.authentication {
            for (name, value) in assertion::parameters(&self.client, key_id, pem, &self.world)? {
                exchange = exchange.add_extra_param(name, value);
            }
        }
        let answer = exchange
            .request_async(&http)
            .await
            .map_err(metadata::token_error)?;
        // The access token is of no use here; naming its type makes sure that the answer was read whole.
        let _ = answer.token_type();
        answer
            .id_token()
            .cloned()
            .ok_or_else(|| LoginError::NotTrusted("no id token".to_owned()))
    }

    /// Validates the id token (OpenID Connect Core §3.1.3.7) and reads who it is about.
    fn read_token(
        &self,
        provider: &Metadata,
        token: &IdToken,
        pending: &PendingLogin,
    ) -> Result<LoggedIn, LoginError> {
        let client = provider.client(&self.client.client_id, None);
        let verifier = client.id_token_verifier().set_allowed_algs([
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        ]);
        let claims = token
            .claims(&verifier, &Nonce::new(pending.nonce.clone()))
            .map_err(|problem| LoginError::NotTrusted(problem.to_string()))?;
        let acr = claims.auth_context_ref().map(|acr| acr.to_string());
        let acr = acr.ok_or(LoginError::LevelTooLow)?;
        let level = SecurityLevel::parse_acr(&acr).ok_or(LoginError::LevelTooLow)?;
        if level < pending.wanted {
            return Err(LoginError::LevelTooLow);
        }
        let national_id = claims
            .additional_claims()
            .pid
            .as_deref()
            .and_then(NationalId::parse)
            .ok_or(LoginError::NoPerson)?;
        Ok(LoggedIn {
            national_id,
            level,
            upstream: Upstream {
                issuer: self.client.issuer.clone(),
                session: claims.additional_claims().sid.clone(),
                acr,
                amr: methods(claims),
                authenticated_at: claims
                    .auth_time()
                    .map_or_else(|| claims.issue_time().timestamp(), |at| at.timestamp()),
                id_token: token.to_string(),
            },
        })
    }

    async fn provider(&self) -> Result<Metadata, LoginError> {
        if let Some((provider, read_at)) = &*self.provider.read().await
            && self.world.now() < read_at.plus(PROVIDER_FRESH_FOR)
        {
            return Ok(provider.clone());
        }
        self.read_provider().await
    }

    async fn read_provider(&self) -> Result<Metadata, LoginError> {
        let provider = Metadata::discover(&self.client.issuer, &self.http).await?;
        *self.provider.write().await = Some((provider.clone(), self.world.now()));
        Ok(provider)
    }
}

impl PendingLogin {
    /// True for the login that `state` belongs to.
    pub fn is_for(&self, state: &str) -> bool {
        self.state == state
    }
}

fn methods(claims: &IdTokenClaims) -> Vec<String> {
    let methods = claims.auth_method_refs().into_iter().flatten();
    methods.map(|method| method.to_string()).collect()
}

fn redirect_url(address: &str) -> Result<RedirectUrl, LoginError> {
    RedirectUrl::new(address.to_owned()).map_err(|_| LoginError::OwnKey)
}

/// Another party's words, short and without control characters, fit for a log.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
