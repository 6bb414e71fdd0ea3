//! Keys of a business's own client: made here and handed out once, or brought along as a public half.

mod der;
mod read;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::KeyError;
use super::digest::sha256;
use super::pem::generate_pem;
pub use read::{KeyFault, MAX_KEY_TEXT, read_public_key};

/// The public half of an RSA key: modulus and exponent in base64url (RFC 7518 §6.3.1), and what it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    pub kid: String,
    pub n: String,
    pub e: String,
}

/// A key that has just been made. Its private half exists here and in the answer to whoever asked for it, nowhere else;
/// it is never printed by accident.
pub struct NewKey {
    pub public: PublicKey,
    pub private_pem: SecretString,
    /// The same as a JSON Web Key (RFC 7517).
    pub private_jwk: SecretString,
}

impl NewKey {
    /// Makes an RSA key of 2048 bits.
    pub fn make() -> Result<Self, KeyError> {
        let pem = SecretString::from(generate_pem()?);
        let der = der_of(pem.expose_secret(), "PRIVATE KEY").ok_or(KeyError::Generate)?;
        let der::PrivateNumbers(numbers) = der::private_numbers(&der).ok_or(KeyError::Generate)?;
        let [n, e, d, p, q, dp, dq, qi] = numbers.map(|number| URL_SAFE_NO_PAD.encode(number));
        let kid = thumbprint(&n, &e);
        let jwk = json!({
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
            "n": n, "e": e, "d": d, "p": p, "q": q, "dp": dp, "dq": dq, "qi": qi,
        });
        Ok(Self {
            public: PublicKey { kid, n, e },
            private_pem: pem,
            private_jwk: format!("{jwk:#}").into(),
        })
    }
}

/// The key's JWK thumbprint (RFC 7638), which tells one key from all others.
fn thumbprint(n: &str, e: &str) -> String {
    let canonical = format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#);
    URL_SAFE_NO_PAD.encode(sha256(canonical.as_bytes()))
}

/// The content of a PEM block with this label (RFC 7468).
fn der_of(pem: &str, label: &str) -> Option<Vec<u8>> {
    let (_, rest) = pem.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
    let body: String = body.split_whitespace().collect();
    STANDARD.decode(body).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jsonwebtoken::jwk::Jwk;
    use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
    use serde_json::Value;

    #[test]
    fn what_a_new_key_signs_is_verified_by_its_public_half() {
        let key = NewKey::make().unwrap();
        let private =
            EncodingKey::from_rsa_pem(key.private_pem.expose_secret().as_bytes()).unwrap();
        let claims = json!({"exp": 99_999_999_999_i64});
        let token = encode(&Header::new(Algorithm::RS256), &claims, &private).unwrap();
        let public = DecodingKey::from_rsa_components(&key.public.n, &key.public.e).unwrap();
        let validation = Validation::new(Algorithm::RS256);
        assert!(decode::<Value>(&token, &public, &validation).is_ok());
        assert_eq!(key.public.e, "AQAB");
    }

    #[test]
    fn the_private_key_as_json_holds_the_same_numbers() {
        let key = NewKey::make().unwrap();
        let jwk: Value = serde_json::from_str(key.private_jwk.expose_secret()).unwrap();
        for part in ["d", "p", "q", "dp", "dq", "qi"] {
            assert!(jwk[part].as_str().unwrap().len() > 100, "{part}");
        }
        assert_eq!(jwk["kid"], key.public.kid);
        assert_eq!(jwk["n"], key.public.n);
    }

    #[test]
    fn the_thumbprint_is_that_of_the_standard() {
        // The example of RFC 7638 §3.1.
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        assert_eq!(
            thumbprint(n, "AQAB"),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
        let _: Jwk = serde_json::from_value(json!({"kty": "RSA", "n": n, "e": "AQAB"})).unwrap();
    }
}
