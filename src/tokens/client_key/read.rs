use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::{PublicKey, der, der_of, thumbprint};

/// The longest text that is read as a key, in bytes; a key of 4096 bits takes less than a quarter of it.
pub const MAX_KEY_TEXT: usize = 8 * 1024;
/// What a key may measure, in bits. Maskinporten takes none below 2048.
const BITS: std::ops::RangeInclusive<usize> = 2048..=4096;
/// The exponent that everybody uses; smaller ones have been the way into badly padded signatures.
const EXPONENT: [u8; 3] = [1, 0, 1];
/// What an elliptic or symmetric key, and the private half of an RSA key, have in a JSON Web Key (RFC 7518 §6).
const PRIVATE_PARTS: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];
const MAX_KID: usize = 100;

/// Why a text is no public key that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    Empty,
    TooLong,
    /// A private key was pasted: it is thrown away, and has been shown to others than its owner.
    Private,
    Unreadable,
    /// A key, but none for RSA.
    NotRsa,
    /// Below 2048 bits, an unusual exponent, or a modulus that cannot be one.
    Weak,
    /// Above 4096 bits.
    TooLarge,
    /// Its own id has signs that an id cannot have.
    KeyId,
    /// A key set with several keys, or none.
    NotOne,
}

/// Reads the public half of an RSA key, as PEM (RFC 7468) or as a JSON Web Key or a set of one (RFC 7517). What looks
/// like a private key is refused before anything else is done with it.
pub fn read_public_key(text: &str) -> Result<PublicKey, KeyFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(KeyFault::Empty);
    }
    if text.contains("PRIVATE KEY") {
        return Err(KeyFault::Private);
    }
    if text.len() > MAX_KEY_TEXT {
        return Err(KeyFault::TooLong);
    }
    match text.starts_with('{') {
        true => read_json(text),
        false => read_pem(text),
    }
}

fn read_pem(text: &str) -> Result<PublicKey, KeyFault> {
    if let Some(der) = der_of(text, "PUBLIC KEY") {
        let (n, e) = der::public_numbers(&der).ok_or(KeyFault::NotRsa)?;
        return checked(n, e, None);
    }
    let der = der_of(text, "RSA PUBLIC KEY").ok_or(KeyFault::Unreadable)?;
    let (n, e) = der::rsa_public_numbers(&der).ok_or(KeyFault::Unreadable)?;
    checked(n, e, None)
}

fn read_json(text: &str) -> Result<PublicKey, KeyFault> {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        return Err(KeyFault::Unreadable);
    };
    match object.get("keys") {
        None => read_jwk(&object),
        Some(Value::Array(keys)) => {
            let keys: Vec<&Map<String, Value>> = keys.iter().filter_map(Value::as_object).collect();
            if keys.iter().any(|key| is_private(key)) {
                return Err(KeyFault::Private);
            }
            match keys.as_slice() {
                [key] => read_jwk(key),
                _ => Err(KeyFault::NotOne),
            }
        }
        Some(_) => Err(KeyFault::Unreadable),
    }
}

fn is_private(key: &Map<String, Value>) -> bool {
    let is_symmetric = key.get("kty").and_then(Value::as_str) == Some("oct");
    is_symmetric || PRIVATE_PARTS.iter().any(|part| key.contains_key(*part))
}

fn read_jwk(key: &Map<String, Value>) -> Result<PublicKey, KeyFault> {
    if is_private(key) {
        return Err(KeyFault::Private);
    }
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    match text("kty") {
        Some("RSA") => {}
        Some(_) => return Err(KeyFault::NotRsa),
        None => return Err(KeyFault::Unreadable),
    }
    let number = |name: &str| {
        let bytes = text(name).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        bytes.ok_or(KeyFault::Unreadable)
    };
    checked(&number("n")?, &number("e")?, text("kid"))
}

fn checked(n: &[u8], e: &[u8], kid: Option<&str>) -> Result<PublicKey, KeyFault> {
    let bits = bits(n);
    if bits > *BITS.end() {
        return Err(KeyFault::TooLarge);
    }
    // An even number is no product of two odd primes.
    let is_even = n.last().is_none_or(|last| last % 2 == 0);
    if bits < *BITS.start() || is_even || e != EXPONENT {
        return Err(KeyFault::Weak);
    }
    let (n, e) = (URL_SAFE_NO_PAD.encode(n), URL_SAFE_NO_PAD.encode(e));
    let kid = match kid {
        Some(kid) if !is_key_id(kid) => return Err(KeyFault::KeyId),
        Some(kid) => kid.to_owned(),
        None => thumbprint(&n, &e),
    };
    Ok(PublicKey { kid, n, e })
}

fn bits(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    match number.get(zeros) {
        Some(first) => (number.len() - zeros) * 8 - first.leading_zeros() as usize,
        None => 0,
    }
}

