//! Other keys, other algorithms, other signatures.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use serde_json::{Value, json};

use super::{Case, Good};
use crate::maskinporten::{header, signed, with};

pub fn cases(good: &Good<'_>) -> Vec<Case> {
    let mut cases = vec![good.claims("nothing is changed", good.claims.clone(), 200)];
    cases.extend(other_keys(good));
    cases.extend(other_algorithms(good));
    cases.extend(other_texts(good));
    cases
}

fn other_keys(good: &Good<'_>) -> Vec<Case> {
    let by = |key: &str| with(&signed(good.claims.clone()), "key", json!(key));
    let secret = |key: &str, algorithm: &str| {
        let header = with(&header(), "alg", json!(algorithm));
        let mut case = good.by_hand("", header, algorithm, 401);
        case.sign["key"] = json!(key);
        case.name = format!("{algorithm}, the public key as the secret ({key})");
        case
    };
    vec![
        good.signed("signed by a key of nobody's", by("rsa-other"), 401),
        good.signed(
            "signed by ID-porten's key of the same kid",
            by("rsa-idporten"),
            401,
        ),
        secret("secret-pem", "HS256"),
        secret("secret-jwk", "HS256"),
        secret("secret-n", "HS256"),
        secret("secret-pem", "HS512"),
    ]
}

fn other_algorithms(good: &Good<'_>) -> Vec<Case> {
    let alg = |name: Value| with(&header(), "alg", name);
    let by_curve = {
        let sign = with(&signed(good.claims.clone()), "key", json!("ec-one"));
        with(&sign, "header", alg(json!("ES256")))
    };
    vec![
        good.by_hand("alg none", alg(json!("none")), "", 401),
        good.by_hand("alg None", alg(json!("None")), "", 401),
        good.by_hand("alg nOnE", alg(json!("nOnE")), "", 401),
        good.by_hand(
            "alg none, with a good signature",
            alg(json!("none")),
            "RS256",
            401,
        ),
        good.by_hand("alg RS256, without a signature", header(), "", 401),
        good.by_hand(
            "alg HS256, with a good RS256 signature",
            alg(json!("HS256")),
            "RS256",
            401,
        ),
        good.by_hand(
            "alg RS384, signed with RS256",
            alg(json!("RS384")),
            "RS256",
            401,
        ),
        good.by_hand("alg RS256, signed with RS512", header(), "RS512", 401),
        good.by_hand("alg rs256", alg(json!("rs256")), "RS256", 401),
        good.by_hand("alg RS1", alg(json!("RS1")), "RS256", 401),
        good.by_hand("alg is an array", alg(json!(["RS256"])), "RS256", 401),
        good.by_hand("alg is null", alg(json!(null)), "RS256", 401),
        good.by_hand("alg is left out", json!({"kid": "the-key"}), "RS256", 401),
        good.header("alg PS256, the same key", alg(json!("PS256")), 401),
        good.signed("alg ES256, another key", by_curve, 401),
    ]
}

fn other_texts(good: &Good<'_>) -> Vec<Case> {
    vec![
        good.text("the signature is cut in half", |token| {
            let (signed, signature) = split(token);
            // Where four characters are three whole bytes: elsewhere it depends on the signature whether it can be read.
            format!("{signed}.{}", &signature[..168])
        }),
        good.text("the signature is left out", |token| {
            split(token).0.to_owned()
        }),
        good.text("the signature is empty", |token| {
            format!("{}.", split(token).0)
        }),
        good.text("the signature has one byte more", |token| {
            format!("{token}AA")
        }),
        good.text("one bit of the signature is another", |token| {
            let (signed, signature) = split(token);
            let mut bytes = B64.decode(signature).unwrap();
            bytes[100] ^= 1;
            format!("{signed}.{}", B64.encode(bytes))
        }),
        good.text("the signature is all zeros", |token| {
            format!("{}.{}", split(token).0, B64.encode([0_u8; 256]))
        }),
        good.text("one claim is changed afterwards", |token| {
            let parts: Vec<&str> = token.split('.').collect();
            let payload = B64.decode(parts[1]).unwrap();
            let payload = String::from_utf8(payload)
                .unwrap()
                .replace("systemregister", "x");
            format!("{}.{}.{}", parts[0], B64.encode(payload), parts[2])
        }),
        good.text("a part more at the end", |token| format!("{token}.e30")),
        good.text("a part more at the beginning", |token| {
            format!("e30.{token}")
        }),
        good.text("five parts, as an encrypted token", |token| {
            format!("{token}.e30.e30")
        }),
        good.text("an empty part more", |token| format!("{token}.")),
        good.text("padding after the signature", |token| format!("{token}==")),
        good.text("padding after the payload", |token| {
            token.replacen('.', "=.", 1)
        }),
        good.text("bits beyond the signature's last byte", |token| {
            // The last of the characters carries two bits; the other four must be zero.
            let (rest, last) = token.split_at(token.len() - 1);
            let next = match last {
                "A" => "B",
                "Q" => "R",
                "g" => "h",
                _ => "x",
            };
            format!("{rest}{next}")
        }),
        good.text("a character that is no base64url", |token| {
            format!("{}+A", &token[..token.len() - 2])
        }),
        good.text("percent-encoded", |token| token.replace('.', "%2E")),
        good.text("a blank within", |token| token.replacen('.', ". ", 1)),
        good.text("twice, with a comma", |token| format!("{token},{token}")),
        good.text("nothing but dots", |_| "..".to_owned()),
        good.text("nothing", |_| String::new()),
    ]
}

fn split(token: &str) -> (&str, &str) {
    token.rsplit_once('.').unwrap()
}
