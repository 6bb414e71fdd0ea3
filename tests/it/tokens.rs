//! Attacks on the check of tokens, through an API; and on the sandbox's Maskinporten, which must not be easier to fool
//! than the real one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use fullmakt::domain::scope::{REQUEST_READ, SYSTEM_WRITE};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, encode};
use serde_json::{Value, json};

use crate::support::app::TestApp;
use crate::support::cast;
use crate::support::database::{Kind, kinds};
use crate::support::issuer::Issuer;
use crate::support::machine::{Machine, VENDOR_SCOPES};
use crate::support::stage::SYSTEMS;

/// Tokens are checked without the database, so one kind is enough for what no row decides.
async fn vendor() -> (TestApp, Issuer, Machine) {
    let app = TestApp::start(Kind::Sqlite).await;
    let issuer = Issuer::of(&app).await;
    let machine = app.machine(cast::VENDOR_CLIENT);
    (app, issuer, machine)
}

/// What the register of systems answers to a token.
async fn status(machine: &Machine, token: &str) -> u16 {
    machine.get(SYSTEMS, token).await.status.as_u16()
}

fn with(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    claims[name] = value;
    claims
}

fn without(claims: &Value, name: &str) -> Value {
    let mut claims = claims.clone();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn unsigned(header: Value, claims: &Value) -> String {
    let part = |value: &Value| B64.encode(value.to_string());
    format!("{}.{}.", part(&header), part(claims))
}

#[tokio::test]
async fn a_good_token_is_accepted() {
    let (_app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    assert_eq!(status(&machine, &issuer.sign(&claims)).await, 200);
}

#[tokio::test]
async fn a_token_without_a_signature_is_refused() {
    let (_app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    for algorithm in ["none", "None", "NONE", "RS256"] {
        let header = json!({"alg": algorithm, "typ": "JWT", "kid": issuer.key_id});
        let token = unsigned(header, &claims);
        assert_eq!(status(&machine, &token).await, 401, "{algorithm}");
    }
}

#[tokio::test]
async fn the_public_key_is_no_shared_secret() {
    let (_app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    let private = EncodingKey::from_rsa_pem(issuer.pem.as_bytes()).unwrap();
    let public = Jwk::from_encoding_key(&private, Algorithm::RS256).unwrap();
    let public = serde_json::to_value(&public).unwrap();
    let modulus = B64.decode(public["n"].as_str().unwrap()).unwrap();
    for secret in [
        modulus,
        public["n"].to_string().into_bytes(),
        public.to_string().into_bytes(),
    ] {
        let key = EncodingKey::from_secret(&secret);
        let token = encode(&issuer.header(Algorithm::HS256), &claims, &key).unwrap();
        assert_eq!(status(&machine, &token).await, 401);
    }
}

#[tokio::test]
async fn another_key_under_the_same_id_is_refused() {
    let (_app, mut foreign, machine) = vendor().await;
    let claims = foreign.claims(cast::VENDOR, SYSTEM_WRITE);
    foreign.pem = machine.pem();
    assert_eq!(status(&machine, &foreign.sign(&claims)).await, 401);
}

#[tokio::test]
async fn a_token_with_a_key_of_its_own_is_refused() {
    let (_app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    let key = EncodingKey::from_rsa_pem(machine.pem().as_bytes()).unwrap();
    let mut header = issuer.header(Algorithm::RS256);
    header.jwk = Some(Jwk::from_encoding_key(&key, Algorithm::RS256).unwrap());
    header.jku = Some("https://evil.example/jwk".to_owned());
    let token = encode(&header, &claims, &key).unwrap();
    assert_eq!(status(&machine, &token).await, 401);
    header.kid = None;
    let token = encode(&header, &claims, &key).unwrap();
    assert_eq!(status(&machine, &token).await, 401);
}

#[tokio::test]
async fn another_issuer_is_refused_even_with_the_right_key() {
    let (app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    let others = [
        "https://maskinporten.no/".to_owned(),
        issuer.address.trim_end_matches('/').to_owned(),
        issuer.address.to_uppercase(),
        // A trusted issuer too, but with a key of its own.
        format!("{}/sandbox/tokens/", app.url),
        // An issuer of logins, not of access tokens for APIs.
        format!("{}/sandbox/idporten", app.url),
    ];
    for other in others {
        let token = issuer.sign(&with(&claims, "iss", json!(other)));
        assert_eq!(status(&machine, &token).await, 401, "{other}");
    }
    let token = issuer.sign(&without(&claims, "iss"));
    assert_eq!(status(&machine, &token).await, 401);
}

#[tokio::test]
async fn a_token_outlives_its_end_by_the_clocks_difference_and_no_more() {
    let (_app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    let now = claims["iat"].as_i64().unwrap();
    // A little off the edges of ten seconds, as the request takes its time.
    for (name, moment, expected) in [
        ("exp", now - 11, 401),
        ("exp", now - 5, 200),
        ("nbf", now + 30, 401),
        ("nbf", now + 9, 200),
    ] {
        let token = issuer.sign(&with(&claims, name, json!(moment)));
        assert_eq!(
            status(&machine, &token).await,
            expected,
            "{name} {}",
            moment - now
        );
    }
    assert_eq!(
        status(&machine, &issuer.sign(&without(&claims, "exp"))).await,
        401
    );
    for never in [json!("never"), json!(null), json!(-1)] {
        let token = issuer.sign(&with(&claims, "exp", never.clone()));
        assert_eq!(status(&machine, &token).await, 401, "{never}");
    }
}

#[tokio::test]
async fn a_token_that_was_accepted_before_is_refused_when_its_time_is_over() {
    let (app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    let now = claims["iat"].as_i64().unwrap();
    let token = issuer.sign(&with(&claims, "exp", json!(now + 60)));
    assert_eq!(status(&machine, &token).await, 200);
    assert_eq!(status(&machine, &token).await, 200);
    app.advance(time::Duration::seconds(90));
    assert_eq!(status(&machine, &token).await, 401);
}

#[tokio::test]
async fn nothing_of_a_token_that_was_accepted_can_be_exchanged() {
    let (_app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    let accepted = issuer.sign(&claims);
    assert_eq!(status(&machine, &accepted).await, 200);
    let other = issuer.sign(&with(&claims, "jti", json!("another")));
    let accepted: Vec<&str> = accepted.split('.').collect();
    let other: Vec<&str> = other.split('.').collect();
    for mixed in [
        [accepted[0], other[1], accepted[2]],
        [accepted[0], accepted[1], other[2]],
        [accepted[0], accepted[1], ""],
    ] {
        assert_eq!(status(&machine, &mixed.join(".")).await, 401);
    }
}

#[tokio::test]
async fn a_token_for_somebody_else_is_refused() {
    let (app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    for (audience, expected) in [
        (json!("unspecified"), 200),
        (json!(app.url), 200),
        (json!(format!("{}/", app.url)), 200),
        (json!(["https://other.example", app.url]), 200),
        (json!("https://other.example"), 401),
        (json!(format!("{}.evil.example", app.url)), 401),
        (json!(format!("{}/x", app.url)), 401),
        (json!([]), 401),
        (json!(""), 401),
        (json!(7), 401),
    ] {
        let token = issuer.sign(&with(&claims, "aud", audience.clone()));
        assert_eq!(status(&machine, &token).await, expected, "{audience}");
    }
    let token = issuer.sign(&without(&claims, "aud"));
    assert_eq!(
        status(&machine, &token).await,
        200,
        "Maskinporten need not write one"
    );
}

#[tokio::test]
async fn a_scope_counts_only_as_a_whole_word() {
    let (_app, issuer, machine) = vendor().await;
    let near = [
        "altinn:authentication/systemregister",
        "altinn:authentication/systemregister.writer",
        "xaltinn:authentication/systemregister.write",
        "ALTINN:AUTHENTICATION/SYSTEMREGISTER.WRITE",
        "a,altinn:authentication/systemregister.write",
        "",
        REQUEST_READ,
    ];
    for scope in near {
        let answer = machine
            .get(SYSTEMS, &issuer.token(cast::VENDOR, scope))
            .await;
        assert_eq!(answer.status, 403, "{scope}");
        assert!(
            answer.body["detail"]
                .as_str()
                .unwrap()
                .contains(SYSTEM_WRITE)
        );
    }
    let among = format!("x {SYSTEM_WRITE} y");
    assert_eq!(
        status(&machine, &issuer.token(cast::VENDOR, &among)).await,
        200
    );
}

#[tokio::test]
async fn what_is_no_token_is_refused_with_the_challenge() {
    let (_app, issuer, machine) = vendor().await;
    let good = issuer.token(cast::VENDOR, SYSTEM_WRITE);
    let padded = with(
        &issuer.claims(cast::VENDOR, SYSTEM_WRITE),
        "x",
        json!("x".repeat(20_000)),
    );
    let (head, _) = good.rsplit_once('.').unwrap();
    for bad in [
        "garbage".to_owned(),
        ".".to_owned(),
        "..".to_owned(),
        head.to_owned(),
        format!("{good}x"),
        format!("{good}.{good}"),
        issuer.sign(&padded),
    ] {
        let answer = machine.get(SYSTEMS, &bad).await;
        assert_eq!(answer.status, 401, "{}", &bad[..bad.len().min(40)]);
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
}

#[tokio::test]
async fn the_schemes_case_does_not_matter_and_other_schemes_do_not_count() {
    let (_app, issuer, machine) = vendor().await;
    let token = issuer.token(cast::VENDOR, SYSTEM_WRITE);
    for (header, expected) in [
        (format!("Bearer {token}"), 200),
        (format!("bearer {token}"), 200),
        (format!("BEARER  {token}"), 200),
        (format!("Basic {token}"), 401),
        (token.clone(), 401),
        ("Bearer".to_owned(), 401),
        ("Bearer ".to_owned(), 401),
    ] {
        let answer = machine.get_with_authorization(SYSTEMS, &header).await;
        assert_eq!(
            answer.status.as_u16(),
            expected,
            "{}",
            &header[..header.len().min(12)]
        );
    }
}

#[tokio::test]
async fn a_token_with_a_claim_of_an_unexpected_shape_is_refused_not_read_as_nobodys() {
    let (_app, issuer, machine) = vendor().await;
    let claims = issuer.claims(cast::VENDOR, SYSTEM_WRITE);
    for (name, value) in [
        ("consumer", json!("0192:310801003")),
        (
            "consumer",
            json!({"authority": "other", "ID": "0192:310801003"}),
        ),
        (
            "consumer",
            json!({"authority": "iso6523-actorid-upis", "ID": "310801003"}),
        ),
        ("consumer", json!(null)),
        ("scope", json!([SYSTEM_WRITE])),
        ("authorization_details", json!([7])),
    ] {
        let token = issuer.sign(&with(&claims, name, value.clone()));
        assert_eq!(status(&machine, &token).await, 401, "{name} {value}");
    }
}

#[tokio::test]
async fn a_grant_is_held_to_its_rules() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let machine = app.machine(cast::VENDOR_CLIENT);
        let good = machine.grant(VENDOR_SCOPES);
        let now = good["iat"].as_i64().unwrap();
        for (name, value, error) in [
            ("exp", json!(now + 121), "invalid_grant"),
            ("exp", json!(now - 1), "invalid_grant"),
            ("iat", json!(now + 30), "invalid_grant"),
            ("iat", json!(now - 11), "invalid_grant"),
            (
                "aud",
                json!(format!("{}/sandbox/maskinporten", app.url)),
                "invalid_grant",
            ),
            ("aud", json!("https://maskinporten.no/"), "invalid_grant"),
            ("scope", json!("altinn:unknown"), "invalid_scope"),
            (
                "scope",
                json!(fullmakt::domain::scope::AUTHORIZE),
                "invalid_scope",
            ),
            ("iss", json!("nobody"), "invalid_grant"),
            ("iss", json!(cast::TAX_OWNER_CLIENT), "invalid_grant"),
        ] {
            let answer = machine.send_grant(&with(&good, name, value.clone())).await;
            let told = (answer.status.as_u16(), answer.body["error"].as_str());
            assert_eq!(told, (400, Some(error)), "{kind:?} {name} {value}");
            assert!(answer.body.get("access_token").is_none());
        }
    }
}

#[tokio::test]
async fn a_grant_is_used_once() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let machine = app.machine(cast::VENDOR_CLIENT);
        let grant = machine.grant(VENDOR_SCOPES);
        let first = machine.send_grant(&grant).await;
        assert_eq!(first.status, 200, "{}", first.body);
        assert_eq!(first.headers["cache-control"], "no-store");
        // Another text with the same id.
        let exp = grant["exp"].as_i64().unwrap();
        for again in [grant.clone(), with(&grant, "exp", json!(exp - 1))] {
            let answer = machine.send_grant(&again).await;
            assert_eq!(answer.body["error"], "invalid_grant", "{kind:?}");
        }
    }
}
