use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, Client, ClientId, ClientSecret, EmptyExtraTokenFields, EndSessionUrl,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IdTokenFields,
    IssuerUrl, ProviderMetadataWithLogout, RequestTokenError, StandardErrorResponse,
    StandardTokenResponse,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::{LoginError, printable};
use crate::config::ClientAuthentication;

/// The largest answer that is read from ID-porten.
const MAX_ANSWER: usize = 256 * 1024;

/// The claims of ID-porten that the standard does not name.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct IdPortenClaims {
    /// The national identity number; absent for some who log in without one.
    pub pid: Option<String>,
    /// The provider's session (OpenID Connect Back-Channel Logout §2.1).
    pub sid: Option<String>,
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

/// What ID-porten says of itself: its addresses and keys (OpenID Connect Discovery §3).
#[derive(Clone)]
pub struct Metadata(ProviderMetadataWithLogout);

impl Metadata {
    pub async fn discover(issuer: &str, http: &reqwest::Client) -> Result<Self, LoginError> {
        let unavailable = |problem: String| LoginError::Unavailable(problem);
        let issuer = IssuerUrl::new(issuer.to_owned())
            .map_err(|problem| unavailable(problem.to_string()))?;
        let client = |request| send(http.clone(), request);
        ProviderMetadataWithLogout::discover_async(issuer, &client)
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

    pub fn end_session(&self) -> Option<EndSessionUrl> {
        self.0.additional_metadata().end_session_endpoint.clone()
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
