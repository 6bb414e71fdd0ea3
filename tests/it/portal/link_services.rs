//! Link services: from the start to the owner's site.

use fullmakt::domain::{CheckKind, LinkService, PreCheck, Resource, SecurityLevel, Timestamp};
use fullmakt::store;
use reqwest::Method;
use time::{Duration, OffsetDateTime};

use super::scene::{NOT_FOUND, SETTINGS, assert_error_page, assert_well_made, links, values_of};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::cast::{BAKERY_ID, JONAS, JONAS_ID, KARI, LINK_SERVICE, NORA, OLA, PLUMBER_ID};
use crate::support::database::kinds;
use crate::support::rows;

const CHOOSE: &str = "Hvem vil du bruke tjenesten på vegne av?";
const START_AGAIN: &str = "Du må starte tjenesten på nytt";

/// The launch's own path, from the page that it shows.
fn launch_path(page: &Page) -> String {
    let start = page.url.find("/link/launch/").expect("a launch");
    page.url[start..].to_owned()
}

/// Starts the service and chooses the party.
async fn choose(browser: &mut Browser, service: &str, party: &str) -> (String, Page) {
    let page = browser.get(&format!("/link/{service}")).await;
    assert_eq!(page.heading(), CHOOSE);
    let launch = launch_path(&page);
    let page = browser
        .post(&format!("{launch}/party"), &[("party", party)])
        .await;
    (launch, page)
}

