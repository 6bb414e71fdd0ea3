use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};

use crate::store::keys::StoredKey;

/// What a sealed key begins with, with the number of the way in which it was sealed.
const PREFIX: &str = "sealed:1:";
/// What a key in clear begins with (RFC 7468 §10).
const CLEAR: &str = "-----BEGIN";
/// Keeps what is derived here apart from what others may derive from the same secret (RFC 5869 §3.1).
const SALT: &[u8] = b"fullmakt keys at rest, 1";

/// Seals private keys for the database: AES-256-GCM, under a key derived from a configured secret (RFC 5869), bound to
/// what the private key is for and to its id, so that no row can be put in the place of another.
#[derive(Default)]
pub struct Sealer {
    /// The one that seals. None in a sandbox without one, where keys lie in clear.
    current: Option<Secret>,
    /// Those that still open what was sealed with them.
    former: Vec<Secret>,
}

struct Secret {
    key: RandomizedNonceKey,
    /// Names the secret without telling it.
    id: String,
}

/// A private key, opened.
pub struct Opened {
    pub private_pem: String,
    /// Whether it lies as it should: sealed with the secret in use, or in clear where there is none.
    pub is_current: bool,
}

/// Why a key cannot be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error(
        "the signing keys in this database are sealed with another secret than keys.secret; set the one that they were \
         sealed with, or name it in keys.old_secrets to change to the new one"
    )]
    OtherSecret,
    #[error(
        "the signing keys in this database are sealed, and keys.secret is not set; set the secret that they were sealed with"
    )]
    NoSecret,
    #[error(
        "a signing key in this database has been tampered with, or was put in the place of another"
    )]
    Tampered,
    #[error("a signing key in this database is not written in a way that this version knows")]
    Unknown,
    #[error("the secret of keys.secret cannot be used")]
    Unusable,
}

/// The length that is asked of the derivation.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl Secret {
    fn new(secret: &SecretString) -> Result<Self, SealError> {
        let derived = |info: &[u8], out: &mut [u8]| {
            let secret = secret.expose_secret().as_bytes();
            let salt = Salt::new(HKDF_SHA256, SALT).extract(secret);
            salt.expand(&[info], Length(out.len()))
                .and_then(|okm| okm.fill(out))
                .map_err(|_| SealError::Unusable)
        };
        let (mut key, mut id) = ([0_u8; 32], [0_u8; 6]);
        derived(b"key", &mut key)?;
        derived(b"id", &mut id)?;
        Ok(Self {
            key: RandomizedNonceKey::new(&AES_256_GCM, &key).map_err(|_| SealError::Unusable)?,
            id: URL_SAFE_NO_PAD.encode(id),
        })
    }
}

impl Sealer {
    pub fn new(current: Option<&SecretString>, former: &[SecretString]) -> Result<Self, SealError> {
        Ok(Self {
            current: current.map(Secret::new).transpose()?,
            former: former.iter().map(Secret::new).collect::<Result<_, _>>()?,
        })
    }

    /// The private key as it is to be stored.
    pub fn seal(&self, purpose: &str, key_id: &str, pem: &str) -> Result<String, SealError> {
        let Some(secret) = &self.current else {
            return Ok(pem.to_owned());
        };
        let mut sealed = pem.as_bytes().to_vec();
        let nonce = secret
            .key
            .seal_in_place_append_tag(Aad::from(bound_to(purpose, key_id)), &mut sealed)
            .map_err(|_| SealError::Unusable)?;
        let whole = [nonce.as_ref().as_slice(), &sealed].concat();
        Ok(format!(
            "{PREFIX}{}:{}",
            secret.id,
            STANDARD_NO_PAD.encode(whole)
        ))
    }

    pub fn open(&self, purpose: &str, stored: &StoredKey) -> Result<Opened, SealError> {
        if stored.private_pem.starts_with(CLEAR) {
            return Ok(Opened {
                private_pem: stored.private_pem.clone(),
                is_current: self.current.is_none(),
            });
        }
        let sealed = stored.private_pem.strip_prefix(PREFIX);
        let parts = sealed.and_then(|sealed| sealed.split_once(':'));
        let (id, sealed) = parts.ok_or(SealError::Unknown)?;
        let secret = self.named(id)?;
        let sealed = STANDARD_NO_PAD
            .decode(sealed)
            .map_err(|_| SealError::Tampered)?;
        let private_pem = secret.open(&bound_to(purpose, &stored.key_id), &sealed)?;
        Ok(Opened {
            private_pem,
            is_current: self.current.as_ref().is_some_and(|now| now.id == id),
        })
    }

