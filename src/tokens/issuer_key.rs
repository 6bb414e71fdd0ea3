use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonwebtoken::DecodingKey;
use sha2::{Digest, Sha256};

use super::caller::Claims;
use super::verify::{TokenError, decode_with};

/// How many tokens a key remembers. When it is full it begins afresh.
const REMEMBERED: usize = 4_096;

/// A public key of an issuer, with the tokens that it has been found to fit: checking a signature takes longer than all
/// else that a request does. They live no longer than the key; a key that is read again begins afresh.
pub struct IssuerKey {
    key: DecodingKey,
    /// By what the whole token hashes to.
    verified: Mutex<HashMap<[u8; 32], Arc<Claims>>>,
}

impl IssuerKey {
    pub fn new(key: DecodingKey) -> Self {
        Self {
            key,
            verified: Mutex::default(),
        }
    }

    /// The claims of a token whose signature fits. Times and audience are the caller's to check, each time.
    pub fn claims(&self, token: &str) -> Result<Arc<Claims>, TokenError> {
        let digest: [u8; 32] = Sha256::digest(token).into();
        if let Some(claims) = self.verified().get(&digest) {
            return Ok(claims.clone());
        }
        let claims: Arc<Claims> = Arc::new(decode_with(token, &self.key)?);
        let mut verified = self.verified();
        if verified.len() >= REMEMBERED {
            verified.clear();
        }
        verified.insert(digest, claims.clone());
        Ok(claims)
    }

    /// For tokens of other kinds than callers bring, which are not remembered.
    pub fn decoding_key(&self) -> &DecodingKey {
        &self.key
    }

    fn verified(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Arc<Claims>>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
