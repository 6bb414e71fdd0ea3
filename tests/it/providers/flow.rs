//! Logins that go well, what they ask for, and how they end.

use reqwest::Method;
use serde_json::json;
use time::Duration;

use super::scene::{
    HIGH, LOGIN, Provider, SETTINGS, SUBSTANTIAL, is_logged_in, log_in, portal, portal_with,
    up_to_callback,
};
use crate::support::app::TestApp;
use crate::support::cast::{BAKERY_ID, KARI, OLA};
use crate::support::database::{fresh, kinds};

/// The published key of a client of the sandbox, for `private_key_jwt`.
const PEM: &str = include_str!("../../../src/sandbox/keys/dts-tjenesteeier.pem");

#[tokio::test(flavor = "multi_thread")]
async fn a_certified_provider_logs_a_person_in_with_what_was_asked_for() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut browser = app.browser();
        let page = log_in(&mut browser, &provider.login(""), KARI, SUBSTANTIAL).await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Din profil"));

        let asked = provider.asked().await;
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["acr_values"], SUBSTANTIAL);
        assert_eq!(asked["ui_locales"], "nb");
        assert_eq!(asked["scope"], "openid");
        assert_eq!(asked["redirect_uri"], provider.callback(&app));
        for random in ["state", "nonce", "code_challenge"] {
            assert_eq!(asked[random].as_str().unwrap().len(), 43, "{random}");
        }
        assert_eq!(asked.get("prompt"), None);
        assert_eq!(asked.get("max_age"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_so_as_the_only_provider_and_with_a_key_instead_of_a_secret() {
    for kind in kinds() {
        let Some(provider) = Provider::start("idporten").await else {
            return;
        };
        let database = fresh(kind).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key.pem");
        std::fs::write(&file, PEM).unwrap();
        let mut settings = crate::portal::real_world(provider.issuer(), &database.url);
        let config = settings.idporten.as_mut().unwrap();
        config.client_secret = None;
        config.private_key_file = Some(file);
        config.key_id = Some("one".to_owned());
        let app = TestApp::start_with(settings, database).await;
        crate::portal::add_kari(&app.db).await;
        let public = fullmakt::tokens::SigningKey::from_pem("one", PEM).unwrap();
        let by_key = json!({
            "client_secret": null,
            "token_endpoint_auth_method": "private_key_jwt",
            "jwks": {"keys": [public.public()]},
        });
        provider.register(&app, by_key).await;

        let mut browser = app.browser();
        let login = format!("{LOGIN}?goto={SETTINGS}");
        let page = log_in(&mut browser, &login, KARI, SUBSTANTIAL).await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Din profil"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_beside_id_porten_may_sign_with_an_elliptic_curve_and_id_porten_may_not() {
    for kind in kinds() {
        let elliptic = json!({"algorithm": "ES256"});
        let Some(other) = Provider::start_with("other", elliptic.clone()).await else {
            return;
        };
        let app = portal(kind, &[&other]).await;
        let mut browser = app.browser();
        let page = log_in(&mut browser, &other.login(""), KARI, SUBSTANTIAL).await;
        assert_eq!(page.heading(), "Din profil");

        let default = Provider::start_with("idporten", elliptic).await.unwrap();
        let database = fresh(kind).await;
        let mut settings = crate::portal::real_world(default.issuer(), &database.url);
        settings.idporten.as_mut().unwrap().client_secret =
            Some(super::scene::SECRET.to_owned().into());
        let app = TestApp::start_with(settings, database).await;
        crate::portal::add_kari(&app.db).await;
        default.register(&app, json!({})).await;
        let login = format!("{LOGIN}?goto={SETTINGS}");
        let page = log_in(&mut app.browser(), &login, KARI, SUBSTANTIAL).await;
        assert_eq!(page.status, 400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stronger_login_goes_on_for_the_same_party_under_a_new_session() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut browser = app.browser();
        log_in(&mut browser, &provider.login(""), KARI, SUBSTANTIAL).await;
        browser
            .post("/aktorvalg", &[("party", &BAKERY_ID.to_string())])
            .await;
        let before = browser.cookie("fullmakt").unwrap().to_owned();

        // The page names the level, and its link leads to the provider that the live login was at.
        let page = browser
            .get(&format!("/innlogging/niva?niva=4&goto={SETTINGS}"))
            .await;
        assert!(page.body.contains("nivå høyt"), "{}", page.body);
        let stronger = crate::portal::login_link(&page)
            .replace("&amp;", "&")
            .replace("&#38;", "&");

        let form = [("account", KARI), ("acr", HIGH)];
        let callback = up_to_callback(&mut browser, &stronger, &form).await;
        assert_eq!(provider.asked().await["acr_values"], HIGH);
        assert_eq!(
            browser.cookie("fullmakt"),
            Some(before.as_str()),
            "the old session stays until then"
        );
        assert!(is_logged_in(&mut browser).await);

        let page = browser.get(&callback).await;
        assert_eq!(page.url, format!("{}{SETTINGS}", app.url));
        assert!(page.body.contains("Nøkkelvik Bakeri"), "the party is kept");
        assert_ne!(browser.cookie("fullmakt"), Some(before.as_str()));
        let mut thief = app.browser();
        thief.set_cookie("fullmakt", &before);
        assert!(!is_logged_in(&mut thief).await);
        // Now it will do.
        assert_eq!(browser.sent_to(&stronger).await, SETTINGS);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_at_the_stronger_login_starts_afresh() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut browser = app.browser();
        log_in(&mut browser, &provider.login(""), KARI, SUBSTANTIAL).await;
        browser
            .post("/aktorvalg", &[("party", &BAKERY_ID.to_string())])
            .await;
        let stronger = provider.login(&format!("&acr_values={HIGH}"));
        let page = log_in(&mut browser, &stronger, OLA, HIGH).await;
        assert!(page.body.contains("Ola Deigmann") && !page.body.contains("Kari"));
        assert!(!page.body.contains("Nøkkelvik Bakeri"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_used_again_until_it_is_too_old_or_a_new_one_is_asked_for() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut browser = app.browser();
        log_in(&mut browser, &provider.login(""), KARI, SUBSTANTIAL).await;
        assert_eq!(
            browser.sent_to(&provider.login("&max_age=600")).await,
            SETTINGS
        );
        assert_eq!(
            browser.sent_to(&provider.login("&prompt=none")).await,
            SETTINGS
        );

        // Unlike the reference: a live session does not keep a new login from happening.
        let anew = provider.login("&prompt=login");
        let page = log_in(&mut browser, &anew, KARI, SUBSTANTIAL).await;
        assert_eq!(page.heading(), "Din profil");
        assert_eq!(provider.asked().await["prompt"], "login");

        app.advance(Duration::minutes(11));
        provider.control(json!({"ahead": 660})).await;
        let page = log_in(
            &mut browser,
            &provider.login("&max_age=600"),
            KARI,
            SUBSTANTIAL,
        )
        .await;
        assert_eq!(page.heading(), "Din profil");
        assert_eq!(provider.asked().await["max_age"], "600");

        // Somebody whom the provider remembers is asked nothing.
        let mut later = browser.clone();
        later.drop_cookie("fullmakt");
        assert_eq!(
            later.get(&provider.login("&prompt=none")).await.heading(),
            "Din profil"
        );
        assert_eq!(provider.asked().await["prompt"], "none");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logout_ends_the_login_at_the_provider_that_it_was_at() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut browser = app.browser();
        log_in(&mut browser, &provider.login(""), KARI, SUBSTANTIAL).await;
        let page = browser.get("/authentication/api/v1/logout").await;
        assert!(page.url.starts_with(provider.issuer()), "{}", page.url);
        // The provider's own form, which sends itself.
        let xsrf = page.body.split("name=\"xsrf\" value=\"").nth(1).unwrap();
        let form = [("xsrf", xsrf.split('"').next().unwrap()), ("logout", "yes")];
        let confirm = format!("{}/session/end/confirm", provider.issuer());
        let page = browser.send(Method::POST, &confirm, Some(&form)).await;
        let page = browser.get(page.location()).await;
        assert_eq!(page.heading(), "Du er logget ut");
        assert!(!is_logged_in(&mut browser).await);
        let page = browser.get(&provider.login("")).await;
        assert!(
            page.url.contains("/interaction/"),
            "the provider has forgotten her"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_names_levels_its_own_way_is_asked_and_read_in_its_words() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let mut config = provider.config();
        config.acr = [(SUBSTANTIAL.to_owned(), 4)].into();
        config.scope = Some("openid email".to_owned());
        let app = portal_with(kind, vec![config]).await;
        provider.register(&app, json!({})).await;
        let mut browser = app.browser();
        let page = log_in(
            &mut browser,
            &provider.login(&format!("&acr_values={HIGH}")),
            KARI,
            SUBSTANTIAL,
        )
        .await;
        assert_eq!(page.heading(), "Din profil");
        let asked = provider.asked().await;
        assert_eq!(
            (&asked["acr_values"], &asked["scope"]),
            (&json!(SUBSTANTIAL), &json!("openid email"))
        );
    }
}
