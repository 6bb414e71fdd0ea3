use jsonwebtoken::jwk::{Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;

use super::pem::generate_pem;
use crate::db::{Db, DbError};
use crate::store::keys::{self, StoredKey};
use crate::world::World;

/// An RSA key that signs tokens with RS256 (RFC 7518 §3.3), as ID-porten, Maskinporten and Altinn do.
pub struct SigningKey {
    key_id: String,
    private: EncodingKey,
    public: Jwk,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("a key could not be made")]
    Generate,
    #[error("a stored or configured key is not usable: {0}")]
    Unusable(#[from] jsonwebtoken::errors::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl SigningKey {
    /// Reads a PKCS #8 key in PEM.
    pub fn from_pem(key_id: &str, pem: &str) -> Result<Self, KeyError> {
        let private = EncodingKey::from_rsa_pem(pem.as_bytes())?;
        let mut public = Jwk::from_encoding_key(&private, Algorithm::RS256)?;
        public.common.key_id = Some(key_id.to_owned());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        public.common.key_algorithm = Some(KeyAlgorithm::RS256);
        Ok(Self {
            key_id: key_id.to_owned(),
            private,
            public,
        })
    }

    /// The key kept for `purpose`; made and kept at the first call. Two processes that make one at once end with the same.
    pub async fn load_or_create(db: &Db, world: &World, purpose: &str) -> Result<Self, KeyError> {
        if let Some(kept) = keys::find(db, purpose).await? {
            return Self::from_pem(&kept.key_id, &kept.private_pem);
        }
        let made = StoredKey {
            key_id: world.random_id().to_string(),
            private_pem: generate_pem()?,
        };
        let mut tx = db.write().await?;
        if let Some(kept) = keys::find(&mut tx, purpose).await? {
            return Self::from_pem(&kept.key_id, &kept.private_pem);
        }
        keys::insert(&mut tx, purpose, &made, world.now()).await?;
        tx.commit().await?;
        Self::from_pem(&made.key_id, &made.private_pem)
    }

    /// Signs `claims`; `typ` is the header's media type, `JWT` where nothing else is asked for.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, KeyError> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.key_id.clone());
        Ok(encode(&header, claims, &self.private)?)
    }

    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The public half, for a key set (RFC 7517).
    pub fn public(&self) -> &Jwk {
        &self.public
    }
}
