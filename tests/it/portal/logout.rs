//! Logouts that begin at the provider, against one whose tokens the test makes itself.

use fullmakt::config::Settings;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::Method;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::login_time::click;
use super::provider::{
    OTHER_PEM, PEM, Provider, begin, come_back, portal, signed, unsigned, with_secret,
};
use super::scene::{SESSION, SETTINGS};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::database::{Kind, fresh, kinds};

const BACK: &str = "/authentication/api/v1/upstream/backchannel-logout";
const FRONT: &str = "/authentication/api/v1/upstream/frontchannel-logout";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A portal at an honest provider.
struct Scene {
    app: TestApp,
    provider: Provider,
}

impl Scene {
    async fn start(kind: Kind) -> Self {
        let provider = Provider::start().await;
        let app = portal(kind, &provider, None).await;
        Self { app, provider }
    }

    /// Kari in a browser, by a login that the provider calls `sid`.
    async fn logged_in(&self, sid: &str) -> Browser {
        let mut browser = self.app.browser();
        let sent = begin(&mut browser, &format!("goto={SETTINGS}")).await;
        let mut claims = self.provider.claims(&sent.nonce);
        claims["sid"] = sid.into();
        self.provider.will_answer(Some(signed(&claims)));
        come_back(
            &mut browser,
            &sent,
            &format!("&iss={}", self.provider.issuer),
        )
        .await;
        browser
    }

    fn claims(&self, sid: &str) -> Value {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        json!({
            "iss": self.provider.issuer, "aud": "portal", "iat": now, "exp": now + 120,
            "jti": Uuid::new_v4(), "events": {EVENT: {}}, "sid": sid, "sub": "somebody",
        })
    }

    async fn send(&self, token: &str) -> (u16, Value) {
        send_to(&self.app.url, token).await
    }

    async fn front(&self, query: &str) -> reqwest::Response {
        let url = format!("{}{FRONT}{query}", self.app.url);
        self.app.http().get(url).send().await.unwrap()
    }
}

async fn send_to(url: &str, token: &str) -> (u16, Value) {
    let client = fullmakt::tokens::http_client().unwrap();
    let request = client.post(format!("{url}{BACK}"));
    // As it is when it comes through a browser's hands, which it never does.
    let request = request.header("sec-fetch-site", "cross-site");
    let answer = request
        .form(&[("logout_token", token)])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert!(!answer.headers().contains_key("set-cookie"));
    let status = answer.status().as_u16();
    let body = answer.text().await.unwrap();
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

fn logout_token(claims: &Value) -> String {
    typed(claims, Some("logout+jwt"), PEM)
}

fn typed(claims: &Value, typ: Option<&str>, pem: &str) -> String {
    let mut header = Header::new(Algorithm::RS256);
    header.typ = typ.map(str::to_owned);
    header.kid = Some("one".to_owned());
    let key = EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap();
    encode(&header, claims, &key).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_token_ends_the_sessions_of_its_login_once_and_no_others() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let mut first = scene.logged_in("s-1").await;
        let mut second = scene.logged_in("s-1").await;
        let mut other = scene.logged_in("s-2").await;
        let token = logout_token(&scene.claims("s-1"));
        assert_eq!(scene.send(&token).await, (200, Value::Null));
        assert!(!click(&mut first).await && !click(&mut second).await);
        assert!(click(&mut other).await);
        assert_eq!(scene.app.acts("logged-out").await, 1, "one person, one act");

        let (status, body) = scene.send(&token).await;
        assert_eq!((status, &body["error"]), (400, &json!("invalid_request")));
        // A login that is not known here is no fault; without a type it is as good.
        let unknown = typed(&scene.claims("s-unknown"), None, PEM);
        assert_eq!(scene.send(&unknown).await.0, 200);
        assert!(click(&mut other).await);
        // Without a session, all of the person's.
        let mut claims = scene.claims("");
        claims.as_object_mut().unwrap().remove("sid");
        assert_eq!(scene.send(&logout_token(&claims)).await.0, 200);
        assert!(!click(&mut other).await);
    }
}

