//! From whom, for whom, and for what.

use fullmakt::domain::scope::{SYSTEM_ADMIN, SYSTEM_WRITE};
use serde_json::{Value, json};

use super::{Case, Good};

pub fn cases(good: &Good<'_>) -> Vec<Case> {
    let mut cases = issuers(good);
    cases.extend(audiences(good));
    cases.extend(scopes(good));
    cases.extend(kinds(good));
    cases
}

fn issuers(good: &Good<'_>) -> Vec<Case> {
    let keys = &good.scene.keys;
    let issuer = keys.maskinporten.issuer.as_str();
    let said = |name: &str, value: Value| good.named(name, "iss", value, 401);
    vec![
        said("iss without its slash", json!(issuer.trim_end_matches('/'))),
        said("iss with a slash more", json!(format!("{issuer}/"))),
        said("iss in upper case", json!(issuer.to_uppercase())),
        said(
            "iss by another scheme",
            json!(issuer.replace("http:", "https:")),
        ),
        said("iss with more at the end", json!(format!("{issuer}x"))),
        said(
            "iss with more before",
            json!(format!("https://evil.example/?{issuer}")),
        ),
        said(
            "iss with a user's name",
            json!(issuer.replace("//", "//evil@")),
        ),
        said("iss with a blank", json!(format!("{issuer} "))),
        said(
            "iss is a part of the issuer",
            json!(&issuer[..issuer.len() - 2]),
        ),
        said(
            "iss is the real Maskinporten",
            json!("https://maskinporten.no/"),
        ),
        said(
            "iss is ID-porten, whose key has the same kid",
            json!(keys.id_porten.issuer),
        ),
        said("iss is this installation", json!(good.scene.app.url)),
        said("iss is an array", json!([issuer])),
        said("iss is empty", json!("")),
        said("iss is null", json!(null)),
        good.without("iss", 401),
        id_portens(good),
    ]
}

/// A good token of another issuer that is known here, which opens nothing until it is exchanged.
fn id_portens(good: &Good<'_>) -> Case {
    let issuer = json!(good.scene.keys.id_porten.issuer);
    let name = "ID-porten's own token";
    let mut case = good.named(name, "iss", issuer, 401);
    case.sign["key"] = json!("rsa-idporten");
    case
}

fn audiences(good: &Good<'_>) -> Vec<Case> {
    let us = good.scene.app.url.as_str();
    vec![
        good.without("aud", 200),
        good.claim("aud", json!(us), 200),
        good.claim("aud", json!(format!("{us}/")), 200),
        good.claim("aud", json!(["https://other.example", us]), 200),
        good.claim("aud", json!("https://other.example"), 401),
        good.claim("aud", json!(["https://other.example"]), 401),
        good.claim("aud", json!(format!("{us}.evil.example")), 401),
        good.claim("aud", json!(format!("{us}/x")), 401),
        good.claim("aud", json!(format!("{us}//")), 401),
        good.claim("aud", json!(format!("x{us}")), 401),
        good.claim("aud", json!("UNSPECIFIED"), 401),
        good.claim("aud", json!("unspecified "), 401),
        good.claim("aud", json!(""), 401),
        good.claim("aud", json!([]), 401),
        good.claim("aud", json!(7), 401),
        good.claim("aud", json!([us, 7]), 401),
        good.claim("aud", json!({"aud": us}), 401),
        good.claim("aud", json!(null), 401),
    ]
}

fn scopes(good: &Good<'_>) -> Vec<Case> {
    vec![
        good.claim("scope", json!(SYSTEM_ADMIN), 200),
        good.claim("scope", json!(format!("a  {SYSTEM_WRITE}  b")), 200),
        good.claim("scope", json!(SYSTEM_WRITE.to_uppercase()), 403),
        good.claim("scope", json!(&SYSTEM_WRITE[..SYSTEM_WRITE.len() - 1]), 403),
        good.claim("scope", json!(format!("{SYSTEM_WRITE}r")), 403),
        good.claim("scope", json!(format!("x{SYSTEM_WRITE}")), 403),
        good.claim("scope", json!(format!("a,{SYSTEM_WRITE}")), 403),
        good.claim("scope", json!(format!("a\t{SYSTEM_WRITE}")), 403),
        good.claim("scope", json!(format!("{SYSTEM_WRITE}\n")), 403),
        good.claim("scope", json!(format!("a\u{a0}{SYSTEM_WRITE}")), 403),
        good.claim("scope", json!("altinn:authentication/*"), 403),
        good.claim("scope", json!("*"), 403),
        good.claim("scope", json!(""), 403),
        good.without("scope", 403),
        good.claim("scope", json!([SYSTEM_WRITE]), 401),
        good.claim("scope", json!({"scope": SYSTEM_WRITE}), 401),
        good.claim("scope", json!(true), 401),
        good.claim("scope", json!(null), 401),
    ]
}

/// What kind of token it is, and how the client proved itself.
fn kinds(good: &Good<'_>) -> Vec<Case> {
    vec![
        good.claim("token_type", json!("bearer"), 200),
        good.without("token_type", 200),
        good.claim("token_type", json!("DPoP"), 401),
        good.claim("token_type", json!(["Bearer"]), 401),
        good.claim("token_type", json!(null), 401),
        good.claim(
            "cnf",
            json!({"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}),
            401,
        ),
        good.claim("cnf", json!(null), 401),
        good.claim("client_amr", json!("none"), 200),
        good.claim("client_amr", json!("something_new"), 200),
        good.without("client_amr", 200),
        good.claim("client_amr", json!(["private_key_jwt"]), 401),
        good.without("jti", 200),
        good.without("client_id", 200),
        good.claim("something_new", json!({"a": [1, null]}), 200),
    ]
}
