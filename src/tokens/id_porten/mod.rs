//! Login at ID-porten, and at providers that speak the same: OpenID Connect authorization code flow with PKCE, state and
//! nonce (OpenID Connect Core §3.1, RFC 9700).

mod assertion;
mod description;
mod error;
mod id_token;
mod levels;
mod metadata;
mod providers;
mod redeem;
mod signature;
mod wish;

use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow};
use openidconnect::{
    AuthenticationContextClass, CsrfToken, LanguageTag, LogoutRequest, Nonce, PkceCodeChallenge,
    PostLogoutRedirectUrl, Scope,
};
use serde::{Deserialize, Serialize};
use time::Duration;

use super::TrustedIssuer;
use crate::config::ClientAuthentication;
use crate::domain::{Localized, NationalId, SecurityLevel};
use crate::world::World;
use description::Description;
use error::printable;
use id_token::{Expected, TokenFault, Tokens};
use metadata::{IdToken, Metadata};
use redeem::redirect_url;

pub use error::LoginError;
pub use levels::Levels;
pub use providers::{DEFAULT_KEY, Providers};
pub use signature::Signature;
pub use wish::{Freshness, LoginWish, Prompt};

/// How long a person may take to log in.
const LOGIN_LIFETIME: Duration = Duration::minutes(10);
/// How many random bytes `state` and `nonce` are made of.
const RANDOM_BYTES: u32 = 32;

/// This product's registration at a provider.
#[derive(Clone, Debug)]
pub struct LoginClient {
    /// What the provider is called in the settings.
    pub key: String,
    /// What people know the provider by.
    pub name: Localized,
    pub issuer: String,
    pub client_id: String,
    pub authentication: ClientAuthentication,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    pub levels: Levels,
    /// Whether only invented persons may log in there.
    pub require_synthetic_pid: bool,
    /// Where the provider sends the browser after login. No two providers have the same (RFC 9700 §4.4.2.2).
    pub redirect_uri: String,
    /// Where the provider sends the browser after logout.
    pub logout_return: String,
}

/// ID-porten or another provider, as this product uses it.
pub struct IdentityProvider {
    client: LoginClient,
    http: reqwest::Client,
    world: World,
    description: Description,
}

/// A login that has been sent off and not come back. Kept in the browser's own session, used once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PendingLogin {
    /// The key of the provider that was asked.
    #[serde(default = "default_key")]
    pub provider: String,
    state: String,
    nonce: String,
    verifier: String,
    /// The level that was asked for.
    pub wanted: SecurityLevel,
    #[serde(default)]
    freshness: Freshness,
    started_at: i64,
    /// Where to go after the login: a path on this portal, or an address that was found good.
    pub goto: String,
}

/// Logins that were begun before there were several providers.
fn default_key() -> String {
    DEFAULT_KEY.to_owned()
}

/// What the provider brings back in the address (OpenID Connect Core §3.1.2.5, RFC 9207).
#[derive(Debug, Deserialize)]
pub struct Callback {
    pub state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

/// A person whose identity a provider vouches for.
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
    /// The provider's own name for the person (`sub`): how it says whose sessions all have ended.
    pub subject: String,
    /// The authentication context class, as the provider wrote it.
    pub acr: String,
    /// How the person proved who it is (RFC 8176).
    pub amr: Vec<String>,
    /// When, in seconds since 1970. Before the login here if the person was logged in at the provider already.
    pub authenticated_at: i64,
    /// Says at the logout which login is to end.
    pub id_token: String,
}

impl IdentityProvider {
    pub fn new(client: LoginClient, http: reqwest::Client, world: World) -> Self {
        Self {
            description: Description::new(&client.issuer, http.clone(), world.clone()),
            client,
            http,
            world,
        }
    }

    /// What the provider is called in the settings.
    pub fn key(&self) -> &str {
        &self.client.key
    }

    /// What people know the provider by.
    pub fn name(&self) -> &Localized {
        &self.client.name
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
        TrustedIssuer::id_porten(&self.client.issuer)
    }

