use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::signature::{ParsedPublicKey, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::jws::{Algorithm, Jws};
use super::verify::TokenError;

/// How many tokens a key remembers. When it is full it begins afresh.
const REMEMBERED: usize = 4_096;
/// The shortest modulus that is accepted, in bits.
const MIN_BITS: usize = 2048;

/// A public key of an issuer, with the tokens that it has been found to fit: checking a signature takes longer than all
/// else that a request does. They live no longer than the key; a key that is read again begins afresh.
pub struct IssuerKey {
    /// The key, made ready for each algorithm that it may be used with.
    ready: Vec<(Algorithm, ParsedPublicKey)>,
    /// By what the whole token hashes to.
    verified: Mutex<HashSet<[u8; 32]>>,
}

/// A key as a key set writes it (RFC 7517 §4, RFC 7518 §6.3).
#[derive(Deserialize)]
struct PublishedKey {
    kid: String,
    kty: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    n: String,
    e: String,
}

impl IssuerKey {
    /// A key of a key set that can verify tokens of an issuer that signs with one of `allowed`, by its id. None for a key
    /// of another type, for another use or algorithm, or too short; such keys in a set are no fault.
    pub fn read(key: serde_json::Value, allowed: &[Algorithm]) -> Option<(String, Self)> {
        let key: PublishedKey = serde_json::from_value(key).ok()?;
        let verifies = |ops: &Vec<String>| ops.iter().any(|op| op == "verify");
        let is_for_signatures = key.usage.as_deref().is_none_or(|usage| usage == "sig")
            && key.key_ops.as_ref().is_none_or(verifies);
        if key.kty != "RSA" || !is_for_signatures {
            return None;
        }
        let allowed = allowed.iter().copied().filter(|algorithm| {
            let only = key.alg.as_deref();
            only.is_none_or(|only| Algorithm::parse(only) == Some(*algorithm))
        });
        let key_made = Self::from_numbers(&number(&key.n)?, &number(&key.e)?, allowed)?;
        Some((key.kid, key_made))
    }

    /// The key of these numbers, big-endian; None when it is too short or fits none of the algorithms.
    pub fn from_numbers(
        modulus: &[u8],
        exponent: &[u8],
        algorithms: impl Iterator<Item = Algorithm>,
    ) -> Option<Self> {
        if bits(modulus) < MIN_BITS {
            return None;
        }
        let key = RsaPublicKeyComponents {
            n: modulus,
            e: exponent,
        };
        let ready: Vec<_> = algorithms
            .filter_map(|algorithm| {
                let parsed = key.to_parsed_public_key(algorithm.parameters()).ok()?;
                Some((algorithm, parsed))
            })
            .collect();
        (!ready.is_empty()).then(|| Self {
            ready,
            verified: Mutex::default(),
        })
    }

    /// Checks that the token is signed by this key, in a way that its issuer uses.
    pub(super) fn check(&self, jws: &Jws<'_>) -> Result<(), TokenError> {
        let fitting = self.ready.iter().find(|(name, _)| *name == jws.algorithm);
        let (_, key) = fitting.ok_or(TokenError::WrongAlgorithm)?;
        let digest: [u8; 32] = Sha256::digest(jws.token).into();
        if self.verified().contains(&digest) {
            return Ok(());
        }
        key.verify_sig(jws.signed, &jws.signature)
            .map_err(|_| TokenError::BadSignature)?;
        let mut verified = self.verified();
        if verified.len() >= REMEMBERED {
            verified.clear();
        }
        verified.insert(digest);
        Ok(())
    }

    fn verified(&self) -> std::sync::MutexGuard<'_, HashSet<[u8; 32]>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Altinn's own key set writes padded base64 where RFC 7518 §6.3.1 says base64url; both are understood.
fn number(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').replace('+', "-");
    URL_SAFE_NO_PAD.decode(text.replace('/', "_")).ok()
}

/// How long a big-endian number is, without leading zeros.
fn bits(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    match number.get(zeros) {
        Some(first) => (number.len() - zeros) * 8 - first.leading_zeros() as usize,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use base64::engine::general_purpose::STANDARD;
    use serde_json::{Value, json};

    use super::*;
    use crate::tokens::SigningKey;

    const ALL: [Algorithm; 3] = [Algorithm::Rs256, Algorithm::Rs384, Algorithm::Rs512];

    fn published() -> Value {
        let pem = include_str!("../sandbox/keys/dts-tjenesteeier.pem");
        let key = SigningKey::from_pem("one", pem).unwrap();
        let mut key = serde_json::to_value(key.public()).unwrap();
        key.as_object_mut().unwrap().remove("alg");
        key
    }

    fn with(name: &str, value: Value) -> Value {
        let mut key = published();
        key[name] = value;
        key
    }

    fn is_usable(key: Value) -> bool {
        IssuerKey::read(key, &ALL).is_some()
    }

    #[test]
    fn only_keys_for_signatures_of_the_right_type_and_length_are_used() {
        assert!(is_usable(published()));
        assert!(is_usable(with("alg", json!("RS384"))));
        assert!(is_usable(with("key_ops", json!(["verify"]))));
        let short = URL_SAFE_NO_PAD.encode([0xff_u8; 128]);
        let padded = URL_SAFE_NO_PAD.encode([[0_u8; 128], [0xff; 128]].concat());
        for bad in [
            with("use", json!("enc")),
            with("key_ops", json!(["encrypt"])),
            with("alg", json!("RSA-OAEP")),
            with("alg", json!("PS256")),
            with("alg", json!("HS256")),
            with("kty", json!("EC")),
            with("kty", json!("oct")),
            with("n", json!(short)),
            with("n", json!(padded)),
            with("n", json!("")),
            with("n", json!("not base64!")),
            with("kid", Value::Null),
            json!({"kty": "oct", "kid": "one", "k": "c2VjcmV0"}),
            json!("a key"),
        ] {
            assert!(!is_usable(bad.clone()), "{bad}");
        }
    }

    #[test]
    fn a_key_is_used_with_no_algorithm_that_the_issuer_does_not_use() {
        let key = with("alg", json!("RS512"));
        assert!(IssuerKey::read(key, &[Algorithm::Rs256]).is_none());
    }

    #[test]
    fn padded_base64_is_understood() {
        let key = published();
        let plain = URL_SAFE_NO_PAD.decode(key["n"].as_str().unwrap()).unwrap();
        assert!(is_usable(with("n", json!(STANDARD.encode(plain)))));
    }

    #[test]
    fn the_length_of_a_number_does_not_count_leading_zeros() {
        assert_eq!(bits(&[]), 0);
        assert_eq!(bits(&[0, 0]), 0);
        assert_eq!(bits(&[0, 1]), 1);
        assert_eq!(bits(&[0x80, 0]), 16);
    }
}
