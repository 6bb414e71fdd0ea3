//! Which tokens are exchanged, and how the others are refused.

use fullmakt::domain::scope::SYSTEM_WRITE;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{EXCHANGE, exchange, exchange_with, exchanged};
use crate::support::app::TestApp;
use crate::support::cast::{KARI, VENDOR, VENDOR_CLIENT};
use crate::support::database::{Kind, kinds};
use crate::support::issuer::Issuer;
use crate::support::stage::SYSTEMS;

const ENTERPRISE: (&str, &str) = ("X-Altinn-EnterpriseUser-Authentication", "dXNlcjpwYXNz");
const PERSONS: &str = "altinn:instances.read";

struct Scene {
    app: TestApp,
    maskinporten: Issuer,
    id_porten: Issuer,
}

impl Scene {
    async fn new(kind: Kind) -> Self {
        let app = TestApp::start(kind).await;
        Self {
            maskinporten: Issuer::of(&app).await,
            id_porten: Issuer::id_porten(&app).await,
            app,
        }
    }

    fn machine(&self) -> Value {
        self.maskinporten.claims(VENDOR, SYSTEM_WRITE)
    }

    fn person(&self) -> Value {
        self.id_porten.person(KARI, PERSONS)
    }

    async fn status(&self, provider: &str, token: &str) -> u16 {
        exchange(&self.app, provider, token).await.status.as_u16()
    }

    async fn machine_status(&self, claims: &Value) -> u16 {
        let token = self.maskinporten.sign(claims);
        self.status("maskinporten", &token).await
    }

