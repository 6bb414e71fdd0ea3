//! Grants by independent libraries at the sandbox's Maskinporten, and its tokens in their eyes.

mod form;
mod refused;

use fullmakt::domain::scope::{REQUEST_READ, SYSTEM_WRITE};
use fullmakt::world::World;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{KEY_ID, organization, signed, with};
use crate::support::app::TestApp;
use crate::support::cast::{VENDOR, VENDOR_CLIENT};
use crate::support::database::{Kind, kinds};
use crate::support::machine::{Answer, Machine, answer};
use crate::support::mint::Library;
use crate::support::stage::SYSTEMS;

const CLIENT: &str = "a-client-of-ones-own";
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The sandbox, with a clock that stands still.
struct Sandbox {
    app: TestApp,
    machine: Machine,
}

impl Sandbox {
    async fn start(kind: Kind) -> Self {
        let app = TestApp::start_on(World::stopped(), kind).await;
        Self {
            machine: app.machine(VENDOR_CLIENT),
            app,
        }
    }

    fn issuer(&self) -> String {
        format!("{}/sandbox/maskinporten/", self.app.url)
    }

    /// The claims of a good grant; `id` tells it from others.
    fn grant(&self, id: &str) -> Value {
        let now = self.app.now();
        json!({
            "iss": CLIENT,
            "aud": self.issuer(),
            "scope": format!("{SYSTEM_WRITE} {REQUEST_READ}"),
            "iat": now,
            "exp": now + 120,
            "jti": id,
        })
    }

    async fn post(&self, path: &str, content_type: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self
            .app
            .http()
            .post(format!("{}/sandbox/maskinporten/{path}", self.app.url))
            .header("content-type", content_type)
            .body(body);
        answer(request.send().await.unwrap()).await
    }

    /// Registers the client with a key of a library's.
    async fn register(&self, key: &Value) {
        let body = json!({
            "clientId": CLIENT,
            "orgNo": VENDOR,
            "scopes": [SYSTEM_WRITE, REQUEST_READ],
            "jwks": {"keys": [with(key, "kid", json!(KEY_ID))]},
        });
        let answer = self
            .post("clients", "application/json", body.to_string())
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    }

    async fn send(&self, assertion: &str) -> Answer {
        let form = format!(
            "grant_type={}&assertion={assertion}",
            GRANT_TYPE.replace(':', "%3A")
        );
        self.post("token", "application/x-www-form-urlencoded", form)
            .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_librarys_grant_gets_a_token_that_every_library_verifies_and_the_product_accepts() {
    for kind in kinds() {
        for library in Library::ALL {
            let sandbox = Sandbox::start(kind).await;
            let grant = sandbox.grant("1");
            let for_us = json!([sandbox.app.url, "https://other.example"]);
            let sign = [
                signed(grant.clone()),
                signed(with(&sandbox.grant("2"), "resource", for_us.clone())),
            ];
            let Some(minted) = library.run(&json!({"sign": sign})).await else {
                return;
            };
            sandbox.register(&minted.keys["rsa-one"]).await;
            let first = sandbox.send(&minted.signed[0]).await;
            assert_eq!(first.status, 200, "{kind:?} {library:?} {}", first.body);
            assert_eq!(first.headers["cache-control"], "no-store");
            assert_eq!(first.body["token_type"], "Bearer");
            assert_eq!(first.body["scope"], grant["scope"]);
            let token = first.body["access_token"].as_str().unwrap();
            for judge in Library::ALL {
                let claims = sandbox.judged(judge, token).await;
                assert_eq!(claims["consumer"], organization(VENDOR), "{judge:?}");
                assert_eq!(claims["client_amr"], "private_key_jwt");
                assert_eq!(claims["client_id"], CLIENT);
                assert_eq!(claims["aud"], "unspecified");
                let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
                assert_eq!(first.body["expires_in"], life);
            }
            assert_eq!(sandbox.machine.get(SYSTEMS, token).await.status, 200);
            let again = sandbox.send(&minted.signed[0]).await;
            assert_eq!(again.body["error"], "invalid_grant", "{}", again.body);

            let second = sandbox.send(&minted.signed[1]).await;
            let token = second.body["access_token"].as_str().unwrap();
            assert_eq!(sandbox.judged(library, token).await["aud"], for_us);
            assert_eq!(sandbox.machine.get(SYSTEMS, token).await.status, 200);
        }
    }
}

impl Sandbox {
    /// The claims of our token, as a library finds them with our published keys.
    async fn judged(&self, judge: Library, token: &str) -> Value {
        let issuer = self.issuer();
        let verify =
            json!([{"token": token, "jwks_uri": format!("{issuer}jwk"), "issuer": issuer}]);
        let minted = judge.run(&json!({"verify": verify})).await.unwrap();
        let verdict = &minted.verified[0];
        assert!(verdict["problem"].is_null(), "{judge:?} {verdict}");
        verdict["claims"].clone()
    }
}

#[tokio::test]
async fn the_metadata_says_what_is_true() {
    let sandbox = Sandbox::start(Kind::Sqlite).await;
    let issuer = sandbox.issuer();
    let document = format!("{issuer}.well-known/oauth-authorization-server");
    let document = sandbox.app.http().get(document).send().await.unwrap();
    let document: Value = document.json().await.unwrap();
    assert_eq!(document["issuer"], issuer);
    assert_eq!(document["token_endpoint"], format!("{issuer}token"));
    assert_eq!(document["jwks_uri"], format!("{issuer}jwk"));
    assert_eq!(document["grant_types_supported"], json!([GRANT_TYPE]));
    let algorithms = &document["token_endpoint_auth_signing_alg_values_supported"];
    assert_eq!(*algorithms, json!(["RS256", "RS384", "RS512"]));
    let details = &document["authorization_details_types_supported"];
    assert_eq!(*details, json!(["urn:altinn:systemuser"]));
    assert_eq!(document["response_types_supported"], json!([]));
    let keys = sandbox
        .app
        .http()
        .get(format!("{issuer}jwk"))
        .send()
        .await
        .unwrap();
    let keys: Value = keys.json().await.unwrap();
    for key in keys["keys"].as_array().unwrap() {
        assert_eq!((&key["kty"], &key["use"]), (&json!("RSA"), &json!("sig")));
        assert!(key["kid"].is_string() && key.get("d").is_none());
    }
}