/// What can be wrong with the claims of a logout token whose signature is good; null takes one away.
fn bad_claims() -> Vec<(&'static str, Value)> {
    let now = OffsetDateTime::now_utc().unix_timestamp();
    vec![
        ("iss", json!("https://idporten.example")),
        ("iss", Value::Null),
        ("aud", json!("somebody-else")),
        ("aud", json!([])),
        ("aud", Value::Null),
        ("iat", json!(now - 400)),
        ("iat", json!(now + 60)),
        ("iat", Value::Null),
        ("iat", json!(i64::MAX)),
        ("iat", json!(i64::MIN)),
        ("exp", json!(now - 60)),
        ("exp", Value::Null),
        ("jti", Value::Null),
        ("jti", json!("")),
        ("jti", json!("x".repeat(300))),
        ("events", Value::Null),
        ("events", json!({})),
        (
            "events",
            json!({"http://schemas.openid.net/event/other": {}}),
        ),
        ("events", json!({EVENT: "x"})),
        ("events", json!([EVENT])),
        ("nonce", json!("x")),
        ("sid", json!("")),
        ("sid", json!(7)),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_token_with_anything_wrong_ends_nothing() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let mut kari = scene.logged_in("s-1").await;
        let good = scene.claims("s-1");
        let mut tokens: Vec<(String, String)> = Vec::new();
        for (name, value) in bad_claims() {
            let mut claims = good.clone();
            match value.is_null() {
                true => drop(claims.as_object_mut().unwrap().remove(name)),
                false => claims[name] = value.clone(),
            }
            let what: String = format!("{name} = {value}").chars().take(80).collect();
            tokens.push((what, logout_token(&claims)));
        }
        let public = serde_json::to_vec(
            fullmakt::tokens::SigningKey::from_pem("one", PEM)
                .unwrap()
                .public(),
        );
        let (start, _) = logout_token(&good)
            .rsplit_once('.')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        let mut without_key_id = Header::new(Algorithm::RS256);
        without_key_id.typ = Some("logout+jwt".to_owned());
        let key = EncodingKey::from_rsa_pem(PEM.as_bytes()).unwrap();
        for (what, token) in [
            ("an id token's type", typed(&good, Some("JWT"), PEM)),
            ("an access token's type", typed(&good, Some("at+jwt"), PEM)),
            ("another key", typed(&good, Some("logout+jwt"), OTHER_PEM)),
            ("no key id", encode(&without_key_id, &good, &key).unwrap()),
            ("alg none", unsigned(&good)),
            (
                "the public key as a secret",
                with_secret(&good, &public.unwrap()),
            ),
            ("no signature", format!("{start}.")),
            ("garbage", "a.b.c".to_owned()),
            ("nothing", String::new()),
            ("too large", "x".repeat(20_000)),
            ("far too large", "x".repeat(200_000)),
        ] {
            tokens.push((what.to_owned(), token));
        }
        for (what, token) in tokens {
            let (status, body) = scene.send(&token).await;
            assert_eq!(status, 400, "{what}");
            assert_eq!(body["error"], "invalid_request", "{what}");
            assert!(body["error_description"].is_string(), "{what}");
        }
        assert!(click(&mut kari).await);
        // The same claims, unspoilt, do end it.
        assert_eq!(scene.send(&logout_token(&good)).await.0, 200);
        assert!(!click(&mut kari).await);
        let no_form = scene.app.http().post(format!("{}{BACK}", scene.app.url));
        assert_eq!(no_form.body("x").send().await.unwrap().status(), 400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_token_counts_once_however_many_processes_get_it_at_once() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let settings = Settings {
            database_url: Some(scene.app.database_url()),
            ..super::login::real_world(&scene.provider.issuer, "")
        };
        let other = TestApp::start_with(settings, fresh(kind).await).await;
        for _ in 0..3 {
            let token = logout_token(&scene.claims("s-1"));
            let (a, b, c, d) = tokio::join!(
                send_to(&scene.app.url, &token),
                send_to(&other.url, &token),
                send_to(&scene.app.url, &token),
                send_to(&other.url, &token),
            );
            let mut told = [a.0, b.0, c.0, d.0];
            told.sort_unstable();
            assert_eq!(told, [200, 400, 400, 400], "{kind:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_was_ended_before_it_came_back_is_not_completed() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        assert_eq!(scene.send(&logout_token(&scene.claims("s-1"))).await.0, 200);
        let mut kari = scene.logged_in("s-1").await;
        assert!(!click(&mut kari).await, "{kind:?}");
        let mut kari = scene.logged_in("s-2").await;
        assert!(click(&mut kari).await, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_providers_frame_ends_the_sessions_of_its_login() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let issuer = &scene.provider.issuer;
        for bad in ["", "?iss=x", "?sid=x", "?iss=&sid=x", "?iss=x&sid="] {
            assert_eq!(scene.front(bad).await.status(), 400, "{bad}");
        }
        let mut kari = scene.logged_in("s-1").await;
        let mut there = scene.logged_in("s-1").await;
        for unknown in [
            "?iss=https://x.example&sid=s-1".to_owned(),
            format!("?iss={issuer}&sid=s-9"),
        ] {
            let answer = scene.front(&unknown).await;
            assert_eq!(answer.status(), 200);
            assert_eq!(answer.text().await.unwrap(), "OK");
        }
        assert!(click(&mut kari).await && click(&mut there).await);

        let path = format!("{FRONT}?iss={issuer}&sid=s-1");
        let page = kari.send(Method::GET, &path, None).await;
        assert_eq!((page.status.as_u16(), page.body.as_str()), (200, "OK"));
        assert_eq!(kari.cookie(SESSION), None, "it was this browser's");
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.ends_with(&format!("frame-ancestors {issuer}")),
            "{policy}"
        );
        assert!(!page.headers.contains_key("x-frame-options"));
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(!click(&mut there).await);
        assert_eq!(scene.app.acts("logged-out").await, 1);
        // Everywhere else nobody frames anything.
        let page = kari.get("/").await;
        assert_eq!(page.headers["x-frame-options"], "deny");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_references_own_front_channel_ends_this_browsers_session() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let mut kari = scene.logged_in("s-1").await;
        let old = kari.cookie(SESSION).unwrap().to_owned();
        let path = "/authentication/api/v1/frontchannel_logout";
        let page = kari.send(Method::GET, path, None).await;
        assert_eq!((page.status.as_u16(), page.body.as_str()), (200, "OK"));
        assert_eq!(kari.cookie(SESSION), None);
        kari.set_cookie(SESSION, &old);
        assert!(!click(&mut kari).await, "{kind:?}");
        let nobody = scene.app.browser().send(Method::GET, path, None).await;
        assert_eq!(nobody.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_logout_the_way_on_is_looked_up_and_never_read_off_the_cookie() {
    let scene = Scene::start(Kind::Sqlite).await;
    for cookie in [
        "SystemuserRequestId=https://evil.example",
        "SystemuserRequestId=",
        "SystemuserRequestId=00000000-0000-4000-8000-000000000001",
        "SystemuserChangeRequestId=00000000-0000-4000-8000-000000000001",
        "SystemuserAgentRequestId=x?SystemuserRequestId=y",
        "amSafeRedirectUrl=https://evil.example",
        "????",
        "=",
    ] {
        let mut browser = scene.app.browser();
        browser.set_cookie("AltinnLogoutInfo", cookie);
        let to = browser
            .sent_to("/authentication/api/v1/logout/handleloggedout")
            .await;
        assert_eq!(to, "/utlogget", "{cookie}");
        assert_eq!(browser.cookie("AltinnLogoutInfo"), None, "{cookie}");
    }
}
