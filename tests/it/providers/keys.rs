//! Keys that change, and providers that are down.

use serde_json::json;
use time::Duration;

use super::scene::{Provider, SUBSTANTIAL, is_logged_in, log_in, portal, up_to_callback};
use crate::portal::LOGIN_FAILED;
use crate::portal::assert_error_page;
use crate::support::cast::{KARI, OLA};
use crate::support::database::kinds;

const UNAVAILABLE: &str = "Vi får ikke kontakt med innloggingstjenesten";

#[tokio::test(flavor = "multi_thread")]
async fn new_keys_of_a_provider_are_found_without_ending_anybodys_session() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut kari = app.browser();
        log_in(&mut kari, &provider.login(""), KARI, SUBSTANTIAL).await;

        provider.control(json!({"rotate": true})).await;
        // The keys were read a moment ago: they are not read again for each token that does not fit.
        let page = log_in(&mut app.browser(), &provider.login(""), OLA, SUBSTANTIAL).await;
        assert_error_page(&page, 400, LOGIN_FAILED);

        app.advance(Duration::seconds(301));
        provider.control(json!({"ahead": 301})).await;
        let page = log_in(&mut app.browser(), &provider.login(""), OLA, SUBSTANTIAL).await;
        assert_eq!(page.heading(), "Din profil");
        assert!(is_logged_in(&mut kari).await);
        // Nor does logging out with a token of the old key fail.
        let page = kari.get("/authentication/api/v1/logout").await;
        assert!(page.url.starts_with(provider.issuer()) || page.status == 200);
        assert!(!is_logged_in(&mut kari).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_down_keeps_nobody_out_who_is_in() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut kari = app.browser();
        log_in(&mut kari, &provider.login(""), KARI, SUBSTANTIAL).await;
        let mut late = app.browser();
        let form = [("account", KARI), ("acr", SUBSTANTIAL)];
        let callback = up_to_callback(&mut late, &provider.login(""), &form).await;

        let (issuer, login) = (provider.issuer().to_owned(), provider.login(""));
        provider.stop();
        // What the provider said of itself serves on, though it is older than an hour.
        let page = late.get(&callback).await;
        assert_error_page(&page, 503, UNAVAILABLE);
        assert!(crate::portal::login_link(&page).contains("iss=feide"));
        app.advance(Duration::minutes(25));
        assert!(is_logged_in(&mut kari).await);
        app.advance(Duration::minutes(25));
        assert!(is_logged_in(&mut kari).await);
        app.advance(Duration::minutes(25));
        let address = app.browser().sent_to(&login).await;
        assert!(address.starts_with(&issuer), "{address}");
        // The other way in is open.
        let page = app.browser().log_in(KARI, super::scene::SETTINGS).await;
        assert_eq!(page.heading(), "Din profil");
        kari.get("/authentication/api/v1/logout").await;
        assert!(
            !is_logged_in(&mut kari).await,
            "here she is logged out all the same"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_was_never_reached_is_tried_again_when_somebody_asks() {
    for kind in kinds() {
        let Some(first) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&first]).await;
        let (login, port) = (
            first.login(""),
            url::Url::parse(first.issuer()).unwrap().port(),
        );
        first.stop();
        let page = app.browser().get(&login).await;
        assert_error_page(&page, 503, UNAVAILABLE);

        let again = Provider::start_with("feide", json!({"port": port}))
            .await
            .unwrap();
        again.register(&app, json!({})).await;
        let page = log_in(&mut app.browser(), &login, KARI, SUBSTANTIAL).await;
        assert_eq!(page.heading(), "Din profil");
    }
}
