use openidconnect::JsonWebKey as _;
use openidconnect::core::CoreJwsSigningAlgorithm;

use super::IdentityProvider;
use super::id_token::algorithms;
use super::metadata::Metadata;

/// A signature, and what it should be over (RFC 7515 §5.2).
pub struct Signature<'a> {
    pub algorithm: CoreJwsSigningAlgorithm,
    pub key_id: &'a str,
    pub message: &'a [u8],
    pub bytes: &'a [u8],
}

impl IdentityProvider {
    /// Whether the signature is the provider's, in a way that it may sign for us. Its keys are read anew for one that is not
    /// known, unless that was done a short while ago.
    pub async fn has_signed(&self, signature: &Signature<'_>) -> bool {
        if !algorithms(&self.client).any(|allowed| allowed == signature.algorithm) {
            return false;
        }
        if let Ok(metadata) = self.description.get().await
            && let Some(fits) = fits(&metadata, signature)
        {
            return fits;
        }
        let renewed = self.description.with_new_keys().await.ok().flatten();
        renewed.is_some_and(|metadata| fits(&metadata, signature) == Some(true))
    }
}

/// None when the provider has no key of that id.
fn fits(metadata: &Metadata, signature: &Signature<'_>) -> Option<bool> {
    let key = metadata.key(signature.key_id)?;
    let verified = key.verify_signature(&signature.algorithm, signature.message, signature.bytes);
    Some(verified.is_ok())
}
