//! Others' key sets, as they may be served by somebody who means ill or is in trouble.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::get;
use fullmakt::db::Db;
use fullmakt::tokens::{SigningKey, TokenError, TrustedIssuer, Verifier, http_client};
use fullmakt::world::World;
use http::StatusCode;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use time::Duration;

use crate::support::cast::{OTHER_VENDOR_CLIENT, TAX_OWNER_CLIENT, VENDOR};
use crate::support::database::{Kind, TestDatabase, fresh};
use crate::support::machine::published_key;

/// An issuer whose key set is what the test says, with a verifier that trusts it.
struct Upstream {
    address: String,
    keys: Arc<Mutex<Value>>,
    is_down: Arc<AtomicBool>,
    asked: Arc<AtomicU32>,
    verifier: Arc<Verifier>,
    world: World,
    _database: TestDatabase,
}

fn key(id: &str) -> SigningKey {
    SigningKey::from_pem(id, &published_key(TAX_OWNER_CLIENT)).unwrap()
}

impl Upstream {
    async fn start(keys: Value) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let keys = Arc::new(Mutex::new(keys));
        let (is_down, asked) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicU32::new(0)),
        );
        let metadata = json!({"issuer": address, "jwks_uri": format!("{address}jwk")}).to_string();
        let (served, down, count) = (keys.clone(), is_down.clone(), asked.clone());
        let router = Router::new()
            .route(
                "/.well-known/oauth-authorization-server",
                get(async move || metadata),
            )
            .route(
                "/jwk",
                get(async move || {
                    count.fetch_add(1, Ordering::SeqCst);
                    match down.load(Ordering::SeqCst) {
                        true => (StatusCode::SERVICE_UNAVAILABLE, String::new()),
                        false => (
                            StatusCode::OK,
                            json!({"keys": *served.lock().unwrap()}).to_string(),
                        ),
                    }
                }),
            );
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let database = fresh(Kind::Sqlite).await;
        let db = Db::connect(&database.url).await.unwrap();
        let world = World::default();
        let issuers = vec![TrustedIssuer::maskinporten(&address)];
        let own = ("http://localhost", db);
        let verifier = Verifier::new(http_client().unwrap(), world.clone(), issuers, own);
        Self {
            address,
            keys,
            is_down,
            asked,
            verifier: Arc::new(verifier),
            world,
            _database: database,
        }
    }

    fn claims(&self) -> Value {
        json!({
            "iss": self.address,
            "exp": self.world.now().unix_seconds() + 600,
            "consumer": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{VENDOR}")},
        })
    }

    async fn verify(&self, key: &SigningKey) -> Result<(), TokenError> {
        let token = key.sign(&self.claims()).unwrap();
        self.verifier.verify(&token).await.map(|_| ())
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn a_flood_of_unknown_key_ids_makes_one_request_in_five_minutes() {
    let upstream = Upstream::start(json!([key("one").public()])).await;
    assert_eq!(upstream.verify(&key("one")).await, Ok(()));
    assert_eq!(upstream.asked(), 1);
    upstream.world.advance(Duration::minutes(5));
    for number in 0..100 {
        let refused = upstream.verify(&key(&format!("unknown-{number}"))).await;
        assert_eq!(refused, Err(TokenError::BadSignature));
    }
    assert_eq!(upstream.asked(), 2);
    *upstream.keys.lock().unwrap() = json!([key("one").public(), key("two").public()]);
    assert_eq!(
        upstream.verify(&key("two")).await,
        Err(TokenError::BadSignature)
    );
    upstream.world.advance(Duration::minutes(5));
    assert_eq!(
        upstream.verify(&key("two")).await,
        Ok(()),
        "a new key is found"
    );
    assert_eq!(upstream.asked(), 3);
}

#[tokio::test]
async fn known_keys_serve_while_the_issuer_is_down() {
    let upstream = Upstream::start(json!([key("one").public()])).await;
    assert_eq!(upstream.verify(&key("one")).await, Ok(()));
    upstream.is_down.store(true, Ordering::SeqCst);
    upstream.world.advance(Duration::days(3));
    assert_eq!(upstream.verify(&key("one")).await, Ok(()));
    upstream.is_down.store(false, Ordering::SeqCst);
    *upstream.keys.lock().unwrap() = json!([key("two").public()]);
    upstream.world.advance(Duration::seconds(6));
    assert_eq!(upstream.verify(&key("two")).await, Ok(()));
    assert_eq!(
        upstream.verify(&key("one")).await,
        Err(TokenError::BadSignature),
        "it was withdrawn"
    );
}

#[tokio::test]
async fn keys_for_other_uses_and_key_sets_without_measure_are_of_no_use() {
    let good = serde_json::to_value(key("one").public()).unwrap();
    let with = |name: &str, value: Value| {
        let mut key = good.clone();
        key[name] = value;
        json!([key])
    };
    for (bad, expected) in [
        (with("use", json!("enc")), TokenError::BadSignature),
        (with("alg", json!("RSA-OAEP-256")), TokenError::BadSignature),
        (with("alg", json!("PS256")), TokenError::BadSignature),
        (with("alg", json!("RS512")), TokenError::WrongAlgorithm),
        (
            with("key_ops", json!(["wrapKey"])),
            TokenError::BadSignature,
        ),
        (with("kty", json!("oct")), TokenError::BadSignature),
        (with("n", json!("AQAB")), TokenError::BadSignature),
        (
            with("padding", json!("x".repeat(300_000))),
            TokenError::BadSignature,
        ),
        (json!("no list"), TokenError::BadSignature),
    ] {
        let upstream = Upstream::start(bad.clone()).await;
        let refused = upstream.verify(&key("one")).await;
        let told: String = bad.to_string().chars().take(200).collect();
        assert_eq!(refused, Err(expected), "{told}");
    }
    let among_others =
        json!([{"kty": "EC", "kid": "e"}, {"kty": "oct", "kid": "o", "k": "eA"}, 7, good]);
    let upstream = Upstream::start(among_others).await;
    assert_eq!(upstream.verify(&key("one")).await, Ok(()));
}

#[tokio::test]
async fn only_the_algorithms_of_the_issuer_verify() {
    let mut public = serde_json::to_value(key("one").public()).unwrap();
    public.as_object_mut().unwrap().remove("alg");
    let upstream = Upstream::start(json!([public])).await;
    let private = EncodingKey::from_rsa_pem(published_key(TAX_OWNER_CLIENT).as_bytes()).unwrap();
    for (algorithm, expected) in [
        (Algorithm::RS256, Ok(())),
        (Algorithm::RS384, Ok(())),
        (Algorithm::RS512, Ok(())),
        (Algorithm::PS256, Err(TokenError::WrongAlgorithm)),
        (Algorithm::PS512, Err(TokenError::WrongAlgorithm)),
    ] {
        let mut header = Header::new(algorithm);
        header.kid = Some("one".to_owned());
        let token = encode(&header, &upstream.claims(), &private).unwrap();
        let verified = upstream.verifier.verify(&token).await.map(|_| ());
        assert_eq!(verified, expected, "{algorithm:?}");
    }
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("one".to_owned());
    let secret = EncodingKey::from_secret(b"one");
    let token = encode(&header, &upstream.claims(), &secret).unwrap();
    let refused = upstream.verifier.verify(&token).await.map(|_| ());
    assert_eq!(refused, Err(TokenError::WrongAlgorithm));
    let other = SigningKey::from_pem("one", &published_key(OTHER_VENDOR_CLIENT)).unwrap();
    assert_eq!(upstream.verify(&other).await, Err(TokenError::BadSignature));
}