    /// The address to send the browser to, and what to remember meanwhile.
    pub async fn start(&self, wish: LoginWish) -> Result<(String, PendingLogin), LoginError> {
        let metadata = self.description.get().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let acr = self.client.levels.ask(wish.level).to_owned();
        let client = metadata.client(&self.client.client_id, None);
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new_random_len(RANDOM_BYTES),
                || Nonce::new_random_len(RANDOM_BYTES),
            )
            .set_redirect_uri(std::borrow::Cow::Owned(redirect_url(
                &self.client.redirect_uri,
            )?))
            .set_pkce_challenge(challenge)
            .add_scopes(self.client.scopes.iter().cloned().map(Scope::new))
            .add_auth_context_value(AuthenticationContextClass::new(acr))
            .add_ui_locale(LanguageTag::new(wish.language.tag().to_owned()));
        let asked = asked_for(&metadata, wish.freshness)?;
        if let Some(prompt) = asked.prompt {
            request = request.add_prompt(match prompt {
                Prompt::Login => CoreAuthPrompt::Login,
                Prompt::None => CoreAuthPrompt::None,
            });
        }
        if let Some(seconds) = asked.max_age {
            request = request.set_max_age(std::time::Duration::from_secs(seconds.into()));
        }
        let (url, state, nonce) = request.url();
        let pending = PendingLogin {
            provider: self.client.key.clone(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            wanted: wish.level,
            freshness: wish.freshness,
            started_at: self.world.now().unix_seconds(),
            goto: wish.goto,
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
        let metadata = self.description.get().await?;
        self.check_issuer(&callback, &metadata)?;
        if let Some(error) = &callback.error {
            return Err(refusal(error, callback.error_description.as_deref()));
        }
        let code = callback
            .code
            .ok_or_else(|| LoginError::NotTrusted("no code".to_owned()))?;
        let tokens = self.redeem(&metadata, code, pending).await?;
        self.read(&metadata, &tokens, pending).await
    }

    /// The address that ends the login at the provider too, and then comes back (OpenID Connect RP-Initiated Logout §2).
    pub async fn logout_url(&self, id_token: &str) -> Result<String, LoginError> {
        let metadata = self.description.get().await?;
        let end = metadata
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

    /// The answer must come to the browser that asked, from the provider that was asked, in time.
    fn check_started(&self, callback: &Callback, pending: &PendingLogin) -> Result<(), LoginError> {
        let age = self.world.now().unix_seconds() - pending.started_at;
        let is_ours = pending.provider == self.client.key
            && callback.state.as_deref() == Some(pending.state.as_str());
        match is_ours && age <= LOGIN_LIFETIME.whole_seconds() {
            true => Ok(()),
            false => Err(LoginError::NotStarted),
        }
    }

    /// RFC 9207 §2.4: an answer in another's name is refused, and one in nobody's where the provider names itself.
    fn check_issuer(&self, callback: &Callback, metadata: &Metadata) -> Result<(), LoginError> {
        let problem = match &callback.iss {
            Some(issuer) if *issuer == self.client.issuer => return Ok(()),
            Some(_) => "another issuer answered",
            None if metadata.names_itself() => "the answer does not say who gives it",
            None => return Ok(()),
        };
        Err(LoginError::NotTrusted(problem.to_owned()))
    }

    async fn read(
        &self,
        metadata: &Metadata,
        tokens: &Tokens,
        pending: &PendingLogin,
    ) -> Result<LoggedIn, LoginError> {
        let expected = Expected {
            client: &self.client,
            pending,
            now: self.world.now(),
        };
        match expected.read(metadata, tokens) {
            Ok(person) => Ok(person),
            Err(TokenFault::Refused(error)) => Err(error),
            Err(unknown) => match self.description.with_new_keys().await? {
                Some(fresh) => expected
                    .read(&fresh, tokens)
                    .map_err(TokenFault::into_error),
                None => Err(unknown.into_error()),
            },
        }
    }
}

impl PendingLogin {
    /// True for the login that `state` belongs to.
    pub fn is_for(&self, state: &str) -> bool {
        self.state == state
    }
}

/// What of the wish this provider understands.
fn asked_for(metadata: &Metadata, wished: Freshness) -> Result<Freshness, LoginError> {
    match wished.prompt {
        Some(prompt) if !metadata.follows(prompt) => match prompt {
            // The standard's other word for it.
            Prompt::Login => Ok(Freshness {
                prompt: None,
                max_age: Some(0),
            }),
            Prompt::None => Err(LoginError::MustAsk("it follows no prompt=none".to_owned())),
        },
        _ => Ok(wished),
    }
}

/// Why the provider logged nobody in (OpenID Connect Core §3.1.2.6, RFC 6749 §4.1.2.1).
fn refusal(error: &str, description: Option<&str>) -> LoginError {
    let words = printable(&format!("{error}: {}", description.unwrap_or_default()));
    match error {
        "access_denied" => LoginError::Cancelled,
        "login_required"
        | "interaction_required"
        | "consent_required"
        | "account_selection_required" => LoginError::MustAsk(words),
        "temporarily_unavailable" | "server_error" => LoginError::Unavailable(words),
        _ => LoginError::Refused(words),
    }
}