/// An id that goes into addresses and on pages as it is.
fn is_key_id(kid: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~:".contains(&byte);
    (1..=MAX_KID).contains(&kid.len()) && kid.bytes().all(is_sign)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use base64::engine::general_purpose::STANDARD;
    use secrecy::ExposeSecret as _;
    use serde_json::json;

    use super::*;
    use crate::tokens::client_key::NewKey;

    fn jwk(bytes: &[u8], e: &[u8]) -> Value {
        json!({"kty": "RSA", "n": URL_SAFE_NO_PAD.encode(bytes), "e": URL_SAFE_NO_PAD.encode(e)})
    }

    fn modulus(bytes: usize) -> Vec<u8> {
        vec![0xff; bytes]
    }

    fn read(value: &Value) -> Result<PublicKey, KeyFault> {
        read_public_key(&value.to_string())
    }

    /// A SubjectPublicKeyInfo of these numbers.
    fn spki(key: &PublicKey) -> String {
        let n = URL_SAFE_NO_PAD.decode(&key.n).unwrap();
        let mut numbers = vec![0x02, 0x82, 1, 1, 0];
        numbers.extend(n);
        numbers.extend([0x02, 3, 1, 0, 1]);
        let mut key = vec![0x30, 0x82];
        key.extend(u16::try_from(numbers.len()).unwrap().to_be_bytes());
        key.extend(numbers);
        let algorithm = [
            0x30, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0,
        ];
        let mut inner = algorithm.to_vec();
        inner.extend([0x03, 0x82]);
        inner.extend(u16::try_from(key.len() + 1).unwrap().to_be_bytes());
        inner.push(0);
        inner.extend(key);
        let mut outer = vec![0x30, 0x82];
        outer.extend(u16::try_from(inner.len()).unwrap().to_be_bytes());
        outer.extend(inner);
        let body = STANDARD.encode(outer);
        format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----")
    }

    #[test]
    fn a_public_key_is_read_from_each_form() {
        let made = NewKey::make().unwrap().public;
        assert_eq!(read_public_key(&spki(&made)), Ok(made.clone()));
        let one = json!({"kty": "RSA", "n": made.n, "e": made.e});
        assert_eq!(read(&one), Ok(made.clone()));
        assert_eq!(read(&json!({"keys": [one]})), Ok(made));
    }

    #[test]
    fn a_private_key_is_refused_in_every_form() {
        let made = NewKey::make().unwrap();
        let pem = made.private_pem.expose_secret();
        let legacy = pem.replace("PRIVATE KEY", "RSA PRIVATE KEY");
        let jwk = made.private_jwk.expose_secret();
        let set = format!("{{\"keys\":[{jwk}]}}");
        let both = format!("{}\n{pem}", spki(&made.public));
        let huge = format!("{pem}{}", " x".repeat(MAX_KEY_TEXT));
        for text in [pem, &legacy, jwk, &set, &both, &huge] {
            assert_eq!(read_public_key(text), Err(KeyFault::Private));
        }
        assert_eq!(
            read(&json!({"kty": "oct", "k": "AQAB"})),
            Err(KeyFault::Private)
        );
    }

    #[test]
    fn weak_keys_are_refused() {
        let even = [&modulus(255)[..], &[0xfe]].concat();
        let padded = [&[0; 200][..], &modulus(128)].concat();
        for key in [
            jwk(&modulus(128), &EXPONENT),
            jwk(&modulus(255), &EXPONENT),
            jwk(&padded, &EXPONENT),
            jwk(&even, &EXPONENT),
            jwk(&modulus(256), &[3]),
            jwk(&modulus(256), &[]),
        ] {
            assert_eq!(read(&key), Err(KeyFault::Weak), "{key}");
        }
        assert_eq!(
            read(&jwk(&modulus(513), &EXPONENT)),
            Err(KeyFault::TooLarge)
        );
        assert!(read(&jwk(&modulus(256), &EXPONENT)).is_ok());
    }

    #[test]
    fn what_is_no_key_is_told_apart() {
        for (text, fault) in [
            ("  ", KeyFault::Empty),
            ("ssh-rsa AAAAB3NzaC1yc2E", KeyFault::Unreadable),
            ("{", KeyFault::Unreadable),
            ("{\"kty\":\"EC\",\"crv\":\"P-256\"}", KeyFault::NotRsa),
            ("{\"keys\":[]}", KeyFault::NotOne),
            (
                "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQ==\n-----END PUBLIC KEY-----",
                KeyFault::NotRsa,
            ),
            (
                "-----BEGIN PUBLIC KEY-----\n%%%\n-----END PUBLIC KEY-----",
                KeyFault::Unreadable,
            ),
        ] {
            assert_eq!(read_public_key(text), Err(fault), "{text}");
        }
        let long = "x".repeat(MAX_KEY_TEXT + 1);
        assert_eq!(read_public_key(&long), Err(KeyFault::TooLong));
        let mut key = jwk(&modulus(256), &EXPONENT);
        key["kid"] = json!("../../x");
        assert_eq!(read(&key), Err(KeyFault::KeyId));
    }
}
