use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey};
use serde::Serialize;

use super::own::SealError;
use super::pem::generate_pem;
use crate::db::{Db, DbError};
use crate::store::keys::{self, DatedKey, StoredKey};
use crate::world::{World, chance};

/// An RSA key that signs tokens with RS256 (RFC 7518 §3.3), as ID-porten, Maskinporten and Altinn do.
pub struct SigningKey {
    key_id: String,
    /// Made ready once: reading a private key costs a good part of what signing does.
    private: RsaKeyPair,
    /// The header of its tokens, as it stands in them.
    header: String,
    public: Jwk,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("a key could not be made")]
    Generate,
    #[error("a stored or configured key is not usable: {0}")]
    Unusable(#[from] jsonwebtoken::errors::Error),
    #[error("a stored or configured key is not usable: {0}")]
    Rejected(#[from] aws_lc_rs::error::KeyRejected),
    #[error("a token could not be signed")]
    Sign,
    #[error("what a token should say cannot be written: {0}")]
    Claims(#[from] serde_json::Error),
    #[error(transparent)]
    Sealed(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl SigningKey {
    /// Reads a PKCS #8 key in PEM.
    pub fn from_pem(key_id: &str, pem: &str) -> Result<Self, KeyError> {
        #[derive(Serialize)]
        struct Header<'a> {
            typ: &'a str,
            alg: &'a str,
            kid: &'a str,
        }
        let header = Header {
            typ: "JWT",
            alg: "RS256",
            kid: key_id,
        };
        let read = EncodingKey::from_rsa_pem(pem.as_bytes())?;
        let mut public = Jwk::from_encoding_key(&read, Algorithm::RS256)?;
        public.common.key_id = Some(key_id.to_owned());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        public.common.key_algorithm = Some(KeyAlgorithm::RS256);
        Ok(Self {
            key_id: key_id.to_owned(),
            private: RsaKeyPair::from_der(read.as_bytes())?,
            header: URL_SAFE_NO_PAD.encode(serde_json::to_vec(&header)?),
            public,
        })
    }

    /// The key kept for `purpose`; made and kept at the first call. Two processes that make one at once end with the same.
    pub async fn load_or_create(db: &Db, world: &World, purpose: &str) -> Result<Self, KeyError> {
        if let Some(kept) = keys::find(db, purpose).await? {
            return Self::from_pem(&kept.key_id, &kept.private_pem);
        }
        let now = world.now();
        let made = DatedKey {
            key: StoredKey {
                key_id: world.random_id().to_string(),
                private_pem: generate_pem()?,
            },
            created_at: now,
            signs_from: now,
        };
        keys::insert_after(db, purpose, "", &made).await?;
        // Somebody else's, when that was faster.
        let kept = keys::find(db, purpose).await?.unwrap_or(made.key);
        Self::from_pem(&kept.key_id, &kept.private_pem)
    }

    /// Signs `claims` (RFC 7515 §5.1).
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, KeyError> {
        let claims = serde_json::to_vec(claims)?;
        let modulus = self.private.public_modulus_len();
        let mut token = String::with_capacity(self.header.len() + (claims.len() + modulus) * 3 / 2);
        token.push_str(&self.header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(&claims, &mut token);
        let mut signature = vec![0; modulus];
        self.private
            .sign(
                &RSA_PKCS1_SHA256,
                &chance(),
                token.as_bytes(),
                &mut signature,
            )
            .map_err(|_| KeyError::Sign)?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(&signature, &mut token);
        Ok(token)
    }

    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The public half, for a key set (RFC 7517).
    pub fn public(&self) -> &Jwk {
        &self.public
    }
}
