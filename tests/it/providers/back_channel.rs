//! Logouts that the provider tells the portal of by itself.

use reqwest::Method;
use serde_json::json;

use super::scene::{Provider, SUBSTANTIAL, is_logged_in, log_in, portal};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{KARI, OLA};
use crate::support::database::kinds;

const BACK_CHANNEL: &str = "/authentication/api/v1/upstream/backchannel-logout";

/// A portal that the provider tells when a login has ended.
async fn told(kind: crate::support::database::Kind, provider: &Provider) -> TestApp {
    let app = portal(kind, &[provider]).await;
    let more = json!({
        "backchannel_logout_uri": format!("{}{BACK_CHANNEL}", app.url),
        "backchannel_logout_session_required": true,
    });
    provider.register(&app, more).await;
    app
}

/// Logs out here, and says yes at the provider.
async fn log_out(browser: &mut Browser) {
    let page = browser.get("/authentication/api/v1/logout").await;
    let value = |name: &str| {
        let rest = page.body.split(&format!("name=\"{name}\" value=\"")).nth(1);
        rest.unwrap().split('"').next().unwrap().to_owned()
    };
    let action = page.body.split("action=\"").nth(1).unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    let form = [("xsrf", value("xsrf")), ("logout", "yes".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let page = browser.send(Method::POST, &action, Some(&form)).await;
    assert!(page.status.is_redirection(), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_ends_at_the_provider_ends_in_every_browser_that_rests_on_it() {
    for kind in kinds() {
        let Some(provider) = Provider::start("feide").await else {
            return;
        };
        let app = told(kind, &provider).await;
        let mut kari = app.browser();
        log_in(&mut kari, &provider.login(""), KARI, SUBSTANTIAL).await;
        // The same login at the provider, in another session here.
        let mut also_kari = kari.clone();
        also_kari.drop_cookie("fullmakt");
        also_kari.get(&provider.login("")).await;
        assert!(is_logged_in(&mut also_kari).await);
        assert_ne!(also_kari.cookie("fullmakt"), kari.cookie("fullmakt"));
        let mut ola = app.browser();
        log_in(&mut ola, &provider.login(""), OLA, SUBSTANTIAL).await;

        log_out(&mut kari).await;
        assert!(!is_logged_in(&mut kari).await, "{kind:?}");
        assert!(!is_logged_in(&mut also_kari).await, "{kind:?}");
        assert!(is_logged_in(&mut ola).await, "{kind:?}");
        let used = app.run_sql("update used_token set issuer = issuer").await;
        assert_eq!(used, 1, "the token is remembered: {kind:?}");
    }
}
