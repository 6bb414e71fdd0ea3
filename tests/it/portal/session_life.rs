//! How a session is kept alive, and what becomes of it when several things happen at once.

use fullmakt::config::{SessionSettings, Settings};
use reqwest::Method;
use serde_json::Value;
use time::Duration;

use super::login_time::click;
use super::scene::{LOGIN, SESSION, SETTINGS, act_for, at_the_bakery, post_by_hand};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{BAKERY_ID, KARI};
use crate::support::database::{fresh, kinds};

pub const LEFT: &str = "/innlogging/okt";

async fn left(browser: &mut Browser, method: Method) -> (i64, i64) {
    let form: Option<&[(&str, &str)]> = (method == Method::POST).then_some(&[]);
    let page = browser.send(method, LEFT, form).await;
    assert_eq!(page.status, 200);
    let said: Value = serde_json::from_str(&page.body).unwrap();
    (
        said["left"].as_i64().unwrap(),
        said["most"].as_i64().unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_how_much_is_left_does_not_keep_the_session_alive_and_asking_for_more_does() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        assert_eq!(left(&mut app.browser(), Method::GET).await, (0, 0));
        assert_eq!(left(&mut app.browser(), Method::POST).await, (0, 0));
        let mut kari = app.browser_of(KARI).await;
        app.advance(Duration::minutes(26));
        let mut other_tab = kari.clone();
        for _ in 0..2 {
            let (idle, most) = left(&mut kari, Method::GET).await;
            assert!((1..=240).contains(&idle) && most > 5_000, "{idle} {most}");
        }
        let (idle, _) = left(&mut other_tab, Method::POST).await;
        assert!(idle > 1_700, "{idle}");
        // What one tab asked for is every tab's.
        assert!(left(&mut kari, Method::GET).await.0 > 1_700);
        app.advance(Duration::minutes(29));
        assert!(left(&mut kari, Method::GET).await.0 > 0);
        app.advance(Duration::minutes(2));
        assert_eq!(left(&mut kari, Method::GET).await, (0, 0));
        assert_eq!(left(&mut kari, Method::POST).await, (0, 0));
        assert!(!click(&mut kari).await, "it does not come back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_extends_a_session_past_its_absolute_end() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        for _ in 0..4 {
            app.advance(Duration::minutes(29));
            let (idle, most) = left(&mut kari, Method::POST).await;
            assert!(idle <= most);
        }
        let (idle, most) = left(&mut kari, Method::POST).await;
        assert_eq!(idle, most);
        assert!((1..=240).contains(&most), "{most}");
        app.advance(Duration::minutes(4));
        assert!(!click(&mut kari).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_limits_are_the_operators_to_set() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let settings = Settings {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            database_url: Some(database.url.clone()),
            session: Some(SessionSettings {
                idle_minutes: Some(5),
                absolute_minutes: Some(9),
            }),
            ..Settings::default()
        };
        let app = TestApp::start_with(settings, database).await;
        let mut kari = app.browser_of(KARI).await;
        app.advance(Duration::minutes(4));
        assert!(click(&mut kari).await);
        app.advance(Duration::minutes(4));
        assert!(click(&mut kari).await);
        app.advance(Duration::minutes(2));
        assert!(!click(&mut kari).await, "nine minutes are over");
        let mut kari = app.browser_of(KARI).await;
        app.advance(Duration::minutes(6));
        assert!(!click(&mut kari).await, "five minutes without a click");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_session_stored_by_an_earlier_version_nobody_is_logged_in() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        app.run_sql(
            r#"update session set content = '{"signed_in": {"person": "f0a10000-0000-4000-8000-000000010001",
                "name": "Kari", "level": 3, "party": null, "logged_in_at": 1, "seen_at": 1}}',
                id = null, person = null, seen_at = null"#,
        )
        .await;
        assert!(!click(&mut kari).await);
        let page = kari.log_in(KARI, SETTINGS).await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, "Din profil"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_is_written_down_once_a_minute_at_most() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        app.run_sql("update session set seen_at = began_at").await;
        let unwritten = "update session set browser = browser where seen_at = began_at";
        app.advance(Duration::seconds(30));
        assert!(click(&mut kari).await);
        assert_eq!(app.run_sql(unwritten).await, 1, "{kind:?}");
        app.advance(Duration::seconds(40));
        assert!(click(&mut kari).await);
        assert_eq!(app.run_sql(unwritten).await, 0, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_in_one_tab_does_not_undo_the_choice_of_party_in_another() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = app.browser_of(KARI).await;
        for _ in 0..5 {
            act_for(&mut kari, &crate::support::cast::KARI_ID.to_string()).await;
            app.advance(Duration::minutes(2));
            let (mut one, mut two) = (kari.clone(), kari.clone());
            let party = BAKERY_ID.to_string();
            let form = [("party", party.as_str())];
            let (chosen, clicked) = tokio::join!(
                one.send(Method::POST, "/aktorvalg", Some(&form)),
                two.send(Method::GET, SETTINGS, None),
            );
            assert_eq!(
                (chosen.status.as_u16(), clicked.status.as_u16()),
                (303, 200)
            );
            let page = kari.get(SETTINGS).await;
            assert!(page.body.contains("Nøkkelvik Bakeri AS"), "{kind:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_is_not_undone_by_requests_that_run_meanwhile() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        for _ in 0..3 {
            let mut kari = at_the_bakery(&app, KARI).await;
            let session = kari.cookie(SESSION).unwrap().to_owned();
            app.advance(Duration::minutes(2));
            // Each of these touches the session and writes it.
            let party = [("referer", app.url.as_str())];
            let post = || post_by_hand(&app, &session, SETTINGS, &party);
            let mut leaving = kari.clone();
            let (_, _, _, _, page) = tokio::join!(
                post(),
                post(),
                post(),
                post(),
                leaving.send(
                    Method::GET,
                    "/authentication/api/v1/frontchannel_logout",
                    None
                ),
            );
            assert_eq!(page.status, 200);
            assert!(!click(&mut kari).await, "{kind:?}");
            let rows = app.run_sql("update session set browser = browser where person is not null");
            assert_eq!(rows.await, 0, "{kind:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_somebody_who_is_logged_in_are_kept_by_nobody_and_the_cookie_goes_with_the_browser()
 {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let login = app.browser().send(Method::GET, LOGIN, None).await;
        let cookie = login.headers["set-cookie"].to_str().unwrap().to_lowercase();
        assert!(
            !cookie.contains("max-age") && !cookie.contains("expires"),
            "{cookie}"
        );
        let mut kari = at_the_bakery(&app, KARI).await;
        for path in [
            "/",
            SETTINGS,
            LEFT,
            "/accessmanagement/ui/settings/innlogginger",
            "/accessmanagement/ui/systemuser/overview",
            "/accessmanagement/ui/users",
            "/there/is/no/such/page",
        ] {
            let page = kari.send(Method::GET, path, None).await;
            assert_eq!(page.headers["cache-control"], "no-store", "{path}");
        }
    }
}