    fn named(&self, id: &str) -> Result<&Secret, SealError> {
        let mut all = self.current.iter().chain(&self.former);
        let missing = match self.current {
            Some(_) => SealError::OtherSecret,
            None => SealError::NoSecret,
        };
        all.find(|secret| secret.id == id).ok_or(missing)
    }
}

impl Secret {
    fn open(&self, bound_to: &[u8], sealed: &[u8]) -> Result<String, SealError> {
        let (nonce, sealed) = sealed
            .split_at_checked(NONCE_LEN)
            .ok_or(SealError::Tampered)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Tampered)?;
        let mut sealed = sealed.to_vec();
        let opened = self
            .key
            .open_in_place(nonce, Aad::from(bound_to), &mut sealed)
            .map_err(|_| SealError::Tampered)?;
        String::from_utf8(opened.to_vec()).map_err(|_| SealError::Tampered)
    }
}

/// What a sealed key cannot be taken away from.
fn bound_to(purpose: &str, key_id: &str) -> Vec<u8> {
    format!("{purpose}\n{key_id}").into_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PEM: &str = "-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----\n";

    fn sealer(current: &str, former: &[&str]) -> Sealer {
        let former: Vec<SecretString> = former.iter().map(|one| (*one).into()).collect();
        let current = (!current.is_empty()).then(|| SecretString::from(current));
        Sealer::new(current.as_ref(), &former).unwrap()
    }

    fn stored(key_id: &str, private_pem: String) -> StoredKey {
        StoredKey {
            key_id: key_id.to_owned(),
            private_pem,
        }
    }

    #[test]
    fn what_is_sealed_is_opened_by_its_own_secret_alone() {
        let sealed = sealer("one", &[]).seal("issuer", "k", PEM).unwrap();
        assert!(!sealed.contains("QUJD"));
        let key = stored("k", sealed);
        let opened = sealer("one", &[]).open("issuer", &key).unwrap();
        assert_eq!(
            (opened.private_pem.as_str(), opened.is_current),
            (PEM, true)
        );
        let opened = sealer("two", &["one"]).open("issuer", &key).unwrap();
        assert_eq!(
            (opened.private_pem.as_str(), opened.is_current),
            (PEM, false)
        );
        let failure = |sealer: Sealer| sealer.open("issuer", &key).err();
        assert_eq!(failure(sealer("two", &[])), Some(SealError::OtherSecret));
        assert_eq!(failure(sealer("", &[])), Some(SealError::NoSecret));
    }

    #[test]
    fn a_sealed_key_opens_nowhere_but_in_its_own_row() {
        let sealer = sealer("one", &[]);
        let sealed = sealer.seal("issuer", "k", PEM).unwrap();
        let other_id = sealer.open("issuer", &stored("l", sealed.clone()));
        assert_eq!(other_id.err(), Some(SealError::Tampered));
        let other_purpose = sealer.open("other", &stored("k", sealed.clone()));
        assert_eq!(other_purpose.err(), Some(SealError::Tampered));
    }

    #[test]
    fn a_sealed_key_that_was_changed_is_refused() {
        let sealer = sealer("one", &[]);
        let sealed = sealer.seal("issuer", "k", PEM).unwrap();
        let cut = sealed[..sealed.len() - 4].to_owned();
        let changed = match sealed.ends_with('A') {
            true => format!("{}B", &sealed[..sealed.len() - 1]),
            false => format!("{}A", &sealed[..sealed.len() - 1]),
        };
        for (bad, expected) in [
            (cut, SealError::Tampered),
            (changed, SealError::Tampered),
            (sealed.replace("sealed:1:", "sealed:2:"), SealError::Unknown),
            (String::new(), SealError::Unknown),
        ] {
            let opened = sealer.open("issuer", &stored("k", bad));
            assert_eq!(opened.err(), Some(expected));
        }
    }

    #[test]
    fn a_key_in_clear_is_read_and_wants_sealing_once_there_is_a_secret() {
        let key = stored("k", PEM.to_owned());
        assert!(sealer("", &[]).open("issuer", &key).unwrap().is_current);
        assert!(!sealer("one", &[]).open("issuer", &key).unwrap().is_current);
        assert_eq!(sealer("", &[]).seal("issuer", "k", PEM).unwrap(), PEM);
    }

    #[test]
    fn the_same_key_is_never_sealed_to_the_same_text() {
        let sealer = sealer("one", &[]);
        let seal = || sealer.seal("issuer", "k", PEM).unwrap();
        assert_ne!(seal(), seal());
    }
}