    async fn person_status(&self, claims: &Value) -> u16 {
        let token = self.id_porten.sign(claims);
        self.status("id-porten", &token).await
    }
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

#[tokio::test]
async fn a_token_comes_before_its_provider() {
    let scene = Scene::new(Kind::Sqlite).await;
    let good = scene.maskinporten.sign(&scene.machine());
    // Another signature that is base64url all the same.
    let forged = format!("{}AAAAAAAAAAAAAAAA", &good[..good.len() - 16]);
    for (provider, token, expected) in [
        ("maskinporten", "", 401),
        ("feide", "", 401),
        ("feide", "garbage", 401),
        ("feide", "a.b.c", 401),
        ("feide", good.as_str(), 400),
        ("feide", forged.as_str(), 400),
        ("altinnstudio", good.as_str(), 400),
        ("idporten", good.as_str(), 400),
        ("maskinporten", forged.as_str(), 401),
        ("MaskinPorten", good.as_str(), 200),
        ("maskinporten", good.as_str(), 200),
    ] {
        assert_eq!(
            scene.status(provider, token).await,
            expected,
            "{provider} {token}"
        );
    }
    let refused = exchange(&scene.app, "feide", &good).await;
    assert_eq!(refused.headers["content-type"], "text/plain; charset=utf-8");
    let said = refused.body.as_str().unwrap();
    assert!(
        said.contains("'maskinporten'") && said.contains("'id-porten'"),
        "{said}"
    );
    let other_scheme = scene
        .app
        .http()
        .get(format!("{}{EXCHANGE}/maskinporten", scene.app.url));
    let answer = other_scheme.header("authorization", format!("Basic {good}"));
    assert_eq!(answer.send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_token_is_good_at_its_own_provider_alone() {
    let scene = Scene::new(Kind::Sqlite).await;
    let machine = scene.maskinporten.sign(&scene.machine());
    assert_eq!(scene.status("id-porten", &machine).await, 401);
    let person = scene.id_porten.sign(&scene.person());
    assert_eq!(scene.status("maskinporten", &person).await, 401);
    assert_eq!(scene.status("id-porten", &person).await, 200);
    // One issuer's key under the other's name.
    let mut claims = scene.person();
    claims["iss"] = json!(scene.maskinporten.address);
    assert_eq!(
        scene
            .status("maskinporten", &scene.id_porten.sign(&claims))
            .await,
        401
    );
    for near in ["", "/", "x"] {
        let iss = format!("{}{near}", scene.maskinporten.address.trim_end_matches('/'));
        let claims = with(&scene.machine(), "iss", json!(iss));
        let expected = if near == "/" { 200 } else { 401 };
        assert_eq!(scene.machine_status(&claims).await, expected, "{iss}");
    }
}

#[tokio::test]
async fn what_was_exchanged_or_generated_is_not_exchanged() {
    let scene = Scene::new(Kind::Sqlite).await;
    let once = exchange(
        &scene.app,
        "maskinporten",
        &scene.maskinporten.sign(&scene.machine()),
    )
    .await;
    let person = exchange(
        &scene.app,
        "id-porten",
        &scene.id_porten.sign(&scene.person()),
    )
    .await;
    for provider in ["maskinporten", "id-porten"] {
        assert_eq!(scene.status(provider, exchanged(&once)).await, 401);
        assert_eq!(scene.status(provider, exchanged(&person)).await, 401);
    }
    let path = "/sandbox/tokens/api/GetEnterpriseToken?env=tt02&scopes=altinn:x&org=dts";
    let generated = scene.app.http().get(format!("{}{path}", scene.app.url));
    let generated = generated.basic_auth("a", Some("b")).send().await.unwrap();
    let generated = generated.text().await.unwrap();
    assert_eq!(scene.status("maskinporten", &generated).await, 401);
}

#[tokio::test]
async fn each_flaw_of_a_machines_token_is_refused() {
    let scene = Scene::new(Kind::Sqlite).await;
    let good = scene.machine();
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let org = |authority: &str, id: &str| json!({"authority": authority, "ID": id});
    let known = "iso6523-actorid-upis";
    for bad in [
        without(&good, "consumer"),
        without(&good, "exp"),
        with(&good, "exp", json!(now - 11)),
        with(&good, "nbf", json!(now + 60)),
        with(&good, "aud", json!("https://elsewhere.example/")),
        with(&good, "aud", json!(["a", "b"])),
        with(&good, "consumer", org(known, &format!("9908:{VENDOR}"))),
        with(&good, "consumer", org(known, VENDOR)),
        with(&good, "consumer", org(known, "0192:310801004")),
        with(&good, "consumer", org("other", &format!("0192:{VENDOR}"))),
        with(&good, "consumer", json!(VENDOR)),
        with(&good, "supplier", org(known, &format!("0192:{VENDOR}"))),
        with(
            &good,
            "delegation_source",
            json!("https://elsewhere.example/"),
        ),
        with(&good, "token_type", json!("DPoP")),
        with(&good, "cnf", json!({"jkt": "x"})),
    ] {
        assert_eq!(scene.machine_status(&bad).await, 401, "{bad}");
    }
    for fine in [
        with(&good, "exp", json!(now - 5)),
        with(&good, "aud", json!(scene.app.url)),
        without(&good, "aud"),
        without(&good, "scope"),
    ] {
        assert_eq!(scene.machine_status(&fine).await, 200, "{fine}");
    }
}

#[tokio::test]
async fn each_flaw_of_a_persons_token_is_refused() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let good = scene.person();
        let now = OffsetDateTime::now_utc().unix_timestamp();
        for (bad, expected) in [
            (with(&good, "scope", json!("openid profile")), 403),
            (with(&good, "scope", json!("skatteetaten:mvamelding")), 403),
            (with(&good, "scope", json!("x-altinn:instances.read")), 403),
            (without(&good, "scope"), 403),
            (without(&good, "pid"), 401),
            (without(&good, "acr"), 401),
            (with(&good, "acr", json!("eidas-loa-substantial")), 401),
            (with(&good, "acr", json!("idporten-loa-high4")), 401),
            (with(&good, "pid", json!("12847421028")), 401),
            (with(&good, "pid", json!("01810112345")), 401),
            // An id token is for the client that asked for it, and for nobody else.
            (with(&good, "aud", json!("a-client")), 401),
            (with(&good, "exp", json!(now - 11)), 401),
            // The scope comes before what else is missing, and after the token itself.
            (without(&with(&good, "scope", json!("openid")), "pid"), 403),
            (
                with(
                    &with(&good, "scope", json!("openid")),
                    "exp",
                    json!(now - 60),
                ),
                401,
            ),
        ] {
            assert_eq!(scene.person_status(&bad).await, expected, "{bad}");
        }
        let partner = with(&good, "scope", json!("skatteetaten:mvameldingvalidering"));
        assert_eq!(scene.person_status(&partner).await, 200);
    }
}

#[tokio::test]
async fn enterprise_users_are_gone() {
    let scene = Scene::new(Kind::Sqlite).await;
    let machine = scene.maskinporten.sign(&scene.machine());
    let answer = exchange_with(&scene.app, "maskinporten", &machine, &[ENTERPRISE]).await;
    assert_eq!(answer.status, 410);
    assert_eq!(
        answer.body["title"],
        "Virksomhetsbruker is no longer available"
    );
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let expired = with(&scene.machine(), "exp", json!(1));
    let expired = scene.maskinporten.sign(&expired);
    let answer = exchange_with(&scene.app, "maskinporten", &expired, &[ENTERPRISE]).await;
    assert_eq!(answer.status, 401);
    let person = scene.id_porten.sign(&scene.person());
    let answer = exchange_with(&scene.app, "id-porten", &person, &[ENTERPRISE]).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn the_token_is_text_or_a_json_string_and_kept_by_no_cache() {
    let scene = Scene::new(Kind::Sqlite).await;
    let token = scene.maskinporten.sign(&scene.machine());
    let url = format!("{}{EXCHANGE}/maskinporten", scene.app.url);
    for (accept, kind, is_quoted) in [
        ("*/*", "text/plain; charset=utf-8", false),
        ("application/json", "application/json; charset=utf-8", true),
        (
            "application/json, text/plain, */*",
            "text/plain; charset=utf-8",
            false,
        ),
    ] {
        let request = scene.app.http().get(&url).bearer_auth(&token);
        let answer = request.header("accept", accept).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], kind);
        assert_eq!(answer.headers()["cache-control"], "no-store");
        assert_eq!(answer.text().await.unwrap().starts_with('"'), is_quoted);
    }
}

