//! Login and logout: the way there and back, and what must not work.

use fullmakt::config::Settings;
use reqwest::Method;
use reqwest::header::SET_COOKIE;
use url::Url;

use super::scene::{
    CALLBACK, LOGIN, LOGIN_CANCELLED, LOGIN_FAILED, LOGIN_LOST, LOGOUT, OVERVIEW, SESSION,
    SETTINGS, Vendor, assert_error_page, assert_well_made, links, login_link,
};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{BAKERY_ID, KARI, OLA};
use crate::support::database::kinds;

/// Begins a login and passes ID-porten, but stops before the way back: answers where it would lead.
async fn up_to_callback(browser: &mut Browser, goto: &str, national_id: &str) -> String {
    let authorize = authorize_address(browser, goto).await;
    let hinted = format!("{authorize}&login_hint={national_id}");
    let callback = browser.sent_to(&hinted).await;
    assert!(callback.contains(CALLBACK), "{callback}");
    callback
}

async fn authorize_address(browser: &mut Browser, goto: &str) -> String {
    let mut login = Url::parse("http://localhost").unwrap();
    login.set_path(LOGIN);
    login.query_pairs_mut().append_pair("goto", goto);
    let path = format!("{LOGIN}?{}", login.query().unwrap());
    browser.sent_to(&path).await
}

/// The same address with one parameter changed.
fn changed(address: &str, name: &str, value: &str) -> String {
    let mut url = Url::parse(address).unwrap();
    let pairs: Vec<(String, String)> = url
        .query_pairs()
        .map(|(key, old)| {
            let new = if key == name { value.into() } else { old };
            (key.into_owned(), new.into_owned())
        })
        .collect();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    url.into()
}

fn parameter(address: &str, name: &str) -> String {
    let url = Url::parse(address).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.expect(name).1.into_owned()
}

