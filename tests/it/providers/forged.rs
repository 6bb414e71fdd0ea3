//! Answers and tokens that are not what they should be. Nobody is logged in by any of them.

use serde_json::{Value, json};
use time::Duration;

use super::scene::{
    Provider, SECRET, SUBSTANTIAL, changed, is_logged_in, log_in, parameter, portal, seconds,
    up_to_callback,
};
use crate::portal::assert_error_page;
use crate::portal::{LOGIN_FAILED, LOGIN_LOST};
use crate::support::browser::Browser;
use crate::support::cast::KARI;
use crate::support::database::kinds;

const FORM: [(&str, &str); 2] = [("account", KARI), ("acr", SUBSTANTIAL)];

/// What is wrong with the id token.
fn forgeries() -> Vec<(&'static str, Value)> {
    let now = seconds();
    vec![
        ("alg none", json!({"sign": "none"})),
        (
            "HS256 with the client's secret",
            json!({"sign": "secret", "secret": SECRET}),
        ),
        ("another key under the same id", json!({"sign": "other"})),
        (
            "another key under an unknown id",
            json!({"sign": "unknown"}),
        ),
        ("another nonce", json!({"claims": {"nonce": "another"}})),
        ("no nonce", json!({"remove": ["nonce"]})),
        (
            "another audience",
            json!({"claims": {"aud": "somebody-else"}}),
        ),
        (
            "an audience beside us",
            json!({"claims": {"aud": ["portal", "somebody-else"], "azp": "portal"}}),
        ),
        ("no audience", json!({"remove": ["aud"]})),
        (
            "made for another client",
            json!({"claims": {"azp": "somebody-else"}}),
        ),
        (
            "another issuer",
            json!({"claims": {"iss": "https://idporten.example"}}),
        ),
        (
            "an issuer with a slash",
            json!({"claims": {"iss": "http://127.0.0.1/"}}),
        ),
        ("expired", json!({"claims": {"exp": now - 11}})),
        ("no expiry", json!({"remove": ["exp"]})),
        ("from the future", json!({"claims": {"iat": now + 60}})),
        ("not valid yet", json!({"claims": {"nbf": now + 60}})),
        (
            "another access token's hash",
            json!({"claims": {"at_hash": "c29tZXRoaW5nIGVsc2U"}}),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_id_token_logs_nobody_in() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        for (what, forge) in forgeries() {
            let mut browser = app.browser();
            let callback = up_to_callback(&mut browser, &provider.login(""), &FORM).await;
            provider.control(json!({"forge": forge})).await;
            let page = browser.get(&callback).await;
            assert_eq!(
                (page.status.as_u16(), page.heading()),
                (400, LOGIN_FAILED),
                "{what}"
            );
            assert!(!is_logged_in(&mut browser).await, "{what}");
        }
        // What is wrong is what was changed: the rest of the token is good, signed anew as it is.
        let good = json!({"claims": {"azp": "portal", "nbf": seconds() + 5, "exp": seconds() - 5}});
        let mut browser = app.browser();
        let callback = up_to_callback(&mut browser, &provider.login(""), &FORM).await;
        provider.control(json!({"forge": good})).await;
        assert_eq!(browser.get(&callback).await.heading(), "Din profil");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_in_time_by_the_portals_own_clock() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        // The provider's tokens live two minutes. For a portal that is five minutes ahead they are dead.
        app.advance(Duration::minutes(5));
        let page = log_in(&mut app.browser(), &provider.login(""), KARI, SUBSTANTIAL).await;
        assert_error_page(&page, 400, LOGIN_FAILED);
        provider.control(json!({"ahead": 300})).await;
        let page = log_in(&mut app.browser(), &provider.login(""), KARI, SUBSTANTIAL).await;
        assert_eq!(page.heading(), "Din profil");
        provider.control(json!({"ahead": 330})).await;
        let page = log_in(&mut app.browser(), &provider.login(""), KARI, SUBSTANTIAL).await;
        assert_error_page(&page, 400, LOGIN_FAILED);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_good_once_and_as_it_was_given() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let answer = async |browser: &mut Browser| {
            up_to_callback(browser, &provider.login("&prompt=login"), &FORM).await
        };
        let mut browser = app.browser();
        for (name, value, heading) in [
            ("state", Some("swapped"), LOGIN_LOST),
            ("state", None, LOGIN_LOST),
            ("iss", Some("https://idporten.example"), LOGIN_FAILED),
            // The provider has said that it always names itself (RFC 9207).
            ("iss", None, LOGIN_FAILED),
            (
                "iss",
                Some(&format!("{}/", provider.issuer())),
                LOGIN_FAILED,
            ),
            ("code", Some("swapped"), LOGIN_FAILED),
            ("code", None, LOGIN_FAILED),
        ] {
            let callback = answer(&mut browser).await;
            let page = browser.get(&changed(&callback, name, value)).await;
            assert_error_page(&page, 400, heading);
            assert!(!is_logged_in(&mut browser).await, "{name}");
        }

        // Two logins of one browser, with their codes swapped.
        let (first, second) = (answer(&mut browser).await, answer(&mut browser).await);
        let mixed = changed(&second, "code", Some(&parameter(&first, "code")));
        assert_error_page(&browser.get(&mixed).await, 400, LOGIN_FAILED);

        let callback = answer(&mut browser).await;
        assert_eq!(browser.get(&callback).await.heading(), "Din profil");
        // A replay, here and in another browser that has a login of its own under way.
        assert_error_page(&browser.get(&callback).await, 400, LOGIN_LOST);
        let mut other = app.browser();
        let own = answer(&mut other).await;
        assert_error_page(&other.get(&callback).await, 400, LOGIN_LOST);
        // The provider itself refuses a code that was redeemed.
        let replayed = changed(&own, "code", Some(&parameter(&callback, "code")));
        assert_error_page(&other.get(&replayed).await, 400, LOGIN_FAILED);
        assert!(!is_logged_in(&mut other).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_after_ten_minutes_is_too_late() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut browser = app.browser();
        let callback = up_to_callback(&mut browser, &provider.login(""), &FORM).await;
        app.advance(Duration::seconds(601));
        assert_error_page(&browser.get(&callback).await, 400, LOGIN_LOST);
        assert!(!is_logged_in(&mut browser).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_login_than_was_asked_for_is_refused() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let old = json!({"claims": {"auth_time": seconds() - 3600}});
        let none = json!({"remove": ["auth_time"]});
        for (more, forge, passes) in [
            ("&max_age=600", &old, false),
            ("&max_age=600", &none, false),
            ("&prompt=login", &old, false),
            ("", &old, true),
        ] {
            let mut browser = app.browser();
            let callback = up_to_callback(&mut browser, &provider.login(more), &FORM).await;
            provider.control(json!({"forge": forge})).await;
            let page = browser.get(&callback).await;
            assert_eq!(page.status == 200, passes, "{more} {forge}");
            assert_eq!(is_logged_in(&mut browser).await, passes, "{more} {forge}");
        }
    }
}
