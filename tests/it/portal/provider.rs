//! The login against an OpenID provider that is not ours and means no good. What it signs, it signs with a real key that
//! the portal has read from it; only what the test names is wrong.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fullmakt::db::Db;
use fullmakt::domain::{Day, NationalId, Party, PartyId, PartyKind, Person};
use fullmakt::tokens::SigningKey;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::Method;
use reqwest::header::SET_COOKIE;
use serde_json::{Value, json};
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

use super::login::real_world;
use super::scene::{
    CALLBACK, LOGIN, LOGIN_FAILED, LOGIN_TOO_WEAK, LOGOUT, NO_NATIONAL_ID, NOT_REGISTERED,
    SETTINGS, assert_error_page, login_link,
};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::cast::KARI;
use crate::support::database::{Kind, fresh, kinds};

pub const PEM: &str = include_str!("../../../src/sandbox/keys/dts-tjenesteeier.pem");
/// A key that the provider does not publish.
pub const OTHER_PEM: &str = include_str!("../../../src/sandbox/keys/nod-tjenesteeier.pem");
const SECRET: &str = "a secret that nobody knows";

/// An OpenID provider on a port of its own.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    /// What its token endpoint answers next.
    next: Arc<Mutex<Value>>,
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = Self {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            next: Arc::default(),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// The claims of an honest id token.
    pub fn claims(&self, nonce: &str) -> Value {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        json!({
            "iss": self.issuer, "aud": "portal", "sub": "somebody", "nonce": nonce,
            "iat": now, "exp": now + 120, "acr": "idporten-loa-substantial", "pid": KARI,
        })
    }

    pub fn will_answer(&self, id_token: Option<String>) {
        let mut answer = json!({"access_token": "x", "token_type": "Bearer", "expires_in": 60});
        if let Some(token) = id_token {
            answer["id_token"] = token.into();
        }
        *self.next.lock().unwrap() = answer;
    }
}

async fn describe(State(provider): State<Provider>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", provider.issuer);
    Json(json!({
        "issuer": provider.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
    }))
}

async fn keys() -> Json<Value> {
    Json(json!({"keys": [key(PEM).public()]}))
}

async fn token(State(provider): State<Provider>) -> Json<Value> {
    Json(provider.next.lock().unwrap().clone())
}

fn key(pem: &str) -> SigningKey {
    SigningKey::from_pem("one", pem).unwrap()
}

pub fn signed(claims: &Value) -> String {
    key(PEM).sign(claims).unwrap()
}

/// Signed with a secret instead of the key: what a client that lets the token choose would accept.
pub fn with_secret(claims: &Value, secret: &[u8]) -> String {
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("one".to_owned());
    encode(&header, claims, &EncodingKey::from_secret(secret)).unwrap()
}

pub fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.",
        part(&json!({"alg": "none", "typ": "JWT"})),
        part(claims)
    )
}

/// A portal that trusts the provider, with Kari in its register.
pub async fn portal(kind: Kind, provider: &Provider, public_url: Option<&str>) -> TestApp {
    let database = fresh(kind).await;
    let mut settings = real_world(&provider.issuer, &database.url);
    settings.public_url = public_url.map(str::to_owned);
    let app = TestApp::start_with(settings, database).await;
    add_kari(&app.db).await;
    app
}