async fn is_logged_in(browser: &mut Browser) -> bool {
    let page = browser.send(Method::GET, SETTINGS, None).await;
    if !page.status.is_redirection() {
        assert_eq!(page.status, 200);
        return true;
    }
    assert!(page.location().starts_with(LOGIN), "{}", page.location());
    false
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deep_link_survives_the_login_with_its_query() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let asked = Vendor::new(&app).await.ask().await;
        let page = app.browser().log_in_from(&asked.confirm_url, KARI).await;
        assert_eq!(page.url, asked.confirm_url);
        assert_well_made(&page);

        let link = format!("/link/nod-fiskekvote?party={BAKERY_ID}");
        let page = app.browser().log_in_from(&link, KARI).await;
        assert!(page.url.contains("/link/launch/"), "{}", page.url);
        assert_well_made(&page);

        let search = "/accessmanagement/ui/settings?goto=%2Ftjenester%3Fq%3Dfisk%26eier%3Dnod";
        let page = app.browser().log_in_from(search, KARI).await;
        assert_eq!(page.url, format!("{}{search}", app.url));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_from_id_porten_works_once_and_in_the_browser_that_asked() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let (mut kari, mut victim) = (app.browser(), app.browser());
        let callback = up_to_callback(&mut kari, SETTINGS, KARI).await;

        // Login CSRF: somebody is made to open an attacker's answer.
        for _ in 0..2 {
            let page = victim.get(&callback).await;
            assert_error_page(&page, 400, LOGIN_LOST);
            assert!(!is_logged_in(&mut victim).await);
        }
        // The same when the victim has a login of its own under way.
        up_to_callback(&mut victim, "/", OLA).await;
        assert_error_page(&victim.get(&callback).await, 400, LOGIN_LOST);
        assert!(!is_logged_in(&mut victim).await);

        let page = kari.get(&callback).await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Din profil"));
        assert_error_page(&kari.get(&callback).await, 400, LOGIN_LOST);
        assert!(is_logged_in(&mut kari).await, "a replay logs nobody out");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_state_code_nonce_or_issuer_is_refused() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser();
        for (name, heading) in [
            ("state", LOGIN_LOST),
            ("code", LOGIN_FAILED),
            ("iss", LOGIN_FAILED),
        ] {
            let callback = up_to_callback(&mut browser, "/", KARI).await;
            let page = browser.get(&changed(&callback, name, "something")).await;
            assert_error_page(&page, 400, heading);
        }
        // A code of one login in the answer to another.
        let first = up_to_callback(&mut browser, "/", KARI).await;
        let second = up_to_callback(&mut browser, "/", KARI).await;
        let mixed = changed(&second, "code", &parameter(&first, "code"));
        assert_error_page(&browser.get(&mixed).await, 400, LOGIN_FAILED);
        // An id token that was made for another nonce.
        let authorize = authorize_address(&mut browser, "/").await;
        let other = changed(&authorize, "nonce", "01234567890123456789012");
        let callback = browser.sent_to(&format!("{other}&login_hint={KARI}")).await;
        assert_error_page(&browser.get(&callback).await, 400, LOGIN_FAILED);

        for nonsense in [
            "",
            "?state=",
            "?code=x",
            "?error=access_denied",
            "?state=%00&code=%00",
        ] {
            let page = browser.get(&format!("{CALLBACK}{nonsense}")).await;
            assert_error_page(&page, 400, LOGIN_LOST);
        }
        assert!(!is_logged_in(&mut browser).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_can_log_in_at_the_same_time() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser();
        let first = up_to_callback(&mut browser, "/tjenester", KARI).await;
        let second = up_to_callback(&mut browser, SETTINGS, KARI).await;
        assert_eq!(browser.get(&second).await.heading(), "Din profil");
        assert_eq!(browser.get(&first).await.heading(), "Tjenester");
        assert!(is_logged_in(&mut browser).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_planted_before_the_login_is_worth_nothing_after_it() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut attacker = app.browser();
        authorize_address(&mut attacker, "/").await;
        let planted = attacker.cookie(SESSION).unwrap().to_owned();

        let mut kari = app.browser();
        kari.set_cookie(SESSION, &planted);
        kari.log_in(KARI, "/").await;
        assert_ne!(kari.cookie(SESSION), Some(planted.as_str()));
        assert!(is_logged_in(&mut kari).await);
        assert!(!is_logged_in(&mut attacker).await);

        // The stronger login changes it once more.
        let before = kari.cookie(SESSION).unwrap().to_owned();
        let stronger = format!("{LOGIN}?goto=/&acr_values=idporten-loa-high");
        kari.log_in_from(&stronger, KARI).await;
        assert_ne!(kari.cookie(SESSION), Some(before.as_str()));
        attacker.set_cookie(SESSION, &before);
        assert!(!is_logged_in(&mut attacker).await);

        // An id that nobody gave out is not taken over.
        let mut inventive = app.browser();
        inventive.set_cookie(SESSION, "AAAAAAAAAAAAAAAAAAAAAA");
        inventive.log_in(KARI, "/").await;
        assert_ne!(inventive.cookie(SESSION), Some("AAAAAAAAAAAAAAAAAAAAAA"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let page = app.browser().send(Method::GET, LOGIN, None).await;
        let cookie = page.headers[SET_COOKIE].to_str().unwrap();
        for wanted in ["fullmakt=", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(cookie.contains(wanted), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logout_ends_the_session_here_and_at_id_porten() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        let old = kari.cookie(SESSION).unwrap().to_owned();

        // As long as ID-porten remembers the login, it asks nobody.
        kari.drop_cookie(SESSION);
        let page = kari.get(SETTINGS).await;
        assert_eq!(page.heading(), "Din profil");

        let page = kari.get(LOGOUT).await;
        assert_eq!(page.url, format!("{}/utlogget", app.url));
        assert_eq!(page.heading(), "Du er logget ut");
        assert_well_made(&page);
        assert!(!is_logged_in(&mut kari).await);

        let asked = kari.get(SETTINGS).await;
        assert!(asked.url.contains("/sandbox/idporten/"), "{}", asked.url);
        assert_eq!(asked.status, 200);

        // Of the first session nothing was said at logout; it is another one, and ends when its own time has come.
        let mut thief = app.browser();
        thief.set_cookie(SESSION, &old);
        let page = thief.get(LOGOUT).await;
        assert_eq!(page.url, format!("{}/utlogget", app.url));
        thief.set_cookie(SESSION, &old);
        assert!(!is_logged_in(&mut thief).await, "a dead session stays dead");

        // Logging out without being logged in is no fault.
        assert_eq!(app.browser().get(LOGOUT).await.heading(), "Du er logget ut");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn goto_leads_nowhere_but_to_this_portal() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        for evil in [
            "https%3A%2F%2Fevil.example",
            "%2F%2Fevil.example",
            "%2F%5Cevil.example",
            "%5C%5Cevil.example",
            "%2F%09%2Fevil.example",
            "%2F%0D%0ALocation%3A%20x",
            "javascript%3Aalert(1)",
            "evil.example",
            "%00%2F",
            "http%3A%2F%2Flocalhost%40evil.example",
            "",
        ] {
            assert_eq!(kari.sent_to(&format!("{LOGIN}?goto={evil}")).await, "/");
            let step_up = format!("/innlogging/niva?niva=3&goto={evil}");
            assert_eq!(kari.sent_to(&step_up).await, "/");
        }
        let own = app.url.replace(':', "%3A").replace('/', "%2F");
        for (evil, end) in [
            ("%2F%2Fevil.example", "/"),
            ("%40evil.example", "/"),
            ("%2Ftjenester", "/tjenester"),
        ] {
            assert_eq!(
                kari.sent_to(&format!("{LOGIN}?goto={own}{evil}")).await,
                end
            );
        }
        for evil in ["https://evil.example", "//evil.example", "/\\evil.example"] {
            let form = [("language", "en"), ("goto", evil)];
            let page = kari.send(Method::POST, "/sprak", Some(&form)).await;
            assert_eq!(page.location(), "/");
            let party = BAKERY_ID.to_string();
            let form = [("party", party.as_str()), ("goto", evil)];
            let page = kari.send(Method::POST, "/aktorvalg", Some(&form)).await;
            assert_eq!(page.location(), "/");
            let form = [("email", "kari@example.no"), ("goto", evil)];
            let page = kari.send(Method::POST, SETTINGS, Some(&form)).await;
            assert_eq!(page.location(), SETTINGS);
        }
        let page = app
            .browser()
            .log_in_from(&format!("{LOGIN}?goto=%2F%2Fevil.example"), KARI)
            .await;
        assert_eq!(page.url, format!("{}/", app.url));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cancels_the_login_can_try_again_and_reaches_the_same_page() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser();
        let authorize = authorize_address(&mut browser, OVERVIEW).await;
        let state = parameter(&authorize, "state");
        let issuer = authorize.split("/authorize").next().unwrap();
        let cancelled = format!("{CALLBACK}?error=access_denied&state={state}&iss={issuer}");
        let page = browser.get(&cancelled).await;
        assert_error_page(&page, 400, LOGIN_CANCELLED);

        let retry = login_link(&page);
        let page = browser.log_in_from(&retry, KARI).await;
        assert_eq!(page.status, 200, "{}", page.url);
        assert!(page.url.contains("/aktorvalg?goto="), "{}", page.url);
        let page = browser
            .post(
                "/aktorvalg",
                &[("party", &BAKERY_ID.to_string()), ("goto", OVERVIEW)],
            )
            .await;
        assert_eq!(page.heading(), "Systemtilganger");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_asked_for_offers_a_login_that_works() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser();
        let page = browser.get(&format!("{CALLBACK}?code=x&state=y")).await;
        assert_error_page(&page, 400, LOGIN_LOST);
        let page = browser.log_in_from(&login_link(&page), KARI).await;
        assert_eq!(page.url, format!("{}/", app.url));
        assert!(is_logged_in(&mut browser).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_who_logs_in_starts_afresh() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = super::scene::at_the_bakery(&app, KARI).await;
        assert!(browser.get(SETTINGS).await.body.contains("acting-name"));
        let stronger = format!("{LOGIN}?goto={SETTINGS}&acr_values=idporten-loa-high");
        let page = browser.log_in_from(&stronger, OLA).await;
        assert!(page.body.contains("Ola Deigmann") && !page.body.contains("Kari"));
        assert!(!page.body.contains("Nøkkelvik Bakeri"));
    }
}

/// Settings of a server without the sandbox, whose ID-porten is somewhere else.
pub fn real_world(issuer: &str, database: &str) -> Settings {
    use fullmakt::config::{KeysSettings, MaskinportenConfig, ProviderConfig};
    Settings {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        database_url: Some(database.to_owned()),
        sandbox: Some(false),
        idporten: Some(ProviderConfig {
            issuer: issuer.to_owned(),
            client_id: "portal".to_owned(),
            client_secret: Some("a secret that nobody knows".to_owned().into()),
            ..ProviderConfig::default()
        }),
        maskinporten: Some(MaskinportenConfig {
            issuer: format!("{issuer}/"),
        }),
        keys: Some(KeysSettings {
            secret: Some("a secret of the tests that seals keys".into()),
            ..KeysSettings::default()
        }),
        ..Settings::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_porten_that_does_not_answer_is_told_with_a_way_to_try_again() {
    for kind in kinds() {
        let database = crate::support::database::fresh(kind).await;
        // Bound and let go at once: nobody listens there.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", port.local_addr().unwrap());
        drop(port);
        let settings = real_world(&issuer, &database.url);
        let app = TestApp::start_with(settings, database).await;
        let page = app
            .browser()
            .get("/accessmanagement/ui/settings?goto=%2Flink%2Fx")
            .await;
        assert_error_page(&page, 503, "Vi får ikke kontakt med innloggingstjenesten");
        assert!(
            links(&page).contains(&page.url.strip_prefix(&app.url).unwrap().to_owned()),
            "the way to try again is the same address: {:?}",
            links(&page)
        );
        assert_eq!(app.browser().get("/").await.status, 200);
    }
}