/// A link service like the fishing quotas', changed, on a resource of its own for everybody with a role.
async fn add_service(app: &TestApp, id: &str, change: impl FnOnce(&mut LinkService)) {
    let quotas = store::resources::find(&app.db, LINK_SERVICE)
        .await
        .unwrap()
        .unwrap();
    let mut service = store::link_services::find(&app.db, LINK_SERVICE)
        .await
        .unwrap()
        .unwrap();
    service.resource = id.to_owned();
    service.checks = Vec::new();
    change(&mut service);
    let policy = rows::policy_of(&app.db, LINK_SERVICE)
        .await
        .replace(LINK_SERVICE, id)
        .replace("DAGL", "PRIV");
    let resource = Resource {
        id: id.to_owned(),
        ..quotas
    };
    let mut tx = app.db.write().await.unwrap();
    rows::add_resource(&mut tx, &resource, &policy).await;
    store::link_services::insert(&mut tx, &service)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

fn now() -> Timestamp {
    Timestamp::from_datetime(OffsetDateTime::now_utc())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_offers_whom_the_service_works_for_and_tells_why_not_the_others() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        let page = kari.get(&format!("/link/{LINK_SERVICE}")).await;
        assert_well_made(&page);
        let usable = values_of(&page.body, "value");
        assert!(usable.contains(&BAKERY_ID.to_string()), "{usable:?}");
        let (_, unusable) = page.body.split_once("Kan ikke bruke tjenesten").unwrap();
        assert!(
            unusable.contains("Kari Nøkkelvik") && unusable.contains("Du mangler fullmakt her")
        );

        // Ola may act for the bakery in something else, not in this.
        let mut ola = app.browser_of(OLA).await;
        let page = ola.get(&format!("/link/{LINK_SERVICE}")).await;
        assert!(
            page.body
                .contains("Ingen av dem du handler for, kan bruke tjenesten")
        );
        let launch = launch_path(&page);
        let form = [("party", &*BAKERY_ID.to_string())];
        let page = ola.post(&format!("{launch}/party"), &form).await;
        assert_eq!(page.status, 403);
        assert_eq!(
            page.heading(),
            "Du mangler fullmakt for Nøkkelvik Bakeri AS"
        );
        assert_well_made(&page);
        let page = ola.get(&format!("{launch}/out")).await;
        assert_eq!(page.heading(), START_AGAIN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_party_does_not_exist() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        let launch = launch_path(&kari.get(&format!("/link/{LINK_SERVICE}")).await);
        let unknown = uuid::Uuid::new_v4().to_string();
        for forged in [&PLUMBER_ID.to_string(), &JONAS_ID.to_string(), &unknown] {
            let page = kari
                .post(&format!("{launch}/party"), &[("party", forged)])
                .await;
            assert_error_page(&page, 404, NOT_FOUND);
            assert!(!page.body.contains("Hansen"));
            let link = format!("/link/{LINK_SERVICE}?party={forged}");
            assert_error_page(&kari.get(&link).await, 404, NOT_FOUND);
        }
        assert_eq!(
            kari.get(&launch).await.heading(),
            CHOOSE,
            "nothing was chosen"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lacks_an_address_is_led_to_the_profile_and_back() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        let (launch, page) = choose(&mut kari, LINK_SERVICE, &BAKERY_ID.to_string()).await;
        assert_eq!(page.heading(), "Noe må på plass før du kan starte");
        assert_well_made(&page);
        // What has not passed the checks cannot leave.
        let early = kari.get(&format!("{launch}/out")).await;
        assert_eq!(early.status, 200);
        assert!(!early.url.contains("tempKey"));

        let remedy = links(&page)
            .into_iter()
            .find(|href| href.starts_with(&format!("{SETTINGS}?")));
        let profile = kari.get(&remedy.unwrap()).await;
        assert!(
            profile
                .body
                .contains(&format!("name=\"goto\" value=\"{launch}\""))
        );
        for bad in [
            "kari@",
            "kari",
            "@example.no",
            "a b@example.no",
            "kari@example.no\r\nBcc: x@y.no",
        ] {
            let form = [("email", bad), ("goto", &*launch)];
            let page = kari.post(SETTINGS, &form).await;
            assert_eq!(page.status, 422, "{bad:?}");
            assert_well_made(&page);
            assert!(page.body.contains("må se ut som navn@eksempel.no"));
            assert!(
                page.body.contains(bad.split('\r').next().unwrap()),
                "what was written stays"
            );
            assert!(
                page.body
                    .contains(&format!("name=\"goto\" value=\"{launch}\""))
            );
        }
        let form = [("email", "kari@example.no"), ("goto", &*launch)];
        let page = kari.post(SETTINGS, &form).await;
        assert_eq!(page.url, format!("{}{launch}", app.url));
        assert_eq!(page.heading(), "Du går nå til Næringsoppsynet");
        assert!(page.body.contains("Profilen er lagret"));
        assert!(
            !page.body.contains("tempKey"),
            "the key is made at the last moment"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_leaves_once() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        kari.post(SETTINGS, &[("email", "kari@example.no")]).await;
        let (launch, page) = choose(&mut kari, LINK_SERVICE, &BAKERY_ID.to_string()).await;
        assert_eq!(page.heading(), "Du går nå til Næringsoppsynet");
        let out = format!("{launch}/out");
        assert!(links(&page).contains(&out));
        let ahead = kari.send(Method::HEAD, &out, None).await;
        assert_eq!(ahead.status, 405, "a look ahead uses nothing up");
        let address = kari.sent_to(&out).await;
        assert!(address.starts_with(&format!(
            "{}/sandbox/owner/{LINK_SERVICE}?tempKey=",
            app.url
        )));
        for late in [&launch, &out] {
            let page = kari.get(late).await;
            assert_eq!((page.status.as_u16(), page.heading()), (200, START_AGAIN));
            assert_well_made(&page);
        }
        let page = kari
            .post(
                &format!("{launch}/party"),
                &[("party", &*BAKERY_ID.to_string())],
            )
            .await;
        assert_eq!(page.heading(), START_AGAIN);
        let page = kari.get(&format!("/link/{LINK_SERVICE}")).await;
        assert_ne!(launch_path(&page), launch);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_that_leave_at_once_get_one_key() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        kari.post(SETTINGS, &[("email", "kari@example.no")]).await;
        let (launch, _) = choose(&mut kari, LINK_SERVICE, &BAKERY_ID.to_string()).await;
        let out = format!("{launch}/out");
        let (mut one, mut two, mut three) = (kari.clone(), kari.clone(), kari.clone());
        let answers = tokio::join!(
            one.send(Method::GET, &out, None),
            two.send(Method::GET, &out, None),
            three.send(Method::GET, &out, None),
        );
        let left = <[_; 3]>::from(answers)
            .iter()
            .filter(|page| page.status.is_redirection())
            .count();
        assert_eq!(left, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_persons_launch_does_not_exist() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        let launch = launch_path(&kari.get(&format!("/link/{LINK_SERVICE}")).await);
        let mut ola = app.browser_of(OLA).await;
        assert_error_page(&ola.get(&launch).await, 404, NOT_FOUND);
        assert_error_page(&ola.get(&format!("{launch}/out")).await, 404, NOT_FOUND);
        let form = [("party", &*BAKERY_ID.to_string())];
        let page = ola.post(&format!("{launch}/party"), &form).await;
        assert_error_page(&page, 404, NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_half_an_hour_a_launch_must_be_started_again() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        let launch = launch_path(&kari.get(&format!("/link/{LINK_SERVICE}")).await);
        app.advance(Duration::minutes(16));
        assert_eq!(kari.get(&launch).await.heading(), CHOOSE);
        app.advance(Duration::minutes(15));
        let page = kari.get(&launch).await;
        assert_eq!(page.heading(), START_AGAIN);
        let start = links(&page)
            .into_iter()
            .find(|href| href == "/link/nod-fiskekvote");
        assert_eq!(kari.get(&start.unwrap()).await.heading(), CHOOSE);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_too_young_learns_the_limit_and_the_page_tells_no_birth_date() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let check = |years| PreCheck {
            id: "alder".to_owned(),
            kind: CheckKind::MinimumAge { years },
        };
        add_service(&app, "nod-voksen", |service| {
            service.checks = vec![check(99)]
        })
        .await;
        add_service(&app, "nod-barn", |service| service.checks = vec![check(16)]).await;
        let mut jonas = app.browser_of(JONAS).await;
        let (_, page) = choose(&mut jonas, "nod-voksen", &JONAS_ID.to_string()).await;
        assert_eq!(page.heading(), "Noe må på plass før du kan starte");
        assert!(page.body.contains("Aldersgrensen er 99 år."));
        for secret in ["2009", "15.07", "158709", "15870961062"] {
            assert!(!page.body.contains(secret), "{secret}");
        }
        let (_, page) = choose(&mut jonas, "nod-barn", &JONAS_ID.to_string()).await;
        assert_eq!(page.heading(), "Du går nå til Næringsoppsynet");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_its_opening_time_a_service_is_closed() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        add_service(&app, "nod-senere", |service| {
            service.valid_from = Some(now().plus(Duration::minutes(10)));
        })
        .await;
        add_service(&app, "nod-kort", |service| {
            service.valid_to = Some(now().plus(Duration::minutes(10)));
        })
        .await;
        let mut nora = app.browser_of(NORA).await;
        let page = nora.get("/link/nod-senere").await;
        assert_eq!(page.heading(), "Tjenesten er ikke åpen nå");
        assert_well_made(&page);
        let launch = launch_path(&nora.get("/link/nod-kort").await);
        app.advance(Duration::minutes(11));
        assert_eq!(nora.get("/link/nod-senere").await.heading(), CHOOSE);
        for closed in ["/link/nod-kort", &launch, &format!("{launch}/out")] {
            let page = nora.get(closed).await;
            assert_eq!(page.heading(), "Tjenesten er ikke åpen nå");
        }
        assert!(
            nora.get("/tjenester/nod-kort")
                .await
                .body
                .contains("ikke åpen nå")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_whose_level_is_raised_lets_no_weaker_launch_leave() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        add_service(&app, "nod-streng", |service| {
            service.minimum_level = SecurityLevel::High;
        })
        .await;
        let mut kari = app.browser_of(KARI).await;
        let page = kari.get("/link/nod-streng").await;
        assert_eq!(page.heading(), "Logg inn på et høyere nivå");
        let page = kari
            .get(&format!("/link/nod-streng?party={BAKERY_ID}"))
            .await;
        assert_eq!(page.heading(), "Logg inn på et høyere nivå");
        assert_error_page(&kari.get("/link/finnes-ikke").await, 404, NOT_FOUND);
        assert_error_page(&kari.get("/tjenester/finnes-ikke").await, 404, NOT_FOUND);
    }
}
