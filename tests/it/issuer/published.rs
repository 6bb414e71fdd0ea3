//! What we publish for those who verify our tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fullmakt::domain::scope::SYSTEM_WRITE;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::{Value, json};

use super::{CONFIGURATION, JWKS, exchange, exchanged, published_keys};
use crate::support::app::TestApp;
use crate::support::cast::VENDOR;
use crate::support::database::{Kind, kinds};
use crate::support::issuer::Issuer;
use crate::support::peers::Peer;

async fn get(app: &TestApp, path: &str) -> (reqwest::header::HeaderMap, Value) {
    let url = format!("{}{path}", app.url);
    let answer = app.http().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    (answer.headers().clone(), answer.json().await.unwrap())
}

#[tokio::test]
async fn the_metadata_say_what_there_is_and_nothing_that_is_not() {
    let app = TestApp::start(Kind::Sqlite).await;
    let (headers, document) = get(&app, CONFIGURATION).await;
    assert_eq!(
        document,
        json!({
            "issuer": format!("{}/authentication/api/v1/openid/", app.url),
            "jwks_uri": format!("{}{JWKS}", app.url),
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        })
    );
    assert_eq!(headers["cache-control"], "public, max-age=3600");
    assert_eq!(headers["content-type"], "application/json; charset=utf-8");
}

#[tokio::test]
async fn the_key_set_is_strict_base64url_and_holds_no_private_part_and_none_of_the_sandboxs_keys() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let (_, set) = get(&app, JWKS).await;
        let keys = set["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 1, "{kind:?}");
        let key = keys[0].as_object().unwrap();
        let mut names: Vec<&str> = key.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["alg", "e", "kid", "kty", "n", "use"]);
        assert_eq!(
            (&key["kty"], &key["alg"], &key["use"]),
            (&json!("RSA"), &json!("RS256"), &json!("sig"))
        );
        let modulus = URL_SAFE_NO_PAD.decode(key["n"].as_str().unwrap()).unwrap();
        assert_eq!((modulus.len(), modulus[0] >= 0x80), (256, true));
        assert_eq!(
            URL_SAFE_NO_PAD.decode(key["e"].as_str().unwrap()).unwrap(),
            [1, 0, 1]
        );
        assert_eq!(published_keys(&app).await, ["issuer-key"]);
    }
}

#[tokio::test]
async fn a_token_of_ours_is_verified_by_what_we_publish_alone() {
    let app = TestApp::start(Kind::Sqlite).await;
    let issuer = Issuer::of(&app).await;
    let answer = exchange(&app, "maskinporten", &issuer.token(VENDOR, SYSTEM_WRITE)).await;
    let token = exchanged(&answer);
    let (_, document) = get(&app, CONFIGURATION).await;
    let set: JwkSet = app
        .http()
        .get(document["jwks_uri"].as_str().unwrap())
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let key = set.find(&super::key_of(token)).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&[document["issuer"].as_str().unwrap()]);
    validation.set_required_spec_claims(&["exp", "iss", "nbf"]);
    let verified = decode::<Value>(token, &DecodingKey::from_jwk(key).unwrap(), &validation);
    assert!(verified.is_ok(), "{verified:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_library_verifies_our_token_from_our_metadata() {
    let app = TestApp::start(Kind::Sqlite).await;
    let issuer = Issuer::of(&app).await;
    let answer = exchange(&app, "maskinporten", &issuer.token(VENDOR, SYSTEM_WRITE)).await;
    let settings = json!({
        "configuration": format!("{}{CONFIGURATION}", app.url),
        "token": exchanged(&answer),
    });
    let Some(peer) = Peer::start("verify.mjs", settings).await else {
        return;
    };
    assert_eq!(peer.said["header"]["kid"], "issuer-key");
    assert_eq!(peer.said["payload"]["urn:altinn:orgNumber"], VENDOR);
}
