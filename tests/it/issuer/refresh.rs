//! Tokens for a browser's session.

use reqwest::header::{AUTHORIZATION, COOKIE};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::{claims_of, exchange, exchanged};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{KARI, KARI_ID};
use crate::support::database::{Kind, kinds};
use crate::support::issuer::Issuer;

const REFRESH: &str = "/authentication/api/v1/refresh";

/// Asks from one of the portal's own pages.
async fn by_cookie(app: &TestApp, browser: &Browser, site: &str, query: &str) -> (u16, Value) {
    let request = app
        .http()
        .get(format!("{}{REFRESH}{query}", app.url))
        .header(COOKIE, browser.cookie_header());
    let request = match site {
        "" => request,
        site => request.header("sec-fetch-site", site),
    };
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (
        status,
        serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null),
    )
}

async fn by_token(app: &TestApp, token: &str) -> (u16, Value) {
    let request = app.http().get(format!("{}{REFRESH}", app.url));
    let answer = request
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .send()
        .await
        .unwrap();
    let status = answer.status().as_u16();
    (
        status,
        serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null),
    )
}

async fn token(app: &TestApp, browser: &Browser) -> String {
    let (status, body) = by_cookie(app, browser, "same-origin", "").await;
    assert_eq!(status, 200);
    body.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_sessions_token_says_what_the_reference_says_and_no_national_id() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let browser = app.browser_of(KARI).await;
        let (_, body) = by_cookie(&app, &browser, "same-origin", "?enrichPid=true").await;
        let claims = claims_of(body.as_str().unwrap());
        let mut claims = claims.as_object().unwrap().clone();
        let mut take = |name: &str| claims.remove(name).unwrap_or_else(|| panic!("no {name}"));
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let issued = take("iat").as_i64().unwrap();
        assert!((now - 5..=now).contains(&issued));
        assert_eq!(take("nbf"), issued);
        assert!((take("exp").as_i64().unwrap() - issued - 1_800).abs() <= 5);
        assert!((take("auth_time").as_i64().unwrap() - issued).abs() <= 10);
        assert_eq!(take("sid"), take("jti"));
        let number = take("urn:altinn:partyid");
        assert!(number.is_i64());
        assert_eq!(
            Value::Object(claims),
            json!({
                "iss": format!("{}/authentication/api/v1/openid/", app.url),
                "sub": format!("urn:altinn:party:uuid:{KARI_ID}"),
                "originaliss": "idporten",
                "acr": "idporten-loa-substantial",
                "amr": ["TestID"],
                "scope": "openid digdir:dialogporten.noconsent altinn:portal/enduser altinn:instances.read",
                "urn:altinn:userid": "20010001",
                "urn:altinn:party:uuid": KARI_ID,
                "urn:altinn:authlevel": 3,
                "urn:altinn:authenticatemethod": "IdportenTestId",
            }),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn the_cookie_counts_from_the_portals_own_pages_alone() {
    let app = TestApp::start(Kind::Sqlite).await;
    let browser = app.browser_of(KARI).await;
    for (site, expected) in [
        ("same-origin", 200),
        ("same-site", 401),
        ("cross-site", 401),
        ("none", 401),
        ("", 401),
    ] {
        assert_eq!(
            by_cookie(&app, &browser, site, "").await.0,
            expected,
            "{site}"
        );
    }
    assert_eq!(
        by_cookie(&app, &app.browser(), "same-origin", "").await.0,
        401
    );
}

#[tokio::test]
async fn a_sessions_token_opens_the_persons_apis_and_is_renewed_as_long_as_the_session_lives() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser_of(KARI).await;
        let first = token(&app, &browser).await;
        let path = format!("/accessmanagement/api/v1/enduser/request/sent/count?party={KARI_ID}");
        let machine = app.machine(crate::support::cast::VENDOR_CLIENT);
        let opened = machine.get(&path, &first).await.status.as_u16();
        assert_eq!(opened, 200, "{kind:?}");

        app.advance(Duration::minutes(20));
        let (status, renewed) = by_token(&app, &first).await;
        assert_eq!(status, 200);
        let (old, new) = (claims_of(&first), claims_of(renewed.as_str().unwrap()));
        assert_eq!(old["sid"], new["sid"]);
        let ends = old["iat"].as_i64().unwrap() + 1_800;
        assert!(
            (new["exp"].as_i64().unwrap() - ends).abs() <= 5,
            "no later than the session, which nobody used"
        );

        // A click keeps the session alive, and the token with it.
        browser.get("/").await;
        let (_, renewed) = by_token(&app, &first).await;
        let renewed = renewed.as_str().unwrap().to_owned();
        assert!(claims_of(&renewed)["exp"].as_i64().unwrap() > ends + 600);
        app.run_sql("delete from session").await;
        assert_eq!(
            by_token(&app, &renewed).await.0,
            401,
            "the session is gone, not broken"
        );
        assert_eq!(by_cookie(&app, &browser, "same-origin", "").await.0, 401);
    }
}

#[tokio::test]
async fn no_other_token_is_renewed() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let browser = app.browser_of(KARI).await;
        let good = token(&app, &browser).await;
        let id_porten = Issuer::id_porten(&app).await;
        let person = id_porten.sign(&id_porten.person(KARI, "altinn:instances.read"));
        let maskinporten = Issuer::of(&app).await.token("310801003", "altinn:x");
        let exchanged_person = exchange(&app, "id-porten", &person).await;
        let exchanged_machine = exchange(&app, "maskinporten", &maskinporten).await;
        for token in [
            "garbage",
            person.as_str(),
            maskinporten.as_str(),
            exchanged(&exchanged_person),
            exchanged(&exchanged_machine),
            &good[..good.len() - 2],
        ] {
            assert_eq!(by_token(&app, token).await.0, 401, "{kind:?}");
        }
        app.advance(Duration::minutes(31));
        assert_eq!(by_token(&app, &good).await.0, 401, "it has expired");
    }
}

#[tokio::test]
async fn no_token_lives_longer_than_its_session() {
    let app = TestApp::start(Kind::Sqlite).await;
    let mut browser = app.browser_of(KARI).await;
    let began = OffsetDateTime::now_utc().unix_timestamp();
    for _ in 0..11 {
        app.advance(Duration::minutes(10));
        browser.get("/").await;
    }
    let last = claims_of(&token(&app, &browser).await)["exp"]
        .as_i64()
        .unwrap();
    assert!(
        last <= began + 120 * 60 + 5,
        "the session ends after two hours"
    );
    assert!(last > began + 110 * 60);
}
