//! A vendor tries the exchange of persons' tokens in the sandbox, from the login on.

use std::collections::HashMap;

use reqwest::header::LOCATION;
use serde_json::{Value, json};

use super::{claims_of, exchange, exchanged};
use crate::support::app::TestApp;
use crate::support::cast::{KARI, VENDOR};
use crate::support::database::{Kind, kinds};

const DEMO: (&str, &str) = (
    "bedriftshjelp-innlogging",
    "sandbox-bedriftshjelp-innlogging",
);
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// What comes back in the address after Kari was logged in for the client.
async fn sent_back(app: &TestApp, client: &str, scope: &str) -> HashMap<String, String> {
    let query = [
        ("client_id", client),
        ("redirect_uri", &format!("{}/sandbox", app.url)),
        ("response_type", "code"),
        ("scope", scope),
        ("state", "s"),
        ("nonce", "n"),
        ("acr_values", "idporten-loa-high"),
        ("login_hint", KARI),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let url = format!("{}/sandbox/idporten/authorize", app.url);
    let url = url::Url::parse_with_params(&url, query).unwrap();
    let answer = app.http().get(url).send().await.unwrap();
    let location = answer.headers()[LOCATION].to_str().unwrap();
    let location = url::Url::parse(location).unwrap();
    assert_eq!(location.path(), "/sandbox");
    location.query_pairs().into_owned().collect()
}

async fn redeem(app: &TestApp, (client, secret): (&str, &str), code: &str) -> Value {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &format!("{}/sandbox", app.url)),
        ("code_verifier", VERIFIER),
    ];
    let url = format!("{}/sandbox/idporten/token", app.url);
    let request = app.http().post(url).basic_auth(client, Some(secret));
    request
        .form(&form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_vendor_logs_a_person_in_and_exchanges_the_access_token() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let back = sent_back(&app, DEMO.0, "openid altinn:instances.read").await;
        let tokens = redeem(&app, DEMO, &back["code"]).await;
        assert_eq!(tokens["scope"], "altinn:instances.read openid");
        let access = tokens["access_token"].as_str().unwrap();
        let answer = exchange(&app, "id-porten", access).await;
        let ours = claims_of(exchanged(&answer));
        assert_eq!(ours["pid"], KARI);
        assert_eq!(ours["urn:altinn:authlevel"], 4);
        assert_eq!(ours["exp"], claims_of(access)["exp"]);
        assert_eq!(ours["consumer"]["ID"], format!("0192:{VENDOR}"), "{kind:?}");
        // The id token is the client's alone.
        let id_token = tokens["id_token"].as_str().unwrap();
        assert_eq!(exchange(&app, "id-porten", id_token).await.status, 401);
    }
}

#[tokio::test]
async fn a_client_gets_no_scope_that_it_has_not_registered() {
    let app = TestApp::start(Kind::Sqlite).await;
    let back = sent_back(&app, DEMO.0, "openid altinn:serviceowner").await;
    assert_eq!(back["error"], "invalid_scope");
    let plain = sent_back(&app, DEMO.0, "openid").await;
    let tokens = redeem(&app, DEMO, &plain["code"]).await;
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(exchange(&app, "id-porten", access).await.status, 403);
}

#[tokio::test]
async fn a_developers_own_client_has_the_scopes_that_it_was_added_with() {
    let app = TestApp::start(Kind::Sqlite).await;
    let add = async |body: Value| {
        let url = format!("{}/sandbox/idporten/clients", app.url);
        let answer = app.http().post(url).json(&body).send().await.unwrap();
        answer.status().as_u16()
    };
    let mut client = json!({
        "clientId": "mine", "clientSecret": "sixteen characters", "redirectUris": [format!("{}/sandbox", app.url)],
        "scopes": ["altinn:events.subscribe"], "orgNo": VENDOR,
    });
    assert_eq!(add(client.clone()).await, 201);
    let back = sent_back(&app, "mine", "openid altinn:events.subscribe").await;
    let tokens = redeem(&app, ("mine", "sixteen characters"), &back["code"]).await;
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(exchange(&app, "id-porten", access).await.status, 200);
    client["scopes"] = json!(["two words"]);
    assert_eq!(add(client.clone()).await, 400);
    client["scopes"] = json!([]);
    client["orgNo"] = json!("123");
    assert_eq!(add(client.clone()).await, 400);
    client["clientId"] = json!(DEMO.0);
    assert_eq!(add(client).await, 400);
}