#[tokio::test]
async fn an_exchanged_token_opens_what_its_scopes_open_and_a_persons_own_token_nothing() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let vendor = scene.app.machine(VENDOR_CLIENT);
        let answer = exchange(
            &scene.app,
            "maskinporten",
            &scene.maskinporten.sign(&scene.machine()),
        )
        .await;
        assert_eq!(vendor.get(SYSTEMS, exchanged(&answer)).await.status, 200);
        scene.app.advance(time::Duration::seconds(1_811));
        assert_eq!(
            vendor.get(SYSTEMS, exchanged(&answer)).await.status,
            401,
            "after half an hour"
        );
        let scene = Scene::new(kind).await;
        let vendor = scene.app.machine(VENDOR_CLIENT);
        let direct = scene
            .id_porten
            .sign(&scene.id_porten.person(KARI, SYSTEM_WRITE));
        let refused = vendor.get(SYSTEMS, &direct).await;
        assert_eq!(refused.status, 401, "{}", refused.body);
        assert!(
            refused.body["detail"]
                .as_str()
                .unwrap()
                .contains("exchanged")
        );
    }
}

#[tokio::test]
async fn without_the_database_it_is_said_to_try_again() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let token = scene.maskinporten.token(VENDOR, "altinn:serviceowner");
        assert_eq!(scene.status("maskinporten", &token).await, 200);
        let person = scene.id_porten.sign(&scene.person());
        assert_eq!(scene.status("id-porten", &person).await, 200);
        scene.app.db.close().await;
        assert_eq!(scene.status("maskinporten", &token).await, 503);
        assert_eq!(scene.status("id-porten", &person).await, 503);
        // Nothing is looked up for this one, and the keys are in memory.
        let vendor = scene.maskinporten.token(VENDOR, SYSTEM_WRITE);
        assert_eq!(scene.status("maskinporten", &vendor).await, 200);
    }
}
