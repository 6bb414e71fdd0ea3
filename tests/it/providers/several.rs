//! Two providers at once: neither can pass off the other's answer as its own (RFC 9700 §4.4).

use reqwest::Method;

use super::scene::{
    HIGH, LOGIN, Provider, SETTINGS, SUBSTANTIAL, changed, is_logged_in, log_in, parameter, portal,
    up_to_callback,
};
use crate::portal::{LOGIN_FAILED, LOGIN_LOST, assert_error_page, links};
use crate::support::cast::{KARI, OLA};
use crate::support::database::kinds;

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_of_one_provider_is_not_taken_for_anothers() {
    for kind in kinds() {
        let Some(honest) = Provider::start("honest").await else {
            return;
        };
        let attacker = Provider::start("attacker").await.unwrap();
        let app = portal(kind, &[&honest, &attacker]).await;
        let form = [("account", KARI), ("acr", SUBSTANTIAL)];
        let mut browser = app.browser();

        // The person wants to the attacker's, and is led on to the honest one with the same state.
        let begun = browser.sent_to(&attacker.login("")).await;
        let state = parameter(&begun, "state");
        let honest_answer = up_to_callback(&mut browser, &honest.login(""), &form).await;
        let mixed = changed(&honest_answer, "state", Some(&state));
        assert_error_page(&browser.get(&mixed).await, 400, LOGIN_FAILED);
        // It is used up, at its own address too.
        let moved = mixed.replace("/callback/honest", "/callback/attacker");
        assert_error_page(&browser.get(&moved).await, 400, LOGIN_LOST);

        // At the attacker's address, and in its name: the code is no code there.
        let begun = browser.sent_to(&attacker.login("")).await;
        let answer = up_to_callback(&mut browser, &honest.login(""), &form).await;
        let forged = changed(&answer, "state", Some(&parameter(&begun, "state")));
        let forged = forged.replace("/callback/honest", "/callback/attacker");
        assert_error_page(&browser.get(&forged).await, 400, LOGIN_FAILED);
        let begun = browser.sent_to(&attacker.login("")).await;
        let forged = changed(&forged, "state", Some(&parameter(&begun, "state")));
        let forged = changed(&forged, "iss", Some(attacker.issuer()));
        assert_error_page(&browser.get(&forged).await, 400, LOGIN_FAILED);

        // At the default provider's address, and at one of nobody.
        for place in ["", "/idporten", "/nobody", "/honest%2F"] {
            let answer = up_to_callback(&mut browser, &honest.login(""), &form).await;
            let moved = answer.replace("/callback/honest", &format!("/callback{place}"));
            assert_error_page(&browser.get(&moved).await, 400, LOGIN_FAILED);
        }
        assert!(!is_logged_in(&mut browser).await);
        let page = log_in(&mut browser, &honest.login(""), KARI, SUBSTANTIAL).await;
        assert_eq!(page.heading(), "Din profil");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_is_chosen_by_key_or_issuer_and_an_unknown_one_is_no_wish() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = portal(kind, &[&provider]).await;
        let mut browser = app.browser();
        let leads_to = async |iss: &str| {
            let login = format!("{LOGIN}?goto={SETTINGS}&iss={iss}");
            app.browser().sent_to(&login).await
        };
        let issuer = provider.issuer().to_owned();
        assert!(leads_to("feide").await.starts_with(&issuer));
        assert!(
            leads_to(&issuer.replace(':', "%3A"))
                .await
                .starts_with(&issuer)
        );
        for unknown in ["", "mockporten", "https%3A%2F%2Fevil.example", "FEIDE"] {
            let address = leads_to(unknown).await;
            assert!(
                address.contains("/sandbox/idporten/"),
                "{unknown}: {address}"
            );
        }

        // The front page offers it.
        let page = browser.get("/").await;
        assert!(page.body.contains("Logg inn med feide"));
        let link = links(&page)
            .into_iter()
            .find(|link| link.contains("iss=feide"));
        let link = link.unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let page = log_in(&mut browser, &link, KARI, SUBSTANTIAL).await;
        assert_eq!(page.status, 200);

        // A stronger login is at the same provider, unless another is named.
        let stronger = format!("{LOGIN}?goto={SETTINGS}&acr_values={HIGH}");
        assert!(browser.sent_to(&stronger).await.starts_with(&issuer));
        let elsewhere = format!("{stronger}&iss=idporten");
        assert!(
            browser
                .sent_to(&elsewhere)
                .await
                .contains("/sandbox/idporten/")
        );
        let page = browser.send(Method::GET, SETTINGS, None).await;
        assert_eq!(
            page.status, 200,
            "the old session stays until the new login is there"
        );
        let page = browser.log_in_from(&elsewhere, OLA).await;
        assert!(page.body.contains("Ola Deigmann"));
    }
}
