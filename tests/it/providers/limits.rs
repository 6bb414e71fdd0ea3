//! Logins that end without anybody logged in, and what the person is told to do.

use reqwest::Method;
use serde_json::json;

use super::scene::{
    HIGH, Provider, SETTINGS, SUBSTANTIAL, is_logged_in, log_in, portal, portal_with,
    up_to_callback,
};
use crate::portal::{
    LOGIN_CANCELLED, LOGIN_FAILED, LOGIN_TOO_WEAK, NO_NATIONAL_ID, NOT_REGISTERED,
    assert_error_page, login_link,
};
use crate::support::cast::KARI;
use crate::support::database::kinds;

const UNAVAILABLE: &str = "Vi får ikke kontakt med innloggingstjenesten";
/// Valid, but nobody whom the register knows.
const STRANGER: &str = "27889631185";

/// What the provider says, what the person is told, and what the link to the next login holds.
const REFUSALS: [(&str, u16, &str, &str); 8] = [
    ("access_denied", 400, LOGIN_CANCELLED, "goto="),
    ("login_required", 400, "Du må logge inn", "goto="),
    ("interaction_required", 400, "Du må logge inn", "goto="),
    ("invalid_request", 400, LOGIN_FAILED, "goto="),
    ("invalid_scope", 400, LOGIN_FAILED, "goto="),
    ("server_error", 503, UNAVAILABLE, "goto="),
    ("temporarily_unavailable", 503, UNAVAILABLE, "goto="),
    ("something_new", 400, LOGIN_FAILED, "goto="),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_of_the_provider_is_told_in_words_of_our_own() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        for (error, status, heading, link) in REFUSALS {
            let mut browser = app.browser();
            let description = format!("<b>secret words</b> about {KARI}");
            let form = [
                ("error", error),
                ("error_description", description.as_str()),
            ];
            let callback = up_to_callback(&mut browser, &provider.login(""), &form).await;
            let page = browser.get(&callback).await;
            assert_error_page(&page, status, heading);
            for secret in ["secret words", error, KARI] {
                assert!(!page.body.contains(secret), "{error}: {secret}");
            }
            let next = login_link(&page);
            assert!(next.contains(link) && next.contains("iss=feide"), "{next}");
            assert!(next.contains("settings"), "{next}");
            assert!(!is_logged_in(&mut browser).await);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_speak_the_persons_language() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        for (language, heading) in [
            ("no_nb", "Du avbrøt innloggingen"),
            ("no_nn", "Du avbraut innlogginga"),
            ("en", "You cancelled the login"),
        ] {
            let mut browser = app.browser();
            browser.set_cookie("selectedLanguage", language);
            let form = [("error", "access_denied")];
            let callback = up_to_callback(&mut browser, &provider.login(""), &form).await;
            assert_eq!(browser.get(&callback).await.heading(), heading);
        }
        assert_eq!(provider.asked().await["ui_locales"], "en");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_let_in_by_a_weak_login_or_one_without_a_number_or_as_a_stranger() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let high = format!("&acr_values={HIGH}");
        for (more, account, acr, status, heading, next) in [
            (
                high.as_str(),
                KARI,
                SUBSTANTIAL,
                400,
                LOGIN_TOO_WEAK,
                "acr_values=idporten-loa-high",
            ),
            ("", KARI, "idporten-loa-low", 400, LOGIN_TOO_WEAK, "goto="),
            (
                "",
                "kari@example.no",
                "selfregistered-email",
                400,
                NO_NATIONAL_ID,
                "prompt=login",
            ),
            (
                "",
                "kari@example.no",
                SUBSTANTIAL,
                400,
                NO_NATIONAL_ID,
                "prompt=login",
            ),
            (
                "",
                STRANGER,
                SUBSTANTIAL,
                403,
                NOT_REGISTERED,
                "prompt=login",
            ),
        ] {
            let mut browser = app.browser();
            let page = log_in(&mut browser, &provider.login(more), account, acr).await;
            assert_error_page(&page, status, heading);
            let link = login_link(&page)
                .replace("&amp;", "&")
                .replace("&#38;", "&");
            assert!(link.contains(next) && link.contains("iss=feide"), "{link}");
            assert!(!page.body.contains(STRANGER) && !page.body.contains("kari@"));
            assert!(!is_logged_in(&mut browser).await);
            // The link does not bring the same person back at once.
            let page = browser.get(&link).await;
            assert!(
                page.url.contains("/interaction/"),
                "{heading}: {}",
                page.url
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_must_not_be_asked_and_is_not_logged_in_learns_so() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut browser = app.browser();
        let page = browser.get(&provider.login("&prompt=none")).await;
        assert_error_page(&page, 400, "Du må logge inn");
        assert!(!login_link(&page).contains("prompt"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_people_do_not_log_in_where_only_invented_ones_may() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let mut config = provider.config();
        config.require_synthetic_pid = true;
        let app = portal_with(kind, vec![config]).await;
        provider.register(&app, json!({})).await;
        let page = log_in(&mut app.browser(), &provider.login(""), KARI, SUBSTANTIAL).await;
        assert_eq!(page.heading(), "Din profil");
        // The number of nobody, but not one that is made for tests.
        let page = log_in(
            &mut app.browser(),
            &provider.login(""),
            "01010750160",
            SUBSTANTIAL,
        )
        .await;
        assert_error_page(&page, 403, "Du kan ikke bruke portalen nå");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_whom_the_register_has_closed_is_kept_out() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        app.run_sql("update party set is_deleted = true where kind = 'person'")
            .await;
        let mut browser = app.browser();
        let page = log_in(&mut browser, &provider.login(""), KARI, SUBSTANTIAL).await;
        assert_error_page(&page, 403, "Du kan ikke bruke portalen nå");
        let page = browser.send(Method::GET, SETTINGS, None).await;
        assert!(page.status.is_redirection());
    }
}
