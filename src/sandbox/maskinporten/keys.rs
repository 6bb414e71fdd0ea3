//! The public keys that a client is registered with.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// As many as a real client may have.
const MAX_KEYS: usize = 5;
const MAX_NAME: usize = 200;
/// What an RSA key may measure, in bytes of its modulus: 2048 to 4096 bits.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=512;
/// The one exponent that key makers use (F4); small ones are weak, and large ones slow whoever checks signatures.
const EXPONENT: &str = "AQAB";
/// Private members of keys (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// What is kept of the keys; or what is wrong with them.
pub fn check(keys: &[Value]) -> Result<Vec<Value>, &'static str> {
    if keys.is_empty() || keys.len() > MAX_KEYS {
        return Err("jwks.keys must hold 1 to 5 keys.");
    }
    let mut kept: Vec<Value> = Vec::new();
    for key in keys {
        let key = check_key(key)?;
        if kept.iter().any(|other| other["kid"] == key["kid"]) {
            return Err("Two keys have the same kid.");
        }
        kept.push(key);
    }
    Ok(kept)
}

fn check_key(key: &Value) -> Result<Value, &'static str> {
    if PRIVATE.iter().any(|part| key.get(part).is_some()) {
        return Err(
            "Send the public half of the key only; this private key is no secret any more.",
        );
    }
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let is_or_missing = |name: &str, allowed: &[&str]| {
        key.get(name).is_none() || text(name).is_some_and(|said| allowed.contains(&said))
    };
    if text("kty") != Some("RSA") {
        return Err("A key must be an RSA key.");
    }
    let key_id = text("kid").filter(|kid| is_key_id(kid));
    let key_id = key_id.ok_or("A key must have a kid of 1 to 200 printable characters.")?;
    if !is_or_missing("use", &["sig"]) || !is_or_missing("alg", &["RS256", "RS384", "RS512"]) {
        return Err("A key must be for signatures (use sig) by RS256, RS384 or RS512.");
    }
    let modulus = text("n").filter(|n| is_modulus(n));
    let modulus =
        modulus.ok_or("A key must have 2048 to 4096 bits, in base64url without padding.")?;
    if text("e") != Some(EXPONENT) {
        return Err("A key must have the exponent 65537 (AQAB).");
    }
    Ok(json!({"kty": "RSA", "use": "sig", "kid": key_id, "n": modulus, "e": EXPONENT}))
}

fn is_key_id(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// A number of enough bits, without leading zeros, and odd, as every product of two great primes is.
fn is_modulus(text: &str) -> bool {
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    let least = if bytes.len() == *MODULUS.start() {
        0x80
    } else {
        1
    };
    MODULUS.contains(&bytes.len())
        && bytes.first().is_some_and(|first| *first >= least)
        && bytes.last().is_some_and(|last| last % 2 == 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sandbox::demo::clients::SCRIPT_CLIENT;

    fn good() -> Value {
        let key = SCRIPT_CLIENT.key().unwrap();
        serde_json::to_value(key.public()).unwrap()
    }

    fn with(name: &str, value: Value) -> Value {
        let mut key = good();
        key[name] = value;
        key
    }

    #[test]
    fn a_key_is_kept_without_what_nobody_needs() {
        let kept = check(&[with("x5c", json!(["x".repeat(9_000)]))]).unwrap();
        assert!(kept[0].get("x5c").is_none());
        assert_eq!(kept[0]["n"], good()["n"]);
        assert!(check(&[good(), with("kid", json!("other"))]).is_ok());
    }

    #[test]
    fn private_parts_are_refused_even_when_they_are_empty() {
        for part in PRIVATE {
            let answer = check(&[with(part, json!(""))]);
            assert!(answer.unwrap_err().contains("public half"), "{part}");
        }
    }

    #[test]
    fn keys_that_are_weak_for_other_things_or_alike_are_refused() {
        let even = "A".repeat(342);
        let short = good()["n"].as_str().unwrap()[..171].to_owned();
        for bad in [
            with("kty", json!("EC")),
            with("kid", json!("")),
            with("kid", json!("x".repeat(201))),
            with("kid", json!("a\u{7}")),
            with("kid", json!(7)),
            with("use", json!("enc")),
            with("use", json!(null)),
            with("alg", json!("PS256")),
            with("alg", json!("HS256")),
            with("n", json!(short)),
            with("n", json!(even)),
            with("n", json!("x".repeat(700))),
            with("n", json!(format!("{}=", good()["n"].as_str().unwrap()))),
            with("e", json!("Aw")),
            with("e", json!("AAEAAQ")),
            with("e", json!(65537)),
            json!("key"),
            json!({"kty": "oct", "kid": "x"}),
        ] {
            assert!(check(std::slice::from_ref(&bad)).is_err(), "{bad}");
        }
        assert!(check(&[good(), good()]).unwrap_err().contains("same kid"));
        assert!(check(&[]).is_err());
        let many: Vec<Value> = (0..6).map(|n| with("kid", json!(n.to_string()))).collect();
        assert!(check(&many).is_err());
    }
}
