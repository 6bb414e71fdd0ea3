//! The token endpoint: a code for tokens (OpenID Connect Core §3.1.3).

use openidconnect::{
    AuthorizationCode, OAuth2TokenResponse as _, PkceCodeVerifier, RedirectUrl, TokenResponse as _,
};

use super::id_token::Tokens;
use super::metadata::{self, Metadata};
use super::{IdentityProvider, LoginError, PendingLogin, assertion};
use crate::config::ClientAuthentication;

impl IdentityProvider {
    pub(super) async fn redeem(
        &self,
        metadata: &Metadata,
        code: String,
        pending: &PendingLogin,
    ) -> Result<Tokens, LoginError> {
        let http = |request| metadata::send(self.http.clone(), request);
        let client = metadata.client(&self.client.client_id, self.client.authentication.secret());
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
        let id_token = answer.id_token().cloned();
        Ok(Tokens {
            id_token: id_token.ok_or_else(|| LoginError::NotTrusted("no id token".to_owned()))?,
            access_token: answer.access_token().clone(),
        })
    }
}

pub(super) fn redirect_url(address: &str) -> Result<RedirectUrl, LoginError> {
    RedirectUrl::new(address.to_owned()).map_err(|_| LoginError::OwnKey)
}