pub async fn add_kari(db: &Db) {
    let kari = Party {
        id: PartyId(Uuid::new_v4()),
        number: 1,
        name: "Kari Nøkkelvik".to_owned(),
        kind: PartyKind::Person(Person {
            national_id: NationalId::parse(KARI).unwrap(),
            born: Day::parse("1974-04-12").unwrap(),
            died: None,
            user_number: 1,
        }),
        is_deleted: false,
    };
    let mut tx = db.write().await.unwrap();
    fullmakt::store::parties::insert(&mut tx, &kari)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// What the portal sent to the provider.
pub struct Sent {
    pub state: String,
    pub nonce: String,
}

pub async fn begin(browser: &mut Browser, query: &str) -> Sent {
    let address = Url::parse(&browser.sent_to(&format!("{LOGIN}?{query}")).await).unwrap();
    let value = |name: &str| {
        let found = address.query_pairs().find(|(key, _)| key == name);
        found.expect(name).1.into_owned()
    };
    assert_eq!(value("response_type"), "code");
    assert_eq!(value("code_challenge_method"), "S256");
    Sent {
        state: value("state"),
        nonce: value("nonce"),
    }
}

pub async fn come_back(browser: &mut Browser, sent: &Sent, more: &str) -> Page {
    let callback = format!("{CALLBACK}?code=abc&state={}{more}", sent.state);
    browser.send(Method::GET, &callback, None).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_honest_provider_logs_its_person_in() {
    for kind in kinds() {
        let provider = Provider::start().await;
        let app = portal(kind, &provider, None).await;
        let mut browser = app.browser();
        let sent = begin(&mut browser, &format!("goto={SETTINGS}")).await;
        provider.will_answer(Some(signed(&provider.claims(&sent.nonce))));
        let iss = format!("&iss={}", provider.issuer);
        let page = come_back(&mut browser, &sent, &iss).await;
        assert_eq!(page.location(), SETTINGS);
        assert_eq!(browser.get(SETTINGS).await.heading(), "Din profil");
        // This provider offers no logout: here the person is logged out all the same.
        assert_eq!(browser.get(LOGOUT).await.heading(), "Du er logget ut");
        let page = browser.send(Method::GET, SETTINGS, None).await;
        assert!(page.location().starts_with(LOGIN));
    }
}

/// What can be wrong with an id token whose signature is good.
fn bad_claims() -> Vec<(&'static str, Value, &'static str)> {
    let now = OffsetDateTime::now_utc().unix_timestamp();
    vec![
        ("nonce", json!("another"), LOGIN_FAILED),
        ("nonce", Value::Null, LOGIN_FAILED),
        ("aud", json!("somebody-else"), LOGIN_FAILED),
        ("aud", json!(["portal", "somebody-else"]), LOGIN_FAILED),
        ("iss", json!("https://idporten.example"), LOGIN_FAILED),
        ("exp", json!(now - 120), LOGIN_FAILED),
        ("exp", Value::Null, LOGIN_FAILED),
        ("acr", Value::Null, LOGIN_TOO_WEAK),
        ("acr", json!("idporten-loa-low"), LOGIN_TOO_WEAK),
        ("acr", json!("selfregistered-email"), LOGIN_TOO_WEAK),
        ("acr", json!("idporten-loa-extreme"), LOGIN_TOO_WEAK),
        ("pid", Value::Null, NO_NATIONAL_ID),
        ("pid", json!(""), NO_NATIONAL_ID),
        ("pid", json!("12847421028"), NO_NATIONAL_ID),
        // Valid, but nobody whom the register knows.
        ("pid", json!("27889631185"), NOT_REGISTERED),
        ("azp", json!("somebody-else"), LOGIN_FAILED),
        ("iat", json!(now + 60), LOGIN_FAILED),
        ("nbf", json!(now + 60), LOGIN_FAILED),
        ("at_hash", json!("c29tZXRoaW5nIGVsc2U"), LOGIN_FAILED),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_token_with_one_wrong_claim_logs_nobody_in() {
    for kind in kinds() {
        let provider = Provider::start().await;
        let app = portal(kind, &provider, None).await;
        for (name, value, heading) in bad_claims() {
            let mut browser = app.browser();
            let sent = begin(&mut browser, "goto=/").await;
            let mut claims = provider.claims(&sent.nonce);
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            } else {
                claims[name] = value.clone();
            }
            provider.will_answer(Some(signed(&claims)));
            let what = format!("{name} = {value}");
            refused(&mut browser, &sent, "", (heading, &what)).await;
        }
    }
}

/// Makes a token of claims and ID-porten's public key.
type Forgery = fn(&Value, &str) -> String;

#[tokio::test(flavor = "multi_thread")]
async fn an_id_token_with_a_wrong_signature_logs_nobody_in() {
    for kind in kinds() {
        let provider = Provider::start().await;
        let app = portal(kind, &provider, None).await;
        let public = serde_json::to_string(key(PEM).public()).unwrap();
        let forgeries: [(&str, Forgery); 6] = [
            ("alg none", |claims, _| unsigned(claims)),
            ("HS256 with the client's secret", |claims, _| {
                with_secret(claims, SECRET.as_bytes())
            }),
            ("HS256 with the public key", |claims, public| {
                with_secret(claims, public.as_bytes())
            }),
            ("another key", |claims, _| {
                key(OTHER_PEM).sign(claims).unwrap()
            }),
            ("a changed signature", |claims, _| {
                let token = signed(claims);
                let (start, _) = token.rsplit_once('.').unwrap();
                format!("{start}.{}", URL_SAFE_NO_PAD.encode([7_u8; 256]))
            }),
            ("no token at all", |_, _| "x".to_owned()),
        ];
        for (what, forge) in forgeries {
            let mut browser = app.browser();
            let sent = begin(&mut browser, "goto=/").await;
            let token = forge(&provider.claims(&sent.nonce), &public);
            provider.will_answer(Some(token));
            refused(&mut browser, &sent, "", (LOGIN_FAILED, what)).await;
        }
        let mut browser = app.browser();
        let sent = begin(&mut browser, "goto=/").await;
        provider.will_answer(None);
        refused(&mut browser, &sent, "", (LOGIN_FAILED, "no id token")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_another_issuers_name_is_refused() {
    for kind in kinds() {
        let provider = Provider::start().await;
        let app = portal(kind, &provider, None).await;
        let mut browser = app.browser();
        let sent = begin(&mut browser, "goto=/").await;
        provider.will_answer(Some(signed(&provider.claims(&sent.nonce))));
        let other = "&iss=https%3A%2F%2Fidporten.example";
        refused(&mut browser, &sent, other, (LOGIN_FAILED, "another issuer")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weaker_login_than_was_asked_for_is_refused() {
    for kind in kinds() {
        let provider = Provider::start().await;
        let app = portal(kind, &provider, None).await;
        let mut browser = app.browser();
        let sent = begin(&mut browser, "goto=/&acr_values=idporten-loa-high").await;
        provider.will_answer(Some(signed(&provider.claims(&sent.nonce))));
        let what = "substantial instead of high";
        refused(&mut browser, &sent, "", (LOGIN_TOO_WEAK, what)).await;
    }
}

async fn refused(browser: &mut Browser, sent: &Sent, more: &str, (heading, what): (&str, &str)) {
    let page = come_back(browser, sent, more).await;
    let status = if heading == NOT_REGISTERED { 403 } else { 400 };
    assert_eq!(page.status, status, "{what}");
    assert_error_page(&page, status, heading);
    // Trying again begins a new login; it does not bring the old answer once more.
    assert!(!login_link(&page).contains("callback"), "{what}");
    let page = browser.send(Method::GET, SETTINGS, None).await;
    assert!(page.location().starts_with(LOGIN), "{what}");
    let page = come_back(browser, sent, "").await;
    assert_eq!(page.status, 400, "{what}: the state is used up");
}

#[tokio::test(flavor = "multi_thread")]
async fn over_https_the_cookie_is_bound_to_the_host_and_to_https() {
    for kind in kinds() {
        let provider = Provider::start().await;
        let app = portal(kind, &provider, Some("https://fullmakt.example")).await;
        let local = format!("{}{LOGIN}", app.local_url);
        let page = Browser::new(&app.local_url, fullmakt::tokens::http_client().unwrap())
            .send(Method::GET, &local, None)
            .await;
        let cookie = page.headers[SET_COOKIE].to_str().unwrap();
        assert!(cookie.starts_with("__Host-fullmakt="), "{cookie}");
        for wanted in ["; HttpOnly", "; SameSite=Lax", "; Secure", "; Path=/"] {
            assert!(cookie.contains(wanted), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert!(page.headers.contains_key("strict-transport-security"));
    }
}
