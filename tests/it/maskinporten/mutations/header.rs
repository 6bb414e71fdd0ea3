//! What the header says of the key, of the type, and of what must be understood.

use serde_json::{Value, json};

use super::{Case, Good};
use crate::maskinporten::{header, signed, with, without};

pub fn cases(good: &Good<'_>) -> Vec<Case> {
    let mut cases = key_ids(good);
    cases.extend(own_keys(good));
    cases.extend(types(good));
    cases
}

fn key_ids(good: &Good<'_>) -> Vec<Case> {
    let kid = |value: Value| {
        let name = format!("kid = {value}");
        good.by_hand(&name, with(&header(), "kid", value), "RS256", 401)
    };
    vec![
        good.header("kid is left out", without(&header(), "kid"), 401),
        kid(json!("unknown")),
        kid(json!("THE-KEY")),
        kid(json!("the-key ")),
        kid(json!("")),
        kid(json!("../../../../etc/passwd")),
        kid(json!("http://127.0.0.1:1/key")),
        kid(json!("x' or '1'='1")),
        kid(json!(7)),
        kid(json!(["the-key"])),
        kid(json!(null)),
    ]
}

/// Headers that bring a key along, or say where one is. Ours come from the issuer's own key set, whatever these say.
fn own_keys(good: &Good<'_>) -> Vec<Case> {
    let others = [
        ("jku", json!("http://127.0.0.1:1/jwk")),
        ("x5u", json!("http://127.0.0.1:1/x5u")),
        ("jwk", json!({"kty": "RSA", "e": "AQAB", "n": "AQAB"})),
        ("x5c", json!(["AAAA"])),
    ];
    let mut cases = Vec::new();
    for (name, value) in others {
        let header = with(&header(), name, value);
        let mut forged = good.by_hand("", header.clone(), "RS256", 401);
        forged.name = format!("{name} of a key of the caller's own, signed by it");
        forged.sign["key"] = json!("rsa-other");
        cases.push(forged);
        let mut without_id = good.by_hand("", without(&header, "kid"), "RS256", 401);
        without_id.name = format!("{name} instead of kid, signed by the caller's own key");
        without_id.sign["key"] = json!("rsa-other");
        cases.push(without_id);
        let ignored = format!("{name}, with the issuer's signature: not looked at");
        cases.push(good.by_hand(&ignored, header, "RS256", 200));
    }
    cases
}

fn types(good: &Good<'_>) -> Vec<Case> {
    let typ = |value: &str, status| {
        let name = format!("typ {value}");
        good.header(&name, with(&header(), "typ", json!(value)), status)
    };
    let must = |name: &str, crit: Value, status| {
        let header = with(&with(&header(), "crit", crit), "x", json!(1));
        good.by_hand(name, header, "RS256", status)
    };
    let unencoded = {
        let header = with(&header(), "b64", json!(false));
        with(&header, "crit", json!(["b64"]))
    };
    let token = good.claims.to_string();
    let doubled = format!("{},\"scope\":\"x\"}}", &token[..token.len() - 1]);
    let escaped = format!(
        "{},\"\\u0069ss\":\"https://maskinporten.no/\"}}",
        &token[..token.len() - 1]
    );
    let org = good.claims["consumer"].to_string();
    let two_ids = token.replace(&org, &org.replace('{', "{\"ID\":\"0192:310501018\","));
    let deep = token.replacen(
        '{',
        &format!("{{\"x\":{}{},", "[".repeat(40), "]".repeat(40)),
        1,
    );
    let long = with(&good.claims, "x", json!("x".repeat(20_000)));
    vec![
        typ("jwt", 200),
        typ("at+jwt", 200),
        typ("application/at+jwt", 200),
        typ("logout+jwt", 401),
        typ("dpop+jwt", 401),
        typ("oauth-authz-req+jwt", 401),
        typ("JOSE", 401),
        good.header("typ is left out", without(&header(), "typ"), 200),
        must("crit names an extension", json!(["x"]), 401),
        must("crit is empty", json!([]), 401),
        must("crit is null", json!(null), 401),
        good.by_hand(
            "crit b64, which would leave the payload unencoded",
            unencoded,
            "RS256",
            401,
        ),
        good.by_hand(
            "b64 without crit: not looked at",
            with(&header(), "b64", json!(false)),
            "RS256",
            200,
        ),
        good.payload("the payload has a claim twice", doubled.as_bytes(), 401),
        good.payload(
            "the payload has a claim twice, once escaped",
            escaped.as_bytes(),
            401,
        ),
        good.payload("the consumer has two IDs", two_ids.as_bytes(), 401),
        good.payload("the payload is nested 40 deep", deep.as_bytes(), 401),
        good.payload(
            "the payload is an array",
            format!("[{token}]").as_bytes(),
            401,
        ),
        good.payload("the payload is text", b"\"token\"", 401),
        good.payload("the payload is no JSON", b"iss=maskinporten", 401),
        good.payload("the payload is empty", b"", 401),
        good.payload(
            "more after the payload",
            format!("{token}{{}}").as_bytes(),
            401,
        ),
        good.payload(
            "the payload is no UTF-8",
            &[token.as_bytes(), b"\xff"].concat(),
            401,
        ),
        good.payload("no UTF-8 within a claim", &latin(&token), 401),
        good.payload(
            "the payload begins with a byte order mark",
            format!("\u{feff}{token}").as_bytes(),
            401,
        ),
        good.signed("longer than 16 kB", signed(long), 401),
    ]
}

/// A letter of Latin-1 in the client's id.
fn latin(token: &str) -> Vec<u8> {
    let (before, after) = token.split_once("a-client").unwrap();
    [before.as_bytes(), b"\xe6", after.as_bytes()].concat()
}
