use openidconnect::JsonWebKey as _;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClaimName, CoreClaimType, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
    CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreSubjectIdentifierType, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AdditionalProviderMetadata, Client, ClientId, ClientSecret,
    EmptyExtraTokenFields, EndSessionUrl, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, IdTokenFields, IssuerUrl, ProviderMetadata, RequestTokenError,
    StandardErrorResponse, StandardTokenResponse,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::error::printable;
use super::{LoginError, Prompt};
use crate::config::ClientAuthentication;

/// The largest answer that is read from a provider.
const MAX_ANSWER: usize = 256 * 1024;

/// The claims of ID-porten that the standard does not name.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct IdPortenClaims {
    /// The national identity number; absent for some who log in without one.
    pub pid: Option<String>,
    /// The provider's session (OpenID Connect Back-Channel Logout §2.1).
    pub sid: Option<String>,
    /// Before this time the token is not valid, in seconds since 1970 (RFC 7519 §4.1.5).
    pub nbf: Option<f64>,
}

impl AdditionalClaims for IdPortenClaims {}

pub type IdToken = openidconnect::IdToken<
    IdPortenClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

pub type IdTokenClaims = openidconnect::IdTokenClaims<IdPortenClaims, CoreGenderClaim>;

type TokenResponse = StandardTokenResponse<
    IdTokenFields<
        IdPortenClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type OidcClient = Client<
    IdPortenClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    TokenResponse,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the crate does not read of a provider's description.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct More {
    /// OpenID Connect RP-Initiated Logout §2.1.
    end_session_endpoint: Option<EndSessionUrl>,
    /// RFC 9207 §3: every answer names its issuer.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    /// Initiating User Registration via OpenID Connect §5.
    prompt_values_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for More {}

/// What a provider says of itself: its addresses and keys (OpenID Connect Discovery §3).
#[derive(Clone)]
pub struct Metadata(
    ProviderMetadata<
        More,
        CoreAuthDisplay,
        CoreClientAuthMethod,
        CoreClaimName,
        CoreClaimType,
        CoreGrantType,
        CoreJweContentEncryptionAlgorithm,
        CoreJweKeyManagementAlgorithm,
        CoreJsonWebKey,
        CoreResponseMode,
        CoreResponseType,
        CoreSubjectIdentifierType,
    >,
);

impl Metadata {
    pub async fn discover(issuer: &str, http: &reqwest::Client) -> Result<Self, LoginError> {
        let unavailable = |problem: String| LoginError::Unavailable(problem);
        let issuer = IssuerUrl::new(issuer.to_owned())
            .map_err(|problem| unavailable(problem.to_string()))?;
        let client = |request| send(http.clone(), request);
        ProviderMetadata::discover_async(issuer, &client)
            .await
            .map(Self)
            .map_err(|problem| unavailable(printable(&problem.to_string())))
    }

    pub fn client(&self, client_id: &str, secret: Option<&SecretString>) -> OidcClient {
        OidcClient::from_provider_metadata(
            self.0.clone(),
            ClientId::new(client_id.to_owned()),
            secret.map(|secret| ClientSecret::new(secret.expose_secret().to_owned())),
        )
    }

    /// The key of this id.
    pub fn key(&self, id: &str) -> Option<&CoreJsonWebKey> {
        let mut keys = self.0.jwks().keys().iter();
        keys.find(|key| key.key_id().is_some_and(|known| known.as_str() == id))
    }

    pub fn end_session(&self) -> Option<EndSessionUrl> {
        self.0.additional_metadata().end_session_endpoint.clone()
    }

    /// Whether every answer of the provider says who gives it.
    pub fn names_itself(&self) -> bool {
        let more = self.0.additional_metadata();
        more.authorization_response_iss_parameter_supported
    }

    /// Whether the provider follows `prompt`; one that does not say is taken to.
    pub fn follows(&self, prompt: Prompt) -> bool {
        let supported = &self.0.additional_metadata().prompt_values_supported;
        supported
            .as_ref()
            .is_none_or(|values| values.iter().any(|value| value == prompt.as_str()))
    }
}

impl ClientAuthentication {
    pub(super) fn secret(&self) -> Option<&SecretString> {
        match self {
            Self::Secret(secret) => Some(secret),
            Self::PrivateKey { .. } => None,
        }
    }
}

/// A call that failed below HTTP, or an answer too large.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error(transparent)]
    Shape(#[from] http::Error),
    #[error("the answer is too large")]
    TooLarge,
}

/// Carries a request of the `openidconnect` crate, which speaks another version of reqwest than we do.
pub async fn send(http: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, SendError> {
    let (parts, body) = request.into_parts();
    let answer = http
        .request(parts.method, parts.uri.to_string())
        .headers(parts.headers)
        .body(body)
        .send()
        .await?;
    let mut response = http::Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        headers.clone_from(answer.headers());
    }
    let body = answer.bytes().await?;
    if body.len() > MAX_ANSWER {
        return Err(SendError::TooLarge);
    }
    Ok(response.body(body.to_vec())?)
}

pub fn token_error(
    error: RequestTokenError<SendError, StandardErrorResponse<CoreErrorResponseType>>,
) -> LoginError {
    match error {
        RequestTokenError::ServerResponse(answer) => {
            LoginError::Refused(printable(&answer.to_string()))
        }
        RequestTokenError::Request(problem) => {
            LoginError::Unavailable(printable(&problem.to_string()))
        }
        other => LoginError::NotTrusted(printable(&other.to_string())),
    }
}
