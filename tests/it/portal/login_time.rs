//! How long a login lasts.

use reqwest::Method;
use time::Duration;

use super::scene::{LOGIN, SETTINGS};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::KARI;
use crate::support::database::kinds;

pub async fn click(browser: &mut Browser) -> bool {
    let page = browser.send(Method::GET, SETTINGS, None).await;
    page.status == 200 || {
        assert!(page.location().starts_with(LOGIN));
        false
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_hour_without_a_click_ends_the_session() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        app.advance(Duration::minutes(29));
        assert!(click(&mut kari).await);
        app.advance(Duration::minutes(29));
        assert!(click(&mut kari).await, "the click before counts");
        app.advance(Duration::minutes(31));
        assert!(!click(&mut kari).await);
        assert!(!click(&mut kari).await, "it does not come back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hours_end_the_session_whatever_happens() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        for _ in 0..4 {
            app.advance(Duration::minutes(29));
            assert!(click(&mut kari).await);
        }
        app.advance(Duration::minutes(5));
        assert!(!click(&mut kari).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_takes_too_long_must_be_begun_again() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser();
        let authorize = browser.sent_to(&format!("{LOGIN}?goto={SETTINGS}")).await;
        app.advance(Duration::minutes(11));
        let page = browser.get(&format!("{authorize}&login_hint={KARI}")).await;
        super::scene::assert_error_page(&page, 400, super::scene::LOGIN_LOST);
        let retry = super::scene::login_link(&page);
        assert_eq!(browser.get(&retry).await.heading(), "Din profil");
    }
}
